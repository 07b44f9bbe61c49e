"""The options that say what to do with the examples: base, weights, smoothing, clipping, and which of them go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.errors import XentError
from xentropy_cli.figures import given
from xentropy_cli.model import Base, Example, Note, Question
from xentropy_cli.reading.labels import in_order
from xentropy_cli.reading.notation import named, number
from xentropy_cli.reading.request import option, span_of
from xentropy_cli.real import Real, real

if TYPE_CHECKING:
    from xentropy_cli.reading.notation import Piece, Row
    from xentropy_cli.reading.request import Request

UNITS = {"e": "nats", "2": "bits", "10": "bans"}
POLICIES = ("sklearn", "keras", "torch")
UNIT_DIGITS = 12
HALF = real("1/2")


class Misfit(NamedTuple):
    """An option that has no meaning in some readings, and what to do instead."""

    option: str
    readings: tuple[str, ...]
    why: str
    fix: str


MISFITS = (
    Misfit("label", ("events",), "Events are what happened; they take no label.", "Leave --label or --as events out."),
    Misfit("true", ("events", "categorical"), "This reading takes labels.", "Use --as distribution, or --label."),
    Misfit("label_smoothing", ("events",), "Only a truth can be smoothed.", "Add --label or --true."),
    Misfit("class_weight", ("events",), "Events have no classes.", "Use --weight for one weight an event."),
    Misfit(
        "pos_weight",
        ("events", "categorical", "distribution"),
        "Only binary predictions have a positive class.",
        "Use --class-weight for one weight a class.",
    ),
    Misfit("ignore_label", ("events", "distribution"), "There is no label to ignore.", "Give labels with --label."),
    Misfit("gradient", ("events",), "∂/∂logits = q − p needs a truth p.", "Add --label or --true."),
    Misfit(
        "normalize",
        ("events", "binary"),
        "These numbers are separate predictions, not one distribution.",
        "Give one --pred a row, with one --label for each.",
    ),
)


def refuse_two_answers(request: Request) -> None:
    """Refuse options that answer the same question twice, and a request that asks nothing."""
    found = [name for name in ("pred", "logits", "logprobs") if getattr(request, name)]
    if not found and not request.true:
        raise _nothing_to_compute(request)
    if len(found) > 1:
        raise span_of(getattr(request, found[1])[0]).refuse(
            "two-answers",
            f"The prediction is given twice, by --{found[0]} and by --{found[1]}.",
            why="Probabilities, logits and log-probabilities are three ways to give the same thing.",
            fix="Keep one of them.",
        )
    if request.label and request.true:
        raise span_of(request.label).refuse(
            "two-answers",
            "The truth is given twice, by --true and by --label.",
            why="A label says which class happened; --true gives the probability of each.",
            fix="Keep one of them.",
        )
    if request.normalize and request.as_is:
        raise option("--normalize --as-is", "--normalize --as-is").refuse(
            "two-answers",
            "--normalize and --as-is exclude each other.",
            why="One divides a row by its sum, the other leaves it alone.",
            fix="Keep one of them.",
        )


def _nothing_to_compute(request: Request) -> XentError:
    if request.label:
        return span_of(request.label).refuse(
            "needs-numbers",
            "There is a label, and no prediction.",
            why="A label is compared with the probabilities that were predicted.",
            fix="Add --pred (or --logits, or --logprobs).",
        )
    return XentError(
        "needs-numbers",
        "There is nothing to compute.",
        where="the command line",
        text="xent compute",
        span=(0, 12),
        why="A prediction (--pred, --logits or --logprobs) or a truth (--true) is needed.",
        fix="Try: xent compute --pred 0.7,0.8,0.97",
    )


def refuse_misfits(request: Request, reading: str) -> None:
    """Refuse an option that means nothing in this reading, and a reading that lacks what it needs."""
    for name, readings, why, fix in MISFITS:
        if reading in readings and getattr(request, name):
            raise _asked(request, name).refuse(
                "option-misfit", f"{_flag(name)} means nothing for {NOUNS[reading]}.", why=why, fix=fix
            )
    if reading in ("binary", "categorical") and not (request.label or request.true):
        raise span_of(request.rows[0]).refuse(
            "needs-truth", "There is no truth.", why=f"{NOUNS[reading].capitalize()} need labels.", fix="Add --label."
        )
    if reading == "events" and request.given == "logits" and request.reading is None:
        raise span_of(request.rows[0]).refuse(
            "needs-truth",
            "Logits need a truth.",
            why="Whether these are classes of one softmax or separate sigmoids shows only in the labels.",
            fix="Add --label 0 (one class of all), --label 1,0,… (one a logit), --true, or --as events or distribution.",
        )


NOUNS = {
    "events": "events that happened",
    "binary": "binary predictions",
    "categorical": "predictions over several classes",
    "distribution": "distributions",
}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _asked(request: Request, name: str) -> Piece:
    """Find where an option was asked for, to underline it."""
    value = getattr(request, name)
    if isinstance(value, tuple) and isinstance(value[0], tuple) and not hasattr(value[0], "source"):
        return span_of(value[0])
    if value is True:
        return option(_flag(name), _flag(name))
    return value if hasattr(value, "source") else span_of(value)


def complete(request: Request, reading: str, examples: tuple[Example, ...], notes: tuple[Note, ...]) -> Question:
    """Make the question: weigh the examples, leave out those to be ignored, and read what remains of the options."""
    weighed = _weighed(request, examples)
    kept = tuple(e for e in weighed if not _ignores(request, e))
    if not kept:
        raise span_of(request.label).refuse(
            "nothing-left",
            "Every example is ignored.",
            why="There is no mean of nothing.",
            fix="Give another --ignore-label, or at least one other label.",
        )
    if not any(e.q for e in kept):
        _refuse_without_prediction(request)
    return Question(
        reading=reading,
        given=request.given if examples[0].q else "",
        examples=kept,
        base=read_base(request.base),
        reduction=request.reduction,
        smoothing=_smoothing(request, len(kept[0].classes)),
        smoothing_kind=request.smoothing_kind,
        class_weights=_class_weights(request, kept[0].classes),
        weight_norm=request.weight_norm,
        pos_weight=_positive(request.pos_weight) if request.pos_weight else None,
        clip=read_clip(request.clip) if request.clip else None,
        gradient=request.gradient,
        ignored=len(examples) - len(kept),
        notes=tuple(dict.fromkeys(notes)),
    )


def _refuse_without_prediction(request: Request) -> None:
    for name in ("clip", "gradient", "weight", "class_weight"):
        if getattr(request, name):
            raise _asked(request, name).refuse(
                "option-misfit",
                f"{_flag(name)} means nothing for a truth alone.",
                why="There is no prediction here, only a distribution.",
                fix="Add --pred, or leave the option out.",
            )


def _ignores(request: Request, example: Example) -> bool:
    return request.ignore_label is not None and example.label == request.ignore_label.text


def _weighed(request: Request, examples: tuple[Example, ...]) -> tuple[Example, ...]:
    if not request.weight:
        return examples
    if len(request.weight) != len(examples):
        raise span_of(request.weight).refuse(
            "lengths-differ",
            f"There are {len(request.weight)} weights for {len(examples)} examples.",
            why="Each example needs one weight; none is repeated or left out.",
            fix=f"Give {len(examples)} weights, separated by commas.",
        )
    weights = _weights(request.weight)
    return tuple(e._replace(weight=weight) for e, weight in zip(examples, weights, strict=True))


def _class_weights(request: Request, classes: tuple[str, ...]) -> tuple[Real, ...]:
    if not request.class_weight:
        return ()
    return tuple(_weights(in_order(request.class_weight, classes)))


def _weights(row: Row) -> list[Real]:
    """Read weights: numbers from 0 up, not all of them 0."""
    weights = []
    for piece in row:
        read = number(named(piece))
        if read.value < 0:
            raise read.piece.refuse(
                "bad-weight",
                f"{read.piece.text} is not a weight.",
                why="A weight says how much an example counts; less than nothing has no meaning.",
                fix="Type a number from 0 up.",
            )
        weights.append(read.value)
    if not any(weights):
        raise span_of(row).refuse(
            "bad-weight",
            "All weights are 0.",
            why="There is no mean of nothing.",
            fix="Give at least one weight above 0.",
        )
    return weights


def _positive(piece: Piece) -> Real:
    value = number(piece).value
    if not value > 0:
        raise piece.refuse(
            "bad-weight",
            f"{piece.text} is not a weight for class 1.",
            why="It multiplies the loss of every example of class 1.",
            fix="Type a number above 0, such as --pos-weight 3",
        )
    return value


def _smoothing(request: Request, classes: int) -> Real | None:
    piece = request.label_smoothing
    if piece is None:
        return None
    value = number(piece).value
    if request.smoothing_kind == "K-1" and classes == 1:
        raise piece.refuse(
            "option-misfit",
            "There is no other class to share with.",
            why="--smoothing-kind K-1 shares EPS among the K - 1 classes that are not the truth, and there is one class.",
            fix="Leave --smoothing-kind K-1 out.",
        )
    if value < 0 or value > 1:
        raise piece.refuse(
            "not-a-probability",
            f"{piece.text} is not an amount of smoothing.",
            why="Smoothing gives away a share of the truth, from 0 (none) to 1 (all).",
            fix="Type a share, such as --label-smoothing 0.1",
        )
    return value


def read_base(piece: Piece | None) -> Base:
    """Read the base of the logarithm: e, or any number above 1."""
    if piece is None or piece.text.lower() == "e":
        return Base(None, "e", UNITS["e"])
    value = number(piece).value if piece.text[:1] in "0123456789.+" else real(0)
    if not value > 1:
        raise piece.refuse(
            "bad-base",
            f"{piece.text} is not the base of a logarithm of surprise.",
            why="The base is e or a number above 1: 2 counts bits, 10 bans, e nats.",
            fix="Type --base 2, --base 10 or --base e",
        )
    text = given(value, UNIT_DIGITS)
    return Base(value, text, UNITS.get(text, f"base-{text} units"))


def read_clip(piece: Piece) -> str | Real:
    """Read a clipping policy by its name, or the smallest probability to allow."""
    if piece.text in POLICIES:
        return piece.text
    if not piece.text[:1].isalpha():
        value = number(piece).value
        if value > 0 and value < HALF:
            return value
    raise piece.refuse(
        "bad-clip",
        f"{piece.text} is not a clipping policy.",
        why="Clipping keeps probabilities between EPS and 1 - EPS, with EPS above 0 and below 0.5.",
        fix=f"Type a number such as --clip 1e-15, or one of {', '.join(POLICIES)}.",
    )
