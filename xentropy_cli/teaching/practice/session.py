"""A quiz: which question comes next, and how each went. Nothing of it is kept when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.teaching.asking.judge import Talk
from xentropy_cli.teaching.practice.draws import Drawer
from xentropy_cli.teaching.practice.exercise import Drawn, drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.teaching.practice.exercise import Exercise, Runner

AFTER = 4
"""How many places later a question comes again that was not right at once: three others stand between."""

MOST_DRAWS = 10


class Turn(NamedTuple):
    """A question that is asked, and what was typed and said so far."""

    drawn: Drawn
    talk: Talk


class Session:
    """A quiz of so many questions, in an order that the seed gives; what was not right at once comes again."""

    def __init__(self, templates: Sequence[Exercise], number: int, seed: int, runner: Runner) -> None:
        """Nothing was asked yet."""
        self.number, self.seed, self.runner = number, seed, runner
        self.templates = {each.name: each for each in templates}
        self.asked: list[Turn] = []
        self.order = mixed(list(self.templates), number, Drawer(f"quiz {seed}"))

    def questions(self, tries: int) -> Iterator[Turn]:
        """Ask one question after the other, each with so many tries."""
        for at in range(self.number):
            question = self._unlike_before(at)
            self.asked.append(Turn(question, Talk(question.problem, tries)))
            yield self.asked[at]
            if not self.asked[at].talk.is_right_at_once:
                self.order = with_again(self.order, at)

    def _unlike_before(self, at: int) -> Drawn:
        """Draw for a place; numbers that were asked already are drawn again a few times."""
        asked = {turn.drawn.text for turn in self.asked}
        made = [drawn(self.templates[self.order[at]], f"{self.seed} {at}", self.runner)]
        while made[-1].text in asked and len(made) < MOST_DRAWS:
            made.append(drawn(self.templates[self.order[at]], f"{self.seed} {at} {len(made)}", self.runner))
        return made[-1]

    @property
    def turns(self) -> list[Turn]:
        """What was answered, or shown instead: a question that somebody left is none of it."""
        return [turn for turn in self.asked if turn.talk.typed or turn.talk.is_over]

    @property
    def right(self) -> int:
        """How many were right at once."""
        return sum(turn.talk.is_right_at_once for turn in self.asked)


def mixed(names: Sequence[str], number: int, drawer: Drawer) -> list[str]:
    """Every name once before any comes again, and none twice running.

    >>> mixed(["a", "b"], 3, Drawer("1")) in (["a", "b", "a"], ["b", "a", "b"])
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
