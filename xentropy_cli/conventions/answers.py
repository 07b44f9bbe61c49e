"""What was asked of conventions: the answer, exact or in doubles, beside the inputs as doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.derivation.derive import derive
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.readings import read
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
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
    is asked for: there is none, and the derivation is that of the sum.
    """

    derivation: Derivation | InDoubles
    inputs: Inputs
    exact: float | None
    arrays: ArrayInputs | None = None


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
