"""The lines above the text of an exercise: how hard it is, and which numbers are drawn, so that a hand can work with them."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.teaching.lines import SourceLine

PLACE = re.compile(r"\{(\w+)\}")
BETWEEN = ";"
"""What parts an entry of which several names take one part each."""

MOST = 100
"""Numbers that one name has; more are no work for a hand, and each draw of a draw would multiply them."""

FORMS = {
    "level": (r"level: (?P<level>[123])", "A level is 1, 2 or 3: 1 is the easiest.", "level: 1"),
    "keep": (
        r"keep: (?P<name>\w+) (?:has (?P<has>\S+(?: and \S+)*)|unlike (?P<other>\w+))",
        "It is keep: NAME has A and B, or keep: NAME unlike NAME.",
        "keep: y has 0 and 1",
    ),
    "draw": (
        r"draw: (?P<names>\w+(?:, \w+)*) = (?:(?P<n>100|[1-9]\d?)(?P<different> different)?|a shuffle) of (?P<items>\S.*)",
        "It is draw: NAME = N of LIST, with N from 1 to 100, N different of LIST, or a shuffle of LIST.",
        "draw: q = 3 different of 0.2 0.3 0.4",
    ),
}
"""Each kind of line: how it is written, what it is, and an example."""

Values = dict[str, tuple[str, ...]]


class Rule(NamedTuple):
    """A line above the text of an exercise, read: its kind, its parts by name, and the line."""

    kind: str
    said: re.Match[str]
    line: SourceLine

    def fault(self, part: str | int, message: str, *, why: str, fix: str) -> XentError:
        """Make the error that underlines a part of it."""
        return self.line.part(*self.said.span(part)).fault(message, why=why, fix=fix)


def rule_of(line: SourceLine) -> Rule:
    """Read a line.

    >>> rule_of("draw: q = 3 different of 0.2 0.3 0.4").said["items"], rule_of("keep: p unlike q").said["other"]
    ('0.2 0.3 0.4', 'q')

    Raises XentError (bad-lesson) where it says nothing known.
    """
    kind = line.partition(":")[0].strip()
    form, why, example = FORMS.get(kind, ("(?!)", f"It begins with one of {', '.join(FORMS)}.", FORMS["draw"][2]))
    said = re.fullmatch(form, line.strip())
    if said is None:
        raise line.fault("This line of an exercise says nothing known.", why=why, fix=f"Write, for example: {example}")
    return Rule(kind, said, line)


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

    def values(self, rules: Iterable[Rule]) -> Values:
        """Draw for every name, perhaps of what was drawn before; raise XentError (bad-lesson) where that cannot be done."""
        found: Values = {}
        for rule in rules:
            if rule.kind == "draw":
                refuse_undrawn([rule.line], found)
                found |= self._drawn(rule, entries(with_drawn(rule.said["items"], found)))
        return found

    def _drawn(self, rule: Rule, items: list[str]) -> Values:
        """Draw some of these entries, and give each name its part of every one."""
        names, count = rule.said["names"].split(", "), int(rule.said["n"] or 0)
        different = list(dict.fromkeys(items))
        for item in different:
            parts = item.split(BETWEEN)
            if len(parts) != len(names) or not all(all(part.split(",")) for part in parts):
                raise rule.fault("items", f"{item or 'An empty entry'} is not one entry for {' and '.join(names)}.",
                                 why=f"Every entry of the list has a part for each name, with {BETWEEN} between them.",
                                 fix="Write, for example: draw: p, q = 1 of 1/4;3/4 1/8;7/8")  # fmt: skip
        if rule.said["different"]:
            if len(different) < count:
                raise rule.fault("items", f"{count} different ones are more than there may be.",
                                 why=f"The list has {len(different)}.",
                                 fix="Make the list longer, or take fewer.")  # fmt: skip
            taken = self.shuffled(different)[:count]
        else:
            taken = [items[self.below(len(items))] for _ in range(count)] if count else self.shuffled(items)
        parts_of = zip(*(each.split(BETWEEN) for each in taken), strict=True)
        values = {name: tuple(",".join(parts).split(",")) for name, parts in zip(names, parts_of, strict=True)}
        if max(map(len, values.values())) > MOST:
            raise rule.fault(0, "This draws more numbers than a hand works with.", why=f"A name has at most {MOST}.",
                             fix="Draw fewer.")  # fmt: skip
        return values


def is_kept(rules: Iterable[Rule], values: Values) -> bool:
    """Tell whether what was drawn is as it must be; raise XentError (bad-lesson) for a name that is not drawn."""
    for rule in (rule for rule in rules if rule.kind == "keep"):
        for part in ("name", "other"):
            if rule.said[part] not in (None, *values):
                raise _undrawn(rule.line, rule.said, part, values)
        name, has, other = rule.said.group("name", "has", "other")
        if values[name] == values[other] if other else not set(has.split(" and ")) <= set(values[name]):
            return False
    return True


def refuse_undrawn(lines: Iterable[SourceLine], drawn: Collection[str]) -> None:
    """Refuse a name in braces that is not drawn: raise XentError (bad-lesson)."""
    for line in lines:
        for place in PLACE.finditer(line):
            if place[1] not in drawn:
                raise _undrawn(line, place, 0, drawn)


def _undrawn(line: SourceLine, found: re.Match[str], part: str | int, drawn: Collection[str]) -> XentError:
    """Make the error of a name, which is a part of what was found in a line."""
    name = found[part].strip("{}")
    why = f"Drawn: {', '.join(drawn)}." if drawn else "Nothing is drawn before this line."
    fix = f"Add a line above, such as: draw: {name} = 1 of 0.2 0.3 0.4"
    return line.part(*found.span(part)).fault(f"{name} is not drawn.", why=why, fix=fix)


def entries(text: str) -> list[str]:
    """The entries of a list: parted by blanks, or by commas where there is no blank."""
    return text.split() if " " in text else text.split(",")


def with_drawn(text: str, values: Mapping[str, Sequence[str]], joint: str = ",") -> str:
    """Put what was drawn into a text.

    >>> with_drawn("--pred {q} --base {b}", {"q": ("0.2", "0.3")})
    '--pred 0.2,0.3 --base {b}'
    """
    return PLACE.sub(lambda found: joint.join(values[found[1]]) if found[1] in values else found[0], text)
