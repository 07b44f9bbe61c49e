"""Rules of libraries that do not stand beside the others: MLmetrics in R, and scikit-learn 1.2. Their values are kept here."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Printed by MLmetrics 1.1.1 in R 4.2.2 (Debian 12), print(..., digits = 17).
CASES = (
    ("mlmetrics-logloss", ("--pred", "0.9,0.2,0.7", "--label", "1,0,1"), 0.2283930036369228),
    ("mlmetrics-logloss", ("--pred", "0,1,0.5", "--label", "1,0,1"), 23.257166522603836),
    (
        "mlmetrics-multilogloss",
        ("--pred", ".9,.05,.05", "--pred", ".5,.89,.6", "--pred", ".05,.01,.94", "--label", "0,1,2"),
        0.094589911877288435,
    ),
    ("mlmetrics-multilogloss", ("--pred", "1,0", "--pred", "1,0", "--label", "0,1"), 17.269388197455342),
)


# Printed by log_loss(y, q, eps=1e-15) of scikit-learn 1.2.2 with NumPy 1.26.
OLD = (
    ("sklearn-1.2", ("--pred", "1,0", "--pred", "1,0", "--label", "0,1"), 17.269388197455342),
    (
        "sklearn-1.2",
        ("--pred", ".9,.05,.05", "--pred", ".5,.89,.6", "--pred", ".05,.01,.94", "--label", "0,1,2"),
        0.32396812478942216,
    ),
    ("sklearn-1.2", ("--pred", "0.9,0.2,1", "--label", "1,0,1"), 0.10950135565734566),
    ("sklearn-1.2", ("--pred", "0,0.2,1", "--label", "1,0,1"), 11.587306648741631),
)


@pytest.mark.parametrize(("key", "options", "printed"), CASES + OLD)
def test_the_library_gave_this_number(key: str, options: tuple[str, ...], printed: float, call: Any) -> None:
    found = json.loads(call("libraries", *options, "--only", key, "--format", "json").out)
    assert found["libraries"][0]["value"] == pytest.approx(printed, rel=1e-14)


@pytest.mark.parametrize(("key", "options", "printed"), CASES)
def test_the_program_for_r_prints_it(
    key: str, options: tuple[str, ...], printed: float, call: Any, tmp_path: Path
) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    program = tmp_path / "loss.R"
    program.write_text(call("libraries", *options, "--code", key).out)
    ran = subprocess.run(["Rscript", str(program)], capture_output=True, text=True, check=False, timeout=120)
    if "there is no package" in ran.stderr:
        pytest.skip("MLmetrics is not installed")
    assert float(ran.stdout.split()[-1]) == pytest.approx(printed, rel=1e-6)
