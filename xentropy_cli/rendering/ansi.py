"""The styles of roles on a terminal, and lines with roles as escape codes, for a screen that is drawn anew at each key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLES = {
    "heading": "bold",
    "head": "bold",
    "symbol": "cyan",
    "total": "bold green",
    "note": "yellow",
    "dim": "bright_black",
    "share": "blue",
    "entropy": "magenta",
    "divergence": "yellow",
    "whole": "green",
    "section": "bold",
    "command": "bright_black",
    "code": "cyan",
    "emphasis": "italic",
    "link": "underline",
}
"""One role, one style; the page reads the same without them."""

CODES = {
    "bold": "1",
    "italic": "3",
    "underline": "4",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
    "bright_black": "90",
}


def painted(line: Iterable[tuple[str, str]], *, in_color: bool) -> str:
    r"""Write a line of text with roles; in colour each role has its style.

    >>> painted([("total ", ""), ("0.61", "total")], in_color=True)
    'total \x1b[1;32m0.61\x1b[0m'
    """
    parts = []
    for text, role in line:
        codes = ";".join(CODES[word] for word in STYLES.get(role, "").split())
        parts.append(f"\x1b[{codes}m{text}\x1b[0m" if codes and in_color else text)
    return "".join(parts)
