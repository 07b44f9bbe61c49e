"""Vectors of probabilities in a line, and what is said of them: that they are a distribution, or have this entropy."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.arithmetic import cross, kl
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, typed_decimals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.arithmetic import Row

NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
VECTOR = re.compile(rf"[\[({{]\s*({NUMBER}(?:\s*(?:,|;)\s*{NUMBER}){{1,99}})\s*[\])}}]")
DISTRIBUTION = re.compile(r"probabilit|distribution|softmax", re.IGNORECASE)
STATED = re.compile(
    r"^[\s)\]}$`*]*(?:=|≈|≃|is|equals|\\approx|of about|comes to)[\s$`*]*(?:about |approximately |roughly )?"
    rf"({NUMBER})(?![\w.]*[0-9])[\s$`*]*(nats?|bits?|bans?)?"
)
BASES = {"nat": 1.0, "bit": math.log(2), "ban": math.log(10)}
EXACT = 1e-15
NEARLY = 1e-12
BETWEEN = 60
"""Characters that may stand between two vectors, or a quantity's name and its vector."""


class Quantity(NamedTuple):
    """A quantity of one or two vectors, and how its name is written before them."""

    name: re.Pattern[str]
    size: int
    function: Callable[..., float]


QUANTITIES = (
    Quantity(re.compile(r"(?:\bKL\b|D_?\{?KL\}?|\bkl[ -]divergence\b)[^.;:\[({]*[\[({\s]*$", re.IGNORECASE), 2, kl),
    Quantity(re.compile(r"(?:cross[ -]entropy|\bH|\bCE)[^.;:\[({]*[\[({\s]*$", re.IGNORECASE), 2,
             lambda p, q: cross(p, [math.log(x) if x else -math.inf for x in q])),
    Quantity(re.compile(r"(?:(?<!cross[ -])\bentropy|\bH)[^.;:\[({]*[\[({\s]*$", re.IGNORECASE), 1,
             lambda p: cross(p, [math.log(x) if x else -math.inf for x in p])),
)  # fmt: skip


class Stated(NamedTuple):
    """What is said of vectors: the place of the claim and of its number, its status, and the right value."""

    start: int
    span: tuple[int, int]
    status: str
    stated: float
    right: float
    decimals: int | None
    why: str = ""


def stated_quantities(line: str) -> Iterator[Stated]:
    """Check every distribution and every entropy that a line states with its vectors."""
    found = list(VECTOR.finditer(line))
    for match in found if DISTRIBUTION.search(line) else ():
        yield from _adds_up(match)
    at = 0
    while at < len(found):
        used = 1
        for quantity in QUANTITIES:
            group = found[at : at + quantity.size]
            claim = _claimed(line, group, quantity) if len(group) == quantity.size else None
            if claim:
                yield claim
                used = quantity.size
                break
        at += used


def _adds_up(match: re.Match[str]) -> Iterator[Stated]:
    """Check that a distribution adds up to 1, as far as its digits tell."""
    texts = re.split(r"\s*[,;]\s*", match[1])
    row = [float(text) for text in texts]
    if max(row) > 1:
        return
    whole = math.fsum(row)
    room = allowance(len(row), most_decimals(list(map(typed_decimals, texts))))
    status = "right" if abs(whole - 1) < NEARLY else "rounded" if abs(whole - 1) <= room else "wrong"
    why = f"these probabilities add up to {whole:.6g}, not 1" if status == "wrong" else ""
    yield Stated(match.start(), match.span(), status, whole, 1.0, None, why)


def _claimed(line: str, group: list[re.Match[str]], quantity: Quantity) -> Stated | None:
    """Read a quantity of these vectors, if the line states one."""
    before, after = line[max(0, group[0].start() - BETWEEN) : group[0].start()], line[group[-1].end() :]
    name, said = quantity.name.search(before), STATED.match(after)
    rows = [_row(match) for match in group]
    if not name or not said or len({len(row) for row in rows}) != 1 or group[-1].start() - group[0].end() > BETWEEN:
        return None
    nats = quantity.function(*rows)
    stated = float(said[1])
    decimals = len(said[1].partition(".")[2])
    unit = (said[2] or "").rstrip("s")
    results = [_judged(nats / base, stated, decimals) for key, base in BASES.items() if not unit or key == unit]
    status, right = min(results, key=lambda each: ("right", "rounded", "truncated", "wrong").index(each[0]))
    start = group[-1].end() + said.start(1)
    return Stated(
        max(0, group[0].start() - len(before)) + name.start(),
        (start, start + len(said[1])),
        status,
        stated,
        right,
        decimals,
    )


def _row(match: re.Match[str]) -> Row:
    return tuple(float(text) for text in re.split(r"\s*[,;]\s*", match[1]))


def _judged(right: float, stated: float, decimals: int) -> tuple[str, float]:
    unit, off = 10.0**-decimals, abs(right - stated)
    if off <= EXACT * max(1.0, right):
        return "right", right
    if off <= unit / 2 * (1 + 1e-9):
        return "rounded", right
    return ("truncated" if 0 < right - stated < unit else "wrong"), right
