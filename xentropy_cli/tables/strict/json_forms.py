"""JSON that holds a table in another form than rows: under a key, or as a list for each column; and what makes rows of it."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.standard_input import STDIN
from xentropy_cli.tables.known_names import LABELS, PREDICTIONS, SCALES
from xentropy_cli.text import typed, visible

if TYPE_CHECKING:
    from collections.abc import Mapping


def refuse_other_forms(found: Mapping[str, object], name: str) -> None:
    """Refuse an object that is a whole table, where nothing of it is named, with the command that makes rows of it."""
    rows = [key for key, value in found.items() if are_rows(value)]
    if len(rows) == 1 and not any(map(is_known, found)):
        key = rows[0]
        raise other_form(name, key, "The rows stand in a list under a key.", f"jq -c '{path(key)}[]'")
    if isinstance(found.get("columns"), list) and isinstance(found.get("data"), list):
        rows_of = "jq -c '.columns as $names|.data[]|[$names,.]|transpose|map({(.[0]):.[1]})|add'"
        raise other_form(name, "data", "The names of the columns stand apart from the rows.", rows_of)
    if are_rows(list(found.values())):
        raise other_form(name, next(iter(found)), "The rows stand under the places of an index.", "jq -c '.[]'")
    columns = {key: value for key, value in found.items() if isinstance(value, list | dict)}
    labels, predictions = ([key for key in columns if key.lower() in known] for known in (LABELS, PREDICTIONS))
    if len(labels) != 1 or len(predictions) != 1:
        return
    y, p = labels[0], predictions[0]
    sizes = [len(columns[key]) for key in (y, p)]
    if sizes[0] != sizes[1] or sizes[0] < 2:  # noqa: PLR2004  a column
        return
    values = "" if isinstance(columns[y], list) else "|map([.[]])"
    rows_of = f"jq -c '[{path(y)},{path(p)}]{values}|transpose[]|{{y:.[0],p:.[1]}}'"
    row = f"if it is one row of several labels: --label {typed(y)} --as binary, of one truth: --true {typed(y)}"
    raise other_form(name, y, "These seem to be columns: a list for each, not a row.", rows_of, f"; {row}")


def is_known(key: str) -> bool:
    """Tell whether a key is a well-known name of labels or predictions."""
    return key.lower() in LABELS | PREDICTIONS | SCALES.keys()


def are_rows(value: object) -> bool:
    """Tell whether a value is a list of objects with a label and a prediction."""
    if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
        return False
    keys = {key.lower() for key in value[0]}
    return bool(keys & LABELS) and bool(keys & (PREDICTIONS | SCALES.keys()))


def path(key: str) -> str:
    """A key as jq writes it.

    >>> path("data"), path("my data")
    ('.data', '.["my data"]')
    """
    return f".{key}" if key.isidentifier() and key.isascii() else f'.["{key}"]'


def filtered(program: str, name: str) -> str:
    """The pipe in which a program makes rows of a file, or of what is on standard input already.

    >>> filtered("jq -c .", "a b.json"), filtered("jq -c .", "standard input")
    ("jq -c . 'a b.json' | xent score -", 'jq -c . | xent score -')
    """
    return " ".join((program, *([] if name == STDIN else [quote(name)]), "| xent score -"))


def other_form(name: str, key: str, message: str, command: str, more: str = "") -> XentError:
    """Refuse a table in another form than rows."""
    text = visible(key)
    return XentError(
        "bad-json",
        message,
        where=f"{visible(name)}, key {text}",
        text=text,
        why='Each row is an object such as {"y": 1, "p": 0.9}: one a line, or in an array.',
        fix=f"{filtered(command, name)}{more}",
        status=BAD_DATA,
    )
