"""What numbers are read as, from their shape alone."""

from __future__ import annotations

import pytest

from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.inputs.readings import read


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("--pred 0.7", "events"),
        ("--pred 0.7,0.3", "events"),
        ("--true 0.7,0.3", "distribution"),
        ("--true 1", "distribution"),
        ("--pred 0.7 --label 1", "binary"),
        ("--pred 0.7,0.3 --label 1", "categorical"),
        ("--pred 0.7,0.3 --label 1,0", "binary"),
        ("--pred 0.7 --pred 0.3 --label 1,0", "binary"),
        ("--pred 0.7,0.3 --pred 0.1,0.9 --label 1,0", "categorical"),
        ("--pred 0.7,0.3 --true 0.5,0.5", "distribution"),
        ("--pred 0.3 --true 0.7", "binary"),
        ("--logits 3 --logits 2 --true 0.7 --true 1", "binary"),
        ("--pred a=1 --true a=1", "distribution"),
        ("--pred 1 --true 1 --names a", "distribution"),
        ("--pred 1 --true 1 --as distribution", "distribution"),
    ],
)
def test_the_shape_of_the_numbers_chooses_the_reading(typed: str, reading: str) -> None:
    assert read(request_from(typed.split())).reading == reading
