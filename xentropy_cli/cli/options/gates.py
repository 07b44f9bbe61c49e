"""What is asked of a result beside its numbers: limits that it must keep to (or the command exits 1), and a picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.help_page import EXTRAS, OUTPUT, Command, option_in, with_options
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.pages.gated import Limit
    from xentropy_cli.pages.paths import Literal
    from xentropy_cli.pages.result import Result

MOST = "most"


class Number(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A finite number to hold an answer against: nothing is above nan, and every mean would pass."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Literal:
        """Read it, and keep how it was typed."""
        from xentropy_cli.pages.paths import NUMBER, Literal

        text = str(value).strip()
        try:
            limit = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            limit = math.nan
        if not math.isfinite(limit):
            self.fail("A limit is a finite number, such as 0.05", param, ctx)
        return Literal(text if NUMBER.fullmatch(text) else repr(limit))


def read_limits(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> tuple[Limit, ...]:
    """Read the conditions, each of which may speak of any field."""
    if not texts:
        return ()
    from xentropy_cli.pages.gated import OF_ANY, REQUIRE, Limit
    from xentropy_cli.pages.paths import PathError, condition_of

    limits = []
    for text in texts:
        piece = typed(text, where=REQUIRE)
        try:
            condition = condition_of(text)
        except PathError as fault:
            start, end = fault.span
            last = max(len(text), 1)
            raise piece._replace(span=(min(start, last - 1), max(min(end, last), 1))).refuse(
                "bad-value",
                fault.message,
                why="A condition holds a field of the result against a number, and joins several by and.",
                fix=f"Write it as in: {REQUIRE} '{OF_ANY}'",
            ) from None
        if any(part.right is None for part in condition):  # what a shell leaves of a condition without quotes
            raise piece.refuse(
                "bad-value",
                "This names a field, and holds it against nothing.",
                why="A shell takes > and < for itself where a condition stands without quotes.",
                fix=f"Write it in quotes, with its limit: --require '{visible(text)} >= 0.9'",
            )
        limits.append(Limit(REQUIRE, text, condition))
    return tuple(limits)


def gate_options(flag: str, text: str) -> Callable[[Command], Command]:
    """Add the limit of the answer under this name, and limits of any field."""
    return with_options(
        option_in(EXTRAS, flag, MOST, type=Number(), metavar="X", help=text),
        option_in(
            EXTRAS,
            "--require",
            "limits",
            multiple=True,
            callback=read_limits,
            metavar="'FIELD >= X'",
            help="Exit 1 unless this holds of a field of --format json; may be repeated.",
        ),
    )


def limits_of(options: dict[str, Any], flag: str) -> tuple[Limit, ...]:
    """Take the limits off a command's options."""
    most, limits = options.pop(MOST), options.pop("limits")
    if most is None:
        return tuple(limits)
    from xentropy_cli.pages.gated import most_of_answer

    return (most_of_answer(flag, most), *limits)


def with_limits(result: Result, limits: tuple[Limit, ...]) -> Result:
    """Hold a result against the limits that were asked for, if some were."""
    if not limits:
        return result
    from xentropy_cli.pages.gated import Gated

    return Gated(result, limits)


PICTURE_NAMES = {
    "compute": (
        "steps", "code", "surprisal", "total", "again", "log-ruler", "over-q", "coin", "surprise-areas", "both-ways", "pairs",
        "floors", "two-curves", "shares", "staircase", "bent-line", "once-twice", "two-readings", "smoothed", "pulls",
        "square", "rulers", "denominators", "over-temperature",
    ),
    "score": ("reliability", "ruler", "classes", "groups"),
    "compare": ("differences",),
    "libraries": ("calls",),
}  # fmt: skip
"""The names of the pictures of each command, for its option: the pictures themselves are loaded where one is drawn."""


class PictureNames(click.Choice[str]):
    """Names of pictures, separated by commas, in the order in which they are wanted."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check every name."""
        return ",".join(super(PictureNames, self).convert(name, param, ctx) for name in str(value).split(","))


def picture_option(command: str) -> Callable[[Command], Command]:
    """Add the option that names a picture of a command."""
    names = PICTURE_NAMES[command]
    help_ = f"Add this picture; of several, the first that fits: {', '.join(names)}."
    return option_in(EXTRAS, "--picture", metavar="NAME,…", type=PictureNames(names), help=help_)


def picture_options(command: str) -> Callable[[Command], Command]:
    """Add the options that ask for a picture of a command."""
    alone = option_in(OUTPUT, "--show", "shown", type=click.Choice(["chart"]), help="Show the picture alone.")
    return with_options(picture_option(command), alone)


def with_picture(result: Result, command: str, name: str | None, shown: str | None) -> Result:
    """Add the picture of a command that was asked for, if one was."""
    if name is None and shown is None:
        return result
    from xentropy_cli.pages.pictured import Pictured

    return Pictured(result, command, name, is_alone=shown is not None)
