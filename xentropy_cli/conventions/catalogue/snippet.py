"""A convention and inputs → a program to run. Every literal in it is written with `repr`: text stays data."""

from __future__ import annotations

import math
from string import Template
from typing import TYPE_CHECKING

from xentropy_cli.conventions.catalogue.rules import binary_logits, logit_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs, Rows


def snippet(convention: Convention, inputs: Inputs) -> str:
    """Write the program that gives this convention's number for these inputs."""
    program = Template(convention.program)
    text = program.substitute({name: FILL[name](inputs) for name in program.get_identifiers()})
    return _whole(text.replace("(, ", "("))


def _whole(text: str) -> str:
    """Put what float literals cannot say in reach: the infinities and nan."""
    needs = [name for name in ("inf", "nan") if any(f"{sign}{name}{end}" in text for sign in " -[" for end in ",])")]
    return f"from math import {', '.join(needs)}\n" + text if needs else text


def rows_text(rows: Rows) -> str:
    """Write rows as a nested list."""
    return "[" + ", ".join(row_text(row) for row in rows) + "]"


def row_text(row: Sequence[float]) -> str:
    """Write numbers as a list.

    >>> row_text((0.1, 1.0))
    '[0.1, 1.0]'
    """
    return "[" + ", ".join(map(repr, row)) + "]"


def _column(inputs: Inputs) -> str:
    return row_text([row[1] for row in inputs.q])


def _cells(rows: Rows, inputs: Inputs) -> str:
    return row_text([row[1] for row in rows]) if inputs.is_binary else rows_text(rows)


def _logit_cells(inputs: Inputs) -> str:
    return row_text(binary_logits(inputs, "float64")) if inputs.is_binary else rows_text(inputs.rows)


def _labels(inputs: Inputs) -> list[int | str]:
    return [inputs.classes[label] if inputs.has_own_names else label for label in inputs.labels]


def _sorted_labels(inputs: Inputs) -> list[int | str]:
    names = [inputs.classes[k] if inputs.has_own_names else k for k in range(len(inputs.classes))]
    return sorted(names, key=str) if inputs.has_own_names else names


def _option(text: str, value: object) -> str:
    return text.format(value) if value not in (None, (), "") else ""


def _r(values: Iterable[float]) -> str:
    return ", ".join("Inf" if value == math.inf else "-Inf" if value == -math.inf else repr(value) for value in values)


def _r_text(name: int | str) -> str:
    escaped = "".join(f"\\u{{{ord(c):x}}}" if c in '"\\' or not c.isprintable() else c for c in str(name))
    return f'"{escaped}"'


def _is_sum(inputs: Inputs, text: str) -> str:
    return text if inputs.reduction == "sum" else ""


FILL: dict[str, Callable[[Inputs], str]] = {
    "q": lambda i: rows_text(i.q),
    "p": lambda i: rows_text(i.truth),
    "log_q": lambda i: rows_text(i.log_q),
    "y": lambda i: repr(list(i.labels)),
    "z": lambda i: rows_text(logit_rows(i, "float64")),
    "column": _column,
    "q_or_column": lambda i: _column(i) if i.is_binary else rows_text(i.q),
    "p_or_column": lambda i: _cells(i.truth, i),
    "z_or_column": lambda i: (
        row_text(binary_logits(i, "float64")) if i.is_binary else rows_text(logit_rows(i, "float64"))
    ),
    "y_names": lambda i: repr(_labels(i)),
    "sorted_labels": lambda i: repr(_sorted_labels(i)),
    "cells_q": lambda i: _cells(i.q, i),
    "cells_y": lambda i: _cells(i.truth, i),
    "cells_z": _logit_cells,
    "keras_y": lambda i: rows_text(tuple((row[1],) for row in i.truth)) if i.is_binary else rows_text(i.truth),
    "keras_q": lambda i: rows_text(tuple((row[1],) for row in i.q)) if i.is_binary else rows_text(i.q),
    "sample_weight": lambda i: _option(", sample_weight={}", row_text(i.weights) if i.weights else ""),
    "keras_weight": lambda i: _option(", sample_weight=np.array({})", row_text(i.weights) if i.weights else ""),
    "tensor_weight": lambda i: _option(", weight=torch.tensor({})", row_text(i.weights) if i.weights else ""),
    "xgboost_weight": lambda i: _option(", weight={}", row_text(i.weights) if i.weights else ""),
    "lightgbm_weight": lambda i: _option(", weight={}", row_text(i.weights) if i.weights else ""),
    "class_weight": lambda i: _option(
        ", weight=torch.tensor({})", row_text(i.class_weights) if i.class_weights else ""
    ),
    "pos_weight": lambda i: _option(", pos_weight=torch.tensor({!r})", i.pos_weight),
    "smoothing": lambda i: _option(", label_smoothing={!r}", i.smoothing),
    "normalize": lambda i: _is_sum(i, ", normalize=False"),
    "reduction": lambda i: _is_sum(i, ', reduction="sum"'),
    "keras_reduction": lambda i: _is_sum(i, ', reduction="sum"'),
    "label_smoothing": lambda i: _option(", label_smoothing={!r}", i.smoothing),
    "reduce": lambda i: i.reduction,
    "base": lambda i: _option(", base={!r}", i.base),
    "over_n": lambda i: "" if i.reduction == "sum" else " / len(p)",
    "k": lambda i: str(len(i.classes)),
    "r_q": lambda i: _r(value for row in i.q for value in row),
    "r_column": lambda i: _r(row[1] for row in i.q),
    "r_labels": lambda i: ", ".join(map(str, i.labels)),
    "r_y": lambda i: ", ".join(map(_r_text, _labels(i))),
    "r_levels": lambda i: ", ".join(map(_r_text, _sorted_labels(i))),
    "r_weight": lambda i: _option(", case_weights = c({})", _r(i.weights) if i.weights else ""),
    "r_sum": lambda i: _is_sum(i, ", sum = TRUE"),
}
