"""How far a distribution may miss 1: one rule, whichever door a row comes in by, and it is said how often it was used."""

from __future__ import annotations

import random
from fractions import Fraction
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from running import tries

from xentropy_cli import XentError, derive, score
from xentropy_cli.conventions.audit.claims.vectors import FAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ran, Runner


@pytest.mark.parametrize(
    "row",
    [
        [0.40289480158682784, 0.5971051984131724],  # two doubles as NumPy prints them: the sum is 1.00000000000000024
        "0.33333334,0.33333334,0.33333334",  # single precision: 1.00000002
        "0.5,0.3,0.199999",
        "0.50000000,0.30000000,0.19999900",  # 1e-6 is always allowed
        "0.3333333,0.3333333,0.3333340",
        "5e-324,1",  # an exponent does not say how many decimals were typed
    ],
)
def test_rounding_of_the_typed_digits_is_allowed_and_said(row: object) -> None:
    assert [note.code for note in derive(pred=row, label="0").notes if note.code != "infinite"] == ["rounded-sum"]


@pytest.mark.parametrize("row", ["0.5,0.3,0.18", "0.50000000,0.30000000,0.19999899", "1/3,1/3,1/4", "0.9,0.2"])
def test_more_than_the_rounding_is_refused(row: str) -> None:
    with pytest.raises(XentError, match="add up to") as refusal:
        derive(pred=row, label="0")
    assert refusal.value.code == "sum-not-one"


def test_the_same_of_many_rows_is_said_three_times_and_counted() -> None:
    notes = derive(pred=["0.33,0.33,0.33"] * 6, label=[0, 1, 2, 0, 1, 2]).notes
    assert [note.code for note in notes] == ["rounded-sum"] * 4
    assert notes[-1].text == "The like holds for 3 more rows."


class NearOne(NamedTuple):
    """A row whose sum is near 1, and whether the rule takes it."""

    texts: tuple[str, ...]
    is_taken: bool


def decimals(text: str) -> int:
    return 0 if "e" in text else len(text.partition(".")[2])


def is_taken(texts: tuple[str, ...], rounding: Fraction = Fraction(0)) -> bool:
    """The rule, in fractions: max(10⁻⁶, K · ½ · 10⁻ᵈ), of arrays 10⁻⁶ and what their precision leaves; at most 0.02."""
    count, most = len(texts), max(map(decimals, texts))
    room = max(Fraction(1, 10**6), 0 if rounding else Fraction(count, 2 * 10**most)) + count * rounding
    return abs(sum(map(Fraction, texts)) - 1) <= min(room, Fraction(2, 100))


def near_one(draw: random.Random) -> NearOne:
    """Draw a row as its shortest doubles, which miss 1 by about what is allowed, by exactly that, or by something else."""
    count, digits = draw.choice((2, 3, 5, 10)), draw.choice((1, 2, 3, 5, 6, 7, 8, 12))
    unit = 10**digits
    cuts = sorted(draw.randrange(1, unit) for _ in range(count - 1)) if unit > 10 * count else [0] * (count - 1)
    whole = [b - a for a, b in zip((0, *cuts), (*cuts, unit), strict=True)]
    room = min(max(Fraction(1, 10**6), Fraction(count, 2 * unit)), Fraction(2, 100)) * unit
    whole[-1] -= draw.choice((-1, 1)) * round(
        room * draw.choice((0, Fraction(1, 2), 1, 1, 1 + Fraction(1, 100), 2, 40))
    )
    whole[-1] = min(max(whole[-1], 0), unit)
    texts = tuple(repr(float(Fraction(part, unit))) for part in whole)
    return NearOne(texts, is_taken(texts))


def rows(seed: int, count: int) -> list[NearOne]:
    draw = random.Random(seed)
    return [near_one(draw) for _ in range(count)]


ROWS = rows(1, tries(30))


def test_both_answers_occur_often_and_at_the_limit() -> None:
    assert len(ROWS) / 4 < sum(row.is_taken for row in ROWS) < len(ROWS) * 3 / 4
    edge = [row for row in ROWS if abs(sum(map(Fraction, row.texts)) - 1) == Fraction(1, 10**6)]
    assert len(edge) > 3


def classes(row: NearOne) -> list[str]:
    return [f"c{k}" for k in range(len(row.texts))]


def csv(row: NearOne, delimiter: str = ",") -> str:
    head = delimiter.join(("label", *(f"prob_{name}" for name in classes(row))))
    return f"{head}\n{delimiter.join(('c0', *row.texts))}\n"


def one_object(row: NearOne) -> str:
    fields = ", ".join(f'"prob_{name}": {text}' for name, text in zip(classes(row), row.texts, strict=True))
    return f'{{"label": "c0", {fields}}}\n'


DOORS: dict[str, Callable[[NearOne], tuple[tuple[str, ...], str]]] = {
    "compute": lambda row: (("compute", "--pred", ",".join(row.texts), "--label", "0"), ""),
    "the truth": lambda row: (("compute", "--true", ",".join(row.texts)), ""),
    "csv": lambda row: (("score",), csv(row)),
    "decimal commas": lambda row: (("score", "--decimal", ","), csv(row, ";").replace(".", ",")),
    "csv, explained": lambda row: (("score", "--explain", "2"), csv(row)),
    "a vector cell": lambda row: (
        ("score", "--classes", ",".join(classes(row))),
        f'label,pred\nc0,"[{", ".join(row.texts)}]"\n',
    ),
    "json lines": lambda row: (("score",), one_object(row)),
    "json lines, explained": lambda row: (("score", "--explain", "1"), one_object(row)),
    "a list in json": lambda row: (("score",), f'{{"y": 0, "p": [{", ".join(row.texts)}]}}\n'),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_text_door_takes_the_same_rows(door: str, call: Runner) -> None:
    for row in ROWS:
        argv, stdin = DOORS[door](row)
        check(row.is_taken, call(*argv, stdin=stdin), row)


def check(is_taken: bool, ran: Ran, row: object) -> None:
    if is_taken:
        assert ran.status == 0, (row, ran)
    else:
        assert (ran.status in (2, 3), ran.out) == (True, ""), (row, ran)
        assert "sum-not-one" in ran.err or "bad-row" in ran.err, (row, ran)


def test_an_audit_finds_the_same_rows_wrong(call: Runner) -> None:
    """It leaves alone what is too far from 1 to be meant for a distribution, and rows of uneven digits."""
    judged = 0
    for row in ROWS:
        is_plain = not any("e" in text for text in row.texts) and len({len(text) for text in row.texts}) == 1
        if row.is_taken or (is_plain and abs(sum(map(float, row.texts)) - 1) <= FAR):
            ran = call("audit", "-", stdin=f"The probability distribution [{', '.join(row.texts)}] follows.\n")
            assert ran.status == (0 if row.is_taken else 1), (row, ran)
            judged += not row.is_taken
    assert judged


def test_python_takes_the_same_rows() -> None:
    for row in ROWS:
        floats = list(map(float, row.texts))
        for given in (floats, np.array(floats), dict(zip(classes(row), floats, strict=True))):
            check_call(
                row.is_taken, lambda given=given: derive(pred=given, label=["c0" if isinstance(given, dict) else 0])
            )
        check_call(row.is_taken, lambda floats=floats: score([([0], [floats])]))


def check_call(is_taken: bool, work: Callable[[], object]) -> None:
    if is_taken:
        work()
    else:
        with pytest.raises(XentError) as refusal:
            work()
        assert refusal.value.code in ("sum-not-one", "bad-row")


def npz(path: Path, q: np.ndarray) -> None:
    np.savez(path, y=np.array([0]), p=q[None, :])


def parquet(path: Path, q: np.ndarray) -> None:
    import pyarrow as pa
    from pyarrow import parquet as files

    names = [f"prob_{k}" for k in range(q.size)]
    files.write_table(pa.table({"y": [0], **{n: pa.array(q[k : k + 1]) for k, n in enumerate(names)}}), path)


FILES = {"npz": npz, **({"parquet": parquet} if find_spec("pyarrow") else {})}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("precision", [np.float64, np.float32, np.float16])
def test_columns_of_numbers_follow_the_same_rule(
    kind: str, precision: type[np.floating], call: Runner, tmp_path: Path
) -> None:
    """Of single and half precision K units of rounding are added; compute takes each as its shortest decimal."""
    unit = {np.float64: Fraction(0), np.float32: Fraction(1, 2**24), np.float16: Fraction(1, 2**11)}[precision]
    path = tmp_path / f"row.{kind}"
    for row in ROWS[: len(ROWS) // 2]:
        q = np.array(list(map(float, row.texts))).astype(precision)
        texts = tuple(repr(float(x)) for x in q)
        FILES[kind](path, q)
        for argv in (("score", str(path)), ("score", str(path), "--explain", "1")):
            check(is_taken(texts, unit), call(*argv), (texts, argv))
        own = texts if precision is np.float64 else tuple(map(str, q))
        check_call(is_taken(own, unit), lambda q=q: derive(pred=q, label=[0]))


def logarithms() -> Iterator[tuple[str, bool]]:
    """Two equal log-probabilities: their sum moves with the digits of each, not with their number."""
    for digits in (1, 2, 3, 6):
        for steps in (0, 1, 3):
            text = f"{np.log(0.5) - steps * 0.4 * 10.0**-digits:.{digits}f}"
            off = abs(2 * np.exp(float(text)) - 1)
            yield text, bool(off <= min(max(1e-6, 0.5 * 10.0**-digits), 0.02))


@pytest.mark.parametrize(("text", "is_taken"), list(logarithms()))
def test_the_digits_of_logarithms_move_a_sum_in_proportion(text: str, is_taken: bool, call: Runner) -> None:
    check(is_taken, call("compute", f"--logprobs={text},{text}", "--label", "0"), text)
    check(is_taken, call("score", "--logprobs", "a,b", stdin=f"label,a,b\na,{text},{text}\n"), text)
    check(is_taken, call("score", "--logprobs", "p", stdin=f'{{"y": 0, "p": [{text}, {text}]}}\n'), text)
