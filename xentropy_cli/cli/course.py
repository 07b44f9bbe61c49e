"""`xent course`: every lesson and page as linked files for a browser, without a network."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.help_page import OUTPUT, option_in
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.present import is_terminal, tell
from xentropy_cli.cli.output.streams import STREAM, cannot_write, read_text, refuse_nameless, replacing
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xentropy_cli.errors import XentError

LIST = "xent-files.txt"
HEAD = "Written by xent, which may write over these files and take them away:"

HELP = """Write all lessons as linked pages for a browser.

The folder gets every page that `xent explain` shows: lessons, pages about the tool, a glossary and the errors, with a list
of all. Nothing on them comes from a network, and the same version of xent writes the same bytes. The folder must be new,
empty, or one that this command wrote before.
"""

EXAMPLES = """\b
Examples:
  xent course -o site/
"""


@click.command("course", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@option_in(OUTPUT, "-o", "--output", required=True, metavar="FOLDER", type=click.Path(), help="Write into this folder.")
def command(output: str) -> None:
    """Look at the folder, make the pages, and write them."""
    from xentropy_cli.cli.lessons.course_pages import course_files
    from xentropy_cli.cli.output.progress import collected
    from xentropy_cli.rendering.site import INDEX

    refuse_nameless("-o", output)
    if output == STREAM:
        raise typed(output, where="--output").refuse(
            "bad-value", "A course does not go to standard output.", why="It is a folder of pages that lead to each other.",
            fix="Name a folder: xent course -o site/")  # fmt: skip
    refuse_folder(output)
    write_folder(output, dict(collected(course_files(), "{} pages made")))
    if is_terminal(sys.stderr):
        tell(f"Open {os.path.join(output, INDEX)} in a browser.\n")


def refuse_folder(path: str) -> set[str]:
    """Name the files that an earlier run wrote into a folder, which holds nothing else; it need not exist.

    Raises XentError where it holds a file of somebody else, is no folder, or cannot be read.
    """
    try:
        found = set(os.listdir(path))
    except FileNotFoundError:
        return set()
    except OSError as failure:
        if os.path.isfile(path):
            raise _refused(path, "This is a file, and the course is a folder of files.") from None
        raise cannot_write(path, failure) from None
    ours = _listed(os.path.join(path, LIST)) if LIST in found else set()
    if others := sorted(name for name in found if name not in ours or os.path.islink(os.path.join(path, name))):
        named = f"{', '.join(map(visible, others[:3]))}{', …' if others[3:] else ''}"
        raise _refused(path, f"There are other files in this folder: {named}")
    return found - {LIST}


def write_folder(path: str, files: Mapping[str, str]) -> None:
    """Write files into a folder, and take away those of an earlier run that are no more; its list names whatever is there."""
    before = refuse_folder(path)
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as failure:
        raise cannot_write(path, failure) from None
    for name in before - files.keys():
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(path, name))
    for name, text in ((LIST, _list(before | files.keys())), *files.items(), (LIST, _list(files.keys()))):
        with replacing(os.path.join(path, name)) as write:
            write(text)


def _list(names: Iterable[str]) -> str:
    return "\n".join([HEAD, *sorted(names)]) + "\n"


def _listed(path: str) -> set[str]:
    """Read the names in a list of ours; a list that is not ours names nothing."""
    head, *names = read_text(path).splitlines() or [""]
    return {LIST, *names} if head == HEAD else set()


def _refused(path: str, message: str) -> XentError:
    return typed(visible(path), where="--output").refuse(
        "other-files", message,
        why="The course takes a folder of its own: a page might take the place of a file that is there.",
        fix="Name a new or an empty folder, such as -o site/")  # fmt: skip
