"""What was asked of conventions: the answer, exact or in doubles, beside the inputs as doubles."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.derivation.derive import derive
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.readings import read
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Derivation, Question
    from xentropy_cli.derivation.notes import Note
    from xentropy_cli.inputs.request import Request


class InDoubles(NamedTuple):
    """An answer worked out in doubles, where rows are too many for a derivation."""

    read_as: str
    unit: str
    value: Real
    notes: tuple[Note, ...]
    given_prediction: bool = True


class Asked(NamedTuple):
    """The answer as it should be, what it was made from, and the answer as a double.

    Of rows beyond a size `arrays` has them, and `inputs` has but the first. `exact` is None where all weights are 0 and a mean
    is asked for: there is none, and the derivation is that of the sum. `request` is what was typed, where rows are few.
    """

    derivation: Derivation | InDoubles
    inputs: Inputs
    exact: float | None
    arrays: ArrayInputs | None = None
    request: Request | None = None

    def without_options(self) -> Iterator[tuple[str, Inputs]]:
        """The inputs without each option that was told, and the departure that this is."""
        yield from options_left_out(self.inputs)
        if self.request is None:
            return
        for key, changes in (
            ("unscaled", {"normalize": False, "as_is": True}),
            ("ignored-taken", {"ignore_label": None}),
        ):
            other = self.request._replace(**changes)
            if other != self.request._replace(as_is=other.as_is):
                with suppress(XentError):
                    yield key, inputs_of(read_as_given(other))


def options_left_out(inputs: Inputs) -> Iterator[tuple[str, Inputs]]:
    """The inputs without smoothing, without weights, and with the base and the reduction that are usual."""
    if inputs.smoothing is not None:
        yield "no-smoothing", replace(inputs, smoothing=None)
    if inputs.pos_weight is not None:
        yield "no-pos-weight", replace(inputs, pos_weight=None)
    if inputs.weights or inputs.class_weights:
        yield "no-weights", replace(inputs, weights=(), class_weights=())
    if inputs.weights and inputs.class_weights:
        yield "no-example-weights", replace(inputs, weights=())
        yield "no-class-weights", replace(inputs, class_weights=())
    if inputs.base is not None:
        yield "base-e", replace(inputs, base=None)
    usual = "sum" if inputs.reading == "events" else "mean"
    if inputs.reduction != usual:
        yield usual, replace(inputs, reduction=usual)


def read_as_given(request: Request) -> Question:
    """Read a request as a library would be given it: rows that do not add up to 1, and weights that are all 0."""
    try:
        return read(request)
    except XentError as refusal:
        if refusal.code == "sum-not-one":
            return read_as_given(request._replace(as_is=True))
        if refusal.code == "bad-weight" and request.reduction != "sum":
            return read_as_given(request._replace(reduction="sum"))._replace(reduction=request.reduction)
        raise


def asked_by(request: Request) -> Asked:
    """Work out what was typed, as a library would be given it."""
    return asked_of(read_as_given(request))._replace(request=request)


def asked_of(question: Question) -> Asked:
    """Work a question out, exactly."""
    inputs = inputs_of(question)
    try:
        derivation = derive(question)
    except XentError as refusal:
        if refusal.code != "bad-weight":
            raise
        return Asked(derive(question._replace(reduction="sum")), inputs, None)
    return Asked(derivation, inputs, float(derivation.value))
