"""Everything that somebody may have done with these inputs, and the number that each gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.conventions.inputs import with_rows
from xentropy_cli.conventions.libraries import others_alike, outcome
from xentropy_cli.conventions.why.departures import Budget, Hypothesis, departure
from xentropy_cli.conventions.why.entries import miscopied
from xentropy_cli.conventions.why.entry_slips import slips
from xentropy_cli.conventions.why.losses import Menu
from xentropy_cli.conventions.why.reductions import Finishes
from xentropy_cli.conventions.why.sums import sums
from xentropy_cli.conventions.why.taking.clips import guarded
from xentropy_cli.conventions.why.taking.meanings import meanings
from xentropy_cli.conventions.why.taking.orders import changed_places, orders
from xentropy_cli.conventions.why.taking.views import plain_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.libraries import CallResult
    from xentropy_cli.conventions.why.departures import Departure
    from xentropy_cli.conventions.why.taking.views import View

FULL = Budget()


def hypotheses(inputs: Inputs, exact: float, budget: Budget = FULL) -> Iterator[Hypothesis]:
    """Everything that the budget allows, one after another: none is kept here."""
    finishes, menu = Finishes(inputs, budget), Menu(inputs, budget)
    for view in filter(budget.keeps, views(inputs, budget)):
        for each in menu.losses(view):
            if budget.keeps(each):
                for start in sums(each, inputs, budget):
                    yield from finishes.of(start)
    for start in filter(budget.keeps, slips(plain_view(inputs), inputs, budget)):
        yield from finishes.of(start)
    if budget.asks_for("library"):
        yield from (each for each in by_library(inputs, exact) if len(each.departures) <= budget.departures)
    if budget.asks_for("miscopied"):
        yield from miscopied(exact)


def views(inputs: Inputs, budget: Budget) -> Iterator[View]:
    """The numbers as they were given first, then every other way to take them from which the budget may go on."""
    plain = plain_view(inputs)
    yield plain
    if not inputs.rows:
        return
    for meant in filter(budget.keeps, (plain, *meanings(plain, inputs))):
        is_plain = meant is plain
        for each in filter(budget.keeps, (meant, *orders(meant, inputs, is_plain=is_plain))):
            if each is not plain:
                yield each
            yield from guarded(each, is_plain=each is plain)
    for each in changed_places(plain, inputs):
        if len(each.departures) > 1:
            yield each
        yield from guarded(each, is_plain=False)


def by_library(inputs: Inputs, exact: float) -> Iterator[Hypothesis]:
    """What libraries give where it is another number, also for logits given as probabilities and the reverse."""
    yield from by_outcomes((outcome(row, inputs, exact) for row in CONVENTIONS.values()), exact)
    if inputs.given == "logits":
        taken = with_rows(
            inputs, tuple((1 - row[0], row[0]) for row in inputs.rows) if inputs.is_binary else inputs.rows
        )
        lax = [row for row in CONVENTIONS.values() if row.expects == "probabilities" and row.library in UNCHECKING]
        how = departure("logits-as-probabilities", bits=1)
        yield from by_outcomes((outcome(row, taken, exact) for row in lax), exact, (how,))
    if inputs.given == "pred" and inputs.rows:
        rows = tuple((row[1],) for row in inputs.rows) if inputs.is_binary else inputs.rows
        fed = [row for row in CONVENTIONS.values() if row.expects == "logits"]
        how, taken = departure("probabilities-as-logits"), with_rows(inputs, rows, "logits")
        yield from by_outcomes((outcome(row, taken, exact) for row in fed), exact, (how,))


UNCHECKING = ("Keras", "MLmetrics (R)", "Kaggle", "yardstick (R)")
"""Libraries that take numbers that are no probabilities without a word."""


def by_outcomes(
    outcomes: Iterable[CallResult], exact: float, before: tuple[Departure, ...] = ()
) -> Iterator[Hypothesis]:
    """What calls give where it is another number than the exact one."""
    for value, (row, *alike) in others_alike(outcomes, exact):
        is_common = any(each.library in COMMON for each in (row, *alike))
        does = f"{row.does} (and alike: {', '.join(each.key for each in alike)})" if alike else row.does
        bits = MISUSED_BITS if before and is_common else LIBRARY_BITS
        departures = (*before, departure("library", f"{row.library}'s {row.call}", does, row.key, bits=bits))
        yield Hypothesis(value, sum(each.bits for each in departures), departures)


LIBRARY_BITS = 3.1
MISUSED_BITS = 1.5
COMMON = ("Keras", "PyTorch")
"""Libraries that are often given the one for the other."""
