"""Paths into a record, and conditions on what they lead to: one grammar for the whole tool.

mean                         a field
groups.b.mean                of the row named b
terms[2].q  terms.last.q     of the row at a position from 0, or of the last row
terms[label=0].q             of the first row whose label is 0; so is that of any name found: groups[name=b c].mean
terms.max.surprisal          the largest surprisal of the rows; min: the smallest
terms.max.surprisal@name     the name of that row; rows that share the place have none
groups.*.mean                of every row
mean <= 0.6 and n > 9        < > ≤ ≥ = ≠ (<= >= == !=) of paths, numbers and texts; a path alone: it applies

Digits behind a dot (terms.2.q) are a position only where rows have no names: where they have, they might be either.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xentropy_cli.core.real import real
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.core.real import Real

STEP = re.compile(r"(?P<lead>^|\.|@)(?P<name>\*|[\w-]+)|\[(?P<place>[0-9]+)\]|\[(?P<field>\w+)=(?P<value>[^\]]*)\]")
DIGITS = r"[-−+]?(?:∞|(?:\d{1,999}(?:\.\d{0,999})?|\.\d{1,999})(?:/(?!0+\b)\d{1,999}|[eE][-+]?\d{1,3})?%?)"
"""A number in a condition, as short as anybody types one, and no division by 0."""
NUMBER = re.compile(DIGITS)
PLAIN_NAME = re.compile(r"[^\W\d][\w-]*")
"""A name that stands in a path as it is."""
QUOTED_NAME = re.compile(r"[^\]']*")
"""A name that stands in brackets, and in a condition that a shell reads in quotes."""
EVERY, LAST = "*", "last"
EXTREMES = {"max": 1, "min": -1}
RESERVED = (*EXTREMES, LAST, "and")
"""Words that a path or a condition reads otherwise than as the name of a row."""
OPERAND = rf"{DIGITS}(?![\w.])|[A-Za-z_](?:[\w.@*-]|\[[^\]]*\])*"
PART = rf"\s*(?P<left>{OPERAND})\s*(?:(?P<sign>[<>]=?|[=!]=|[≤≥=≠])\s*(?P<right>{OPERAND}))?\s*"
AND = r"\[[^\]]*\]|(?<![\w.@-])(and)(?![\w.-])"
"""What joins two parts of a condition; not in a name in brackets."""
MOST_NAMED = 5
"""Names that an advice lists."""

ASCII = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
SPELLED = {"Infinity": real(float("inf")), "-Infinity": real(float("-inf"))}
"""How a record for scripts spells what JSON has no number for."""


WHOLE = (0, 1 << 30)
"""All characters of a condition."""


class PathError(Exception):
    """A path or a condition that means nothing: why, which characters of it, and the names there are in its place."""

    def __init__(self, message: str, span: tuple[int, int], names: Sequence[str] = (), word: str = "") -> None:
        """Keep what is wrong, where, and the name that is none of these."""
        super().__init__(message)
        self.message = message
        self.span = span
        self.names = tuple(names)
        self.word = word

    @property
    def advice(self) -> str:
        """What to type in a lesson: the name that was meant, or those that are most like it."""
        from difflib import get_close_matches

        near = nearest(self.word, self.names)
        if near:
            return f"Did you mean {near}?"
        if len(self.names) <= MOST_NAMED:
            return f"Here there are: {', '.join(self.names)}." if self.names else "See: xent explain teaching"
        return f"The nearest here: {', '.join(get_close_matches(self.word, self.names, MOST_NAMED, 0.0))}."


class Step(NamedTuple):
    """One step of a path, and where it ends in the text: a name, another field (@), a position, or a row that matches."""

    name: str
    end: int
    value: str | None = None
    is_other: bool = False
    is_place: bool = False

    def __str__(self) -> str:
        """Write it as it is typed."""
        if self.is_place:
            return f"[{self.name}]"
        return f"{'@' if self.is_other else '.'}{self.name}" if self.value is None else f"[{self.name}={self.value}]"


class Path(NamedTuple):
    """A path: its steps, in order."""

    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Write it as it is typed.

        >>> str(path_of("terms[label=0].q")), str(path_of("terms.max.surprisal@name"))
        ('terms[label=0].q', 'terms.max.surprisal@name')
        """
        return "".join(map(str, self.steps)).removeprefix(".")


class Literal(NamedTuple):
    """A number in a condition, as typed."""

    text: str

    def __str__(self) -> str:
        """Write it as it was typed."""
        return self.text

    @property
    def value(self) -> Real:
        """The number."""
        text = self.text.replace("−", "-").lstrip("+")
        if "∞" in text:
            return SPELLED[text.replace("∞", "Infinity")]
        above, _, below = text.removesuffix("%").partition("/")
        return real(Fraction(above) / Fraction(below or 1) / (100 if text.endswith("%") else 1))


class Relation(NamedTuple):
    """One part of a condition: two sides and a sign, or one side that applies."""

    left: Path | Literal
    sign: str = ""
    right: Path | Literal | None = None


Condition = tuple[Relation, ...]


def path_of(text: str, start: int = 0) -> Path:
    """Read a path that begins at `start` of a longer text.

    >>> [step.name for step in path_of("terms.max.surprisal@name").steps]
    ['terms', 'max', 'surprisal', 'name']

    Raises PathError.
    """
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = STEP.match(text, at)
        if found is None or (found["name"] is None and not steps):
            raise PathError("This is no path: names are joined by dots.", (start + at, start + len(text)))
        at = found.end()
        name = found["field"] or found["name"] or found["place"]
        is_other, is_place = found["lead"] == "@", found["place"] is not None
        steps.append(Step(name, start + at, found["value"], is_other=is_other, is_place=is_place))
    if not steps:
        raise PathError("A path is missing here.", (start, start + 1))
    return Path(tuple(steps))


def operand_of(text: str, start: int = 0) -> Path | Literal:
    """Read a number, or a path; raise PathError where it is neither."""
    return Literal(text) if NUMBER.fullmatch(text) else path_of(text, start)


def condition_of(text: str, start: int = 0) -> Condition:
    """Read a condition: parts joined by `and`, all of which must hold.

    >>> [part.sign for part in condition_of("mean <= 0.6 and terms[label=0]")]
    ['≤', '']

    Raises PathError.
    """
    parts, at = [], 0
    joints = [found.span() for found in re.finditer(AND, text) if found[1]]
    for end, after in [*joints, (len(text), len(text))]:
        found = re.compile(PART).fullmatch(text, at, end)
        if found is None:
            raise PathError("This is no condition, such as mean <= 0.6.", (start + at, start + max(end, at + 1)))
        left = operand_of(found["left"], start + found.start("left"))
        right = operand_of(found["right"], start + found.start("right")) if found["right"] else None
        if right is None and isinstance(left, Literal):
            raise PathError("A number alone is no condition.", (start + at, start + end))
        parts.append(Relation(left, ASCII.get(found["sign"], found["sign"] or ""), right))
        at = after
    return tuple(parts)


def row_steps(names: Sequence[str | None]) -> list[Step]:
    """The step that leads to each row, and to no other: its name, if that can be typed.

    >>> [str(step) for step in row_steps(["dog", "3", "a b", "max", "it's", "dog", None])]
    ['.dog', '[name=3]', '[name=a b]', '[name=max]', '[4]', '[5]', '[6]']
    """
    first: dict[str | None, int] = {}
    return [_row_step(place, name, is_first=first.setdefault(name, place) == place) for place, name in enumerate(names)]


def _row_step(place: int, name: str | None, *, is_first: bool) -> Step:
    if name is None or not is_first or visible(name) != name or not QUOTED_NAME.fullmatch(name):
        return Step(str(place), 0, is_place=True)
    is_plain = PLAIN_NAME.fullmatch(name) and name not in RESERVED
    return Step(name, 0) if is_plain else Step("name", 0, name)


def unknown(step: Step, names: Sequence[str]) -> PathError:
    """What is said of a name that is none of those there are."""
    return PathError(f"There is no {step.name} here.", _span(step), names, step.name)


def of_two_meanings(step: Step) -> PathError:
    """What is said of digits that may be the name of a row as well as its place."""
    either = f"[name={step.name}]", f"[{step.name}]"
    message = f"{step.name} may be the row of that name, or the one at that place: {either[0]}, or {either[1]}."
    return PathError(message, _span(step), either)


def of_which_field(step: Step, rows: Sequence[Any]) -> PathError:
    """What is said of an extreme that ends a path."""
    names = [f"{step.name}.{name}" for name in _fields(rows)]
    return PathError(f"{step.name} is that of a field, which is named behind it.", _span(step), names)


def _fields(rows: Sequence[Any]) -> list[str]:
    """The fields of rows beside their names."""
    return [name for name in rows[0] if name != "name"] if rows and isinstance(rows[0], dict) else []


def _span(step: Step) -> tuple[int, int]:
    """The characters of a name in a path."""
    return step.end - len(step.name), step.end


def not_yet_a_number(path: Path, rows: Any) -> PathError:
    """What is said of a path that leads to rows, or to the fields of one: how it may go on."""
    if isinstance(rows, list):
        further = [f".{EVERY}.{name}" for name in _fields(rows)] or [f"[{at}]" for at, _ in enumerate(rows[:2])]
    else:
        further = [f".{name}" for name in rows]
    span = (_span(path.steps[0])[0], path.steps[-1].end)
    return PathError("This leads to rows, not to a number.", span, [f"{path}{each}" for each in further])
