"""The text of a formula → runs on the line, above it and below it, for formats that can raise, lower and slant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator


class Run(NamedTuple):
    """A part of a formula: its text, whether it stands "on" the line or is "sup" or "sub", and if it is a variable."""

    text: str
    place: str = "on"
    is_variable: bool = False


MARK = re.compile(r"\^\((?P<group>[^()]*)\)|\^(?P<power>[^\s()]+)|(?P<index>[₀-₉]+)|\[(?P<base>[^\[\]]*)\]")
PLACES = {"group": "sup", "power": "sup", "index": "sub", "base": "sub"}
DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
VARIABLE = re.compile(r"(\b[A-Za-z]\b)")


def runs(formula: str) -> list[Run]:
    """Cut a formula at its powers, at the bases of its logarithms, and at its variables: letters that stand alone.

    >>> for run in runs("−log₂ q"):
    ...     print(run)
    Run(text='−log', place='on', is_variable=False)
    Run(text='2', place='sub', is_variable=False)
    Run(text=' ', place='on', is_variable=False)
    Run(text='q', place='on', is_variable=True)
    """
    formula, found, at = visible(formula), list[Run](), 0
    for mark in MARK.finditer(formula):
        name = mark.lastgroup or ""
        found += _slanted(formula[at : mark.start()], "on")
        found += _slanted(mark[name].translate(DIGITS), PLACES[name])
        at = mark.end()
    return [*found, *_slanted(formula[at:], "on")]


def _slanted(text: str, place: str) -> Iterator[Run]:
    parts = VARIABLE.split(text)
    return (Run(part, place, k % 2 == 1) for k, part in enumerate(parts) if part)
