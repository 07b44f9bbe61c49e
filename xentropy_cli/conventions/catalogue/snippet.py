"""A convention and inputs → a program to run. Every literal in it is written with `repr`: text stays data."""

from __future__ import annotations

import math
from string import Template
from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.conventions.catalogue.rules import binary_logits, logit_rows, probability_cells, truth_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xentropy_cli.conventions.arithmetic import Rows
    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs


Entry = TypeVar("Entry")


def snippet(convention: Convention, inputs: Inputs) -> str:
    """Write the program that gives this convention's number for these inputs."""
    program, taken = Template(convention.program), convention.taken(inputs)
    text = program.substitute({name: FILL[name](taken) for name in program.get_identifiers()})
    return _whole(text.replace("(, ", "("))


COMMENTS = {"matlab": "%"}


def commented(convention: Convention, inputs: Inputs) -> str:
    """Write the program under a comment that names its row, to stand among others."""
    mark = COMMENTS.get(convention.language, "#")
    return f"{mark} {convention.key}: {convention.call}\n{snippet(convention, inputs)}"


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


def _logit_column(inputs: Inputs) -> str:
    return row_text(binary_logits(inputs, "float64")) if inputs.is_binary else rows_text(logit_rows(inputs, "float64"))


def _keras_rows(inputs: Inputs, rows: Rows) -> str:
    """Write rows with the binary cells of each side by side."""
    flat = [number for row in rows for number in row]
    joined = tuple(tuple(flat[start : start + inputs.cells]) for start in range(0, len(flat), inputs.cells))
    return rows_text(joined if inputs.is_binary else rows)


def _keras_logits(inputs: Inputs) -> str:
    rows = tuple((z,) for z in binary_logits(inputs, "float64")) if inputs.is_binary else inputs.rows
    return _keras_rows(inputs, rows)


def _names(inputs: Inputs) -> list[int | str]:
    return [inputs.classes[k] if inputs.has_own_names else k for k in range(len(inputs.classes))]


def _labels(inputs: Inputs) -> list[int | str]:
    return [_names(inputs)[label] for label in inputs.labels]


def _sorted_labels(inputs: Inputs) -> list[int | str]:
    return sorted(_names(inputs), key=str) if inputs.has_own_names else _names(inputs)


def _option(text: str, value: object) -> str:
    return text.format(value) if value not in (None, (), "") else ""


def _listed(text: str, values: Sequence[float]) -> str:
    return text.format(row_text(values)) if values else ""


def _with_ignored(inputs: Inputs, rows: Rows) -> str:
    """Put a row of zeros in the place of each that was ignored: whatever stands there is left out of the loss."""
    return rows_text((*rows, *((0.0,) * len(inputs.classes),) * inputs.ignored))


def _weights_with_ignored(inputs: Inputs) -> str:
    weights = (*inputs.weights, *(1.0,) * inputs.ignored)
    return f", sample_weight=np.array({row_text(weights)})" if inputs.weights else ""


def _r(values: Iterable[float]) -> str:
    return ", ".join("Inf" if value == math.inf else "-Inf" if value == -math.inf else repr(value) for value in values)


def _r_text(name: int | str) -> str:
    escaped = "".join(f"\\u{{{ord(c):x}}}" if c in '"\\' or not c.isprintable() else c for c in str(name))
    return f'"{escaped}"'


def _r_texts(names: Iterable[int | str]) -> str:
    return ", ".join(map(_r_text, names))


def _r_estimate(inputs: Inputs) -> str:
    """The matrix of all levels; of two levels the probability of the first, which is all that is taken."""
    if len(inputs.classes) == 2:  # noqa: PLR2004  two levels
        return f"c({_r(row[0] for row in inputs.q)})"
    return f"matrix(c({_r(q for row in inputs.q for q in row)}), ncol = length(levels), byrow = TRUE)"


def _h2o_columns(inputs: Inputs, rows: tuple[tuple[Entry, ...], ...]) -> tuple[tuple[Entry, ...], ...]:
    """The column of the second of two classes, and the columns of any other number of them."""
    return tuple(row[1:] for row in rows) if len(inputs.classes) == 2 else rows  # noqa: PLR2004  two classes


def _matrix(rows: Rows) -> str:
    return "[" + "; ".join(" ".join(map(repr, row)) for row in rows) + "]"


def _is_sum(inputs: Inputs, text: str) -> str:
    return text if inputs.reduction == "sum" else ""


FILL: dict[str, Callable[[Inputs], str]] = {
    # what was predicted
    "q": lambda i: rows_text(i.q),
    "log_q": lambda i: rows_text(i.log_q),
    "z": lambda i: rows_text(logit_rows(i, "float64")),
    "column": _column,
    "q_or_column": lambda i: _cells(i.q, i),
    "z_or_column": _logit_column,
    "keras_q": lambda i: _keras_rows(i, probability_cells(i, "float64")),
    "keras_z": _keras_logits,
    "keras_rows": lambda i: _with_ignored(i, i.q),
    "keras_logits": lambda i: _with_ignored(i, logit_rows(i, "float64")),
    "h2o_q": lambda i: rows_text(_h2o_columns(i, i.q)),
    "h2o_columns": lambda i: repr(list(_h2o_columns(i, (i.classes,))[0])),
    "r_q": lambda i: _r(value for row in i.q for value in row),
    "r_column": lambda i: _r(row[1] for row in i.q),
    "r_estimate": _r_estimate,
    "matrix_q": lambda i: _matrix(probability_cells(i, "float64")),
    # what happened
    "p": lambda i: rows_text(i.truth),
    "y": lambda i: repr(list(i.labels)),
    "p_or_column": lambda i: _cells(i.truth, i),
    "keras_y": lambda i: _keras_rows(i, truth_cells(i)),
    "keras_labels": lambda i: repr([*i.labels, *[-1] * i.ignored]),
    "y_names": lambda i: repr(_labels(i)),
    "y_texts": lambda i: repr([i.classes[label] for label in i.labels]),
    "r_labels": lambda i: ", ".join(map(str, i.labels)),
    "r_y": lambda i: _r_texts(_labels(i)),
    "matrix_p": lambda i: _matrix(truth_cells(i)),
    # the classes
    "k": lambda i: str(len(i.classes)),
    "classes": lambda i: repr(list(i.classes)),
    "sorted_labels": lambda i: repr(_sorted_labels(i)),
    "r_classes": lambda i: _r_texts(_names(i)),
    "r_levels": lambda i: _r_texts(_sorted_labels(i)),
    # the options
    "sample_weight": lambda i: _listed(", sample_weight={}", i.weights),
    "keras_weight": lambda i: _listed(", sample_weight=np.array({})", i.weights[:: i.cells]),
    "all_weight": _weights_with_ignored,
    "cell_weight": lambda i: _listed(f", weight=torch.tensor({{}}){'' if i.is_binary else '[:, None]'}", i.weights),
    "weight": lambda i: _listed(", weight={}", i.weights),
    "np_weights": lambda i: _listed(", weights={}", i.weights),
    "all_weights": lambda i: row_text(i.weights or (1.0,) * i.n),
    "r_weight": lambda i: _option(", case_weights = c({})", _r(i.weights)),
    "r_sample_weights": lambda i: _option(", sample_weights = c({})", _r(i.weights)),
    "class_weight": lambda i: _listed(", weight=torch.tensor({})", i.class_weights),
    "pos_weight": lambda i: _option(", pos_weight=torch.tensor({!r})", i.pos_weight),
    "label_smoothing": lambda i: _option(", label_smoothing={!r}", i.smoothing),
    "ignore_class": lambda i: ", ignore_class=-1" if i.ignored else "",
    "ignored_note": lambda i: "# the ignored rows stand last: class -1, and any numbers\n" if i.ignored else "",
    "base": lambda i: _option(", base={!r}", i.base),
    # how they are brought together
    "normalize": lambda i: _is_sum(i, ", normalize=False"),
    "reduction": lambda i: _is_sum(i, ', reduction="sum"'),
    "reduce": lambda i: i.reduction,
    "over_n": lambda i: "" if i.reduction == "sum" else " / len(p)",
    "flux_sum": lambda i: _is_sum(i, "; agg = sum"),
    "r_sum": lambda i: _is_sum(i, ", sum = TRUE"),
}
