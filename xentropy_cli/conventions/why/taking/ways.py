"""Every way to take the numbers: what they are for, in what order, and rescaled or clipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.taking.clips import guarded
from xentropy_cli.conventions.why.taking.meanings import meanings
from xentropy_cli.conventions.why.taking.orders import changed_places, orders
from xentropy_cli.conventions.why.taking.views import plain_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Budget
    from xentropy_cli.conventions.why.taking.views import View


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
