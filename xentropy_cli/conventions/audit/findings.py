"""What was found in a text: worked results and how each is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.conventions.audit.statements import Statement


class Finding(NamedTuple):
    """A worked result: where it stands, the text, the place of the stated number in it, and what is right."""

    file: str
    line: int
    column: int
    text: str
    span: tuple[int, int]
    status: str
    stated: tuple[float, ...]
    right: tuple[float, ...]
    decimals: int | None
    why: str = ""


def placed(
    statement: Statement, whole: tuple[int, int], number: tuple[int, int]
) -> tuple[str, int, int, str, tuple[int, int]]:
    """Where a result stands, by the ends of the whole and of its number in a statement; the file is not known yet."""
    start, end = whole
    shown = statement.text[start:end].replace("\n", " ")
    return "", *statement.place(number[0]), shown, (number[0] - start, number[1] - start)
