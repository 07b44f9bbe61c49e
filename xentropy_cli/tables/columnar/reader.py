"""Columns of numbers, their values as doubles and texts, and which rows of them are bad.

Each is a `Columnar`: names, and batches of arrays, one array a column. A column of two dimensions holds a number for each
class in every row, as a vector cell does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.bounds import NOT_TOLD, SLACK
from xentropy_cli.inputs.sums_to_one import roundoff
from xentropy_cli.tables.fast.reader import RANGES, in_range
from xentropy_cli.tables.fast.sums import bad_sums, decimals_of
from xentropy_cli.tables.form import CERTAIN, IMPOSSIBLE, decimal_value
from xentropy_cli.tables.strict.cells import LARGEST
from xentropy_cli.tables.strict.records import BLANKS, Record
from xentropy_cli.tables.strict.row_mistakes import of_several_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Flags, Floats, Indices
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.strict.reader import Reader


ROWS = 1 << 15
PERCENT = 100.0
VECTORS = (np.ndarray, list, tuple)
WITH_CLASSES = 2  # dimensions of rows of several numbers
LONGEST = 8  # bytes of a number whose bits are a whole number of numpy


@dataclass(frozen=True)
class Columnar:
    """A table as columns: its name, what kind of file it is, the names of its columns, and batches of arrays."""

    name: str
    format: str
    names: tuple[str, ...]
    batches: Iterator[Sequence[Any]]


def column_of_lists(values: Sequence[Any]) -> NDArray[Any]:
    """A column whose cells are lists."""
    found = np.empty(len(values), dtype=object)
    for row, each in enumerate(values):
        found[row] = each
    return found


def value_text(value: Any) -> str:
    """Write a value as a cell of a text table would."""
    if isinstance(value, VECTORS):
        return ",".join(map(value_text, value))
    if value is None:
        return ""
    if isinstance(value, np.floating):
        return repr(float(value))  # of single precision too the number that is scored
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


OTHER_COLUMN = "Name another column."


def refuse_wide(reader: Reader, columns: Sequence[Any], name: str) -> None:
    """Refuse several values a row where there should be one."""
    plan, names = reader.plan, reader.shape.names
    for option, k in (("--label", plan.label), ("--weight", plan.weight), ("--by", plan.by), ("--id", plan.id)):
        if k is not None and np.ndim(columns[k]) > 1:
            fix = of_several_values(names[k]) if k == plan.label else OTHER_COLUMN
            raise unreadable(name, f"{names[k]}, taken for {option}, holds {np.shape(columns[k])[1]} values a row", fix)


def tokens_in(plan: Plan, columns: Sequence[Any]) -> tuple[Floats, Indices, Indices]:
    """The numbers of a column of lists end to end, how many each row has, and how many entries before them are missing."""
    rows = [np.atleast_1d(doubles(row if row is not None else ())) for row in columns[plan.preds[0]]]
    missing = np.array([int((~np.isnan(row)).argmax()) if row.size else 0 for row in rows], dtype=np.intp)
    kept = [row[count:] for row, count in zip(rows, missing.tolist(), strict=True)]
    found = np.concatenate([*kept, np.empty(0)])
    return found * plan.log_factor, np.array([row.size for row in kept], dtype=np.intp), missing


def doubles(column: Any) -> Floats:
    """A column as doubles; what is no number becomes NaN, which no check lets through."""
    values = np.asarray(column)
    if values.dtype.kind == "c":
        return np.full(values.shape, np.nan)
    if values.dtype.kind in "fiub":
        return values.astype(np.float64)
    found = np.full(values.shape, np.nan)
    for at, value in np.ndenumerate(values):
        found[at] = double_of(value)
    return found


def double_of(value: Any) -> float:
    """A value as a double, text by the rules for cells; NaN for what is no number."""
    if isinstance(value, str | bytes):
        text = value_text(value).strip(BLANKS)
        if text.lower() in (*IMPOSSIBLE, *CERTAIN):
            return -np.inf if text.lower() in IMPOSSIBLE else np.inf
        typed = decimal_value(text)
        return np.nan if typed is None else typed
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


def predictions(plan: Plan, columns: Sequence[Any]) -> Floats:
    """The prediction columns: (n,), or (n, K)."""
    found = numbers_in(plan.preds, plan, columns)
    found = found / PERCENT if plan.percent else found
    return found if plan.log_factor == 1.0 else found * plan.log_factor


def within_bounds(q: Floats) -> Floats:
    """Take numbers just outside 0 to 1 for 0 or 1; others are left for the checks."""
    is_near = ((q < 0.0) & (q >= -SLACK)) | ((q > 1.0) & (q <= 1.0 + SLACK))
    return np.where(is_near, np.clip(q, 0.0, 1.0), q) if is_near.any() else q


def truths(plan: Plan, columns: Sequence[Any]) -> Floats:
    """The columns of a truth that is a distribution, as (n, K)."""
    found = numbers_in(plan.truths, plan, columns)
    found = found / PERCENT if plan.percent else found
    return found if found.ndim == WITH_CLASSES else np.stack([1.0 - found, found], axis=-1)


def numbers_in(which: tuple[int, ...], plan: Plan, columns: Sequence[Any]) -> Floats:
    """Numbers of a column each, or a column of vectors: (n,), or (n, K)."""
    if plan.kind == "classes" and len(which) < len(plan.classes):
        column = columns[which[0]]
        is_array = getattr(column, "ndim", 1) == WITH_CLASSES
        return doubles(column if is_array else vectors_of(column, len(plan.classes)))
    if plan.kind == "classes":
        return np.stack([doubles(columns[k]) for k in which], axis=-1)
    return doubles(columns[which[0]])


def rounding_of(which: tuple[int, ...], columns: Sequence[Any]) -> float:
    """How far the precision of some columns may have moved each number."""
    kinds = [np.asarray(first if isinstance(first, VECTORS) else columns[k]).dtype
             for k in which for first in columns[k][:1]]  # fmt: skip
    return max(map(roundoff, kinds), default=0.0)


def vectors_of(column: Any, count: int) -> NDArray[Any]:
    """A column of lists as an array of rows; one of another length becomes numbers that no check lets through."""
    nothing = [np.nan] * count
    return np.array([row if isinstance(row, VECTORS) and len(row) == count else nothing for row in column])


def is_missing(value: Any) -> bool:
    """Tell whether a value says that there is none: None, NaN, and what pandas writes NA and NaT.

    >>> is_missing(None), is_missing(float("nan")), is_missing("nan"), is_missing(0)
    (True, True, False, False)
    """
    if value is None or type(value).__name__ == "NAType":
        return True
    return isinstance(value, float | np.floating | np.datetime64 | np.timedelta64) and bool(value != value)  # noqa: PLR0124  NaN is not itself


def filled_text(value: Any) -> str:
    """Write a value as a cell of a text table would, and nothing for a missing one."""
    return "" if is_missing(value) else value_text(value)


def sample_of(value: Any) -> str:
    """Write a value so that two whole numbers are not taken for one with a comma."""
    return " ".join(value_text(each) or "nan" for each in value) if isinstance(value, VECTORS) else filled_text(value)


def texts(column: Any) -> NDArray[np.str_]:
    """A column as text, with nothing where a value is missing."""
    values = np.asarray(column)
    if values.dtype.kind in "OSV":
        return np.array([filled_text(value) for value in column])
    return np.where(values == values, values.astype(str), "") if values.dtype.kind in "fcMm" else values.astype(str)  # noqa: PLR0124


def texts_once(column: Any) -> tuple[NDArray[np.str_], Indices]:
    """Each different text of a column, and the place of that of every row among them.

    Numbers are told apart by their bits before they are written: −0.0 is not 0.0.
    """
    values = np.asarray(column)
    if values.dtype.kind not in "biuf" or values.dtype.itemsize > LONGEST:
        return np.unique(texts(column), return_inverse=True)
    bits, places = np.unique(values.view(f"u{values.dtype.itemsize}"), return_inverse=True)
    return texts(bits.view(values.dtype)), places


def codes(reader: Reader, column: Any, name: str, first_row: int) -> Indices:
    """The class of each label; −1 for one that is none."""
    values, inverse = texts_once(column)
    known, alone = [], reader._replace(plan=reader.plan._replace(label=0))  # a label is all there is of its row
    for value in values.tolist():
        try:
            known.append(alone.label(value.strip(BLANKS), Record(name, first_row, value)))
        except XentError:
            known.append(-1)
    return np.array(known, dtype=np.intp)[inverse]


def are_weights(weights: Floats) -> Flags:
    """Tell which numbers may say how often a row counts, or how many bytes or words it has."""
    return np.asarray((weights >= 0) & (weights <= LARGEST["weight"]))


def bad_tokens(reader: Reader, tokens: Floats, counts: Indices) -> Flags:
    """Tell which lists of tokens are bad: empty, or with a bad number."""
    bad = bad_numbers(reader, tokens, reader.plan.scale, 0.0)
    rows = np.repeat(np.arange(counts.size), counts)
    return np.asarray((np.bincount(rows, bad, counts.size) > 0) | (counts == 0))


def bad_numbers(reader: Reader, q: Floats, given: str, rounding: float) -> Flags:
    """Tell which rows hold a number out of range, or add up to another sum than 1."""
    scale = "count" if reader.normalize and given == "pred" else given
    rows = q if q.ndim == WITH_CLASSES else q[:, None]
    bad: Flags = np.asarray(np.isnan(rows).any(axis=1))
    if q.size and (bad.any() or not in_range(q, scale)):
        low, high = RANGES[scale]
        is_alone = given == "logits" and reader.plan.kind != "classes"
        is_certain = np.asarray(rows == np.inf) if is_alone else np.zeros(rows.shape, dtype=np.bool_)
        is_possible = (rows >= low) | ((rows == -np.inf) & (low < 0))
        bad |= ~((is_possible & (rows <= high)) | is_certain).all(axis=1)
        if given == "logprobs" and reader.plan.kind != "classes":
            bad |= rows[:, 0] == NOT_TOLD
    if q.ndim == WITH_CLASSES:
        fit = np.where(bad[:, None], 0.5, q)
        bad |= bad_sums(fit, given, lambda at: decimals_of(fit[at]), any_sum=reader.any_sum, rounding=rounding) & ~bad
    return bad


def without_id(column: Any) -> Flags:
    """Tell which rows have no id: nothing, blanks, or NaN."""
    return np.array([not filled_text(value).strip(BLANKS) for value in column], np.bool_)


WRITE_AGAIN = "Write it again: numpy.savez(FILE, y=labels, p=probabilities), or as CSV."


def unreadable(name: str, what: str, fix: str = WRITE_AGAIN) -> XentError:
    """Refuse a file that does not hold columns."""
    return XentError(
        "unreadable-table",
        f"{name} holds no table that xent can read.",
        where=name,
        text=what.split("\n", maxsplit=1)[0][:160],
        why="It should hold columns of one length: labels, and a number or one a class for each.",
        fix=fix,
        status=BAD_DATA,
    )
