"""The conventions against the libraries: values recorded from them, and the libraries themselves where they are installed."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import fuzz
import parity

from xentropy_cli.conventions.catalogue.convention import KINDS, OPTIONS
from xentropy_cli.conventions.catalogue.snippet import snippet
from xentropy_cli.conventions.catalogue.table import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

STORED = json.loads(parity.VALUES.read_text("utf-8"))
WORKED = json.loads(parity.WORKED.read_text("utf-8"))
SINGLE, DOUBLE = 2e-6, 1e-12


def agrees(value: float, printed: str, precision: str) -> bool:
    found, slack = float(printed), SINGLE if precision == "float32" else DOUBLE
    if not math.isfinite(found):
        return repr(found) == repr(value)
    return abs(found - value) <= slack * max(1.0, abs(value))


@pytest.mark.parametrize("case", parity.CASES)
def test_every_value_is_what_the_library_gave(case: str) -> None:
    """Recorded by tests/parity/parity.py from the versions that values.json names."""
    wrong, missing = {}, []
    for row, _, value in parity.outcomes(case):
        printed = STORED["values"].get(parity.library_of(row), {}).get(f"{case} | {row.key}")
        if printed is None:
            missing += [row.key] * (row.checked == "run")
        elif not agrees(value, printed, row.precision):
            wrong[row.key] = (value, printed)
    assert wrong == {}
    assert missing == [], f"record them: python {parity.HERE / 'parity.py'} NAME, which writes values.json"


def test_the_fuzz_is_the_same_at_every_run_and_reaches_every_kind_of_inputs() -> None:
    assert len(fuzz.cases()) >= 60
    assert fuzz.cases() == {name: case for name, case in parity.CASES.items() if name.startswith("fuzz")}


@pytest.mark.parametrize("row", CONVENTIONS.values(), ids=list(CONVENTIONS))
def test_every_row_has_evidence(row: Any) -> None:
    """A row is held against its library, or else against numbers worked from its source or documentation."""
    recorded = {name.partition(" | ")[2] for values in STORED["values"].values() for name in values}
    if row.checked == "run":
        why = f"{row.key} says that it was run: python tests/parity/parity.py {row.key} records it in tests/parity/values.json"
        assert row.key in recorded, why
    else:
        why = f"{row.key} was not run: work a number by hand, and put it with its formula into tests/parity/worked.json"
        assert row.key in WORKED, why
        assert "not run here" in row.checked


def test_nothing_is_kept_for_a_row_that_is_gone() -> None:
    recorded = {name.partition(" | ")[2] for values in STORED["values"].values() for name in values}
    gone = (recorded | set(WORKED)) - set(CONVENTIONS)
    assert gone == set(), f"{gone} have values in tests/parity/, and no row in xentropy_cli/conventions/catalogue/"


@pytest.mark.parametrize("row", CONVENTIONS.values(), ids=list(CONVENTIONS))
def test_every_row_says_what_it_takes_in_the_words_of_the_tables(row: Any) -> None:
    assert row.takes
    assert set(row.takes) <= set(KINDS)
    assert row.options <= set(OPTIONS)


def test_versions_are_those_that_were_run() -> None:
    for row in CONVENTIONS.values():
        if row.checked == "run":
            assert STORED["versions"][parity.library_of(row)].startswith(row.version.split()[0]), row.key


@pytest.mark.parametrize(
    ("key", "worked"), [(key, each) for key, rows in WORKED.items() for each in rows], ids=lambda each: str(each)[:60]
)
def test_a_rule_that_was_not_run_gives_what_its_formula_gives(
    key: str, worked: dict[str, Any], call: Callable[..., Any]
) -> None:
    """Worked with 40 digits from the formula beside each, or printed in the library's own tests; nothing of xent made them."""
    found = json.loads(call("libraries", *worked["options"].split(), "--only", key, "--format", "json").out)
    slack = SINGLE if CONVENTIONS[key].precision == "float32" else 1e-11
    assert found["libraries"][0]["value"] == pytest.approx(worked["value"], rel=slack, abs=0)


@pytest.mark.parametrize("library", [*parity.PACKAGES, *parity.R_PACKAGES])
def test_every_printed_program_gives_the_same_number_in_the_library(library: str) -> None:
    installed = parity.installed()
    if library not in installed:
        pytest.skip(f"{library} is not installed: pip install '.[parity]'")
    if installed[library].partition("+")[0] != STORED["versions"][library]:
        pytest.skip(f"{library} {installed[library]} is installed, {STORED['versions'][library]} was checked")
    values = {f"{case} | {row.key}": (value, row) for case in parity.CASES for row, _, value in parity.outcomes(case)}
    printed = parity.run(parity.programs({library})[library], library)
    wrong = {
        name: (values[name][0], text)
        for name, text in printed.items()
        if not agrees(values[name][0], text, values[name][1].precision)
    }
    assert wrong == {}


def test_programs_that_need_numpy_alone_give_the_same_number_everywhere() -> None:
    """The rules of what cannot be installed are written as NumPy, by their sources; those run in every suite."""
    found: dict[str, str] = {}
    values = {}
    for case in parity.CASES:
        for row, inputs, value in parity.outcomes(case):
            imports = {line.split()[1] for line in row.program.splitlines() if line.startswith(("import ", "from "))}
            if imports == {"numpy"}:
                found[f"{case} | {row.key}"] = snippet(row, inputs)
                values[f"{case} | {row.key}"] = value
    printed = parity.run(found, "NumPy")
    cannot_run = {key for key, row in CONVENTIONS.items() if row.checked.endswith("not run here")}
    of_numpy = {key for key in cannot_run if CONVENTIONS[key].language == "python"}
    why = 'the `program` of a row that says "not run here" imports NumPy alone: xentropy_cli/conventions/catalogue/'
    assert {name.partition(" | ")[2] for name in found} == of_numpy, why
    assert {"kaggle", "mlnet", "weka"} <= of_numpy
    assert {
        name: (values[name], text) for name, text in printed.items() if not agrees(values[name], text, "float64")
    } == {}


@pytest.mark.parametrize("case", parity.CASES)
def test_every_program_in_python_compiles(case: str) -> None:
    for row, inputs, _ in parity.outcomes(case):
        if row.language == "python":
            compile(snippet(row, inputs), row.key, "exec")
