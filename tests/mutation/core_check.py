"""What `core` computes, `figures` writes and `inputs.notation` reads: the examples and the tests of these modules.

The tests are called here, without pytest, which takes longer than they do. Those against mpmath and the theorems would take a
minute a mutant; so this is a score from below.

python tests/mutation/mutator.py core_check.py:check xentropy_cli.core.definitions xentropy_cli.core.operations …
"""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import inspect
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import mpmath  # noqa: F401  loaded once, for every mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parents[1]
MODULES = (
    "core.definitions",
    "core.interval",
    "core.operations",
    "core.real",
    "core.powers",
    "core.clips",
    "figures",
    "inputs.notation",
)
TESTS = (
    "core/test_definitions.py",
    "core/test_limits.py",
    "core/test_interval.py",
    "test_figures.py",
    "core/test_real.py",
    "inputs/test_notation.py",
)


def check() -> None:
    """Raise where a number of core, or its text, is another than it should be."""
    for name in MODULES:
        if doctest.testmod(importlib.import_module(f"xentropy_cli.{name}"), report=False).failed:
            raise AssertionError(name)
    sys.path.insert(0, str(FOLDER))
    for name in TESTS:
        for test, arguments in calls(FOLDER / name):
            test(**arguments)


def calls(file: Path) -> Iterator[tuple[Callable[..., None], dict[str, Any]]]:
    """Every test of a file with each of its parameters; those that need a fixture are left out."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, test in vars(module).items():
        if name.startswith("test_"):
            tables = [list(parameters(*mark.args)) for mark in getattr(test, "pytestmark", ())]
            for rows in itertools.product(*tables):
                arguments = {key: value for row in rows for key, value in row.items()}
                if set(inspect.signature(test).parameters) == set(arguments):
                    yield test, arguments


def parameters(names: str | tuple[str, ...], rows: list[Any]) -> Iterator[dict[str, Any]]:
    """The rows of a table of parameters, by their names."""
    if isinstance(names, str):
        yield from ({names: row} for row in rows)
    else:
        yield from (dict(zip(names, row, strict=True)) for row in rows)


hypothesis.settings.register_profile("mutants", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("mutants")


if __name__ == "__main__":
    sys.exit(check())
