"""What every command of xent is made of: one class for all."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.help_page import GroupedOption, HelpPage
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.parser import _OptionParser
    from click.shell_completion import CompletionItem

MANY = -1
"""How click writes that an argument may stand any number of times."""


class GivenTwice(click.BadOptionUsage):
    """Two values for an option that takes one."""


class ValueForgotten(click.UsageError):
    """An option in the place of another one's value."""

    def __init__(self, name: str, after: str, context: click.Context) -> None:
        """Name the option, and what stands behind it."""
        super().__init__(f"{name} lacks its value", context)
        self.name, self.after = name, after


class XentCommand(HelpPage):
    """A command that refuses an option of one value given twice, where click would silently let the last win.

    An option that may be repeated is declared so: `multiple=True`. A switch says the same however often it is typed, unless
    it has a name for yes and one for no.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for repeated options before any value is taken."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        ctx.meta[TYPED] = tuple(args)
        self._refuse_options_as_values(ctx, args)
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        seen: set[click.Parameter] = set()
        for parameter in order:
            if parameter in seen and has_one_value(parameter):
                name = _as_typed(parameter, args)
                raise GivenTwice(name, f"{name} is given twice", ctx)
            seen.add(parameter)
        return super().parse_args(ctx, args)

    def make_parser(self, ctx: click.Context) -> _OptionParser:
        """Find -q as --quiet is found, where click looks for the nearest long name first and then drops it."""
        parser = super().make_parser(ctx)
        parser._long_opt.update(parser._short_opt)  # noqa: SLF001  there is no other way in
        return parser

    def _refuse_options_as_values(self, ctx: click.Context, args: list[str]) -> None:
        """Refuse an option whose value is forgotten, where click would take the next option for it: --logits --format csv."""
        valued, names = self.option_names
        words = args[: args.index("--")] if "--" in args else args
        at = 0
        while at + 1 < len(words):
            takes_next = words[at] in valued
            if takes_next and words[at + 1].partition("=")[0] in names | {*ctx.help_option_names}:
                raise ValueForgotten(words[at], words[at + 1], ctx)
            at += 2 if takes_next else 1

    @cached_property
    def option_names(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the options that take a value, and of all but --help."""
        options = [parameter for parameter in self.params if isinstance(parameter, click.Option)]
        valued = (name for option in options if not (option.is_flag or option.count) for name in option.opts)
        names = (name for option in options for name in (*option.opts, *option.secondary_opts))
        return frozenset(valued), frozenset(names)

    def invoke(self, ctx: click.Context) -> Any:
        """Refuse to write over what is read, before anything is opened; what is refused later suggests all that was typed."""
        outputs = {flag: ctx.params[name] for name, flag in OUTPUTS.items() if ctx.params.get(name) is not None}
        read = files_read(self, ctx.params)
        if outputs or read:
            from xentropy_cli.cli.output.overwriting import refuse_overwriting

            refuse_overwriting(outputs, read)
        try:
            return super().invoke(ctx)
        except XentError as slip:
            if SUGGESTED not in slip.fix or TYPED not in ctx.meta:
                raise
            from xentropy_cli.cli.options.typed_again import with_all_typed

            raise slip.changed(fix=with_all_typed(slip.fix, ctx, ctx.meta[TYPED], self.option_names[0])) from None


TYPED = "xent.typed"
"""Where a context keeps the words of its command."""
SUGGESTED = "xent score "
"""What the command begins with that a refusal of columns suggests."""
OUTPUTS = {"output": "--output", "save_summary": "--save-summary", "key": "--key"}
"""The parameters that name a file to write, in every command."""


def files_read(command: click.Command, values: Mapping[str, Any]) -> list[str]:
    """The files that a command's parameters name; - is standard input, wherever it is given."""
    found: list[str] = []
    for parameter in command.params:
        value = values.get(str(parameter.name))
        if not value and not isinstance(parameter, ReadsFiles):
            continue  # most options of a command are not given
        texts = [text for text in (value if isinstance(value, tuple) else (value,)) if isinstance(text, str)]
        if parameter.name in OUTPUTS:
            continue
        if isinstance(parameter, ReadsFiles):
            found += texts or (["-"] if parameter.nargs == MANY and not parameter.required else [])
        elif "-" in texts:
            found.append("-")
        if isinstance(parameter, TopicArgument):
            found += filter(is_file, texts)
        if isinstance(parameter, NumbersOption):
            found += filter(None, map(named_file, texts))
    return found


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


class NamesFiles(click.Parameter):
    """A parameter that names files, which a shell completes."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  click's signature
        """Leave the names to the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class ReadsFiles(NamesFiles):
    """A parameter that names files to read, or - for standard input."""


class TopicArgument(click.Argument):
    """An argument that names topics, or files about one in their place."""


class FileArgument(ReadsFiles, click.Argument):
    """An argument that names files to read; none means standard input."""


class FileOption(ReadsFiles, GroupedOption):
    """An option that names a file to read."""


class OutputOption(NamesFiles, GroupedOption):
    """An option that names a file to write."""


class NumbersOption(GroupedOption):
    """An option of numbers, or of @FILE, which holds them."""


def is_file(word: str) -> bool:
    """Tell the file of a lesson or of exercises from a topic.

    >>> is_file("mine.md"), is_file("doors")
    (True, False)
    """
    return word.endswith(".md") or os.sep in word


def named_file(text: str) -> str | None:
    """The file that the value of an option of numbers names, if it does; it is never standard input.

    >>> named_file("@q.txt"), named_file("0.7"), named_file("@"), named_file("@-")
    ('q.txt', None, None, './-')
    """
    if not text.startswith("@"):
        return None
    return "./-" if text == "@-" else text[1:] or None
