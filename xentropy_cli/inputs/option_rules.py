"""Which options go together, and which mean nothing in a reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import Piece
from xentropy_cli.inputs.request import WORDS, option, span_of
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.inputs.request import Request


def flag(name: str) -> str:
    """Write a field of the request as it is typed."""
    return "--" + name.replace("_", "-")


def asked_at(request: Request, name: str) -> Piece:
    """Find where an option was asked for, to underline it."""
    value = getattr(request, name)
    if value is True or isinstance(value, str):
        return option(flag(name), flag(name) if value is True else value)
    if isinstance(value, Piece):
        return value
    return span_of(value if isinstance(value[0], Piece) else value[0])


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
    found = [name for name in ("pred", "logits", "logprobs", "nll") if getattr(request, name)]
    if request.log_base is not None and found and not {"logprobs", "nll"} & set(found):
        raise option("--log-base", request.log_base).refuse(
            "option-misfit",
            f"--log-base means nothing for --{found[0]}.",
            why="It is the base of the logarithms that are given, and these are none.",
            fix="Leave it out; the base of the result is --base.",
        )
    if not found and not request.true:
        raise _nothing_to_compute(request)
    if len(found) > 1:
        raise span_of(getattr(request, found[1])[0]).refuse(
            "two-answers",
            f"The prediction is given twice, by --{found[0]} and by --{found[1]}.",
            why="Probabilities, logits and log-probabilities are ways to give the same thing.",
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
        why="A prediction (--pred, --logits or --logprobs) or a truth (--true) is needed.",
        fix="Try: xent compute --pred 0.7,0.8,0.97",
    )


def refuse_other_words(request: Request) -> None:
    """Refuse a word that an option does not know; on the command line it never comes this far."""
    for name, words in WORDS.items():
        word = getattr(request, name)
        if word is not None and word not in words:
            raise option(name, str(word)).refuse(
                "bad-value",
                f"{name} cannot be {word}.",
                why=f"It is one of {', '.join(words)}.",
                fix=f"Give one of them, such as {name}={words[0]!r}.",
            )


def refuse_misfits(request: Request, reading: str) -> None:
    """Refuse an option that means nothing in this reading, and a reading that lacks what it needs."""
    for name, readings, why, fix in MISFITS:
        if reading in readings and getattr(request, name):
            raise asked_at(request, name).refuse(
                "option-misfit", f"{flag(name)} means nothing for {NOUNS[reading]}.", why=why, fix=fix
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
