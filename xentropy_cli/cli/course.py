"""`xent course`: every lesson and page as linked files for a browser, without a network."""

from __future__ import annotations

import os
import sys

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.help_page import OUTPUT, option_in
from xentropy_cli.inputs.request import option

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
    from xentropy_cli.cli.output.deliver import refuse_nameless
    from xentropy_cli.cli.output.folder import refuse_folder, write_folder
    from xentropy_cli.cli.output.present import is_terminal, tell
    from xentropy_cli.cli.output.progress import collected
    from xentropy_cli.cli.output.streams import STREAM
    from xentropy_cli.rendering.site import INDEX

    refuse_nameless("-o", output)
    if output == STREAM:
        raise option("--output", output).refuse(
            "bad-value", "A course does not go to standard output.", why="It is a folder of pages that lead to each other.",
            fix="Name a folder: xent course -o site/")  # fmt: skip
    refuse_folder(output)
    write_folder(output, dict(collected(course_files(), "{} pages made")))
    if is_terminal(sys.stderr):
        tell(f"Open {os.path.join(output, INDEX)} in a browser.\n")
