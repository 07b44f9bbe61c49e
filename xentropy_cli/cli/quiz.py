"""`xent quiz`: questions with numbers that are drawn, and a wrong answer met by the slip that leads to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.exercises import drawing_options, seed_of, templates_of
from xentropy_cli.cli.options.help_page import EXTRAS, option_in
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.ending import CtrlC
from xentropy_cli.cli.output.present import tell
from xentropy_cli.inputs.request import option

if TYPE_CHECKING:
    from xentropy_cli.cli.lessons.asking import Asker
    from xentropy_cli.teaching.practice.exercise import Drawn
    from xentropy_cli.teaching.practice.session import Session

NOT_PASSED = 1
SHORT = " --show terms --show steps --show further --show gradient"
"""What of a page is shown as the working, so that it and the next question fit a screen."""

HELP = """Answer questions, and learn which slip leads where.

TOPIC is a lesson that has exercises, or a file of your own (./mine.md); without one all are mixed. Numbers are drawn anew
each time. An answer may have a point or a comma, be a fraction, a percentage, or arithmetic such as -ln(0.7), and name its
unit. A wrong one is met with the slip that produces it, then with a hint, then with the working; what was not right at
once comes again with other numbers.

Questions are asked on standard error. From a pipe each line is one answer. Exit code 1 says that fewer than --pass were
right at once.
"""

EXAMPLES = """\b
Examples:
  xent quiz
  xent quiz doors entropy --number 5
  xent quiz binary --level 1 --seed 7
  printf '1.2\\n0.36\\n' | xent quiz binary --number 2 --seed 7 --pass 0
"""


@click.command("quiz", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@drawing_options(10, "")
@option_in(
    EXTRAS, "--pass", "share", default="0.8", metavar="SHARE", help="What must be right at once.  [default: 0.8]"
)
@output_options
def command(topics: tuple[str, ...], **options: Any) -> int:
    """Ask, and show how it went, also to who has enough of it: Ctrl-C ends the process after that."""
    from xentropy_cli.cli.lessons.asking import Asker
    from xentropy_cli.cli.lessons.run_lesson import running_exercise
    from xentropy_cli.pages.practice.answers import QuizResult
    from xentropy_cli.teaching.practice.session import Session

    target = choose_target(options)
    share, seed = share_of(options["share"]), seed_of(options)
    session = Session(templates_of(topics, options["level"]), options["number"], seed, running_exercise)
    result, ctrl_c = QuizResult(session, share), CtrlC()
    with opened(target) as write:
        with ctrl_c:
            hold(session, Asker())
        tell("\n" * ctrl_c.was_pressed)
        deliver(result, target, write)
    ctrl_c.ends()
    return 0 if result.is_passed else NOT_PASSED


def share_of(text: str) -> float:
    """Read the share of questions that must be right.

    Raises XentError where it is none.
    """
    from xentropy_cli.inputs.notation import number

    piece = option("--pass", text)
    share = float(number(piece).value)
    if not 0 <= share <= 1:
        raise piece.refuse("bad-value", "This is no share.", why="A share of all questions lies between 0 and 1.",
                           fix="Type it as in --pass 0.8, or --pass 80%.")  # fmt: skip
    return share


def hold(session: Session, asker: Asker) -> None:
    """Ask every question, until somebody leaves."""
    for at, (drawn, talk) in enumerate(session.questions(asker.tries), 1):
        asker.say(f"{at} of {session.number} · {drawn.exercise.topic}", is_head=True)
        for paragraph in drawn.text.split("\n\n"):
            asker.say(paragraph)
        asker.ask(talk, partial(working_of, drawn))
        if asker.has_left:
            return
        asker.say("")


def working_of(drawn: Drawn) -> str:
    """The answer of the command where that is what was asked, its table and its equations, as the terminal shows them."""
    from xentropy_cli.cli.lessons.run_lesson import page_of_command
    from xentropy_cli.cli.output.deliver import Target, document
    from xentropy_cli.pages.blocks import Equations, Heading, Table
    from xentropy_cli.teaching.asking.judge import is_headline

    command = drawn.problem.command
    blocks = page_of_command(command + SHORT * command.startswith("xent compute "), drawn.exercise.file)
    kinds = (Heading, Table, Equations) if is_headline(drawn.problem) else (Table, Equations)
    kept = [block for block in blocks if isinstance(block, kinds)]
    return document(kept, Target("table", None, 4, every_row=False))
