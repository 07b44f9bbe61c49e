"""The two classes of one probability a row, and what each text of a label means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.tables import columns
from xentropy_cli.tables.class_columns import is_named
from xentropy_cli.tables.form import is_number
from xentropy_cli.tables.known_names import KNOWN
from xentropy_cli.text import nearest, typed, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.class_columns import Case


SEVERAL = "Give every class a column of probabilities of its own: xent explain files"


def binary_labels(case: Case, label: int, stem: str) -> tuple[tuple[str, str], dict[str, int]]:
    """Return the two classes, the second of which the probability is for, and what each label text means."""
    shape, wanted = case.shape, case.wanted
    seen = list(dict.fromkeys(cell for cell in shape.column(label) if cell))
    if wanted.classes:
        if len(wanted.classes) != 2:  # noqa: PLR2004  binary
            raise case.refusal("One probability a row means two classes.", "--classes NO,YES")
        no, yes = wanted.classes
        if stem == no and is_named(shape) and stem.lower() not in KNOWN and wanted.positive != yes:
            raise other_way_round(case, no, yes)
        return (no, yes), {no: 0, yes: 1}
    own = stem if stem in seen and is_named(shape) else None
    positive = own if wanted.positive is None else wanted.positive
    counted = [text for text in seen if text != wanted.ignore]
    if positive is None and len(counted) > 1 and not any(text.lower() in BINARY or is_number(text) for text in counted):
        raise which_of(case, label, counted)
    if positive is None or positive.lower() in BINARY:
        flip = positive is not None and BINARY[positive.lower()] == "0"
        texts = {text: int(value) ^ flip for text, value in BINARY.items()} | {"0.0": int(flip), "1.0": int(not flip)}
        return (("1", "0") if flip else ("0", "1")), texts
    others = [text for text in seen if text != positive]
    if len(others) != 1 or positive not in seen:
        raise not_two(case, label, seen, positive)
    return (others[0], positive), {others[0]: 0, positive: 1}


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
