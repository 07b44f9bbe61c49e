"""How long xent takes to answer, as ratios of paired runs of an installed wheel: python tests/benchmarks/startup.py

Each command is run in turn with its yardstick, many times, and the medians are divided; so a slow machine, or a busy one, slows
both. It builds the wheel from this folder and installs it in a virtual environment of its own. Exit 1 where a ratio is above
its limit.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 25
CLICK = ["python", "-c", "import click"]
RICH = ["python", "-c", "import click, rich.console, rich.table"]
NUMPY = ["python", "-c", "import numpy"]
CLICK_NUMPY = ["python", "-c", "import click, numpy"]
DOORS = ["xent", "compute", "--pred", "0.7,0.8,0.97"]
TWENTY = [
    *(f"--logits={','.join(f'{(7 * at + 3 * k) % 11 / 4 - 1:.2f}' for k in range(10))}" for at in range(20)),
    *("--label", ",".join(str(3 * at % 10) for at in range(20))),
]
"""20 rows of 10 classes."""

PREDICTIONS = "predictions.csv"
ROWS = "".join(f"{k},{k % 3 % 2},{(37 * k) % 997 / 1000 + 0.001:.6f}\n" for k in range(1000))

CASES = (
    ("xent --help", ["xent", "--help"], CLICK, 1.15),
    ("xent compute, in a pipe", DOORS, CLICK, 1.4),
    ("xent compute -q", [*DOORS, "-q"], CLICK, 1.4),
    ("xent compute, refused", ["xent", "compute", "--pred", "97"], CLICK, 1.4),
    ("xent compute --format json", [*DOORS, "--format", "json"], CLICK, 1.45),
    ("xent compute --format table", [*DOORS, "--format", "table"], RICH, 1.3),
    ("xent score, 1,000 rows", ["xent", "score", PREDICTIONS], CLICK_NUMPY, 1.35),
    ("xent score -q, 1,000 rows", ["xent", "score", PREDICTIONS, "-q"], CLICK_NUMPY, 1.35),
    ("xent libraries, 20 rows of 10", ["xent", "libraries", *TWENTY], NUMPY, 2.5),
    ("xent why, 20 rows of 10", ["xent", "why", "2.7381", *TWENTY], NUMPY, 5),
    ("xent explain, one lesson", ["xent", "explain", "doors", "--format", "table"], [*DOORS, "--format", "table"], 1.7),
)


def seconds(command: list[str], folder: Path) -> float:
    """Time one run of a command of the virtual environment, in the folder of its commands."""
    began = time.perf_counter()
    subprocess.run([str(folder / command[0]), *command[1:]], cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - began


def ratio(command: list[str], yardstick: list[str], folder: Path) -> float:
    """Divide the medians of runs taken in turn."""
    pairs = [(seconds(command, folder), seconds(yardstick, folder)) for _ in range(ROUNDS)]
    return statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs)


def installed(folder: Path) -> Path:
    """Install the wheel of this folder, and return where its commands are."""
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([commands / "python", "-m", "pip", "install", "-q", ROOT], check=True)
    return commands


def main() -> int:
    """Measure every case and print the table."""
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        commands = installed(Path(folder))
        (commands / PREDICTIONS).write_text(f"id,label,prob\n{ROWS}")
        print(f"{'command':30}{'ratio':>7}{'limit':>7}   of")
        for name, command, yardstick, limit in CASES:
            found = ratio(command, yardstick, commands)
            slow += found > limit
            print(f"{name:30}{found:7.2f}{limit:7.2f}   {' '.join(yardstick)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
