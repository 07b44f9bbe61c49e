"""The formats: one small module each, found here by name and loaded when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.pages.result import Result


class Format(NamedTuple):
    """A format: the module and function that write it, the suffixes of its files, and whether it takes blocks.

    People keep some of its pages: there a picture stands unasked, where the lines of a terminal stay few.
    """

    module: str
    suffixes: tuple[str, ...]
    is_document: bool
    is_kept: bool = False


FORMATS = {
    "table": Format("table", (), is_document=True),
    "plain": Format("plain", (".txt",), is_document=True),
    "markdown": Format("markdown", (".md", ".markdown"), is_document=True),
    "latex": Format("latex", (".tex", ".latex"), is_document=True, is_kept=True),
    "html": Format("html", (".html", ".htm"), is_document=True, is_kept=True),
    "svg": Format("svg", (".svg",), is_document=True, is_kept=True),
    "json": Format("json_format", (".json",), is_document=False),
    "csv": Format("csv_format", (".csv",), is_document=False),
    "value": Format("value", (), is_document=False),
}


def format_of(name: str) -> str | None:
    """The format that the suffix of a file name stands for.

    >>> format_of("doors.html")
    'html'
    """
    lower = name.lower()
    return next((key for key, row in FORMATS.items() if lower.endswith(row.suffixes)), None)


def render(result: Result, name: str, digits: int, *, every_row: bool = False) -> str:
    """Write a result in any format: its page for people, its record for programs."""
    if FORMATS[name].is_document:
        return render_document(page_in(result, name, digits, every_row=every_row), name)
    return render_record(result.record(), name)


def page_in(result: Result, name: str, digits: int, *, every_row: bool) -> tuple[Block, ...]:
    """Lay out the page of a result, with its picture in the formats that people keep."""
    if FORMATS[name].is_kept:
        from xentropy_cli.pages.pictured import as_kept

        result = as_kept(result)
    return result.page(digits, every_row=every_row)


def render_document(blocks: Sequence[Block], name: str) -> str:
    """Write blocks in a document format; the table of a terminal in 80 columns and without colour."""
    return str(_writer(name)(blocks))


def render_record(record: dict[str, Any], name: str) -> str:
    """Write a record in a data format."""
    return str(_writer(name)(record))


def _writer(name: str) -> Any:
    module = import_module(f"xentropy_cli.rendering.{FORMATS[name].module}")
    return getattr(module, f"render_{name}")
