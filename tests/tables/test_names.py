"""However many texts a column holds, each has one code, and is asked after once."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.columnar.table import ColumnReader
from xentropy_cli.tables.fast import names
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.fast.names import Names

if TYPE_CHECKING:
    import pytest


def codes_of(known: Names, texts: list[str]) -> list[int] | None:
    ids = Ids.of(texts)
    codes = known.of_many(ids.words(), ids)
    return None if codes is None else codes.tolist()


@given(st.lists(st.lists(st.text("ab0é", min_size=1, max_size=9), min_size=1), min_size=1, max_size=6))
def test_block_by_block_each_text_keeps_its_code(blocks: list[list[str]]) -> None:
    asked: list[str] = []

    def ask(text: str) -> int:
        asked.append(text)
        return len(asked) - 1

    known = Names(ask)
    for block in blocks:
        assert [asked[code] for code in codes_of(known, block) or []] == block
    assert len(asked) == len({text for block in blocks for text in block})


def test_of_a_hundred_blocks_only_the_first_asks_after_its_texts() -> None:
    numbers = count()
    known = Names(lambda _: next(numbers))
    texts = [f"group {k}" for k in range(1000)]
    first = codes_of(known, texts)
    known.code_of = None  # type: ignore[assignment]  # whoever calls it fails
    for _ in range(99):
        assert codes_of(known, texts[::-1]) == (first or [])[::-1]


def test_two_texts_that_mix_to_the_same_never_share_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one block they are left to the strict reader."""
    monkeypatch.setattr(names, "MIXER", np.uint64(0))  # only the bytes before the last eight are left
    one, two = "samename1", "samename2"
    known = Names({one: 7, two: 8}.__getitem__)
    assert [codes_of(known, block) for block in ([one], [two], [one, two, one])] == [[7], [8], None]


def test_groups_of_columns_keep_their_codes_from_batch_to_batch() -> None:
    known = Codes()
    reader = ColumnReader(SimpleNamespace(plan=None), known, "")  # type: ignore[arg-type]  # groups need no rules
    for column in (["b", "a", "b"], ["c", "a"], [1, 2], ["c", "1"]):
        codes = reader.group_codes(np.array(column))
        assert [known.texts[code] for code in codes.tolist()] == [str(value) for value in column]
    assert sorted(known.texts) == ["1", "2", "a", "b", "c"]
