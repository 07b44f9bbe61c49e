"""The two classes of one probability a row, and what each text of a label means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.tables import columns
from xentropy_cli.tables.class_columns import is_named
from xentropy_cli.tables.form import is_number
from xentropy_cli.tables.known_names import KNOWN
from xentropy_cli.tables.roles.class_names import Said, said_by, whole_label, word_value
from xentropy_cli.tables.roles.decisions import refuse_decisions
from xentropy_cli.text import nearest, typed, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.class_columns import Case


SEVERAL = "Give every class a column of probabilities of its own: xent explain files"


def binary_labels(case: Case, label: int, pred: int) -> tuple[tuple[str, str], dict[str, int]]:
    """Return the two classes, the second of which the probability is for, and what each label text means."""
    wanted = case.wanted
    seen = list(dict.fromkeys(whole_label(cell) for cell in case.shape.column(label) if cell))
    if wanted.classes:
        return asked_classes(case, pred)
    counted = [text for text in seen if text != wanted.ignore]
    positive = named_class(case, label, pred, counted) if wanted.positive is None else wanted.positive
    positive = positive if positive is None or positive in seen else whole_label(positive)
    if positive is None and len(counted) > 1 and not any(text.lower() in BINARY or is_number(text) for text in counted):
        raise which_of(case, label, counted)
    are_other = len(counted) == 2 and positive in counted and not all(text.lower() in BINARY for text in counted)  # noqa: PLR2004  as -1 and 1
    if positive is None or (positive.lower() in BINARY and not are_other):
        flip = positive is not None and BINARY[positive.lower()] == "0"
        return (("1", "0") if flip else ("0", "1")), {text: int(value) ^ flip for text, value in BINARY.items()}
    others = [text for text in counted if text != positive]
    if len(others) != 1 or positive not in seen:
        raise not_two(case, label, seen, positive)
    return (others[0], positive), {others[0]: 0, positive: 1}


def asked_classes(case: Case, pred: int) -> tuple[tuple[str, str], dict[str, int]]:
    """The two classes that are asked for, unless the column is named after the first."""
    wanted, shape = case.wanted, case.shape
    if len(wanted.classes) != 2:  # noqa: PLR2004  binary
        raise case.refusal("One probability a row means two classes.", "--classes NO,YES")
    no, yes = wanted.classes
    said = said_by(shape.names[pred], wanted.classes) if is_named(shape) else Said()
    if said.label == no and said.is_sure and shape.names[pred].lower() not in KNOWN and wanted.positive != yes:
        raise other_way_round(case, no, yes)
    return (no, yes), {no: 0, yes: 1}


def named_class(case: Case, label: int, pred: int, counted: Sequence[str]) -> str | None:
    """The class that the column is named after, if it is a label; refuse a name that may tell another one."""
    shape, wanted = case.shape, case.wanted
    if not is_named(shape):
        return None
    said = said_by(shape.names[pred], counted)
    if wanted.true is not None or (said.label is not None and said.is_sure):
        return said.label if said.is_sure and said.label in (*counted, *BINARY) else None
    if wanted.prediction is None:
        refuse_decisions(case, label, pred)
    is_doubtful = said.is_turned or word_value(said.label or "") == "0"
    is_doubtful = is_doubtful or (wanted.prediction is None and not said.is_sure)
    if is_doubtful and all(word_value(text) is not None for text in counted):
        raise of_which_class(case, label, pred, counted)
    return None


def of_which_class(case: Case, label: int, pred: int, counted: Sequence[str]) -> XentError:
    """Refuse a probability whose name tells a class that is none of the labels, or the opposite of one."""
    name = visible(case.shape.names[pred])
    no, yes = (next((text for text in counted if word_value(text) == value), value) for value in "01")
    ways = " or ".join(f"--positive={text}" if text[0] == "-" else f"--positive {typed(text)}" for text in (yes, no))
    return in_column(
        "ambiguous-columns",
        (case, label),
        counted,
        f"{name} says more than that it is a probability: which label is it for?",
        f"Type {ways}",
    )


def other_way_round(case: Case, no: str, yes: str) -> XentError:
    """Refuse --classes NO,YES where the column is named after NO."""
    text = ",".join(map(visible, case.wanted.classes))
    return XentError(
        "ambiguous-columns",
        f"The column is named after {visible(no)}, and --classes says that it is for {visible(yes)}.",
        where="--classes",
        text=text,
        span=(len(visible(no)) + 1, len(text)),
        why="Of two classes the second is the one that a single probability is for.",
        fix=f"Type --classes {typed(f'{yes},{no}')}; if the name is wrong: --positive {typed(yes)}",
        status=BAD_DATA,
    )


def which_of(case: Case, label: int, seen: Sequence[str]) -> XentError:
    """Refuse texts as labels where nothing tells which of them the probability is for."""
    if len(seen) > 2:  # noqa: PLR2004  binary
        return in_column("unknown-label", (case, label), seen, f"The labels are {len(seen)} texts.", SEVERAL)
    first, second = map(typed, seen)
    message = f"The labels are {visible(seen[0])} and {visible(seen[1])}: which one is the probability for?"
    return in_column("unknown-label", (case, label), seen, message, f"Type --positive {first} or --positive {second}")


def not_two(case: Case, label: int, seen: Sequence[str], positive: str) -> XentError:
    """Refuse labels that are not the class of the probability and one other."""
    others = [cell for cell in seen if cell != positive]
    if not others:
        message = f"The first rows hold no label but {visible(positive)}."
        fix = f"Name the other class first: --classes {typed(f'OTHER,{positive}')}"
    elif positive not in seen:
        message = f"{visible(positive)} is not among the first labels."
        near = nearest(positive, seen)
        fix = "Type --positive with one of these labels, or both classes: --classes NO,YES"
        fix = f"Did you mean --positive {typed(near)}?" if near else fix
    else:
        message, fix = f"Besides {visible(positive)} there are {len(others)} other labels.", SEVERAL
    return in_column("ambiguous-columns", (case, label), seen, message, fix)


def in_column(code: str, at: tuple[Case, int], seen: Sequence[str], message: str, fix: str) -> XentError:
    """Make the error about a column of labels, with those that are there."""
    case, label = at
    return XentError(
        code,
        message,
        where=f"{visible(case.name)}, column {visible(case.shape.names[label])}",
        text=columns.listed(seen),
        why="One probability a row tells two classes apart: the one that it is for, and the other.",
        fix=fix,
        status=BAD_DATA,
    )
