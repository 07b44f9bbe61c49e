"""What `core` computes and `figures` writes: the examples of their docstrings, and their tests, the fastest first.

The tests against mpmath and the theorems would take a minute a mutant; so this is a score from below.

python tests/mutation/mutator.py core_check.py:check xentropy_cli.core.definitions xentropy_cli.core.operations …
"""

from __future__ import annotations

import doctest
import importlib
import os
import sys
from pathlib import Path

import hypothesis
import mpmath  # noqa: F401
import pytest

FOLDER = Path(__file__).parents[1]
MODULES = ("core.definitions", "core.interval", "core.operations", "core.real", "core.clips", "figures")
TESTS = (
    "core/test_definitions.py",
    "core/test_interval.py",
    "core/test_limits.py",
    "test_figures.py",
    "core/test_real.py",
)


def check() -> None:
    """Raise where a number of core, or its text, is another than it should be."""
    for name in MODULES:
        if doctest.testmod(importlib.import_module(f"xentropy_cli.{name}"), report=False).failed:
            raise AssertionError(name)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = os.devnull
    hypothesis.settings.load_profile("mutants")
    options = ["-q", "-x", "--noconftest", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += [word for name in ("cacheprovider", "xdist", "hypothesispytest") for word in ("-p", f"no:{name}")]
    if pytest.main([*options, *(str(FOLDER / name) for name in TESTS)]):
        raise AssertionError("tests")


hypothesis.settings.register_profile("mutants", derandomize=True, deadline=None, database=None)


if __name__ == "__main__":
    sys.exit(check())
