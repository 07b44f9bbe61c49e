"""What is wrong with a row, its label or the sum of its numbers, also where a stray quote swallowed rows; and what to type."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.figures import figure
from xentropy_cli.inputs.bounds import moved_inside
from xentropy_cli.inputs.labels import decimal_share
from xentropy_cli.inputs.mistakes import MISSING
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, typed_decimals
from xentropy_cli.tables.columns import MOST_LISTED, listed
from xentropy_cli.tables.form import is_number, is_vector
from xentropy_cli.tables.roles.class_names import count_upwards
from xentropy_cli.text import nearest, typed, visible

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Record


def unknown_label(piece: Piece, cell: str, plan: Plan, shape: Shape) -> XentError:
    """Refuse a label that is no class."""
    if shape.has_header and plan.label is not None and cell == shape.names[plan.label]:
        return header_again(piece, cell)
    return piece.refuse(
        "unknown-label",
        f"There is no class {visible(cell)}.",
        why=f"The classes are {listed(plan.classes)}.",
        fix=other_label(cell, plan, shape),
    )


def header_again(piece: Piece, cell: str) -> XentError:
    """Refuse the names of the columns among the rows."""
    return piece.refuse(
        "unknown-label",
        f"The header stands here again: {visible(cell)}.",
        why="Files were put one behind the other, each with its own header.",
        fix="Name the files instead, and each is read with its header: xent score A B",
    )


def no_id(piece: Piece) -> XentError:
    """Refuse a row without an id where rows are joined by it."""
    return piece._replace(text=" ").refuse(
        "empty-cell",
        "This row has no id.",
        why="Rows are joined by their id, and two rows without one need not be the same.",
        fix="Fill the cell in, or join by another column: --on COLUMN.",
    )


def of_several_values(spec: str) -> str:
    """What to type where a label is several values: labels that are each true or false, or one truth.

    >>> of_several_values("y_*")
    "Type --label 'y_*' --as binary for labels by themselves, or --true 'y_*' for one truth."
    """
    named = typed(spec)
    return f"Type --label {named} --as binary for labels by themselves, or --true {named} for one truth."


def other_label(cell: str, plan: Plan, shape: Shape) -> str:
    """What to type instead of a label, or about all labels. A number near to another is no slip of the keyboard."""
    column = "COLUMN" if plan.label is None else shape.names[plan.label]
    share = f"If these are the probabilities of class {visible(plan.classes[-1])}: --true {typed(column)}"
    if is_vector(cell) or (plan.kind == "binary" and decimal_share(cell)):
        return of_several_values(column) if is_vector(cell) else share
    if cell.lower() in MISSING:
        return f"It is no label but a missing one: fill it in, or leave such rows out: --ignore-label {typed(cell)}"
    if cell in plan.left_out:
        return f"If {visible(cell)} is a class too: --classes {typed(','.join((*plan.classes, cell)))}"
    near = None if is_number(cell) else nearest(cell, plan.labels)
    if near is not None:
        return f"Did you mean {visible(near)}?"
    if plan.kind != "binary":
        counts = plan.vector and [*plan.classes, cell] == list(map(str, range(len(plan.classes) + 1)))
        return from_one(len(plan.classes)) if counts else of_no_class(cell, plan.classes)
    return both_labels(cell, [] if plan.label is None else shape.column(plan.label))


def both_labels(cell: str, sample: Sequence[str]) -> str:
    """What to type about two labels that are no words for 0 and 1, where one probability a row is for one of them.

    >>> both_labels("2", ["1", "2", "1"])
    'Name both labels, the one that the probability is for behind the other: --classes 1,2 (or 2,1)'
    """
    found = sorted({*sample, cell} - {""})
    first = "Name both labels, the one that the probability is for behind the other"
    if cell == "-1":
        return f"{first}: --classes=-1,1"
    if len(found) != 2:  # noqa: PLR2004  binary
        return f"{first}: --classes NO,YES"
    no, yes = found
    return f"{first}: --classes {typed(f'{no},{yes}')} (or {typed(f'{yes},{no}')})"


def from_one(count: int) -> str:
    """What to type about the label K of K classes, where lists of numbers name none of them; a shell can count many.

    >>> from_one(3)
    'If labels count from 1: --classes 1,2,3; if rows of this label do not count: --ignore-label=3'
    """
    places = ",".join(map(str, range(1, count + 1))) if count <= MOST_LISTED else f'"$(seq -s, {count})"'
    return f"If labels count from 1: --classes {places}; if rows of this label do not count: --ignore-label={count}"


def of_no_class(cell: str, classes: Sequence[str]) -> str:
    """What to type about a label that is none of the classes, nor near to one; it may be the position of a named one."""
    positions = [str(k) for k in range(len(classes))]
    if cell in positions and len(classes) <= MOST_LISTED and count_upwards(classes):
        name = visible(classes[int(cell)])
        return f"If labels are positions, so that {cell} stands for {name}: --classes {','.join(positions)}"
    left = f" If rows of this label do not count: --ignore-label={cell}" if is_number(cell) else ""
    return f"Name the classes in the order of the columns: --classes A,B,…{left}"


def check_sum(
    reader: Reader, read: tuple[list[float], Sequence[str]], columns: tuple[int, ...], scale: str, place: Record
) -> None:
    """Refuse probabilities whose sum misses 1 by more than their typed digits allow, and a row in which nothing is possible."""
    q, texts = read
    if scale == "logits":
        if max(q) == float("-inf"):
            raise all_impossible(reader.piece_of(columns, place))
        return
    total = 0.0  # from left to right
    for x in q:
        total += math.exp(x) if scale == "logprobs" else moved_inside(x) if reader.clips and scale == "pred" else x
    if not total:
        raise all_0(reader.piece_of(columns, place))
    typed = most_decimals([typed_decimals(text) for text in texts])
    if reader.any_sum or abs(total - 1.0) <= allowance(len(q), typed, logs=scale == "logprobs"):
        return
    truth = q if columns == reader.plan.truths else ()
    raise sum_not_one(reader.piece_of(columns, place), total, scale, truth, len(columns))


def sum_not_one(piece: Piece, total: float, scale: str, truth: Sequence[float] = (), columns: int = 0) -> XentError:
    """Refuse probabilities that do not add up to 1; of a `truth` from so many columns, with the numbers of that."""
    logs = scale == "logprobs"
    change = "Add" if logs else "Add --normalize to divide each row by its sum, or"
    fix = f"{change} --as-is to use them so; are they scores? Then --logits."
    if truth:
        fix = of_flags(columns) if set(truth) <= {0.0, 1.0} else f"{change} --as-is to use them so."
    return piece.refuse(
        "sum-not-one",
        f"{'The probabilities of these logarithms' if logs else 'These probabilities'} add up to {figure(total, 6)}, not 1.",
        why="The probabilities of all classes of a row add up to 1 (rounding in the last typed digit is allowed).",
        fix=fix,
    )


def of_flags(columns: int) -> str:
    """What to do about a truth of 0 and 1 with no 1 in a row, or several: they may be labels by themselves."""
    each = "add --as binary" if columns > 1 else "give each a column of its own: xent explain files"
    return f"If each is true or false by itself, {each}; otherwise add --normalize or --as-is."


def class_after_all(piece: Piece, name: str, plan: Plan) -> XentError:
    """Refuse a number in a column that was taken for no class, since it was 0 in the first rows and no label."""
    return piece.refuse(
        "ambiguous-columns",
        f"Is {visible(name)} a class? It was 0 in the first rows, and no label there.",
        why="Each row is divided by the sum of its classes, and this number would be left out of it.",
        fix=settled(name, plan),
    )


def settled(name: str, plan: Plan) -> str:
    """What settles whether a column is a class."""
    every = ",".join((*plan.classes, name))
    return f"If it is one: --classes {typed(every)}; if not: --pred {typed(','.join(plan.classes))}"


def several_values(piece: Piece) -> XentError:
    """Refuse alternatives of a token, of which none is told to be the one that stands there."""
    return piece.refuse(
        "ambiguous-columns",
        "A token here has several log-probabilities: that of what stands there, and those of others.",
        why="Which of them is that of the token itself is not told by the answer, and none is guessed.",
        fix="Ask for that of the token alone, such as prompt_logprobs=0 of vLLM, or for prompt_token_ids beside them "
        "(return_token_ids); or name a path to it: --logprobs PATH",
    )


LARGER = "Give at least one class a larger number."


def all_impossible(piece: Piece) -> XentError:
    """Refuse logits that leave no class possible."""
    message, why = "Every logit here is -inf.", "Some class must be possible."
    return piece.refuse("bad-logit", message, why=why, fix=LARGER)


def all_0(piece: Piece) -> XentError:
    """Refuse probabilities that are all 0."""
    message, why = "All of these are 0.", "There is no probability here to share out."
    return piece.refuse("sum-not-one", message, why=why, fix=LARGER)


ONE_TO_ONE = "Rows are joined one to one, so every id stands once in each file."
OTHER_JOIN = "Use files with the same rows, or join by another column: --on COLUMN"


def not_joined(piece: Piece, cell: str, *, is_twice: bool) -> XentError:
    """Refuse a row that has no label in the file of the truth, or whose label was already taken."""
    return piece.refuse(
        "duplicate-id" if is_twice else "missing-id",
        f"{visible(cell)} stands twice." if is_twice else f"{visible(cell)} is not in the file of the truth.",
        why=ONE_TO_ONE,
        fix=OTHER_JOIN,
    )


def refuse_unseen(lines: dict[str, int], seen: Container[str], truth: str, on: str) -> None:
    """Refuse a truth that has rows without a prediction; each id comes with its line."""
    missing = next((text for text in lines if text not in seen), None)
    if missing is not None:
        raise XentError(
            "missing-id",
            f"{visible(missing)} has a label and no prediction.",
            where=f"{visible(truth)}:{lines[missing]}, column {visible(on)}",
            text=visible(missing),
            why=ONE_TO_ONE,
            fix=OTHER_JOIN,
            status=BAD_DATA,
        )


def swallowed_rows(reader: Reader, place: Record, fault: XentError) -> XentError | None:
    """Return the fault of a record whose stray quote may have swallowed rows, so that they are not left out as one.

    It is ill cut, or its number or label has a line end in it.
    """
    if not has_line_end(place.text):
        return None
    try:
        cells = reader.cut(place)
    except XentError:
        return fault
    plan = reader.plan
    used = [column for column in (plan.label, *plan.preds, plan.weight) if column is not None]
    is_ill_cut = len(cells) != reader.shape.fields or any(has_line_end(cells[column]) for column in used)
    return fault if is_ill_cut else None


def has_line_end(text: str) -> bool:
    """Tell whether a text goes on in another line."""
    return "\n" in text or "\r" in text


def ragged(place: Record, found: Sequence[tuple[str, int, int]], count: int, shape: Shape) -> XentError:
    """Refuse a row with more or fewer cells than the first."""
    fields = shape.fields
    start, end = (found[fields][1], len(place.text)) if count > fields else (len(place.text) - 1, len(place.text))
    comma = shape.delimiter == "," and count > fields
    hint = " (decimal commas need another delimiter, or quotes)" if comma else ""
    return place.refuse(
        "ragged-row",
        f"This row has {count} {'cell' if count == 1 else 'cells'}, and the first has {fields}.",
        (max(start, 0), max(end, 1)),
        why="In a row of another length no cell is certain to belong to its column.",
        fix=f"Repair the row{hint}; lines before the table are passed over with --skip-lines N.",
    )
