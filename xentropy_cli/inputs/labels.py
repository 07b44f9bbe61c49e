"""Labels → classes. A class name wins over a position, and upper and lower case differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.derivation.notes import Note
from xentropy_cli.inputs.notation import Piece, named, split, whole
from xentropy_cli.inputs.request import span_of
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.text import counted, first_few, nearest, there_are

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.inputs.notation import Row
    from xentropy_cli.inputs.request import Request


MOST_NAMED = 8
"""Classes that a refusal names."""


def is_binary(label: Piece) -> bool:
    """Tell whether a label reads as 0 or 1."""
    return label.text.lower() in BINARY


def binary_label(label: Piece) -> str:
    """Read a label as "0" or "1"."""
    if is_binary(label):
        return BINARY[label.text.lower()]
    fix = "Type 0 or 1 (also true/false, yes/no); for predictions over several classes repeat --pred, once a row."
    if decimal_share(label.text):
        fix = f"If it is the probability of class 1: --true {label.source.text} --as binary"
    raise label.refuse(
        "unknown-label",
        f"{label.text} is not a binary label.",
        why="Several predictions in one row are binary predictions, and their labels say whether class 1 happened.",
        fix=fix,
    )


def refuse_two_names(labels: Sequence[Piece]) -> None:
    """Refuse labels of binary predictions that are two words, or one: which of them the numbers are for is not told."""
    words = list(dict.fromkeys(label.text for label in labels))
    if not words or len(words) > 2 or any(is_binary(label) or decimal_share(label.text) for label in labels):  # noqa: PLR2004
        return
    ways = [f"{word}: --label {','.join('01'[label.text == word] for label in labels)}" for word in words]
    raise span_of(tuple(labels)).refuse(
        "unknown-label",
        f"{' and '.join(words)} {'are' if len(words) > 1 else 'is'} not 0 or 1.",
        why="Several predictions in one row are binary predictions, and their labels say whether class 1 happened.",
        fix=f"If the numbers are for {', or for '.join(ways)}",
    )


def decimal_share(text: str) -> bool:
    """Tell whether a label is a number between 0 and 1, and so a probability rather than a label.

    >>> decimal_share("0.8"), decimal_share("1"), decimal_share("cat"), decimal_share("80%")
    (True, False, False, True)
    """
    return bool(re.fullmatch(r"0?\.[0-9]*[1-9][0-9]*|[0-9]{1,2}(?:\.[0-9]+)?%|[1-9][0-9]*/[1-9][0-9]*", text))


def class_label(label: Piece, classes: tuple[str, ...]) -> str:
    """Read a label as the name of a class, or else as its position counted from 0."""
    if label.text in classes:
        return label.text
    if label.text.isascii() and label.text.isdecimal() and len(label.text) < len(str(len(classes))) + 1:
        position = int(label.text)
        if position < len(classes):
            return classes[position]
    near = nearest(label.text, classes)
    are_positions = classes == tuple(map(str, range(len(classes))))
    hint = f"Type one of them: --label {classes[0]}"
    if label.text.lstrip("-").isdecimal():
        hint = f"Count positions from 0; to leave such examples out, add --ignore-label={label.text}"
    elif are_positions:
        hint = f"Type its position, or name the classes in the order of the numbers, such as {_names_of(label, len(classes))}"
    listed = "the positions" if are_positions else f"{first_few(classes, MOST_NAMED)}, or by position"
    between = "to" if len(classes) > 2 else "or"  # noqa: PLR2004  two have none between them
    raise label.refuse(
        "unknown-label",
        f"There is no class {label.text}.",
        why=f"The classes are {listed} 0 {between} {len(classes) - 1}.",
        fix=f"Did you mean {near}?" if near else hint,
    )


def _names_of(label: Piece, count: int) -> str:
    """The option that names classes: all of the words among the labels, in alphabetical order, where they are as many."""
    words = sorted({piece.text for piece in split(label.source)})
    return f"--names {','.join(words)}" if len(words) == count else "--names A,B,…"


def with_whole_numbers(request: Request) -> Request:
    """Take labels that were kept as floats, 1.0 or 1., as the whole numbers that they are, unless a class is so named."""
    known = {piece.text for piece in request.names} | {named(piece).name for row in request.rows[:1] for piece in row}
    return request._replace(
        label=tuple(_whole_number(piece, known) for piece in request.label),
        ignore_label=request.ignore_label and _whole_number(request.ignore_label, known),
    )


def with_flags(request: Request) -> Request:
    """Take true and false in a truth as 1 and 0."""
    return request._replace(true=tuple(tuple(map(_flag, row)) for row in request.true))


def _flag(piece: Piece) -> Piece:
    return piece._replace(text=BINARY[piece.text.lower()]) if piece.text.lower() in ("true", "false") else piece


def _whole_number(label: Piece, known: set[str | None]) -> Piece:
    """A label without the point and the zeros behind it."""
    whole_part, point, zeros = label.text.partition(".")
    is_whole = point and whole_part.lstrip("-").isdecimal() and not zeros.strip("0") and label.text not in known
    return label._replace(text=whole_part) if is_whole else label


def with_whole_labels(request: Request) -> Request:
    """Take a label with blanks in it, such as new york, as one label where it names a class."""
    if not request.label or not request.rows:
        return request
    known = {piece.text for piece in request.names} | {named(piece).name for piece in request.rows[0]}
    kept: list[Piece] = []
    for piece in request.label:
        if piece.source.text.strip() not in known:
            kept.append(piece)
        elif not kept or kept[-1].source is not piece.source:
            kept.append(whole(piece.source))
    return request._replace(label=tuple(kept))


def clash(labels: Row, classes: tuple[str, ...]) -> tuple[Note, ...]:
    """Say when a label is both a class name and the position of another class."""
    for label in labels:
        if label.text in classes and label.text.isdecimal() and classes.index(label.text) != int(label.text):
            where = f"column {classes.index(label.text) + 1}"
            return (
                Note("names-win", f"Label {label.text} is the class named {label.text} ({where}), not a position."),
            )
    return ()


def class_names(rows: tuple[Row, ...], names: Row) -> tuple[str, ...]:
    """Name the classes: by --names, by the names in the first row, or else by their positions 0, 1, 2 and so on."""
    own = tuple(named(piece).name for piece in rows[0])
    if names:
        refuse_count(names, rows[0])
        found = tuple(piece.text for piece in names)
    elif any(own):
        _refuse_unnamed(rows[0], own)
        found = tuple(name or "" for name in own)
    else:
        return tuple(str(position) for position in range(len(own)))
    for position, name in enumerate(found):
        if name in found[:position]:
            raise (names or rows[0])[position].refuse(
                "duplicate-name",
                f"The name {name} is given twice.",
                why="A label could then mean either of two classes.",
                fix="Give every class a name of its own.",
            )
    return found


def refuse_count(names: Row, row: Row) -> None:
    """Refuse names that are more or fewer than the numbers."""
    if len(names) != len(row):
        raise span_of(names).refuse(
            "lengths-differ",
            f"{there_are(len(names), 'name')} for {counted(len(row), 'number')}.",
            why="Each number of a row needs one name.",
            fix="Give as many names as a row has numbers.",
        )


def _refuse_unnamed(row: Row, own: tuple[str | None, ...]) -> None:
    if None in own:
        raise row[own.index(None)].refuse(
            "unnamed",
            "This entry has no name, and others do.",
            why="Either every entry of a row is named or none is.",
            fix="Name it too: NAME=NUMBER.",
        )


def in_order(row: Row, classes: tuple[str, ...]) -> Row:
    """Put the entries of a row in the order of the classes, by their names where they have any."""
    own = {named(piece).name: piece for piece in row}
    if None not in own:
        return _by_name(row, own, classes)
    if len(row) != len(classes):
        raise span_of(row).refuse(
            "lengths-differ",
            f"{there_are(len(row), 'number')} here, and {counted(len(classes), 'class')}.",
            why="Every row needs one number for each class; none is repeated or left out.",
            fix=f"Give {counted(len(classes), 'number')} in each row.",
        )
    return row


def _by_name(row: Row, own: dict[str | None, Piece], classes: tuple[str, ...]) -> Row:
    missing = [name for name in classes if name not in own]
    more = [name for name in own if name not in classes]
    if missing or more:
        lacks = (
            f"This row does not name {missing[0]}."
            if missing
            else f"This row names {more[0]}, which is none of the classes."
        )
        raise span_of(row).refuse(
            "unknown-label",
            lacks,
            why=f"Rows are matched by name, and the classes are {first_few(classes, MOST_NAMED)}.",
            fix=f"Name the same classes in every row: {(missing or more)[0]}=NUMBER",
        )
    return tuple(own[name] for name in classes)
