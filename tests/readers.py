"""Which reader reads text: the strict one alone, or the fast one wherever it is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.tables import text

if TYPE_CHECKING:
    import pytest

STRICT, FAST = "strict", "fast"


def read_by(reader: str, patch: pytest.MonkeyPatch) -> None:
    """Let text be read by one of them."""
    if reader == STRICT:
        patch.setattr(text, "fast_reader", lambda *_: None)
    patch.setattr(text, "LEAST_PIECE", 4)
