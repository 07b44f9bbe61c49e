"""xent from Python: the quantities as plain functions, and the derivations and pages that the command shows.

A distribution is any sequence of numbers, a mapping from class names to numbers, or a text as on the command line.
An int, a Fraction, a Decimal and a text are taken exactly; a float as the shortest decimal that names it, so that 0.7 is 7/10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeGuard

from xentropy_cli.api.fields import WithFields, written
from xentropy_cli.core import definitions as core
from xentropy_cli.derivation import derive as derivation
from xentropy_cli.derivation import model
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.distributions import numbers, read_distribution
from xentropy_cli.inputs.notation import Row, Source, row_of, split
from xentropy_cli.inputs.options import read_base
from xentropy_cli.inputs.readings import read
from xentropy_cli.inputs.request import PIECES, ROWS, VECTORS, Request, option
from xentropy_cli.inputs.sums_to_one import roundoff
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.pages.result import DIGITS
from xentropy_cli.scoring.python_words import in_python_words
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.pages.result import Result
    from xentropy_cli.scoring.summary import ScoreSummary

Vector = str | Sequence[Any] | Mapping[str, Any]
Base = str | float | None


class Derivation(model.Derivation):
    """A small calculation with its working: the answer is `value`, and every quantity that applies is an attribute.

    >>> doors = derive(pred=[0.7, 0.8, 0.97])
    >>> float(doors.value) == float(doors.total), f"{doors.mean:.4f}", float(doors.likelihood)
    (True, '0.2034', 0.5432)

    Numbers are exact until `float()` or a format rounds them. `terms` are the addends, `steps` the way to the answer, `notes`
    what is to be known beside it; `render` writes the page, and a notebook shows it.
    """

    def __getattr__(self, name: str) -> Real:
        """Find a quantity by its name, the field of `xent compute --format json`."""
        if name in self.quantities:
            return self.quantities[name]
        known = f"; its quantities are {', '.join(self.quantities)}" if name in QUANTITIES else ""
        raise AttributeError(f"{self.read_as}: there is no {name}{known}")

    def __dir__(self) -> list[str]:
        """Name the quantities too."""
        return sorted({*super().__dir__(), *self.quantities})

    def __repr__(self) -> str:
        """Name the answer and the reading; `render` writes the page."""
        return f"<Derivation: {DerivationResult(self).page()[0].text}, read as {self.read_as}>"  # type: ignore[union-attr]  # a page begins with its heading

    def _repr_html_(self) -> str:
        from xentropy_cli.rendering.html import html_fragment

        return html_fragment(DerivationResult(self).page())


def derive(**options: Any) -> Derivation:
    """Work out what `xent compute` would, from options of the same names (`weight_norm`; `reading` for --as).

    `pred`, `logits` or `logprobs` is the prediction, `label` or `true` the truth; each is a vector, or a list of vectors.

    >>> doors = derive(pred=[0.7, 0.8, 0.97])
    >>> float(doors.value), doors.unit
    (0.6102777027376507, 'nats')
    >>> float(derive(pred={"cat": 0.7, "dog": 0.3}, label="cat").value)
    0.3566749439387324

    Raises XentError where the command would refuse, TypeError for an option that does not exist.
    """
    with in_python_words():
        return Derivation(*derivation.derive(read(request_of(options))))


def request_of(options: dict[str, Any]) -> Request:
    """Cut options of `derive` into the pieces of a request.

    Raises TypeError for an option that does not exist, with the one that was probably meant.
    """
    for name in [each for each in options if each not in Request._fields]:
        near = nearest(name, Request._fields)
        raise TypeError(f"there is no option {name}{f'; did you mean {near}?' if near else ''}")
    given = {name: _plain(name, value) for name, value in options.items()}
    rounding = max((_rounding(given[name]) for name in ROWS if name in given), default=0.0)
    cut = {name: _cut(name, value) for name, value in given.items() if value is not None}
    return Request(**{"rounding": rounding, **cut})


def _plain(name: str, value: Any) -> Any:
    """A value without what hides it: an iterator as a list, tensors and series as arrays of numpy, an array of one as that."""
    if isinstance(value, Iterator):
        return list(value)
    if isinstance(value, Mapping):
        return {key: _plain(name, each) for key, each in value.items()}
    holds_arrays = isinstance(value, list | tuple) and any(hasattr(each, "__array__") for each in value)
    if not (hasattr(value, "__array__") or holds_arrays):
        return value
    from xentropy_cli.tables.columnar.arrays import array_of

    found = array_of(value, name)
    return found if found.ndim else found[()]


def render(
    result: model.Derivation | WithFields | ScoreSummary,
    format: str = "plain",  # noqa: A002  the name of the option
    *,
    digits: int = DIGITS,
    every_row: bool = False,
) -> str:
    r"""Write what `derive`, `score`, `compare`, `libraries`, `why` or `audit` gives in a format of --format (not `table`).

    >>> render(derive(pred=[0.7, 0.8, 0.97]), "value")
    '0.6102777027376507\n'

    Raises ValueError for a format that does not exist, TypeError for what is none of these results.
    """
    return written(_result_of(result), format, digits, every_row=every_row)


def _result_of(given: object) -> Result:
    """What the page of something is made of."""
    if isinstance(given, WithFields):
        return given.result
    if isinstance(given, model.Derivation):
        return DerivationResult(given)
    from xentropy_cli.pages.score import ScoreResult
    from xentropy_cli.scoring.summary import ScoreSummary

    if isinstance(given, ScoreSummary):
        return ScoreResult(given)
    what = "what derive, score, compare, libraries, why or audit gives"
    raise TypeError(f"render takes {what}, and not a {type(given).__name__}: render(derive(pred=[0.7, 0.8]))")


def surprisal(q: object, base: Base = None) -> float:
    """-log q, in the unit of the base (nats by default): the nearest double.

    >>> surprisal(0.7)
    0.3566749439387324

    Raises XentError where q is not a probability or the base not above 1.
    """
    with _without_options():
        return float(core.surprisal(numbers(_row("q", [q]), "probability")[0].value, _base(base)))


def entropy(p: Vector, base: Base = None) -> float:
    """H(P) = Σ p · (-log p), P of shape (K,).

    >>> entropy([0.5, 0.25, 0.125, 0.125], base=2)
    1.75

    Raises XentError where P is not a distribution.
    """
    with _without_options():
        return float(core.entropy(read_distribution(_row("p", p), "probability", Request()).q, _base(base)))


def cross_entropy(p: Vector, q: Vector, base: Base = None) -> float:
    """H(P, Q) = Σ p · (-log q), P the truth and Q the prediction, both of shape (K,).

    >>> cross_entropy([0.5, 0.5], [0.75, 0.25], base=2)
    1.207518749639422

    Raises XentError where P or Q is not a distribution, or their lengths differ.
    """
    return float(_pair(p, q, base).cross_entropy)


def kl_divergence(p: Vector, q: Vector, base: Base = None) -> float:
    """KL(P‖Q) = Σ p · log(p / q), both of shape (K,).

    >>> kl_divergence([0.5, 0.5], [0.75, 0.25], base=2)
    0.2075187496394219

    Raises XentError where P or Q is not a distribution, or their lengths differ.
    """
    return float(_pair(p, q, base).kl_divergence)


def js_divergence(p: Vector, q: Vector, base: Base = None) -> float:
    """JS(P, Q), both of shape (K,); its square root is a distance.

    >>> js_divergence([1, 0], [0, 1], base=2)
    1.0

    Raises XentError where P or Q is not a distribution, or their lengths differ.
    """
    return float(_pair(p, q, base).js_divergence)


def perplexity(q: Vector) -> float:
    """The geometric mean of 1 / q over the probabilities q, of shape (n,), of what happened; the base cancels.

    >>> perplexity([0.25, 0.25, 0.25])
    4.0

    Raises XentError where an entry is not a probability.
    """
    return float(derive(pred=q, reading="events").perplexity)


def _pair(p: Vector, q: Vector, base: Base) -> Derivation:
    with _without_options():
        return derive(true=p, pred=q, base=base)


@contextmanager
def _without_options() -> Iterator[None]:
    """Say what is refused to a function that has no option for another sum: what is typed is put right."""
    try:
        with in_python_words():
            yield
    except XentError as slip:
        if slip.code == "sum-not-one":
            slip.fix = "Correct an entry, or divide each by their sum; derive takes normalize=True for that."
        raise


def _base(base: Base) -> core.Base:
    return read_base(None if base is None else option("base", str(base))).value


def _cut(name: str, value: Any) -> Any:
    """Cut an option's value into the pieces that a request holds."""
    if name in ROWS:
        value = value if isinstance(value, str) or _is_many(value) else [value]
        rows = list(value) if _is_rows(value) else [value]
        places = [name] if len(rows) == 1 else [f"{name}, row {at}" for at in range(1, len(rows) + 1)]
        return tuple(_row(where, row) for where, row in zip(places, rows, strict=True))
    if name in VECTORS:
        return _row(name, value if isinstance(value, str) or _is_many(value) else [value])
    return option(name, str(value)) if name in PIECES else str(value) if name == "log_base" else value


def _is_many(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _is_rows(value: object) -> bool:
    """Tell whether a value holds rows, and not numbers."""
    return _is_many(value) and not isinstance(value, Mapping) and all(map(_is_vector, value))


def _is_vector(value: object) -> bool:
    return len(value.replace(",", " ").split()) > 1 if isinstance(value, str) else _is_many(value)


def _row(name: str, value: str | Iterable[Any]) -> Row:
    """Take each entry of a vector as a piece: its text is where an error points."""
    if isinstance(value, str):
        return split(Source(name, value))
    pairs = list(value.items()) if isinstance(value, Mapping) else [(None, entry) for entry in value]
    if not pairs:
        return split(Source(name, ""))
    return row_of(name, [_text(entry) for _, entry in pairs], [None if key is None else str(key) for key, _ in pairs])


def _rounding(value: Any) -> float:
    """How far the precision of NumPy's arrays, or of scalars in a list, may have moved each number."""
    if hasattr(value, "dtype"):
        return roundoff(value.dtype)
    entries = value.values() if isinstance(value, Mapping) else value if _is_many(value) else ()
    return max(map(_rounding, entries), default=0.0)


def _text(entry: object) -> str:
    """Write a number so that it is read back exactly; a NumPy scalar as the shortest decimal of its own precision."""
    return repr(float(entry)) if isinstance(entry, float) else str(entry)
