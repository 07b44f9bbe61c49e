"""Rows of two models paired: by row, by an id, or two predictions of the same row; on both cores, and in order."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.comparing.differences import Differences
from xentropy_cli.comparing.disagreement import disagreement, lengths_differ, not_in, twice
from xentropy_cli.comparing.id_table import IdTable
from xentropy_cli.comparing.loss_arrays import Losses, Measuring
from xentropy_cli.comparing.pair_tally import PairTally
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.sums_to_one import ALWAYS
from xentropy_cli.tables.codes import IGNORED, Codes
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.multilabel import joined_faults
from xentropy_cli.tables.truths.columns import refuse_other_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.arrays.kinds import Flags
    from xentropy_cli.comparing.asked import Asked
    from xentropy_cli.comparing.comparison import Loss
    from xentropy_cli.comparing.loss_arrays import Model
    from xentropy_cli.scoring.score import Watch
    from xentropy_cli.scoring.workers import Workers
    from xentropy_cli.tables.rows import BlockFaults

    Pair = tuple[Losses, Losses]


class Pairing:
    """Two models on their way to being compared."""

    def __init__(self, asked: Asked, left: Model, right: Model, workers: Workers, watch: Watch) -> None:
        """Nothing was read yet."""
        self.asked, self.models, self.workers, self.watch = asked, (left, right), workers, watch
        labels, groups = Codes(), Codes()
        self.kept = PairTally(labels, groups, asked.settings.top, asked.seed)
        self.rest: Iterator[Losses] = iter(())  # of the second model, joined by id
        shown = asked.settings.wanted.columns  # of the second file, which is never kept
        self.measuring = (Measuring(left, labels, groups), Measuring(right, labels, groups, shown))

    def tally(self) -> PairTally:
        """Pair all rows, and add them up."""
        for name in self.models[0].plan.classes:
            self.kept.classes[name] = Differences()
        join = self.of_one_file if self.asked.is_one_file else self.by_row if self.asked.on is None else self.by_id

        def added(given: tuple[Losses, Losses, int]) -> PairTally:
            return self.kept.part().add(*given)

        for part in self.workers.in_order(added, self.agreed(join())):
            self.kept.merge(part)
        self.kept.take_groups()
        return self.kept

    def losses(self, which: int) -> Iterator[Losses]:
        """The losses of one model, up to its first fault; the others are read only to count faults."""
        model = self.models[which]
        for losses, found in self.workers.in_order(self.measuring[which], model.table.blocks()):
            self.tell(model)
            self.kept.skipped += losses.unnamed
            model.clipped += losses.clipped
            if losses.size and not model.bad_rows.is_over:
                yield losses
            if not model.bad_rows.note(found, model.name):
                break
        self.settle(which)

    def settle(self, which: int) -> None:
        """Raise what is missing at the end of a model: its first fault, or rows that its truth tells of."""
        self.models[which].bad_rows.settle()
        self.measuring[which].reader.settle()

    def tell(self, model: Model) -> None:
        """Say how far a file was read."""
        if self.watch is not None and model.table.bytes_read is not None:
            self.watch(model.name, model.table.bytes_read)

    def of_one_file(self) -> Iterator[Pair]:
        """Pair two predictions of each row."""
        left, right = self.models

        def both(block: Any) -> tuple[tuple[Losses, BlockFaults], tuple[Losses, BlockFaults]]:
            return self.measuring[0](block), self.measuring[1](block)

        for (a, found_a), (b, found_b) in self.workers.in_order(both, left.table.blocks()):
            self.tell(left)
            left.clipped += a.clipped
            right.clipped += b.clipped
            yield same_size(a, b)
            found = joined_faults((found_a, found_b))
            found.ignored = found_a.ignored  # the label of a row is that of both
            if not left.bad_rows.note(found, left.name):
                break
        self.settle(0)
        self.settle(1)

    def by_row(self) -> Iterator[Pair]:
        """Pair the first row with the first, the second with the second, and so on."""
        each = [self.losses(0), self.losses(1)]
        rest: list[Losses | None] = [None, None]
        while True:
            for k, side in enumerate(each):
                if rest[k] is None:
                    rest[k] = next(side, None)
            a, b = rest
            if a is not None and b is not None:
                yield same_size(a, b)
                n = min(a.size, b.size)
                rest = [batch.take(slice(n, None)) if batch.size > n else None for batch in (a, b)]
            elif a is not None:
                raise lengths_differ(self.kept.loss(a, 0, a), self.models[1].name)
            elif b is not None:
                raise lengths_differ(self.kept.loss(b, 0, b), self.models[0].name)
            else:
                left, right = self.models
                return refuse_other_order(left.table.shape, right.table.shape, (left.name, right.name))

    def by_id(self) -> Iterator[Pair]:
        """Pair rows by their id, in the order of the second file; every id must stand once in each."""
        left, right = self.models
        on = self.asked.on or ""
        table = IdTable(self.losses(0), no_losses(left, len(self.kept.labels)))
        repeated = table.first_repeated()
        if repeated is not None:
            row, first = (self.kept.loss(table.rows, at, None)._replace(key=table.text(at)) for at in repeated)
            raise twice(row, first.line, on)
        others = self.losses(1)
        for b in others:
            rows, taken_by = table.take(b)
            good = rows.size
            self.rest = chain([b.take(slice(good, None))], others)
            yield table.rows.take(rows), b.take(slice(0, good))
            if taken_by is not None:
                row = self.kept.loss(b, good, b)
                self.rest = chain([b.take(slice(good + 1, None))], others)
                raise twice(row, taken_by, on) if taken_by else self.again(row) or not_in(row, left.name)
        alone = table.first_left()
        if alone is not None:
            raise not_in(self.kept.loss(table.rows, alone, None)._replace(key=table.text(alone)), right.name)

    def agreed(self, pairs: Iterable[Pair]) -> Iterator[tuple[Losses, Losses, int]]:
        """Leave out rows that one side left out; refuse others that do not agree; count those before."""
        start = 0
        for one, two in pairs:
            a, b = one, two
            counts, bad = self.counted(a, b)
            if not counts.all():
                self.kept.skipped += int(np.count_nonzero(bad))
                a, b = a.take(counts), b.take(counts)
            at = first_difference(a, b)
            if at is not None:
                row = self.kept.loss(b, at, b)
                fault = disagreement(self.kept.loss(a, at, a), row, self.asked.on)
                if fault is not None:
                    raise self.again(row) or fault
            if a.size:
                yield a, b, start
                start += a.size

    def counted(self, a: Losses, b: Losses) -> tuple[Flags, Flags]:
        """Which pairs count, and which are bad; one that only one side ignores counts, as its labels do not agree."""
        ignored = [side.labels == IGNORED for side in (a, b)]
        faults = [np.isnan(side.loss) & ~aside for side, aside in zip((a, b), ignored, strict=True)]
        bad = np.asarray(faults[0] | faults[1])
        return ~(bad | (ignored[0] & ignored[1])), bad

    def again(self, row: Loss) -> XentError | None:
        """What is wrong with a row without a fitting partner if its id comes once more: as far as the file can be read."""
        with suppress(XentError):
            for batch in self.rest:
                at = None if batch.ids is None or row.key is None else batch.ids.first(row.key)
                if at is not None:
                    return twice(self.kept.loss(batch, at, batch), row.line, self.asked.on or "")
        return None


def no_losses(model: Model, labels: int) -> Losses:
    """No rows of a model, with the columns that all of its rows have."""
    numbers, codes = np.empty(0), np.empty(0, dtype=np.intp)
    weights = None if model.plan.weight is None else numbers
    groups = None if model.plan.by is None else codes
    p = np.empty((0, labels)) if model.plan.truths else None
    return Losses(model.name, codes, codes, numbers, numbers, weights, groups, Ids.of([]), p)


def same_size(a: Losses, b: Losses) -> Pair:
    """The rows that both have, from the first."""
    both = slice(0, min(a.size, b.size))
    return a.take(both), b.take(both)


def first_difference(a: Losses, b: Losses) -> int | None:
    """The first row on which two sides do not agree: see `disagreement`."""
    differs = a.labels != b.labels if a.p is None or b.p is None else (np.abs(a.p - b.p) > ALWAYS).any(axis=1)
    if a.weights is not None and b.weights is not None:
        differs |= a.weights != b.weights
    if a.groups is not None and b.groups is not None:
        differs |= a.groups != b.groups
    if a.ids is not None and b.ids is not None:
        for one, two in zip_longest(a.ids.words(), b.ids.words(), fillvalue=np.uint64(0)):
            differs |= one != two
    return int(differs.argmax()) if differs.any() else None
