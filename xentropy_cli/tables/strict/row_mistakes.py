"""What is wrong with a label, or with the sum of a row, and what to write or type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.figures import figure
from xentropy_cli.tables.columns import listed
from xentropy_cli.tables.form import is_number
from xentropy_cli.text import nearest, visible

if TYPE_CHECKING:
    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape


def unknown_label(piece: Piece, cell: str, plan: Plan, shape: Shape) -> XentError:
    """Refuse a label that is no class."""
    if shape.has_header and plan.label is not None and cell == shape.names[plan.label]:
        return header_again(piece, cell)
    return piece.refuse(
        "unknown-label",
        f"There is no class {visible(cell)}.",
        why=f"The classes are {listed(plan.classes)}.",
        fix=other_label(cell, plan),
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


def other_label(cell: str, plan: Plan) -> str:
    """What to type instead of a label, or about all labels. A number near to another is no slip of the keyboard."""
    if cell in plan.left_out:
        return f"If {visible(cell)} is a class too: --classes {visible(','.join((*plan.classes, cell)))}"
    near = None if is_number(cell) else nearest(cell, plan.labels)
    if near is not None:
        return f"Did you mean {visible(near)}?"
    if plan.kind != "binary":
        return "Name the classes in the order of the columns: --classes A,B,…"
    both = "-1,1" if cell == "-1" else "NO,YES"
    return f"Name both labels, the one that the probability is for behind the other: --classes {both}"


def sum_not_one(piece: Piece, total: float, scale: str) -> XentError:
    """Refuse probabilities that do not add up to 1."""
    logs = scale == "logprobs"
    change = "Add" if logs else "Add --normalize to divide each row by its sum, or"
    return piece.refuse(
        "sum-not-one",
        f"{'The probabilities of these logarithms' if logs else 'These probabilities'} add up to {figure(total, 6)}, not 1.",
        why="The probabilities of all classes of a row add up to 1 (rounding in the last typed digit is allowed).",
        fix=f"{change} --as-is to use them so; are they scores? Then --logits.",
    )
