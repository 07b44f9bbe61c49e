"""The headers that tools write, as data: how the columns of their class probabilities are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.form import is_number, is_vector
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.tables.form import Shape


HEADERS = {
    "tidymodels": r"\.pred_(.+)",
    "mlr3": r"prob\.(.+)",
    "CatBoost": r"Probability:Class=(.+)",
    "RapidMiner": r"confidence\((.+)\)",
    "KNIME": r"P ?\((?:[^=()]+=)?(.+)\)",
    "H2O": r"p(-?[0-9]+)",
    "BigQuery ML": r"predicted_(.+)_probs",
    "Weka": r"distribution of (.+)",
}
"""How each tool names the column of a class: a pattern, whose group is the class.

Sources: tune::collect_predictions; as.data.table of a prediction of mlr3; predictions of CatBoost (type Probability);
Apply Model of RapidMiner; the predictors of KNIME, with the class distribution appended; predict of H2O; ML.PREDICT of
BigQuery; weka.classifiers.evaluation.output.prediction.CSV with -distribution, whose columns are named by `weka_shape`."""

WEKA = ("inst#", "actual", "predicted", "error")
WEKA_LABEL = r"([1-9][0-9]*):(?!\?$)(.+)"
WEKA_MARK = "*"
"""Before the largest probability of a row."""


def weka_shape(shape: Shape, rows: Iterable[Sequence[str]]) -> Shape:
    """Name the columns of a distribution that Weka writes, of which only the first has a name; any other shape as it is.

    A class is called by what stands behind its number in these rows (`2:yes`), or by its number where no row has it.
    """
    start = len(WEKA)
    if not shape.has_header or shape.names[: start + 1] != (*WEKA, "distribution"):
        return shape
    rest = shape.names[start + 1 :]
    count = 1 + next((k for k, name in enumerate(rest) if name), len(rest))
    told = (re.fullmatch(WEKA_LABEL, cell) for row in rows for cell in row[1:3])
    known = {int(match[1]): match[2] for match in told if match}
    columns = tuple(f"distribution of {known.get(k, str(k))}" for k in range(1, count + 1))
    sample = tuple(tuple(cell.removeprefix(WEKA_MARK) for cell in row) for row in shape.sample)
    return shape._replace(names=(*shape.names[:start], *columns, *rest[count - 1 :]), sample=sample, mark=WEKA_MARK)


def weka_labels(classes: Sequence[str]) -> dict[str, int]:
    """How Weka writes labels: by their number and name; of a class whose name no row told, the number tells it.

    >>> weka_labels(["no", "2"])
    {'1:no': 0, '2:': 1}
    """
    return {f"{k}:{'' if name == str(k) else name}": k - 1 for k, name in enumerate(classes, 1)}


def is_weka_choice(shape: Shape) -> bool:
    """Tell whether Weka wrote only the probability of the class that it predicted."""
    return shape.has_header and shape.names[: len(WEKA) + 1] == (*WEKA, "prediction")


def only_weka_choice(shape: Shape, name: str) -> XentError:
    """Refuse probabilities of decisions: where one was wrong, that of what happened is not told."""
    text = visible(",".join(shape.names))
    return XentError(
        "ambiguous-columns",
        "Weka wrote only the probability of the class that it predicted.",
        where=f"{visible(name)}, columns",
        text=text,
        span=(max(text.find("prediction"), 0), len(text)),
        why="A loss needs the probability of the class that happened, which is another where the prediction is wrong.",
        fix="Let Weka write all of them: -classifications 'weka.classifiers.evaluation.output.prediction.CSV -distribution'",
        status=BAD_DATA,
    )


def tool_families(free: Iterable[int], shape: Shape) -> dict[str, list[tuple[int, str]]]:
    """The class columns of each tool, with the class of each: columns of numbers or lists whose names have its form."""
    found: dict[str, list[tuple[int, str]]] = {}
    if is_svm_predict(shape):
        return {"LIBSVM": [(k, shape.names[k]) for k in free if k]}
    for k in free:
        for tool, pattern in HEADERS.items():
            match = re.fullmatch(pattern, shape.names[k])
            if match and holds_predictions(k, shape):
                found.setdefault(tool, []).append((k, match.group(1)))
    return {
        tool: each for tool, each in found.items() if len(each) > 1 or any(map(is_vector, shape.column(each[0][0])))
    }


BEGINS_AS_NUMBER = r"[\s\[({+-]*[.,]?[0-9]"
"""Also 1,234.5, which is refused as a number that may be two, and not passed over."""


def holds_predictions(column: int, shape: Shape) -> bool:
    """Tell whether a column holds numbers or lists: classes written out are what a tool decided, not its probabilities."""
    filled = [cell for cell in shape.column(column) if cell]
    if any(re.fullmatch(WEKA_LABEL, cell) for cell in filled):
        return False
    return not filled or any(re.match(BEGINS_AS_NUMBER, cell) or is_number(cell) or is_vector(cell) for cell in filled)


def is_svm_predict(shape: Shape) -> bool:
    """Tell whether this is what svm-predict of LIBSVM writes: `labels 1 -1`, over its decisions and their probabilities."""
    others = shape.named[1:]
    return shape.has_header and shape.named[:1] == ("labels",) and bool(others) and all(map(is_number, others))
