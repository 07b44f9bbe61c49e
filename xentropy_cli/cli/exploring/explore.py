"""Explore a scene: draw a frame, wait for keys, and draw the next, until somebody leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.cli.exploring.frame import frame
from xentropy_cli.cli.exploring.terminal import END_OF_LINE, END_OF_SCREEN, HOME, other_screen
from xentropy_cli.cli.lessons.run_scene import computed
from xentropy_cli.cli.output.deliver import lacks_symbols
from xentropy_cli.cli.output.present import wants_color
from xentropy_cli.rendering.ansi import painted

if TYPE_CHECKING:
    from xentropy_cli.cli.exploring.frame import Line
    from xentropy_cli.cli.lessons.run_scene import Computed
    from xentropy_cli.teaching.scenes.exploration import Exploration


def explore(exploration: Exploration) -> None:
    """Let somebody explore a scene."""
    with other_screen() as screen:
        while not exploration.has_left:
            screen.draw(lambda columns, rows: screenful(exploration, columns, rows))
            for key in screen.pressed():
                exploration.press(key)


def screenful(exploration: Exploration, columns: int, rows: int) -> str:
    """Compute the state, and draw its frame as a terminal takes it: every line is written over what was there."""
    scene = exploration.scene
    found = computed(scene, exploration.state, scene.pictures[exploration.picture])
    exploration.judge(found.facts)
    lines = (_in_ascii if lacks_symbols() else frame)(exploration, found, columns, rows)
    in_color = wants_color(is_terminal=True)
    return HOME + "\n".join(painted(line, in_color=in_color) + END_OF_LINE for line in lines) + END_OF_SCREEN


def _in_ascii(exploration: Exploration, found: Computed, columns: int, rows: int) -> list[Line]:
    """The same frame for a terminal that has no other characters."""
    from xentropy_cli.rendering.ascii import GLYPHS_IN_ASCII, in_ascii, spelled

    lines = frame(exploration, found._replace(drawing=spelled(found.drawing)), columns, rows)
    return [[(in_ascii(text.translate(GLYPHS_IN_ASCII)), role) for text, role in line] for line in lines]
