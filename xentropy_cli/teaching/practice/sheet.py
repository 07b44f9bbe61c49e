"""A sheet of exercises in several copies, each with numbers of its own, and the id of a question → the question again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.core.real import log, real
from xentropy_cli.figures import figure
from xentropy_cli.teaching.practice.draws import Drawer
from xentropy_cli.teaching.practice.exercise import drawn
from xentropy_cli.teaching.practice.session import mixed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xentropy_cli.teaching.practice.exercise import Drawn, Exercise, Runner

ID = re.compile(r"(?P<name>[a-z-]+)-(?P<seed>\d{1,9})-(?P<copy>\d{1,4})\.(?P<place>\d{1,3})-(?P<check>[a-z0-9]{2})")
LOGARITHMS = (2, 3, 5, 7)
"""Of these every tenth can be put together."""


class Item(NamedTuple):
    """A question on a sheet: its copy and place from 1, its id, and the question."""

    copy: int
    place: int
    id: str
    drawn: Drawn


class Sheet(NamedTuple):
    """A sheet: what it is about, its seed, how many copies of how many questions, and all of them, copy by copy."""

    topics: tuple[str, ...]
    seed: int
    copies: int
    number: int
    items: tuple[Item, ...]


def sheet_of(  # noqa: PLR0913  all that a sheet is made by
    templates: Sequence[Exercise],
    seed: int,
    copies: int,
    number: int,
    runner: Runner,
    *,
    watch: Callable[[str, int], None] | None = None,
) -> Sheet:
    """Draw a sheet: every copy asks the same exercises in the same order, with other numbers.

    Who watches is told how many questions were drawn.
    """
    known = {each.name: each for each in templates}
    order = [known[name] for name in mixed(list(known), number, Drawer(f"sheet {seed}"))]
    topics = tuple(dict.fromkeys(each.topic for each in order))
    items: list[Item] = []
    for copy in range(1, copies + 1):
        for place, exercise in enumerate(order, 1):
            made = drawn(exercise, f"{seed} {copy} {place}", runner)
            items.append(Item(copy, place, f"{exercise.name}-{seed}-{copy}.{place}-{made.check}", made))
            if watch:
                watch("drawing questions", len(items))
    return Sheet(topics, seed, copies, number, tuple(items))


class Strange(NamedTuple):
    """An id that leads to no question: why, and what to do."""

    why: str
    fix: str = "Copy the id from the sheet, and mark with the version of xent that printed it."


def rebuilt(id_: str, known: Mapping[str, Exercise], runner: Runner) -> Drawn | Strange:
    """Draw the question of an id again, by the exercises that are known."""
    found = ID.fullmatch(id_)
    if found is None:
        return Strange("An id is written under its question, such as total-7-1.2-k4.")
    if found["name"] not in known:
        return Strange(
            f"xent has no exercise {found['name']}.",
            "Copy the id from the sheet; if the sheet was made of a file of your own, name it: --exercises FILE",
        )
    place = (int(found[part]) for part in ("seed", "copy", "place"))
    made = drawn(known[found["name"]], " ".join(map(str, place)), runner)
    if made.check != found["check"]:
        return Strange("Its last two characters do not fit: it was mistyped, or made by another version of xent.")
    return made


def logarithms() -> str:
    """The logarithms that a printed sheet carries.

    >>> logarithms()
    'ln 2 = 0.6931 · ln 3 = 1.0986 · ln 5 = 1.6094 · ln 7 = 1.9459'
    """
    return " · ".join(f"ln {n} = {figure(log(real(n)), 4)}" for n in LOGARITHMS)
