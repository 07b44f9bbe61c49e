"""A comparison → the blocks of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.arrays.exact_sum import exact_quotient
from xentropy_cli.comparing.differences import t_interval
from xentropy_cli.comparing.record import MAY_BE_ABSENT, compare_record, of_classes, of_groups
from xentropy_cli.figures import figure
from xentropy_cli.pages.blocks import Block, Cell, Column, Figure, Heading, Prose, Remark, Table, Words
from xentropy_cli.pages.equations import cut_text, difference_of, extra_digits, of_double, rounding_remark
from xentropy_cli.pages.parts.columns import (
    Shown,
    ends_of,
    figure_column,
    number_column,
    side_by_side,
    text_column,
    text_columns,
)
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.scoring.wording import MOST_CELLS
from xentropy_cli.text import abridged, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.comparing.comparison import Comparison, Moved
    from xentropy_cli.comparing.differences import Differences


class ComparisonResult(Result):
    """Two models on the same rows."""

    kept_picture = "compare", "differences"

    def __init__(self, found: Comparison) -> None:
        """Keep the comparison."""
        self.found = found
        models = (found.name_a, found.read_a), (found.name_b, found.read_b)
        self.readings = tuple(f"{abridged(name, MOST_CELLS)}: {words}" for name, words in models)
        self.notes = found.notes

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the difference, its uncertainty, and where it comes from."""
        found = self.found
        blocks: list[Block] = [Heading(heading(found, digits)), *(Prose(text) for text in what_was_read(found))]
        blocks.append(number_table(found, digits))
        if len(of_classes(found)) > 1:
            blocks.append(parts_table("class", of_classes(found), digits, every_row=every_row))
        if found.groups:
            blocks.append(parts_table(found.by or "group", of_groups(found), digits, every_row=every_row))
        if found.moved:
            blocks.append(moved_table(found, digits, every_row=every_row))
        return (*blocks, *rounding_remark(blocks), *(Remark(note.code, note.text) for note in self.notes))

    def record(self) -> dict[str, Any]:
        """Name every field."""
        return compare_record(self.found)

    def facts(self) -> dict[str, Any]:
        """Name every field, those that do not apply too."""
        return {**dict.fromkeys(MAY_BE_ABSENT), **self.record()}


def heading(found: Comparison, digits: int) -> str:
    """The answer in a line: how much, and which model that speaks for."""
    mean, interval = found.all.mean, t_interval(found.all)
    if not mean:
        return f"Mean difference: {figure(mean, digits)} {found.unit} (equal means)"
    better = found.name_b if mean < 0 else found.name_a
    doubt = ", but the 95 % interval holds 0" if interval and interval[0] <= 0 <= interval[1] else ""
    sign = "+" * (mean > 0)
    return f"Mean difference: {sign}{figure(mean, digits)} {found.unit} ({better} is better{doubt})"


def what_was_read(found: Comparison) -> Iterator[str]:
    """Say what the numbers come from."""
    joined = "row by row" if found.on is None else f"joined by {found.on}"
    if found.file is not None:
        joined = f"two predictions in each row of {found.file}"
    weighted = "" if found.weight is None else f", weighted by {found.weight}"
    yield f"Read as: {counted(found.all.rows, 'row')}, {joined}{weighted}."
    yield f"A = {found.name_a}: {found.read_a}."
    yield f"B = {found.name_b}: {found.read_b}."


def number_table(found: Comparison, digits: int) -> Table:
    """The means, their difference, and what is uncertain about it."""
    names, cells, glosses = zip(*number_rows(found, digits), strict=True)
    columns = [text_column("quantity", names), Shown(Column(Words("value")), cells), text_column("", glosses, 1)]
    return side_by_side(columns, every_row=True)


def number_rows(found: Comparison, digits: int) -> Iterator[tuple[str, Cell, str]]:
    """Name, value and meaning of each number."""
    every = found.all
    if found.weight is not None:
        yield "weight", Figure(figure(exact_quotient(every.mass, 1), digits)), "of all rows"
    a_row = f"{found.unit} a row"
    extra = extra_digits([(difference_of(every.mean_a, every.mean_b), of_double(every.mean).value)], digits)
    yield "mean of A", Figure(cut_text(every.mean_a, digits, extra)), a_row
    yield "mean of B", Figure(cut_text(every.mean_b, digits, extra)), a_row
    yield "difference", Figure(figure(every.mean, digits), is_total=True), "B − A; below 0, B is better"
    if every.mean_of_others is not None:
        yield "of the others", Figure(figure(every.mean_of_others, digits)), "rows where both losses are finite"
    if every.standard_error is not None:
        yield "standard error", Figure(figure(every.standard_error, digits)), "of the paired difference"
    for name, interval, gloss in (
        ("t", t_interval(every), "by Student's t"),
        ("bootstrap", found.bootstrap, "from resampled rows"),
    ):
        if interval is not None:
            ends = " to ".join(figure(end, digits) for end in interval)
            yield f"95 % by {name}", Figure(ends), f"interval, {gloss}"
    yield "B won", Figure(str(every.won)), "rows with a smaller loss"
    yield "B lost", Figure(str(every.lost)), "rows with a larger loss"
    yield "tied", Figure(str(every.tied)), "rows with the same loss"


def parts_table(head: str, parts: dict[str, Differences], digits: int, *, every_row: bool) -> Table:
    """One row a class or group."""
    names, hidden = ends_of(list(parts), every_row=every_row)
    sums = [parts[name] for name in names]
    made = [(difference_of(p.mean_a, p.mean_b), of_double(p.mean).value) for p in sums if p.is_defined]
    extra = extra_digits(made, digits)
    columns = [
        text_column(head, names),
        figure_column("rows", [str(p.rows) for p in sums]),
        number_column("mean A", [p.mean_a if p.mass else None for p in sums], digits, 4, extra),
        number_column("mean B", [p.mean_b if p.mass else None for p in sums], digits, 3, extra),
        number_column("difference", [p.mean if p.is_defined else None for p in sums], digits),
        number_column("standard error", [p.standard_error for p in sums], digits, 1),
        figure_column("B won", [str(p.won) for p in sums], 2),
        figure_column("B lost", [str(p.lost) for p in sums], 2),
    ]
    return side_by_side(columns, every_row=every_row, hidden=hidden)


def moved_table(found: Comparison, digits: int, *, every_row: bool) -> Table:
    """The rows on which the losses differ most."""
    rows = found.moved
    columns = [
        text_column("moved most", [row_name(pair, "line" if found.of_text else "row") for pair in rows]),
        *([text_column("label", [pair.a.label for pair in rows], 1)] if found.classes else []),
        number_column("q of A", [pair.a.truth for pair in rows], digits, 2),
        number_column("q of B", [pair.b.truth for pair in rows], digits, 2),
        number_column("difference", [pair.gap for pair in rows], digits),
        *text_columns([pair.b.cells for pair in rows]),
    ]
    return side_by_side(columns, every_row=every_row)


def row_name(pair: Moved, word: str) -> str:
    """What a row is called: its id, or its line (a row of a frame, from 1), or both lines where they differ."""
    a, b = pair.a, pair.b
    if a.key is not None:
        return a.key
    return f"{word} {a.line}" if a.line == b.line else f"{word}s {a.line} and {b.line}"
