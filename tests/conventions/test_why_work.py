"""The work of `xent why` grows with the numbers it is given, and nothing that it tries is kept."""

from __future__ import annotations

import cProfile
import random
import tracemalloc
from functools import cache
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.conventions.answers import read_as_given
from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.conventions.why.hypotheses import hypotheses
from xentropy_cli.conventions.why.search import find
from xentropy_cli.conventions.why.typed_number import read_target
from xentropy_cli.derivation.derive import derive
from xentropy_cli.inputs.readings import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.inputs import Inputs

MOST_GROWTH = 2.3
"""How much more work twice the numbers may be."""

MOST_CALLS = 850_000
"""Of functions, for 20 rows of 10 numbers."""


def scores(draw: random.Random, n: int, k: int) -> list[str]:
    rows = [f"--logits={','.join(f'{draw.gauss(0, 2):.1f}' for _ in range(k))}" for _ in range(n)]
    return [*rows, "--label", ",".join(str(draw.randrange(k)) for _ in range(n))]


def shares(draw: random.Random, n: int, k: int) -> list[str]:
    rows = [f"--pred={','.join(str(draw.randint(1, 60)) for _ in range(k))}" for _ in range(n)]
    return [*rows, "--label", ",".join(str(draw.randrange(k)) for _ in range(n)), "--normalize"]


def pair(draw: random.Random, n: int, k: int) -> list[str]:
    assert n == 1
    p, q = (",".join(str(draw.randint(1, 60)) for _ in range(k)) for _ in range(2))
    return ["--true", p, "--pred", q, "--normalize"]


def binary(draw: random.Random, n: int, k: int) -> list[str]:
    q = ",".join(f"{draw.uniform(0.02, 0.98):.3f}" for _ in range(n))
    return ["--pred", q, "--label", ",".join(str(draw.randrange(k)) for _ in range(n))]


def events(draw: random.Random, n: int, _: int) -> list[str]:
    return ["--pred", ",".join(f"{draw.uniform(0.02, 0.98):.3f}" for _ in range(n))]


def truths(draw: random.Random, n: int, k: int) -> list[str]:
    rows = [[draw.randint(1, 60) for _ in range(k)] for _ in range(2 * n)]
    return [*(f"--{('true', 'pred')[at % 2]}={','.join(map(str, row))}" for at, row in enumerate(rows)), "--normalize"]


def cells(draw: random.Random, n: int, k: int) -> list[str]:
    rows = [f"--pred={','.join(f'{draw.uniform(0.02, 0.98):.3f}' for _ in range(k))}" for _ in range(n)]
    return [
        *rows,
        *(f"--label={','.join(str(draw.randint(0, 1)) for _ in range(k))}" for _ in range(n)),
        "--as",
        "binary",
    ]


LADDERS = [
    (scores, (20, 10), (40, 10)),
    (scores, (4, 20), (4, 40)),
    (scores, (1, 160), (1, 320)),
    (shares, (20, 10), (40, 10)),
    (shares, (4, 40), (4, 80)),
    (pair, (1, 40), (1, 80)),
    (binary, (40, 2), (80, 2)),
    (events, (50, 2), (100, 2)),
    (truths, (20, 10), (40, 10)),
    (cells, (20, 10), (40, 10)),
]


def taken(args: list[str]) -> tuple[Inputs, float]:
    question = read(request_from(args))
    return inputs_of(question), float(derive(question).value)


@cache
def calls(kind: Callable[[random.Random, int, int], list[str]], n: int, k: int) -> int:
    """The calls of functions, Python's and C's, while all hypotheses are made of n random rows of k numbers."""
    inputs, exact = taken(kind(random.Random(5), n, k))
    with cProfile.Profile() as profile:
        for _ in hypotheses(inputs, exact):
            pass
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize(
    ("kind", "small", "large"), LADDERS, ids=[f"{kind.__name__} {large}" for kind, _, large in LADDERS]
)
def test_twice_the_numbers_are_about_twice_the_work(
    kind: Callable[[random.Random, int, int], list[str]], small: tuple[int, int], large: tuple[int, int]
) -> None:
    assert calls(kind, *large) <= MOST_GROWTH * calls(kind, *small)


@pytest.mark.parametrize("kind", [shares, scores, truths, cells])
def test_twenty_rows_of_ten_are_done_in_a_quarter_of_a_second(
    kind: Callable[[random.Random, int, int], list[str]],
) -> None:
    """Told by the calls, which no other load of the machine changes: rows of truths took 1.6 million, cells 1.5."""
    assert calls(kind, 20, 10) <= MOST_CALLS


def test_hypotheses_are_held_against_the_number_one_by_one() -> None:
    """640 logits once took 2.2 GB; these, half as many, take 0.6 MB."""
    inputs, exact = taken(scores(random.Random(5), 1, 320))
    tracemalloc.start()
    try:
        find(read_target("1.23456"), inputs, exact)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20


ONE_NUMBER = (
    "--logits 3 --true 1 --as distribution",
    "--logits 3 --true 0.7",
    "--logprobs=-0.5 --true 0.7",
    "--pred 0.3 --true 0.7",
    "--pred 0.3 --pred 0.4 --true 0.7 --true 1",
    "--pred a=0.3 --true a=0.7",
    "--logits 3 --label a --names a",
    "--logits 3 --logits 2 --label 0,0 --as categorical",
    "--pred 1 --label 0 --as categorical --weight 2",
    "--true 1",
)


@pytest.mark.parametrize("typed", ONE_NUMBER)
def test_rows_of_one_number_are_worked_through_to_the_end(typed: str) -> None:
    """One logit is that of class 1 where a row is binary, and that of the only class where it is not."""
    asked = read_as_given(request_from(typed.split()))
    assert [*hypotheses(inputs_of(asked), 0.5)]
