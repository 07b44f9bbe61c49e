"""The headers that tools write, as data: how the columns of their class probabilities are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.tables.form import is_number, is_vector
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.tables.form import Shape


class Header(NamedTuple):
    """How a tool names its columns: the pattern of a class column, whose group is the class."""

    tool: str
    pattern: str


HEADERS = (
    Header("tidymodels", r"\.pred_(.+)"),
    Header("mlr3", r"prob\.(.+)"),
    Header("CatBoost", r"Probability:Class=(.+)"),
    Header("RapidMiner", r"confidence\((.+)\)"),
    Header("KNIME", r"P ?\((?:[^=()]+=)?(.+)\)"),
    Header("H2O", r"p(-?[0-9]+)"),
    Header("BigQuery ML", r"predicted_(.+)_probs"),
)
"""Sources: tune::collect_predictions; as.data.table of a prediction of mlr3; predictions of CatBoost (type Probability);
Apply Model of RapidMiner; the predictors of KNIME, with the class distribution appended; predict of H2O; ML.PREDICT of
BigQuery."""


def tool_families(free: Iterable[int], shape: Shape) -> dict[str, list[tuple[int, str]]]:
    """The class columns of each tool, with the class of each: columns of numbers or lists whose names have its form."""
    found: dict[str, list[tuple[int, str]]] = {}
    for k in free:
        for tool, pattern in HEADERS:
            match = re.fullmatch(pattern, shape.names[k])
            if match and holds_predictions(k, shape):
                found.setdefault(tool, []).append((k, match.group(1)))
    return {tool: each for tool, each in found.items() if len(each) > 1 or is_listed(each[0][0], shape)}


def is_listed(column: int, shape: Shape) -> bool:
    """Tell whether a cell of a column holds a number for each class."""
    return any(is_vector(cell) for cell in shape.column(column))


BEGINS_AS_NUMBER = r"[\s\[({+-]*[.,]?[0-9]"
"""Also 1,234.5, which is refused as a number that may be two, and not passed over."""


def holds_predictions(column: int, shape: Shape) -> bool:
    """Tell whether a column holds numbers or lists: classes written out are what a tool decided, not its probabilities."""
    filled = [cell for cell in shape.column(column) if cell]
    return not filled or any(re.match(BEGINS_AS_NUMBER, cell) or is_number(cell) or is_vector(cell) for cell in filled)


def are_decisions(column: int, shape: Shape) -> bool:
    """Tell whether a column holds only 0 and 1."""
    filled = [cell for cell in shape.column(column) if cell]
    return bool(filled) and set(filled) <= {"0", "1", "0.0", "1.0"}


def choice_of(single: Sequence[int], shape: Shape) -> str:
    """What to type where several columns may be the prediction: the one that holds more than 0 and 1, if only one does."""
    left = [k for k in single if not are_decisions(k, shape)]
    if len(single) < 2 or len(left) != 1:  # noqa: PLR2004  a choice
        return "--pred COLUMN,…"
    others = " and ".join(visible(shape.names[k]) for k in single if k not in left)
    return f"--pred {visible(shape.names[left[0]])} (only 0 and 1 stand in {others})"


def is_svm_predict(shape: Shape) -> bool:
    """Tell whether this is what svm-predict of LIBSVM writes: `labels 1 -1`, over its decisions and their probabilities."""
    first, *others = shape.names
    return shape.has_header and first == "labels" and bool(others) and all(map(is_number, others))
