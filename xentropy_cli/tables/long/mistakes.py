"""What is wrong with the rows of an id in a long table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.tables.columns import listed
from xentropy_cli.text import typed, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Piece

EACH = "In a long table every id has one row for each class"


def class_twice(piece: Piece, key: str, name: str, line: int) -> XentError:
    """Refuse two rows of one class."""
    return piece.refuse(
        "duplicate-id",
        f"{visible(key)} has two rows of class {visible(name)}.",
        why=f"{EACH}, and the first of these stands on line {line}.",
        fix="Take one of them out; or name a column whose ids are unique: --long ID,CLASS,PROB",
    )


def class_missing(piece: Piece, key: str, name: str, line: int) -> XentError:
    """Refuse an id that lacks the row of a class."""
    seen = f", and {visible(name)} stands on line {line}" if line else f", and {visible(name)} was asked for"
    return piece.refuse(
        "lengths-differ",
        f"{visible(key)} has no row of class {visible(name)}.",
        why=f"{EACH}{seen}.",
        fix="Add the row, with the probability 0 if need be; or name all classes: --classes A,B,…",
    )


def labels_differ(piece: Piece, column: str, key: str, other: str, line: int) -> XentError:
    """Refuse rows of one id that tell different labels, weights or groups."""
    return piece.refuse(
        "labels-differ",
        f"{visible(key)} has another {visible(column)} here than on line {line}: {visible(other)}.",
        why="The rows of an id are of one example, which has one label, one weight and one group.",
        fix=f"Repair the row; if {visible(column)} tells of each class how true it is: --true {typed(column)}",
    )


def other_class(piece: Piece, classes: Sequence[str]) -> XentError:
    """Refuse a row of a class that was not asked for."""
    return piece.refuse(
        "unknown-label",
        f"There is no class {visible(piece.text)}.",
        why=f"The classes asked for are {listed(tuple(classes))}.",
        fix="Name all classes of the table: --classes A,B,…",
    )


def no_class(piece: Piece) -> XentError:
    """Refuse a table of one class."""
    return piece.refuse(
        "lengths-differ",
        f"There is no class but {visible(piece.text)}.",
        why=f"{EACH}, and no distribution is over one class.",
        fix="Name the columns: --long ID,CLASS,PROB; of a probability a row, --label COL --pred COL.",
    )
