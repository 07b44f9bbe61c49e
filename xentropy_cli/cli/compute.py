"""`xent compute`: one small calculation, term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.gates import picture_option
from xentropy_cli.cli.options.help_page import EXTRAS, OUTPUT, READING, option_in, with_options
from xentropy_cli.cli.options.inputs import SAID, input_options, request_of, take_bare_numbers
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.derivation.model import PARTS, SHOWN
from xentropy_cli.rendering import FORMATS

if TYPE_CHECKING:
    from xentropy_cli.cli.output.deliver import Target
    from xentropy_cli.pages.result import Result

HELP = """Work out a small calculation, term by term.

Numbers are separated by commas or blanks; a repeated option is one row each, and - reads standard input. A number is a
decimal, a percentage (70%) or a fraction (1/3), and may be named: duck=0.7.

\b
  --pred 0.7,0.8,0.97                events that happened: total surprisal
  --pred 0.9,0.2 --label 1,0         binary predictions of class 1: mean
  --pred 0.7,0.2,0.1 --label 0       one prediction over three classes
  --pred P1 --pred P2 --label 0,1    several of them: mean
  --pred Q --true P                  two distributions: H(P, Q) = H(P) + KL
  --true P                           one distribution: H(P)
"""

EXAMPLES = """\b
Examples:
  xent compute 0.7 0.8 0.97
  xent compute --pred 0.9,0.2,0.6 --label 1,0,1
  xent compute --pred cat=0.7,dog=0.2,bird=0.1 --label dog
  xent compute --logits=2,1,0.1 --label 0 --gradient
  xent compute --true 1/2,1/4,1/4 --pred 0.6,0.3,0.1 --base 2 -o page.html
  printf '0.9\\n0.8\\n' | xent compute --pred - -q
"""


further_options = with_options(
    option_in(READING, "--temperature", metavar="T", help="Divide the logits by T first."),
    option_in(READING, "--softmax-twice", is_flag=True, help="Take the softmax of the softmax, as a common bug does."),
    option_in(EXTRAS, "--temperatures", metavar="T", help="Add the mean at several temperatures, and the best one."),
    option_in(EXTRAS, "--descend", metavar="STEPS", help="Add gradient descent on the logits, step by step."),
    option_in(EXTRAS, "--rate", metavar="R", help="Learning rate of --descend.  [default: 1]"),
    option_in(EXTRAS, "--squared-error", is_flag=True, help="Add the squared error beside each surprisal."),
    option_in(EXTRAS, "--code", type=click.Choice(["huffman", "shannon"]), help="Add code words and their lengths."),
    option_in(EXTRAS, "--units", is_flag=True, help="Add every term in nats, bits and bans."),
    option_in(EXTRAS, "--times", metavar="N", help="Add product and total of events that happen N times over."),
    option_in(EXTRAS, "--accuracy", is_flag=True, help="Add which predictions are right."),
    option_in(EXTRAS, "--bytes", metavar="N", help="Add the bits per byte of a text of N bytes."),
    option_in(EXTRAS, "--words", metavar="N", help="Add the loss and the perplexity per word of a text of N words."),
    option_in(EXTRAS, "--chart", is_flag=True, help="Add the picture that fits the reading."),
    picture_option("compute"),
    option_in(
        OUTPUT, "--show", "parts", multiple=True, type=click.Choice(PARTS), help="Show only this part; may be repeated."
    ),
    option_in(OUTPUT, "--blank", is_flag=True, help="Leave the answers out, as a handout to be filled in."),
)
"""Adds the options that show more than the answer."""


@click.command("compute", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
@input_options
@option_in(EXTRAS, "--gradient", is_flag=True, help="Add the gradient by the logits, checked by differences.")
@further_options
@output_options
def command(numbers: tuple[str, ...], **options: Any) -> None:
    """Read, derive, render."""
    from xentropy_cli.derivation.derive import derive
    from xentropy_cli.inputs.readings import read
    from xentropy_cli.pages.derivation import DerivationResult

    take_bare_numbers(numbers, options)
    target = choose_target(options)
    parts, picture, is_blank = parts_of(options), options.pop("picture"), options.pop("blank")
    if is_blank:
        refuse_answers(parts, target)
    question = read(request_of(options))
    if target.format == "value":
        question = question._replace(gradient=False)
    with opened(target) as write:
        derivation = derive(question)
        if numbers:
            derivation = derivation._replace(read_as=f"{derivation.read_as}; {SAID}")
        answered = DerivationResult(derivation, parts, picture, question)
        result: Result = answered
        if is_blank:
            from xentropy_cli.pages.blank import Blank

            result = Blank(answered)
        deliver(result, target, write)


def parts_of(options: dict[str, Any]) -> tuple[str, ...]:
    """Take the parts of the page to show off a command's options; a picture is shown only where it was asked for."""
    has_chart, chosen = options.pop("chart") or options["picture"], options.pop("parts")
    return tuple(dict.fromkeys((*(chosen or SHOWN), *(("chart",) if has_chart else ()))))


def refuse_answers(parts: tuple[str, ...], target: Target) -> None:
    """Refuse a page without answers in what is nothing else: a record, a bare number, a picture of the numbers."""
    if FORMATS[target.format].is_document and "chart" not in parts:
        return
    asked = "the picture" if FORMATS[target.format].is_document else f"--format {target.format}"
    raise typed("xent compute --blank", "--blank").refuse(
        "option-misfit",
        f"Without its answers there is nothing left of {asked}.",
        why="--blank leaves room on the page for every number that was computed, and this shows nothing but such numbers.",
        fix="Leave --chart and --picture out."
        if FORMATS[target.format].is_document
        else "Take a page: --format html; or leave --blank out, for the key.",
    )
