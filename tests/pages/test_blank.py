"""A page without answers: what was typed stands on it, in every format, and nothing that was computed.

Typed are the decimals of the options, read by a pattern of this test; the pages are of random inputs with a fixed seed.
"""

from __future__ import annotations

import random
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from rendered import CASES, DOCUMENTS, READINGS, SEEN, write
from running import tries

from xentropy_cli.api.numbers import derive
from xentropy_cli.derivation.notes import NOTES
from xentropy_cli.pages.blank import TELLING, Blank
from xentropy_cli.pages.blocks import GAP, Bar, Gap, Prose, Remark, Table
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.rendering import FORMATS, render_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Runner

    from xentropy_cli.pages.blocks import Block

NUMBERS = tries(4)
"""Random inputs a reading."""

DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+(?![\w.])")
GIVEN = ("pred", "logits", "true", "weight")
ANSWERS = {**CASES, **{f"random {name}": {} for name in READINGS}}


def inputs(case: str) -> list[dict[str, Any]]:
    if case in CASES:
        return [CASES[case]]
    draw = random.Random(f"blank {case}")
    return [READINGS[case.removeprefix("random ")](draw, draw.randint(2, 5)) for _ in range(NUMBERS)]


@cache
def results(case: str) -> list[tuple[dict[str, Any], DerivationResult, tuple[Block, ...], tuple[Block, ...]]]:
    """Every input of a case, its result, the page with the answers and the one without; worked out once for all formats."""
    found = [(options, DerivationResult(derive(**options))) for options in inputs(case)]
    return [(options, result, result.page(), Blank(result).page()) for options, result in found]


def typed(options: dict[str, Any]) -> set[Fraction]:
    """Every number that was typed, and what 70% and 1/2 are as decimals."""
    found = re.findall(r"\d*\.?\d+(?:e-?\d+)?(?:/\d+|%)?", " ".join(map(str, options.values())))
    return {Fraction(x[:-1]) / 100 if x.endswith("%") else Fraction(x) for x in found}


def decimals(seen: str) -> set[str]:
    return set(DECIMAL.findall(seen.replace("log[", "log")))


def as_shown(typed: Iterable[str]) -> set[str]:
    """Typed decimals as every page writes them: 0.50 as 0.5, which no computed number looks like."""
    return {f"{Decimal(text).normalize():f}" for each in typed for text in DECIMAL.findall(str(each))}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("case", ANSWERS)
def test_a_blank_page_shows_what_was_typed_and_nothing_that_was_computed(case: str, name: str) -> None:
    computed = 0
    for options, result, whole, handout in results(case):
        key, blank = (decimals(SEEN[name](write(page, name))) for page in (whole, handout))
        assert {Fraction(text) for text in blank} <= typed(options) | starting(result, options), options
        assert key & as_shown(options[each] for each in GIVEN if each in options) <= blank, options
        computed += len(key - blank)
    assert computed >= len(inputs(case))


def starting(result: DerivationResult, options: dict[str, Any]) -> set[Fraction]:
    """What stands in the column q without having been typed, where nothing else on the page leads to it."""
    if "clip" not in options:
        return set()
    shown = [x for e in result.derivation.examples for x in e.q]
    return {Fraction(f"{float(x):.{digits}f}") for x in shown for digits in range(4, 10)}  # more where a row needs them


@pytest.mark.parametrize("case", ANSWERS)
def test_no_sentence_of_a_handout_gives_an_answer_away(case: str) -> None:
    """That H(P) is 0 is one; which class is the truth is none, and stands there where its p is to be worked out."""
    for options, result, whole, handout in results(case):
        said, blank = ("\n".join(b.text for b in page if isinstance(b, Prose | Remark)) for page in (whole, handout))
        assert not re.search(r"is 0\b|All of it", blank), options
        assert ("H(P) is 0" in said) == (f"H(P) = {GAP} {result.derivation.unit}; KL(P‖Q) = {GAP}" in blank)
        if "label_smoothing" in options:
            assert f"The truth, class {options['label']}, was smoothed with ε = 0.1" in blank


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if not row.is_document])
def test_a_record_without_answers_is_refused_in_words(name: str, call: Runner) -> None:
    ran = call("compute", "0.7", "--blank", "--format", name)
    assert (ran.status, ran.out) == (2, "")
    assert f"--format {name}" in ran.err
    assert "leave --blank out, for the key" in ran.err


def test_the_key_is_the_same_command_without_it(call: Runner) -> None:
    """Line by line: where the key has a number, the handout has room for one."""
    command = ("compute", "--pred", "0.7,0.8,0.97", "--show", "terms", "--show", "steps")
    key, blank = call(*command).out.splitlines(), call(*command, "--blank").out.splitlines()
    assert len(key) == len(blank)
    assert [line.strip("─").split()[:1] for line in key] == [line.strip("─").split()[:1] for line in blank]
    assert blank[0] == f"Total surprisal: {GAP} nats"
    assert [line.split() for line in blank[6:9]] == [
        [n, q, "________", "________", "________"] for n, q in (("1", "0.7"), ("2", "0.8"), ("3", "0.97"))
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"code": "huffman", "pred": "1/2,1/4,1/4", "true": "1/3,1/3,1/3"},
        {"accuracy": True, "pred": "0.9,0.2", "label": "1,0"},
    ],
)
def test_words_that_were_worked_out_are_blank(options: dict[str, Any]) -> None:
    """Code words, and which predictions are right; the names and the labels stay."""
    result = DerivationResult(derive(**options))
    table = [block for block in Blank(result).page() if isinstance(block, Table)][-1]
    heads = [str(getattr(column.head, "text", None) or column.head.formula.text) for column in table.columns]  # type: ignore[union-attr]
    kept = {head for head, cell in zip(heads, table.rows[0], strict=True) if not isinstance(cell, Gap)}
    assert kept == ({"class", "p", "q"} if "code" in options else {"example", "label"})
    assert not any(isinstance(cell, Bar) for row in table.rows for cell in row)


def test_no_room_tells_how_long_its_answer_is() -> None:
    page = Blank(DerivationResult(derive(logits="1000,0,-1000", label="1"))).page(6)
    rooms = {cell for block in page if isinstance(block, Table) for row in block.rows for cell in row}
    assert {room.width for room in rooms if isinstance(room, Gap)} == {10}


def test_a_picture_shows_answers_and_is_refused(call: Runner) -> None:
    for picture in (["--chart"], ["--picture", "total"], ["--show", "chart"]):
        ran = call("compute", "0.7", "--blank", *picture)
        assert (ran.status, ran.out) == (2, "")
        assert "Leave --chart and --picture out." in ran.err


def test_a_smoothed_distribution_is_what_a_handout_starts_from() -> None:
    """It was typed unsmoothed, and nothing else on the page leads to it."""
    shown = render_document(Blank(DerivationResult(derive(true="0.5,0.3,0.2", label_smoothing="0.1"))).page(), "plain")
    assert "0.483" in shown  # 0.9 · 0.5 + 0.1/3
    assert "The truth was smoothed" in shown


def test_the_notes_that_are_left_out_are_notes() -> None:
    assert TELLING - {"rounding"} <= NOTES.keys()


@pytest.mark.parametrize("case", ANSWERS)
def test_a_handout_of_html_links_to_no_file_beside_it(case: str) -> None:
    """Its key may: it can stand in the folder of the course; a handout goes out alone."""
    result = DerivationResult(derive(**inputs(case)[0]))
    key, handout = render_document(result.page(), "html"), render_document(Blank(result).page(), "html")
    assert re.search(r'<p class="more">more: <a href="[\w-]+\.html">xent explain [\w-]+</a></p>', key)
    assert re.search(r'<p class="more">more: <code>xent explain [\w-]+</code></p>', handout)
    assert "href=" not in handout
