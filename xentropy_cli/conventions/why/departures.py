"""Departures: each single way in which a number may have been computed otherwise, how common it is, and how to put it right.

`bits` says how rare a departure is: one that is half as common costs one bit more. Departures add up. A hypothesis of few
and common departures is tried, counted and named before one of many and rare ones.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Protocol

from xentropy_cli.conventions.why.table.input_departures import INPUT
from xentropy_cli.conventions.why.table.loss_departures import LOSS
from xentropy_cli.conventions.why.table.result_departures import RESULT
from xentropy_cli.conventions.why.table.unguarded_departures import UNGUARDED
from xentropy_cli.figures import shortest
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Kind(NamedTuple):
    """A kind of departure: its name, its rarity in bits, what was done, and how to put it right."""

    key: str
    bits: float
    text: str
    fix: str


FEW = 12
"""Entries up to which a slip in one of them is as common as its kind."""

RAREST = 7.0
"""The rarity in bits of a slip in one of very many entries: alone it is still tried."""

KINDS = {row[0]: Kind(*row) for row in (*INPUT, *LOSS, *RESULT, *UNGUARDED)}


class Departure(NamedTuple):
    """One departure: its kind, its rarity in bits, and what its text leaves open. Words are made only when asked for."""

    key: str
    bits: float
    parts: tuple[object, ...] = ()

    @property
    def text(self) -> str:
        """What was done."""
        return KINDS[self.key].text.format(*map(_words, self.parts))

    @property
    def fix(self) -> str:
        """How to put it right."""
        return KINDS[self.key].fix.format(*map(_words, self.parts))


AS_ASKED = "the calculation as asked: nothing departs from it"


def _words(part: object) -> str:
    return shortest(part) if isinstance(part, float) else str(part)


class Hypothesis(NamedTuple):
    """What somebody may have done, and the number that gives. No departure is the calculation as asked."""

    value: float
    bits: float
    departures: tuple[Departure, ...]

    @property
    def keys(self) -> str:
        """The names of its departures."""
        return " ".join(each.key for each in self.departures)

    @property
    def sentence(self) -> str:
        """What was done, every departure in turn."""
        return "; ".join(each.text for each in self.departures) or AS_ASKED

    @property
    def repair(self) -> str:
        """How to put it right."""
        return "; ".join(dict.fromkeys(each.fix for each in self.departures))


class Way(Protocol):
    """Whatever came about by departures: a view, a loss, a sum."""

    @property
    def bits(self) -> float:
        """How rare it is."""

    @property
    def departures(self) -> tuple[Departure, ...]:
        """What was done."""


class Budget(NamedTuple):
    """How far hypotheses may go from the calculation as asked: the rarest, in bits, and the most departures at once.

    Where `kinds` are named, departures are of these alone.
    """

    bits: float = RAREST
    departures: int = 3
    kinds: frozenset[str] | None = None

    def allows(self, way: Way, *more: Departure) -> bool:
        """Tell whether a way is within reach, also with further departures."""
        bits = way.bits
        for each in more:
            bits += each.bits
        return bits <= self.bits and len(way.departures) + len(more) <= self.departures

    def keeps(self, way: Way) -> bool:
        """Tell whether a way is within reach, and all of its departures are of kinds that are looked for."""
        return self.allows(way) and (self.kinds is None or self.kinds.issuperset([each.key for each in way.departures]))

    def asks_for(self, *keys: str) -> bool:
        """Tell whether one of these kinds is looked for."""
        return self.kinds is None or not self.kinds.isdisjoint(keys)


def departure(key: str, *parts: object, bits: float | None = None, rarer: float = 0) -> Departure:
    """Name a departure, with what its text leaves open; it may be so many bits rarer than others of its kind.

    >>> departure("clip", "1e-9").text
    'probabilities were clipped at 1e-9'
    """
    if not parts and bits is None:
        return _plain(key)
    return Departure(key, (KINDS[key].bits if bits is None else bits) + rarer, parts)


def slip_in_one_of(n: int) -> Callable[..., Departure]:
    """What names a slip in one of n entries, terms or examples: among twice as many, each is half as likely to be the one.

    >>> [slip_in_one_of(n)("twice", "example 3").bits for n in (12, 24, 10**6)]
    [4, 5.0, 7.0]
    """
    rarer = math.log2(n / FEW) if n > FEW else 0

    def how(key: str, *parts: object, bits: float | None = None) -> Departure:
        usual = KINDS[key].bits if bits is None else bits
        fields = (key, usual if usual >= RAREST else min(usual + rarer, RAREST), parts)
        return tuple.__new__(Departure, fields)  # at once: there are tens of thousands

    return how


@cache
def _plain(key: str) -> Departure:
    return Departure(key, KINDS[key].bits)
