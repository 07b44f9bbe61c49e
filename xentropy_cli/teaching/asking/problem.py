"""The one record of a question: what is asked, its answer, the slips that lead elsewhere, and the hints."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from xentropy_cli.figures import json_number
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.lesson_blocks import AskBlock, Judged

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.pages.facts import Facts

NUMBER, CHOICE, ORDER = "number", "choice", "order"

CLAUSE = re.compile(
    r"\b(was|were|is|are|came|ran|went|met|had|changed|gave|left|met|departs|add|adds)\b|^only .* taken|^twice .* counted"
)
"""What a text holds that is a clause, and not the name of a thing."""

OF_PROGRAMS = re.compile(r"--|\w_\w|\w=\w|\(\)|float\d|\b(?:pass|xent|Keras|PyTorch|columns?|axis)\b")
"""What a repair holds that tells who wrote a program what to do, and not who works by hand."""

BY_HAND = {
    **dict.fromkeys(("base-e", "base-2", "base-10"), "take the logarithm of the unit that is asked for"),
    **dict.fromkeys(
        ("smoothed", "smoothed-others", "smoothed-added", "smoothed-one-sided"), "leave the label as it is told"
    ),
    **dict.fromkeys(("no-weights", "no-pos-weight"), "multiply each by its weight"),
    "by-count": "divide by the sum of the weights",
    "by-weights": "divide by the count",
    "scaled-weights": "take the weights as they are",
    "rescaled": "take the numbers as they are",
    "no-log": "take −log q",
    "flipped": "take the probability of class 1",
    "js": "take KL(P‖Q)",
    "library": "",
}
"""Repairs of slips for who works by hand, where those that `why` knows name an option or a program."""

PARTICIPLE = re.compile(r"\b(taken as|computed)\b")


class Met(NamedTuple):
    """A slip that is met: the answer it leads to, its name, and what is said to who made it."""

    value: Real | str
    name: str
    sentence: str


class Problem(NamedTuple):
    """A question: a number, a choice or an order.

    `answer` is the exact number, the right one of `options`, or all of them in order; `shown` is how it is written. Of a number
    `digits` after the point are asked, in `unit` where it has one. `command` works it out, and `facts` are its record.
    """

    kind: str
    answer: Real | str | tuple[str, ...]
    shown: str
    command: str
    facts: Facts
    options: tuple[str, ...] = ()
    digits: int = 0
    unit: str = ""
    quantity: str = ""
    slips: tuple[Met, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def block(self) -> AskBlock:
        """The question as a page shows it, with all that a page needs to judge an answer."""
        right = self.answer if isinstance(self.answer, tuple) else (_text(self.answer),)
        slips = tuple((_text(each.value), each.sentence) for each in self.slips)
        judged = Judged(self.kind, right, self.digits, self.unit, slips, self.hints)
        return AskBlock(self.options, self.shown, self.command, judged)


def _text(answer: Real | str) -> str:
    """A text, or the number nearest to an exact one."""
    return answer if isinstance(answer, str) else str(json_number(answer))


def comes_out(text: str) -> str:
    """Say what an answer is, after what was done, whether that is told in a clause or named as a thing.

    >>> comes_out("the minus sign is missing"), comes_out("the sum, and not the mean: n was forgotten")
    ('That is what comes out if the minus sign is missing.', 'That is the sum, and not the mean: n was forgotten.')
    """
    first = text.partition(":")[0]
    if CLAUSE.search(first):
        return f"That is what comes out if {text}."
    return f"That is what comes out with {text}." if PARTICIPLE.search(first) else f"That is {text}."


def said_of_slip(key: str, sentence: str, repair: str) -> str:
    """Say what a slip that `why` knows has come to, and how to put it right by hand.

    >>> said_of_slip("sum", "the sum, and not the mean", "divide by the number of examples: --reduction mean")
    'That is the sum, and not the mean. Divide by the number of examples.'
    """
    parts = re.split(r"([:;,] )", BY_HAND.get(key, repair))
    kept = "".join(takewhile(lambda part: not OF_PROGRAMS.search(part), parts)).rstrip(":;, ")
    return f"{comes_out(sentence)} {capital(kept)}.".removesuffix(" .")


def capital(text: str) -> str:
    """Begin with a capital, where a word begins it and not a symbol such as q.

    >>> capital("divide by n"), capital("q of the true class")
    ('Divide by n', 'q of the true class')
    """
    word = text.split(maxsplit=1)[0] if text else ""
    return text[:1].upper() + text[1:] if len(word) > 1 and word.isalpha() else text
