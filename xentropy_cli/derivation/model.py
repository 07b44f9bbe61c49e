"""The frozen records that pass from layer to layer: what was asked, and how it was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Further, Working
    from xentropy_cli.derivation.notes import Note


PARTS = ("terms", "steps", "breakdown", "gradient", "further", "chart", "more")
"""The parts of the page of a calculation, by the names that `--show` takes."""

SHOWN = tuple(part for part in PARTS if part != "chart")
"""The parts that are shown unless others are asked for."""


SIGMA = r"\sum"


class Base(NamedTuple):
    """The base of the logarithm: its value (None for e), its text, and the unit it measures in."""

    value: Real | None
    text: str
    unit: str


class Example(NamedTuple):
    """One thing that was predicted, with its truth.

    `p` and `q` give the truth and the prediction for each of `classes`. Of an event only its own probability is known: it
    has one class. `logits` are the scores Q was made from, where it was. `label` names the class that happened, unless
    the truth is a distribution.
    """

    name: str
    classes: tuple[str, ...]
    p: tuple[Real, ...]
    q: tuple[Real, ...] = ()
    logits: tuple[Real, ...] = ()
    label: str | None = None
    weight: Real | None = None

    @property
    def happened(self) -> int:
        """The position of the class that happened."""
        return self.classes.index(self.label or "")


class Question(NamedTuple):
    """What was asked, read and checked: the examples, and what to do with them."""

    reading: str
    given: str
    examples: tuple[Example, ...]
    base: Base
    reduction: str | None = None
    smoothing: Real | None = None
    smoothing_kind: str = "K"
    class_weights: tuple[Real, ...] = ()
    weight_norm: str = "weights"
    pos_weight: Real | None = None
    clip: str | Real | None = None
    gradient: bool = False
    ignored: int = 0
    temperature: Real | None = None
    further: tuple[Further, ...] = ()
    notes: tuple[Note, ...] = ()
    given_as: str = ""  # in words, where `given` does not tell all
    cells: int = 1  # binary predictions a row, where several rows hold several that weigh alike


class Term(NamedTuple):
    """One addend of the total: a class of a single pair of distributions, an example otherwise.

    `value` is what it adds. What does not apply is None: `p`, `q` and `surprisal` belong to one class, `label` and
    `weight` to an example, `entropy` and `kl_divergence` to an example whose truth is a distribution, `log_sum_exp` to a
    softmax. `running` is the sum so far, and `share` the part of the total, where that is neither 0 nor infinite.
    """

    name: str
    value: Real
    p: Real | None = None
    q: Real | None = None
    surprisal: Real | None = None
    label: str | None = None
    weight: Real | None = None
    entropy: Real | None = None
    kl_divergence: Real | None = None
    running: Real | None = None
    share: Real | None = None
    log_sum_exp: LogSumExp | None = None


class LogSumExp(NamedTuple):
    """The logit z of what happened, and log Σ e^z in two parts: the largest logit, and the rest above it."""

    logit: Real
    largest: Real
    rest: Real


class ClassRow(NamedTuple):
    """One class of a single example: its part in every sum. `logit` and what follows it, where Q came from logits."""

    name: str
    p: Real
    entropy: Real
    own_surprisal: Real
    q: Real | None = None
    surprisal: Real | None = None
    cross_entropy: Real | None = None
    kl_divergence: Real | None = None
    logit: Real | None = None
    shifted: Real | None = None
    exponential: Real | None = None


class Step(NamedTuple):
    """One line of working: `symbol` = `formula` of the `operands` = `value`."""

    symbol: Formula
    formula: Formula
    operands: tuple[Real, ...]
    value: Real


class Slope(NamedTuple):
    """One component of the gradient: ∂ value / ∂ logit, and the central difference that checks it (None at infinity)."""

    name: str
    value: Real
    difference: Real | None


class Denominator(NamedTuple):
    """What the total is divided by to make the mean."""

    name: str
    value: Real

    @property
    def formula(self) -> Formula:
        """The mean, as a formula."""
        return Formula(f"total / {self.name}", rf"\text{{total}} / {self.name.replace('Σ', SIGMA)}")


class Derivation(NamedTuple):
    """A result and how it was worked out. The answer is the value of the last step.

    `quantities` maps the name of each quantity that applies to its value; `quantity` names the one asked for. `classes`
    shows the classes of a single example, where more than the one that happened is known. `temperature` is what its logits
    were divided by, where that was asked.
    """

    reading: str
    read_as: str
    given: str
    quantity: str
    base: Base
    n: int
    examples: tuple[Example, ...]
    terms: tuple[Term, ...]
    steps: tuple[Step, ...]
    quantities: dict[str, Real]
    denominator: Denominator
    classes: tuple[ClassRow, ...] = ()
    is_weighted: bool = False
    ignored: int = 0
    gradient: tuple[Slope, ...] = ()
    temperature: Real | None = None
    workings: tuple[Working, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def value(self) -> Real:
        """The answer."""
        return self.steps[-1].value

    def working(self, key: str) -> Working:
        """A further table that was asked for, by its key."""
        return next(each for each in self.workings if each.key == key)

    @property
    def given_prediction(self) -> bool:
        """Whether there is a Q, and not a truth alone."""
        return bool(self.examples[0].q)

    @property
    def unit(self) -> str:
        """The unit of the answer and of every quantity of information beside it."""
        return self.base.unit
