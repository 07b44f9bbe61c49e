"""The conventions against the libraries: values recorded from them, and the libraries themselves where they are installed."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import parity

STORED = json.loads(parity.VALUES.read_text("utf-8"))
INSTALLED = parity.installed()
SINGLE, DOUBLE = 2e-6, 1e-12


def agrees(value: float, printed: str, precision: str) -> bool:
    """LightGBM keeps its scores as doubles, and its labels and weights as singles."""
    found, slack = float(printed), SINGLE if precision == "float32" else DOUBLE
    if not math.isfinite(found):
        return repr(found) == repr(value)
    return abs(found - value) <= slack * max(1.0, abs(value))


def precision_of(row: object) -> str:
    return "float32" if getattr(row, "library", "") == "LightGBM" else str(getattr(row, "precision", ""))


@pytest.mark.parametrize("case", parity.CASES)
def test_every_value_is_what_the_library_gave(case: str) -> None:
    """Recorded by tests/parity/parity.py from the versions that values.json names."""
    wrong = {}
    checked = 0
    for row, _, value in parity.outcomes(case):
        printed = STORED["values"].get(row.library, {}).get(f"{case} | {row.key}")
        if printed is not None:
            checked += 1
            if not agrees(value, printed, precision_of(row)):
                wrong[row.key] = (value, printed)
    assert checked
    assert wrong == {}


def test_every_rule_that_is_said_to_be_run_was_run() -> None:
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS

    recorded = {name.partition(" | ")[2] for values in STORED["values"].values() for name in values}
    assert {row.key for row in CONVENTIONS.values() if row.checked == "run"} == recorded
    assert {row.library: row.version for row in CONVENTIONS.values() if row.checked == "run"} == STORED["versions"]


@pytest.mark.parametrize("library", parity.PACKAGES)
def test_every_printed_program_gives_the_same_number_in_the_library(library: str) -> None:
    if library not in INSTALLED:
        pytest.skip(f"{library} is not installed: pip install '.[parity]'")
    if INSTALLED[library].partition("+")[0] != STORED["versions"][library]:
        pytest.skip(f"{library} {INSTALLED[library]} is installed, {STORED['versions'][library]} was checked")
    values = {f"{case} | {row.key}": (value, row) for case in parity.CASES for row, _, value in parity.outcomes(case)}
    printed = parity.run(parity.programs({library})[library])
    wrong = {
        name: (values[name][0], text)
        for name, text in printed.items()
        if not agrees(values[name][0], text, precision_of(values[name][1]))
    }
    assert wrong == {}
