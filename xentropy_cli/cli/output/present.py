"""What goes to stderr: an error, drawn with a caret under the text at fault, and what is said beside a result."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.errors import XentError

MOST = 72
"""Characters of the user's text that are shown round the fault."""

INDENT, NARROWEST, LONGEST = 7, 20, 2000

BOLD_RED, BOLD, DIM, OFF = "\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


def present(error: XentError) -> None:
    """Write an error to stderr, if there is one."""
    if sys.stderr is not None:
        most = None
        if is_terminal(sys.stderr):
            import shutil  # it loads every compressor, and only an error on a terminal needs it

            most = shutil.get_terminal_size().columns
        tell(drawn(error, in_color=wants_color(sys.stderr), most=most))


def tell(text: str) -> None:
    """Write to stderr, if there is one."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass  # nobody is left to tell


def is_terminal(stream: IO[str] | None) -> bool:
    """Tell whether a stream is open, and goes to a terminal or comes from one."""
    return stream is not None and stream.isatty()


def say(kind: str, texts: Iterable[str]) -> None:
    """Say what a result does not hold itself: how the input was read, a note, a limit that is broken."""
    tell("".join(f"{kind}: {visible(text)}\n" for text in texts))


def drawn(error: XentError, *, in_color: bool, most: int | None = None) -> str:
    """Draw an error as text, its sentences no wider than `most` cells where that is asked."""
    red, bold, dim, off = (BOLD_RED, BOLD, DIM, OFF) if in_color else ("",) * 4
    shown, start, length = _window(error.text, error.span)
    return (
        f"{red}error:{off} {bold}{visible(_shortened(error.message))}{off}\n"
        f"  {dim}in {visible(error.where)}:{off}\n"
        f"    {shown}\n"
        f"    {' ' * start}{red}{'^' * length}{off}\n"
        f"  {dim}why:{off} {_wrapped(error.why, most)}\n"
        f"  {dim}fix:{off} {_wrapped(error.fix, most)}\n"
        f"  {dim}more: xent explain {error.code}{off}\n"
    )


def _shortened(sentence: str) -> str:
    """Leave out the middle of what quotes something very long."""
    return sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST // 2]} … {sentence[-LONGEST // 2 :]}"


def _wrapped(sentence: str, most: int | None) -> str:
    """Break a sentence between its words, under its first line."""
    text = visible(_shortened(sentence))
    if most is None or width(text) + INDENT <= most:
        return text
    import textwrap

    lines = textwrap.wrap(text, max(most - INDENT, NARROWEST), break_long_words=False, break_on_hyphens=False)
    return f"\n{' ' * INDENT}".join(lines)


def _window(text: str, span: tuple[int, int]) -> tuple[str, int, int]:
    """Show the text round the fault, and where the caret goes under it."""
    start, end = span
    first = max(0, start - MOST // 2) if len(text) > MOST else 0
    last = min(len(text), max(first + MOST, min(end, first + MOST)))
    before, fault, after = visible(text[first:start]), visible(text[start : min(end, last)]), visible(text[end:last])
    left, right = "..." if first else "", "..." if last < len(text) else ""
    return left + before + fault + after + right, len(left) + width(before), max(width(fault), 1)


def wants_color(stream: IO[str] | None) -> bool:
    """Tell whether to write in colour: never against NO_COLOR, always for FORCE_COLOR, else on a terminal that has it."""
    environ = os.environ
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal(stream) and environ.get("TERM") != "dumb"
