"""JSON lines: one object a line, as the cells of a table whose columns are the keys of the first."""

from __future__ import annotations

from functools import cache
from shlex import quote
from typing import TYPE_CHECKING

from xentropy_cli.inputs.standard_input import STDIN
from xentropy_cli.tables.form import SAMPLE, Shape
from xentropy_cli.tables.strict.cells import Unquoted, is_unquoted
from xentropy_cli.tables.strict.json_forms import filtered
from xentropy_cli.tables.strict.known_values import known_record, known_value
from xentropy_cli.tables.strict.paths import paths_in, value_at
from xentropy_cli.tables.strict.records import Record, records
from xentropy_cli.text import visible

if TYPE_CHECKING:
    import json
    from collections.abc import Iterable, Sequence

    from xentropy_cli.tables.strict.records import Block


def shape_of(block: Block, wanted: Iterable[str] = (), decimal: str | None = None) -> Shape:
    """Take the keys of the first object as columns, and the paths into it; `decimal` is the mark in texts."""
    sample: list[tuple[str, ...]] = []
    names: tuple[str, ...] = ()
    for place in records(block, ""):
        if not place.text.strip():
            continue
        if not names:
            first = parsed(place)
            names = (*first, *paths_in(first, wanted))
        sample.append(tuple(with_mark(cell, decimal) for cell in cells(place, names)))
        if len(sample) == SAMPLE:
            break
    return Shape(
        None, names, has_header=True, fields=len(names), decimal=decimal or ".", sample=tuple(sample), json=True
    )


def with_mark(cell: str, decimal: str | None) -> str:
    """A cell of the sample with the decimal mark of the file.

    >>> with_mark(Unquoted("0.9"), ","), with_mark("0,9", ",")
    ('0,9', '0,9')
    """
    return cell.replace(".", ",") if decimal == "," and is_unquoted(cell) else cell


def first_object(block: Block) -> dict[str, object]:
    """The first object of a block."""
    return next((parsed(place) for place in records(block, "") if place.text.strip()), {})


def is_alone(block: Block) -> bool:
    """Tell whether a block holds no more than one object, which may be a whole table."""
    return sum(1 for place in records(block, "") if place.text.strip()) <= 1


def lists_in(block: Block) -> dict[str, int]:
    """The keys of the first object of a block that hold lists of several plain values, and how many."""
    return {
        key: len(value)
        for key, value in first_object(block).items()
        if isinstance(value, list) and len(value) > 1 and not any(isinstance(entry, list | dict) for entry in value)
    }


@cache
def decoder() -> json.JSONDecoder:
    """What reads an object; numbers stay as they are written."""
    import json

    return json.JSONDecoder(parse_float=Unquoted, parse_int=Unquoted, parse_constant=str, object_pairs_hook=as_object)


class KeyTwiceError(Exception):
    """A key stands twice in one object."""


def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Put the values of an object under their keys."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise KeyTwiceError(next(key for key in keys if keys.count(key) > 1))
    return found


def parsed(place: Record) -> dict[str, object]:
    """Read a line as an object whose numbers are kept as they are written."""
    try:
        found = decoder().decode(place.text)
    except KeyTwiceError as slip:
        key = str(slip)
        raise place.refuse(
            "bad-json",
            f"The key {visible(key)} stands twice in one object.",
            key_span(place.text, key),
            why="Which of its values is meant cannot be known.",
            fix="Keep one of them.",
        ) from None
    except (ValueError, RecursionError) as slip:
        at = min(getattr(slip, "pos", 0), max(len(place.text) - 1, 0))
        raise place.refuse(
            "bad-json",
            f"This is not JSON: {getattr(slip, 'msg', 'too deeply nested')}.",
            (at, at + 1),
            why="In JSON lines every line is an object of its own.",
            fix="If an object goes over several lines: jq -c . FILE | xent score -",
        ) from None
    if not isinstance(found, dict):
        raise place.refuse(
            "bad-json",
            "This is JSON, but not an object.",
            (0, 1),
            why='Each row must be an object such as {"y": 1, "p": 0.9}.',
            fix=of_lists(found, place.name),
        )
    return known_record(found)


def of_lists(found: object, name: str) -> str:
    """What to do with JSON that is no object: a list of rows may become a table, and one of numbers be worked out."""
    if isinstance(found, list) and found and all(isinstance(row, list) for row in found):
        return "Take it as a table without a header: " + filtered("jq -r '.[]|@csv'", name)
    if isinstance(found, list) and found and not any(isinstance(entry, list | dict) for entry in found):
        row = "-" if name == STDIN else f"@{quote(name)}"
        return f"If these are probabilities of events: xent compute --pred {row}"
    return "Write one object a line, or one array of objects."


def cells(place: Record, names: Sequence[str]) -> list[str]:
    """Return the value of each key as a cell; a key that is not there is an empty cell."""
    found = parsed(place)
    return [text_of(value_at(found, name)) for name in names]


def spans(place: Record, names: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the value of each key as a cell, and the span of the key."""
    return [(cell, *key_span(place.text, name)) for cell, name in zip(cells(place, names), names, strict=True)]


def key_span(text: str, name: str) -> tuple[int, int]:
    """Where a key stands in the line."""
    at = text.find(f'"{name}"')
    if at < 0 and "." in name:
        return key_span(text, name.partition(".")[0])
    return (at, at + len(name) + 2) if at >= 0 else (0, max(len(text), 1))


def text_of(value: object) -> str:
    """Write a JSON value as a cell.

    >>> text_of({"cat": "0.7", "dog": "0.3"}), text_of(["1", "2"]), text_of(True), text_of(None)
    ('{cat=0.7,dog=0.3}', '[1,2]', 'true', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    value = known_value(value)
    if isinstance(value, list):
        return text_of_list(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}={entry_text(entry)}" for key, entry in value.items()) + "}"
    return str(value)


def text_of_list(value: list[object]) -> str:
    """Write a list; one entry alone has no brackets."""
    entries = ",".join(map(entry_text, value))
    return f"[{entries}]" if len(value) > 1 else entries


def entry_text(value: object) -> str:
    """Write an entry of a list: a list in it keeps its brackets, and a text with a comma or blank its quotes."""
    text = text_of(value)
    if isinstance(value, str) and ("," in text or " " in text):
        return f'"{text}"'
    return f"[{text}]" if isinstance(value, list) and len(value) <= 1 else text
