"""What a command of a lesson may do: read numbers from its own words and files beside the lesson, and write its page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.options.command import files_read
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.sources.access import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    allowed = [name for name in HELD if name in COMMANDS]
    name = command.words[0] if command.words else ""
    if name not in allowed:
        raise not_run(lesson, command, f"A lesson runs xent {', '.join(allowed)}, and nothing else.")
    asked = _asked(name, command.words[1:])
    for parameter, why in FORBIDDEN.items():
        if asked.get(parameter):
            raise not_run(lesson, command, why)
    if any("-" in _values(value) for value in asked.values()) or asked.get("files") == ():
        raise not_run(lesson, command, "A lesson has no standard input.")
    for path in _files(name, asked):
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
    return [os.path.join(lesson.folder, path) for each in known for path in files_of_command(each)]


def files_of_command(command: Command) -> list[str]:
    """The files that one command names."""
    name = command.words[0]
    return _files(name, _asked(name, command.words[1:]))


def _files(name: str, asked: Mapping[str, Any]) -> list[str]:
    found = app.get_command(click.Context(app), name)
    return [] if found is None else [path for path in files_read(found, asked) if path != "-"]


def _asked(name: str, words: tuple[str, ...]) -> dict[str, Any]:
    """What the words ask for, as click reads them; nothing is run, and faults are left to the run itself."""
    found = app.get_command(click.Context(app), name)
    return found.make_context(name, list(words), resilient_parsing=True).params if found else {}


def is_switch(name: str, option: str) -> bool:
    """Tell whether a command has this option, and no value goes with it.

    >>> is_switch("compute", "--normalize"), is_switch("compute", "--clip"), is_switch("compute", "--logits-only")
    (True, False, False)
    """
    found = app.get_command(click.Context(app), name)
    parameters = found.params if found else []
    return any(isinstance(each, click.Option) and each.is_flag and option in each.opts for each in parameters)


def _values(value: Any) -> Iterator[Any]:
    return iter(value) if isinstance(value, tuple) else iter((value,))


def _is_inside(path: str, folder: str) -> bool:
    """Tell whether a path, seen from a folder, leads to something within it, whatever links lie on the way."""
    root = os.path.realpath(folder)
    return os.path.realpath(os.path.join(root, path)).startswith(os.path.join(root, ""))


def not_run(lesson: Lesson, command: Command, why: str) -> XentError:
    """Make the error of a command that a lesson may not hold."""
    return XentError(
        "bad-lesson",
        "A lesson cannot run this.",
        where=f"{lesson.file}, line {command.at}",
        text=f"$ {command.text}",
        why=why,
        fix="Change the command, or take the block out.",
        status=BAD_DATA,
    )
