"""What numbers are read as, from their shape alone."""

from __future__ import annotations

import pytest

from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.errors import XentError
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


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("--pred cat=0.7,dog=0.2,bird=0.1 --true cat=1", "dog"),
        ("--pred cat=0.7,dog=0.3 --true cat=0.5,dog=0.25,cow=0.25", "cow"),
        ("--pred a=0.7,b=0.3 --pred a=0.6,c=0.4 --label a,b", "b"),
        ("--pred a=0.7,b=0.3 --label a --class-weight a=1,b=2,c=3", "c"),
    ],
)
def test_a_class_that_one_row_names_and_another_does_not_is_told_by_its_name(typed: str, name: str) -> None:
    with pytest.raises(XentError) as found:
        read(request_from(typed.split()))
    assert found.value.code == "unknown-label"
    assert f" {name}" in found.value.message
    assert f"{name}=NUMBER" in found.value.fix
