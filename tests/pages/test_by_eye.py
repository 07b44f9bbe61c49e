"""Every equation on a page follows from its printed operands, as a person with a calculator finds it.

Pages of random inputs (fixed seed) are written in every document format and read back from there; each equation is
evaluated with the decimal module, not with the core of xent.
"""

from __future__ import annotations

import random
import re
from decimal import Context, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rendered import DOCUMENTS, READINGS, SEEN, write
from running import tries

from xentropy_cli.api.numbers import derive
from xentropy_cli.comparing.compare import compare
from xentropy_cli.comparing.python import of_batches
from xentropy_cli.conventions.answers import asked_of
from xentropy_cli.conventions.libraries import compare_libraries
from xentropy_cli.inputs.notation import Source, split
from xentropy_cli.inputs.readings import read
from xentropy_cli.inputs.request import Request
from xentropy_cli.pages.blocks import Bar, Cell, Math, Prose, Remark, Table
from xentropy_cli.pages.comparison import ComparisonResult
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.pages.equations import GOES_ON, ROUNDED_ONCE
from xentropy_cli.pages.libraries import DIFFERENCES_ROUNDED, LibrariesResult
from xentropy_cli.pages.score import ScoreResult
from xentropy_cli.scoring.python import score
from xentropy_cli.scoring.score import Settings
from xentropy_cli.teaching.course import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.derivation.model import Question
    from xentropy_cli.pages.blocks import Block

D = Context(prec=60)
PAGES = tries(8)
N = r"−?\d+(?:\.\d+)?(?:e-?\d+)?(?![\d.…%])"
F = rf"(?:\({N}/\d+\)|{N}(?:/\d+(?![\d.]))?)"
LOGARITHM = r"ln (\d+)"


def number(text: str) -> Decimal:
    """Read a number or a fraction as printed."""
    above, _, below = text.strip("()").replace("−", "-").partition("/")
    return D.divide(Decimal(above), Decimal(below or 1))


def base_of(text: str) -> Decimal:
    return D.exp(Decimal(1)) if text == "e" else Decimal(text)


def products(text: str) -> Decimal:
    found = Decimal(1)
    for factor in text.split(" · "):
        found = D.multiply(found, number(factor))
    return found


EQUATIONS: tuple[tuple[str, Callable[..., Decimal]], ...] = (
    (rf"(e|\d+(?:\.\d+)?)\^({N}) = ({N})", lambda base, x: D.power(base_of(base), number(x))),
    (
        rf"= (−?[\d.]+(?:e-?\d+)?)/((?:\({N}/\d+\)|[\d.]+(?:e-?\d+)?)) = ({N})",
        lambda a, b: D.divide(number(a), number(b)),
    ),
    (rf"= ({F}(?: · {F})+) = ({N})", products),
    (rf"= ({N}) \+ ({N}) = ({N})", lambda a, b: D.add(number(a), number(b))),
    (rf"= ({N}) − ({N}) = ({N})", lambda a, b: D.subtract(number(a), number(b))),
    (rf"= 1 − ({N})/({N}) = ({N})", lambda a, b: 1 - D.divide(number(a), number(b))),
    (rf"= {LOGARITHM} = ({N})", lambda a: D.ln(Decimal(a))),
    (rf"= log₂ (\d+) = ({N})", lambda a: D.divide(D.ln(Decimal(a)), D.ln(Decimal(2)))),
    (rf"= √({N}) = ({N})", lambda a: D.sqrt(number(a))),
    (rf"= ({N})/{LOGARITHM} = ({N})", lambda a, b: D.divide(number(a), D.ln(Decimal(b)))),
)
"""Each form of an equation, its operands and its result, and how a calculator evaluates it."""


def follows(found: Decimal, printed: str) -> bool:
    """Tell whether a value rounds to what is printed, to its last digit."""
    text = number(printed)
    unit = Decimal(1).scaleb(int(text.as_tuple().exponent))
    return abs(found - text) <= unit * Decimal("0.5000001")


def checked(seen: str) -> Iterator[tuple[str, bool]]:
    """Every equation in a text, and whether it follows."""
    seen = re.sub(r"\\(?:text|mathbf)\b|[{}$&\\]", " ", seen)
    seen = re.sub(r"\s+", " ", seen)
    for form, evaluate in EQUATIONS:
        for found in re.finditer(form, seen):
            *operands, printed = found.groups()
            yield found[0], follows(evaluate(*operands), printed)


@cache
def pages(reading: str) -> list[tuple[dict[str, Any], tuple[Block, ...]]]:
    draw, found = random.Random(reading), []
    for k in range(PAGES):
        options = READINGS[reading](draw, draw.randint(2, 5))
        found.append((options, DerivationResult(derive(**options)).page((4, 2, 6, 3)[k % 4])))
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("reading", READINGS)
def test_every_equation_follows_from_what_is_printed(reading: str, name: str) -> None:
    found = []
    for options, page in pages(reading):
        seen = SEEN[name](write(page, name))
        equations = list(checked(seen))
        assert [each for each, holds in equations if not holds] == [], options
        assert GOES_ON not in re.sub(r"… \d+ more|\(…\)", "", seen) or ROUNDED_ONCE in re.sub(r"\s+", " ", seen), (
            options
        )
        found += equations
    assert len(found) >= PAGES or reading == "truth"


def question_of(pred: str, label: str) -> Question:
    return read(Request(pred=(split(Source("pred", pred)),), label=split(Source("label", label))))


def written(cell: Cell) -> str:
    return cell.formula.text if isinstance(cell, Math) else "" if isinstance(cell, Bar) else cell.text


def columns_of(table: Table) -> list[list[str]]:
    """The texts of each column, the line of sums last."""
    rows = (*table.rows, *table.footer)
    return [[getattr(row[k], "text", "") for row in rows] for k in range(len(table.columns))]


@pytest.mark.parametrize("reading", READINGS)
def test_totals_follow_from_the_rows_above_them_or_are_said_to_be_rounded_once(reading: str) -> None:
    checked_sums = 0
    for options, page in pages(reading):
        for block, following in zip(page, [*page[1:], None], strict=True):
            if not isinstance(block, Table) or not block.footer or block.hidden:
                continue
            for *cells, sum_ in columns_of(block):
                if not re.fullmatch(N, sum_):
                    continue
                added = sum((number(cell) for cell in cells if cell and cell != "∞"), Decimal(0))
                is_said = isinstance(following, Remark) and "rounded only once" in following.text
                assert follows(added, sum_) or is_said, (options, cells, sum_)
                checked_sums += 1
    assert checked_sums >= PAGES / 2 or reading in ("descent", "weighted class")


def logarithm(x: str, base: Decimal) -> Decimal:
    return D.divide(D.ln(number(x)), D.ln(base))


def product(_: Decimal, a: str, b: str) -> Decimal:
    return D.multiply(number(a), number(b))


def own_part(base: Decimal, p: str) -> Decimal:
    return -D.multiply(number(p), logarithm(p, base)) if number(p) else Decimal(0)


def divergence_part(base: Decimal, p: str, q: str) -> Decimal:
    return D.multiply(number(p), logarithm(p, base) - logarithm(q, base)) if number(p) else Decimal(0)


ROWS: dict[str, tuple[tuple[str, ...], Callable[..., Decimal]]] = {
    "−log q": (("q",), lambda base, q: -logarithm(q, base)),
    "−log p": (("p",), lambda base, p: -logarithm(p, base)),
    "p·(−log q)": (("p", "−log q"), product),
    "p·(−log p)": (("p",), own_part),
    "p·log(p/q)": (("p", "q"), divergence_part),
    "w·(−log q)": (("w", "−log q"), product),
    "H(P, Q)": (("H(P)", "KL(P‖Q)"), lambda _, h, kl: D.add(number(h), number(kl))),
    "(1 − q)²": (("q",), lambda _, q: D.power(1 - number(q), 2)),
    "(q − p)²": (("q", "p"), lambda _, q, p: D.power(number(q) - number(p), 2)),
    "(Q(1) − P(1))²": (("Q(1)", "P(1)"), lambda _, q, p: D.power(number(q) - number(p), 2)),
    "p·length": (("p", "length"), product),
    "e^(z − max z)": (("z − max z",), lambda _, x: D.exp(number(x))),
}
"""Heads that say how each number of a column is made from others of its row; log stands for that of any base."""


@pytest.mark.parametrize("reading", READINGS)
def test_rows_follow_from_what_is_printed_in_them_or_are_said_to_be_rounded_once(reading: str) -> None:
    """Every number of a table whose head says how it is made, and every running total."""
    held = 0
    for options, page in pages(reading):
        said = False
        for block, following in zip(page, [*page[1:], None], strict=True):
            if isinstance(block, Table):
                found = [*of_rows(block), *running(block), *shares(block)]
                said |= isinstance(following, Remark) and "rounded only once" in following.text
                assert said or [each for each, holds in found if not holds] == [], (options, found)
                held += sum(holds for _, holds in found)
    assert held >= PAGES


def named_columns(block: Table) -> dict[str, list[str]]:
    """The texts of each column under its head, without the line of sums."""
    heads = [written(column.head) for column in block.columns]
    return dict(
        zip(heads, map(list, zip(*(map(written, row) for row in block.rows if row), strict=True)), strict=False)
    )


def of_rows(block: Table) -> Iterator[tuple[str, bool]]:
    """Every number whose head says how it is made, and whether it follows."""
    columns = named_columns(block)
    plain = {taken_apart(head)[1]: cells for head, cells in columns.items()}
    for head, cells in columns.items():
        base, name = taken_apart(head)
        operands, made = ROWS.get(name, ((), number))
        if not operands or not all(each in plain for each in operands):
            continue
        for texts in zip(cells, *(plain[each] for each in operands), strict=True):
            if all(re.fullmatch(F, text) for text in texts):
                yield f"{head}: {texts}", follows(made(base, *texts[1:]), texts[0])


@cache
def taken_apart(head: str) -> tuple[Decimal, str]:
    """The base of the logarithm in a head, and the head with log in its place."""
    found = re.search(r"ln|log(₂|₁₀|\[([\d.]+)\])", head)
    if found is None:
        return D.exp(Decimal(1)), head
    base = found[2] or {"₂": "2", "₁₀": "10"}.get(found[1] or "", "e")
    return base_of(base), head.replace(found[0], "log", 1)


def running(block: Table) -> Iterator[tuple[str, bool]]:
    """Every running total after the first."""
    columns = named_columns(block)
    if "running total" not in columns:
        return
    totals = columns["running total"]
    heads = list(columns)
    terms = columns[heads[heads.index("running total") - 1]]
    for before, term, total in zip(totals, terms[1:], totals[1:], strict=False):
        yield f"{before} + {term} = {total}", follows(number(before) + number(term), total)


def shares(block: Table) -> Iterator[tuple[str, bool]]:
    """Every share of the total, from the term and the total as they are shown."""
    columns = named_columns(block)
    if "share" not in columns:
        return
    (place,) = (place for place, head in enumerate(columns) if head == "running total")
    head, total = list(columns)[place - 1], written(block.footer[0][place - 1])
    for term, share in zip(columns[head], columns["share"], strict=True):
        yield f"{term} / {total} = {share}", is_share(number(term), number(total), share)


def is_share(part: Decimal, whole: Decimal, share: str) -> bool:
    """Tell whether a share in % follows, one of less than 1e-9 as nothing."""
    found = D.multiply(D.divide(part, whole), Decimal(100))
    return follows(found, share.removesuffix(" %")) or (share == "0.0 %" and found < Decimal("1.1e-7"))


@pytest.mark.parametrize("reading", ["pair", "pairs", "smoothed class", "pair, in bans"])
def test_the_parts_of_a_cross_entropy_add_up_as_drawn(reading: str) -> None:
    found = 0
    for options, page in pages(reading):
        for block in page:
            if isinstance(block, Table) and isinstance(block.rows[0][0], Math):
                entropy, divergence, whole = columns_of(block)[1]
                assert GOES_ON in entropy or follows(number(entropy) + number(divergence), whole), options
                found += 1
    assert found == PAGES


def scored_rows(draw: random.Random, count: int) -> tuple[list[int], list[float], list[float]]:
    return (
        [draw.randint(0, 1) for _ in range(count)],
        [draw.randint(1, 99) / 100 for _ in range(count)],
        [draw.randint(1, 4) / 2 for _ in range(count)],
    )


@pytest.mark.parametrize("base", ["e", "2"])
def test_the_numbers_of_a_score_follow_from_each_other(base: str) -> None:
    draw, found = random.Random(base), []
    for k in range(PAGES):
        labels, q, weights = scored_rows(draw, draw.randint(3, 30))
        summary = score([(labels, q, weights) if k % 2 else (labels, q)], base=base)
        page = ScoreResult(summary).page()
        numbers = page[2]
        assert isinstance(numbers, Table)
        for row in numbers.rows:
            if isinstance(row[2], Math):
                found += list(checked(f"{row[2].formula.text} = {written(row[1])}"))
        parts = next(
            block for block in page if isinstance(block, Table) and written(block.columns[0].head) == "breakdown"
        )
        label, gained, lost, mean = columns_of(parts)[1]
        holds = GOES_ON in label or follows(number(label) - number(gained) + number(lost), mean)
        found.append((f"{label} − {gained} + {lost} = {mean}", holds))
    assert [each for each, holds in found if not holds] == []
    assert len(found) > PAGES * 5


@pytest.mark.parametrize("base", ["e", "2"])
def test_the_worst_rows_and_the_classes_of_a_score_follow_from_what_is_printed(base: str) -> None:
    """−log q from q, a share of the total from the loss, the weight and the total; a share of the rows from their count."""
    draw, found = random.Random(f"worst {base}"), []
    for k in range(PAGES):
        labels, q, weights = scored_rows(draw, draw.randint(3, 30))
        q = [min(x * 10 ** -draw.randint(0, 9), 1 - 10.0 ** -draw.randint(2, 9)) for x in q]
        weights = [w * draw.choice((1, 1, 0.1, 0.123456789)) for w in weights]
        summary = score([(labels, q, weights) if k % 2 else (labels, q)], base=base, top=5)
        page = ScoreResult(summary).page((4, 2, 6, 3)[k % 4])
        (numbers, *tables) = (block for block in page if isinstance(block, Table))
        stated = {written(row[0]): written(row[1]) for row in numbers.rows}
        for block in tables:
            columns = named_columns(block)
            if "worst rows" in columns:
                found += [each for each in of_rows(block) if GOES_ON not in each[0]]
                weight = columns.get("w", ["1"] * len(block.rows))
                losses = next(cells for head, cells in columns.items() if taken_apart(head)[1] == "−log q")
                for loss, w, share in zip(losses, weight, columns["share of total"], strict=True):
                    made = GOES_ON in loss or is_share(
                        D.multiply(number(loss), number(w)), number(stated["total"]), share
                    )
                    found.append((f"{w} · {loss} / {stated['total']} = {share}", made))
            if "class" in columns:
                rows = columns["weight" if "weight" in stated else "rows"]
                whole = stated["weight" if "weight" in stated else "rows"]
                for part, share in zip(rows, columns["share"], strict=True):
                    made = GOES_ON in part or is_share(number(part), number(whole), share)
                    found.append((f"{part} / {whole} = {share}", made))
    assert [each for each, holds in found if not holds] == []
    assert len(found) > PAGES * 8


def test_a_difference_follows_from_the_means_beside_it() -> None:
    draw, found = random.Random(3), 0
    for _ in range(PAGES):
        labels, q, _ = scored_rows(draw, draw.randint(5, 30))
        other = [draw.randint(1, 99) / 100 for _ in labels]
        asked = of_batches([[(labels, q)], [(labels, other)]], (), Settings(), 0)
        for block in ComparisonResult(compare(asked, None)).page():
            if not isinstance(block, Table):
                continue
            rows = {written(row[0]): row for row in block.rows}
            heads = [written(column.head) for column in block.columns]
            places = [heads.index(head) for head in ("mean A", "mean B", "difference") if "mean A" in heads]
            triples = [[written(row[k]) for k in places] for row in block.rows if places]
            if "mean of A" in rows:
                triples.append([written(rows[name][1]) for name in ("mean of A", "mean of B", "difference")])
            for a, b, difference in triples:
                assert GOES_ON in a or follows(number(b) - number(a), difference)
                found += 1
    assert found > PAGES * 2


def test_a_library_s_difference_follows_from_the_numbers_beside_it() -> None:
    draw, found = random.Random(4), 0
    for _ in range(PAGES):
        a, b = sorted(draw.sample(range(1, 1000), 2))
        shares = (a, b - a, 1000 - b)  # some calls read a row of classes as so many yes-or-no questions
        question = question_of(",".join(f"{share / 1000:.3f}" for share in shares), str(draw.randrange(3)))
        page = LibrariesResult(compare_libraries(asked_of(question))).page()
        exact = re.search(rf"Exact: ({N})", page[0].text)
        assert exact
        is_said = any(isinstance(block, Prose) and block.text == DIFFERENCES_ROUNDED for block in page)
        heads = [column.head.text for column in page[2].columns]
        for row in page[2].rows:
            cells = dict(zip(heads, map(written, row), strict=True))
            value, difference = cells["number"], cells["− exact"]
            if re.fullmatch(rf"\+?{N}", difference) and cells.get("unit", "nats") == "nats":
                assert is_said or follows(number(value) - number(exact[1]), difference.removeprefix("+")), row
                found += 1
    assert found > PAGES


ROOT = Path(__file__).parents[2]
WRITTEN = [
    ROOT / "README.md",
    *sorted((ROOT / "examples").glob("*.txt")),
    *sorted((ROOT / "tests" / "recorded" / "pages").glob("*.txt")),
    *sorted(FOLDER.glob("*.md")),
]


def test_every_equation_that_is_written_down_follows() -> None:
    """In the README, the examples, the lessons and the recorded pages."""
    found = [(path.name, *each) for path in WRITTEN for each in checked(path.read_text("utf-8"))]
    assert [each for *each, holds in found if not holds] == []
    assert len(found) > len(WRITTEN)


@pytest.mark.parametrize("bottom", range(2, 13))
def test_a_fraction_may_be_an_operand(bottom: int) -> None:
    """A page writes fractions up to twelfths as they were typed, also where it is read back."""
    for top in range(1, bottom):
        for more in ("1/2", "1/7,1/11", "0.97"):
            assert DerivationResult(derive(pred=f"{top}/{bottom},{more}")).page()


ENDLESS: list[dict[str, Any]] = [
    {"pred": "0"},
    {"pred": "0,0.5"},
    {"pred": "0,1", "label": "1,0"},
    {"true": "1,0", "pred": "0,1"},
    {"logits": "-inf,1", "label": "0"},
    {"pred": ["0,1", "0.5,0.5"], "true": ["1,0", "0.5,0.5"]},
    {"pred": "0", "weight": "0.3"},
]


@pytest.mark.parametrize("options", ENDLESS, ids=str)
def test_an_infinite_number_follows_from_anything(options: dict[str, Any]) -> None:
    """Nothing is rounded in it, so nothing is said about rounding."""
    page = DerivationResult(derive(**options)).page()
    assert not [block for block in page if isinstance(block, Remark) and block.code == "rounding"]
