"""The pages of `xent explain` that are no lesson: about the tool, an error, a quantity; and the list of all lessons."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.lesson_blocks import Section
from xentropy_cli.teaching.course import sections, summary_of
from xentropy_cli.teaching.lookup import REFERENCES, markdown_of, quantities_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.derivation.quantities import Quantity
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.lookup import Found


def page_of(found: Found) -> list[Block]:
    """Make the page of what a word stands for, if that is no lesson."""
    if found.kind == "quantity":
        row = QUANTITIES[found.name]
        return [Heading(row.name[0].upper() + row.name[1:]), *row_blocks(row)]
    from xentropy_cli.teaching.reference_pages import markdown_blocks

    return list(markdown_blocks(markdown_of(found)))


def row_blocks(row: Quantity) -> Iterator[Block]:
    """Show a quantity, its example worked out now."""
    from xentropy_cli.cli.options.inputs import request_from
    from xentropy_cli.derivation.derive import derive
    from xentropy_cli.inputs.readings import read
    from xentropy_cli.pages.quantity import quantity_blocks

    _, _, *words = shlex.split(row.example)
    yield from quantity_blocks(row, derive(read(request_from(words))))


def rows_of_lesson(topic: str) -> list[Block]:
    """Show the quantities that a lesson is about, under a heading."""
    blocks = [block for row in quantities_of(topic) for block in row_blocks(row)]
    return [Section("In short"), *blocks] if blocks else []


def contents() -> str:
    """List every lesson in reading order, one line each, and the pages about the tool."""
    groups = {name: [(topic, summary_of(topic)) for topic in topics] for name, topics in sections().items()}
    groups["About the tool"] = [(name, title_of(name)) for name in REFERENCES]
    widest = max(len(topic) for rows in groups.values() for topic, _ in rows)
    return "\n".join(
        f"{name}\n" + "".join(f"  {topic:{widest}}  {said}\n" for topic, said in rows) for name, rows in groups.items()
    )
