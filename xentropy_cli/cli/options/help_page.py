"""The help of a command: what it does, examples, and its options under the heading that each is declared with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.parser import _OptionParser

INPUT = "Input"
READING = "How it is read"
WEIGHTS = "Weights and smoothing"
EXTRAS = "Extras"
OUTPUT = "Output"
GROUPS = (INPUT, READING, WEIGHTS, EXTRAS, OUTPUT)
"""The headings, in the order of the page."""


Command = TypeVar("Command", bound="Callable[..., Any]")


class GroupedOption(click.Option):
    """An option that knows under which heading of the help it stands."""

    def __init__(self, *names: Any, group: str, **more: Any) -> None:
        """Keep the heading."""
        super().__init__(*names, **more)
        self.group = group


def option_in(group: str, *names: str, **more: Any) -> Callable[..., Any]:
    """Declare an option of a command, under a heading of its help."""
    return click.option(*names, group=group, **{"cls": GroupedOption, **more})


def whole_option(
    group: str, flag: str, limits: tuple[int, int], text: str, *, default: int | None = None, **more: Any
) -> Callable[..., Any]:
    """Declare an option that takes a whole number within limits."""
    told = text if default is None else f"{text}  [default: {default}]"
    return option_in(group, flag, type=click.IntRange(*limits), default=default, help=told, **{"metavar": "N", **more})


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Add options to a command, in this order."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _show_help(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


HELP_OPTION = GroupedOption(
    ["-h", "--help", "_help"],
    group=OUTPUT,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)
"""Click makes one for each command in turn, and looks for translations of its text: 2 ms of every start."""


class HelpPage(click.Command):
    """A command whose help shows examples before it explains, and options in groups.

    What click makes of its options for each question anew, the list of them and the parser, is made once: a command has up to
    50 options, and a lesson, a quiz or a text with examples calls it many times.
    """

    _every: list[click.Parameter] | None = None
    _parser: _OptionParser | None = None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """List the arguments and options, and the one for help."""
        if self._every is None:
            self._every = super().get_params(ctx)
        return self._every

    def make_parser(self, ctx: click.Context) -> _OptionParser:
        """Give the parser, which keeps nothing of what it parsed; it refuses in the name of the context."""
        if self._parser is None:
            self._parser = super().make_parser(ctx)
        self._parser.ctx = ctx
        return self._parser

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002  click's signature
        """Give the one that all commands share."""
        return HELP_OPTION

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, purpose, examples, explanation, options."""
        purpose, _, explained = (self.help or self.callback.__doc__ or "").partition("\n\n")
        self.format_usage(ctx, formatter)
        self._write(formatter, purpose)
        self._write(formatter, self.epilog or "", indent=0)
        self._write(formatter, explained)
        self.format_options(ctx, formatter)

    def _write(self, formatter: click.HelpFormatter, text: str, indent: int = 2) -> None:
        if text.strip():
            formatter.write_paragraph()
            formatter.current_indent += indent
            formatter.write_text(text.strip())
            formatter.current_indent -= indent

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group; --help stands last."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        for group in GROUPS:
            shown = [row for each in options if group_of(each) == group and (row := each.get_help_record(ctx))]
            if shown:
                with formatter.section(group):
                    formatter.write_dl(shown)


def group_of(parameter: click.Parameter) -> str:
    """Name the heading of a parameter; click's own --help is about the output."""
    return parameter.group if isinstance(parameter, GroupedOption) else OUTPUT


def first_example(context: click.Context | None) -> str:
    """The first call of a command in the examples on its help page."""
    command = context.command_path if context else "xent"
    found = re.search(rf"{command} .+", context.command.epilog or "") if context else None
    return found[0] if found else command
