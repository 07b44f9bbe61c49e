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
FRACTION = r"(?:[0-9]{1,9}\s?/\s?[1-9][0-9]{0,8}|\\[dt]?frac\{[0-9]{1,9}\}\{[1-9][0-9]{0,8}\})"
FRAC = re.compile(r"\\[dt]?frac\{([0-9]+)\}\{([0-9]+)\}")
VALUE = rf"(?:{FRACTION}|{NUMBER})"
PART = rf"\s*(?:{FRACTION}|0?\.[0-9]*[1-9])\s*"
CALL = rf"(?:(?<=(?<!\w)H)|(?<=[Ee]ntropy)|(?<=(?<![\w\\])I)(?=\(\s*{FRACTION})|(?<=(?<!\w)Info))(?=\((?:{PART}[,;])+{PART}\))"
"""Before an entropy written as a function of probabilities; I, as of fractions, is written in books on decision trees.

Of two decimals, H(0.3, 0.7) may be something else, if it is far off.
"""

VECTOR = re.compile(rf"(?:(?<![\w)\]])|{CALL})[\[({{]\s*({VALUE}(?:\s*(?:,|;)\s*{VALUE}){{1,99}})\s*[\])}}](?!\s*\^)")
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
NEAR = 0.1
"""How far off, relatively, a wrong value is of which the unit is thought to be the one it comes near in."""

FEW_DIGITS = 0.01
"""What the digits of each number, where they have different ones, may leave of a sum; it is not judged then."""

FEWEST_ROUNDED = 3
"""With so many digits, probabilities may have been rounded; then so much may be off that was worked out of them."""

FAR = 0.35
"""A sum so far from 1 is of no distribution."""

OF_TWO = 2
BETWEEN = 60
"""Characters that may stand between two vectors, or a quantity's name and its vector."""


class Quantity(NamedTuple):
    """A quantity of one or two vectors, how its name is written before them, and all that it may mean, in nats.

    `is_of`: whether it is one of these vectors.
    """

    name: re.Pattern[str]
    size: int
    meant: Callable[..., tuple[float, ...]]
    is_of: Callable[[Sequence[Sequence[str]]], bool]


def _cross_entropies(p: Row, q: Row) -> tuple[float, ...]:
    return (cross(p, logs(q)),)


def _entropies(p: Row) -> tuple[float, ...]:
    """The entropy of a distribution; of two numbers, H(0.3, 0.7), also the cross-entropy of one chance with the other."""
    return (*_cross_entropies(p, p), *(_cross_entropies(p, p[::-1]) if len(p) == OF_TWO else ()))


def _losses_of_labels(truth: Row, q: Row) -> tuple[float, ...]:
    """The sum and the mean of the losses of independent classes; the loss of the true one alone, as it is and rescaled."""
    each = [-math.log(b if a else 1 - b) for a, b in zip(truth, q, strict=True)]
    of_true = [loss for a, loss in zip(truth, each, strict=True) if a]
    alone = math.fsum(of_true)
    return math.fsum(each), math.fsum(each) / len(each), alone, alone + len(of_true) * math.log(math.fsum(q))


def _are_distributions(rows: Sequence[Sequence[str]]) -> bool:
    return not any(adds_up(row) == WRONG for row in rows)


def _are_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these are outcomes, 0 or 1, and probabilities that are no distribution."""
    truth, q = ([value_of(each) for each in row] for row in rows)
    return {0.0, 1.0}.issuperset(truth) and all(0 < each < 1 for each in q) and adds_up(rows[1]) == WRONG


KL = re.compile(r"(?:\bKL\b|D_?\{?KL\}?|\bkl[ -]divergence\b)[^.;:=\[({]*[\[({\s]*$", re.IGNORECASE)
CROSS = re.compile(r"(?:cross[ -]entropy|(?<![\w_])H|\bCE)[^.;:=\[({]*[\[({\s]*$", re.IGNORECASE)
LOSS = re.compile(r"(?:cross[ -]entropy|(?<![a-z_])B?CE)\s*[\[({]\s*$", re.IGNORECASE)
ENTROPY = re.compile(
    r"(?:(?<!cross[ -])\bentropy|(?<![\w_])H)(?:\s+(?:of|for)|[^.;:=\w\[({]|\s+the|\s+distribution|\s+probabilities)*"
    r"[\[({\s]*$",
    re.IGNORECASE,
)
INFORMATION = re.compile(r"(?<![\w\\])I(?:nfo)?$")

QUANTITIES = (
    Quantity(KL, 2, lambda *rows: (kl(*rows),), _are_distributions),
    Quantity(CROSS, 2, _cross_entropies, _are_distributions),
    Quantity(LOSS, 2, _losses_of_labels, _are_labels),
    Quantity(ENTROPY, 1, _entropies, _are_distributions),
    Quantity(INFORMATION, 1, _entropies, _are_distributions),
)

FACTOR = re.compile(r"\S[ \t]*(?:[-−–+/·×⋅∗^]|(?<!\*)\*|\\cdot|\\times)[ \t{$]*$|[)\]}]$|[0-9][ \t]+$")
"""What stands before a quantity that is a part of something, 1 - H(0.9, 0.1): no mark at the start of a line."""

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
    texts = _numbers(match)
    row = [value_of(each) for each in texts]
    is_interval = len(row) == 2 and (row[0] == 0 or row[1] == 1)  # noqa: PLR2004
    if (
        max(row) > 1
        or "/" in match[1]
        or "frac" in match[1]
        or is_interval
        or match[0][0] + match[0][-1] in ("[)", "(]")
    ):
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


def _numbers(match: re.Match[str]) -> list[str]:
    """The numbers of a vector, a fraction of LaTeX as 5/8."""
    return re.split(r"\s*[,;]\s*", FRAC.sub(r"\1/\2", match[1]))


def value_of(text: str) -> float:
    """The value of a number or a fraction of two.

    >>> value_of("5/8"), value_of("0.3")
    (0.625, 0.3)
    """
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom or 1)


def adds_up(texts: Sequence[str]) -> str:
    """Judge a sum of probabilities as far as their digits tell: right, rounded or wrong."""
    off = abs(sum(map(value_of, texts)) - 1)
    room = allowance(len(texts), most_decimals(list(map(typed_decimals, texts))))
    return RIGHT if off < NEARLY else ROUNDED if off <= room else WRONG


def _claimed(statement: Statement, group: list[re.Match[str]], quantity: Quantity) -> Stated | None:
    """Read a quantity of these vectors, if the text states one; only of vectors that are distributions."""
    text = statement.text
    before, after = text[max(0, group[0].start() - BETWEEN) : group[0].start()], text[group[-1].end() :][:BETWEEN]
    name, said = quantity.name.search(before), STATED.match(after)
    texts = [_numbers(match) for match in group]
    rows = [tuple(map(value_of, row)) for row in texts]
    is_call = text[group[0].start() - 1 : group[0].start()].isalpha()
    is_part = name and (FACTOR.search(before[: name.start()]) or (is_call and after.lstrip()[:1] in tuple(")]}")))
    is_apart = any(sign in text[group[0].end() : group[-1].start()] for sign in "=≈")
    if not name or not said or len({len(row) for row in rows}) != 1 or group[-1].start() - group[0].end() > BETWEEN:
        return None
    if is_part or is_apart or not quantity.is_of(texts):
        return None
    unit = (said[2] or "").rstrip("s")
    number = double_of(said[1])
    if number is None or any("/" not in each and double_of(each) is None for row in texts for each in row):
        return None
    digits = min(max(len(each.partition(".")[2]) for each in row) for row in texts)
    rough = 1.5 * 10.0**-digits if digits >= FEWEST_ROUNDED else 0.0
    results = [
        (
            ORDER.index(status_of(Ball(nats / base, rough, NEARLY), Ball(number.value), number)),
            abs(nats / base - number.value) > NEAR * nats / base,
            nats / base,
        )
        for nats in quantity.meant(*rows)
        for key, base in BASES.items()
        if not unit or key == unit
    ]
    at, is_far, right = min(results, key=lambda each: each[:2])
    if is_far and ORDER[at] == WRONG and is_call and len(rows[0]) == OF_TWO and "/" not in texts[0][0]:
        return None
    stated = group[-1].end() + said.start(1), group[-1].end() + said.end(1)
    whole = group[0].start() - len(before) + name.start(), stated[1]
    where = placed(statement, whole, stated)
    return whole, Finding(*where, ORDER[at], (number.value,), (right,), number.decimals)
