"""Which column is what: named by the caller, or recognised by a well-known name; never guessed between two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from xentropy_cli.errors import BAD_DATA, MISUSE, XentError
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import first_few, nearest, place_in, typed, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.form import Shape

RANGE = r"([0-9]+)-([0-9]+)"
MOST_LISTED = 12


class Wanted(NamedTuple):
    """The columns the caller names, as typed, and how labels are to be read."""

    label: str | None = None
    pred: str | None = None
    logits: str | None = None
    logprobs: str | None = None
    id: str | None = None
    weight: str | None = None
    by: str | None = None
    classes: tuple[str, ...] = ()
    positive: str | None = None
    reading: str | None = None
    on: str | None = None
    true: str | None = None
    ignore: str | None = None
    nll: str | None = None
    log_base: str = "e"
    bytes: str | None = None
    words: str | None = None
    long: str | None = None
    columns: str | None = None

    @property
    def prediction(self) -> tuple[str, str] | None:
        """The option that names the prediction, and its value."""
        for scale in ("pred", "logits", "logprobs", "nll"):
            if getattr(self, scale) is not None:
                return scale, getattr(self, scale)
        return None

    @property
    def specs(self) -> list[str]:
        """Everything that may name a column."""
        options = ("label", "id", "on", "weight", "by", "true", "bytes", "words", "long", "columns")
        found = [*(getattr(self, name) for name in options), self.prediction and self.prediction[1]]
        return [part for spec in found if spec for part in (spec, *spec.split(","))]


def resolve(spec: str, shape: Shape, option: str, name: str) -> list[int]:
    """Return the positions of the columns that a list of names, 1-based numbers, ranges and patterns stands for."""
    if spec in shape.named:
        return [position(spec, shape, option, name)]
    found: list[int] = []
    parts = [piece.strip() for piece in spec.split(",")]
    are_names = all(part in shape.named for part in parts if part.isdecimal())
    for part in parts:
        if part in shape.named and (are_names or not part.isdecimal()):
            found.append(position(part, shape, option, name))
        elif part.isascii() and part.isdecimal():
            found.append(numbered(place_in(part), shape, option, spec, name))
        elif match := re.fullmatch(RANGE, part):
            first, last = (numbered(place_in(text), shape, option, spec, name) for text in match.groups())
            if first > last:
                raise backwards(first + 1, last + 1, option, spec)
            found += range(first, last + 1)
        else:
            from fnmatch import fnmatchcase

            matches = [k for k, column in enumerate(shape.named) if fnmatchcase(column, part)] if part else []
            if not matches:
                no_column(part, shape, option, spec, name)
            found += matches
    return found


def position(column: str, shape: Shape, option: str, name: str) -> int:
    """The position of a name that must stand only once."""
    if shape.named.count(column) > 1:
        raise refusal(f"Two columns are called {visible(column)}.", shape, name, f"{option} NUMBER")
    return shape.named.index(column)


def numbered(number: int, shape: Shape, option: str, spec: str, name: str) -> int:
    """The position of the column with a 1-based number."""
    if number == 0:
        raise XentError(
            "no-column",
            "There is no column 0.",
            where=option,
            text=spec,
            why="Columns are counted from 1.",
            fix=f"Type {option} 1 for the first column, or its name.",
            status=MISUSE,
        )
    if number > shape.fields:
        no_column(str(number), shape, option, spec, name)
    return number - 1


def backwards(first: int, last: int, option: str, spec: str) -> XentError:
    """Refuse a range that ends before it begins."""
    return XentError(
        "no-column",
        f"There is no column from {first} to {last}.",
        where=option,
        text=spec,
        why="A range counts upwards, and class columns are taken in its order.",
        fix=f"Type {option} {last}-{first}; for the opposite order name the columns one by one.",
        status=MISUSE,
    )


def resolve_one(spec: str, shape: Shape, option: str, name: str) -> int:
    """Return the position of one column."""
    found = resolve(spec, shape, option, name)
    if len(found) > 1:
        no_column(spec, shape, option, spec, name)
    return found[0]


def no_column(column: str, shape: Shape, option: str, spec: str, name: str) -> NoReturn:
    """Refuse a column that is not there, with the list of those that are."""
    near = nearest(column, shape.names)
    raise XentError(
        "no-column",
        f"{visible(name)} has no column {visible(column)}.",
        where=option,
        text=spec,
        why=f"Its columns are {listed(shape.names)}.",
        fix=f"Did you mean {option} {typed(near)}?"
        if near
        else f"Type one of these names, or a number from 1 to {shape.fields}.",
        status=BAD_DATA,
    )


def listed(names: Sequence[str]) -> str:
    """Names of columns, as many as a person reads."""
    shown = [visible(column) if column else "(unnamed)" for column in names[:MOST_LISTED]]
    return first_few(shown, MOST_LISTED, len(names))


def typed_name(shape: Shape, column: int) -> str:
    """What is typed for a column: its name, or its number where the name would read as several, or cannot be typed."""
    name = shape.names[column]
    is_typed = "," not in name and not name.startswith("-") and name == visible(name)
    return name if is_typed else str(column + 1)


def refusal(message: str, shape: Shape, name: str, option: str) -> XentError:
    """Make the error of one who will not guess, with the list of columns."""
    return XentError(
        "ambiguous-columns",
        message,
        where=f"{visible(name)}, columns",
        text=listed(shape.names),
        why="Columns are taken by well-known names (y, label, target, …; p, prob, pred, score, …; prob_CLASS), never guessed.",
        fix=f"Say which is which: {option}",
        status=BAD_DATA,
    )
