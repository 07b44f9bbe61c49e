"""What stands against comparing two models: rows that do not agree or have no partner, and means that cannot be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.figures import figure
from xentropy_cli.inputs.sums_to_one import ALWAYS
from xentropy_cli.tables.strict.row_mistakes import ONE_TO_ONE, OTHER_JOIN
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.comparing.comparison import Loss
    from xentropy_cli.comparing.differences import Differences
    from xentropy_cli.comparing.loss_arrays import Model

MOST_LISTED = 10


def refuse_unlike(left: Model, right: Model) -> None:
    """Refuse two files of which no row can agree: only one has labels, or no label means the same in both."""
    a, b = left.plan.classes, right.plan.classes
    if set(a) & set(b) or not (a or b):
        return
    listed = [", ".join(map(visible, classes[:MOST_LISTED])) or "no labels" for classes in (a, b)]
    text = " / ".join(listed)
    alike = (
        "Name the classes of the columns, in their order: --classes A,B,…; of a single probability --positive CLASS."
    )
    raise XentError(
        "labels-differ",
        "The two files name their classes differently." if a and b else "Only one of the two files has labels.",
        where=f"{visible(left.name)} and {visible(right.name)}",
        text=text,
        why="Two models are compared on the same rows, and only the prediction is the model's own.",
        fix=alike if a and b else "Name the column of labels: --label COLUMN (or --as events for both).",
        status=BAD_DATA,
    )


def disagreement(one: Loss, two: Loss, on: str | None) -> XentError | None:
    """Refuse two rows that are not the same row scored twice: label, weight, group and id are no matter of the model."""
    rows = one, two
    if any(abs(p - q) > ALWAYS for (_, p), (_, q) in zip(one.true, two.true, strict=True)):
        message = "The two files give this row another truth."
        return disagreeing("labels-differ", message, rows, (distribution(one), distribution(two)), on)
    if one.label != two.label:
        message = "The two files say that different things happened."
        labels = one.label or "no label", two.label or "no label"
        return disagreeing("labels-differ", message, rows, labels, on)
    for name, x, y in (("weight", one.weight, two.weight), ("group", one.group, two.group), ("id", one.key, two.key)):
        if x != y:
            message = f"The two files give this row another {name}."
            return disagreeing("rows-disagree", message, rows, (str(x), str(y)), on)
    return None


def distribution(row: Loss) -> str:
    """The truth of a row in words."""
    return ", ".join(f"{name}={figure(share, 6)}" for name, share in row.true[:MOST_LISTED])


def disagreeing(code: str, message: str, rows: tuple[Loss, Loss], values: tuple[str, str], on: str | None) -> XentError:
    """Show what either file says of a row."""
    return XentError(
        code,
        message,
        where=" and ".join(f"{visible(row.file)}:{row.line}" for row in rows),
        text=" / ".join(map(visible, values)),
        why="Two models are compared on the same rows, and only the prediction is the model's own.",
        fix="Join the rows by a column that names them: --on id"
        if on is None
        else f"Correct the file that is wrong about this row, or join by another column than {visible(on)}.",
        status=BAD_DATA,
    )


def twice(row: Loss, first: int, on: str) -> XentError:
    """Refuse an id that stands in an earlier line of the file too."""
    return id_fault(
        "duplicate-id", row, f"{visible(row.key or '')} stands twice in column {visible(on)}, first in line {first}."
    )


def not_in(row: Loss, file: str) -> XentError:
    """Refuse an id that the other file does not have."""
    return id_fault("missing-id", row, f"{visible(row.key or '')} is not in {visible(file)}.")


def id_fault(code: str, row: Loss, message: str) -> XentError:
    """Refuse rows that cannot be joined one to one."""
    return XentError(
        code,
        message,
        where=f"{visible(row.file)}:{row.line}",
        text=visible(row.key or ""),
        why=ONE_TO_ONE,
        fix=OTHER_JOIN,
        status=BAD_DATA,
    )


def lengths_differ(row: Loss, shorter: str) -> XentError:
    """Refuse files of different length."""
    place = f"{visible(row.file)}:{row.line}"
    return XentError(
        "rows-differ",
        f"{visible(row.file)} has more rows than {visible(shorter)}.",
        where=place,
        text=place,
        span=(len(visible(row.file)) + 1, len(place)),
        why="Rows are compared one by one, and this one has no partner.",
        fix="Compare files with the same rows: take the others out of the longer one.",
        status=BAD_DATA,
    )


def refuse_undefined(found: Differences, name_a: str, name_b: str) -> None:
    """Refuse a comparison of no rows, of rows that weigh nothing, and of two infinite means."""
    names = f"{visible(name_a)} / {visible(name_b)}"
    if not found.rows:
        why = "A mean needs a row that both models scored."
        raise impossible("no-rows", names, "There are no rows to compare.", why)
    if not found.mass:
        raise impossible("bad-weight", names, "All weights are 0.", "There is no mean of nothing.")
    if not found.is_defined:
        why = "∞ − ∞ is no number: each gave probability 0 to something that happened."
        raise impossible("both-infinite", names, "Both models have an infinite mean loss.", why)


FIXES = {
    "no-rows": "Check what the files hold below the header: xent score FILE",
    "bad-weight": "Name another column of weights, or leave --weight out.",
    "both-infinite": "Score each to see those rows, or add --clip 1e-15 to compare them with that in mind.",
}


def impossible(code: str, text: str, message: str, why: str) -> XentError:
    """Refuse a comparison as a whole."""
    return XentError(
        code,
        message,
        where="the two predictions",
        text=text,
        why=why,
        fix=FIXES[code],
        status=BAD_DATA,
    )
