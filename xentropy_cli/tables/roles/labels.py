"""Which column is the label: named by the caller, known by its name, or the only one that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.mistakes import MISSING
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.tables.class_columns import labels_of
from xentropy_cli.tables.columns import listed, resolve
from xentropy_cli.tables.known_names import LABELS
from xentropy_cli.tables.roles.class_names import called
from xentropy_cli.tables.strict.row_mistakes import of_several_values
from xentropy_cli.tables.tool_headers import is_svm_predict, is_weka_choice, only_weka_choice
from xentropy_cli.text import typed, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xentropy_cli.tables.class_columns import Case


def refuse_several_labels(case: Case) -> None:
    """Refuse several columns of labels, with both things that they may be."""
    spec = case.wanted.label
    if spec is None or spec in case.shape.names or len(resolve(spec, case.shape, "--label", case.name)) == 1:
        return
    raise XentError(
        "ambiguous-columns",
        "Several columns are named as the label.",
        where="--label",
        text=spec,
        why="They may be labels that are each true or false by themselves, or one truth with a number for each class.",
        fix=of_several_values(spec),
        status=BAD_DATA,
    )


def known_label(case: Case, taken: set[int]) -> int | None:
    """The one column with a well-known label name."""
    found = [k for k, column in enumerate(case.shape.names) if column.lower() in LABELS and k not in taken]
    if len(found) > 1:
        raise case.refusal(
            "More than one column could be the label.",
            f"--label COLUMN ({listed([case.shape.names[k] for k in found])})",
        )
    if is_weka_choice(case.shape) and case.wanted.prediction is None:
        raise only_weka_choice(case.shape, case.name)
    if found and is_svm_predict(case.shape):
        raise case.refusal("The labels here are those that svm-predict predicted.", "--truth FILE (labels by row)")
    return found[0] if found else None


def unnamed_label(case: Case, preds: Sequence[int], taken: dict[str, int]) -> int:
    """The label of a headerless table of two columns, one of which holds only labels; else a refusal."""
    shape = case.shape
    if not shape.has_header and shape.fields == 2 and not taken:  # noqa: PLR2004  a label and a probability
        binary = [all(cell.lower() in BINARY for cell in shape.column(k)) for k in (0, 1)]
        if binary.count(True) == 1:
            return binary.index(True)
        others = [k for k in (0, 1) if k not in preds]
        if len(preds) == 1 and binary[others[0]]:
            return others[0]
    for part, k in taken.items():
        if shape.names[k].lower() in LABELS:
            column = visible(shape.names[k])
            message = f"{column} is given as --{part}, and no other column is known to be the label."
            both = "" if part == "weight" else f"--label {typed(column)} if it is that too, or "
            raise case.refusal(message, f"{both}--label COLUMN")
    raise no_label(case, len(preds))


def as_labelled(case: Case, label: int, stems: tuple[str, ...]) -> tuple[str, ...]:
    """The classes as --classes or else the labels call them; as they are named where these call them otherwise."""
    asked = case.wanted.classes
    if asked or case.wanted.true is not None:
        return called(stems, asked) or stems
    seen = labels_of(case, label) - {case.wanted.ignore or ""}
    return called(stems, {text for text in seen if text.lower() not in MISSING}) or stems


def own_labels(case: Case, taken: Collection[int]) -> tuple[str, ...]:
    """The columns that are named as labels beside predictions whose truth is from another file."""
    shape = case.shape
    if shape.own is None or is_svm_predict(shape):
        return ()
    return tuple(name for k, name in enumerate(shape.named) if name.lower() in LABELS and k not in taken)


def no_label(case: Case, count: int) -> XentError:
    """Refuse so many predictions a row without a label: several are of classes, and one may be of what happened."""
    if count > 1:
        return case.refusal("No column is known to be the label.", "--label COLUMN, or --truth FILE (labels by row)")
    return case.refusal("No column is known to be the label.", "--label COLUMN (or --as events)")


def refuse_twice(
    case: Case, label: int | None, truths: Sequence[int], preds: Sequence[int], weight: int | None
) -> None:
    """Refuse a truth that is also the prediction, or the weight of its row."""
    truth, told = ("--true", truths) if truths else ("--label", [] if label is None else [label])
    scale = (case.wanted.prediction or ("pred",))[0]
    for option, columns in ((f"--{scale}", preds), ("--weight", [weight])):
        both = [k for k in told if k in columns]
        if both:
            raise twice(case, case.shape.names[both[0]], truth, option)


def twice(case: Case, column: str, part: str, other: str) -> XentError:
    """Refuse a column with two parts."""
    name = visible(column)
    return XentError(
        "ambiguous-columns",
        f"{name} is given as {part} and as {other}.",
        where=f"{visible(case.name)}, column {name}",
        text=name,
        why="A label tells what happened, a prediction what was expected before it, and a weight how much a row counts.",
        fix=f"Name another column: {other} COLUMN",
        status=BAD_DATA,
    )
