"""The eight-digits parser reads what float() reads, to the last bit, or leaves the cell alone."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from running import tries

from xentropy_cli.tables.fast.digits import PADDING, Column, numbers

STRICT = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")
ODD = [
    "0",
    "1",
    "1.0",
    "0.0",
    "-0.0",
    "1.",
    ".",
    ".5",
    "nan",
    "inf",
    "-",
    "1e5",
    "1e-5",
    "1e-05",
    "1.5e-07",
    "e-05",
    "1e-300",
    "0x1",
    "1_0",
    "+1",
    "--1",
    "-.5",
    "0..5",
    "1.2.3",
    "12.34e-11",
    "0.1e-05",
    "12345678901234567890",
    "0.12345678901234567890123",
    "1-2",
    "5e+05",
    "99e-99",
    "0.99999999999999999",
    "0.9999999999999999999",
    "9007199254740993",
    "0.500000000000000055511151",
    "1844674407370955161.5",
    "-12.5",
    "999.999",
    "1000.5",
    "0.30000000000000004",
    "e",
    "1e",
    "1e-",
    "00.5",
    "000.5",
    "0000.5",
]


def cell(draw: random.Random) -> str:
    kind = draw.randrange(10)
    if kind < 3:
        return repr(draw.random())
    if kind < 5:
        return repr(draw.uniform(-50, 50))
    if kind == 5:
        return f"{draw.random():.{draw.randint(0, 20)}f}"
    if kind == 6:
        return draw.choice(ODD)
    if kind == 7:
        return "".join(draw.choice("0123456789.-e") for _ in range(draw.randint(1, 12)))
    if kind == 8:
        return repr(draw.random() * 10 ** draw.uniform(-12, 0))
    return "0." + "".join(draw.choice("0123456789") for _ in range(draw.randint(1, 19)))


def read(cells: list[str]) -> Column:
    buffer = np.frombuffer(bytes(PADDING) + (",".join(cells) + ",").encode() + bytes(PADDING), np.uint8)
    ends = np.flatnonzero(buffer == ord(","))
    starts = np.concatenate(([PADDING], ends[:-1] + 1))
    return numbers(buffer, starts, ends)


@pytest.mark.parametrize("seed", range(tries(2)))
def test_cells_are_read_as_float_reads_them_or_not_at_all(seed: int) -> None:
    """A million of them before a change lands."""
    draw = random.Random(seed)
    cells = [cell(draw) for _ in range(100_000)]
    found = read(cells)
    unread = set(found.unread.tolist())
    for at, (text, value) in enumerate(zip(cells, found.values.tolist(), strict=True)):
        if at not in unread:
            assert STRICT.fullmatch(text), text
            assert value == float(text), text
    assert len(unread) < 30_000


def test_the_common_forms_are_all_read() -> None:
    draw = random.Random(0)
    cells = [f"{draw.random():.{k % 17 + 1}f}" for k in range(1000)] + ["0", "1", "-3.25", "12.5", "9.1e-05", "0.5"]
    assert read(cells).unread.size == 0


def test_digits_after_the_point_are_counted_and_an_exponent_hides_them() -> None:
    assert read(["0.70", "1", "9.1e-05", "-12.345"]).decimals.tolist() == [2, 0, -1, 3]


def test_a_number_that_only_rounds_to_one_is_left_to_the_strict_reader() -> None:
    assert read(["0.9999999999999999999", "1.0", "1"]).unread.tolist() == [0]
