"""A question asked and answered line by line: on a terminal with hints and one more try, from a pipe one line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from xentropy_cli.cli.output.deliver import terminal_width
from xentropy_cli.cli.output.present import BOLD, OFF, tell, wants_color
from xentropy_cli.cli.output.streams import cannot_read, decoded, write_stdout
from xentropy_cli.pages.lesson_blocks import AskBlock, marked
from xentropy_cli.teaching.asking.judge import TRIES, Talk
from xentropy_cli.teaching.lines import PROMPT
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.asking.problem import Problem

KEYS = "Enter: show · ?: hint · q: leave"
SKIP = "x"
SKIPS = "Enter: show · ?: hint · x: ask no more · q: leave"
LEAVES = ("q", "quit", "exit")
LONGEST_LINE = 4096
WIDEST = 80
ROOM = 6
"""Lines of a screen that are left to a question below what it is about, or to its answer above what follows."""


class Asker:
    """Asks on standard error and reads standard input, so that what a command prints stays its result."""

    def __init__(self, *, may_skip: bool = False) -> None:
        """Look whether somebody sits there, who may be asked no more."""
        self.may_skip, self.asks_no_more = may_skip, False
        if sys.stdin is None:
            raise cannot_read("-", OSError("it is closed"))
        self.is_terminal = sys.stdin.isatty()
        self.tries = TRIES if self.is_terminal else 1  # a pipe has one line for each question
        self.has_left = False

    def say(self, text: str, *, is_head: bool = False) -> None:
        """Say a paragraph, its words filled to the width; a command stays on one line, to be copied."""
        from textwrap import wrap

        if text.startswith(PROMPT):
            tell(f"{visible(text)}\n")
            return
        room = min(terminal_width(), WIDEST)
        lines = "\n".join(wrap(visible(text), room, break_long_words=False, break_on_hyphens=False))
        in_color = is_head and wants_color(sys.stderr)
        tell(f"{BOLD}{lines}{OFF}\n" if in_color else f"{lines}\n")

    def ask(self, talk: Talk, working: Callable[[], str] | None = None) -> None:
        """Ask until it is answered or shown; whoever leaves, or is at the end of the input, `has_left`.

        On a terminal the working of an answer that is shown stands below its command, and the answer last.
        """
        if options := options_of(talk.problem):
            self.say(options)
        if self.is_terminal:
            self.say(SKIPS if self.may_skip else KEYS)
        while not talk.is_over:
            text = self._line()
            self.has_left = text is None or text.lower() in LEAVES
            self.asks_no_more = self.may_skip and text == SKIP
            if text is None or self.has_left or self.asks_no_more:
                return
            for paragraph in talk.reply(text):
                self.say(paragraph)
                if working and self.is_terminal and paragraph.startswith(PROMPT):
                    tell(working())

    def _line(self) -> str | None:
        """Read a line; None at the end."""
        tell("> " if self.is_terminal else "")
        try:
            data = sys.stdin.buffer.readline(LONGEST_LINE)
        except OSError as failure:
            raise cannot_read("-", failure) from None
        return decoded(data, "standard input").strip() if data else None


def options_of(problem: Problem) -> str:
    """The options of a choice or an order, marked; "" where a number is asked."""
    return "   ".join(f"{mark} {each}".lstrip() for mark, each in marked(problem.options))


def read_through(
    parts: Sequence[Sequence[Block]], problems: Sequence[Problem], show: Callable[[Sequence[Sequence[Block]]], bool]
) -> None:
    """Show parts up to a question, ask it, and go on; who leaves reads no further."""
    asker, waiting = Asker(may_skip=True), iter(problems)
    held: list[list[Block]] = []
    for part in parts:
        held.append([])
        for block in part:
            if not isinstance(block, AskBlock):
                held[-1].append(block)
            elif not asker.asks_no_more:
                if show([*filter(None, held)]):
                    return
                write_stdout("\n", "utf-8")
                held = [[]]
                asker.ask(Talk(next(waiting), asker.tries))
                if asker.has_left:
                    return
                asker.say("")
    show([*filter(None, held)])
