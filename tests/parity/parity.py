"""The parity of the conventions with the libraries: cases, the programs that xent prints, and what those print.

`python tests/parity/parity.py` runs every program against the libraries that are installed and writes `values.json` anew.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
VALUES = HERE / "values.json"
PACKAGES = {
    "scikit-learn": "scikit-learn",
    "SciPy": "scipy",
    "PyTorch": "torch",
    "Keras": "keras",
    "TensorFlow": "tensorflow",
    "Optax": "optax",
    "XGBoost": "xgboost",
    "LightGBM": "lightgbm",
}
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
}
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
    print("CONVENTION-OUTPUT " + json.dumps([name, text.strip()]))
"""


def outcomes(case: str) -> Iterator[tuple[Any, Any, float]]:
    """Every convention that can take a case, the inputs, and the value xent gives."""
    from xentropy_cli.cli.options.inputs import request_from
    from xentropy_cli.conventions.catalogue.convention import Unfit
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS
    from xentropy_cli.conventions.inputs import inputs_of
    from xentropy_cli.inputs.readings import read

    inputs = inputs_of(read(request_from(CASES[case].split())))
    for row in CONVENTIONS.values():
        with contextlib.suppress(Unfit):
            yield row, inputs, row.value(inputs)


def programs(libraries: set[str]) -> dict[str, dict[str, str]]:
    """The programs of all cases, by library and by `case | key`."""
    from xentropy_cli.conventions.catalogue.snippet import snippet

    found: dict[str, dict[str, str]] = {}
    for case in CASES:
        for row, inputs, _ in outcomes(case):
            if row.checked == "run" and row.library in libraries:
                found.setdefault(row.library, {})[f"{case} | {row.key}"] = snippet(row, inputs)
    return found


def run(named: dict[str, str]) -> dict[str, str]:
    """Run programs one after the other in one new process; what each printed, by its name."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(named),
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    lines = [line.partition(STORE)[2] for line in done.stdout.splitlines() if STORE in line]
    if len(lines) != len(named):
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(line) for line in lines)


def installed() -> dict[str, str]:
    """The version of each library that is installed."""
    found = {}
    for library, package in PACKAGES.items():
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[library] = importlib.metadata.version(package)
    return found


def record() -> None:
    """Run everything that is installed and write the values down."""
    stored = json.loads(VALUES.read_text("utf-8")) if VALUES.exists() else {"versions": {}, "values": {}}
    versions = installed()
    for library, named in programs(set(versions)).items():
        stored["values"][library] = run(named)
        stored["versions"][library] = re.sub(r"\+.*", "", versions[library])
    VALUES.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    record()
