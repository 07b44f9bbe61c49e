"""What the script of a page brings to life: the data of questions and scenes, and the elements that it puts in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from xentropy_cli.rendering.pictures.svg import drawing_element
from xentropy_cli.rendering.pictures.vector import laid_out
from xentropy_cli.rendering.prose.html_text import html_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.pages.lesson_blocks import AskBlock, SceneBlock, Slider
    from xentropy_cli.rendering.pictures.drawn import Scale

STATUS = '<p role="status"></p>'
DIGITS = 6
"""Significant digits of the places in a drawing."""


def asking(block: AskBlock) -> str:
    """Write what a question is judged by, and its buttons; nothing where a page cannot judge it."""
    if block.judged is None:
        return ""
    data = {**block.judged._asdict(), "shown": block.answer, "options": block.options}
    choices = "".join(f'<li><button type="button">{html_text(each)}</button></li>' for each in block.options)
    unit = f" in {html_text(block.judged.unit)}" if block.judged.unit else ""
    field = f'<label>Your answer{unit} <input class="typed" autocomplete="off"></label> <button type="button">Check</button> '
    answered = f'<ol class="choices">{choices}</ol><p>' if choices else f"<p>{field}"
    return f'{_json(data)}<template>{answered}<button type="button">Hint</button></p>{STATUS}</template>\n'


def moving(block: SceneBlock) -> str:
    """Write what moves a scene: its data, the sliders with a typed twin each, and the frame of its picture."""
    frame = laid_out(block.frame)
    x, y = _edges(frame.x), _edges(frame.y)
    rows = "".join(_row(each, block.moving) for each in block.sliders)
    controls = f'<div class="controls" role="group" aria-label="Move">{rows}</div>'
    return f"{_json({**block.moving, 'x': x, 'y': y})}<template>{controls}{STATUS}{drawing_element(block.frame)}</template>\n"


def _edges(scale: Scale) -> list[float]:
    """Two values of an axis and where they stand in the drawing: [low, high, place of low, of high, 1 if a log axis]."""
    edges = (scale.axis.low, scale.axis.high, scale.start, scale.end, scale.axis.is_log)
    return [float(f"{each:.{DIGITS}g}") for each in edges]


def _row(slider: Slider, scene: Mapping[str, Any]) -> str:
    name, label, low, high, step, start = (escape(each) for each in slider)
    at = f"{escape(scene['picture'])}-{name}"
    said = escape(f"{slider.start}, {scene['says']} {scene['value']} {scene['unit']}")
    return (
        f'<div data-name="{name}"><label for="{at}">{label}</label>'
        f'<input type="range" id="{at}" min="{low}" max="{high}" step="{step}" value="{start}" aria-valuetext="{said}">'
        f'<input class="typed" aria-label="{label}, typed" value="{start}" autocomplete="off"></div>'
    )


def _json(data: dict[str, Any]) -> str:
    """Write data into a page, where nothing in it can end the element that holds it."""
    import json

    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>\n'
