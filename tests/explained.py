"""Lessons as `xent explain` shows them, each run once for all tests that look at its page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from running import run_here

if TYPE_CHECKING:
    from running import Ran


@cache
def lesson_in(form: str, topic: str) -> Ran:
    return run_here("explain", topic, "--format", form)
