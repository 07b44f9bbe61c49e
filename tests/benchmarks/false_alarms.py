"""How often `xent why` names a cause for a random number of random inputs: python tests/benchmarks/false_alarms.py [INPUTS]

Prints the table of reference/conventions.md. Each input meets random numbers of 2 to 8 significant digits, spread evenly
over the sizes from 0.1 to 10, and as many near its own exact value (from a third of it to twice it), where most hypotheses lie.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.conventions.why.hypotheses import hypotheses
from xentropy_cli.conventions.why.search import find_among
from xentropy_cli.conventions.why.typed_number import read_target
from xentropy_cli.derivation.derive import derive
from xentropy_cli.inputs.readings import read

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = (2, 3, 4, 5, 6, 8)
DRAWS = 3


def random_input(draw: random.Random) -> list[str]:
    """Draw events, binary predictions, K-class predictions, logits of either kind, or a pair of distributions."""
    kind = draw.choice(("events", "binary", "classes", "logits", "binary logits", "pair"))
    n, k = draw.randint(1, 6), draw.randint(2, 5)
    one = ["--label", ",".join(str(draw.randint(0, 1)) for _ in range(n + 1))]
    if kind == "events":
        return ["--pred", probabilities(draw, n)]
    if kind == "binary":
        return ["--pred", probabilities(draw, n + 1), *one]
    if kind == "binary logits":
        return [f"--logits={scores(draw, n + 1)}", *one]
    if kind == "pair":
        return ["--true", counts(draw, k), "--pred", counts(draw, k), "--normalize"]
    labels = ["--label", ",".join(str(draw.randrange(k)) for _ in range(n))]
    if kind == "logits":
        return [*(f"--logits={scores(draw, k)}" for _ in range(n)), *labels]
    return [*(f"--pred={counts(draw, k)}" for _ in range(n)), *labels, "--normalize"]


def probabilities(draw: random.Random, n: int) -> str:
    """Draw probabilities of one to three digits."""
    return ",".join(f"{draw.uniform(0.01, 0.99):.{draw.choice((1, 2, 2, 3))}f}" for _ in range(n))


def scores(draw: random.Random, n: int) -> str:
    """Draw logits of one digit."""
    return ",".join(f"{draw.gauss(0, 2):.1f}" for _ in range(n))


def counts(draw: random.Random, k: int) -> str:
    """Draw whole numbers, to be divided by their sum."""
    return ",".join(str(draw.randint(1, 60)) for _ in range(k))


def numbers(draw: random.Random, exact: float, digits: int) -> Iterator[tuple[str, str]]:
    """Draw numbers of so many digits: anywhere, and near the exact value."""
    for _ in range(DRAWS):
        yield "anywhere", f"{10 ** draw.uniform(-1, 1):#.{digits}g}"
        yield "near", f"{max(exact, 0.05) * draw.uniform(1 / 3, 2):#.{digits}g}"


def main() -> None:
    """Count, and print the table."""
    draw, count = random.Random(1948), int(sys.argv[1]) if len(sys.argv) > 1 else 400
    tried = dict.fromkeys(((place, digits) for place in ("anywhere", "near") for digits in DIGITS), 0)
    named = dict(tried)
    for _ in range(count):
        question = read(request_from(random_input(draw))._replace(as_is=False))
        exact, inputs = float(derive(question).value), inputs_of(question)
        if exact == float("inf"):
            continue
        made = list(hypotheses(inputs, exact))
        for digits in DIGITS:
            for place, text in numbers(draw, exact, digits):
                tried[place, digits] += 1
                named[place, digits] += bool(find_among(made, read_target(text.rstrip(".")), exact).causes)
    print("| digits | a number from 0.1 to 10 | a number near the exact value |")
    print("|---|---|---|")
    for digits in DIGITS:
        shares = (f"{100 * named[place, digits] / tried[place, digits]:.1f} %" for place in ("anywhere", "near"))
        print(f"| {digits} | {' | '.join(shares)} |")
    print(f"\n{count} random inputs, {sum(tried.values())} numbers.")


if __name__ == "__main__":
    main()
