"""The worst rows of a score: each loss follows from the q beside it, and each share from its loss and the total."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import surprisal
from xentropy_cli.core.real import real
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import QUANTITIES, in_base
from xentropy_cli.figures import figure, given, percent
from xentropy_cli.pages.blocks import Column, Figure, Math, Table
from xentropy_cli.pages.equations import cut_text, fewest_more, number_of, share_follows
from xentropy_cli.pages.parts.columns import (
    Shown,
    figure_column,
    number_column,
    side_by_side,
    text_column,
    text_columns,
)
from xentropy_cli.pages.parts.score_numbers import base_of, power_text
from xentropy_cli.scoring.statistics import share_of
from xentropy_cli.tables.table import BINARY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.derivation.model import Base
    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.scoring.worst import Worst


def worst_rows(summary: ScoreSummary, digits: int, *, every_row: bool) -> Table:
    """Lay out the rows with the largest losses."""
    columns = [*_places(summary), *_numbers(summary, digits), *text_columns([row.cells for row in summary.worst])]
    return side_by_side(columns, every_row=every_row)


def _places(summary: ScoreSummary) -> Iterator[Shown]:
    """Where each row stands, and its label."""
    rows, several = summary.worst, len(summary.read.files) > 1
    word = "row" if summary.read.encoding == BINARY_FILE else "line"
    yield text_column("worst rows", [f"{row.file}:{row.line}" if several else f"{word} {row.line}" for row in rows])
    if summary.read.id:
        yield text_column(summary.read.id, [row.id for row in rows], 2)
    if summary.classes:
        yield text_column(
            "likeliest" if summary.sums.soft > 0 else "label", [summary.classes[row.label] for row in rows], 1
        )


def _numbers(summary: ScoreSummary, digits: int) -> Iterator[Shown]:
    """Q of what happened, the loss, the weight, and the share of the total, as numbers that follow from each other."""
    rows, total, base, is_soft = summary.worst, summary.total, base_of(summary), summary.sums.soft > 0
    shares = [share for row in rows if (share := share_of(row, total)) is not None]
    of_loss = fewest_more(lambda k: all(_has_share(row, total, digits, digits + k) for row in rows)) if shares else 0
    wide = digits + (of_loss or 0)
    of_q = 0 if is_soft else fewest_more(lambda k: all(_is_surprisal(row, base, wide, digits + k) for row in rows))
    yield Shown(Column(Math(Formula("q", "q"))), tuple(Figure(_truth_text(row, base, digits, of_q)) for row in rows))
    head = Math(in_base(QUANTITIES["cross_entropy" if is_soft else "surprisal"].symbol, base))
    yield number_column(head, [row.loss for row in rows], digits, more=of_loss)
    if any(row.weight != 1 for row in rows):
        weights = tuple(Figure(given(real(row.weight), digits)) for row in rows)
        yield Shown(Column(Math(Formula("w", "w")), "point", 3), weights)
    if shares:
        yield figure_column("share of total", map(percent, shares), 3)


def _has_share(row: Worst, total: float, digits: int, of_loss: int) -> bool:
    """Tell whether the share of a row follows from its loss, its weight and the total as they are shown."""
    share = share_of(row, total) or 0.0
    weighted = number_of(figure(row.loss, of_loss)) * number_of(given(real(row.weight), digits))
    return share_follows(weighted, figure(total, digits), share)


def _is_surprisal(row: Worst, base: Base, digits: int, of_q: int) -> bool:
    """Tell whether −log q follows from q as it is shown; of what is infinite, or shown as a power, it does."""
    if math.isinf(row.loss) or "^" in (text := _truth_text(row, base, of_q, 0)):
        return True
    return figure(surprisal(number_of(text), base.value), digits) == figure(row.loss, digits)


def _truth_text(row: Worst, base: Base, digits: int, extra: int | None) -> str:
    """Write the probability given to what happened, also where no double holds it."""
    if row.truth or math.isinf(row.loss):
        return cut_text(row.truth, digits, extra)
    return power_text(-row.loss, base, digits + (extra or 0))
