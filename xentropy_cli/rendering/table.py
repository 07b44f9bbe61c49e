"""The page in a terminal: the same lines as plain text, narrowed to the window, and styled by Rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from xentropy_cli.pages.blocks import Equations, Table
from xentropy_cli.rendering.ansi import STYLES
from xentropy_cli.rendering.grid import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.pages.blocks import Block

USUAL_WIDTH = 80


def render_table(blocks: Sequence[Block], width: int = USUAL_WIDTH, *, in_color: bool = False) -> str:
    """Draw every block, no wider than the terminal."""
    console = Console(
        width=width,
        force_terminal=in_color,
        color_system="standard" if in_color else None,
        no_color=not in_color,
        legacy_windows=False,
    )
    parts: list[Text] = []
    for at, block in enumerate(blocks):
        parts += [Text()] if at else []
        for line in lines(block, width):
            text = Text.assemble(*((span.text, STYLES.get(span.role, "")) for span in line))
            is_prose = not isinstance(block, Table | Equations)
            parts += text.wrap(console, width, overflow="fold") if is_prose else [text]
    for part in parts:
        part.rstrip()
    with console.capture() as captured:
        console.print(Text("\n").join(parts), no_wrap=True, overflow="ignore", crop=False)
    return captured.get()
