"""How the time of a command grows with its input: python tests/benchmarks/growth.py

Each command is given 250, 500 and 1,000 numbers on its command line (`why` 100, 200 and 400), in one run, and every size is
divided by the one before it. Twice the input should take about twice the time; a command that takes more than three times, or
more than 5 s for the longest, exits with 1.
"""

from __future__ import annotations

import itertools
import random
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (250, 500, 1000)
ROUNDS, MOST_SECONDS, MOST_GROWTH = 3, 5.0, 3.0
FORMATS = ("table", "plain", "markdown", "latex", "html", "svg", "json", "csv", "value")

draw = random.Random(1)


def events(n: int) -> str:
    return ",".join(f"{draw.random():.6f}" for _ in range(n))


def labels(n: int) -> str:
    return ",".join(str(draw.randrange(2)) for _ in range(n))


def logits(n: int) -> str:
    return ",".join(f"{draw.gauss(0, 3):.4f}" for _ in range(n))


def classes(n: int) -> str:
    weights = [draw.random() for _ in range(n)]
    return ",".join(f"{weight / sum(weights):.17f}" for weight in weights)


COMMANDS: dict[str, Callable[[int], list[str]]] = {
    "events": lambda n: ["compute", "--pred", events(n)],
    "binary": lambda n: ["compute", "--pred", events(n), "--label", labels(n)],
    "classes": lambda n: ["compute", "--pred", classes(n), "--label", "0"],
    "named classes": lambda n: [
        "compute",
        "--pred",
        classes(n),
        "--names",
        ",".join(map(str, range(n))),
        "--label",
        "3",
    ],
    "two distributions": lambda n: ["compute", "--pred", classes(n), "--true", classes(n)],
    "logits": lambda n: ["compute", f"--logits={logits(n)}", "--label", "0"],
    "extreme logits": lambda n: ["compute", f"--logits=1e{n // 70},0", "--label", "0"],
    "gradient": lambda n: ["compute", f"--logits={logits(n)}", "--label", "0", "--gradient"],
    "gradient, binary": lambda n: ["compute", f"--logits={logits(n)}", "--label", labels(n), "--gradient"],
    "softmax twice": lambda n: ["compute", f"--logits={logits(n)}", "--label", "0", "--softmax-twice"],
    "descent": lambda n: ["compute", f"--logits={logits(n)}", "--label", "0", "--descend", "2"],
    "squared error": lambda n: ["compute", "--pred", classes(n), "--label", "0", "--squared-error", "--gradient"],
    "huffman": lambda n: ["compute", "--true", classes(n), "--code", "huffman"],
    "shannon": lambda n: ["compute", "--true", classes(n), "--code", "shannon"],
    "units": lambda n: ["compute", "--pred", events(n), "--units"],
    "weights": lambda n: ["compute", "--pred", events(n), "--label", labels(n), "--weight", events(n)],
    "chart": lambda n: ["compute", "--true", classes(n), "--pred", classes(n), "--chart"],
    **{
        f"as {name}": lambda n, name=name: ["compute", "--pred", events(n), "--format", name, "--all"]  # type: ignore[misc]
        for name in FORMATS
    },
    "libraries": lambda n: ["libraries", "--pred", events(n), "--label", labels(n)],
    "libraries, classes": lambda n: ["libraries", "--pred", classes(n), "--label", "0"],
    "explain": lambda n: ["explain", "binary", "--pred", events(n), "--label", labels(n)],
    "explain, gradient": lambda n: ["explain", "gradient", f"--logits={logits(n)}", "--label", "0"],
    "why": lambda n: ["why", "0.685", "--pred", events(n * 2 // 5)],
}


def seconds(argv: list[str]) -> float:
    """The shortest of a few runs, so that a busy machine disturbs less."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "xentropy_cli", *argv], capture_output=True, check=False)
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> int:
    start = statistics.median(seconds(["--version"]) for _ in range(3))
    is_bad = False
    print("command".ljust(22), *(f"{size:>7}" for size in SIZES), " growth")
    for name, argv in COMMANDS.items():
        taken = [seconds(argv(size)) for size in SIZES]
        growth = max((b - start) / max(a - start, 0.1) for a, b in itertools.pairwise(taken))
        fails = growth > MOST_GROWTH or taken[-1] > MOST_SECONDS
        is_bad |= fails
        print(name.ljust(22), *(f"{each:6.2f}s" for each in taken), f"{growth:6.1f}", "  too much" if fails else "")
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
