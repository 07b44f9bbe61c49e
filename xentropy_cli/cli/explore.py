"""`xent explore`: move a number, and watch the picture and the numbers move."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.completing import complete_names
from xentropy_cli.cli.options.help_page import INPUT, option_in
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.ending import CtrlC
from xentropy_cli.cli.output.present import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

HELP = """Move a number, and watch the picture and the numbers move.

Without a topic, list the scenes. TOPIC is a lesson that has one. Each asks a question to guess first, and has goals to
reach; the command of what is shown stands under the picture, and is printed when you leave. It begins with its own
numbers, or with yours where they are what moves.

Arrow keys move and choose, = types a value, g shows the next goal, ? lists all keys, q leaves.
"""

EXAMPLES = """\b
Examples:
  xent explore
  xent explore doors
  xent explore softmax
  xent explore doors --pred 0.9,0.8,0.5
"""
SCREENLESS = ("", "dumb")


def known_scenes() -> Iterator[tuple[str, str]]:
    """The topics that have a scene, and what each shows."""
    from xentropy_cli.teaching.scenes.table import scenes

    return ((each.topic, each.title) for each in scenes())


@click.command("explore", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("topic", required=False, metavar="[TOPIC]", shell_complete=complete_names(known_scenes))
@option_in(INPUT, "--pred", metavar="Q", help="Begin with your predicted probabilities.")
@option_in(INPUT, "--logits", metavar="Z", help="Begin with your logits.")
@option_in(INPUT, "--label", metavar="Y", help="Begin with your label.")
@option_in(INPUT, "--true", metavar="P", help="Begin with your true distribution.")
def command(topic: str | None, **options: str | None) -> None:
    """List the scenes, or explore one; the command of its last state is printed, also where Ctrl-C ends it."""
    from xentropy_cli.cli.output.streams import write_stdout
    from xentropy_cli.teaching.scenes.table import refuse_unmoved, scene_list, scene_named

    own = {f"--{name}": value for name, value in options.items() if value is not None}
    scene = None if topic is None else scene_named(topic)
    refuse_unmoved(scene, own)
    if scene is None:
        write_stdout(scene_list(), "utf-8")
        return
    start = scene.started(own)
    refuse_no_terminal(scene.typed(start))
    from xentropy_cli.cli.exploring.frame import screenful
    from xentropy_cli.cli.exploring.terminal import other_screen
    from xentropy_cli.teaching.scenes.exploration import Exploration

    exploration, ctrl_c = Exploration(scene, start), CtrlC()
    with ctrl_c, other_screen() as screen:
        while not exploration.has_left:
            screen.draw(lambda columns, rows: screenful(exploration, columns, rows))
            for key in screen.pressed():
                exploration.press(key)
    write_stdout(f"{scene.typed(exploration.state)}\n", "utf-8")
    ctrl_c.ends()


def refuse_no_terminal(command: str) -> None:
    """Refuse to draw where there is no screen or no keys: there a command gives what would be drawn first."""
    has_streams = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    if not has_streams or (os.name != "nt" and os.environ.get("TERM", "") in SCREENLESS):
        raise typed("xent explore").refuse(
            "option-misfit", "xent explore needs a terminal.",
            why="It reads keys one by one, and draws the whole screen anew at each.",
            fix=f"Type what it begins with: {command}")  # fmt: skip
