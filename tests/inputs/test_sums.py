"""How far a distribution may miss 1, and how often that is said."""

from __future__ import annotations

import pytest

from xentropy_cli import XentError, derive


@pytest.mark.parametrize(
    "row",
    [
        [0.40289480158682784, 0.5971051984131724],  # two doubles as NumPy prints them: the sum is 1.00000000000000024
        "0.33333334,0.33333334,0.33333334",  # single precision: 1.00000002
        "0.5,0.3,0.199999",
    ],
)
def test_rounding_of_the_typed_digits_is_allowed_and_said(row: object) -> None:
    assert [note.code for note in derive(pred=row, label="0").notes] == ["rounded-sum"]


@pytest.mark.parametrize("row", ["0.5,0.3,0.18", "0.50000000,0.30000000,0.19999900", "1/3,1/3,1/4", "0.9,0.2"])
def test_more_than_the_rounding_is_refused(row: str) -> None:
    with pytest.raises(XentError, match="add up to") as refusal:
        derive(pred=row, label="0")
    assert refusal.value.code == "sum-not-one"


def test_the_same_of_many_rows_is_said_three_times_and_counted() -> None:
    notes = derive(pred=["0.33,0.33,0.33"] * 6, label=[0, 1, 2, 0, 1, 2]).notes
    assert [note.code for note in notes] == ["rounded-sum"] * 4
    assert notes[-1].text == "The like holds for 3 more rows."
