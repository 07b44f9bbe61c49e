"""A quiz: which question comes next, and how each went. Nothing of it is kept when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.notes import Note
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.teaching.asking.judge import Talk
from xentropy_cli.teaching.practice.draws import Drawer
from xentropy_cli.teaching.practice.exercise import Drawn, drawn
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.teaching.practice.exercise import Exercise, Runner

AFTER = 4
"""How many places later a question comes again that was not right at once: three others stand between."""

DRAWS = 200
"""Draws of a template in which none is new, after which all of its questions are taken for asked: there are a few of such."""


class Deck:
    """Draws questions of which none comes twice, as long as there are others; `short` names the templates that had no more."""

    def __init__(self, templates: Sequence[Exercise], runner: Runner) -> None:
        """Take templates."""
        self.templates, self.runner = {each.name: each for each in templates}, runner
        self.sizes: dict[str, int] = {}
        self.short: dict[str, int] = {}
        self.shuffle()

    def shuffle(self) -> None:
        """Begin anew: nothing was asked."""
        self.asked: dict[str, set[str]] = {name: set() for name in self.templates}

    def drawn(self, name: str, seed: str, near: Sequence[str] = ()) -> tuple[Drawn, int]:
        """Draw a question of a template, or where all of its were asked one of another, rather not of those near by.

        The second part tells how often it was drawn before it was new: template, seed and that lead to the same question.
        """
        others = sorted(self.templates, key=lambda each: (each != name, each in near, len(self.asked[each])))
        for each in others:
            asked = self.asked[each]
            for again in range(0 if len(asked) == self.sizes.get(each) else DRAWS):
                made = redrawn(self.templates[each], seed, again, self.runner)
                if made.text not in asked:
                    asked.add(made.text)
                    return made, again
            self.sizes[each] = len(asked)
        self.short[name] = self.sizes[name]
        self.asked[name].clear()
        return self.drawn(name, seed, near)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Say which questions came again, since there are no others."""
        return tuple(Note("no-more-questions", f"{name} has no more than {counted(n, 'different question')}: some come again.")
                     for name, n in self.short.items())  # fmt: skip


def redrawn(exercise: Exercise, seed: str, again: int, runner: Runner) -> Drawn:
    """Draw a question by its seed, and by how often it was drawn before."""
    return drawn(exercise, f"{seed} {again}" if again else seed, runner)


class Turn(NamedTuple):
    """A question that is asked, and what was typed and said so far."""

    drawn: Drawn
    talk: Talk


class Session:
    """A quiz of so many questions, in an order that the seed gives; what was not right at once comes again."""

    def __init__(self, templates: Sequence[Exercise], number: int, seed: int, runner: Runner) -> None:
        """Nothing was asked yet."""
        self.number, self.seed, self.deck = number, seed, Deck(templates, runner)
        self.asked: list[Turn] = []
        self.order = in_turn(list(self.deck.templates), number, Drawer(f"quiz {seed}"))

    def questions(self, tries: int) -> Iterator[Turn]:
        """Ask one question after the other, each with so many tries."""
        for at in range(self.number):
            question, _ = self.deck.drawn(self.order[at], f"{self.seed} {at}", self.order[max(at - 1, 0) : at + 2])
            self.order[at] = question.exercise.name
            self.asked.append(Turn(question, Talk(question.problem, tries)))
            yield self.asked[at]
            if not self.asked[at].talk.is_right_at_once:
                self.order = with_again(self.order, at)

    @property
    def turns(self) -> list[Turn]:
        """What was answered, or shown instead: a question that somebody left is none of it."""
        return [turn for turn in self.asked if turn.talk.typed or turn.talk.is_over]

    @property
    def right(self) -> int:
        """How many were right at once."""
        return sum(turn.talk.is_right_at_once for turn in self.asked)


def in_turn(names: Sequence[str], number: int, drawer: Drawer) -> list[str]:
    """Every name once before any comes again, and none twice running.

    >>> in_turn(["a", "b"], 3, Drawer("1")) in (["a", "b", "a"], ["b", "a", "b"])
    True
    """
    order: list[str] = []
    while len(order) < number:
        more = drawer.shuffled(names)
        order += more[1:] + more[:1] if order and more[0] == order[-1] else more
    return order[:number]


def with_again(order: list[str], at: int) -> list[str]:
    """Put a name again after three others, in place of one that has not come yet; never twice running.

    >>> with_again(["a", "b", "c", "d", "e", "f"], 0)
    ['a', 'b', 'c', 'd', 'a', 'e']
    """
    name, place = order[at], at + AFTER
    if place >= len(order) or name in order[place - 1 : place + 2]:
        return order
    return [*order[:place], name, *order[place:-1]]
