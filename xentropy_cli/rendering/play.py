"""What the script of a page brings to life: the data of questions and scenes, and the elements that it puts in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from xentropy_cli.rendering.pictures.svg import drawing_element, edges_of
from xentropy_cli.rendering.prose.html_text import html_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.pages.lesson_blocks import AskBlock, SceneBlock, Slider

PLAY_STYLE = """
.xent button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:.4rem;padding:0 .8rem}
.xent button{min-height:44px;min-width:44px;cursor:pointer}
.xent button[aria-pressed=true]{border-width:2px;font-weight:600}
.xent .choices{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}
.xent .ask [role=status]{min-height:1.5em;margin:.25rem 0;white-space:pre-line}
.xent .ask label,.xent .controls label{display:inline-block;padding:13px 0}
.xent .typed{font:inherit;color:inherit;background:none;border:1px solid;border-radius:.4rem;padding:0 .6rem}
.xent .typed{min-height:44px;width:8rem;box-sizing:border-box}
.xent [aria-invalid=true]{outline:2px solid #c0392b}
.xent .scene [role=status]{min-height:3em;margin:.5rem 0;white-space:pre-line}
.xent .controls{columns:2;column-gap:2rem;margin:1rem 0}
.xent .controls div{break-inside:avoid;margin-bottom:.25rem}
.xent .controls div{display:grid;gap:0 .75rem;grid-template-columns:minmax(4.5rem,max-content) 1fr 5rem;align-items:center}
.xent .controls .typed{width:5rem}
.xent [type=range]{width:100%;min-width:0;min-height:44px;margin:0;accent-color:#3F83D6}
.xent .reached::after{content:" ✓ reached";font-weight:600}
@media (max-width:40rem){.xent .controls{columns:1}}
"""

STATUS = '<p role="status"></p>'
DIGITS = 6
"""Significant digits of the places in a drawing."""


def asking(block: AskBlock) -> str:
    """Write what a question is judged by, and its buttons."""
    judged = block.judged
    if judged is None:
        return ""
    data = {**judged._asdict(), "shown": block.answer, "options": block.options}
    options = "".join(f'<li><button type="button">{html_text(each)}</button></li>' for each in block.options)
    choices = f'<ol class="choices">{options}</ol>' if options else ""
    unit = f" in {html_text(judged.unit)}" if judged.unit else ""
    field = (
        ""
        if options
        else (
            f'<label>Your answer{unit} <input class="typed" autocomplete="off"></label> <button type="button">Check</button> '
        )
    )
    hint = '<button type="button">Hint</button>'
    return f"{_json(data)}<template>{choices}<p>{field}{hint}</p>{STATUS}</template>\n"


def moving(block: SceneBlock) -> str:
    """Write what moves a scene: its data, the sliders with a typed twin each, and the frame of its picture."""
    x, y = ([float(f"{each:.{DIGITS}g}") for each in axis] for axis in edges_of(block.frame))
    rows = "".join(_row(each, block.moving) for each in block.sliders)
    controls = f'<div class="controls" role="group" aria-label="Move">{rows}</div>'
    return f"{_json({**block.moving, 'x': x, 'y': y})}<template>{controls}{STATUS}{drawing_element(block.frame)}</template>\n"


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
