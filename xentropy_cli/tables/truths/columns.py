"""Columns of a truth that is a distribution, beside those of the prediction: which belongs to which class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.form import are_vectors
from xentropy_cli.tables.known_names import KNOWN
from xentropy_cli.text import typed, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.truths.file import Truth


def common_start(names: Sequence[str]) -> str:
    """The longest text that all names begin with.

    >>> common_start(["p_dog", "p_duck"])
    'p_d'
    """
    low, high = min(names, default=""), max(names, default="")  # what these share, all between them share
    return low[: next((k for k, pair in enumerate(zip(low, high, strict=False)) if len(set(pair)) > 1), len(low))]


def distinct_parts(names: Sequence[str]) -> tuple[str, ...]:
    """What tells names apart: each without the longest prefix and suffix that all share.

    >>> distinct_parts(["prob1_outcome", "probtie_outcome"]), distinct_parts(["p_dog", "p_duck"])
    (('1', 'tie'), ('og', 'uck'))
    """
    start = len(common_start(names))
    rests = [name[start:] for name in names]
    end = len(common_start([rest[::-1] for rest in rests]))
    return tuple(rest[: len(rest) - end] for rest in rests)


def class_parts(names: Sequence[str]) -> tuple[str, ...]:
    """What people call the classes that columns are named after: `distinct_parts` that begin and end where words do.

    >>> class_parts(["p_dog", "p_duck"]), class_parts(["prob1", "probtie"]), class_parts(["setosa", "setose"])
    (('dog', 'duck'), ('1', 'tie'), ('setosa', 'setose'))
    """
    prefix = common_start(names)
    if prefix.lower() not in KNOWN:
        prefix = prefix[: 1 + max((k for k, letter in enumerate(prefix) if not letter.isalnum()), default=-1)]
    suffix = common_start([name[::-1] for name in names])[::-1]
    suffix = suffix[next((k for k, letter in enumerate(suffix) if not letter.isalnum()), len(suffix)) :]
    found = tuple(name[len(prefix) : max(len(name) - len(suffix), len(prefix))] for name in names)
    return found if all(found) else tuple(names)


def matched(preds: Sequence[str], truths: Sequence[str]) -> tuple[int, ...] | None:
    """For each prediction the place of its truth, by what tells the names of each apart; None where the names say nothing.

    >>> matched(["prob1", "probtie", "prob2"], ["is_2", "is_1", "is_tie"]), matched(["a", "b"], ["x", "y"])
    ((1, 2, 0), None)
    """
    mine, others = distinct_parts(preds), distinct_parts(truths)
    if len(set(mine)) < len(mine) or set(mine) != set(others):
        return None
    return tuple(others.index(part) for part in mine)


def with_truths(plan: Plan, truths: tuple[int, ...], shape: Shape, name: str) -> Plan:
    """Put the columns of the truth in the order of the classes."""
    plan = plan._replace(label=None)
    is_vector = len(truths) == 1 and are_vectors([cell for cell in shape.column(truths[0]) if cell], shape)
    if len(truths) == 1 and (plan.kind == "binary" or (plan.kind == "classes" and is_vector)):
        return plan._replace(truths=truths)
    if plan.kind != "classes" or len(truths) != len(plan.classes):
        raise other_count(plan, truths, shape, name)
    names = [shape.names[k] for k in truths]
    beside = plan.classes if plan.vector else [shape.names[k] for k in plan.preds]
    order = (matched(beside, names) or matched(plan.classes, names)) if shape.has_header else None
    if order is None:
        refuse_half_matched(plan.classes, names, name)
        return plan._replace(truths=truths, by_position=True)
    return plan._replace(truths=tuple(truths[k] for k in order))


def refuse_half_matched(classes: Sequence[str], names: Sequence[str], name: str) -> None:
    """Refuse columns of which only some are named after a class: by position they would go with another."""
    parts = [*distinct_parts(names), *class_parts(names), *names]
    if not set(classes) & set(parts):
        return
    raise XentError(
        "ambiguous-columns",
        "The columns of --true are named after other classes than the predictions.",
        where=f"{visible(name)}, --true",
        text=",".join(map(visible, names)),
        why=f"The classes are {', '.join(map(visible, classes))}, and only some of them are named here.",
        fix="Name one column of --true for each class; or rename the classes in the order of the columns: --classes A,B,…",
        status=BAD_DATA,
    )


def other_count(plan: Plan, truths: tuple[int, ...], shape: Shape, name: str) -> XentError:
    """Refuse a truth of more or fewer numbers than the prediction has."""
    text = ",".join(visible(shape.names[k]) for k in truths)
    count = len(plan.preds) if not plan.vector else len(plan.classes)
    return XentError(
        "lengths-differ",
        f"--true names {len(truths)} of the columns, and the prediction has {count} numbers.",
        where=f"{visible(name)}, --true",
        text=text,
        why="A truth that is a distribution has a number for each class, as the prediction has.",
        fix="Name one column of --true for each of --pred; a column of labels is named with --label.",
        status=BAD_DATA,
    )


def other_length(truth: Truth, count: int) -> XentError:
    """Refuse to pair files of different length."""
    return XentError(
        "rows-differ",
        f"{visible(truth.name)} has {truth.size} rows, and there are {count} predictions.",
        where="--truth",
        text=f"{truth.size} / {count}",
        why="Without --on the first row of one file belongs to the first of the other, and so on to their ends.",
        fix="Join rows by a column that names them in both files: --on COLUMN; or give files with the same rows.",
        status=BAD_DATA,
    )


def refuse_other_order(one: Shape, other: Shape, files: tuple[str, str]) -> None:
    """Refuse to pair two tables by row where a column of ids that both have says that their rows stand in another order."""
    for column in one.names:
        if not is_id(column) or not one.names.count(column) == other.names.count(column) == 1:
            continue
        ids, others = (shape.column(shape.names.index(column)) for shape in (one, other))
        moved = moved_id(ids, others)
        if moved is None:
            continue
        row, on = moved + 1, f"--on {typed(column)}"
        raise XentError(
            "rows-differ",
            f"Row {row} has another {visible(column)} in each file, and both stand there in other rows, too.",
            where=" and ".join(map(visible, files)),
            text=f"{visible(ids[moved])} / {visible(others[moved])}",
            why="Without --on the first row of one file belongs to the first of the other, and so on to their ends.",
            fix=f"Join rows by it: {on}; or take that column out of one file, if it names other things there.",
            status=BAD_DATA,
        )


def is_id(column: str) -> bool:
    """Tell whether a column is named as one that names rows; those that only number them may differ.

    >>> is_id("id"), is_id("Sample_ID"), is_id("uuid"), is_id("index"), is_id("valid")
    (True, True, True, False, False)
    """
    return column.lower() in ("id", "uid", "uuid", "guid") or column.lower().endswith(("_id", "-id", " id"))


def moved_id(ids: Sequence[str], others: Sequence[str]) -> int | None:
    """The first row whose ids differ and stand in other rows of both, where each stands once; None where there is none.

    >>> moved_id(["1", "2", "3"], ["1", "3", "2"]), moved_id(["1", "2"], ["3", "4"]), moved_id(["1", "1"], ["2", "1"])
    (1, None, None)
    """
    here, there = set(ids), set(others)
    if len(here) < len(ids) or len(there) < len(others):
        return None
    pairs = enumerate(zip(ids, others, strict=False))
    return next((k for k, (mine, its) in pairs if mine != its and mine in there and its in here), None)
