"""Whether the numbers of a row are a distribution: they add up to 1 (sums_to_one.py), and something is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.inputs.bounds import moved_inside
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, typed_decimals
from xentropy_cli.tables.strict.cells import sum_of
from xentropy_cli.tables.strict.row_mistakes import all_0, all_impossible, sum_not_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Record


def check_sum(
    reader: Reader, read: tuple[list[float], Sequence[str]], columns: tuple[int, ...], scale: str, place: Record
) -> None:
    """Refuse probabilities whose sum misses 1 by more than their typed digits allow."""
    q, texts = read
    if scale == "logits":
        if max(q) == float("-inf"):
            raise all_impossible(reader.piece_of(columns, place))
        return
    total = sum_of([moved_inside(x) for x in q] if reader.clips and scale == "pred" else q, scale)
    if not total:
        raise all_0(reader.piece_of(columns, place))
    typed = most_decimals([typed_decimals(text) for text in texts])
    if reader.any_sum or abs(total - 1.0) <= allowance(len(q), typed, logs=scale == "logprobs"):
        return
    truth = q if columns == reader.plan.truths else ()
    raise sum_not_one(reader.piece_of(columns, place), total, scale, truth, len(columns))
