"""Where a result goes and in which format: the options every command shares, and the writing."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import OutputOption
from xentropy_cli.cli.options.help_page import OUTPUT, option_in, whole_option, with_options
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.present import is_terminal, say, wants_color
from xentropy_cli.cli.output.streams import STREAM, refuse_nameless, replacing, write_stdout
from xentropy_cli.derivation.notes import OF_THE_PAGE
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.rendering import FORMATS, format_of, page_in, render_document, render_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.pages.result import Result

MOST_DIGITS = 100
DEFAULT_WIDTH = 80
WITHOUT_NOTES = ("value", "csv")

GLYPHS = "∞−·Σ█─"
"""Characters a terminal must have, or it gets ASCII."""


class Target(NamedTuple):
    """Where a result goes: a file or standard output, the format, and how its numbers and rows are shown."""

    format: str
    path: str | None
    digits: int
    every_row: bool
    is_chosen: bool = True
    """Whether a format or a file was asked for."""


class Collector:
    """Takes what a command would write, where it is run for a lesson: the blocks of its page, or its text.

    Beside the page it keeps what sentences about it are told from: the record, exact where that is known, and the digits.
    The page is laid out when it is asked for.
    """

    def __init__(self) -> None:
        """Nothing has been written yet."""
        self.page: Callable[[], Sequence[Block]] = tuple
        self.text = ""
        self.facts: dict[str, Any] = {}
        self.digits = 0

    def take(self, text: str) -> None:
        """Take a text that is no page."""
        self.text += text


def _collector() -> Collector | None:
    """Find who takes what this command would write, if it is run for a lesson."""
    context = click.get_current_context(silent=True)
    return context.find_object(Collector) if context else None


file_option = option_in(
    OUTPUT, "-o", "--output", cls=OutputOption, metavar="FILE", help="Write to a file; its suffix picks the format."
)
output_options = with_options(
    option_in(OUTPUT, "-f", "--format", "format_", type=click.Choice(list(FORMATS)), help="How to write the result."),
    file_option,
    option_in(OUTPUT, "-q", "--quiet", is_flag=True, help="Print only the number: --format value."),
    whole_option(OUTPUT, "--digits", (0, MOST_DIGITS), "Digits after the point.", default=4),
    option_in(OUTPUT, "--all", "every_row", is_flag=True, help="Show every row of a long table."),
)
"""Adds the options of every command that has a result."""


def choose_target(options: dict[str, Any], formats: Iterable[str] = FORMATS) -> Target:
    """Take the output options off a command's options; those that it lacks are as good as not given."""
    name, path, quiet = options.pop("format_"), options.pop("output"), options.pop("quiet", False)
    digits, every_row = options.pop("digits", 0), options.pop("every_row", False)
    is_chosen = name is not None or path is not None
    if quiet and name not in (None, "value"):
        raise typed(f"-q --format {name}", "-q").refuse(
            "two-answers",
            "-q and --format ask for two formats.",
            why="-q is --format value.",
            fix="Keep one of them.",
        )
    refuse_nameless("-o", path)
    if path == STREAM:
        path = None
    chosen = "value" if quiet else name or (format_of_file(path, formats) if path else None)
    if chosen is None:
        chosen = "table" if path is None and is_terminal(sys.stdout) else "plain"
    return Target(chosen, path, digits, every_row, is_chosen)


def format_of_file(path: str, formats: Iterable[str]) -> str | None:
    """The format, of those there may be, that a file's suffix stands for; none for a file without one."""
    found, suffix = format_of(path), os.path.splitext(path)[1]
    if found is None and suffix:
        known = ", ".join(each for name in formats for each in FORMATS[name].suffixes)
        raise typed(path, suffix, where="--output").refuse(
            "bad-value",
            f"No format is written to {suffix} files.",
            why=f"The suffix picks the format, and the suffixes are {known}.",
            fix="Take one of them, or name the format, such as --format plain.",
        )
    return found


@contextmanager
def opened(target: Target) -> Iterator[Callable[[str], None]]:
    """Open the target before the work starts; yield what writes the finished text."""
    collector = _collector()
    if collector is not None:
        yield collector.take
        return
    if target.path is None:
        yield lambda text: write_stdout(text, _encoding(target.format))
        return
    with replacing(target.path) as write:
        yield write


def deliver(result: Result, target: Target, write: Callable[[str], None]) -> None:
    """Say on stderr what the format does not hold, and write the result: every command ends here."""
    collector = _collector()
    if collector is None:
        say_beside(result, target)
    elif FORMATS[target.format].is_document:
        collector.facts, collector.digits = result.facts(), target.digits
    if FORMATS[target.format].is_document:
        write_page(lambda: page_in(result, target.format, target.digits, every_row=target.every_row), target, write)
    else:
        write(render_record(result.record(), target.format))


def say_beside(result: Result, target: Target) -> None:
    """Say which columns were taken for what, unless the page says so, and the notes of bare numbers; and what broke a limit.

    Where a gate fails nobody may look at a page that goes to a pipe, so that this is said beside it; on a terminal it is not.
    """
    is_page = FORMATS[target.format].is_document and target.path is None
    if not is_page and target.format != "value":
        say("read", result.readings)
    if not (is_page and all(map(is_terminal, (sys.stdout, sys.stderr)))):
        say("limit", result.broken)
    if target.format in WITHOUT_NOTES:
        kept = (note for note in result.notes if target.format == "csv" or note.code not in OF_THE_PAGE)
        say("note", (note.text for note in kept))


def write_page(page: Callable[[], Sequence[Block]], target: Target, write: Callable[[str], None]) -> None:
    """Write a page, or hand it to the lesson that shows it."""
    collector = _collector()
    if collector is None:
        write(document(page(), target))
    else:
        collector.page = page


def document(blocks: Sequence[Block], target: Target) -> str:
    """Write blocks in the document format of the target, in the characters its terminal has."""
    is_of_utf8 = target.path is not None or _encoding(target.format) == "utf-8"
    if is_of_utf8 or not lacks_symbols():
        return _drawn(target, blocks)
    from xentropy_cli.rendering.ascii import GLYPHS_IN_ASCII, spelled

    return _drawn(target, spelled(tuple(blocks), _stdout_encoding())).translate(GLYPHS_IN_ASCII)


def _drawn(target: Target, blocks: Sequence[Block]) -> str:
    if target.format != "table":
        return render_document(blocks, target.format)
    from xentropy_cli.rendering.table import render_table

    in_color = wants_color(sys.stdout if target.path is None else None)
    return render_table(blocks, terminal_width(), in_color=in_color)


def _encoding(name: str) -> str:
    """Text is written as the terminal reads it; a page or a data file says itself, or is, UTF-8."""
    return _stdout_encoding() if name in ("table", "plain") else "utf-8"


def _stdout_encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def lacks_symbols() -> bool:
    """Tell whether standard output has no room for our symbols in its encoding."""
    try:
        GLYPHS.encode(_stdout_encoding())
    except UnicodeEncodeError:
        return True
    return False


def terminal_width() -> int:
    """The width of the terminal in cells; COLUMNS wins where it is a number above 0."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdecimal() and int(columns) > 0:
        return int(columns)
    return columns_behind(sys.stdout)


def columns_behind(stream: IO[str]) -> int:
    """The columns of the terminal behind a stream; 80 where there is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError, AttributeError):
        return DEFAULT_WIDTH
