"""A score summary → the blocks of its page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.arithmetic import Arithmetic
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure, percent
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import BLANK, Bar, Block, Cell, Column, Figure, Heading, Prose, Remark, Table, Words
from xentropy_cli.pages.equations import (
    cut_text,
    fewest_more,
    number_of,
    of_double,
    operand_texts,
    rounding_remark,
    share_follows,
)
from xentropy_cli.pages.parts.columns import Shown, figure_column, number_column, side_by_side, text_column
from xentropy_cli.pages.parts.score_numbers import count_text, number_table, weight_text
from xentropy_cli.pages.parts.worst_rows import worst_rows
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.scoring import statistics
from xentropy_cli.scoring.calibration import Breakdown, breakdown, reliability
from xentropy_cli.scoring.record import MAY_BE_ABSENT
from xentropy_cli.scoring.score_notes import notes_of
from xentropy_cli.scoring.wording import read_as, read_in_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.scoring.rows import ScoredBlock
    from xentropy_cli.scoring.summary import ScoreSummary


class ScoreResult(Result):
    """The score of a file; its page shows predictions beside what happened where `calibration` is asked for."""

    kept_picture = "score", "reliability"

    def __init__(self, summary: ScoreSummary, *, calibration: bool = False) -> None:
        """Keep the summary, and what to show of it."""
        self.summary = summary
        self.calibration = calibration
        self.readings, self.notes = (read_in_short(summary),), notes_of(summary)

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the mean loss, what goes with it, and where it comes from."""
        summary, tables = self.summary, ScoreTables(self.summary, digits, every_row)
        labelled = summary.is_labelled
        blocks: tuple[Block, ...] = (
            Heading(f"Mean loss: {figure(summary.mean, digits)} {summary.unit}"),
            Prose(f"Read as: {read_as(summary)}."),
            number_table(summary, digits),
            *([tables.breakdown()] if labelled and math.isfinite(summary.mean) else []),
            *([tables.classes()] if labelled else []),
            *([tables.calibration()] if labelled and self.calibration else []),
            *([tables.groups()] if summary.groups else []),
            *([worst_rows(summary, digits, every_row=every_row)] if summary.worst else []),
        )
        return (*blocks, *rounding_remark(blocks), *(Remark(note.code, note.text) for note in self.notes))

    def record(self) -> dict[str, Any]:
        """Name every field."""
        return self.summary.fields()

    def facts(self) -> dict[str, Any]:
        """Name every field, those that do not apply too, and the parts of the breakdown by their own names."""
        found = self.record()
        return {**dict.fromkeys((*MAY_BE_ABSENT, *Breakdown._fields)), **found.get("decomposition", {}), **found}


def sum_of_parts(*texts: str) -> Formula:
    """label entropy − resolution + miscalibration."""
    label, gained, lost = texts
    return Formula(f"{label} − {gained} + {lost}", f"{label} - {gained} + {lost}")


class ScoreTables(NamedTuple):
    """The tables of a summary, and what each of them needs."""

    summary: ScoreSummary
    digits: int
    every_row: bool

    def counted(self, x: float) -> str:
        """Write a number of rows, or a sum of weights."""
        return count_text(x, self.digits)

    def parts(self, parts: Sequence[tuple[float, float]]) -> list[str]:
        """Write parts of the rows with the digits from which their shares follow."""
        total = self.counted(sum(part for part, _ in parts))
        whole = weight_text(self.summary, self.digits) if self.summary.weighted else total
        more = fewest_more(
            lambda extra: all(
                share_follows(number_of(count_text(part, self.digits + extra)), whole, share) for part, share in parts
            )
        )
        return [self.counted(part) if part == int(part) else cut_text(part, self.digits, more) for part, _ in parts]

    @property
    def of_rows(self) -> str:
        """The head of what rows come to: their count, or the sum of their weights."""
        return "weight" if self.summary.weighted else "rows"

    def table(self, *columns: Shown) -> Table:
        """Put columns side by side."""
        return side_by_side(columns, every_row=self.every_row)

    def breakdown(self) -> Table:
        """Label entropy − resolution + miscalibration = mean, drawn end to end."""
        parts, mean = breakdown(self.summary), self.summary.mean
        of = "(happened‖predicted)" if self.summary.method.kind == "binary" else " of the likeliest"
        left = max(parts.label_entropy - parts.resolution, 0.0)
        widest = max(parts.label_entropy, mean) or 1.0
        gloss = f"KL{of}, {self.summary.method.bins} bins"
        ends = {
            "label entropy": (0.0, parts.label_entropy, "entropy"),
            "− resolution": (left, parts.label_entropy, "share"),
        }
        reached = mean if parts.miscalibration else left
        ends |= {"+ miscalibration": (left, reached, "divergence"), "= mean": (0.0, mean, "whole")}
        made = Arithmetic(tuple(map(of_double, parts)), sum_of_parts, lambda label, gained, lost: label - gained + lost)
        values = map(Figure, operand_texts(made, of_double(mean).value, self.digits))
        told = "what the predictions tell apart" if parts.resolution >= 0 else "below 0: they mislead in bins"
        meanings = ("what the proportions leave open", told, gloss, "adds up exactly")
        bars = tuple(Bar(low / widest, max(high - low, 0.0) / widest, role) for low, high, role in ends.values())
        total = Figure(figure(mean, self.digits), is_total=True)
        return self.table(
            text_column("breakdown", ends),
            Shown(Column(Words(self.summary.unit), "point"), (*values, total)),
            Shown(Column(BLANK, "left", 1), bars),
            text_column("", meanings, 2),
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
            text_column("class", [row.name for row in rows]),
            figure_column(self.of_rows, self.parts([(row.rows, row.share) for row in rows])),
            figure_column("share", [percent(row.share) for row in rows], 2),
            number_column("mean loss", [row.mean for row in rows], self.digits),
            number_column("standard error", [row.standard_error for row in rows], self.digits, 3),
            Shown(Column(BLANK, "left", 4), bars),
            number_column("accuracy", [row.accuracy for row in rows], self.digits, 1),
        )

    def calibration(self) -> Table:
        """Predictions beside what happened, one row a bin."""
        bins = reliability(self.summary)
        observed = "happened" if self.summary.method.kind == "binary" else "right"
        return self.table(
            text_column("bin", [f"{b.low:.4g} to {b.high:.4g}" for b in bins]),
            figure_column(self.of_rows, [self.counted(b.rows) for b in bins]),
            number_column("predicted", [b.predicted for b in bins], self.digits),
            number_column(observed, [b.observed for b in bins], self.digits),
            Shown(Column(Words("predicted, drawn"), "left", 3), tuple(Bar(0, b.predicted, "entropy") for b in bins)),
            Shown(Column(Words(f"{observed}, drawn"), "left", 2), tuple(Bar(0, b.observed, "whole") for b in bins)),
        )

    def groups(self) -> Table:
        """One row a group."""
        groups, weighted, digits = self.summary.groups, self.summary.weighted, self.digits
        parts = groups.values()
        errors = [statistics.standard_error(part, weighted=weighted) for part in parts]
        columns = [
            text_column(self.summary.read.by or "group", groups),
            figure_column(
                "tokens" if self.summary.sums.documents else "rows", [self.counted(part.n) for part in parts]
            ),
            number_column("mean loss", [statistics.group_mean(part, weighted=weighted) for part in parts], digits),
            number_column("standard error", errors, digits, 1),
        ]
        if self.summary.is_labelled:
            columns.append(number_column("accuracy", [statistics.group_accuracy(part) for part in parts], digits, 2))
        return self.table(*columns)


def rows_page(blocks: Iterator[ScoredBlock], digits: int) -> tuple[Block, ...]:
    """Lay rows out as a table, for a document."""
    names: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    body: list[tuple[Cell, ...]] = []
    for block in blocks:
        names = names or block.table.names
        added = added or tuple(block.numbers)
        rows = zip(block.rows, zip(*block.numbers.values(), strict=True), strict=True)
        body += [(*map(Words, cells), *(Figure(figure(x, digits)) for x in numbers)) for cells, numbers in rows]
    columns = (*(Column(Words(name), "left") for name in names), *(Column(Words(name)) for name in added))
    return (Table(columns, tuple(body)),)
