"""Whether the numbers of a row are a distribution: they add up to 1 (sums_to_one.py), and something is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.inputs.bounds import moved_inside
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, typed_decimals
from xentropy_cli.tables.strict.cells import piece_at, sum_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Record


def check_sum(
    reader: Reader, read: tuple[list[float], Sequence[str]], columns: tuple[int, ...], scale: str, place: Record
) -> None:
    """Refuse probabilities whose sum misses 1 by more than their typed digits allow."""
    (q, texts), start_end = read, (columns, place)
    if scale == "logits":
        if max(q) == float("-inf"):
            raise unlikely(reader, start_end, "bad-logit", "Every logit here is -inf.", "Some class must be possible.")
        return
    total = sum_of([moved_inside(x) for x in q] if reader.clips and scale == "pred" else q, scale)
    if not total:
        why = "There is no probability here to share out."
        raise unlikely(reader, start_end, "sum-not-one", "All of these are 0.", why)
    typed = most_decimals([typed_decimals(text) for text in texts])
    if reader.any_sum or abs(total - 1.0) <= allowance(len(q), typed, logs=scale == "logprobs"):
        return
    from xentropy_cli.tables.strict.row_mistakes import sum_not_one

    truth = q if columns == reader.plan.truths else ()
    raise sum_not_one(piece_at(place, *reader.span_of(*start_end)), total, scale, truth, len(columns))


def unlikely(reader: Reader, at: tuple[tuple[int, ...], Record], code: str, message: str, why: str) -> XentError:
    """Refuse a row in which nothing is possible."""
    return piece_at(at[1], *reader.span_of(*at)).refuse(
        code, message, why=why, fix="Give at least one class a larger number."
    )
