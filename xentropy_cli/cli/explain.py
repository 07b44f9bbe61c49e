"""`xent explain CODE`: the page of an error."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xentropy_cli.cli.output import terminal_width
from xentropy_cli.cli.present import wants_color
from xentropy_cli.cli.streams import write_stdout
from xentropy_cli.errors import XentError
from xentropy_cli.text import nearest

PAGES = Path(__file__).parent.parent / "lessons" / "errors"

EXAMPLES = """\b
Examples:
  xent explain
  xent explain sum-not-one
"""


@click.command("explain", epilog=EXAMPLES, short_help="Explain an error by its code.")
@click.argument("topic", required=False, metavar="[CODE]")
def command(topic: str | None) -> None:
    """Explain an error by its code: what it means, common causes, and the repair for each.

    Without a code, list them all.
    """
    text = listed() if topic is None else page_of(topic)
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if is_terminal and topic is not None:
        from xentropy_cli.rendering.table import render_markdown_page

        text = render_markdown_page(text, terminal_width(), in_color=wants_color(is_terminal=is_terminal))
    write_stdout(text, getattr(sys.stdout, "encoding", None) or "utf-8")


def listed() -> str:
    """List every code with the title of its page."""
    titles = {
        path.stem: path.read_text("utf-8").partition("\n")[0].removeprefix("# ") for path in sorted(PAGES.glob("*.md"))
    }
    widest = max(map(len, titles))
    return "".join(f"{code:{widest}}  {title}\n" for code, title in titles.items())


def page_of(code: str) -> str:
    """Find the page of a code; a name that is none gets one suggestion."""
    codes = [path.stem for path in PAGES.glob("*.md")]
    if code in codes:
        return (PAGES / f"{code}.md").read_text("utf-8")
    near = nearest(code, codes)
    raise XentError(
        "unknown-topic",
        f"There is no page {code}.",
        where="the command line",
        text=f"xent explain {code}",
        span=(13, 13 + max(len(code), 1)),
        why="Every error has a page, under the code in the last line of its message.",
        fix=f"Did you mean xent explain {near}?" if near else "See them all: xent explain",
    )
