"""The options that say what to do with the examples: base, weights, smoothing, clipping, and which of them go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.real import Real, real
from xentropy_cli.derivation.model import Base, Example, Question
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import given
from xentropy_cli.inputs.labels import in_order
from xentropy_cli.inputs.notation import named, number
from xentropy_cli.inputs.option_rules import asked_at, flag
from xentropy_cli.inputs.request import span_of
from xentropy_cli.inputs.words import UNITS
from xentropy_cli.text import counted, there_are

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.inputs.notation import Piece, Row
    from xentropy_cli.inputs.request import Request

MOST_NOTES = 3
"""Rows of which the same is said one by one."""

POLICIES = ("sklearn", "keras", "torch")
UNIT_DIGITS = 30
"""Digits of a base, which its unit is named by, and files are scored in."""
LEAST_BASE = "1.000001"
"""Losses of a base nearer to 1 are so many times larger than nats that doubles would not hold the largest."""
HALF = real("1/2")


def complete(request: Request, reading: str, examples: tuple[Example, ...], notes: tuple[Note, ...]) -> Question:
    """Make the question: weigh the examples, leave out those to be ignored, and read what remains of the options."""
    weighed = _weighed(request, reading, examples)
    kept = tuple(e for e in weighed if not request.ignores(e.label))
    if not kept:
        raise span_of(request.label or request.true[0]).refuse(
            "nothing-left",
            "Every example is ignored.",
            why="There is no mean of nothing: it is 0 / 0, which PyTorch prints as nan.",
            fix="Give another --ignore-label, or at least one other label.",
        )
    if not any(e.q for e in kept):
        _refuse_without_prediction(request)
    return Question(
        reading=reading,
        given=request.given if examples[0].q else "",
        given_as=_given_as(request),
        examples=kept,
        base=read_base(request.base),
        reduction=request.reduction,
        smoothing=_smoothing(request, len(kept[0].classes)),
        smoothing_kind=request.smoothing_kind or "K",
        class_weights=_class_weights(request, kept[0].classes),
        weight_norm=request.weight_norm or "weights",
        pos_weight=_positive(request.pos_weight) if request.pos_weight else None,
        clip=read_clip(request.clip) if request.clip else None,
        gradient=request.gradient,
        ignored=len(examples) - len(kept),
        cells=_cells(request, reading, kept),
        notes=tuple(_gathered(dict.fromkeys(notes))),
    )


def _cells(request: Request, reading: str, kept: tuple[Example, ...]) -> int:
    """How many binary predictions each of several rows holds, where none is ignored and those of a row weigh alike."""
    count = len(request.rows[0]) if request.rows else 1
    if reading != "binary" or len(request.rows) * count != len(kept) or {len(row) for row in request.rows} != {count}:
        return 1
    rows = [kept[start : start + count] for start in range(0, len(kept), count)]
    are_alike = all(len({example.weight for example in row}) == 1 for row in rows)
    return count if len(rows) > 1 and are_alike else 1


def _given_as(request: Request) -> str:
    """How logarithms are given, where it is not as natural logarithms of probabilities."""
    base = "" if request.log_base in (None, "e") else f" to base {request.log_base}"
    return f"negative log-probabilities{base}" if request.nll else f"log-probabilities{base}" if base else ""


def _gathered(notes: Iterable[Note]) -> Iterator[Note]:
    """Say the same of many rows for the first of them, and count the rest."""
    seen: dict[str, int] = {}
    for note in notes:
        seen[note.code] = seen.get(note.code, 0) + 1
        if seen[note.code] <= MOST_NOTES:
            yield note
    for code, count in seen.items():
        if count > MOST_NOTES:
            yield Note(code, f"The like holds for {counted(count - MOST_NOTES, 'more row')}.")


def _refuse_without_prediction(request: Request) -> None:
    for name in ("clip", "gradient", "weight", "class_weight"):
        if getattr(request, name):
            raise asked_at(request, name).refuse(
                "option-misfit",
                f"{flag(name)} means nothing for a truth alone.",
                why="There is no prediction here, only a distribution.",
                fix="Add --pred, or leave the option out.",
            )


def _weighed(request: Request, reading: str, examples: tuple[Example, ...]) -> tuple[Example, ...]:
    if not request.weight:
        return examples
    rows = request.rows if reading == "binary" and len(request.rows) > 1 else ()
    if len(request.weight) not in (len(examples), len(rows)):
        one_a_row = f", or {len(rows)}, one a row" if 1 < len(rows) < sum(map(len, rows)) else ""
        raise span_of(request.weight).refuse(
            "lengths-differ",
            f"{there_are(len(request.weight), 'weight')} for {counted(len(examples), 'example')}.",
            why="Each example needs one weight; none is repeated or left out.",
            fix=f"Give {counted(len(examples), 'weight')}, separated by commas{one_a_row}.",
        )
    weights = _weights(request.weight, request)
    if len(weights) < len(examples):
        weights = [weight for weight, row in zip(weights, rows, strict=True) for _ in row]
    return tuple(e._replace(weight=weight) for e, weight in zip(examples, weights, strict=True))


def _class_weights(request: Request, classes: tuple[str, ...]) -> tuple[Real, ...]:
    if not request.class_weight:
        return ()
    return tuple(_weights(in_order(request.class_weight, classes), request))


def _weights(row: Row, request: Request) -> list[Real]:
    """Read weights: numbers from 0 up, and not all of them 0 where they divide; a sum of nothing is 0."""
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
    if not any(weights) and request.reduction != "sum" and request.weight_norm != "count":
        raise span_of(row).refuse(
            "bad-weight",
            "All weights are 0.",
            why="There is no mean of nothing: it is 0 / 0, which PyTorch prints as nan.",
            fix="Give at least one weight above 0, or add up: --reduction sum",
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
    """Read the base of the logarithm: e, or a number above 1, and not nearer to it than losses allow."""
    if piece is None or piece.text.lower() == "e":
        return Base(None, "e", UNITS["e"])
    value = number(piece).value if piece.text[:1] in "0123456789.+" else real(0)
    if value < real(LEAST_BASE):
        raise piece.refuse(
            "bad-base",
            f"{piece.text} is not the base of a logarithm of surprise.",
            why=f"The base is e or a number from {LEAST_BASE} up: 2 counts bits, 10 bans, e nats.",
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
