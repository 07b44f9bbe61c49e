"""JSON: every field at full precision, in plain ASCII."""

from __future__ import annotations

from typing import Any


def render_json(record: dict[str, Any]) -> str:
    """Write strict JSON; a character outside ASCII is escaped, so that any pipe carries it."""
    import json

    return json.dumps(record, indent=2, allow_nan=False) + "\n"
