"""Numbers drawn at random, so that a hand can work with them: `draw:` and `keep:` of an exercise."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DRAW = re.compile(
    r"(?P<names>\w+(?:, \w+)*) = (?:(?P<count>100|[1-9][0-9]?)(?P<different> different)?|a shuffle) of (?P<items>\S.*)"
)
"""At most 100 are drawn at once: no hand works with more."""

KEEP = re.compile(r"(?P<name>\w+) (?:has (?P<has>\S+(?: and \S+)*)|unlike (?P<unlike>\w+))")
PLACE = re.compile(r"\{(\w+)\}")
BETWEEN = ";"
"""What parts an entry of which several names take one part each."""

Values = dict[str, tuple[str, ...]]


class Draw(NamedTuple):
    """What is drawn: for which names, how many (0: all, shuffled), whether all different, and of which entries."""

    names: tuple[str, ...]
    number: int
    is_different: bool
    items: str


class Keep(NamedTuple):
    """What must hold of what was drawn: a name has all of some entries, or is unlike another."""

    name: str
    has: tuple[str, ...]
    unlike: str = ""


def draw_of(text: str) -> Draw | None:
    """Read what is drawn; None where it says nothing known.

    >>> draw_of("q = 3 different of 0.2 0.3 0.4"), draw_of("p = a shuffle of {q}").number
    (Draw(names=('q',), number=3, is_different=True, items='0.2 0.3 0.4'), 0)
    """
    found = DRAW.fullmatch(text)
    if found is None:
        return None
    return Draw(tuple(found["names"].split(", ")), int(found["count"] or 0), bool(found["different"]), found["items"])


def keep_of(text: str) -> Keep | None:
    """Read what must hold of what was drawn; None where it says nothing known.

    >>> keep_of("y has 0 and 1"), keep_of("p unlike q").unlike
    (Keep(name='y', has=('0', '1'), unlike=''), 'q')
    """
    found = KEEP.fullmatch(text)
    return found and Keep(
        found["name"], tuple((found["has"] or "").split(" and ") if found["has"] else ()), found["unlike"] or ""
    )


class Drawer:
    """Draws by `random()` alone, the one part of the generator that Python keeps as it is for a seed."""

    def __init__(self, text: str) -> None:
        """Start from a text."""
        self._random = random.Random(text).random  # noqa: S311  no secret is made of it

    def below(self, n: int) -> int:
        """A whole number from 0 to n − 1."""
        return int(self._random() * n)

    def shuffled(self, items: Sequence[str]) -> list[str]:
        """All of them, in any order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]

    def values(self, draws: Sequence[Draw]) -> Values:
        """Draw for every name; a draw may use what was drawn before."""
        found: Values = {}
        for draw in draws:
            items = entries(filled(draw.items, found))
            if not draw.number:
                taken = self.shuffled(items)
            elif draw.is_different:
                taken = self.shuffled(list(dict.fromkeys(items)))[: draw.number]
            else:
                taken = [items[self.below(len(items))] for _ in range(draw.number)]
            found |= shared(draw.names, taken)
        return found


def shared(names: Sequence[str], taken: Sequence[str]) -> Values:
    """Give each name its part of every entry.

    >>> shared(["k", "q"], ["3;1/3,2/3"])
    {'k': ('3',), 'q': ('1/3', '2/3')}
    """
    parts = zip(*(each.split(BETWEEN) for each in taken), strict=True)
    return {
        name: tuple(entry for each in part for entry in each.split(","))
        for name, part in zip(names, parts, strict=True)
    }


def entries(text: str) -> list[str]:
    """The entries of a list: parted by blanks, or by commas where there is no blank."""
    return text.split() if " " in text else text.split(",")


def filled(text: str, values: Mapping[str, Sequence[str]], joint: str = ",") -> str:
    """Put what was drawn into a text.

    >>> filled("--pred {q} --base {b}", {"q": ("0.2", "0.3")})
    '--pred 0.2,0.3 --base {b}'
    """
    return PLACE.sub(lambda found: joint.join(values[found[1]]) if found[1] in values else found[0], text)


def is_kept(keeps: Sequence[Keep], values: Values) -> bool:
    """Tell whether what was drawn is as it must be."""
    return all(
        set(keep.has) <= set(values[keep.name]) and (not keep.unlike or values[keep.name] != values[keep.unlike])
        for keep in keeps
    )
