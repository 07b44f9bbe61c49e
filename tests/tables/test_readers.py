"""The fast reader and the strict one give the same summary, or the same refusal, whatever the blocks."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import FAST, STRICT, read_by
from running import tries

from xentropy_cli.errors import XentError
from xentropy_cli.scoring.score import score_files
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.fast.jsonlines import FastJson
from xentropy_cli.tables.form import Form, shape_of
from xentropy_cli.tables.sources.cutting import blocks
from xentropy_cli.tables.sources.streams import Source
from xentropy_cli.tables.strict import jsonlines
from xentropy_cli.tables.strict import reader as tables_module
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import Block, count_lines

CLASSES = ["cat", "a dog", "bird"]
TRIPLES = ["0.7 0.2 0.1", "0.33 0.33 0.33", "1 0 0", "0.5 0.25 0.25", "0.2 0.2 0.2"]
PROBABILITIES = [
    "0.5",
    "0.25",
    "0.1",
    "1",
    "0",
    "0.0001",
    "9.1e-05",
    "0.30000000000000004",
    "1.0",
    "0.99",
    "50%",
    "1/3",
    "0.123456789",
]
BAD = ["1.5", "nan", "", "-0.1", "0,5", "x", "1e", "0.5 ", " 0.5", '"0.5"', "0.5\r", "é", "0.99999999999999999999"]


HEADERS = {
    "binary": "y,p",
    "classes": "label,cat,a dog,bird",
    "weighted": "y,p,w",
    "grouped": "y,p,site",
    "one column": "p",
}
SITES = ["paris", "oslo", "a rather long name of a place", "", " ", "a\tb", 'a "b"', "a,b", "a\nb"]


@st.composite
def tables(draw: Any) -> tuple[str, bytes]:
    """Tables that are nearly always readable, with any delimiter and empty lines in odd places."""
    kind = draw(st.sampled_from(list(HEADERS)))
    delimiter = draw(st.sampled_from(",,,;\t ")) if kind != "one column" else ","
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    lead = draw(st.sampled_from(["", "id,"])) if kind != "one column" else ""
    rows = [draw(cells_of(kind)) for _ in range(draw(st.integers(1, 30)))]
    rows = [[str(number), *row] if lead else row for number, row in enumerate(rows)]
    if draw(st.booleans()):
        odd = st.sampled_from(
            [*['"{}"'] * draw(st.sampled_from([1, 40])), "{}", '" {}"', '"{} "', ' "{}"', '"{}""', '"{}']
        )
        rows = [[draw(odd).format(cell.replace('"', '""')) for cell in row] for row in rows]
    header = (lead + HEADERS[kind]).replace(",", delimiter)
    lines = [*draw(st.sampled_from([[], [], [], [""]])), header, *(delimiter.join(row) for row in rows)]
    for at in draw(st.sampled_from([[], [], [len(lines)], [len(lines), len(lines)], [len(lines) // 2]])):
        lines.insert(at, "")
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    return kind, text.encode()


@st.composite
def cells_of(draw: Any, kind: str) -> list[str]:
    """The cells of one row."""
    cell = st.sampled_from(PROBABILITIES * 5 + BAD)
    if kind == "one column":
        return [draw(cell)]
    if kind == "classes":
        return [draw(st.sampled_from(CLASSES * 5 + ["brid"])), *draw(st.sampled_from(TRIPLES)).split()]
    row = [draw(st.sampled_from(["0", "1", "true", "No"] * 5 + ["2"])), draw(cell)]
    row += [draw(st.sampled_from(["1", "2", "0.5", "0"]))] if kind == "weighted" else []
    return row + ([draw(st.sampled_from(SITES))] if kind == "grouped" else [])


def outcome(data: bytes, asked: Settings, reader: str, patch: pytest.MonkeyPatch) -> Any:
    with patch.context() as inner:
        read_by(reader, inner)
        try:
            return score_files(["-"], asked, io.BytesIO(data))
        except XentError as error:
            return error.code, error.message, error.where, error.text, error.span, error.why, error.fix


@settings(max_examples=tries(60))
@given(tables(), st.integers(1, 200), st.sampled_from(["skip bad rows", "stop at them"]))
def test_both_readers_and_all_block_sizes_give_the_same(table: tuple[str, bytes], block: int, bad: str) -> None:
    kind, data = table
    wanted = Wanted(weight="w" if kind == "weighted" else None, by="site" if kind == "grouped" else None)
    asked = Settings(wanted=wanted, skip_bad=bad == "skip bad rows", block=1 << 20)
    with pytest.MonkeyPatch.context() as patch:
        whole = outcome(data, asked, STRICT, patch)
        assert outcome(data, asked, FAST, patch) == whole
        block = max(block, len(data.split(b"\n")[0]) + 40)
        if plan_from_first(data, wanted, block) == plan_from_first(data, wanted, 1 << 20):
            for reader in (STRICT, FAST):
                assert_alike(outcome(data, asked._replace(block=block), reader, patch), whole)


@pytest.mark.parametrize("kind", ["binary", "classes", "events"])
def test_many_groups_weights_of_0_and_infinite_rows_are_the_same_for_both_readers(kind: str) -> None:
    draw = random.Random(kind)
    columns = {"binary": "y,p", "classes": "label,cat,a dog,bird", "events": "p"}[kind]
    rows = []
    for _ in range(2000):
        site = f"site {draw.randrange(300)} {'of a long name' * draw.randrange(2)}"
        p = draw.choice(["0.5", "0.25", "0", "0.875"])
        cells = {
            "binary": [draw.choice("01"), p],
            "classes": [draw.choice(CLASSES), *draw.choice(TRIPLES).split()],
            "events": [p],
        }
        rows.append(",".join([*cells[kind], site, draw.choice(["0", "1", "2.5"])]))
    data = "\n".join([columns + ",site,w", *rows]).encode()
    wanted = Wanted(by="site", weight="w", pred=None if kind == "binary" else columns.partition(",")[2] or "p")
    wanted = wanted._replace(
        label="label" if kind == "classes" else None, reading="events" if kind == "events" else None
    )
    asked = Settings(wanted=wanted, normalize=kind == "classes", block=1 << 14)
    with pytest.MonkeyPatch.context() as patch:
        strict, quick = (outcome(data, asked, reader, patch) for reader in (STRICT, FAST))
    assert len(strict.groups) > 250
    assert quick == strict


def test_a_header_behind_an_empty_line_is_no_row() -> None:
    asked = Settings(Wanted(label="1", pred="2"), Form(header=True), block=1 << 20)
    with pytest.MonkeyPatch.context() as patch:
        strict, quick = (outcome(b"\n0,0.5\n1,0.5\n1,0.25\n", asked, reader, patch) for reader in (STRICT, FAST))
    assert quick == strict
    assert quick.n == 2


@pytest.mark.parametrize("rows", ["1 0.5 ", " 1 0.5", "1  0.5", "1\t0.5", "1 0.5"])
def test_runs_of_blanks_are_one_delimiter_for_both_readers(rows: str) -> None:
    data = f"y p\n{rows}\n0 0.5\n".encode()
    with pytest.MonkeyPatch.context() as patch:
        strict, quick = (outcome(data, Settings(block=1 << 20), reader, patch) for reader in (STRICT, FAST))
    assert quick == strict


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_empty_line_in_a_single_column_is_refused_wherever_a_block_ends(end: str) -> None:
    data = end.join(["p", *["0.5"] * 20, "", *["0.25"] * 20, "", ""]).encode()
    with pytest.MonkeyPatch.context() as patch:
        for block in range(60, 200, 3):  # less than a line: blocks end at each of them
            for reader in (STRICT, FAST):
                found = outcome(data, Settings(block=block), reader, patch)
                assert found[0] == "empty-cell"
                assert found[2] == "standard input:22:1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [0, 1, 2, 5])
def test_empty_lines_at_the_end_of_a_single_column_are_no_rows(end: str, last: int) -> None:
    data = (end.join(["0.5"] * 12) + end * (last + 1)).encode()  # at most 70 bytes: blocks end at each line
    with pytest.MonkeyPatch.context() as patch:
        for block in (*range(10, 60, 3), 1 << 20):
            for reader in (STRICT, FAST):
                assert outcome(data, Settings(block=block), reader, patch).n == 12, (block, reader)


@pytest.mark.parametrize("head", ["# c\n0,1\n", "\n0,1\n", "0,1\r"])
def test_a_header_behind_a_comment_or_before_a_lone_line_end_is_one_for_both_readers(head: str) -> None:
    asked = Settings(Wanted(label="0", pred="1"), Form(header=True, comment="#"), block=1 << 20)
    with pytest.MonkeyPatch.context() as patch:
        strict, quick = (
            outcome(f"{head}1,0.5\n0,0.25\n1,0.75\n".encode(), asked, reader, patch) for reader in (STRICT, FAST)
        )
    assert quick == strict
    assert quick.n == 3


def test_a_quote_that_begins_a_comment_begins_one_for_both_readers() -> None:
    data = b'y,p\n"1","0.5"\n1,0.5\n"0","0.5"\n'
    asked = Settings(form=Form(comment='"'), block=1 << 20)
    with pytest.MonkeyPatch.context() as patch:
        strict, quick = (outcome(data, asked, reader, patch) for reader in (STRICT, FAST))
    assert quick == strict


def test_minus_infinity_is_the_logit_of_what_cannot_happen() -> None:
    for scale, rows in (("logits", "1,1.5,-inf\n2,0,-Infinity\n"), ("logprobs", "1,-0.1,-inf\n1,0,-INF\n")):
        data = f"y,{scale}_1,{scale}_2\n{rows}".encode()
        wanted = Wanted(label="y", classes=("1", "2"), **{scale: f"{scale}_1,{scale}_2"})
        asked = Settings(wanted, as_is=True, block=1 << 20)
        with pytest.MonkeyPatch.context() as patch:
            strict, quick = (outcome(data, asked, reader, patch) for reader in (STRICT, FAST))
        assert quick == strict
        assert quick.mean == (float("inf") if scale == "logits" else 0.05)


def test_a_table_with_quotes_round_its_cells_is_read_fast() -> None:
    rows = "".join(f'"{k}","{"yes" if k % 3 else "no"}",0.{k % 9 + 1},""\n' for k in range(500))
    data = f'"id","label","prob","note"\n{rows}'
    with pytest.MonkeyPatch.context() as patch:
        strict = outcome(data.encode(), Settings(block=1 << 20), STRICT, patch)
        plain = outcome(data.replace('"', "").encode(), Settings(block=1 << 20), STRICT, patch)
        patch.setattr(Reader, "read", lambda *_, **__: pytest.fail("read row by row"))
        assert outcome(data.encode(), Settings(block=1 << 20), FAST, patch) == strict == plain


VALUES = [
    "1", "0", "true", '"cat"', '"1"', "0.5", "0.25", "1e-2", "5E-1", '"0.5"', "null", "NaN", "-0.0", "01", ".5", "[0.5]", '""',
    '"a b"', '"a,b"', '"\\u0031"', '"\u00e9"', '"\u00a01"', "tru", "{}",
]  # fmt: skip

LISTS = [
    "[0.5 0.5]",
    "[0.5]",
    "[0.5, 0.5, 0]",
    "[0.5, 0.4]",
    "[]",
    "[0.5, null]",
    '["0.5", 0.5]',
    '{"0": 0.5, "1": 0.5}',
    "0.5",
]


@st.composite
def objects(draw: Any) -> bytes:
    """JSON lines that are nearly always alike."""
    odd = draw(st.sampled_from([0, 0, len(VALUES)]))
    keys = draw(st.sampled_from([["y", "p"], ["site", "y", "p"], ["p"], ["y", "probs"], ["probs", "site", "y"]]))
    colon, comma = draw(st.sampled_from([(": ", ", "), (":", ","), (" : ", " , ")]))
    lines = []
    for _ in range(draw(st.integers(1, 12))):
        values = {
            "y": st.sampled_from(["0", "1", *VALUES[:odd]]),
            "p": st.sampled_from(["0.5", "0.25", "1e-2", *VALUES[:odd]]),
        }
        cells = [
            (key, draw(values.get(key, st.sampled_from(['"paris"', '"oslo"', "7", *VALUES[:odd]])))) for key in keys
        ]
        if odd and draw(st.integers(0, 9)) == 0:
            cells = draw(st.sampled_from([cells[::-1], cells * 2, cells[1:], [*cells, ("more", "1")]]))
        lines.append("{" + comma.join(f'"{key}"{colon}{value}' for key, value in cells) + "}")
        lines += [""] * draw(st.sampled_from([0] * 20 + [1] * (odd > 0)))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (end.join(lines) + draw(st.sampled_from(["", end]))).encode()


@settings(max_examples=tries(100))
@given(objects(), st.integers(1, 200), st.sampled_from(["skip bad rows", "stop at them"]))
def test_both_readers_of_json_lines_and_all_block_sizes_give_the_same(data: bytes, block: int, bad: str) -> None:
    wanted = Wanted(by="site" if b"site" in data.split(b"\n")[0] else None)
    asked = Settings(wanted=wanted, skip_bad=bad == "skip bad rows", block=1 << 20)
    with pytest.MonkeyPatch.context() as patch:
        whole = outcome(data, asked, STRICT, patch)
        assert outcome(data, asked, FAST, patch) == whole
        shape = first_shape(data, block)
        if shape is not None and shape == first_shape(data, 1 << 20):
            for reader in (STRICT, FAST):
                assert_alike(outcome(data, asked._replace(block=block), reader, patch), whole)


def first_shape(data: bytes, block: int) -> Any:
    """The names and classes that the first block tells; a short one may tell less."""
    try:
        first = next(iter(blocks(Source("-", io.BytesIO(data), None), '"', 0, block)))
        shape = jsonlines.shape_of(first)
        return shape.names, plan_of(shape, Wanted(), "-")
    except XentError:
        return None


def test_json_lines_go_by_the_fast_reader() -> None:
    data = b'{"id": 7, "y": "cat", "p": 5e-1}\n{"id":8,"y":"cat","p":0.25}\n'
    block = Block(data, 1, "-", first=True)
    shape = jsonlines.shape_of(block)
    plan = plan_of(shape, Wanted(pred="p", reading="events"), "-")
    found = FastJson(Reader(shape, plan), Codes()).read(block)
    assert found is not None
    assert (found.lines.tolist(), found.q.tolist()) == ([1, 2], [0.5, 0.25])


def test_lists_in_json_lines_go_by_the_fast_reader_too() -> None:
    block = Block(b'{"probs": [0.75, 0.25], "y": 1, "w": 2}\n{"probs":[1,0],"y":0,"w":3}\n', 1, "-", first=True)
    shape = jsonlines.shape_of(block)
    found = FastJson(Reader(shape, plan_of(shape, Wanted(weight="w"), "-")), Codes()).read(block)
    assert found is not None
    assert found.weights is not None
    assert (found.labels.tolist(), found.q.tolist(), found.weights.tolist()) == ([1, 0], [[0.75, 0.25], [1, 0]], [2, 3])


NUMBERS = [
    "0.5",
    "0.25",
    "0.7",
    "1",
    "0",
    "1e-3",
    "50%",
    "1/2",
    "",
    "nan",
    "-0.5",
    "1_0",
    "0,5",
    "é",
    " 0.5",
    "\u00a00.5",
]


@st.composite
def vectors(draw: Any) -> str:
    """A cell that holds numbers, perhaps by name, perhaps with something wrong."""
    count, rest = draw(st.sampled_from([2, 2, 2, 1, 3])), draw(st.sampled_from([0, 0, 0, len(NUMBERS)]))
    cells = [draw(st.sampled_from(NUMBERS[:2] + NUMBERS[:rest])) for _ in range(count)]
    names = draw(st.sampled_from([None, None, ["a", "b", "c"], ["b", "a", "c"], ["a", "a", "b"], [" a", "b ", ""]]))
    if names is not None:
        cells = [f"{name}={cell}" for name, cell in zip(names, cells, strict=False)]
    opening, closing = draw(st.sampled_from(["[]", "()", "{}", "  ", "[)"]))
    return opening + draw(st.sampled_from([",", ", ", " ", "  ", "\t", ";"])).join(cells) + closing


@settings(max_examples=tries(100))
@given(st.lists(vectors(), min_size=1, max_size=3), st.sampled_from(["pred", "logits", "normalize"]))
def test_a_plain_cell_of_numbers_is_read_as_any_other(cells: list[str], scale: str) -> None:
    lines = ['"a=0.5,b=0.5",a', *(f'"{cell}",b' for cell in cells)]
    data = ("q,y\n" + "\n".join(lines) + "\n").encode()
    asked = Settings(Wanted(label="y", logits="q") if scale == "logits" else Wanted(label="y", pred="q"))
    asked = asked._replace(normalize=scale == "normalize")
    with pytest.MonkeyPatch.context() as patch:
        quick = outcome(data, asked, STRICT, patch)
        patch.setattr(tables_module, "quick_vector", lambda *_: None)
        assert outcome(data, asked, STRICT, patch) == quick


def plan_from_first(data: bytes, wanted: Wanted, block: int) -> Any:
    """What the first block tells about the columns; a short one may tell less."""
    try:
        first = next(iter(blocks(Source("-", io.BytesIO(data), None), '"', 0, block)))
        return plan_of(shape_of(first, Form(), wanted.specs), wanted, "-")
    except XentError as error:
        return error.message, error.fix


@given(st.binary(max_size=200), st.integers(1, 50))
def test_blocks_hold_every_byte_and_number_every_line(data: bytes, size: int) -> None:
    data = b"." + data  # no byte order mark, and no sign of a compressed file
    found = list(blocks(Source("-", io.BytesIO(data), None), '"', 0, size))
    assert b"".join(block.data for block in found) == data
    line = 1
    for block in found:
        assert block.first_line == line
        line += count_lines(block.data)


def test_a_quoted_line_end_is_no_end_of_a_record() -> None:
    data = b'note,y,p\n"two\nlines",1,0.9\nplain,0,0.2\n'
    cut = [block.data for block in blocks(Source("-", io.BytesIO(data), None), '"', 0, 12)]
    assert cut[0] == b"note,y,p\n"
    assert all(block.count(b'"') % 2 == 0 for block in cut)


@pytest.mark.parametrize("reader", [STRICT, FAST])
def test_an_unknown_label_is_refused_in_whatever_column_it_stands(reader: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        code, message, where, *_ = outcome(b"id,p,y\n1,0.5,1\n2,0.5,2\n", Settings(), reader, patch)
    assert (code, message, where) == ("unknown-label", "There is no class 2.", "standard input:3:7")


def assert_alike(found: Any, whole: Any) -> None:
    """Hold two outcomes to each other, but for the advice on a label: it names those of the first block, which is tiny here."""
    is_advised = whole[0] == "unknown-label"
    assert (found[:6] if is_advised else found) == (whole[:6] if is_advised else whole)
