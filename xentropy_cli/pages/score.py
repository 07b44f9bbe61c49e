"""A score summary → the blocks of its page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure, percent
from xentropy_cli.pages.blocks import (
    BLANK,
    Bar,
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Math,
    Prose,
    Remark,
    Table,
    Words,
)
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.pages.term_tables import Shown, side_by_side
from xentropy_cli.scoring import statistics
from xentropy_cli.scoring.score_notes import notes_of
from xentropy_cli.scoring.wording import read_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.notes import Note
    from xentropy_cli.scoring.rows import ScoredBlock
    from xentropy_cli.scoring.summary import ScoreSummary


class ScoreResult(Result):
    """The score of a file; its page shows predictions beside what happened where `calibration` is asked for."""

    chooses_columns = True

    def __init__(self, summary: ScoreSummary, *, calibration: bool = False) -> None:
        """Keep the summary, and what to show of it."""
        self.summary = summary
        self.calibration = calibration

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the mean loss, what goes with it, and where it comes from."""
        summary, tables = self.summary, ScoreTables(self.summary, digits, every_row)
        labelled = summary.method.kind != "events"
        return (
            Heading(f"Mean loss: {tables.shown(summary.mean)} {summary.unit}"),
            *(Prose(f"Read as: {words}.") for words in self.readings),
            tables.numbers(),
            *([tables.breakdown()] if labelled and math.isfinite(summary.mean) else []),
            *([tables.classes()] if labelled else []),
            *([tables.calibration()] if labelled and self.calibration else []),
            *([tables.groups()] if summary.groups else []),
            *([tables.worst()] if summary.worst else []),
            *(Remark(note.code, note.text) for note in self.notes),
        )

    def record(self) -> dict[str, Any]:
        """Name every field."""
        return self.summary.fields()

    @property
    def readings(self) -> tuple[str, ...]:
        """How many rows of what, from which columns."""
        return (read_as(self.summary),)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was infinite, changed or left out, and what looks wrong."""
        return notes_of(self.summary)


def bar_between(low: float, high: float, widest: float, role: str) -> Bar:
    """A bar from one amount to another, in shares of the widest."""
    return Bar(low / widest, max(high - low, 0.0) / widest, role)


class ScoreTables:
    """The tables of a summary, and what each of them needs."""

    def __init__(self, summary: ScoreSummary, digits: int, every_row: bool) -> None:  # noqa: FBT001  an option of the page
        """Keep the summary and how its numbers are shown."""
        self.summary = summary
        self.digits = digits
        self.every_row = every_row

    def shown(self, x: float) -> str:
        """Write a number."""
        return figure(x, self.digits)

    def cell(self, x: float | None, *, total: bool = False) -> Cell:
        """Put a number in a cell; what does not apply is blank."""
        return BLANK if x is None else Figure(self.shown(x), is_total=total)

    def count(self, x: float) -> Figure:
        """Put a number of rows, or a sum of weights, in a cell."""
        return Figure(f"{x:.0f}" if x == int(x) else self.shown(x))

    @property
    def of_rows(self) -> Column:
        """The head of what rows come to: their count, or the sum of their weights."""
        return Column(Words("weight" if self.summary.weighted else "rows"))

    def table(self, *columns: Shown) -> Table:
        """Put columns side by side."""
        return side_by_side(columns, every_row=self.every_row)

    def numbers(self) -> Table:
        """The mean and what goes with it, one a row."""
        rows = tuple(self.number_rows())
        return self.table(
            Shown(Column(Words("quantity"), "left"), tuple(Words(name) for name, _, _ in rows)),
            Shown(Column(Words("value")), tuple(cell for _, cell, _ in rows)),
            Shown(Column(BLANK, "left", 1), tuple(Words(meaning) for _, _, meaning in rows)),
        )

    def number_rows(self) -> Iterator[tuple[str, Cell, str]]:
        """Name, value and meaning of each number."""
        summary, sums = self.summary, self.summary.sums
        unit, base, weighted = summary.unit, summary.method.base, summary.weighted
        yield "rows", self.count(summary.n), "scored"
        if weighted:
            yield "weight", self.count(statistics.mass_of(sum(sums.mass), summary)), "of all rows"
        yield "mean", self.cell(summary.mean, total=True), f"{unit} a row"
        error = statistics.standard_error(sums, weighted=weighted)
        if error is not None:
            yield (
                "standard error",
                self.cell(error),
                "of the mean" + (", without the infinite rows" if any(sums.infinite) else ""),
            )
        rest = statistics.finite_mean(sums, weighted=weighted) if any(sums.infinite) else None
        if rest is not None:
            yield "mean of the others", self.cell(rest), "rows with a finite loss"
        yield "total", self.cell(summary.total), unit
        yield (
            "perplexity",
            self.cell(statistics.exponential(summary.mean, base)),
            f"{base}^mean: as many equal outcomes",
        )
        yield (
            "typical probability",
            self.cell(statistics.exponential(-summary.mean, base)),
            f"{base}^−mean: the geometric mean",
        )
        if summary.method.kind != "events":
            yield from self.label_rows()

    def label_rows(self) -> Iterator[tuple[str, Cell, str]]:
        """What needs a label."""
        summary, sums, base = self.summary, self.summary.sums, self.summary.method.base
        proportions = statistics.entropy_of(sums.mass, base)
        yield (
            "baseline, uniform",
            self.cell(statistics.uniform(len(summary.classes), base)),
            "log K: knowing nothing",
        )
        yield "baseline, proportions", self.cell(proportions), "knowing how often each class occurs"
        skill = statistics.skill(summary.mean, proportions)
        if skill is not None:
            yield "skill", self.cell(skill), "1 − mean / baseline of the proportions"
        yield "accuracy", self.cell(statistics.accuracy(sums)), "the most probable class happened"
        yield "Brier score", self.cell(statistics.brier(sums, weighted=summary.weighted)), "mean squared difference"

    def breakdown(self) -> Table:
        """Label entropy − resolution + miscalibration = mean, drawn end to end."""
        parts, mean = statistics.breakdown(self.summary), self.summary.mean
        of = "(happened‖predicted)" if self.summary.method.kind == "binary" else " of the likeliest"
        left = max(parts.label_entropy - parts.resolution, 0.0)
        widest = max(parts.label_entropy, mean) or 1.0
        gloss = f"KL{of}, {self.summary.method.bins} bins"
        ends = {
            "label entropy": (0.0, parts.label_entropy, "entropy"),
            "− resolution": (left, parts.label_entropy, "share"),
        }
        ends |= {"+ miscalibration": (left, mean, "divergence"), "= mean": (0.0, mean, "whole")}
        values = (*parts, mean)
        told = "what the predictions tell apart" if parts.resolution >= 0 else "below 0: they mislead in bins"
        meanings = ("what the proportions leave open", told, gloss, "adds up exactly")
        return self.table(
            Shown(Column(Words("breakdown"), "left"), tuple(map(Words, ends))),
            Shown(Column(Words(self.summary.unit)), tuple(self.cell(value, total=value is mean) for value in values)),
            Shown(
                Column(BLANK, "left", 1),
                tuple(bar_between(low, high, widest, role) for low, high, role in ends.values()),
            ),
            Shown(Column(BLANK, "left", 2), tuple(map(Words, meanings))),
        )

    def classes(self) -> Table:
        """One row a class."""
        rows = statistics.class_rows(self.summary)
        largest = (
            max((row.mean for row in rows if row.mean is not None and math.isfinite(row.mean)), default=0.0) or 1.0
        )
        finite = (0.0 if row.mean is None or math.isinf(row.mean) else row.mean for row in rows)
        bars = tuple(Bar(0, mean / largest) for mean in finite)
        return self.table(
            Shown(Column(Words("class"), "left"), tuple(Words(row.name) for row in rows)),
            Shown(self.of_rows, tuple(self.count(row.rows) for row in rows)),
            Shown(Column(Words("share"), "right", 2), tuple(Figure(percent(row.share)) for row in rows)),
            Shown(Column(Words("mean loss")), tuple(self.cell(row.mean) for row in rows)),
            Shown(Column(BLANK, "left", 4), bars),
            Shown(Column(Words("accuracy"), "right", 1), tuple(self.cell(row.accuracy) for row in rows)),
        )

    def calibration(self) -> Table:
        """Predictions beside what happened, one row a bin."""
        bins = statistics.reliability(self.summary)
        binary = self.summary.method.kind == "binary"
        return self.table(
            Shown(Column(Words("bin"), "left"), tuple(Words(f"{b.low:.4g} to {b.high:.4g}") for b in bins)),
            Shown(self.of_rows, tuple(self.count(b.rows) for b in bins)),
            Shown(Column(Words("predicted")), tuple(self.cell(b.predicted) for b in bins)),
            Shown(Column(Words("happened" if binary else "right")), tuple(self.cell(b.observed) for b in bins)),
            Shown(Column(Words("predicted, drawn"), "left", 3), tuple(Bar(0, b.predicted, "entropy") for b in bins)),
            Shown(Column(Words("happened, drawn"), "left", 2), tuple(Bar(0, b.observed, "whole") for b in bins)),
        )

    def groups(self) -> Table:
        """One row a group."""
        groups, weighted = self.summary.groups, self.summary.weighted
        labelled = self.summary.method.kind != "events"
        columns = [
            Shown(Column(Words(self.summary.read.by or "group"), "left"), tuple(Words(name) for name in groups)),
            Shown(Column(Words("rows")), tuple(self.count(part.n) for part in groups.values())),
            Shown(
                Column(Words("mean loss")),
                tuple(self.cell(statistics.mean(part, weighted=weighted)) for part in groups.values()),
            ),
            Shown(
                Column(Words("standard error"), "right", 1),
                tuple(self.cell(statistics.standard_error(part, weighted=weighted)) for part in groups.values()),
            ),
        ]
        if labelled:
            columns.append(
                Shown(
                    Column(Words("accuracy"), "right", 2),
                    tuple(self.cell(statistics.accuracy(part)) for part in groups.values()),
                )
            )
        return self.table(*columns)

    def worst(self) -> Table:
        """The rows with the largest losses."""
        rows, total = self.summary.worst, self.summary.total
        several = len(self.summary.read.files) > 1
        columns = [
            Shown(
                Column(Words("worst rows"), "left"),
                tuple(Words(f"{row.file}:{row.line}" if several else f"line {row.line}") for row in rows),
            )
        ]
        if self.summary.read.id:
            columns.append(
                Shown(Column(Words(self.summary.read.id), "left", 2), tuple(Words(row.id or "") for row in rows))
            )
        if self.summary.classes:
            columns.append(
                Shown(Column(Words("label"), "left", 1), tuple(Words(self.summary.classes[row.label]) for row in rows))
            )
        columns.append(Shown(Column(Math(Formula("q", "q"))), tuple(self.cell(row.truth) for row in rows)))
        columns.append(Shown(Column(Math(Formula("−log q", r"-\log q"))), tuple(self.cell(row.loss) for row in rows)))
        if math.isfinite(total) and total:
            shares = tuple(Figure(percent(row.loss * row.weight / total)) for row in rows)
            columns.append(Shown(Column(Words("share of total"), "right", 3), shares))
        return self.table(*columns)


def rows_page(blocks: Iterator[ScoredBlock], digits: int) -> tuple[Block, ...]:
    """Lay rows out as a table, for a document."""
    names: tuple[str, ...] = ()
    body: list[tuple[Cell, ...]] = []
    for block in blocks:
        names = names or block.table.names
        rows = zip(block.rows, block.losses, strict=True)
        body += [(*map(Words, cells), Figure(figure(loss, digits))) for cells, loss in rows]
    columns = (*(Column(Words(name), "left") for name in names), Column(Words("loss")))
    return (Table(columns, tuple(body)),)
