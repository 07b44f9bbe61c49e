"""The options of commands whose result may have a picture: which one, and whether it stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from xentropy_cli.cli.options.help_page import EXTRAS, OUTPUT, option_in
from xentropy_cli.pages.pictured import Pictured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentropy_cli.pages.result import Result
    from xentropy_cli.pictures import Picture

Command = TypeVar("Command", bound="Callable[..., Any]")


def picture_options(table: Mapping[str, Picture]) -> Callable[[Command], Command]:
    """Add the options that ask for a picture of this table."""
    one = option_in(
        EXTRAS,
        "--picture",
        metavar="NAME",
        type=click.Choice(list(table)),
        help=f"Add this picture: {', '.join(table)}.",
    )
    alone = option_in(OUTPUT, "--show", "shown", type=click.Choice(["chart"]), help="Show the picture alone.")
    return lambda function: one(alone(function))


def with_picture(result: Result, table: Mapping[str, Picture], name: str | None, shown: str | None) -> Result:
    """Add the picture that was asked for, if one was."""
    if name is None and shown is None:
        return result
    return Pictured(result, table, name, is_alone=shown is not None)
