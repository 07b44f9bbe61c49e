"""The parity of the conventions with the libraries: cases, the programs that xent prints, and what those print.

`python tests/parity/parity.py` runs every program against the libraries that are installed, and writes what they print to
`values.json`; `python tests/parity/parity.py NAME` does so for the rows of one name.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import fuzz  # noqa: E402  beside this file

VALUES = HERE / "values.json"
WORKED = HERE / "worked.json"
PACKAGES = {
    "scikit-learn": "scikit-learn",
    "scikit-learn 1.2": "scikit-learn",
    "SciPy": "scipy",
    "PyTorch": "torch",
    "Keras": "keras",
    "TensorFlow": "tensorflow",
    "Optax": "optax",
    "XGBoost": "xgboost",
    "LightGBM": "lightgbm",
    "CatBoost": "catboost",
    "TorchMetrics": "torchmetrics",
    "H2O": "h2o",
    "Spark ML": "pyspark",
}
R_PACKAGES = {"MLmetrics (R)": "MLmetrics", "caret (R)": "caret"}
CASES = {
    "two rows, certain and wrong": "--pred 1,0 --pred 1,0 --label 0,1",
    "three classes": "--pred 0.7,0.2,0.1 --pred 0.1,0.1,0.8 --pred 0.3,0.4,0.3 --label 0,2,1",
    "named classes": "--pred 0.7,0.3 --pred 0.2,0.8 --names spam,ham --label spam,ham",
    "rows that do not add up": "--pred .9,.05,.05 --pred .5,.89,.6 --pred .05,.01,.94 --label 0,1,2 --as-is",
    "binary": "--pred 0.9,0.2,0.7 --label 1,0,0",
    "binary, certain and wrong": "--pred 1,0,0.5 --label 0,1,1",
    "events": "--pred 0.7,0.8,0.97",
    "logits": "--logits=2,1,0.1 --logits=-1,0,3 --label 0,2",
    "binary logits": "--logits=2,-1,0.5 --label 1,0,0",
    "log-probabilities": "--logprobs=-0.10536051565782628,-2.302585092994046 --label 0",
    "class weights": "--logits 0.2,0.3,0.5 --logits 0.5,0.2,0.3 --label 2,1 --class-weight 2,4,6",
    "weights": "--pred 0.7,0.2,0.1 --pred 0.1,0.1,0.8 --label 0,2 --weight 1,3",
    "binary weights": "--pred 0.9,0.2,0.7 --label 1,0,0 --weight 1,3,2",
    "pos_weight": "--logits=2,-1,0.5 --label 1,0,1 --pos-weight 3",
    "smoothing": "--logits=2,1,0.1 --logits=-1,0,3 --label 0,2 --label-smoothing 0.1",
    "binary smoothing": "--pred 0.9,0.2,0.7 --label 1,0,0 --label-smoothing 0.2",
    "two distributions": "--true 0.5,0.3,0.2 --pred 0.4,0.4,0.2",
    "two distributions in bits": "--true 0.5,0.3,0.2 --pred 0.4,0.4,0.2 --base 2",
    "sum": "--pred 0.7,0.2,0.1 --pred 0.1,0.1,0.8 --label 0,2 --reduction sum",
    "a truth alone": "--true 0.5,0.25,0.125,0.125",
    "an ignored label": "--pred 0.8,0.1,0.1 --pred 0.05,0.95,0 --pred 0.1,0.8,0.1 --label 0,1,2 --ignore-label 0",
    "an ignored label, weighed": "--logits=2,1,0.1 --logits=-1,0,3 --label 0,2 --ignore-label 0 --weight 2,3",
    "all weights 0": "--pred 0.7,0.2,0.1 --pred 0.1,0.1,0.8 --label 0,2 --weight 0,0",
    "all binary weights 0": "--pred 0.9,0.2 --label 1,0 --weight 0,0",
    "all weights 0, a sum": "--pred 0.9,0.2 --label 1,0 --weight 0,0 --reduction sum",
    "all class weights 0": "--logits=1,1,1 --logits=1,1,1 --label 0,0 --class-weight 0,0,0",
    **fuzz.cases(),
}
R_RUNNER = """\
options(warn = -1)
for (file in commandArgs(trailingOnly = TRUE)) {
  shown <- tryCatch(suppressMessages(capture.output(source(file, local = new.env()))), error = function(e) conditionMessage(e))
  cat("CONVENTION-OUTPUT", tail(shown, 1), "\\n")
}
"""
STORE = "CONVENTION-OUTPUT "
RUNNER = """\
import contextlib, io, json, sys, warnings
warnings.filterwarnings("ignore")
for name, program in json.load(sys.stdin).items():
    stream = io.StringIO()
    try:
        with contextlib.redirect_stdout(stream):
            exec(compile(program, name, "exec"), {})
        text = stream.getvalue()
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print("CONVENTION-OUTPUT " + json.dumps([name, (text.strip().splitlines() or [""])[-1]]))
"""


def library_of(row: Any) -> str:
    """The library that a row is run in: an old rule needs an old release."""
    return "scikit-learn 1.2" if row.key == "sklearn-1.2" else str(row.library)


@cache
def outcomes(case: str) -> tuple[tuple[Any, Any, float], ...]:
    """Every convention that can take a case, the inputs, and the value xent gives."""
    from xentropy_cli.cli.options.inputs import request_from
    from xentropy_cli.conventions.answers import read_as_given
    from xentropy_cli.conventions.catalogue.convention import Unfit
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS
    from xentropy_cli.conventions.inputs import inputs_of

    inputs = inputs_of(read_as_given(request_from(CASES[case].split())))
    found = []
    for row in CONVENTIONS.values():
        with contextlib.suppress(Unfit):
            found.append((row, inputs, row.value(inputs)))
    return tuple(found)


def programs(libraries: set[str], keys: set[str] | None = None) -> dict[str, dict[str, str]]:
    """The programs of all cases, by library and by `case | key`; of some keys only, where they are named."""
    from xentropy_cli.conventions.catalogue.snippet import snippet

    found: dict[str, dict[str, str]] = {}
    for case in CASES:
        for row, inputs, _ in outcomes(case):
            is_wanted = row.checked == "run" and (keys is None or row.key in keys)
            if is_wanted and library_of(row) in libraries:
                found.setdefault(library_of(row), {})[f"{case} | {row.key}"] = snippet(row, inputs)
    return found


def run(named: dict[str, str], library: str) -> dict[str, str]:
    """Run programs one after the other in one new process; what each printed, by its name."""
    return _run_r(named) if library in R_PACKAGES else _run_python(named)


def _run_python(named: dict[str, str]) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(named),
        capture_output=True,
        text=True,
        check=False,
        timeout=1500,
    )
    lines = [line.partition(STORE)[2] for line in done.stdout.splitlines() if STORE in line]
    if len(lines) != len(named):
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(line) for line in lines)


def _run_r(named: dict[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{at:04}.R" for at in range(len(named))]
        for file, program in zip(files, named.values(), strict=True):
            file.write_text(program, "utf-8")
        command = ["Rscript", "-e", R_RUNNER, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    lines = [line.partition(STORE)[2].split() for line in done.stdout.splitlines() if STORE in line]
    if len(lines) != len(named):
        raise RuntimeError(done.stderr[-2000:])
    return {name: line[-1] for name, line in zip(named, lines, strict=True)}


@cache
def installed() -> dict[str, str]:
    """The version of each library that is installed."""
    found = {}
    for library, package in PACKAGES.items():
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            version = importlib.metadata.version(package)
            if package != "scikit-learn" or (library == "scikit-learn 1.2") == version.startswith("1.2."):
                found[library] = version
    return found | (_installed_in_r() if shutil.which("Rscript") else {})


def _installed_in_r() -> dict[str, str]:
    found = {}
    for library, package in R_PACKAGES.items():
        done = subprocess.run(
            ["Rscript", "-e", f'cat(as.character(packageVersion("{package}")))'],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            found[library] = done.stdout.strip()
    return found


def record(keys: set[str] | None = None) -> None:
    """Run everything that is installed, or the rows of these keys, and write the values down."""
    versions = installed()
    found = {library: run(named, library) for library, named in programs(set(versions), keys).items()}
    stored = json.loads(VALUES.read_text("utf-8")) if VALUES.exists() else {"versions": {}, "values": {}}
    for library, values in found.items():
        kept = stored["values"].get(library, {})
        others = {name: value for name, value in kept.items() if keys and name.partition(" | ")[2] not in keys}
        stored["values"][library] = others | values
        stored["versions"][library] = re.sub(r"\+.*", "", versions[library])
    VALUES.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    from xentropy_cli.conventions.catalogue.table import keys_named

    record({key for name in sys.argv[1:] for key in keys_named(name)} or None)
