"""Aligned text without a single escape: what a pipe, a file or a screen reader gets. It is never narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.grid import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.pages.blocks import Block


def render_plain(blocks: Sequence[Block]) -> str:
    """Write every block under the one before."""
    return (
        "\n\n".join("\n".join("".join(span.text for span in line) for line in lines(block)) for block in blocks) + "\n"
    )
