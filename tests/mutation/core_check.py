"""What `core` computes: the examples of its docstrings, and the values worked out by hand in test_definitions.py.

All of tests/core would take half a minute a mutant; so this is a score from below.

python tests/mutation/mutator.py core_check.py:check xentropy_cli.core.definitions xentropy_cli.core.operations …
"""

from __future__ import annotations

import doctest
import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1]
MODULES = ("definitions", "interval", "operations", "real", "clips")


def check() -> None:
    """Raise where a number of core is another than it should be."""
    for name in MODULES:
        module = importlib.import_module(f"xentropy_cli.core.{name}")
        if doctest.testmod(module, report=False).failed:
            raise AssertionError(name)
    import pytest

    options = [
        "-q",
        "-x",
        "--no-header",
        "-p",
        "no:cacheprovider",
        *(str(FOLDER / "core" / name) for name in ("test_definitions.py",)),
    ]
    if pytest.main(options):
        raise AssertionError("tests/core")


if __name__ == "__main__":
    sys.exit(check())
