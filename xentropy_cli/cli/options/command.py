"""What every command of xent is made of: one class for all."""

from __future__ import annotations

import click

from xentropy_cli.cli.options.help_page import HelpPage


class GivenTwice(click.UsageError):
    """Two values for an option that takes one."""

    def __init__(self, name: str, context: click.Context) -> None:
        """Name the option as it was typed."""
        super().__init__(f"{name} is given twice", context)
        self.name = name


class XentCommand(HelpPage):
    """A command that refuses an option of one value given twice, where click would silently let the last win.

    An option that may be repeated is declared so: `multiple=True`. A switch says the same however often it is typed, unless
    it has a name for yes and one for no.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for repeated options before any value is taken."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        seen: set[click.Parameter] = set()
        for parameter in order:
            if parameter in seen and not ctx.resilient_parsing and has_one_value(parameter):
                raise GivenTwice(_as_typed(parameter, args), ctx)
            seen.add(parameter)
        return super().parse_args(ctx, args)


def has_one_value(parameter: click.Parameter) -> bool:
    """Tell whether this is an option whose second value would contradict the first."""
    if not isinstance(parameter, click.Option):
        return False
    return bool(parameter.secondary_opts) or not (parameter.multiple or parameter.is_flag)


def _as_typed(option: click.Parameter, args: list[str]) -> str:
    """The name of an option as it was typed last."""
    names = (*option.opts, *option.secondary_opts)
    words = (word.partition("=")[0] for word in reversed(args))
    return next((word for word in words if word in names), option.opts[0])
