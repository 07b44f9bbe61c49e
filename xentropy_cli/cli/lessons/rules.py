"""What a command of a lesson may do: read numbers from its own words and files beside the lesson, and write its page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.app import command_named
from xentropy_cli.cli.options.command import files_read
from xentropy_cli.tables.sources.access import is_address
from xentropy_cli.teaching.lines import SourceLine

if TYPE_CHECKING:
    from xentropy_cli.errors import XentError
    from xentropy_cli.teaching.lesson import Command, Lesson

HELD = ("compute", "score", "compare", "libraries", "why")
"""The commands that a lesson may hold."""

FORBIDDEN = {
    "output": "A lesson writes no file but its own page.",
    "save_summary": "A lesson writes no file but its own page.",
    "scheduler": "A lesson starts nothing outside itself.",
}


def refuse_others(lesson: Lesson, command: Command) -> None:
    """Refuse what reads or writes anything outside the lesson and its folder."""
    if not command.words or command.words[0] not in HELD:
        raise not_run(lesson, command, f"A lesson runs xent {', '.join(HELD)}, and nothing else.")
    asked = _asked(command)
    for parameter, why in FORBIDDEN.items():
        if asked.get(parameter):
            raise not_run(lesson, command, why)
    for path in files_read(command_named(command.words[0]), asked):
        if path == "-":
            raise not_run(lesson, command, "A lesson has no standard input.")
        refuse_file(lesson, command, path)


def refuse_file(lesson: Lesson, command: Command, path: str) -> None:
    """Refuse a file outside the lesson's folder, an address, and what is no plain file."""
    if is_address(path):
        raise not_run(lesson, command, f"{path} is an address, and a lesson reads nothing but files beside it.")
    if not _is_inside(path, lesson.folder):
        raise not_run(lesson, command, f"{path} lies outside the lesson's folder, and a lesson reads nothing there.")
    inside = os.path.join(lesson.folder, path)
    if os.path.exists(inside) and not os.path.isfile(inside):
        raise not_run(lesson, command, f"{path} is no plain file, and a lesson reads nothing else.")


def files_of(lesson: Lesson) -> list[str]:
    """Every file that the commands of a lesson read, as seen from here."""
    known = [each for each in lesson.commands if each.words and each.words[0] in HELD]
    read = [path for each in known for path in files_read(command_named(each.words[0]), _asked(each))]
    return [os.path.join(lesson.folder, path) for path in read if path != "-"]


def _asked(command: Command) -> dict[str, Any]:
    """What its words ask for, as click parts them; nothing is run, and faults are left to the run itself."""
    name, *words = command.words
    held = command_named(name)
    values, _, _ = held.make_parser(click.Context(held, info_name=name, resilient_parsing=True)).parse_args(words)
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def is_switch(name: str, option: str) -> bool:
    """Tell whether a command has this option, and no value goes with it.

    >>> is_switch("compute", "--normalize"), is_switch("compute", "--clip"), is_switch("compute", "--logits-only")
    (True, False, False)
    """
    parameters = command_named(name).params
    return any(isinstance(each, click.Option) and each.is_flag and option in each.opts for each in parameters)


def _is_inside(path: str, folder: str) -> bool:
    """Tell whether a path, seen from a folder, leads to something within it, whatever links lie on the way."""
    root = os.path.realpath(folder)
    return os.path.realpath(os.path.join(root, path)).startswith(os.path.join(root, ""))


def not_run(lesson: Lesson, command: Command, why: str) -> XentError:
    """Make the error of a command that a lesson may not hold."""
    line = SourceLine(f"$ {command.text}", command.at, lesson.file)
    return line.fault("A lesson cannot run this.", why=why, fix="Change the command, or take the block out.")
