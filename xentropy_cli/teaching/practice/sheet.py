"""A sheet of exercises in several copies, each with numbers of its own; the id of a question → the question again."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from xentropy_cli.core.real import log, real
from xentropy_cli.figures import figure
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.teaching.asking.judge import RIGHT, Judgement
from xentropy_cli.teaching.practice.draws import Drawer
from xentropy_cli.teaching.practice.session import in_turn, redrawn
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.teaching.practice.exercise import Drawn, Exercise, Runner
    from xentropy_cli.teaching.practice.session import Deck

ID = re.compile(r"(?P<name>[a-z-]+)-(?P<seed>\d{1,9})-(?P<copy>\d{1,4})\.(?P<place>\d{1,3})(?:\.(?P<again>\d{1,3}))?"
                r"-(?P<check>[a-z0-9]{2})")  # fmt: skip
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

LOGARITHMS = (2, 3, 5, 7)
"""Of these every tenth can be put together."""

LOGARITHM_DIGITS = 6
"""So many that no answer worked out from them rounds to another number than the right one, be it 1000 times ln 0.8."""


class Item(NamedTuple):
    """A question on a sheet: its copy and place from 1, its id, and the question."""

    copy: int
    place: int
    id: str
    drawn: Drawn


def sheet_of(deck: Deck, seed: int, copies: int, number: int) -> Iterator[Item]:
    """Draw a sheet: every copy asks the same exercises in the same order, with other numbers."""
    order = in_turn(list(deck.templates), number, Drawer(f"sheet {seed}"))
    for copy, (at, name) in product(range(1, copies + 1), enumerate(order)):
        if not at:
            deck.shuffle()
        made, again = deck.drawn(name, f"{seed} {copy} {at + 1}", order[max(at - 1, 0) : at + 2])
        place = f"{at + 1}.{again}" if again else f"{at + 1}"
        yield Item(copy, at + 1, f"{made.exercise.name}-{seed}-{copy}.{place}-{made.check}", made)


def plain_id(text: str) -> str:
    """The id that a text means, which programs that correct what is typed have given capitals, dashes or blanks.

    >>> plain_id("Total–7–1.2–7W")
    'total-7-1.2-7w'
    """
    return "".join(text.split()).lower().translate(DASHES)


def rebuilt(id_: Piece, known: Mapping[str, Exercise], runner: Runner) -> Drawn:
    """Draw the question of an id again, by the exercises that are known; raise XentError (unknown-id) where there is none."""
    found = ID.fullmatch(plain_id(id_.text))
    fix = "Copy the id from the sheet, and mark with the version of xent that printed it."
    if found is None:
        why = "An id is written under its question, such as total-7-1.2-k4."
    elif found["name"] not in known:
        why = f"xent has no exercise {found['name']}."
        fix = "Copy the id from the sheet; if the sheet was made of a file of your own, name it: --exercises FILE"
    else:
        place = " ".join(str(int(found[part])) for part in ("seed", "copy", "place"))
        made = redrawn(known[found["name"]], place, int(found["again"] or 0), runner)
        if made.check == found["check"]:
            return made
        why = "Its last two characters do not fit: it was mistyped, or made by another version of xent."
    raise id_.refuse("unknown-id", f"{visible(id_.text) or 'An empty id'} leads to no question.", why=why, fix=fix)


NO_ANSWER = Judgement("missing", "There is no answer.")


class Marked(NamedTuple):
    """An answer that was marked: whose it is, the id and the question, what was typed, and what it is."""

    student: str
    id: str
    drawn: Drawn
    typed: str
    judgement: Judgement

    @property
    def is_right(self) -> bool:
        """Whether it is right."""
        return self.judgement.kind == RIGHT


def logarithms() -> str:
    """The logarithms that a printed sheet carries.

    >>> logarithms()
    'ln 2 = 0.693147 · ln 3 = 1.098612 · ln 5 = 1.609438 · ln 7 = 1.945910'
    """
    return " · ".join(f"ln {n} = {figure(log(real(n)), LOGARITHM_DIGITS)}" for n in LOGARITHMS)
