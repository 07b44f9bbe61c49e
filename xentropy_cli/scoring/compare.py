"""Two models on the same rows: the paired difference of their losses."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import IO, TYPE_CHECKING, NamedTuple

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.reading.records import Place
from xentropy_cli.reading.words import UNITS
from xentropy_cli.scoring.course import Course
from xentropy_cli.scoring.differences import Differences, Resampler
from xentropy_cli.scoring.measure import measure
from xentropy_cli.scoring.score import new_tally, open_table
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.scoring.score import Opened, Settings


class Loss(NamedTuple):
    """One model's loss on one row."""

    file: str
    line: int
    key: str | None
    label: str
    group: str | None
    loss: float
    truth: float


class Moved(NamedTuple):
    """A row on which the losses differ much."""

    a: Loss
    b: Loss

    @property
    def gap(self) -> float:
        """Loss of b − loss of a."""
        return 0.0 if self.a.loss == self.b.loss else self.b.loss - self.a.loss

    @property
    def rank(self) -> tuple[float, str, int]:
        """The largest difference first."""
        return -abs(self.gap), self.a.file, self.a.line


@dataclass
class Comparison:
    """The result: sums of differences over all rows, by class and by group, and the rows that moved most."""

    name_a: str
    name_b: str
    base: str
    top: int
    joined: str
    by: str | None = None
    all: Differences = field(default_factory=Differences)
    classes: dict[str, Differences] = field(default_factory=dict)
    groups: dict[str, Differences] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    bootstrap: tuple[float, float] | None = None

    @property
    def unit(self) -> str:
        """The unit of every loss."""
        return UNITS.get(self.base, f"base-{self.base} units")

    def add(self, pairs: list[Moved]) -> None:
        """Add pairs of rows."""
        self.all.add([(pair.a.loss, pair.b.loss) for pair in pairs])
        add_parts(self.classes, [(pair.a.label, pair) for pair in pairs])
        add_parts(self.groups, [(pair.a.group, pair) for pair in pairs if pair.a.group is not None])
        changed = [pair for pair in pairs if pair.gap]
        self.moved = nsmallest(self.top, [*self.moved, *changed], key=lambda pair: pair.rank)


def add_parts(parts: dict[str, Differences], pairs: list[tuple[str, Moved]]) -> None:
    """Add pairs to the sums of the class or group each belongs to."""
    split: dict[str, list[tuple[float, float]]] = {}
    for key, pair in pairs:
        split.setdefault(key, []).append((pair.a.loss, pair.b.loss))
    for key, losses in split.items():
        parts.setdefault(key, Differences()).add(losses)


def compare_files(
    files: tuple[str, str], settings: Settings, stdin: IO[bytes] | None, on: str | None, seed: int
) -> Comparison:
    """Compare two files of predictions, joined by an id column or row by row."""
    a, b = files
    keyed = settings._replace(wanted=settings.wanted._replace(id=on)) if on is not None else settings
    left, right = losses(a, keyed, stdin), losses(b, keyed, stdin)
    pairs = joined_by_id(left, right, on) if on is not None else joined_by_row(left, right, a, b)
    return compared(pairs, Comparison(a, b, settings.base, settings.top, on or "row", settings.wanted.by), seed)


def compare_columns(
    name: str, specs: tuple[tuple[str, str], tuple[str, str]], settings: Settings, stdin: IO[bytes] | None, seed: int
) -> Comparison:
    """Compare two predictions of one file; each is the name of an option (pred, logits, logprobs) and its columns."""
    one, two = (settings._replace(wanted=settings.wanted._replace(**{option: spec})) for option, spec in specs)  # type: ignore[arg-type]  # the names of three text options
    opened = open_table(name, one, stdin)
    from xentropy_cli.reading.plan import plan_of

    other = plan_of(opened.shape, two.wanted, opened.source.name)
    readers = (opened.reader, opened.reader._replace(plan=other))
    result = Comparison(specs[0][1], specs[1][1], settings.base, settings.top, "row", settings.wanted.by)
    return compared(same_rows(opened, readers, (one, two)), result, seed)


def compared(batches: Iterator[list[Moved]], result: Comparison, seed: int) -> Comparison:
    """Add batches of pairs, and resample their differences."""
    resampler = Resampler(seed)
    for pairs in batches:
        result.add(pairs)
        for pair in pairs:
            if math.isfinite(pair.gap):
                resampler.add(pair.gap)
    if result.all.infinite_a and result.all.infinite_b:
        raise undefined(result)
    if not (result.all.infinite_a or result.all.infinite_b):
        result.bootstrap = resampler.interval()
    return result


def losses(name: str, settings: Settings, stdin: IO[bytes] | None) -> Iterator[list[Loss]]:
    """The losses of the rows of a file, a block at a time."""
    opened = open_table(name, settings, stdin, keep_texts=settings.wanted.id is not None)
    plan, course = opened.plan, Course(settings.skip_bad)
    method = new_tally(plan, settings).method
    for number, block in enumerate(opened.blocks):
        found = opened.reader.read(block, first=not number)
        keys: list[str | None] = [None] * len(found.rows)
        if plan.id is not None:
            texts = zip(found.rows, found.texts, strict=True)
            keys = [opened.reader.cut(Place(block.name, row.line, text))[plan.id] for row, text in texts]
        batch = []
        for row, key in zip(found.rows, keys, strict=True):
            m = measure(method, row.label, row.q)
            label = plan.classes[row.label] if plan.classes else "event"
            batch.append(Loss(block.name, row.line, key, label, row.group, m.loss, m.truth))
        if not course.note(found, block.name):
            break
        if not course.fault or settings.skip_bad:
            yield batch
    course.settle()


def same_rows(opened: Opened, readers: tuple, settings: tuple[Settings, Settings]) -> Iterator[list[Moved]]:  # type: ignore[type-arg]  # two Readers
    """Pair the two predictions of each row of one file."""
    course = Course(settings[0].skip_bad)
    methods = [new_tally(reader.plan, one).method for reader, one in zip(readers, settings, strict=True)]
    for number, block in enumerate(opened.blocks):
        sides: list[dict[int, Loss]] = []
        for reader, method in zip(readers, methods, strict=True):
            found = reader.read(block, first=not number)
            keep = {}
            for row in found.rows:
                m = measure(method, row.label, row.q)
                label = reader.plan.classes[row.label] if reader.plan.classes else "event"
                keep[row.line] = Loss(block.name, row.line, None, label, row.group, m.loss, m.truth)
            sides.append(keep)
            if not course.note(found, block.name):
                course.settle()
        if not course.fault or settings[0].skip_bad:
            yield [Moved(a, sides[1][line]) for line, a in sides[0].items() if line in sides[1]]
    course.settle()


def joined_by_row(left: Iterator[list[Loss]], right: Iterator[list[Loss]], a: str, b: str) -> Iterator[list[Moved]]:
    """Pair the first row with the first, the second with the second, and so on."""
    ones, twos = flat(left), flat(right)
    batch: list[Moved] = []
    while True:
        one, two = next(ones, None), next(twos, None)
        if one is None and two is None:
            break
        if one is None or two is None:
            raise lengths_differ(one or two, a if two is None else b, b if two is None else a)  # type: ignore[arg-type]  # one of them is a row
        batch.append(paired(one, two))
        if len(batch) == 10_000:  # noqa: PLR2004  enough to add at once
            yield batch
            batch = []
    yield batch


def flat(batches: Iterator[list[Loss]]) -> Iterator[Loss]:
    """One row after the other."""
    for batch in batches:
        yield from batch


def paired(one: Loss, two: Loss) -> Moved:
    """Pair two rows whose labels must be the same."""
    if one.label != two.label:
        text = f"{visible(one.label)} / {visible(two.label)}"
        raise XentError(
            "labels-differ",
            "The two files say that different things happened.",
            where=f"{visible(one.file)}:{one.line} and {visible(two.file)}:{two.line}",
            text=text,
            span=(0, len(text)),
            why="Two models are compared on the same rows, and a row has one label.",
            fix="Join the rows by a column that names them: --on id",
            status=BAD_DATA,
        )
    return Moved(one, two)


def joined_by_id(left: Iterator[list[Loss]], right: Iterator[list[Loss]], on: str) -> Iterator[list[Moved]]:
    """Pair rows by their id; every id must stand once in each file."""
    known: dict[str, Loss] = {}
    for row in flat(left):
        if row.key in known:
            raise id_fault("duplicate-id", row, f"{visible(row.key or '')} stands twice in column {visible(on)}.")
        known[row.key or ""] = row
    seen: set[str] = set()
    for batch in right:
        pairs = []
        for row in batch:
            key = row.key or ""
            if key in seen:
                raise id_fault("duplicate-id", row, f"{visible(key)} stands twice in column {visible(on)}.")
            if key not in known:
                raise id_fault("missing-id", row, f"{visible(key)} is not in the first file.")
            seen.add(key)
            pairs.append(paired(known[key], row))
        yield pairs
    rest = next((row for key, row in known.items() if key not in seen), None)
    if rest is not None:
        raise id_fault("missing-id", rest, f"{visible(rest.key or '')} is not in the second file.")


def id_fault(code: str, row: Loss, message: str) -> XentError:
    """Refuse rows that cannot be joined one to one."""
    text = row.key or " "
    return XentError(
        code,
        message,
        where=f"{visible(row.file)}:{row.line}",
        text=text,
        span=(0, len(text)),
        why="Rows are joined one to one, so every id stands once in each file.",
        fix="Compare files with the same rows, or join by another column: --on COLUMN",
        status=BAD_DATA,
    )


def lengths_differ(row: Loss, longer: str, shorter: str) -> XentError:
    """Refuse files of different length."""
    text = f"{longer}:{row.line}"
    return XentError(
        "rows-differ",
        f"{visible(longer)} has more rows than {visible(shorter)}.",
        where=text,
        text=text,
        span=(len(longer) + 1, len(text)),
        why="Rows are compared one by one, and this one has no partner.",
        fix="Join them by a column that names the rows: --on id",
        status=BAD_DATA,
    )


def undefined(result: Comparison) -> XentError:
    """Refuse a difference of two infinite means."""
    text = f"{result.name_a} / {result.name_b}"
    return XentError(
        "both-infinite",
        "Both models have an infinite mean loss.",
        where="the two predictions",
        text=text,
        span=(0, len(text)),
        why="∞ − ∞ is no number: each gave probability 0 to something that happened.",
        fix="Score each to see those rows, or add --clip 1e-15 to compare them with that in mind.",
        status=BAD_DATA,
    )
