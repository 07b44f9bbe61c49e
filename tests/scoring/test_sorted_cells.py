"""Bins found by sorting are the bins found by number, to the last double between them."""

from __future__ import annotations

import numpy as np
import pytest

from xentropy_cli.scoring.sorted_cells import add_sorted_cells, edges
from xentropy_cli.scoring.sums import Sums


@pytest.mark.parametrize("bins", [1, 2, 3, 7, 10, 49, 100, 643, 1000])
def test_every_bin_begins_where_its_number_does(bins: int) -> None:
    at = edges(bins)
    for k, edge in enumerate(at.tolist()):
        assert int(edge * bins) == k
        assert k == 0 or int(float(np.nextafter(edge, 0.0)) * bins) == k - 1


def test_zeros_of_both_signs_halves_and_ones_are_counted_where_they_belong() -> None:
    sums = Sums(2, 1)
    q = np.array([0.0, -0.0, 0.5, 1.0, 0.0, 0.5, np.nextafter(0.5, 1.0), 1.0])
    add_sorted_cells(sums, 2, np.array([0, 0, 0, 0, 1, 1, 1, 1]), q)
    assert sums.cells == {0: 2, 2: 2, 1: 1, 3: 3}
    assert (sums.correct, sums.decided) == ([3, 2], 5)
    assert q[0] == q[1] == 0.0
    assert np.signbit(q[1])
