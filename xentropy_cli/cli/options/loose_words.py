"""Words on a command line that belong to no option: where they stand, and what a shell cut them off."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import click

NUMBERS = r"-?[0-9.][0-9.,eE%/ -]*"


def whole_row(args: Sequence[str], at: int) -> str:
    """The option before this word with all numbers around that stand alone as its value; nothing where no option is near.

    >>> whole_row(["--pred", "0.7,", "0.2", "0.1", "--label", "0"], 2), whole_row(["--logits=2", "1", "-1"], 1)
    ('--pred 0.7,0.2,0.1', '--logits=2,1,-1')
    >>> whole_row(["0.7", "0.2"], 1)
    ''
    """
    before = list(takewhile(is_number, reversed(args[:at])))
    option, equals, value = args[at - len(before) - 1].partition("=") if at > len(before) else ("", "", "")
    if not option.startswith("--") or (not before and not is_number(value)):
        return ""
    numbers = [value] * bool(equals) + [*reversed(before), *takewhile(is_number, args[at:])]
    row = shlex.quote(",".join(number.strip(",") for number in numbers))
    return f"{option}={row}" if equals or row.startswith("-") else f"{option} {row}"


def is_number(word: str) -> bool:
    """Tell whether a word is a number or several, with the commas, blanks and signs of a row."""
    return re.fullmatch(NUMBERS, word) is not None


def loose_places(args: Sequence[str], parameters: Sequence[click.Parameter]) -> Iterator[int]:
    """The places of the words that are no option and no value of one.

    >>> import click
    >>> list(loose_places(["--true", "0.5", "0.5"], [click.Option(["--true"])]))
    [2]
    """
    takes = {name for each in parameters if not getattr(each, "is_flag", False) for name in each.opts if name[0] == "-"}
    return (k for k, (before, word) in enumerate(pairwise(("", *args))) if word[:1] != "-" and before not in takes)


def cut_value(args: Sequence[str], at: int) -> str:
    """The option before this word, and its value with the words that a shell cut off it; nothing where it ended there.

    >>> cut_value(["--pred", "[0.7,", "0.3]", "--label", "0"], 2), cut_value(["--pred=a=0.7,", "b=0.3"], 1)
    ("--pred '[0.7, 0.3]'", "--pred 'a=0.7, b=0.3'")
    >>> cut_value(["--pred", "0.7", "0.3"], 2)
    ''
    """
    option, begun = ("", "", *args)[at : at + 2]
    if begun.startswith("--"):
        option, _, begun = begun.partition("=")
    is_open = sum(map(begun.count, "[({")) > sum(map(begun.count, "])}")) or begun.endswith((",", "="))
    if not (option.startswith("--") and is_open):
        return ""
    end = next((k for k in range(at, len(args)) if args[k].startswith("--")), len(args))
    return f"{option} {shlex.quote(' '.join((begun, *args[at:end])))}"
