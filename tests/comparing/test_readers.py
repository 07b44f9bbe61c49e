"""Comparing what the fast reader and what the strict one reads gives the same, or the same refusal, whatever the blocks."""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import FAST, STRICT, read_by
from running import tries

from xentropy_cli.comparing import id_table
from xentropy_cli.comparing.asked import Asked
from xentropy_cli.comparing.compare import compare
from xentropy_cli.comparing.record import compare_record
from xentropy_cli.errors import XentError
from xentropy_cli.pages.comparison import ComparisonResult
from xentropy_cli.scoring import group_arrays
from xentropy_cli.scoring.method import CLIPS, Clip
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form, shape_of
from xentropy_cli.tables.sources.cutting import blocks
from xentropy_cli.tables.sources.streams import Source
from xentropy_cli.tables.strict.reader import Reader

CLASSES = ["cat", "a dog", "bird"]
TRIPLES = ["0.7 0.2 0.1", "0.33 0.33 0.33", "0.5 0.25 0.25"]
PROBABILITIES = ["0.5", "0.25", "0.1", "0.0001", "9.1e-05", "0.30000000000000004", "50%", "1/3"]
WHOLE = 1 << 20
BAD = ["1.5", "nan", "", "x", '"0.5"', "0,5", " 0.5"]
IDS = ["1", "2", "3", "12345678", "123456789", "a-rather-long-name-of-a-row-indeed", "é", "b b", " 0001", "y" * 70]


class Case:
    """Two files, and what is asked of them."""

    def __init__(self, a: bytes, b: bytes, asked: Asked) -> None:
        self.a, self.b, self.asked = a, b, asked

    def __repr__(self) -> str:
        return f"{self.a!r}\n{self.b!r}\n{self.asked}"


@st.composite
def cases(draw: Any) -> Case:
    kind, mode = draw(st.sampled_from(["binary", "classes"])), draw(st.sampled_from(["row", "id", "named", "one file"]))
    options = draw(st.sets(st.sampled_from(["weight", "group"])))
    trouble = draw(st.sampled_from(["none", "none", "none", "infinite", "bad cells", "bad cells", "rows", "ids"]))
    facts = [
        (
            f"{draw(st.sampled_from(IDS))}.{number}" if draw(st.booleans()) else str(number),
            draw(st.sampled_from(CLASSES if kind == "classes" else ["0", "1"])),
            draw(st.sampled_from(["1", "2", "0.5", "0", "0.1"])),
            draw(st.sampled_from(["paris", "oslo", "a rather long name of a place"])),
        )
        for number in range(draw(st.integers(not draw(st.integers(0, 9)), 25)))
    ]
    count = 3 if kind == "classes" else 1
    two = mode == "one file"
    heads = [f"{side}_{stem}" if two else f"prob_{stem}" for side in ("a", "b")[: 1 + two] for stem in CLASSES[:count]]
    others = facts
    if mode == "id":
        others = draw(st.permutations(facts))
    if trouble == "rows":
        strangers = [("new", "1", "1", "oslo"), ("0", "cat", "1", "oslo"), ("0", "0", "2", "paris")]
        others = [*facts[: draw(st.integers(0, 25))], draw(st.sampled_from([*facts, *strangers])), *facts[-1:]]
    if trouble == "ids":
        ids = st.sampled_from([*[None] * 30, "", " ", "0", *[fact[0] for fact in facts]])
        facts, others = (
            [(new if (new := draw(ids)) is not None else old, *rest) for old, *rest in rows] for rows in (facts, others)
        )
    cell = st.sampled_from(PROBABILITIES * 3 + BAD * (trouble == "bad cells") + ["0", "1"] * (trouble == "infinite"))
    triple = st.sampled_from(TRIPLES * 3 + ["1 0 0"] * (trouble == "infinite"))

    def table(rows: Any) -> bytes:
        lines = [",".join(["id", "label", "w", "site", *heads])]
        for row in rows:
            cells = [draw(triple).split() if count > 1 else [draw(cell)] for _ in range(1 + two)]
            if trouble == "bad cells" and not draw(st.integers(0, 8)):
                cells[-1][-1] = draw(st.sampled_from(["x", "2", "", "0.1,0.2"]))
            lines += [",".join([*row, *sum(cells, [])])]  # noqa: RUF017  two short lists
            lines += [""] * (not draw(st.integers(0, 20)))
        end = draw(st.sampled_from(["\n", "\r\n"]))
        return (end.join(lines) + draw(st.sampled_from(["", end]))).encode()

    wanted = Wanted(
        weight="w" if "weight" in options else None,
        by="site" if "group" in options else None,
        id="id" if mode == "named" else None,
    )
    specs = (("pred", "a_*"), ("pred", "b_*")) if two else ()
    clip = draw(st.sampled_from([None, Clip(0.3, 0.7, rescale=False)]))
    asked = Settings(wanted, clip=clip, top=draw(st.sampled_from([0, 3])), skip_bad=draw(st.booleans()), block=WHOLE)
    return Case(
        table(facts),
        table(others),
        Asked(("a",) if two else ("a", "b"), specs, asked, "id" if mode == "id" else None, draw(st.integers(-1, 3))),
    )


def plan_from_first(data: bytes, wanted: Wanted, block: int) -> Any:
    """What the first block tells about the columns; a short one may tell less."""
    try:
        first = next(iter(blocks(Source("-", io.BytesIO(data), None), '"', 0, block)))
        return plan_of(shape_of(first, Form(), wanted.specs), wanted, "-")
    except XentError as error:
        return error.message


def outcome(case: Case, folder: Path, reader: str, block: int) -> Any:
    asked = case.asked._replace(
        files=tuple(str(folder / name) for name in case.asked.files), settings=case.asked.settings._replace(block=block)
    )
    with pytest.MonkeyPatch.context() as patch:
        read_by(reader, patch)
        try:
            found = compare(asked, None)
        except XentError as error:
            return error.code, error.message, error.where, error.text, error.span, error.why, error.fix
    return compare_record(found), ComparisonResult(found).page(17)


@settings(max_examples=tries(25))
@given(cases(), st.integers(1, 400))
def test_both_ways_and_all_block_sizes_give_the_same(case: Case, block: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        (folder / "a").write_bytes(case.a)
        (folder / "b").write_bytes(case.b)
        whole = outcome(case, folder, STRICT, WHOLE)
        assert outcome(case, folder, FAST, WHOLE) == whole
        patch.setattr(id_table, "mixed", lambda words: words[0] * 0)
        assert outcome(case, folder, FAST, WHOLE) == whole
        block = max(block, 120)
        plans = [
            [plan_from_first(data, case.asked.settings_of(k).wanted, size) for size in (block, WHOLE)]
            for k, data in enumerate((case.a, case.b))
        ]
        is_of_sample = whole[0] == "ambiguous-columns"  # what it says was read off the first block, which is tiny here
        if all(short == long for short, long in plans) and not is_of_sample:
            for reader in (STRICT, FAST):
                assert outcome(case, folder, reader, block) == whole


@pytest.mark.parametrize("on", [None, "id"])
def test_many_batches_give_the_same_and_plain_ones_never_meet_the_strict_reader(on: str | None, tmp_path: Path) -> None:
    draw = random.Random(4)
    rows = [(k, draw.randrange(2), draw.random(), draw.choice(["x", "yy"])) for k in range(8000)]
    for name in "ab":
        lines = [f"{k},{y},{draw.random():.6f},{w:.3f},{site}" for k, y, w, site in rows]
        if on and name == "b":
            draw.shuffle(lines)
        (tmp_path / name).write_text("\n".join(["id,y,p,w,site", *lines, ""]))
    asked = Settings(Wanted(weight="w", by="site"), clip=CLIPS["keras"])
    case = Case(b"", b"", Asked(("a", "b"), (), asked, on))
    strict = outcome(case, tmp_path, STRICT, WHOLE)
    assert strict[0]["n"] == len(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "read", None)
        assert outcome(case, tmp_path, FAST, 1 << 15) == strict
        patch.setattr(group_arrays, "MOST_ROWS", 2000)  # groups are taken in parts
        assert outcome(case, tmp_path, FAST, 1 << 15) == strict


@pytest.mark.parametrize("reader", [STRICT, FAST])
@pytest.mark.parametrize("names", [("a", "b"), ("a",)])
def test_a_fault_ends_the_pairs_before_rows_that_only_seem_to_disagree(
    names: tuple[str, ...], reader: str, tmp_path: Path
) -> None:
    rows = [f"{k},{k % 2},0.5,0.5" for k in range(200)]
    for name, p in (("a", "x"), ("b", "0.5")):
        (tmp_path / name).write_text("\n".join(["id,y,p,q", *rows[:10], f"10,0,{p},0.5", *rows[11:], ""]))
    specs = (("pred", "p"), ("pred", "q")) if len(names) == 1 else (("pred", "p"),)
    code, _, where, *_ = outcome(Case(b"", b"", Asked(names, specs, Settings())), tmp_path, reader, 1 << 7)
    assert (code, where) == ("not-a-number", f"{tmp_path}/a:12:6")


@pytest.mark.parametrize("reader", [STRICT, FAST])
def test_of_rows_that_moved_alike_the_first_are_named(reader: str, tmp_path: Path) -> None:
    """Joined by id they come in the order of B: here the last first."""
    rows = [f"{k},1," for k in range(3000)]
    for name, p, order in (("a", 0.5, 1), ("b", 0.25, -1)):
        (tmp_path / name).write_text("\n".join(["id,y,p", *(f"{row}{p}" for row in rows[::order]), ""]))
    record, _ = outcome(Case(b"", b"", Asked(("a", "b"), (), Settings(top=3), "id")), tmp_path, reader, 1 << 10)
    assert [(row["a"]["id"], row["a"]["line"], row["b"]["line"]) for row in record["moved"]] == [
        ("0", 2, 3001),
        ("1", 3, 3000),
        ("2", 4, 2999),
    ]
