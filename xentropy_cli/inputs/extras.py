"""What else was asked for beside the answer, and changes to the logits before it is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import sigmoid, softmax
from xentropy_cli.core.real import Real, is_infinite, real
from xentropy_cli.derivation.extras import WORKINGS
from xentropy_cli.derivation.extras.records import Further
from xentropy_cli.derivation.model import Example, Question
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import given
from xentropy_cli.inputs.notation import Piece, number
from xentropy_cli.inputs.option_rules import asked_at
from xentropy_cli.inputs.request import option, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.inputs.request import Request

DIGITS = 12
MOST_STEPS, MOST_TIMES, MOST_SIZE = 1000, 1_000_000, 10**15
STEPS = f"a number of steps from 1 to {MOST_STEPS}"
TIMES = f"a whole number from 1 to {MOST_TIMES}"
SIZE = f"a whole number from 1 to {MOST_SIZE:.0e}".replace("+", "")
RATE, TEMPERATURE = "a learning rate above 0", "a temperature above 0"
MOST = {STEPS: MOST_STEPS, TIMES: MOST_TIMES, SIZE: MOST_SIZE}
"""How far whole numbers go, from 1; other amounts are any above 0."""

Changed = tuple[tuple[Example, ...], tuple[Note, ...]]


def with_further(request: Request, question: Question) -> Question:
    """Change the logits of a question as asked, and add the workings asked for.

    Raises XentError where one of them makes no sense here, or an amount is none.
    """
    examples, notes = changed(request, question.examples)
    asked = further(request, question.reading, examples)
    divided = None if request.temperature is None or request.softmax_twice else number(request.temperature).value
    return question._replace(examples=examples, further=asked, temperature=divided, notes=(*question.notes, *notes))


def further(request: Request, reading: str, examples: tuple[Example, ...]) -> tuple[Further, ...]:
    """Read every further working that was asked for.

    Raises XentError where one makes no sense for this reading, or an amount is none.
    """
    asked = tuple(_asked(request))
    for one in asked:
        row, piece = WORKINGS[one.key], asked_at(request, one.key)
        if reading not in row.readings:
            raise piece.refuse("option-misfit", f"{piece.source.where} means nothing here.", why=row.why, fix=row.fix)
        if one.key == "descend":
            _refuse_descent(piece, request, examples)
        if one.key == "squared_error" and not examples[0].q:
            raise piece.refuse(
                "option-misfit",
                f"{piece.source.where} means nothing for a truth alone.",
                why="There is no prediction here to be in error.",
                fix="Add --pred, or leave it out.",
            )
        if one.key == "code" and len(examples) > 1:
            raise piece.refuse(
                "option-misfit",
                "A code is made for one distribution.",
                why="There are several here.",
                fix="Give one row of --true, and one of --pred at most.",
            )
    return asked


def _asked(request: Request) -> Iterator[Further]:
    if request.descend is not None:
        rate = _amount(request.rate, RATE) if request.rate is not None else real(1)
        yield Further("descend", (_amount(request.descend, STEPS), rate))
    elif request.rate is not None:
        raise request.rate.refuse(
            "option-misfit",
            "--rate belongs to --descend.",
            why="It is the length of a step of gradient descent.",
            fix="Add --descend 10",
        )
    if request.squared_error:
        yield Further("squared_error")
    if request.code is not None:
        yield Further("code", kind=request.code)
    if request.units:
        yield Further("units")
    if request.times:
        yield Further("times", tuple(_amount(piece, TIMES) for piece in request.times))
    if request.accuracy:
        yield Further("accuracy")
    if request.temperatures:
        _refuse_weights(request)
        yield Further("temperatures", tuple(_amount(piece, TEMPERATURE) for piece in request.temperatures))
    yield from _sizes(request)


def _sizes(request: Request) -> Iterator[Further]:
    for key in ("bytes", "words"):
        size = getattr(request, key)
        if size is not None:
            yield Further(key, (_amount(size, SIZE),))


def _amount(piece: Piece, what: str) -> Real:
    value, most = number(piece).value, MOST.get(what)
    is_good = value > 0 if most is None else 1 <= float(value) <= most and not value - round(float(value))
    if is_good:
        return value
    raise piece.refuse(
        "bad-amount", f"{piece.text} is not {what}.", why=f"This takes {what}.", fix="Type one, such as 10."
    )


def _refuse_descent(piece: Piece, request: Request, examples: tuple[Example, ...]) -> None:
    """Descent needs one example, with a prediction whose logits are finite."""
    row = WORKINGS["descend"]
    if len(examples) > 1 or not examples[0].q:
        raise piece.refuse("option-misfit", "--descend needs one prediction and its truth.", why=row.why, fix=row.fix)
    if not all(examples[0].q) or any(is_infinite(z) for z in examples[0].logits):
        raise span_of(request.rows[0]).refuse(
            "option-misfit",
            "Descent cannot start from a probability of 0.",
            why="Its logit is -inf, and no finite step leaves it.",
            fix="Start from finite logits: --logits=0,0,0",
        )


def changed(request: Request, examples: tuple[Example, ...]) -> Changed:
    """Divide the logits by a temperature, or take their softmax for logits, as asked."""
    notes = []
    if request.temperature is not None:
        _refuse_without_logits(request, request.temperature)
        temperature = _amount(request.temperature, TEMPERATURE)
        examples = tuple(_from_logits(e, tuple(z / temperature for z in e.logits)) for e in examples)
        notes.append(_cooled(given(temperature, DIGITS), slopes=request.gradient and not request.softmax_twice))
    if request.softmax_twice:
        _refuse_without_logits(request, option("--softmax-twice", "--softmax-twice"))
        examples = tuple(_from_logits(e, e.q if len(e.logits) > 1 else e.q[-1:]) for e in examples)
        slopes = " The slopes are by the logits of the second softmax." if request.gradient else ""
        told = f"The probabilities were taken for logits once more: the softmax is applied twice.{slopes}"
        notes.append(Note("softmax-twice", told))
    return examples, tuple(notes)


def _cooled(temperature: str, *, slopes: bool) -> Note:
    """Tell of a temperature, and by which logits the slopes are, where these are shown."""
    told = (
        f" The slopes are by the quotients: divide them by {temperature}, too, for those by the logits as given."
        if slopes
        else ""
    )
    return Note("temperature", f"Every logit was divided by the temperature {temperature}.{told}")


def _refuse_weights(request: Request) -> None:
    """The mean over temperatures is that of the examples as they are, from their logits."""
    piece = span_of(request.temperatures)
    _refuse_without_logits(request, piece)
    if request.weight or request.class_weight or request.pos_weight:
        raise piece.refuse(
            "option-misfit",
            "--temperatures takes no weights.",
            why="It compares the plain mean at several temperatures.",
            fix="Leave the weights out, or ask for one at a time with --temperature.",
        )


def _refuse_without_logits(request: Request, piece: Piece) -> None:
    if request.given != "logits":
        raise piece.refuse(
            "option-misfit",
            f"{piece.source.where} needs logits.",
            why="It changes the scores before the softmax.",
            fix="Give the prediction by --logits.",
        )


def _from_logits(example: Example, logits: tuple[Real, ...]) -> Example:
    """Make the prediction again from other logits: a sigmoid where there is one for two classes, a softmax otherwise."""
    if len(logits) == len(example.classes) > 1:
        return example._replace(logits=logits, q=tuple(softmax(logits)))
    no, yes = sigmoid(logits[0])
    return example._replace(logits=logits, q=(no, yes) if len(example.classes) > 1 else (yes,))
