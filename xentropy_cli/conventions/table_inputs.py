"""A table of predictions → what conventions take: exactly from its digits where rows are few, and else in doubles."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xentropy_cli.conventions.answers import Asked, InDoubles, asked_by, read_as_given
from xentropy_cli.conventions.arithmetic import kept_between, ln, over_sum
from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.conventions.why.losses import asked_losses
from xentropy_cli.conventions.why.sums import sums_as_asked
from xentropy_cli.conventions.why.taking.views import one_hot, plain_view
from xentropy_cli.core.real import real
from xentropy_cli.derivation.notes import Note
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.figures import shortest
from xentropy_cli.inputs.notation import row_of
from xentropy_cli.scoring.score_notes import sums_missed
from xentropy_cli.text import were

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.arrays.kinds import Floats
    from xentropy_cli.conventions.arithmetic import Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs
    from xentropy_cli.conventions.many_rows.whole_table import WholeTable
    from xentropy_cli.inputs.request import Request

LEFT_OUT = "What needs one row at a time is left out: some calls, and slips of single entries and rows."
READINGS = {"events": "events", "binary": "binary", "classes": "categorical"}


def asked_of_table(table: WholeTable, request: Request) -> Asked:
    """Work a table out; `request` says what else is asked: weights of classes, smoothing, and the like."""
    if table.is_few:
        asked = asked_by(_request(table, request, table.n))
        derivation = asked.derivation._replace(read_as=table.read_as)
        notes = (*_notes(table), *(note for note in derivation.notes if note.code not in OF_SUMS))
        inputs = replace(asked.inputs, lengths=table.lengths)
        return asked._replace(derivation=derivation._replace(notes=notes), inputs=inputs)
    from xentropy_cli.conventions.many_rows import array_inputs
    from xentropy_cli.conventions.many_rows.array_hypotheses import asked_value

    question = read_as_given(_request(table, request, 1))
    first = inputs_of(question)
    inputs = _many(table, first)
    words = f"{table.n} rows: worked out in doubles, from the doubles nearest to the digits of the file."
    arrays: ArrayInputs | None = None
    if table.q.size > array_inputs.MOST_BY_ROW and table.p is not None:
        raise too_many(table)
    if table.q.size > array_inputs.MOST_BY_ROW and table.method.clip is None:
        arrays, words = array_inputs.arrays_of(table, inputs), f"{words} {LEFT_OUT}"
        exact = asked_value(arrays)
    else:
        inputs = replace(inputs, rows=_rows(table))
        exact = _in_doubles(inputs, table)
    notes = (*_notes(table), Note("doubles", words))
    return Asked(InDoubles(table.read_as, question.base.unit, real(exact), notes), inputs, exact, arrays)


def _notes(table: WholeTable) -> tuple[Note, ...]:
    """What was left out, and which sums miss 1: of all rows at once, as a score says it."""
    notes = []
    if table.skipped:
        notes.append(Note("skipped", f"{were(table.skipped, 'bad row')} left out, as asked."))
    if table.missed[0]:
        notes.append(sums_missed(*table.missed, normalize=table.method.normalize))
    return tuple(notes)


OF_SUMS = ("rounded-sum", "sum-as-is", "normalized")
"""The notes about the sum of a single row."""


def _request(table: WholeTable, request: Request, n: int) -> Request:
    """The first n rows as they would be typed."""
    kind, scale = table.method.kind, table.method.scale
    texts = _texts(table, n, table.q)
    truths = [] if table.p is None else _texts(table, n, table.p)
    labels = table.labels[:n].tolist()
    changes: dict[str, object] = {
        "reading": READINGS[kind],
        "rounding": max((row.rounding or 0.0 for row in table.typed), default=0.0),
        # logarithms that are kept as typed are to a base; others are natural
        "log_base": next((row.log_base for row in table.typed if row.log_base != "e"), None),
    }
    if kind == "classes":
        changes[scale] = tuple(row_of(f"row {at}", row) for at, row in enumerate(texts, 1))
        changes["names"] = row_of("classes", table.classes)
        if table.p is None:
            changes["label"] = row_of("labels", [table.classes[label] for label in labels])
        else:
            changes["true"] = tuple(row_of(f"truth {at}", row) for at, row in enumerate(truths, 1))
            changes["reading"] = "distribution"
    else:
        changes[scale] = (row_of("rows", [text for row in texts for text in row]),)
        if kind == "binary" and table.p is not None:
            changes["true"] = (row_of("truths", [row[-1] for row in truths]),)
        elif kind == "binary":
            changes["label"] = row_of("labels", [str(label) for label in labels])
    if table.weights is not None:
        changes["weight"] = row_of("weights", [shortest(weight) for weight in table.weights[:n].tolist()])
    return request._replace(**changes)  # type: ignore[arg-type]  # each of the type of its field


def _texts(table: WholeTable, n: int, numbers: Floats) -> list[Sequence[str]]:
    """The predictions or truths of the first n rows, as typed where that is known."""
    if table.is_few:
        return [row.texts if numbers is table.q else row.truth or () for row in table.typed]
    return [[shortest(value) for value in row] for row in numbers[:n].reshape(n, -1).tolist()]


def too_many(table: WholeTable) -> XentError:
    """Refuse very many truths that are distributions: what looks at all rows at once takes labels."""
    return XentError(
        "option-misfit",
        "So many truths that are distributions are not taken.",
        where=table.name,
        text=str(table.n),
        why="Files of this size are worked out as arrays, from labels.",
        fix="Give a part of the file, such as head -1000 FILE; or labels.",
        status=BAD_DATA,
    )


def _many(table: WholeTable, first: Inputs) -> Inputs:
    """What is asked of many rows, with their labels and weights, and the first of them."""
    labels = tuple(1 for _ in range(table.n)) if table.method.kind == "events" else tuple(table.labels.tolist())
    weights = () if table.weights is None else tuple(table.weights.tolist())
    truth = one_hot(labels, len(first.truth[0])) if table.p is None else tuple(map(tuple, table.p.tolist()))
    return replace(
        first, cells=table.cells, labels=labels if table.p is None else (), truth=truth, weights=weights,
        names=tuple(map(str, range(1, table.n + 1))), lengths=table.lengths,
    )  # fmt: skip


def _rows(table: WholeTable) -> Rows:
    """The predictions as rows: two columns of a binary prediction, or its logit."""
    kind, scale = table.method.kind, table.method.scale
    if kind == "classes":
        rows = tuple(map(tuple, table.q.tolist()))
        return tuple(map(over_sum, rows)) if table.method.normalize else rows
    values = table.q.tolist()
    if scale == "logits":
        return tuple((z,) for z in values)
    if scale == "logprobs":
        return tuple((ln(-math.expm1(x)), x) for x in values)
    return tuple((1 - q, q) for q in values)


def _in_doubles(inputs: Inputs, table: WholeTable) -> float:
    """The answer in doubles: the cross-entropy as asked, in the base that is asked for."""
    view, clip = plain_view(inputs), table.method.clip
    if clip is not None:
        rows = tuple(map(over_sum, inputs.q)) if clip.rescale else inputs.q
        view = plain_view(replace(inputs, given="pred", rows=tuple(kept_between(r, clip.low, clip.high) for r in rows)))
    return sums_as_asked(asked_losses(view, inputs), inputs).value(inputs)
