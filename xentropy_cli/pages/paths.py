"""Paths into a record, and conditions on what they lead to: one grammar for the whole tool.

mean                         a field
terms.2.q  terms.last.q      of the row at a position from 0, or of the last row
terms[label=0].q             of the first row whose label is 0
terms.max.surprisal          the largest surprisal of the rows; min: the smallest
terms.max.surprisal@name     the name of that row; rows that share the place have none
groups.*.mean                of every row
mean <= 0.6 and n > 9        < > ≤ ≥ = ≠ (<= >= == !=) of paths, numbers and texts; a path alone: it applies
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from xentropy_cli.core.real import real
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.core.real import Real

STEP = re.compile(r"(?P<lead>^|\.|@)(?P<name>\*|[\w-]+)|\[(?P<field>\w+)=(?P<value>[^\]]*)\]")
DIGITS = r"[-−+]?(?:∞|\d{1,999}(?:\.\d{1,999})?(?:/(?!0+\b)\d{1,999}|[eE][-+]?\d{1,3})?)"
"""A number in a condition, as short as anybody types one, and no division by 0."""
NUMBER = re.compile(DIGITS)
OPERAND = rf"{DIGITS}(?![\w.])|[A-Za-z_](?:[\w.@*-]|\[[^\]]*\])*"
PART = rf"\s*(?P<left>{OPERAND})\s*(?:(?P<sign>[<>]=?|[=!]=|[≤≥=≠])\s*(?P<right>{OPERAND}))?\s*"
AND = r"\band\b"
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
    """One step of a path, and where it ends in the text: a name or position, another field (@), or a row that matches."""

    name: str
    end: int
    value: str | None = None
    is_other: bool = False


class Path(NamedTuple):
    """A path: its steps, in order."""

    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Write it as it is typed.

        >>> str(path_of("terms[label=0].q")), str(path_of("terms.max.surprisal@name"))
        ('terms[label=0].q', 'terms.max.surprisal@name')
        """
        parts = (
            f"{'@' if step.is_other else '.'}{step.name}" if step.value is None else f"[{step.name}={step.value}]"
            for step in self.steps
        )
        return "".join(parts).removeprefix(".")


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
        above, _, below = text.partition("/")
        return SPELLED[text.replace("∞", "Infinity")] if "∞" in text else real(Fraction(above) / Fraction(below or 1))


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
        name = found["field"] or found["name"]
        steps.append(Step(name, start + at, found["value"], is_other=found["lead"] == "@"))
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
    for end, after in [*(found.span() for found in re.finditer(AND, text)), (len(text), len(text))]:
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
