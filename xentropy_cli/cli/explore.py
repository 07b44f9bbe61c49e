"""`xent explore`: move a number, and watch the picture and the numbers move."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from xentropy_cli.teaching.scenes.scene import Scene

HELP = """Move a number, and watch the picture and the numbers move.

Without a topic, list the scenes. TOPIC is a lesson that has one. Each asks a question to guess first, and has goals to
reach; the command of what is shown stands under the picture, and is printed when you leave.

Arrow keys move and choose, = types a value, g shows the next goal, ? lists all keys, q leaves.
"""

EXAMPLES = """\b
Examples:
  xent explore
  xent explore doors
  xent explore softmax
"""
SCREENLESS = ("", "dumb")


def complete_scene(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the topics that have a scene, and what each shows."""
    from click.shell_completion import CompletionItem

    from xentropy_cli.teaching.scenes.table import SCENES

    return [CompletionItem(each.topic, help=each.title) for each in SCENES if each.topic.startswith(begun)]


@click.command(
    "explore", cls=XentCommand, help=HELP, epilog=EXAMPLES, short_help="Move numbers, and watch what follows."
)
@click.argument("topic", required=False, metavar="[TOPIC]", shell_complete=complete_scene)
def command(topic: str | None) -> None:
    """List the scenes, or explore one."""
    from xentropy_cli.cli.output.streams import write_stdout

    if topic is None:
        write_stdout(scene_list(), "utf-8")
        return
    scene = scene_named(topic)
    refuse_no_terminal(scene, topic)
    from xentropy_cli.cli.exploring.explore import explore

    write_stdout(f"{explore(scene)}\n", "utf-8")


def scene_list() -> str:
    """List the scenes in the order of their lessons, a line each."""
    from xentropy_cli.teaching.scenes.table import SCENES

    wide = max(len(scene.topic) for scene in SCENES)
    rows = (f"  {scene.topic:{wide}}  {scene.title}" for scene in SCENES)
    return "\n".join((f"Start: xent explore {SCENES[0].topic}", "", *rows)) + "\n"


def scene_named(topic: str) -> Scene:
    """Find a scene by its own name, or by any name of its lesson.

    Raises XentError where there is none.
    """
    from xentropy_cli.teaching.lookup import look_up
    from xentropy_cli.teaching.scenes.table import SCENES, scene_of

    found = look_up(topic)
    scene = scene_of(found.name if found else topic.lower())
    if scene is None:
        from xentropy_cli.text import nearest, visible

        near = nearest(topic.lower(), [each.topic for each in SCENES])
        raise XentError(
            "unknown-topic",
            f"There is no scene about {visible(topic)}.",
            where="the command line",
            text=f"xent explore {topic}",
            span=(13, 13 + max(len(topic), 1)),
            why=f"There is one about each of {', '.join(each.topic for each in SCENES)}.",
            fix=f"Did you mean {near}?" if near else "Name one of these, or none for a list: xent explore",
        )
    return scene


def refuse_no_terminal(scene: Scene, topic: str) -> None:
    """Refuse to draw where there is no screen or no keys."""
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)) and (
        os.name == "nt" or os.environ.get("TERM", "") not in SCREENLESS
    ):
        return
    raise XentError(
        "option-misfit",
        "xent explore needs a terminal.",
        where="the command line",
        text=f"xent explore {topic}",
        span=(0, len("xent explore")),
        why="It reads keys one by one, and draws the whole screen anew at each.",
        fix=f"Type what it begins with: {scene.typed(scene.start)}",
    )
