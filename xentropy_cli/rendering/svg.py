"""The page as a picture. Every text has its place and its length, so that it looks the same in any monospaced font."""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import Bar, Block, Cell, Equations, Figure, Heading, Math, Pointer, Prose, Remark, Table
from xentropy_cli.pages.lesson_blocks import LessonBlock
from xentropy_cli.pictures.kinds import Drawing
from xentropy_cli.rendering.grid import cell_role, cell_text, hidden_text
from xentropy_cli.rendering.pictures.drawn import CHARACTER, WIDTH
from xentropy_cli.rendering.pictures.svg import drawing_svg, picture_style
from xentropy_cli.rendering.prose.text import lesson_lines
from xentropy_cli.rendering.style import SVG_STYLE
from xentropy_cli.rendering.typeset import Run, runs
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP, COLUMN_GAP, MARGIN = 18.0, 22.0, 28.0
TITLED, SAID = Heading | Drawing, Prose | Drawing
"""The blocks that give a picture its title, and its sentences for those who cannot see it."""

BAR_WIDTH, BAR_HEIGHT = 244.0, 12.0
THICK, THIN = 2.0, 1.0
PROSE_WIDTH = 76
"""Characters; longer prose is broken into lines."""

HEADING_SCALE = 20 / 14

LINE, BASELINE = 24.0, 16.5
RAISED_SCALE = 0.75
SHIFTS = {"on": 0.0, "sup": -5.0, "sub": 3.5}

ROLES = {"section": "strong", "head": "strong", "command": "dim", "code": "symbol", "link": "", "emphasis": "var"}
"""How a picture shows what it has no style of its own for."""


class Picture:
    """A picture that grows downwards: `y` is the top of the next line, `right` the edge of what was drawn."""

    def __init__(self) -> None:
        """Start empty."""
        self.parts: list[str] = []
        self.rules: list[tuple[float, float]] = []
        self.right = self.y = 0.0

    def write(self, x: float, text: Sequence[Run], role: str = "", scale: float = 1) -> float:
        """Write runs from x on, and return where they end."""
        length = scale * length_of(text)
        if length:
            place = f'x="{x:.2f}" y="{self.y + BASELINE:.2f}" textLength="{length:.2f}" lengthAdjust="spacingAndGlyphs"'
            self.parts.append(f'<text {place} class="{escape(role)}">{_spans(text)}</text>')
        self.right = max(self.right, x + length)
        return x + length

    def box(self, x: float, y: float, wide: float, high: float, role: str) -> None:
        """Draw a rectangle."""
        shape = f'x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}"'
        self.parts.append(f'<rect {shape} class="{escape(role)}"/>')
        self.right = max(self.right, x + wide)

    def rule(self, high: float) -> None:
        """Leave room for a line across the page."""
        self.rules.append((self.y + 3, high))
        self.y += 6

    def finish(self) -> str:
        """Draw the lines, now that the width of the page is known, and write it all."""
        for y, high in self.rules:
            self.box(0, y, self.right, high, "rule")
        return "\n".join(self.parts)


def length_of(text: Sequence[Run]) -> float:
    """Measure runs in pixels."""
    return CHARACTER * sum(width(run.text) * (1 if run.place == "on" else RAISED_SCALE) for run in text)


def _spans(text: Sequence[Run]) -> str:
    parts, shift = [], 0.0
    for run in text:
        move = SHIFTS[run.place] - shift
        marks = [f' dy="{move:g}"'] if move else []
        kinds = [name for name, holds in (("var", run.is_variable), ("raised", run.place != "on")) if holds]
        marks += [f' class="{" ".join(kinds)}"'] if kinds else []
        parts.append(f"<tspan{''.join(marks)}>{escape(run.text)}</tspan>" if marks else escape(run.text))
        shift += move
    return "".join(parts)


def render_svg(blocks: Sequence[Block]) -> str:
    """Draw every block under the one before."""
    picture = Picture()
    for at, block in enumerate(blocks):
        picture.y += GAP if at else 0
        _draw(picture, block)
    drawn = picture.finish()
    wide, high = picture.right + 2 * MARGIN, picture.y + 2 * MARGIN
    titles = (
        block.text if isinstance(block, Heading) else block.title for block in blocks if isinstance(block, TITLED)
    )
    title = visible(next(titles, "xent"))
    said = (block.says if isinstance(block, Drawing) else block.text for block in blocks if isinstance(block, SAID))
    about = " ".join(map(visible, said))
    style = picture_style() if any(isinstance(block, Drawing) for block in blocks) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" '
        f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.2f} {high:.2f}">\n'
        f"<title>{escape(title)}</title>\n<desc>{escape(about)}</desc>\n<style>{SVG_STYLE}{style}</style>\n"
        f'<rect class="ground" x="0.5" y="0.5" width="{wide - 1:.2f}" height="{high - 1:.2f}" rx="10"/>\n'
        f'<g transform="translate({MARGIN:g} {MARGIN:g})">\n{drawn}\n</g>\n</svg>\n'
    )


def _draw(picture: Picture, block: Block) -> None:
    if isinstance(block, Heading):
        picture.write(0, _words(block.text), "heading", HEADING_SCALE)
        picture.y += LINE
    elif isinstance(block, Prose | Remark):
        _prose(picture, "Note: " if isinstance(block, Remark) else "", visible(block.text))
    elif isinstance(block, Pointer):
        _prose(picture, f"{block.word}: ", block.command)
    elif isinstance(block, Equations):
        _equations(picture, block)
    elif isinstance(block, Table):
        _table(picture, block)
    elif isinstance(block, Drawing):
        _drawing(picture, block)
    elif isinstance(block, LessonBlock):
        _lesson(picture, block)
    else:
        raise TypeError(block)


def _drawing(picture: Picture, drawing: Drawing) -> None:
    drawn, high = drawing_svg(drawing)
    picture.parts.append(f'<g transform="translate(0 {picture.y:.2f})">\n{drawn}\n</g>')
    picture.right = max(picture.right, WIDTH)
    picture.y += high


def _lesson(picture: Picture, block: LessonBlock) -> None:
    for line in lesson_lines(block, PROSE_WIDTH):
        x = 0.0
        for text, role in line:
            x = picture.write(x, [Run(text)], ROLES.get(role, role))
        picture.y += LINE


def _prose(picture: Picture, opening: str, text: str) -> None:
    x = picture.write(0, [Run(opening)], "note")
    for line in wrap(text, PROSE_WIDTH - len(opening), break_on_hyphens=False):
        picture.write(x, [Run(line)])
        picture.y += LINE


def _equations(picture: Picture, block: Equations) -> None:
    sign = [Run(" = ")]
    left = max(length_of(runs(row.symbol.text)) for row in block.rows)
    sides = [[run for side in row.sides for run in (*sign, *runs(side.text))] for row in block.rows]
    right = left + COLUMN_GAP + max(map(length_of, sides))
    for row in block.rows:
        picture.write(0, runs(row.symbol.text), "symbol")
        x = left
        for side in row.sides:
            role = "total" if side is row.sides[-1] else ""
            x = picture.write(picture.write(x, sign, "dim"), runs(side.text), role)
        picture.write(right, _words(row.gloss), "dim")
        picture.y += LINE


class Place(NamedTuple):
    """Where a column stands, how wide it is, and how far from its right edge its decimal points are."""

    x: float
    wide: float
    tail: float


def _places(table: Table) -> list[Place]:
    found, x = [], 0.0
    for k, column in enumerate(table.columns):
        cells = [row[k] for row in (*table.rows, *table.footer) if row]
        tail = max((_tail(cell) for cell in cells), default=0) if column.align == "point" else 0
        whole = max((_wide(cell) - (_tail(cell) if tail else 0) for cell in cells), default=0)
        found.append(Place(x, max(_wide(column.head), whole + tail), tail))
        x += found[-1].wide + COLUMN_GAP
    return found


def _table(picture: Picture, table: Table) -> None:
    places = _places(table)
    picture.rule(THICK)
    if any(cell_text(column.head) for column in table.columns):
        for column, place in zip(table.columns, places, strict=True):
            _cell(picture, column.head, column.align, place._replace(tail=0), "head")
        picture.y += LINE
        picture.rule(THIN)
    for row in table.rows:
        _row(picture, table, row, places)
    if table.footer:
        picture.rule(THIN)
    for row in table.footer:
        _row(picture, table, row, places)
    picture.rule(THICK)


def _row(picture: Picture, table: Table, row: Sequence[Cell], places: Sequence[Place]) -> None:
    if not row:
        picture.write(0, _words(hidden_text(table)), "dim")
    for cell, column, place in zip(row, table.columns, places, strict=bool(row)):
        _cell(picture, cell, column.align, place, cell_role(cell))
    picture.y += LINE


def _cell(picture: Picture, cell: Cell, align: str, place: Place, role: str) -> None:
    if isinstance(cell, Bar):
        y = picture.y + (LINE - BAR_HEIGHT) / 2
        long = max(cell.length * BAR_WIDTH, THIN) if cell.length else 0.0
        picture.box(place.x + min(cell.start * BAR_WIDTH, BAR_WIDTH - long), y, long, BAR_HEIGHT, role)
        return
    blank = 0 if align == "left" else place.wide - _wide(cell)
    if place.tail:
        blank -= place.tail - _tail(cell)
    picture.write(place.x + blank, _runs(cell), role)


def _tail(cell: Cell) -> float:
    """How long a number is from its decimal point on."""
    return CHARACTER * len("".join(cell.text.partition(".")[1:])) if isinstance(cell, Figure) else 0


def _wide(cell: Cell) -> float:
    return BAR_WIDTH if isinstance(cell, Bar) else length_of(_runs(cell))


def _runs(cell: Cell) -> list[Run]:
    return runs(cell.formula.text) if isinstance(cell, Math) else [Run(cell_text(cell))]


def _words(text: str) -> list[Run]:
    return [Run(visible(text))]
