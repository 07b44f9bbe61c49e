"""A result held against limits: its page tells each of them, its record whether they hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.figures import figure, json_number
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import Prose
from xentropy_cli.pages.facts import Facts, real_of
from xentropy_cli.pages.paths import Condition, Literal, PathError, Relation, condition_of, path_of
from xentropy_cli.pages.result import DIGITS, MOST_DIGITS, Around
from xentropy_cli.text import first_few, nearest, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.pages.result import Result

WORDS = {
    "<": ("is below", "is not below"),
    ">": ("is above", "is not above"),
    "≤": ("is not above", "is above"),
    "≥": ("is not below", "is below"),
    "=": ("is", "is not"),
    "≠": ("is not", "is"),
}
"""What is said of a value that keeps to a limit, and of one that does not."""
REQUIRE = "--require"
SUMMED = ("value", "mean", "loss")
"""The fields that sum a result up, of which an advice speaks first."""
OF_ANY = "value <= 0.6"
"""A limit on what every result has."""
MOST_NAMED = 40
"""Names that a refusal lists."""


class Limit(NamedTuple):
    """A condition that a result should meet, and the option that asks for it.

    Of the answer itself (`--max 0.5`) `number` is the number that it should not be above.
    """

    option: str
    text: str
    condition: Condition
    number: Literal | None = None


class Check(NamedTuple):
    """One value held against one side of a limit; without a value there is nothing to hold against it."""

    limit: Limit
    name: str
    value: Any
    sign: str
    bound: Any
    holds: bool


def most_of_answer(option: str, number: Literal) -> Limit:
    """The limit that the answer is not above a number."""
    part = Relation(path_of("value"), "≤", number)
    return Limit(option, f"value <= {number}", (part,), number)


class Gated(Around):
    """A result, and whether it keeps to limits."""

    def __init__(self, result: Result, limits: Sequence[Limit]) -> None:
        """Hold the result against every limit; raise XentError for a field that it does not have."""
        super().__init__(result)
        self.limits = tuple(limits)
        facts = Facts(result.facts())
        self.checks = tuple(check for limit in limits for check in _checks(facts, limit))
        self.broken = tuple(self._told(check, DIGITS) for check in self.checks if not check.holds)

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the page of the result, with a sentence a limit below its heading."""
        heading, *rest = self.result.page(digits, every_row=every_row)
        return (heading, *(Prose(f"{self._told(check, digits)}.") for check in self.checks), *rest)

    def record(self) -> dict[str, Any]:
        """Name the fields of the result, and what became of each limit."""
        number = next((limit.number for limit in self.limits if limit.number is not None), None)
        return {
            **self.result.record(),
            **({} if number is None else {"limit": json_number(number.value)}),
            "holds": all(check.holds for check in self.checks),
            "limits": [
                {
                    "text": limit.text,
                    "holds": all(check.holds for check in checks),
                    "checks": list(map(_fields, checks)),
                }
                for limit in self.limits
                for checks in [[check for check in self.checks if check.limit is limit]]
            ],
        }

    def _told(self, check: Check, digits: int) -> str:
        """Say what is held against what, and how far apart they are."""
        facts, limit = self.result.facts(), check.limit
        asked = "" if limit.number is not None else f": {REQUIRE} '{limit.text}'"
        if check.value is None:
            return visible(f"{check.name} is not in this result{asked}")
        if not check.sign:
            return visible(f"{check.name} applies{asked}")
        gap = _gap(check)
        digits = max(digits, _digits_of(gap))
        value, bound = _shown(check.value, digits), _shown(check.bound, digits)
        apart = [] if not gap else [f"by {figure(gap, digits)}"]
        what = f"{check.name} {value}"
        if limit.number is not None:
            what, bound = f"{value} {facts['unit']}", f"{limit.option} {limit.number}"
            error = facts.get("standard_error")
            apart += [] if error is None else [f"standard error {_shown(error, digits)}"]
        word = WORDS[check.sign][0 if check.holds else 1]
        margin = f" ({'; '.join(apart)})" if apart else ""
        return visible(f"{what} {word} {bound}{margin}{asked}")


def _checks(facts: Facts, limit: Limit) -> Iterator[Check]:
    """Hold every value that the limit speaks of against the other side."""
    try:
        for part in limit.condition:
            yield from _part_checks(facts, limit, part)
    except PathError as fault:
        raise _no_such_field(facts, limit, fault) from None


def _part_checks(facts: Facts, limit: Limit, part: Relation) -> Iterator[Check]:
    found = facts.checks(part)
    yield from (Check(limit, name, value, part.sign, other, holds) for name, value, other, holds in found)
    if not found:
        missing = part.right if part.right is not None and facts.values(part.left) else part.left
        yield Check(limit, str(missing), None, part.sign, None, holds=False)


def _no_such_field(facts: Facts, limit: Limit, fault: PathError) -> XentError:
    start, end = fault.span
    near = nearest(fault.word, fault.names)
    names = f" There are {first_few(fault.names, MOST_NAMED)}." if fault.names else ""
    asked = "Did you mean" if near else "Take one of them, such as" if names else "Write it as in"
    return XentError(
        "bad-value",
        fault.message,
        where=REQUIRE,
        text=limit.text,
        span=(min(start, len(limit.text) - 1), max(min(end, len(limit.text)), 1)),
        why=f"A limit speaks of fields of the result, as --format json names them.{names}",
        fix=f"{asked}: {REQUIRE} '{_mended(facts, limit, fault, near)}'",
    )


def _mended(facts: Facts, limit: Limit, fault: PathError, near: str | None) -> str:
    """The limit with a name that this result has: the nearest, or one that the limit can be held against."""
    start, end = fault.span
    names = [near] if near else sorted(fault.names, key=lambda name: name.rpartition(".")[2] not in SUMMED)
    before, after = limit.text[:start], limit.text[end:]
    texts = ((before.removesuffix(".") if name.startswith("[") else before) + name + after for name in names)
    return next((text for text in texts if near or _can_be_held(facts, text)), OF_ANY)


def _can_be_held(facts: Facts, text: str) -> bool:
    """Tell whether a condition speaks of what this result has."""
    try:
        return all(facts.checks(part) for part in condition_of(text))
    except PathError:
        return False


def _gap(check: Check) -> float:
    """How far a value is from its limit; 0 where that is no finite number."""
    value, bound = real_of(check.value), real_of(check.bound)
    gap = 0.0 if value is None or bound is None else abs(float(value) - float(bound))
    return gap if math.isfinite(gap) else 0.0


def _digits_of(gap: float) -> int:
    """The digits after the point that show a gap with two of its own."""
    return min(MOST_DIGITS, 1 - math.floor(math.log10(gap))) if gap else 0


def _shown(value: Any, digits: int) -> str:
    """Write a number with its digits; what was typed as it was."""
    number = None if isinstance(value, Literal) else real_of(value)
    if number is None:
        return str(value)
    return str(value) if isinstance(value, int) else figure(float(number), digits)


def _fields(check: Check) -> dict[str, Any]:
    """What programs read of a check."""
    found = {"value": check.value, "limit": check.bound}
    return {
        "name": check.name,
        **{
            name: each if (number := real_of(each)) is None or isinstance(each, int) else json_number(number)
            for name, each in found.items()
            if each is not None
        },
        "holds": check.holds,
    }
