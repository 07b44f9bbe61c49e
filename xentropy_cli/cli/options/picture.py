"""The options of commands whose result may have a picture: which one, and whether it stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.help_page import EXTRAS, OUTPUT, Command, option_in, with_options
from xentropy_cli.pages.pictured import Pictured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentropy_cli.pages.result import Result
    from xentropy_cli.pictures import Picture


class PictureNames(click.Choice[str]):
    """Names of pictures, separated by commas, in the order in which they are wanted."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check every name."""
        return ",".join(super(PictureNames, self).convert(name, param, ctx) for name in str(value).split(","))


def picture_option(table: Mapping[str, Picture]) -> Callable[[Command], Command]:
    """Add the option that names a picture of this table."""
    help_ = f"Add this picture; of several, the first that fits: {', '.join(table)}."
    return option_in(EXTRAS, "--picture", metavar="NAME,…", type=PictureNames(list(table)), help=help_)


def picture_options(table: Mapping[str, Picture]) -> Callable[[Command], Command]:
    """Add the options that ask for a picture of this table."""
    alone = option_in(OUTPUT, "--show", "shown", type=click.Choice(["chart"]), help="Show the picture alone.")
    return with_options(picture_option(table), alone)


def with_picture(result: Result, table: Mapping[str, Picture], name: str | None, shown: str | None) -> Result:
    """Add the picture that was asked for, if one was."""
    if name is None and shown is None:
        return result
    return Pictured(result, table, name, is_alone=shown is not None)
