"""One bare number, for scripts."""

from __future__ import annotations

from typing import Any

from xentropy_cli.figures import shortest


def render_value(record: dict[str, Any]) -> str:
    """Write the answer in the fewest digits that read back to the same double."""
    return shortest(float(record["value"])) + "\n"
