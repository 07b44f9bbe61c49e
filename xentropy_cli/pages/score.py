"""A score summary → the blocks of its page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.arithmetic import Arithmetic
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
    Prose,
    Remark,
    Table,
    Words,
)
from xentropy_cli.pages.equations import (
    cut_text,
    fewest_more,
    number_of,
    of_double,
    operand_texts,
    rounding_remark,
    share_follows,
)
from xentropy_cli.pages.parts.score_numbers import count_cell, number_table
from xentropy_cli.pages.parts.worst_rows import worst_rows
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.pages.term_tables import Shown, side_by_side
from xentropy_cli.pictures import SCORE_PICTURES
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

    kept_picture = SCORE_PICTURES, "reliability"

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
            Heading(f"Mean loss: {tables.shown(summary.mean)} {summary.unit}"),
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


def bar_between(low: float, high: float, widest: float, role: str) -> Bar:
    """A bar from one amount to another, in shares of the widest."""
    return Bar(low / widest, max(high - low, 0.0) / widest, role)


def sum_of_parts(*texts: str) -> Formula:
    """label entropy − resolution + miscalibration."""
    label, gained, lost = texts
    return Formula(f"{label} − {gained} + {lost}", f"{label} - {gained} + {lost}")


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
        return count_cell(x, self.digits)

    def parts(self, parts: Sequence[tuple[float, float]]) -> Iterator[Figure]:
        """Write parts of the rows with the digits from which their shares follow."""
        whole = self.count(sum(part for part, _ in parts)).text
        more = fewest_more(
            lambda extra: all(
                share_follows(number_of(count_cell(part, self.digits + extra).text), whole, share)
                for part, share in parts
            )
        )
        return (
            self.count(part) if part == int(part) else Figure(cut_text(part, self.digits, more)) for part, _ in parts
        )

    @property
    def of_rows(self) -> Column:
        """The head of what rows come to: their count, or the sum of their weights."""
        return Column(Words("weight" if self.summary.weighted else "rows"))

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
        ends |= {"+ miscalibration": (left, mean, "divergence"), "= mean": (0.0, mean, "whole")}
        made = Arithmetic(tuple(map(of_double, parts)), sum_of_parts, lambda label, gained, lost: label - gained + lost)
        texts = operand_texts(made, of_double(mean).value, self.digits)
        told = "what the predictions tell apart" if parts.resolution >= 0 else "below 0: they mislead in bins"
        meanings = ("what the proportions leave open", told, gloss, "adds up exactly")
        return self.table(
            Shown(Column(Words("breakdown"), "left"), tuple(map(Words, ends))),
            Shown(Column(Words(self.summary.unit), "point"), (*map(Figure, texts), self.cell(mean, total=True))),
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
            Shown(self.of_rows, tuple(self.parts([(row.rows, row.share) for row in rows]))),
            Shown(Column(Words("share"), "right", 2), tuple(Figure(percent(row.share)) for row in rows)),
            Shown(Column(Words("mean loss")), tuple(self.cell(row.mean) for row in rows)),
            Shown(Column(BLANK, "left", 4), bars),
            Shown(Column(Words("accuracy"), "right", 1), tuple(self.cell(row.accuracy) for row in rows)),
        )

    def calibration(self) -> Table:
        """Predictions beside what happened, one row a bin."""
        bins = reliability(self.summary)
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
        labelled = self.summary.is_labelled
        columns = [
            Shown(Column(Words(self.summary.read.by or "group"), "left"), tuple(Words(name) for name in groups)),
            Shown(
                Column(Words("tokens" if self.summary.sums.documents else "rows")),
                tuple(self.count(part.n) for part in groups.values()),
            ),
            Shown(
                Column(Words("mean loss")),
                tuple(self.cell(statistics.group_mean(part, weighted=weighted)) for part in groups.values()),
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
                    tuple(self.cell(statistics.group_accuracy(part)) for part in groups.values()),
                )
            )
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
