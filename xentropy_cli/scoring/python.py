"""`score` from Python: a path, several, or batches of arrays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xentropy_cli.inputs.notation import Piece, Source
from xentropy_cli.inputs.options import read_base
from xentropy_cli.scoring.score import Settings, score_files
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.tables.columnar.reader import Columnar

Path = str | os.PathLike[str]
BATCH_COLUMNS = ("label", "pred", "weight")


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
    from xentropy_cli.scoring.columnar import score_columns

    table = table_of(data, "batches")
    scale = next((name for name in ("logits", "logprobs") if getattr(settings.wanted, name)), "pred")
    wanted = settings.wanted._replace(label="label", pred=None, logits=None, logprobs=None)
    wanted = wanted._replace(weight=weight_of(table), **{scale: "pred"})  # type: ignore[arg-type]  # a text option
    return score_columns(table, settings._replace(wanted=wanted))


def weight_of(table: Columnar) -> str | None:
    """The name of the weights of batches, if they have any."""
    return BATCH_COLUMNS[-1] if BATCH_COLUMNS[-1] in table.names else None


def table_of(data: Iterable[Sequence[Any]], name: str) -> Columnar:
    """Take batches of arrays as a table."""
    from xentropy_cli.tables.columnar.reader import Columnar

    batches = arrays(data)
    first = next(batches, None)
    count = 2 if first is None else len(first)

    def every() -> Iterator[Sequence[Any]]:
        if first is not None:
            yield first
        yield from batches

    return Columnar(name, "arrays", BATCH_COLUMNS[:count], every())


def arrays(data: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Each batch as arrays; predictions of shape (n, 1) are (n,)."""
    import numpy as np

    alike: tuple[int, tuple[int, ...]] | None = None
    for batch in data:
        parts = [np.asarray(part) for part in batch] if isinstance(batch, tuple | list) else []
        if not 2 <= len(parts) <= len(BATCH_COLUMNS) or any(part.ndim == 0 for part in parts):  # noqa: PLR2004
            raise no_batch(f"a {type(batch).__name__} where a batch (labels, predictions) should be")
        if parts[1].shape[1:] == (1,):
            parts[1] = parts[1][:, 0]
        lengths = {len(part) for part in parts}
        if len(lengths) > 1:
            raise no_batch(f"arrays of {' and '.join(map(str, sorted(lengths)))} rows in one batch")
        if alike not in (None, (len(parts), parts[1].shape[1:])):
            raise no_batch("batches with different numbers of classes, or weights in some alone")
        alike = len(parts), parts[1].shape[1:]
        yield parts


def no_batch(what: str) -> XentError:
    """Refuse what is no batch of arrays."""
    from xentropy_cli.tables.columnar.reader import unreadable

    return unreadable("batches", what, "Give one or more batches of arrays: score([(labels, predictions)])")
