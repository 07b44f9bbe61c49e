"""What is wrong with a row of a table that comes as columns, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.figures import shortest
from xentropy_cli.inputs.bounds import FIX_NOT_TOLD, NOT_TOLD, WHY_NOT_TOLD
from xentropy_cli.inputs.mistakes import if_percent, rounding_or_odds
from xentropy_cli.inputs.sums_to_one import allowance
from xentropy_cli.tables.columnar.reader import (
    are_weights,
    bad_numbers,
    codes,
    doubles,
    filled_text,
    predictions,
    rounding_of,
    tokens_in,
    truths,
    value_text,
    without_id,
)
from xentropy_cli.tables.fast.sums import UNTOLD, decimals_of
from xentropy_cli.tables.strict.row_mistakes import of_flags, other_label, settled
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.arrays.kinds import Floats
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.strict.reader import Reader

MOST_LISTED = 10


def fault(reader: Reader, columns: Sequence[Any], at: int, first_row: int, name: str) -> XentError:
    """Refuse a row, with the values it holds."""
    plan = reader.plan
    used = (
        ([plan.on] if plan.on is not None else [])
        + ([plan.label] if plan.label is not None else [])
        + list(plan.truths)
        + list(plan.preds)
        + ([plan.weight] if plan.weight is not None else [])
    )
    text = ", ".join(f"{visible(reader.shape.names[k])}={visible(value_text(columns[k][at]))}" for k in used)
    why, fix = why_bad(reader, [column[at : at + 1] for column in columns])
    return XentError(
        "bad-row",
        "This row cannot be scored.",
        where=f"{name}, row {first_row + at}",
        text=text,
        why=why,
        fix=fix,
        status=BAD_DATA,
    )


def why_bad(reader: Reader, row: Sequence[Any]) -> tuple[str, str]:
    """What is wrong with a row, and what to do about it."""
    of_prediction = why_bad_tokens if reader.plan.are_tokens else why_bad_numbers
    return (
        why_bad_key(reader, row)
        or why_bad_amount(reader.plan, row)
        or why_no_truth(reader, row)
        or of_prediction(reader, row)
    )


def why_bad_key(reader: Reader, row: Sequence[Any]) -> tuple[str, str] | None:
    """What is wrong with the id by which rows are joined, or with the label."""
    plan = reader.plan
    if plan.on is not None and without_id(row[plan.on])[0]:
        return "Rows are joined by their id, and this one has none.", "Fill it in, or join by another: --on COLUMN."
    if plan.label is not None and codes(reader, row[plan.label], "", 1)[0] < 0:
        known = ", ".join(map(visible, plan.classes[:MOST_LISTED])) + (", …" if len(plan.classes) > MOST_LISTED else "")
        label = filled_text(row[plan.label][0])
        why = f"The label {visible(label) or '(none)'} is none of the classes {known}."
        return why, other_label(label, plan, reader.shape)
    return None


def why_bad_amount(plan: Plan, row: Sequence[Any]) -> tuple[str, str] | None:
    """What is wrong with the weight, or with the number of bytes or words."""
    weight = np.ones(1) if plan.weight is None else doubles(row[plan.weight])
    if not 0 <= weight[0] < np.inf:
        return "The weight is missing, negative or infinite.", "Repair the weight, or name another column: --weight COL"
    if plan.sizes and not all(are_weights(doubles(row[k]))[0] for _, k in plan.sizes):
        message = "The number of bytes or words is missing, negative or infinite."
        return message, "Repair the row, or name another column."
    return None


def why_no_truth(reader: Reader, row: Sequence[Any]) -> tuple[str, str] | None:
    """What is wrong with the true distribution, or with what was taken for no class."""
    plan = reader.plan
    if plan.truths and bad_numbers(reader, truths(plan, row), "pred", rounding_of(plan.truths, row))[0]:
        are_flags = np.isin(truths(plan, row), (0.0, 1.0)).all()
        fix = of_flags(len(plan.truths)) if are_flags else TRUTH_FIX
        return "The truth is no distribution: its numbers are from 0 to 1 and add up to 1.", fix
    other = next((k for k in plan.zeros if doubles(row[k])[0]), None)
    if other is not None:
        name = reader.shape.names[other]
        return f"Is {visible(name)} a class? It was 0 in the first rows.", settled(name, plan)
    return None


def why_bad_tokens(reader: Reader, row: Sequence[Any]) -> tuple[str, str]:
    """What is wrong with a list of tokens, and what to do about it."""
    tokens, _, _ = tokens_in(reader.plan, row)
    if not tokens.size or np.isnan(tokens).any():
        return "The list is empty, or a number behind the first is missing or no real number.", "Repair the row."
    return out_of_range(reader.plan, tokens)


def out_of_range(plan: Plan, q: Floats) -> tuple[str, str]:
    """Why numbers are refused, and what to do: one may mark that none is told."""
    marked = plan.kind != "classes" and plan.scale == "logprobs" and bool((q == NOT_TOLD).any())
    return (WHY_NOT_TOLD, FIX_NOT_TOLD) if marked else OUT_OF_RANGE[plan.scale]


def why_bad_numbers(reader: Reader, row: Sequence[Any]) -> tuple[str, str]:
    """What is wrong with the prediction of a row, and what to do about it."""
    plan = reader.plan
    q = predictions(plan, row).ravel()
    if np.isnan(q).any():
        return f"A number is missing or no real number; a row needs {q.size}.", "Repair the row."
    rest = reader._replace(any_sum=True)
    if not bad_numbers(rest, predictions(plan, row), plan.scale, 0.0)[0]:
        return why_not_one(
            plan.scale, q, rounding_of(plan.preds, row)
        ), "Repair the row, or add --normalize or --as-is."
    scale = "count" if reader.normalize and plan.scale == "pred" else plan.scale
    if scale != "pred":
        return OUT_OF_RANGE[scale] if scale == "count" else out_of_range(plan, q)
    why, fix = OUT_OF_RANGE[scale]
    outside = q[(q < 0) | (q > 1)].tolist()
    fix = next((better for x in outside if (better := rounding_or_odds(shortest(x), x))), fix)
    return why, fix + max(map(if_percent, outside), default="")


TRUTH_FIX = "Repair the row; counts and shares of anything are divided by their sum: --normalize"


def why_not_one(scale: str, q: Floats, rounding: float) -> str:
    """Say what a row adds up to, and by how much it may miss 1."""
    logs = scale == "logprobs"
    total = float(np.exp(q).sum() if logs else q.sum())
    digits = int(decimals_of(q[None, :])[0])
    room = allowance(q.size, None if digits == UNTOLD else digits, logs=logs, rounding=rounding)
    kept = "Their precision" if rounding else "Rounding"
    return f"The numbers add up to {shortest(total)}, not 1. {kept} explains a miss of {room:.3g} at most."


OUT_OF_RANGE = {
    "pred": (
        "A probability is from 0 to 1, and those of a row are not all 0.",
        "Repair the row; if these are scores, name them with --logits.",
    ),
    "count": (
        "Under --normalize a number is from 0 up, and a row has a finite sum above 0.",
        "Repair the row; if these are scores, name them with --logits, without --normalize.",
    ),
    "logprobs": ("A log-probability is at most 0, and some class is possible.", "Repair the row, or name --logits."),
    "nll": ("A negative log-probability is at least 0.", "Repair the row; logarithms themselves are --logprobs."),
    "logits": ("A score is below infinity, and some class is possible.", "Repair the row."),
}
"""Why numbers of a scale are refused, and what to do."""
