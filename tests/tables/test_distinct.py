"""The different numbers of a column are those of its texts, whatever their type, order of bytes and number."""

from __future__ import annotations

import numpy as np
import pytest

from xentropy_cli.tables.columnar.reader import texts, texts_once

FEW = 16
SOME = np.array([3, 0, -0.0, np.nan, 1, 1, -1, np.inf, 0.1, 3])
MANY = np.random.default_rng(0).integers(0, 3 * FEW, 1000)
COLUMNS = {
    "doubles": SOME,
    "singles": SOME.astype(np.float32),
    "halves": SOME.astype(">f2"),
    "long doubles": SOME.astype(np.longdouble),
    "integers": MANY,
    "a few": MANY % FEW,
    "one more": MANY % (FEW + 1),
    "large": MANY.astype(np.uint64) + np.uint64(2**63),
    "bytes": MANY.astype(np.int8),
    "big-endian": MANY.astype(">i8"),
    "every other": MANY[::2],
    "truths": MANY > FEW,
    "words": np.array(["b", "a", "b"]),
    "objects": np.array([1, None, "a", 2.5], dtype=object),
    "nothing": np.zeros(0),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_the_text_it_had_and_no_text_stands_twice(name: str) -> None:
    column = COLUMNS[name]
    once, which = texts_once(column)
    assert once[which].tolist() == texts(column).tolist()
    assert len(set(once.tolist())) == len(once)


def test_numbers_are_told_apart_by_their_bits() -> None:
    once, which = texts_once(np.array([0.0, -0.0, 0.0]))
    assert (once.tolist(), which.tolist()) == (["0.0", "-0.0"], [0, 1, 0])
