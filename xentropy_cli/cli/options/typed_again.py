"""The command that a refusal suggests, with all else that was typed: `--by`, a picture, a gate."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.scoring.python_words import COMMAND
from xentropy_cli.text import typed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import click

INSTEAD = (("--label", "--true"), ("--pred", "--logits", "--logprobs", "--nll"))
"""Options of which one takes the place of another."""


def with_all_typed(fix: str, context: click.Context, args: Sequence[str], valued: Collection[str]) -> str:
    """The same advice, whose commands that name columns are the one that was typed, with these columns."""

    def again(found: re.Match[str]) -> str:
        named = shlex.split(found[2])
        file = shlex.split(found[1])[0]
        words = (*context.command_path.split(), *merged(args, named, valued))
        return " ".join(map(typed, words)) if file in (*args, "-") else found[0]

    return re.sub(COMMAND, again, fix)


def merged(args: Sequence[str], named: Sequence[str], valued: Collection[str]) -> list[str]:
    """The words of a command with further options, each in the place of the one that says the same; a truth is no prediction.

    >>> merged(["a.csv", "--by=g", "--label", "x"], ["--label", "y", "--pred", "p"], {"--label", "--by", "--pred"})
    ['a.csv', '--by=g', '--label', 'y', '--pred', 'p']
    """
    names = {word for word in named if word.startswith("--")}
    moved = {value for option, value in pairwise(named) if option == "--truth"}
    gone = names.union(*(kind for kind in INSTEAD if names & {*kind}))
    end = args.index("--") if "--" in args else len(args)
    kept: list[str] = []
    at = 0
    while at < end:
        width = 2 if args[at] in valued else 1
        if args[at].partition("=")[0] not in gone and args[at] not in moved:
            kept += args[at : at + width]
        at += width
    return [*kept, *named, *args[end:]]
