"""Rows of two long sides paired as arrays, on both cores: the same pairs, sums and refusals as one at a time in `pairs`."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from xentropy_cli.comparing.comparison import Comparison, Loss, Moved
from xentropy_cli.comparing.differences import Differences
from xentropy_cli.comparing.differences_arrays import DifferenceArrays, differences_by, resampled, weighted
from xentropy_cli.comparing.disagreement import disagreement, lengths_differ, not_in, twice
from xentropy_cli.comparing.id_table import IdTable
from xentropy_cli.comparing.loss_arrays import Batch, Codes, Work
from xentropy_cli.comparing.models import joint
from xentropy_cli.errors import XentError
from xentropy_cli.scoring.workers import THREADS, keep_freed_memory, lines_of
from xentropy_cli.tables.strict.reader import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from xentropy_cli.comparing.models import Side

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

Given = TypeVar("Given")
Made = TypeVar("Made")
Pair = tuple[Batch, Batch]


def add_long_pairs(
    result: Comparison, sides: tuple[Side, Side], *, is_one_file: bool, watch: Callable[[str, int], None] | None
) -> None:
    """Pair the rows of two sides, and add them."""
    keep_freed_memory()
    with ThreadPoolExecutor(THREADS) as pool:
        pairing = Pairing(result, sides, pool, watch)
        join = pairing.by_row if result.on is None else pairing.by_id
        pairs = pairing.of_one_file() if is_one_file else join()
        for part in ahead(pool, pairing.part, pairing.agreed(pairs)):
            result.merge(part)
            if pairing.by_group.is_full:
                pairing.take_groups()
        pairing.take_groups()


def ahead(pool: ThreadPoolExecutor, work: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
    """Give what is made of each thing in turn; at most one a thread waits to be made."""
    waiting: deque[Future[Made]] = deque()
    for each in given:
        waiting.append(pool.submit(work, each))
        if len(waiting) > THREADS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class Pairing:
    """Two sides on their way to being pairs; the texts of labels and groups have the same numbers in both."""

    def __init__(
        self,
        result: Comparison,
        sides: tuple[Side, Side],
        pool: ThreadPoolExecutor,
        watch: Callable[[str, int], None] | None,
    ) -> None:
        """Nothing was read yet."""
        self.result, self.sides, self.pool, self.watch = result, sides, pool, watch
        self.labels, self.groups = Codes(), Codes()
        self.by_group = DifferenceArrays(self.groups)
        self.rest: Iterator[Batch] = iter(())  # of the second side, joined by id
        self.works = tuple(Work(side, self.labels, self.groups, by_id=result.on is not None) for side in sides)
        for side in sides:
            if side.source is not None:
                side.source.count_lines = lines_of

    def batches(self, which: int) -> Iterator[Batch]:
        """The rows of one side, up to its first fault; the others are read only to count faults."""
        side, work = self.sides[which], self.works[which]
        for batch, found in ahead(self.pool, work, side.pieces):
            self.tell(side)
            self.result.skipped += batch.unnamed
            side.changed.clipped += batch.clipped
            if batch.size and not side.course.is_over:
                yield batch
            if found is not None and not side.course.note(found, side.name):
                return

    def tell(self, side: Side) -> None:
        """Say how far a file was read."""
        if self.watch is not None and side.source is not None:
            self.watch(side.name, side.source.raw.count)

    def of_one_file(self) -> Iterator[Pair]:
        """Pair two predictions of each row."""
        left, right = self.sides

        def both(piece: tuple[Any, Any]) -> tuple[tuple[Batch, Found | None], tuple[Batch, Found | None]]:
            return self.works[0](piece), self.works[1](piece)

        for (a, found_a), (b, found_b) in ahead(self.pool, both, left.pieces):
            self.tell(left)
            left.changed.clipped += a.clipped
            right.changed.clipped += b.clipped
            yield same_size(a, b)
            found = joint((found_a or Found(), found_b or Found()))
            if not left.course.note(found, left.name):
                break
        left.course.settle()

    def by_row(self) -> Iterator[Pair]:
        """Pair the first row with the first, the second with the second, and so on."""
        sides = [self.batches(0), self.batches(1)]
        rest: list[Batch | None] = [None, None]
        while True:
            for k, side in enumerate(sides):
                if rest[k] is None:
                    rest[k] = next(side, None)
                    if rest[k] is None:
                        self.sides[k].course.settle()
            a, b = rest
            if a is not None and b is not None:
                yield same_size(a, b)
                n = min(a.size, b.size)
                rest = [batch.take(slice(n, None)) if batch.size > n else None for batch in (a, b)]
            elif a is not None:
                raise lengths_differ(self.loss(a, 0, a), self.sides[1].name)
            elif b is not None:
                raise lengths_differ(self.loss(b, 0, b), self.sides[0].name)
            else:
                return

    def by_id(self) -> Iterator[Pair]:
        """Pair rows by their id, in the order of the second file; every id must stand once in each."""
        left, right = self.sides
        on = self.result.on or ""
        table = IdTable(self.batches(0), self.works[0].of_losses([], left.name))
        repeated = table.first_repeated()
        if repeated is not None:
            row, first = (self.loss(table.rows, at, None)._replace(key=table.text(at)) for at in repeated)
            raise twice(row, first.line, on)
        left.course.settle()
        others = self.batches(1)
        for b in others:
            rows, taken_by = table.take(b)
            good = rows.size
            self.rest = chain([b.take(slice(good, None))], others)
            yield table.rows.take(rows), b.take(slice(0, good))
            if taken_by is not None:
                row = self.loss(b, good, b)
                self.rest = chain([b.take(slice(good + 1, None))], others)
                raise twice(row, taken_by, on) if taken_by else self.again(row) or not_in(row, left.name)
        right.course.settle()
        alone = table.first_left()
        if alone is not None:
            raise not_in(self.loss(table.rows, alone, None)._replace(key=table.text(alone)), right.name)

    def agreed(self, pairs: Iterable[Pair]) -> Iterator[tuple[Batch, Batch, int]]:
        """Leave out rows that one side left out; refuse others that do not agree; count those before."""
        start = 0
        for one, two in pairs:
            a, b = one, two
            bad = np.isnan(a.loss) | np.isnan(b.loss)
            if bad.any():
                self.result.skipped += int(np.count_nonzero(bad))
                a, b = a.take(~bad), b.take(~bad)
            at = first_difference(a, b)
            if at is not None:
                row = self.loss(b, at, b)
                fault = disagreement(self.loss(a, at, a), row, self.result.on)
                if fault is not None:
                    raise self.again(row) or fault
            if a.size:
                yield a, b, start
                start += a.size

    def again(self, row: Loss) -> XentError | None:
        """What is wrong with a row without a fitting partner if its id comes once more: see `pairs.again`."""
        with suppress(XentError):
            for batch in self.rest:
                at = None if batch.ids is None or row.key is None else batch.ids.first(row.key)
                if at is not None:
                    return twice(self.loss(batch, at, batch), row.line, self.result.on or "")
        return None

    def take_groups(self) -> None:
        """Add to the result what was added up of each group."""
        groups = self.result.groups
        for code, sums in self.by_group.take().items():
            known = groups.setdefault(self.groups.texts[code], sums)
            if known is not sums:
                known.merge(sums)

    def part(self, given: tuple[Batch, Batch, int]) -> Comparison:
        """Add up some rows, before which `start` others stand; those of groups in `by_group`."""
        a, b, start = given
        found = replace(self.result, all=Differences(), classes={}, groups={}, moved=[], skipped=0)
        labels = np.maximum(a.labels, 0)  # rows without a label are all of one kind
        for code, sums in differences_by(labels, a.loss, b.loss, a.weights).items():
            found.all.merge(sums)
            if a.labels[0] >= 0:
                found.classes[self.labels.texts[code]] = sums
        if a.groups is not None:
            self.by_group.add(a.groups, a.loss, b.loss, a.weights)
        with np.errstate(invalid="ignore"):
            gaps = b.loss - a.loss
        found.resampler = type(self.result.resampler)(self.result.resampler.seed)
        if not (found.all.infinite_a or found.all.infinite_b):
            known = np.where(np.isfinite(gaps), gaps, 0.0)  # ∞ of weight 0 is 0
            found.resampler = resampled(found.resampler.seed, start, weighted(known, a.weights), a.weights)
        found.moved = [self.moved(a, b, row) for row in self.far(a, np.abs(gaps))]
        return found

    def far(self, a: Batch, sizes: Floats) -> list[int]:
        """The rows that moved most, and no less than the last of those already known."""
        known, top = self.result.moved, self.result.top
        floor = abs(known[-1].gap) if known and len(known) == top else 0.0
        near = np.flatnonzero((sizes >= floor) & (sizes > 0))
        if near.size > top:
            least = np.partition(sizes[near], near.size - top)[near.size - top] if top else np.inf
            above, equal = near[sizes[near] > least], near[sizes[near] == least]
            equal = equal[np.argsort(a.lines[equal], kind="stable")[: top - above.size]]
            near = np.concatenate((above, equal))
        return near.tolist()

    def moved(self, a: Batch, b: Batch, row: int) -> Moved:
        """A row with both losses."""
        return Moved(self.loss(a, row, b), self.loss(b, row, b))

    def loss(self, batch: Batch, row: int, named: Batch | None) -> Loss:
        """One row of a batch, with its id as another batch of the same rows has it."""
        label, group = int(batch.labels[row]), None if batch.groups is None else int(batch.groups[row])
        return Loss(
            batch.file,
            int(batch.lines[row]),
            None if named is None or named.ids is None else named.ids.text(row),
            self.labels.texts.get(label),
            None if group is None else self.groups.texts.get(group),
            float(batch.loss[row]),
            float(batch.truth[row]),
            1.0 if batch.weights is None else float(batch.weights[row]),
        )


def same_size(a: Batch, b: Batch) -> Pair:
    """The rows that both have, from the first."""
    both = slice(0, min(a.size, b.size))
    return a.take(both), b.take(both)


def first_difference(a: Batch, b: Batch) -> int | None:
    """The first row on which two sides do not agree: see `disagreement`."""
    differs = a.labels != b.labels
    if a.weights is not None and b.weights is not None:
        differs |= a.weights != b.weights
    if a.groups is not None and b.groups is not None:
        differs |= a.groups != b.groups
    if a.ids is not None and b.ids is not None:
        for one, two in zip_longest(a.ids.words(), b.ids.words(), fillvalue=np.uint64(0)):
            differs |= one != two
    return int(differs.argmax()) if differs.any() else None
