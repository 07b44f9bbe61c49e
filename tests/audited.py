"""The shelf of texts that `audit` is held to, and an audit of a text."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

from xentropy_cli.conventions.audit.audit import Audit
from xentropy_cli.conventions.audit.statements import Line

SHELF = [
    json.loads(line) for line in (Path(__file__).parents[0] / "data" / "audit.jsonl").read_text("utf-8").splitlines()
]


@cache
def audit_of(text: str) -> Audit:
    """Audit a text, once for all tests that look at it."""
    audit = Audit("text")
    audit.read(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return audit


def worked_out(expression: str) -> tuple[float, ...]:
    value = eval(expression, {**vars(math)})
    return tuple(value) if isinstance(value, list) else (value,)
