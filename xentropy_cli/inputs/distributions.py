"""Rows of pieces → rows of probabilities, checked: each entry by itself, and each distribution as a whole."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import softmax
from xentropy_cli.core.powers import raised
from xentropy_cli.core.real import Real, exp, is_infinite, real, total
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import given, shortest
from xentropy_cli.inputs.bounds import LARGEST_LOG, is_just_outside, is_not_told, taken_in
from xentropy_cli.inputs.notation import Number, Piece, Row, named, number
from xentropy_cli.inputs.request import span_of
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, reason
from xentropy_cli.inputs.words import BINARY, MINUS
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.inputs.request import Request

MINUS_INFINITY = {"-inf", "-infinity", "-∞"}
PLUS_INFINITY = {"inf", "+inf", "infinity", "+infinity", "∞", "+∞"}
LOGARITHMIC = ("logit", "logits", "logprobs", "nll")


class Prediction(NamedTuple):
    """A row understood: probabilities, the logits they come from (or nothing), and what there is to say."""

    q: tuple[Real, ...]
    logits: tuple[Real, ...]
    notes: tuple[Note, ...]


def numbers(row: Row, kind: str, *, alone: bool = True, clips: bool = False) -> list[Number]:
    """Read the entries of a row: `probability`, `count`, `logits` (of a softmax), `logit` (of a sigmoid), `logprobs`, `nll`.

    `alone` tells that each is a prediction by itself, and not the share of a class; `clips` that what lies just outside
    0 to 1 is taken for 0 or 1.
    """
    read = _surprisal if kind == "nll" else partial(_entry, kind=kind, alone=alone, clips=clips)
    return [read(named(piece)) for piece in row]


def _infinite(piece: Piece, kind: str) -> Number | None:
    """Read infinity where a logarithm may be infinite."""
    if kind in LOGARITHMIC and piece.text.lower().replace(MINUS, "-") in MINUS_INFINITY:
        return Number(real(-math.inf), piece, None)
    if kind == "logit" and piece.text.lower() in PLUS_INFINITY:
        return Number(real(math.inf), piece, None)
    if kind == "logits" and piece.text.lower() in PLUS_INFINITY:
        raise piece.refuse(
            "bad-logit",
            "A logit of plus infinity has no softmax.",
            why="e^∞ / e^∞ is not a number; only -inf, the logit of an impossible class, has a limit.",
            fix="Type a finite score, or give the probabilities themselves with --pred.",
        )
    return None


def _entry(piece: Piece, kind: str, *, alone: bool, clips: bool) -> Number:
    infinite = _infinite(piece, kind)
    if infinite is not None:
        return infinite
    read = number(piece)
    if kind == "probability" and (read.value < 0 or read.value > 1):
        if clips and is_just_outside(float(read.value)):
            return read._replace(value=real(int(read.value > 1)))
        from xentropy_cli.inputs.mistakes import not_a_probability

        raise not_a_probability(read, alone=alone)
    if kind == "count" and read.value < 0:
        raise piece.refuse(
            "not-a-probability",
            f"{piece.text} is negative.",
            why="Neither a probability nor a count is less than 0.",
            fix="Type a number from 0 up; or are these scores? Then give them with --logits.",
        )
    if kind == "logprobs" and read.value > 0:
        raise piece.refuse(
            "not-a-probability",
            f"{piece.text} is not the logarithm of a probability.",
            why="A probability is at most 1, so its logarithm is at most 0.",
            fix="Are these scores? Then give them with --logits; if they are probabilities, with --pred.",
        )
    return _within_reach(read, kind, alone=alone) if kind in LOGARITHMIC else read


def _within_reach(read: Number, kind: str, *, alone: bool) -> Number:
    """A logit or a logarithm whose exponential can be worked out."""
    value = float(read.value)
    if is_not_told(value, kind, alone=alone):
        from xentropy_cli.inputs.mistakes import not_told

        raise not_told(read.piece)
    if abs(value) > LARGEST_LOG:
        raise read.piece.refuse(
            "too-extreme",
            f"{read.piece.text} is beyond {shortest(LARGEST_LOG)}.",
            why=f"A score or logarithm may reach {shortest(LARGEST_LOG)}, so that every result is one that a double holds.",
            fix="Check the exponent; for an impossible class type -inf.",
        )
    return read


def _surprisal(piece: Piece) -> Number:
    """Read a negative log-probability as the log-probability it is of; that of what is impossible is infinite."""
    if piece.text.lower() in PLUS_INFINITY:
        return Number(real(-math.inf), piece, None)
    if piece.text[:1] == "-" and number(piece).value:
        from xentropy_cli.inputs.mistakes import not_a_surprisal

        raise not_a_surprisal(piece)
    read = _entry(piece, "logit", alone=True, clips=False)  # within the reach of e^z
    return read._replace(value=-read.value if read.value else read.value)


def probability_of(log: Real, request: Request) -> Real:
    """The probability of a logarithm, in the base that it was taken to."""
    return exp(log) if request.log_base in (None, "e") else raised(real(request.log_base), log)


def said_of(read: Sequence[Number]) -> tuple[Note, ...]:
    """Say what is unusual about the numbers of a row."""
    return (*_mixed_notation(read), *_just_outside(read))


def _just_outside(read: Sequence[Number]) -> tuple[Note, ...]:
    bounds = (entry for entry in read if not (entry.value and entry.value - 1))
    found = [entry.piece.text for entry in bounds if number(entry.piece).value - entry.value]
    if not found:
        return ()
    return (Note("just-outside", f"{taken_in(len(found), 'number')}: {first_few(found)}."),)


def _mixed_notation(read: Sequence[Number]) -> tuple[Note, ...]:
    percents = [entry for entry in read if entry.piece.text.endswith("%")]
    if not percents or len(percents) == len(read):
        return ()
    first = f"{percents[0].piece.text} was read as {given(percents[0].value, 12)}"
    return (Note("mixed-notation", f"Percentages and plain numbers are mixed: {first}."),)


def read_distribution(row: Row, kind: str, request: Request) -> Prediction:
    """Read a row as one distribution over its classes: probabilities, logits or log-probabilities."""
    if kind == "logits":
        return _softmax_of(row)
    logs = kind in ("logprobs", "nll")
    scale = kind if logs else "count" if request.normalize else "probability"
    read = numbers(row, scale, alone=False, clips=request.clip is not None)
    q = tuple(probability_of(entry.value, request) if logs else entry.value for entry in read)
    sum_ = total(q)
    notes = said_of(read)
    off = sum_ - 1 if sum_ > 1 else 1 - sum_
    if not off:
        return Prediction(q, (), notes)
    if request.normalize:
        return Prediction(_divided(q, sum_, row), (), (*notes, _note("normalized", row, sum_, "divided by it")))
    if request.as_is:
        return Prediction(q, (), (*notes, _note("sum-as-is", row, sum_, "used as it is")))
    typed = most_decimals([entry.decimals for entry in read])
    if float(off) > allowance(len(read), typed, logs=logs, rounding=request.rounding):
        raise _does_not_add_up(row, sum_, request)
    within = reason(float(off), len(read), typed, logs=logs)
    return Prediction(q, (), (*notes, _note("rounded-sum", row, sum_, f"used as typed: that is 1 within {within}")))


def _softmax_of(row: Row) -> Prediction:
    logits = tuple(entry.value for entry in numbers(row, "logits"))
    if all(is_infinite(z) for z in logits):
        raise span_of(row).refuse(
            "bad-logit",
            "Every logit here is -inf.",
            why="A logit of -inf says that a class is impossible; some class must be possible.",
            fix="Give at least one class a finite score.",
        )
    return Prediction(tuple(softmax(logits)), logits, ())


def _divided(q: tuple[Real, ...], sum_: Real, row: Row) -> tuple[Real, ...]:
    if not sum_:
        raise span_of(row).refuse(
            "sum-not-one",
            "All of these are 0.",
            why="There is no probability here to share out.",
            fix="Give at least one class a number above 0.",
        )
    return tuple(q_k / sum_ for q_k in q)


def _note(code: str, row: Row, sum_: Real, what: str) -> Note:
    where = row[0].source.where
    where = where[:1].upper() + where[1:]
    are_many = where.startswith("--logprobs")
    subject = f"The probabilities of {where} add" if are_many else f"{where} adds"
    return Note(code, f"{subject} up to {_written(sum_)} and {'are' if are_many else 'is'} {what}.")


def _written(sum_: Real) -> str:
    """Write a sum with the digits that tell it from 1."""
    return given(sum_, next((digits for digits in (6, 9, 12, 16, 24) if sum_.rounded(digits) != 1), 50))


def _are_separate(request: Request) -> bool:
    """Tell whether the truth is of labels that are each 0 or 1 by themselves: not every row has exactly one 1."""
    rows = [[named(piece).text for piece in row] for row in request.true]
    hot = [sum(text in ("1", "1.0", "1.") for text in row) for row in rows]
    are_flags = all(set(row) <= {"0", "1", "0.0", "1.0", "0.", "1."} for row in rows)
    return bool(rows) and are_flags and any(count != 1 for count in hot)


def _does_not_add_up(row: Row, sum_: Real, request: Request) -> Exception:
    labels, count = request.label, sum(map(len, request.rows))
    why = (
        "The probabilities of all classes of one prediction add up to 1 (rounding in the last typed digit is allowed)."
    )
    fix = "Correct an entry; or add --normalize to divide by the sum, or --as-is to use them so."
    if _are_separate(request):
        why = "Those of all classes of one prediction add up to 1; but of this truth a row holds no 1, or several."
        fix = "If each number is a prediction by itself, add --as binary; otherwise --normalize or --as-is."
    elif len(labels) == count > len(request.rows) > 1:
        why = "Those of all classes of one prediction add up to 1; but there are as many labels as numbers."
        fix = "If each number is a prediction by itself, add --as binary."
    elif request.reading is None and len(labels) == len(request.rows) == 1 and labels[0].text.lower() in BINARY:
        why = "One label makes these the classes of one prediction, whose probabilities add up to 1."
        fix = (
            f"If each number is a prediction by itself, give each a label: --label {labels[0].text},…; if they are classes, "
            "correct an entry, or add --normalize or --as-is."
        )
    message = f"These probabilities add up to {_written(sum_)}, not 1."
    return span_of(row).refuse("sum-not-one", message, why=why, fix=fix)
