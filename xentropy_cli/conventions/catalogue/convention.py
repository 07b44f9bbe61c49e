"""What a convention is: a library's way with the numbers, as data and one small function of the inputs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.inputs import Inputs


class Unfit(Exception):  # noqa: N818  it is no error: a call that cannot take some inputs says so in its cell
    """Why a call cannot take these inputs."""


KINDS = {
    "events": "events that happened",
    "binary": "one probability an example, and a label 0 or 1",
    "binary-soft": "one probability an example, and a probability for its truth",
    "classes": "a row of classes an example, and a label",
    "distribution": "a row of classes an example, and a distribution for its truth",
    "truth": "a truth alone",
}
"""What inputs may be; each convention says which of them it takes."""

BINARY = ("events", "binary", "binary-soft")
LABELS = ("events", "binary", "classes")
COLUMNS = ("classes", "distribution")
BINARY_LABELS = ("events", "binary")
PREDICTIONS = (*BINARY, *COLUMNS)


class Option(NamedTuple):
    """An option that a call may have: whether inputs ask for it, and what is said of a call that lacks it.

    A call that lacks `ignore-label` is given the examples that are left, and one that lacks `sum` averages whatever is
    asked: those refuse nothing.
    """

    is_asked: Callable[[Inputs], bool]
    lacking: str = ""


OPTIONS = {
    "weight": Option(lambda i: bool(i.weights), "has no weights of examples"),
    "class-weight": Option(lambda i: bool(i.class_weights), "has no class weights"),
    "pos-weight": Option(lambda i: i.pos_weight is not None, "has no pos_weight"),
    "label-smoothing": Option(lambda i: i.smoothing is not None, "has no label smoothing"),
    "ignore-label": Option(lambda i: bool(i.ignored)),
    "sum": Option(lambda i: i.reduction == "sum"),
}


def kind_of(inputs: Inputs) -> str:
    """Name what inputs are, in the words of `KINDS`."""
    if not inputs.rows:
        return "truth"
    if inputs.reading == "events":
        return "events"
    if inputs.is_binary:
        return "binary" if inputs.labels else "binary-soft"
    return "classes" if inputs.labels else "distribution"


def why_not(kind: str, takes: tuple[str, ...]) -> str:
    """Say why a call that takes some kinds of inputs cannot take another.

    >>> why_not("distribution", LABELS)
    'takes labels, not distributions'
    """
    if kind == "truth":
        return "needs a prediction"
    if kind in BINARY and not set(takes) & set(BINARY):
        return "takes a row of classes"
    if kind in COLUMNS and not set(takes) & set(COLUMNS):
        return "takes one probability an example"
    return "takes labels, not distributions"


@dataclass(frozen=True)
class Convention:
    """One call of one library.

    `call` is what a person writes today; `expects` what it is given; `precision` float32 or float64; `does` says in a few
    words what it does to the inputs; `reduction` what it divides by; `quantity` what it means to compute. `takes` are the
    kinds of inputs, and `options` the options it has: what else is asked of it is refused, here and nowhere else. `loss`
    computes. `program` is a runnable snippet, its literals filled in by `snippet.py`. `checked` is "run" where
    tests/parity/values.json holds what the library itself gave, and else says where the rule was looked up.
    """

    key: str
    library: str
    version: str
    call: str
    expects: str
    precision: str
    does: str
    reduction: str
    takes: tuple[str, ...]
    loss: Callable[[Inputs], float]
    program: str
    options: frozenset[str] = frozenset()
    quantity: str = "cross_entropy"
    language: str = "python"
    clip: str = "none"
    rescales: bool = False
    class_order: str = "as given"
    base: str = "e"
    checked: str = "run"

    @property
    def smoothing_kind(self) -> str:
        """The classes that label smoothing shares among: all K, wherever a call has it."""
        return "K" if "label-smoothing" in self.options else "none"

    def unfit(self, inputs: Inputs) -> str:
        """Say why this call cannot take these inputs; nothing where it can."""
        kind = kind_of(inputs)
        if kind not in self.takes:
            return why_not(kind, self.takes)
        for name, option in OPTIONS.items():
            if option.lacking and name not in self.options and option.is_asked(inputs):
                return option.lacking
        if inputs.smoothing is not None and inputs.smoothing_kind != self.smoothing_kind:
            return "smooths over all K classes only"
        return ""

    def taken(self, inputs: Inputs) -> Inputs:
        """The inputs as this call takes them: it averages where it cannot add up, and knows of no row that was left out.

        Raises Unfit where it cannot take them.
        """
        if reason := self.unfit(inputs):
            raise Unfit(reason)
        reduction = inputs.reduction if "sum" in self.options else "mean"
        ignored = inputs.ignored if "ignore-label" in self.options else 0
        if (reduction, ignored) == (inputs.reduction, inputs.ignored):
            return inputs  # with what others have made of its rows
        return replace(inputs, reduction=reduction, ignored=ignored)

    def value(self, inputs: Inputs) -> float:
        """Work the inputs out as this call does.

        Raises Unfit where it cannot take them.
        """
        return self.loss(self.taken(inputs))
