"""`score` from Python: a path, several, or batches of arrays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xentropy_cli.inputs.notation import Piece, Source
from xentropy_cli.inputs.options import read_base
from xentropy_cli.scoring.score import score_files
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.tables.table import Table

Path = str | os.PathLike[str]
WEIGHT = "weight"


def score(  # noqa: PLR0913  the options of the command, by their names
    data: Path | Sequence[Path] | Iterable[Sequence[Any]],
    *,
    label: str | None = None,
    pred: str | None = None,
    logits: str | None = None,
    logprobs: str | None = None,
    weight: str | None = None,
    by: str | None = None,
    id: str | None = None,  # noqa: A002  the option's name
    classes: Sequence[str] = (),
    positive: str | None = None,
    reading: str | None = None,
    base: float | str = "e",
    bins: int = 10,
    top: int = 5,
    normalize: bool = False,
    as_is: bool = False,
    skip_bad: bool = False,
    form: Form | None = None,
) -> ScoreSummary:
    """Score predictions, as `xent score` would; options are named as on the command line.

    `data` is a path (or several), or batches `(labels, predictions[, weights])` of arrays: predictions of shape (n,) are
    probabilities of class 1, of shape (n, K) one a class; labels are positions, or names in `classes`. Of batches any
    text for `logits` or `logprobs` tells the scale. Raises XentError where the command would refuse.

    >>> round(score([([1, 0, 1], [0.9, 0.2, 0.7])]).mean, 4)
    0.2284
    >>> part = score([([0, 1], [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]])])
    >>> (part + part).n
    4
    """
    wanted = Wanted(label, pred, logits, logprobs, id, weight, by, tuple(classes), positive, reading)
    settings = Settings(wanted, form or Form(), base_text(base), bins, normalize, as_is, top=top, skip_bad=skip_bad)
    names = paths(data)
    return score_files(names, settings) if names is not None else score_batches(data, settings)  # type: ignore[arg-type]


def base_text(base: float | str) -> str:
    """Read the base of the logarithm."""
    text = str(base)
    return read_base(Piece(text, Source("base", text), (0, max(len(text), 1)))).text


def paths(data: Any) -> list[str] | None:
    """The names of files, if that is what was given."""
    if isinstance(data, str | os.PathLike):
        return [os.fspath(data)]
    if isinstance(data, list | tuple) and data and all(isinstance(part, str | os.PathLike) for part in data):
        return [os.fspath(part) for part in data]
    return None


def score_batches(data: Iterable[Sequence[Any]], settings: Settings) -> ScoreSummary:
    """Score batches of arrays."""
    from xentropy_cli.scoring.score import score_table
    from xentropy_cli.tables.columnar.batches import batch_table

    table = batch_table(data, "batches", settings.reading)
    scale = next((name for name in ("logits", "logprobs") if getattr(settings.wanted, name)), "pred")
    wanted = settings.wanted._replace(label="label", pred=None, logits=None, logprobs=None)
    wanted = wanted._replace(weight=weight_of(table), **{scale: "pred"})  # type: ignore[arg-type]  # a text option
    return score_table(table, settings._replace(wanted=wanted))


def weight_of(table: Table) -> str | None:
    """The name of the weights of batches, if they have any."""
    return WEIGHT if WEIGHT in table.shape.names else None
