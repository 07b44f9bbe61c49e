r"""Pictures in LaTeX, drawn by TikZ in centimetres; the points are computed already, so no plotting package is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import ROLES, Areas, Bars, Chart, Drawing, Strip
from xentropy_cli.rendering.tex import formula, paragraph, tex_number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Axis, Curve, Mark, Panel, Place, Row

WIDE, HIGH = 12.0, 5.5
NAMES = 3.2
"""How much of the width the names of bars take."""

ROW, PANEL = 0.6, 3.4


def drawing_latex(drawing: Drawing) -> Iterator[str]:
    """Draw a picture under its title."""
    yield rf"\textbf{{{paragraph(drawing.title)}}}\par\nopagebreak"
    yield r"\begin{fitted}\begin{tikzpicture}[font=\small]"
    if isinstance(drawing, Chart):
        yield from _chart(drawing)
    elif isinstance(drawing, Bars):
        yield from _bars(drawing)
    elif isinstance(drawing, Areas):
        yield from _areas(drawing)
    elif isinstance(drawing, Strip):
        yield from _strip(drawing)
    else:
        raise TypeError(drawing)
    yield r"\end{tikzpicture}\end{fitted}"


def _chart(chart: Chart) -> Iterator[str]:
    for band in chart.bands:
        low, high = (
            _at(x, chart.y if band.axis == "y" else chart.x, HIGH if band.axis == "y" else WIDE)
            for x in (band.low, band.high)
        )
        corners = (
            f"(0,{low:.3f}) rectangle ({WIDE},{high:.3f})"
            if band.axis == "y"
            else f"({low:.3f},0) rectangle ({high:.3f},{HIGH})"
        )
        yield rf"\fill[lightgray,opacity=0.35] {corners};"
    yield from _axes(chart)
    for rule in chart.rules:
        line = (
            f"(0,{_at(rule.at, chart.y, HIGH):.3f}) -- ++({WIDE},0)"
            if rule.axis == "y"
            else f"({_at(rule.at, chart.x, WIDE):.3f},0) -- ++(0,{HIGH})"
        )
        place = "above left" if rule.axis == "y" else "below right"
        yield rf"\draw[gray,dotted,thick] {line} node[{place},black]{{{text(rule.name)}}};"
    for curve in chart.curves:
        yield from _curve(chart, curve)
    for mark in chart.marks:
        yield from _mark(chart, mark)


def _axes(chart: Chart) -> Iterator[str]:
    yield rf"\draw (0,{HIGH}) -- (0,0) -- ({WIDE},0) node[right]{{{text(chart.x.name.text)}}};"
    yield rf"\node[above left] at (0,{HIGH}) {{${formula(chart.y.name.latex)}$}};"
    for tick in chart.x.ticks:
        yield _node(_at(tick.at, chart.x, WIDE), 0, "below", f"${tex_number(tick.text)}$")
    for tick in chart.y.ticks:
        y = _at(tick.at, chart.y, HIGH)
        yield rf"\draw[lightgray] (0,{y:.3f}) -- ({WIDE},{y:.3f});"
        yield _node(0, y, "left", f"${tex_number(tick.text)}$")


def _curve(chart: Chart, curve: Curve) -> Iterator[str]:
    """Draw every run of points between the places where the pen is lifted, and the name of the curve."""
    dashes = ",dashed" if curve.is_dashed else ""
    for run in curve.runs:
        points = " ".join(f"({_at(x, chart.x, WIDE):.3f},{_at(y, chart.y, HIGH):.3f})" for x, y in run)
        yield rf"\draw[{curve.role},thick{dashes}] plot coordinates {{{points}}};"
    x, y = curve.points[curve.named_at] or (chart.x.low, chart.y.low)
    yield _node(_at(x, chart.x, WIDE), _at(y, chart.y, HIGH), "above right", f"${formula(curve.name.latex)}$")


def _mark(chart: Chart, mark: Mark) -> Iterator[str]:
    x, y = _at(mark.x, chart.x, WIDE), _at(mark.y, chart.y, HIGH)
    if mark.low is not None and mark.high is not None:
        low, high = (_at(each, chart.y, HIGH) for each in (mark.low, mark.high))
        yield rf"\draw[thick] ({x:.3f},{low:.3f}) -- ({x:.3f},{high:.3f});"
    yield rf"\{'draw' if mark.is_hollow else 'fill'} ({x:.3f},{y:.3f}) circle (0.08);"
    yield _node(x, y, "above right", text(mark.name))


def _bars(bars: Bars) -> Iterator[str]:
    bottom = -ROW * len(bars.rows)
    for tick in bars.axis.ticks:
        x = _bar_at(tick.at, bars.axis)
        yield rf"\draw[lightgray] ({x:.3f},0) -- ({x:.3f},{bottom:.3f});"
        yield _node(x, bottom, "below", f"${tex_number(tick.text)}$")
    yield _node(WIDE, bottom, "below right", text(bars.axis.name.text))
    for at, row in enumerate(bars.rows):
        yield from _row(bars, row, -ROW * (at + 0.5))
    for at, rule in enumerate(bars.rules):
        x = _bar_at(rule.at, bars.axis)
        yield rf"\draw[dotted,thick] ({x:.3f},{0.1 + 0.4 * at:.3f}) node[above]{{{text(rule.name)}}} -- ({x:.3f},{bottom:.3f});"
    for at, (name, role) in enumerate(bars.key.items()):
        x = NAMES + at * (WIDE - NAMES) / len(bars.key)
        yield rf"\fill[{role}] ({x:.3f},{bottom - 1.0:.3f}) rectangle ++(0.25,0.25);"
        yield _node(x + 0.25, bottom - 0.9, "right", text(name))


def _row(bars: Bars, row: Row, y: float) -> Iterator[str]:
    shown = rf"\textbf{{{text(row.name)}}}" if row.is_lit else text(row.name)
    yield _node(_bar_at(bars.axis.low, bars.axis), y, "left", shown)
    yield _node(WIDE, y, "right", text(row.figure))
    for piece, ends in zip(row.pieces, row.ends, strict=True):
        left, right = (_bar_at(end, bars.axis) for end in ends)
        yield rf"\fill[{piece.role}] ({left:.3f},{y - 0.2:.3f}) rectangle ({right:.3f},{y + 0.2:.3f});"
    if row.dot is not None:
        left, x, right = (_bar_at(each, bars.axis) for each in sorted((row.dot, *(row.span or (row.dot,) * 2))))
        yield rf"\draw[thick] ({left:.3f},{y:.3f}) -- ({right:.3f},{y:.3f});"
        yield rf"\fill ({x:.3f},{y:.3f}) circle (0.08);"
    if row.target is not None:
        target = _bar_at(row.target, bars.axis)
        yield rf"\draw[very thick] ({target:.3f},{y - 0.25:.3f}) -- ++(0,0.5);"
        yield rf"\draw[->,thick] ({_bar_at(row.tip, bars.axis):.3f},{y:.3f}) -- ({target:.3f},{y:.3f});"


def _bar_at(value: float, axis: Axis) -> float:
    return NAMES + axis.share(value) * (WIDE - NAMES)


def _areas(areas: Areas) -> Iterator[str]:
    for at, panel in enumerate(areas.panels):
        yield rf"\begin{{scope}}[yshift={-at * (PANEL + 2.2):.2f}cm]"
        yield from _panel(areas, panel)
        yield r"\end{scope}"


def _panel(areas: Areas, panel: Panel) -> Iterator[str]:
    yield _node(0, PANEL + 0.7, "right", rf"{text(panel.name)}\quad\textbf{{{text(panel.figure)}}}")
    yield rf"\draw (0,{PANEL}) -- (0,0) -- ({WIDE},0) node[right]{{{text(areas.x.name.text)}}};"
    yield _node(0, PANEL, "above left", text(areas.y.name.text))
    for tick in areas.y.ticks:
        yield _node(0, _at(tick.at, areas.y, PANEL), "left", f"${tex_number(tick.text)}$")
    for at, (box, ends) in enumerate(zip(panel.boxes, panel.ends, strict=True)):
        left, right = (_at(end, areas.x, WIDE) for end in ends)
        high, role = _at(box.height, areas.y, PANEL), ROLES[at % len(ROLES)]
        style = f"fill={role}!70,draw=black,very thick" if box.is_lit else f"fill={role}!45,draw={role}"
        yield rf"\filldraw[{style}] ({left:.3f},0) rectangle ({right:.3f},{high:.3f});"
        if box.line is not None:
            line = _at(box.line, areas.y, PANEL)
            yield rf"\draw[dashed,thick] ({left:.3f},{line:.3f}) -- ({right:.3f},{line:.3f});"
        yield rf"\node[below,rotate=30,anchor=north east] at ({(left + right) / 2:.3f},-0.05) {{{text(box.name)}}};"


def _strip(strip: Strip) -> Iterator[str]:
    first = strip.scales[0]
    for at, place in enumerate(sorted(strip.landmarks)):
        yield _flag(place, first, 0.6 + 0.45 * (at % 4), "above right")
    for piece, ends in zip(strip.pieces, strip.ends, strict=True):
        left, right = (_at(end, first, WIDE) for end in ends)
        yield rf"\fill[{piece.role}] ({left:.3f},0.1) rectangle ({right:.3f},0.45);"
    for at, scale in enumerate(strip.scales):
        y = -0.9 * at
        yield rf"\draw (0,{y:.3f}) -- ({WIDE},{y:.3f}) node[right]{{{text(scale.name.text)}}};"
        for tick in scale.ticks:
            yield _node(_at(tick.at, scale, WIDE), y, "below", f"${tex_number(tick.text)}$")
    bottom = -0.9 * len(strip.scales)
    for at, place in enumerate(sorted(strip.marks)):
        yield _flag(place, first, bottom - 0.45 * at, "below right")
    named = [piece for piece in strip.pieces if piece.name]
    for at, piece in enumerate(named):
        x = at * WIDE / len(named)
        y = bottom - 0.45 * len(strip.marks) - 0.7
        yield rf"\fill[{piece.role}] ({x:.3f},{y:.3f}) rectangle ++(0.25,0.25);"
        yield _node(x + 0.25, y + 0.12, "right", text(piece.name))


def _flag(place: Place, axis: Axis, y: float, side: str) -> str:
    x = _at(min(place.at, axis.high), axis, WIDE)
    style = "gray" if side.startswith("above") else "very thick"
    return rf"\draw[{style}] ({x:.3f},0) -- ({x:.3f},{y:.3f}) node[{side},black]{{{text(place.name)}}};"


def _node(x: float, y: float, side: str, what: str) -> str:
    return rf"\node[{side}] at ({x:.3f},{y:.3f}) {{{what}}};"


def _at(value: float, axis: Axis, length: float) -> float:
    return axis.share(value) * length
