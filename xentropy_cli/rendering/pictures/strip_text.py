"""A number line in character cells: landmarks above it, the reader's own marks below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.cells import (
    FILLS,
    Lettered,
    axis_line,
    cell_at,
    cut_to,
    key_lines,
    placed,
    ruler_line,
    title_lines,
    widest,
)
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pictures.kinds import Place, Strip

COLUMNS, NARROWEST = 64, 24
LONGEST_NAME = 24
LANDMARK, MARK, HOLLOW = "▼", "▲", "△"


def strip_lines(strip: Strip, most: int | None, _high: int | None) -> Iterator[list[Lettered]]:
    """Draw a number line, no wider than `most` cells where that is asked."""
    beside = 2 + widest([visible(scale.name.text) for scale in strip.scales])
    columns = COLUMNS if most is None else max(NARROWEST, min(COLUMNS, most - beside))
    yield from title_lines(strip.title, beside + columns)
    yield from ([(line, "dim")] for line in reversed(_named(strip, strip.landmarks, columns, LANDMARK)))
    if strip.pieces:
        yield _pieces(strip, columns)
    for scale in strip.scales:
        yield [(ruler_line(scale, columns), "dim"), (f"  {visible(scale.name.text)}", "symbol")]
        yield [(axis_line(scale, columns), "dim")]
    yield from ([(line, "total")] for line in _named(strip, strip.marks, columns, MARK))
    named = ((FILLS[at % len(FILLS)], piece) for at, piece in enumerate(strip.pieces) if piece.name)
    yield from key_lines((((fill, piece.role), cut_to(piece.name, LONGEST_NAME)) for fill, piece in named), COLUMNS)


def _named(strip: Strip, places: Sequence[Place], columns: int, sign: str) -> list[str]:
    """Rows of names beside their signs."""
    names = [
        signed(
            HOLLOW if place.is_hollow else sign,
            visible(place.name),
            cell_at(place.at, strip.scales[0], columns),
            columns,
        )
        for place in places
    ]
    return placed(names, columns)


def signed(sign: str, name: str, cell: int, columns: int) -> tuple[int, str]:
    """Where a name begins whose sign stands in a cell, and both: the sign is never moved, the name goes where there is room.

    >>> signed("▲", "total", 1, 12), signed("▲", "total", 9, 12)
    ((1, '▲ total'), (3, 'total ▲'))
    """
    after, before = columns - cell - 2, cell - 1
    if width(name) <= after or after >= before:
        return cell, f"{sign} {cut_to(name, after)}"
    shown = cut_to(name, before)
    return cell - 1 - width(shown), f"{shown} {sign}"


def _pieces(strip: Strip, columns: int) -> list[Lettered]:
    """Draw the pieces end to end."""
    line: list[Lettered] = []
    start = 0
    for at, (piece, (_, x)) in enumerate(zip(strip.pieces, strip.ends, strict=True)):
        end = max(cell_at(x, strip.scales[0], columns), start + bool(piece.length))
        line.append((FILLS[at % len(FILLS)] * (end - start), piece.role))
        start = end
    return line
