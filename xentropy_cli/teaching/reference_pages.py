"""A page of Markdown that runs nothing → its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.lesson_blocks import Section, Verbatim
from xentropy_cli.teaching.prose import Comment, Fence, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pages.blocks import Block


def markdown_blocks(text: str) -> Iterator[Block]:
    r"""Read a page whose first line is its title; code stays as it is, and comments are left out.

    >>> [type(block).__name__ for block in markdown_blocks("# Files\n\nOne line.\n\n    xent score\n")]
    ['Heading', 'Paragraph', 'Verbatim']
    """
    for at, placed in enumerate(pieces(text.split("\n"))):
        piece = placed.piece
        if isinstance(piece, Section):
            yield piece if at else Heading(piece.text)
        elif isinstance(piece, Fence):
            yield Verbatim("\n".join(piece.lines))
        elif not isinstance(piece, Comment):
            yield piece
