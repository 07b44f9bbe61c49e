"""Columns that hold what was decided, beside one probability: whose probability that is, of a class or of the decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.tables.columns import refusal
from xentropy_cli.tables.known_names import PREDICTIONS
from xentropy_cli.tables.roles.class_names import whole_label
from xentropy_cli.text import typed, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xentropy_cli.tables.class_columns import Case
    from xentropy_cli.tables.form import Shape

DECISIONS = {"0", "1", "0.0", "1.0"}
DECIDED = frozenset([
    "predictedlabel", "predictedclass", "predictedy", "predictedtarget", "predictedoutcome", "predictedcategory",
    "predlabel", "predclass", "predy", "labelpredicted", "labelpred", "classpredicted", "classpred", "ypredicted",
    "ypredclass", "predictionlabel", "predictionclass", "predict", "decision", "decided", "argmax", "response", "guess",
    "choice", "chosen", "chosenclass", "chosenlabel", "winner", "topclass", "toplabel", "top1", "answer", "estimate",
    "assigned", "assignedclass", "assignedlabel", "modellabel", "modelclass", "modelprediction",
]) | {re.sub("[^a-z]", "", name) for name in PREDICTIONS}  # fmt: skip
"""Names of columns of decisions, in small letters alone; those of probabilities too, where classes stand in them."""
HALF = 0.5
SEVERAL = "More than one column could be the prediction."


def decisions_beside(case: Case, label: int | None, pred: int) -> list[int]:
    """The columns that are named as decisions and hold labels alone."""
    shape = case.shape
    known = {whole_label(cell) for cell in ([] if label is None else shape.column(label))}
    others = (k for k in range(shape.fields) if k not in (label, pred) and is_decided(shape.names[k]))
    return [k for k in others if are_classes(filled_cells(shape, k), known)]


def is_decided(name: str) -> bool:
    """Tell whether a column is named as one of decisions.

    >>> is_decided("predicted_label"), is_decided("PredictedLabel"), is_decided("argmax"), is_decided("label")
    (True, True, True, False)
    """
    return re.sub("[^a-z0-9]", "", name.lower()) in DECIDED


def filled_cells(shape: Shape, column: int) -> list[str]:
    """The cells of a column that hold something, whole numbers as labels are named."""
    return [whole_label(cell) for cell in shape.column(column) if cell]


def are_classes(cells: Collection[str], labels: Collection[str]) -> bool:
    """Tell whether cells hold labels, or words for them, and nothing else."""
    return bool(cells) and all(cell in labels or cell.lower() in BINARY for cell in cells)


def refuse_decisions(case: Case, label: int, pred: int) -> None:
    """Refuse one probability beside a column of decisions, unless its name tells the class."""
    found = decisions_beside(case, label, pred)
    if found:
        raise whose(case, pred, found)


def positive_beside(case: Case, label: int | None, pred: int) -> str | None:
    """The option that names the class of a probability, as decisions beside it tell; None where it is of the decision."""
    options = [positive_told(case, pred, decided) for decided in decisions_beside(case, label, pred)]
    return options[0] if options else ""


def positive_told(case: Case, pred: int, decided: int) -> str | None:
    """The option that names the class which was decided where its probability is above 1/2, unless that is 1; or None."""
    classes = agreeing(case, pred, decided)
    if classes is None:
        return None
    return f" --positive {typed(classes[0])}" if classes and BINARY.get(classes[0].lower()) != "1" else ""


def choice_of(case: Case, single: Sequence[int]) -> XentError:
    """Refuse several columns that may be the prediction, with the one that holds more than 0 and 1, if only one does."""
    cells = {k: set(filled_cells(case.shape, k)) for k in single}
    left = [k for k in single if not cells[k] or not cells[k] <= DECISIONS]
    if len(single) < 2 or len(left) != 1:  # noqa: PLR2004  a choice
        return case.refusal(SEVERAL, "--pred COLUMN,…")
    return whose(case, left[0], [k for k in single if k not in left])


def whose(case: Case, pred: int, decided: Sequence[int]) -> XentError:
    """Refuse to guess whose probability a column holds; the command is told where the decisions agree with it."""
    names = [visible(case.shape.names[k]) for k in decided]
    positive = positive_told(case, pred, decided[0])
    if positive is None:
        return of_the_decision(case, pred, decided[0])
    numbers = all(set(filled_cells(case.shape, k)) <= DECISIONS for k in decided)
    held = "only 0 and 1 stand" if numbers else "decisions stand"
    option = f"--pred {typed(case.shape.names[pred])}{positive} ({held} in {' and '.join(names)})"
    return refusal(SEVERAL, case.shape, case.name, option) if positive else case.refusal(SEVERAL, option)


def agreeing(case: Case, pred: int, decided: int) -> tuple[str, ...] | None:
    """The class, if there is one, that was decided just where its probability is above 1/2; None where all are above."""
    cells = zip(case.shape.column(decided), case.values(pred), strict=False)
    pairs = [(whole_label(cell), value) for cell, value in cells if cell and value is not None and value != HALF]
    classes = list(dict.fromkeys(text for text, _ in pairs))
    is_no = any(BINARY.get(text.lower()) == "0" for text in classes)
    if pairs and min(value for _, value in pairs) > HALF and (is_no or len(classes) > 1):
        return None
    return tuple(text for text in classes if all((text == cell) == (value > HALF) for cell, value in pairs))


def of_the_decision(case: Case, pred: int, decided: int) -> XentError:
    """Refuse what seems to be the probability of what was decided, and not of one class."""
    shape = case.shape
    name, decision = (visible(shape.names[k]) for k in (pred, decided))
    return XentError(
        "ambiguous-columns",
        f"{name} seems to be the probability of the class in {decision}, not of one class in all rows.",
        where=f"{visible(case.name)}, columns",
        text=f"{decision}, {name}",
        why="It is never below 1/2, whatever was decided; a loss needs the probability of the class that happened.",
        fix=f"Write that of class 1: 1 − {name} where {decision} is the other class; or give every class a column of its own.",
        status=BAD_DATA,
    )
