"""Vectors of probabilities in a text, and what is said of them: that they are a distribution, or have this entropy."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import cross, kl, logs
from xentropy_cli.conventions.audit.evaluation import Ball
from xentropy_cli.conventions.audit.findings import Finding, placed
from xentropy_cli.conventions.audit.forms import double_of
from xentropy_cli.conventions.audit.judgement import ORDER, RIGHT, ROUNDED, WRONG, status_of
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, of_digits, typed_decimals
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.conventions.arithmetic import Row
    from xentropy_cli.conventions.audit.statements import Statement

NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:e-?[0-9]+)?"
CALL = r"(?:(?<=(?<!\w)H)|(?<=[Ee]ntropy))(?=\((?:\s*0?\.[0-9]*[1-9]\s*[,;]){2,}\s*0?\.[0-9]*[1-9]\s*\))"
"""Before an entropy written as a function of three probabilities or more; of two, H(0.3, 0.7) may be a cross-entropy."""

VECTOR = re.compile(rf"(?:(?<![\w)\]])|{CALL})[\[({{]\s*({NUMBER}(?:\s*(?:,|;)\s*{NUMBER}){{1,99}})\s*[\])}}](?!\s*\^)")
DISTRIBUTION = re.compile(
    r"(?:softmax|distribution|probabilit(?:y|ies)|probs?\b)[^.;?!\[({]{0,40}[\[({$\s]*$", re.IGNORECASE
)
OF_ONE = re.compile(r"softmax|distribution", re.IGNORECASE)
"""Words for probabilities that add up to 1; others may be of independent events."""

NOT_BEFORE = re.compile(
    r"independent|sigmoid|binary|multi-?label|event|interval|range|between|logit|score|log-?prob|conditional|joint|success"
    r"|threshold|crossover|not sum|not add|unnormali|improper|before norm|transition|marginal|likelihoods"
    r"|support|defined|uniform|beta|gamma|normal\b|gaussian|∈|\\in\b|\b(?:in|on|over)\s*[$\\(]*$|softmax\s*\(?\s*[\[({]?$|axes|shape|cumulative|pair|tuple"
    r"|first|next|top|at least|class of|\bno\b|\bnot\b|instead of|rather than|prior odds|each",
    re.IGNORECASE,
)
NOT_AFTER = re.compile(
    r"^[^.;]{0,40}(?:interval|independent|not sum|not add|do(?:es)? not"
    r"|don't|unnormali|success|threshold|is no|isn't|not a|sum to|add up to)",
    re.IGNORECASE,
)
"""What is written round numbers that are no distribution, or are not said to be one."""

STATED = re.compile(
    r"^[\s)\]}$`*]*(?:=|≈|≃|is|equals|\\approx|of about|comes to)[\s$`*]*(?:about |approximately |roughly )?"
    rf"({NUMBER})(?![\w.]*[0-9])(?!\s?[%/*^·×+−(-]|\\)[\s$`*]*(nats?|bits?|bans?)?"
)
BASES = {"nat": 1.0, "bit": math.log(2), "ban": math.log(10)}
NEARLY = 1e-12
FEW_DIGITS = 0.01
"""What the digits of each number, where they have different ones, may leave of a sum; it is not judged then."""

FEWEST_ROUNDED = 3
"""With so many digits, probabilities may have been rounded; then so much may be off that was worked out of them."""

FAR = 0.35
"""A sum so far from 1 is of no distribution."""

BETWEEN = 60
"""Characters that may stand between two vectors, or a quantity's name and its vector."""


class Quantity(NamedTuple):
    """A quantity of one or two vectors, and how its name is written before them."""

    name: re.Pattern[str]
    size: int
    function: Callable[..., float]


def _cross_entropy(p: Row, q: Row) -> float:
    return cross(p, logs(q))


QUANTITIES = (
    Quantity(re.compile(r"(?:\bKL\b|D_?\{?KL\}?|\bkl[ -]divergence\b)[^.;:=\[({]*[\[({\s]*$", re.IGNORECASE), 2, kl),
    Quantity(re.compile(r"(?:cross[ -]entropy|(?<![\w_])H|\bCE)[^.;:=\[({]*[\[({\s]*$", re.IGNORECASE), 2, _cross_entropy),
    Quantity(re.compile(r"(?:(?<!cross[ -])\bentropy|(?<![\w_])H)(?:\s+(?:of|for)|[^.;:=\w\[({]"
                        r"|\s+the|\s+distribution|\s+probabilities)*[\[({\s]*$",
                        re.IGNORECASE), 1, lambda p: _cross_entropy(p, p)),
)  # fmt: skip


Stated = tuple[tuple[int, int], Finding]
"""What is said of vectors, with the place of the claim."""


def stated_quantities(statement: Statement) -> Iterator[Stated]:
    """Check every distribution and every entropy that a text states with its vectors."""
    found = list(VECTOR.finditer(statement.text))
    for match in found:
        if (claim := _distribution(statement, match)) is not None:
            yield claim
    while found:
        used = 1
        for quantity in QUANTITIES:
            group = found[: quantity.size]
            claim = _claimed(statement, group, quantity) if len(group) == quantity.size else None
            if claim:
                yield claim
                used = quantity.size
                break
        found = found[used:]


def _distribution(statement: Statement, match: re.Match[str]) -> Stated | None:
    """Check that what is called a distribution adds up to 1; an interval, a point, a row of data is none."""
    text = statement.text
    before, after = text[max(0, match.start() - BETWEEN) : match.start()], text[match.end() : match.end() + BETWEEN]
    texts = re.split(r"\s*[,;]\s*", match[1])
    row = [float(each) for each in texts]
    is_interval = len(row) == 2 and (row[0] == 0 or row[1] == 1)  # noqa: PLR2004
    if max(row) > 1 or is_interval or match[0][0] + match[0][-1] in ("[)", "(]"):
        return None
    if not DISTRIBUTION.search(before) or NOT_BEFORE.search(before) or NOT_AFTER.search(after):
        return None
    status = adds_up(texts)
    whole = math.fsum(row)
    digits = math.fsum(of_digits(1, typed_decimals(each)) for each in texts)
    is_named = OF_ONE.search(before) or OF_ONE.search(after)
    if status == WRONG and (not is_named or abs(whole - 1) > FAR or abs(whole - 1) <= min(digits, FEW_DIGITS)):
        return None
    why = f"these probabilities add up to {whole:.9g}, not 1" if status == WRONG else ""
    where = placed(statement, match.span(), match.span())
    return match.span(), Finding(*where, status, (whole,), (1.0,), None, why)


def adds_up(texts: Sequence[str]) -> str:
    """Judge a sum of probabilities as far as their digits tell: right, rounded or wrong."""
    off = abs(sum(map(float, texts)) - 1)
    room = allowance(len(texts), most_decimals(list(map(typed_decimals, texts))))
    return RIGHT if off < NEARLY else ROUNDED if off <= room else WRONG


def _claimed(statement: Statement, group: list[re.Match[str]], quantity: Quantity) -> Stated | None:
    """Read a quantity of these vectors, if the text states one; only of vectors that are distributions."""
    text = statement.text
    before, after = text[max(0, group[0].start() - BETWEEN) : group[0].start()], text[group[-1].end() :][:BETWEEN]
    name, said = quantity.name.search(before), STATED.match(after)
    texts = [re.split(r"\s*[,;]\s*", match[1]) for match in group]
    rows = [tuple(float(each) for each in row) for row in texts]
    if not name or not said or len({len(row) for row in rows}) != 1 or group[-1].start() - group[0].end() > BETWEEN:
        return None
    if any(adds_up(row) == WRONG for row in texts):
        return None
    nats = quantity.function(*rows)
    unit = (said[2] or "").rstrip("s")
    number = double_of(said[1])
    if number is None or any(double_of(each) is None for row in texts for each in row):
        return None
    digits = min(max(len(each.partition(".")[2]) for each in row) for row in texts)
    rough = 1.5 * 10.0**-digits if digits >= FEWEST_ROUNDED else 0.0
    results = [
        (ORDER.index(status_of(Ball(nats / base, rough, NEARLY), Ball(number.value), number)), nats / base)
        for key, base in BASES.items()
        if not unit or key == unit
    ]
    at, right = min(results, key=lambda each: each[0])
    stated = group[-1].end() + said.start(1), group[-1].end() + said.end(1)
    whole = group[0].start() - len(before) + name.start(), stated[1]
    where = placed(statement, whole, stated)
    return whole, Finding(*where, ORDER[at], (number.value,), (right,), number.decimals)
