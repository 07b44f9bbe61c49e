"""Columns that hold logs of tokens: lists of log-probabilities in a cell, their base, and the bytes and words of a row."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, typed_decimals
from xentropy_cli.tables.columns import resolve, resolve_one
from xentropy_cli.tables.form import are_vectors, decimal_or_percent, is_number, is_vector
from xentropy_cli.tables.known_names import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.class_columns import Case
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape

LOG_BASES = ("e", "2", "10")


def are_events(case: Case) -> bool:
    """Tell whether there is only one sense of a prediction: events that happened, as of logarithms without a label."""
    shape, wanted, name = case.shape, case.wanted, case.name
    if wanted.nll is not None:
        return True
    if wanted.logprobs is None or wanted.label is not None or wanted.true is not None:
        return False
    if any(column.lower() in LABELS for column in shape.names):
        return False
    found = resolve(wanted.logprobs, shape, "--logprobs", name)
    return len(found) == 1 and (shape.has_header or are_lists(case, found[0]))


def are_lists(case: Case, column: int) -> bool:
    """Tell whether the cells of a column are lists of events."""
    cells = [cell for cell in case.shape.column(column) if cell]
    if case.shape.json and any(is_vector(bare(cell)) for cell in cells):  # the first may be of a single token
        return True
    are_of_one = (cell[:1] == "[" and is_number(cell.strip("[], ")) for cell in cells)
    return are_vectors([bare(cell) for cell in cells], case.shape) or any(are_of_one)


def refuse_distributions(case: Case, preds: Sequence[int], scale: str) -> None:
    """Refuse lists of one length that each add up to 1 as events that happened: they are of classes, and lack labels."""
    if len(preds) != 1 or scale not in ("pred", "logprobs"):
        return
    cells = [cell for cell in case.shape.column(preds[0]) if cell]
    if not are_vectors(cells, case.shape):
        return
    lists = [re.split(r"[,;\s]+", cell.strip("[](){} ")) for cell in cells]
    if len({len(entries) for entries in lists}) == 1 and all(is_distribution(entries, scale) for entries in lists):
        options = "--label COLUMN, or --truth FILE (labels by row); of lists of events: --as events"
        raise case.refusal("Lists that add up to 1 are predictions over classes, and no column is the label.", options)


def is_distribution(entries: Sequence[str], scale: str) -> bool:
    """Tell whether the entries of a list add up to 1, as exactly as their digits allow.

    >>> is_distribution(["a=0.7", "b=0.3"], "pred"), is_distribution(["0.7", "0.2"], "pred")
    (True, False)
    """
    texts = [entry.rpartition("=")[2] for entry in entries]
    values = [decimal_or_percent(text) for text in texts]
    if None in values or len(values) < 2:  # noqa: PLR2004  a distribution
        return False
    is_log = scale == "logprobs"
    total = math.fsum(math.exp(min(x, 0.0)) if is_log else x for x in values if x is not None)
    return abs(total - 1.0) <= allowance(len(values), most_decimals([*map(typed_decimals, texts)]), logs=is_log)


def bare(cell: str) -> str:
    """A list without the entries before its first number, which a log of tokens leaves empty."""
    inner = cell.lstrip("[(, ")
    return f"[{inner}" if inner != cell else cell


def log_factor(base: str) -> float:
    """What a logarithm to this base is multiplied by to be a natural one.

    >>> log_factor("e"), log_factor("2") == math.log(2)
    (1.0, True)
    """
    return 1.0 if base == "e" else math.log(float(base))


def log_base(factor: float) -> str:
    """The base of logarithms that are multiplied by this to be natural ones.

    >>> log_base(1.0), log_base(log_factor("10"))
    ('e', '10')
    """
    return next((base for base in LOG_BASES if factor == log_factor(base)), "e")


def size_columns(wanted: Wanted, shape: Shape, name: str) -> tuple[tuple[str, int], ...]:
    """The columns that count bytes and words, with what they count."""
    asked = (("bytes", wanted.bytes), ("words", wanted.words))
    return tuple((what, resolve_one(spec, shape, f"--{what}", name)) for what, spec in asked if spec is not None)
