"""The one script of our pages, kept beside this module as a file of its own."""

from __future__ import annotations

from pathlib import Path


def script() -> str:
    """Read it."""
    return Path(__file__).with_name("xent.js").read_text("utf-8")
