"""The options that give a calculation its numbers, shared by every command that takes what `compute` takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import NumbersOption, named_file
from xentropy_cli.cli.options.help_page import INPUT, OUTPUT, READING, WEIGHTS, option_in, with_options
from xentropy_cli.cli.options.refusals import stdin_twice
from xentropy_cli.cli.options.shared import AS_IS, BASE, CLIP, NORMALIZE
from xentropy_cli.cli.output.streams import STREAM, read_text
from xentropy_cli.inputs.notation import Row, Source, rows_in, split
from xentropy_cli.inputs.request import ENTRY_KIND, PIECES, READINGS, ROWS, VECTORS, WORDS, Request, option
from xentropy_cli.inputs.standard_input import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN_OUT = ("times", "temperatures")
"""Vectors that are typed, and neither read from standard input nor from a file."""


NUMBER_LIKE = r"(?:[^\W\d][^=]*=)?[\[({,;]*[.\d\u00bc-\u00be\u2150-\u215e].*|[\[\](){},;/*\u00d7\u00b7]+|%|-"
"""A number, as its first character tells; a bracket, comma or sign of a pasted list or product; or - for standard input."""

SAID = "numbers without an option are --pred"


def numbers_option(group: str, flag: str, metavar: str, text: str, *, multiple: bool = False) -> Any:
    """Declare an option of numbers; one that may be repeated is a row each time."""
    return option_in(group, flag, cls=NumbersOption, metavar=metavar, multiple=multiple, help=text)


def word_option(group: str, flag: str, text: str) -> Any:
    """Declare an option that takes one of a few words."""
    return option_in(group, flag, type=click.Choice(WORDS[flag.removeprefix("--").replace("-", "_")]), help=text)


OPTIONS = (
    numbers_option(INPUT, "--pred", "Q", "Predicted probabilities (-: standard input, @FILE: a file).", multiple=True),
    numbers_option(INPUT, "--logits", "Z", "Scores before the softmax or sigmoid, instead of --pred.", multiple=True),
    numbers_option(INPUT, "--logprobs", "L", "Natural logarithms of probabilities, instead of --pred.", multiple=True),
    numbers_option(INPUT, "--nll", "L", "Negative logarithms of probabilities, instead of --pred.", multiple=True),
    word_option(READING, "--log-base", "Base of the logarithms given.  [default: e]"),
    numbers_option(INPUT, "--label", "Y", "What happened: class names, positions from 0, or 0/1.", multiple=True),
    numbers_option(INPUT, "--true", "P", "The true distribution, instead of --label.", multiple=True),
    numbers_option(INPUT, "--names", "NAMES", "Names of the classes (or of the events)."),
    option_in(READING, "--as", "reading", type=click.Choice(READINGS), help="Settle how the numbers are read."),
    BASE,
    word_option(OUTPUT, "--reduction", "Which of mean and total is the answer."),
    NORMALIZE,
    AS_IS,
    CLIP,
    numbers_option(WEIGHTS, "--weight", "W", "One weight an example."),
    numbers_option(WEIGHTS, "--class-weight", "W", "One weight a class."),
    option_in(WEIGHTS, "--pos-weight", metavar="W", help="A weight for class 1 of binary predictions."),
    word_option(
        WEIGHTS,
        "--weight-norm",
        "Divide a weighted total by the sum of the weights, or by the count.  [default: weights]",
    ),
    option_in(WEIGHTS, "--ignore-label", metavar="Y", help="Leave examples with this label out."),
    option_in(WEIGHTS, "--label-smoothing", metavar="EPS", help="Smooth the truth."),
    word_option(WEIGHTS, "--smoothing-kind", "Share EPS among all K classes, or among the others.  [default: K]"),
)
"""What `compute` reads its numbers from."""


input_options = with_options(*OPTIONS)
"""Adds the options that `compute` reads its numbers from."""


def take_bare_numbers(numbers: tuple[str, ...], options: dict[str, Any]) -> None:
    """Make the numbers that stand alone the one row of `--pred`.

    Raises click's UsageError for a word that is no number, and for any word beside an option that gives a prediction.
    """
    if not numbers:
        return
    is_given = any(options[name] for name in ENTRY_KIND)
    odd = numbers if is_given else [word for word in numbers if not re.fullmatch(NUMBER_LIKE, word)]
    if odd:
        raise click.UsageError(f"Got unexpected extra argument ({odd[0]})", click.get_current_context())
    options["pred"] = (" ".join(numbers),)


def request_of(options: dict[str, Any]) -> Request:
    """Cut the texts of the options into pieces."""
    _refuse_stdin_twice(options)
    return Request(**{**options, **{name: _cut(name, options[name]) for name in Request._fields if name in options}})


def _cut(name: str, value: Any) -> Any:
    """Cut what was typed for an option; a word or a switch stays as it is."""
    flag = _flag(name)
    if name in ROWS:
        places = [flag] if len(value) == 1 else [f"{flag}, row {at}" for at, _ in enumerate(value, 1)]
        return tuple(row for where, text in zip(places, value, strict=True) for row in _rows(where, text))
    if name in WRITTEN_OUT:
        return () if value is None else split(Source(flag, value))
    if name in VECTORS:
        return tuple(piece for text in _texts(value) for row in _rows(flag, text) for piece in row)
    return option(flag, value) if name in PIECES and value is not None else value


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """The values of an option, which may be given once or several times."""
    return () if value is None else (value,) if isinstance(value, str) else value


def _rows(flag: str, text: str) -> tuple[Row, ...]:
    if file := named_file(text):
        return rows_of(read_text(file), file)
    if text == STREAM:
        return rows_of(read_text(STREAM))
    return (split(Source(flag, text)),) if flag == "--names" else rows_in(Source(flag, text))  # a name may hold a ;


def _refuse_stdin_twice(options: dict[str, Any]) -> None:
    given = ((_flag(name), options.get(name)) for name in (*ROWS, *VECTORS) if name not in WRITTEN_OUT)
    users = [flag for flag, value in given for text in _texts(value) if text == STREAM]
    if len(users) > 1:
        text = " ".join(f"{flag} -" for flag in users)
        stdin_twice(text, text.removeprefix(f"{users[0]} - "), "Give one of them on the command line.")


def request_from(args: Sequence[str]) -> Request:
    """Read the words of a command line that hold nothing but input options.

    >>> [piece.text for piece in request_from(["--pred", "0.7,0.8"]).pred[0]]
    ['0.7', '0.8']
    """
    words = click.command("compute")(input_options(lambda **_: None))
    with words.make_context("compute", list(args)) as context:
        return request_of(dict(context.params))
