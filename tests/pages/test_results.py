"""Every result in every format, over the tables: commands, formats, quantities. What a page and a record hold is the same."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shlex
from typing import TYPE_CHECKING, Any

import click
import pytest
from rendered import SEEN

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.derivation.derive import derive
from xentropy_cli.derivation.extras import WORKINGS
from xentropy_cli.derivation.quantities import QUANTITIES, in_base
from xentropy_cli.figures import figure, shortest
from xentropy_cli.inputs.notation import Source, split
from xentropy_cli.inputs.readings import read
from xentropy_cli.inputs.request import Request, option
from xentropy_cli.pages.blocks import Bar, Block, Cell, Equations, Math, Table
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.rendering import FORMATS
from xentropy_cli.teaching.course import lesson_of, topics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Ran, Runner

ROWS = "y,p,r,w\n1,0.9,0.8,1\n0,0.2,0.1,2\n1,0.7,0.75,1\n"
SAMPLES = {
    "compute": ("compute --pred 0.7,0.2,0.1", ""),
    "score": ("score - --pred p --weight w", ROWS),
    "compare": ("compare - --pred p --pred r", ROWS),
    "merge": ("merge part.json", ""),
    "libraries": ("libraries --pred 1,0.2 --label 0,1", ""),
    "why": ("why 0.685 --pred 0.7,0.8,0.97", ""),
    "quiz": ("quiz binary --number 2 --seed 7 --pass 0.5", "1.204\n0.1\n"),
    "worksheet": ("worksheet binary --number 2 --seed 7", ""),
    "mark": ("mark - --rows", "student,id,answer\nAda,total-7-1.2-7w,0.781\nBob,total-7-1.2-7w,2.34\n"),
    "audit": ("audit -", "ln(2) = 0.6931\nln(3) = 1.0896\n"),
}
"""For each command that has a result: a line that gives one, and what it reads."""
SHOWN = {"audit": "1 of 2 worked results is wrong", "quiz": "0 of 2 right at once", "worksheet": "Binary: 2 questions",
         "mark": "1 of 2 answers right"}  # fmt: skip
"""What a page says in words, where the answer is no number on it."""
TEXTS = ("explain", "explore", "course", "completion", "help")
"""The commands whose answer is a text, a lesson, a screen or a folder of pages."""


@pytest.fixture
def answered(call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the sample of a command in a format."""
    monkeypatch.chdir(tmp_path)

    def run(command: str, name: str) -> Ran:
        line, stdin = SAMPLES[command]
        if command == "merge":
            call("score", "-", "--pred", "p", "--save-summary", "part.json", stdin=ROWS)
        ran = call(*shlex.split(line), "--format", name, stdin=stdin, env={"COLUMNS": "400"})
        assert ran.status in (0, 1), ran
        return ran

    return run


def test_every_command_that_takes_a_format_has_its_row_here() -> None:
    assert set(SAMPLES) | set(TEXTS) == set(COMMANDS)
    context = click.Context(app)
    for name in SAMPLES:
        command = app.get_command(context, name)
        (choice,) = (each.type for each in command.params if each.name == "format_")
        assert list(choice.choices) == list(FORMATS)


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


@pytest.mark.parametrize("command", SAMPLES)
def test_a_record_holds_finite_numbers_and_words(command: str, answered: Any) -> None:
    record = json.loads(answered(command, "json").out, parse_constant=pytest.fail)
    numbers = [each for each in leaves(record) if isinstance(each, float)]
    assert numbers
    assert all(map(math.isfinite, numbers))
    assert not [each for each in numbers if each == 0 and math.copysign(1, each) < 0]


VALUES: dict[str, float] = {}
"""The answer of each command, once it was asked for as JSON."""


def value_of(command: str, answered: Any) -> float:
    if command not in VALUES:
        VALUES[command] = float(json.loads(answered(command, "json").out)["value"])
    return VALUES[command]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("command", SAMPLES)
def test_every_format_gives_the_answer(command: str, name: str, answered: Any) -> None:
    value = value_of(command, answered)
    out = answered(command, name).out
    if name == "value":
        assert out == f"{shortest(value)}\n"
    elif name == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert shortest(value) in {row.get("value") for row in rows}
    elif name == "json":
        assert float(json.loads(out)["value"]) == value
    else:
        assert SHOWN.get(command, figure(value, 4)) in SEEN[name](out)


@pytest.mark.parametrize("command", SAMPLES)
def test_a_page_says_how_it_was_read_and_every_note(command: str, answered: Any) -> None:
    record, plain = json.loads(answered(command, "json").out), answered(command, "plain")
    told = [note["text"] for note in record.get("notes", [])]
    assert all(f"Note: {text}" in plain.out for text in told)
    assert record.get("read_as", "") in plain.out
    for name in ("csv", "value"):
        said = answered(command, name).err
        assert all(f"note: {text}\n" in said for text in told if name == "csv" or "bootstrap" not in text)


def page_and_record(example: str) -> tuple[DerivationResult, dict[str, Any]]:
    """Work out a command of `compute` that holds only vectors and a base."""
    _, command, *words = shlex.split(example)
    assert command == "compute"
    given: dict[str, Any] = {}
    for flag, text in zip(words[::2], words[1::2], strict=True):
        name = flag.removeprefix("--")
        row = split(Source(name, text))
        given[name] = option("base", text) if name == "base" else row if name == "label" else (row,)
    result = DerivationResult(derive(read(Request(**given))))
    return result, result.record()


def written(cell: Cell) -> str:
    return cell.formula.text if isinstance(cell, Math) else "" if isinstance(cell, Bar) else cell.text


def numbers_beside(page: tuple[Block, ...], symbol: str) -> set[str]:
    """Every number that a page gives for a symbol: in an equation, in its row of a table, or under its head."""
    found: set[str] = set()
    for block in page:
        if isinstance(block, Equations):
            found |= {row.sides[-1].text for row in block.rows if row.symbol.text == symbol}
        elif isinstance(block, Table):
            texts = [list(map(written, row)) for row in (*block.rows, *block.footer)]
            found |= {text for row in texts if symbol in row[:1] for text in row[1:]}
            heads = [written(column.head) for column in block.columns]
            found |= {row[heads.index(symbol)] for row in texts if symbol in heads}
    return {re.sub(r" (?:nats|bits|bans)$", "", text) for text in found}


@pytest.mark.parametrize("key", QUANTITIES)
def test_every_quantity_stands_on_a_page_and_in_a_record(key: str) -> None:
    """A quantity whose own example does not show it, by its symbol and with its value, fails here."""
    row = QUANTITIES[key]
    result, record = page_and_record(row.example)
    value = record["terms"][0][key] if key == "surprisal" else record[key]
    symbol = in_base(row.symbol, result.derivation.base).text
    assert figure(value, 4) in numbers_beside(result.page(4), symbol)


ASKED_FOR = {
    "descend": "--descend 3",
    "squared_error": "--squared-error --gradient",
    "code": "--code huffman",
    "units": "--units",
    "times": "--times 1,100,10000",
    "accuracy": "--accuracy",
    "bytes": "--bytes 8",
    "words": "--words 2",
    "temperatures": "--temperatures 1/2,1,2",
}
ODD_INPUTS = (
    "--pred 1,0.5",
    "--pred 0,0.5",
    "--true 1,0",
    "--true 0.5,0.5,0",
    "--true 0.5,0.5,0 --pred 0.5,0,0.5",
    "--true 1,0,0 --pred 1,0,0",
    "--pred 1,0 --label 1,1",
    "--pred 1,0,0 --label 0",
    "--logits=1000,0,0 --label 1",
    "--logits=0,0 --label 0,1",
)


@pytest.mark.parametrize("key", WORKINGS)
def test_every_working_has_a_page_of_what_is_certain_or_impossible(key: str, call: Runner) -> None:
    """It is shown or refused in every format, and never ends in a bug; some of these it takes."""
    ran = [
        call("compute", *line.split(), *ASKED_FOR[key].split(), "--format", form)
        for line in ODD_INPUTS
        for form in ("plain", "table", "latex", "json")
    ]
    assert {each.status for each in ran} <= {0, 2}
    assert any(each.status == 0 for each in ran)


def test_every_lesson_is_led_to() -> None:
    """By the one before it; the last leads back to the first."""
    assert sorted(lesson_of(topic).next for topic in topics()) == sorted(topics())
