"""`xent explore`: move a number, and watch the picture and the numbers move."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.help_page import INPUT, option_in
from xentropy_cli.inputs.request import option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from xentropy_cli.teaching.scenes.scene import Scene, State

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


def complete_scene(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the topics that have a scene, and what each shows."""
    from click.shell_completion import CompletionItem

    from xentropy_cli.teaching.scenes.table import scenes

    return [CompletionItem(each.topic, help=each.title) for each in scenes() if each.topic.startswith(begun)]


@click.command(
    "explore", cls=XentCommand, help=HELP, epilog=EXAMPLES, short_help="Move numbers, and watch what follows."
)
@click.argument("topic", required=False, metavar="[TOPIC]", shell_complete=complete_scene)
@option_in(INPUT, "--pred", metavar="Q", help="Begin with your predicted probabilities.")
@option_in(INPUT, "--logits", metavar="Z", help="Begin with your logits.")
@option_in(INPUT, "--label", metavar="Y", help="Begin with your label.")
@option_in(INPUT, "--true", metavar="P", help="Begin with your true distribution.")
def command(topic: str | None, **options: str | None) -> None:
    """List the scenes, or explore one; the command of its last state is printed, also where Ctrl-C ends it."""
    from xentropy_cli.cli.output.streams import write_stdout

    own = [(f"--{name}", value) for name, value in options.items() if value is not None]
    if topic is None:
        refuse_unmoved(None, own)
        write_stdout(scene_list(), "utf-8")
        return
    scene = scene_named(topic)
    refuse_unmoved(scene, own)
    start = scene.started(own)
    refuse_no_terminal(scene, start, topic)
    from xentropy_cli.cli.exploring.explore import explore
    from xentropy_cli.teaching.scenes.exploration import Exploration

    exploration, end = Exploration(scene, start), None
    try:
        explore(exploration)
    except KeyboardInterrupt as stop:
        end = stop
    write_stdout(f"{scene.typed(exploration.state)}\n", "utf-8")
    if end:
        raise end


def refuse_unmoved(scene: Scene | None, own: Sequence[tuple[str, str]]) -> None:
    """Refuse numbers that no control of a scene moves, or that no scene is named for."""
    from xentropy_cli.teaching.scenes.table import scenes

    for flag, _ in own:
        if scene is None or flag not in scene.moved:
            others = ", ".join(each.topic for each in scenes() if flag in each.moved)
            moving = ", ".join(control.label for control in scene.controls) if scene else ""
            raise option("the command line", flag).refuse(
                "option-misfit",
                f"Nothing that moves in {scene.topic} is given by {flag}." if scene else f"{flag} begins no list.",
                why=f"These move: {moving}." if scene else "Numbers begin a scene, and none is named.",
                fix=f"Leave it out, or take a scene that moves it: {others}.",
            )


def scene_list() -> str:
    """List the scenes in the order of their lessons, a line each."""
    from xentropy_cli.teaching.scenes.table import scenes

    wide = max(len(scene.topic) for scene in scenes())
    rows = (f"  {scene.topic:{wide}}  {scene.title}" for scene in scenes())
    return "\n".join((f"Start: xent explore {scenes()[0].topic}", "", *rows)) + "\n"


def scene_named(topic: str) -> Scene:
    """Find a scene by its own name, or by any name of its lesson.

    Raises XentError where there is none.
    """
    from xentropy_cli.teaching.lookup import look_up
    from xentropy_cli.teaching.scenes.table import scene_of, scenes
    from xentropy_cli.text import nearest, visible

    found = look_up(topic)
    scene = scene_of(found.name if found else topic.lower())
    if scene is None:
        topics = [each.topic for each in scenes()]
        near = nearest(topic.lower(), topics)
        raise option("the command line", topic or " ").refuse(
            "unknown-topic", f"There is no scene about {visible(topic)}.",
            why=f"There is one about each of {', '.join(topics)}.",
            fix=f"Did you mean {near}?" if near else "Name one of these, or none for a list: xent explore")  # fmt: skip
    return scene


def refuse_no_terminal(scene: Scene, start: State, topic: str) -> None:
    """Refuse to draw where there is no screen or no keys."""
    has_streams = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    if not has_streams or (os.name != "nt" and os.environ.get("TERM", "") in SCREENLESS):
        raise option("the command line", f"xent explore {topic}").refuse(
            "option-misfit", "xent explore needs a terminal.",
            why="It reads keys one by one, and draws the whole screen anew at each.",
            fix=f"Type what it begins with: {scene.typed(start)}")  # fmt: skip
