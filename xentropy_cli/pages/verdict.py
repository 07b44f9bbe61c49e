"""A verdict → the blocks of its page, and its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import figure, json_number
from xentropy_cli.pages.blocks import Block, Heading, Prose, Remark
from xentropy_cli.pages.result import DIGITS, MOST_DIGITS, Result
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.why.departures import Hypothesis
    from xentropy_cli.conventions.why.search import Cause, Verdict

MOST_SHOWN = 10
MOST_CANDIDATES = 5
CHANCE_DIGITS = 4


class VerdictResult(Result):
    """What turns the inputs into the number asked about."""

    def __init__(self, verdict: Verdict) -> None:
        """Keep the verdict."""
        self.verdict = verdict
        self.notes = verdict.derivation.notes

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the causes, the chance of each, and how to put it right."""
        verdict, derivation = self.verdict, self.verdict.derivation
        exact = f"{figure(derivation.value, digits)} {derivation.unit}"
        return (
            Heading(_heading(verdict)),
            Prose(f"Read as: {derivation.read_as}. Exactly: {exact}."),
            *_causes(verdict, digits, every_row=every_row),
            Prose(_odds(verdict) if verdict.target.is_finite else _beyond_numbers(verdict)),
            *_candidates(verdict, digits, every_row=every_row),
            *_near_miss(verdict, digits),
            *(Remark(note.code, note.text) for note in self.notes),
        )

    def record(self) -> dict[str, Any]:
        """Name every field; `value` is that of the first cause."""
        verdict, derivation = self.verdict, self.verdict.derivation
        first = verdict.causes[0].hypothesis.value if verdict.causes else None
        return {
            "number": json_number(verdict.target.value),
            "digits": verdict.target.digits,
            "read_as": derivation.read_as,
            "exact": json_number(float(derivation.value)),
            "unit": derivation.unit,
            "found": bool(verdict.causes),
            **({} if first is None else {"value": json_number(first)}),
            "causes": [_fields(cause) for cause in verdict.causes],
            "doubtful": [_fields(cause) for cause in verdict.found.doubtful],
            "tried": verdict.found.tried,
            "expected_by_chance": verdict.found.expected,
            "limit": verdict.target.limit,
            **({"nearest": _named(verdict.found.nearest)} if verdict.found.nearest else {}),
            "notes": [{"code": note.code, "text": note.text} for note in derivation.notes],
        }


def _heading(verdict: Verdict) -> str:
    shown = verdict.target.text
    if verdict.causes:
        return f"{shown}: {verdict.causes[0].hypothesis.sentence}"
    if verdict.found.doubtful and verdict.target.round_name:
        return f"{shown}: no cause is named, since many calculations give {verdict.target.round_name}"
    if verdict.found.doubtful:
        return f"{shown}: no cause is named, since chance alone would find as good a fit"
    return f"{shown}: nothing that was tried gives it"


def _causes(verdict: Verdict, digits: int, *, every_row: bool) -> Iterator[Prose]:
    """Each cause in a paragraph, from the fewest and most common departures to the rarest."""
    shown = verdict.causes if every_row else verdict.causes[:MOST_SHOWN]
    for at, cause in enumerate(shown, 1):
        fix = cause.hypothesis.repair
        chance = f" {_by_chance(cause)}" if verdict.target.is_finite else ""
        right = f" To put it right: {fix}." if fix else ""
        yield Prose(f"{at}. {_what(cause, verdict, digits)}{right}{chance}")
    if len(shown) < len(verdict.causes):
        yield Prose(f"… {len(verdict.causes) - len(shown)} more causes (--all shows them)")


def _candidates(verdict: Verdict, digits: int, *, every_row: bool) -> Iterator[Prose]:
    """What fits too easily to be named, the likeliest first: where nothing is named, or all is asked for."""
    doubtful = verdict.found.doubtful if every_row or not verdict.causes else ()
    shown = doubtful if every_row else doubtful[:MOST_CANDIDATES]
    for cause in shown:
        yield Prose(f"Perhaps {_what(cause, verdict, digits)} {_by_chance(cause)}")
    if len(shown) < len(doubtful):
        yield Prose(f"… {len(doubtful) - len(shown)} more that fit (--all shows them)")


def _what(cause: Cause, verdict: Verdict, digits: int) -> str:
    """The value of what fits, and what was done."""
    value = figure(cause.hypothesis.value, max(digits, _decimals(verdict) + 1))
    return f"{value}: {cause.hypothesis.sentence}."


def _by_chance(cause: Cause) -> str:
    """How many as likely as what fits would fit by chance."""
    return f"(By chance: {figure(cause.chance, CHANCE_DIGITS)}.)"


def _decimals(verdict: Verdict) -> int:
    """The digits after the point of the number asked about."""
    return min(len(verdict.target.text.partition(".")[2].partition("e")[0]), MOST_DIGITS - 2)


def _odds(verdict: Verdict) -> str:
    """Say how many hypotheses were tried, and how many of them chance would make fit."""
    target = verdict.target
    precise = f"{target.digits} digit{'s' * (target.digits != 1)}"
    expected = figure(verdict.found.expected, CHANCE_DIGITS)
    chance = f"a random number of {precise} near this one would be expected to fit {expected} of them"
    text = f"Tried {verdict.found.tried} hypotheses; {chance}."
    return text + (_doubt(verdict) if verdict.found.doubtful else "")


def _beyond_numbers(verdict: Verdict) -> str:
    """Say what was tried of a number that is none, and where to look where none of it gives that."""
    shown, tried = verdict.target.text, f"Tried {counted(verdict.found.tried, 'way')} to nan and infinity."
    where = f" None makes {shown} of these numbers: look for it in what reached the loss, and for a mean over no rows."
    return f"{tried}{'' if verdict.causes else where} What becomes of log 0: xent explain zero"


def _doubt(verdict: Verdict) -> str:
    """Say why what fits is not named."""
    n, target = len(verdict.found.doubtful), verdict.target
    fits = f" {n} {'more ' if verdict.causes else ''}{'fit' if n != 1 else 'fits'}, but"
    if target.round_name:
        what = "" if target.text == target.round_name else f"it is {target.round_name}, and "
        return f"{fits} {what}so round a number says little about where it comes from."
    text = f"{fits} where chance alone gives more than {figure(target.limit, 3)} fits as likely, none is named."
    return text if verdict.causes else f"{text} More digits of the number would tell."


def _near_miss(verdict: Verdict, digits: int) -> Iterator[Prose]:
    near = verdict.found.nearest
    if near is not None:
        shown = figure(near.value, max(digits, _decimals(verdict) + 1))
        yield Prose(f"The nearest miss is {shown}: {near.sentence}.")


def _fields(cause: Cause) -> dict[str, Any]:
    return {**_named(cause.hypothesis), "fix": cause.hypothesis.repair, "chance": cause.chance}


def _named(hypothesis: Hypothesis) -> dict[str, Any]:
    return {
        "value": json_number(hypothesis.value),
        "departures": hypothesis.keys,
        "bits": hypothesis.bits,
        "text": hypothesis.sentence,
    }
