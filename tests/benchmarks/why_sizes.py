"""How long `xent why` takes, and how much memory, as the numbers it is given grow: python tests/benchmarks/why_sizes.py

Prints a table; each row has about twice the numbers of the row above it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

PEAK = Path(__file__).parents[1] / "peak.py"
SIZES = ((5, 10), (10, 10), (20, 10), (40, 10), (80, 10), (1, 160), (1, 320), (1, 640))


def logits(n: int, k: int) -> list[str]:
    """Draw logits of one digit, and a label a row."""
    draw = random.Random(n * k)
    rows = [f"--logits={','.join(f'{draw.gauss(0, 2):.1f}' for _ in range(k))}" for _ in range(n)]
    return [*rows, "--label", ",".join(str(draw.randrange(k)) for _ in range(n))]


def main() -> None:
    """Run each size once in a process of its own."""
    print("| rows × classes | seconds | MiB |\n|---|---|---|")
    for n, k in SIZES:
        began = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, str(PEAK), "why", "1.23456", *logits(n, k), "-q"],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - began
        print(f"| {n} × {k} | {seconds:.2f} | {int(ran.stderr.split()[-1]) / 2**20:.0f} |")


if __name__ == "__main__":
    main()
