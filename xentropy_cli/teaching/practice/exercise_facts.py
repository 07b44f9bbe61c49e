"""The lines above the text of an exercise (level, draw, keep), and what cannot be drawn as they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.teaching.faults import bad_lesson
from xentropy_cli.teaching.practice.draws import BETWEEN, PLACE, Draw, Keep, draw_of, entries, filled, keep_of, shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.teaching.practice.draws import Values
    from xentropy_cli.teaching.prose import Placed

LINE = re.compile(r"(level|draw|keep): (\S.*)")
LEVELS = ("1", "2", "3")
EASIEST = 1
MOST = 100
"""Numbers that one name has; more are no work for a hand, and each draw of a draw would multiply them."""

FORMS = {
    "level": ("A level is 1, 2 or 3: 1 is the easiest.", "Write, for example: level: 1"),
    "draw": (
        "It is draw: NAME = N of LIST, with N from 1 to 100, N different of LIST, or a shuffle of LIST.",
        "Write, for example: draw: q = 3 different of 0.2 0.3 0.4",
    ),
    "keep": ("It is keep: NAME has A and B, or keep: NAME unlike NAME.", "Write, for example: keep: y has 0 and 1"),
    "": (
        "It has level: 1 to 3; draw: NAME = 4 of LIST; keep: NAME has A and B, or keep: NAME unlike NAME.",
        "Write, for example: draw: q = 3 different of 0.2 0.3 0.4",
    ),
}
"""What each line is, and an example; under "" what there is at all."""


class ExerciseFacts(NamedTuple):
    """How hard an exercise is, what is drawn in this order, and what must hold of it."""

    level: int
    draws: tuple[Draw, ...]
    keeps: tuple[Keep, ...]


def facts_of(placed: Placed, file: str) -> ExerciseFacts:
    """Read the lines above the text of an exercise.

    Raises XentError (bad-lesson), also where a line cannot be done as it says.
    """
    rows = [(at, line, _fact(line, at, file)) for at, line in enumerate(placed.lines, placed.at)]
    draws = tuple(value for _, _, value in rows if isinstance(value, Draw))
    found: Values = {}
    for at, line, value in rows:
        if isinstance(value, Draw):
            refuse_undrawn([(at, line)], found, file)
            found |= _fewest(value, found, line, at, file)
    for at, line, value in rows:
        if isinstance(value, Keep):
            _refuse_unkept(line, value, names_of(draws), at, file)
    level = next((int(value) for _, _, value in rows if isinstance(value, str)), EASIEST)
    return ExerciseFacts(level, draws, tuple(value for _, _, value in rows if isinstance(value, Keep)))


def names_of(draws: Iterable[Draw]) -> tuple[str, ...]:
    """Every name that is drawn, in their order."""
    return tuple(dict.fromkeys(name for draw in draws for name in draw.names))


def _fact(line: str, at: int, file: str) -> str | Draw | Keep:
    found = LINE.fullmatch(line.strip())
    value: str | Draw | Keep | None = None
    if found:
        value = {"draw": draw_of, "keep": keep_of}.get(found[1], _level_of)(found[2])
    if value is None:
        why, fix = FORMS[line.partition(":")[0].strip() if line.partition(":")[0].strip() in FORMS else ""]
        raise bad_lesson(file, at, line, "This line of an exercise says nothing known.", why=why, fix=fix)
    return value


def _level_of(text: str) -> str | None:
    return text if text in LEVELS else None


def _refuse_unkept(line: str, keep: Keep, drawn: Sequence[str], at: int, file: str) -> None:
    """Refuse a name in a `keep` line that is not drawn; the last word of one is the other name."""
    words = list(re.finditer(r"\S+", line))
    for place in (words[1], *words[-1:] * bool(keep.unlike)):
        if place[0] not in drawn:
            raise _undrawn(place, at, drawn, file)


def refuse_undrawn(lines: Iterable[tuple[int, str]], drawn: Iterable[str], file: str) -> None:
    """Refuse a name in braces that is not drawn, in lines with their numbers.

    Raises XentError (bad-lesson).
    """
    known = tuple(drawn)
    for at, line in lines:
        for place in PLACE.finditer(line):
            if place[1] not in known:
                raise _undrawn(place, at, known, file)


def _undrawn(place: re.Match[str], at: int, drawn: Sequence[str], file: str) -> XentError:
    """Make the error of a name, at its place in a line."""
    name = place[0].strip("{}")
    why = f"Drawn: {', '.join(drawn)}." if drawn else "Nothing is drawn before this line."
    return bad_lesson(file, at, place.string, f"{name} is not drawn.", why=why,
                      fix=f"Add a line above, such as: draw: {name} = 1 of 0.2 0.3 0.4", span=place.span())  # fmt: skip


def _fewest(draw: Draw, found: Values, line: str, at: int, file: str) -> Values:
    """What is drawn with the fewest different entries.

    Raises XentError (bad-lesson) where entries have other parts than names, are empty, or are too few.
    """
    items = entries(filled(draw.items, found))
    start = line.index(" of ") + 4
    span = (start, len(line.rstrip()))
    for item in items:
        parts = item.split(BETWEEN)
        if len(parts) != len(draw.names) or not all(all(part.split(",")) for part in parts):
            raise bad_lesson(file, at, line, f"{item or 'An empty entry'} is not one entry for {' and '.join(draw.names)}.",
                             why=f"Every entry of the list has a part for each name, with {BETWEEN} between them.",
                             fix="Write, for example: draw: p, q = 1 of 1/4;3/4 1/8;7/8", span=span)  # fmt: skip
    different = sorted(dict.fromkeys(items), key=lambda item: len(set(item.split(","))))
    if draw.is_different and len(different) < draw.number:
        raise bad_lesson(file, at, line, f"{draw.number} different ones are more than there may be.",
                         why=f"The list has {len(different)}.",
                         fix="Make the list longer, or take fewer.", span=span)  # fmt: skip
    taken = different[: draw.number] if draw.is_different else different[:1] * draw.number or items
    values = shared(draw.names, taken)
    if max(map(len, values.values())) > MOST:
        raise bad_lesson(file, at, line, "This draws more numbers than a hand works with.",
                         why=f"A name has at most {MOST}.", fix="Draw fewer.")  # fmt: skip
    return values
