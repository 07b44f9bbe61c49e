"""`xent compute`: one small calculation, term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.extras import further_options, parts_of, refuse_answers
from xentropy_cli.cli.options.help_page import EXTRAS, option_in
from xentropy_cli.cli.options.inputs import SAID, input_options, request_of, take_bare_numbers
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options

if TYPE_CHECKING:
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
