"""What the tests of `audit` say of its texts, each compared whole.

python tests/mutation/mutator.py audit_check.py:check xentropy_cli.conventions.audit.grammar …
"""

from __future__ import annotations

import doctest
import functools
import gc
import importlib
import importlib.util
import inspect
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest  # noqa: F401  loaded once, for every mutant, as are those below

import xentropy_cli.conventions.why.search
import xentropy_cli.inputs.sums_to_one  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

FOLDER = Path(__file__).parents[1]
FILES = ("test_audit_readings", "test_audit_rules", "test_audit", "test_audit_shelf")
DOCTESTS = (
    "answers",
    "evaluation",
    "forms",
    "grammar",
    "judgement",
    "claims.losses",
    "claims.tables",
    "reach",
    "reasons",
    "spellings",
    "statements",
    "tokens",
)
SLOW = ("test_no_text_is_a_crash", "test_a_stated_digit_that_is_changed_is_found")


def check() -> list[Callable[[], None]]:
    """What raises where a test of the audit fails: each that takes texts alone, and is quick, with each of its parameters."""
    gc.disable()
    sys.path.insert(0, str(FOLDER))
    tests = [
        test
        for name in FILES
        for key, test in vars(loaded(f"conventions/{name}.py")).items()
        if key.startswith("test_") and key not in SLOW
    ]
    examples = (functools.partial(run_examples, f"xentropy_cli.conventions.audit.{name}") for name in DOCTESTS)
    return [*examples, *(part for test in tests for part in parts(test))]


def run_examples(module: str) -> None:
    """Raise where an example in a module fails."""
    assert not doctest.testmod(importlib.import_module(module)).failed


def parts(test: Callable[..., None]) -> Iterator[Callable[[], None]]:
    """A test with each of its parameters, unless it takes fixtures."""
    marks = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    names = [name for mark in marks for name in (mark[0].split(",") if isinstance(mark[0], str) else mark[0])]
    if set(inspect.signature(test).parameters) == set(names):
        for values in itertools.product(*(mark[1] for mark in marks)):
            each = [
                value
                for mark, one in zip(marks, values, strict=True)
                for value in ([one] if isinstance(mark[0], str) else one)
            ]
            yield functools.partial(test, **dict(zip(names, each, strict=True)))


def loaded(path: str) -> ModuleType:
    """A file of tests as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, FOLDER / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
