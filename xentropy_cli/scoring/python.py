"""`score` from Python: a path, several, a frame, or arrays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xentropy_cli.inputs.notation import Piece, Source
from xentropy_cli.inputs.options import read_base
from xentropy_cli.scoring.score import score_files, score_table
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form
from xentropy_cli.tables.opening import as_asked
from xentropy_cli.tables.token_columns import LOG_BASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.tables.table import Table

Columns = str | list[str] | tuple[str, ...] | bool | None
WEIGHT = "weight"


def score(  # noqa: PLR0913  the options of the command, by their names
    data: Any,
    predictions: Any = None,
    *,
    label: Columns = None,
    true: Columns = None,
    pred: Columns = None,
    logits: Columns = None,
    logprobs: Columns = None,
    nll: Columns = None,
    long: Columns = None,
    log_base: float | str = "e",
    weight: Any = None,
    by: str | None = None,
    id: str | None = None,  # noqa: A002  the option's name
    classes: Sequence[str] = (),
    positive: str | None = None,
    reading: str | None = None,
    ignore_label: Any = None,
    truth: str | os.PathLike[str] | None = None,
    on: str | None = None,
    bytes: str | None = None,  # noqa: A002  the option's name
    words: str | None = None,
    percent: bool = False,
    base: float | str = "e",
    bins: int = 10,
    top: int = 5,
    normalize: bool = False,
    as_is: bool = False,
    skip_bad: bool = False,
    form: Form | None = None,
) -> ScoreSummary:
    """Score predictions, as `xent score` would; options are named as on the command line.

    `data` is a path (or several), a frame (pandas, polars, pyarrow, a dict of columns, whatever gives an Arrow stream), the
    labels of the array `predictions`, or batches `(labels, predictions[, weights])` of arrays. Predictions of shape (n,) are
    probabilities of class 1, of shape (n, K) one a class; labels are positions, or names in `classes`. Of arrays `logits=True`
    or `logprobs=True` tells the scale, `true=True` that labels are distributions, and `weight` may be an array. Columns are
    named in a text or a list, or known by the rules of files; `truth` and `on` join files. Raises XentError where the command
    would refuse.

    >>> round(score([1, 0, 1], [0.9, 0.2, 0.7]).mean, 4)
    0.2284
    >>> round(score({"y": [1, 0, 1], "p": [0.9, 0.2, 0.7]}).mean, 4)
    0.2284
    >>> part = score([([0, 1], [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]])])
    >>> (part + part).n
    4
    """
    is_array = predictions is not None
    settings = settings_of(
        label=label, true=true, pred=pred, logits=logits, logprobs=logprobs, nll=nll, long=long, log_base=log_base, id=id,
        weight=None if is_array else weight, by=by, classes=classes, positive=positive, reading=reading,
        ignore_label=ignore_label, bytes=bytes, words=words, percent=percent, base=base, bins=bins, normalize=normalize,
        as_is=as_is, top=top, skip_bad=skip_bad, form=form, truth=None if truth is None else os.fspath(truth), on=on,
    )  # fmt: skip
    settings = settings_of(
        label=label, true=true, pred=pred, logits=logits, logprobs=logprobs, nll=nll, long=long, log_base=log_base, id=id,
        weight=weight if predictions is None else None, by=by, classes=classes, positive=positive, reading=reading,
        ignore_label=ignore_label, bytes=bytes, words=words, percent=percent, base=base, bins=bins, normalize=normalize,
        as_is=as_is, top=top, skip_bad=skip_bad, form=form, truth=truth, on=on,
    )  # fmt: skip
    return scored(data, settings) if predictions is None else scored(one_batch(data, predictions, weight), settings)


def scored(data: Any, settings: Settings) -> ScoreSummary:
    """Score files, a frame, or batches of arrays."""
    names = paths(data)
    return score_files(names, settings) if names is not None else score_table(*table_of(data, settings))


def one_batch(labels: Any, predictions: Any, weights: Any) -> list[tuple[Any, ...]]:
    """Arrays as a batch."""
    return [(labels, predictions) if weights is None else (labels, predictions, weights)]


def settings_of(  # noqa: PLR0913  the options of the command, by their names
    *,
    label: Columns = None,
    true: Columns = None,
    pred: Columns = None,
    logits: Columns = None,
    logprobs: Columns = None,
    nll: Columns = None,
    long: Columns = None,
    log_base: float | str = "e",
    id: str | None = None,  # noqa: A002  the option's name
    weight: str | None = None,
    by: str | None = None,
    classes: Sequence[str] = (),
    positive: str | None = None,
    reading: str | None = None,
    ignore_label: Any = None,
    bytes: str | None = None,  # noqa: A002  the option's name
    words: str | None = None,
    percent: bool = False,
    base: float | str = "e",
    form: Form | None = None,
    truth: str | os.PathLike[str] | None = None,
    on: str | None = None,
    **more: Any,
) -> Settings:
    """What options by their names ask for."""
    columns = {
        "label": label,
        "true": true,
        "pred": pred,
        "logits": logits,
        "logprobs": logprobs,
        "nll": nll,
        "long": long,
    }
    wanted = Wanted(
        **{name: spec_of(each) for name, each in columns.items()}, id=id, weight=weight, by=by, classes=tuple(classes),
        positive=positive, reading=reading, ignore=None if ignore_label is None else str(ignore_label),
        log_base=log_base_text(log_base), bytes=bytes, words=words,
    )  # fmt: skip
    form = form or Form()
    form = form._replace(percent=percent or form.percent)
    return Settings(wanted, form, base_text(base), truth=file_of_truth(truth, on), on=on, **more)


def file_of_truth(truth: str | os.PathLike[str] | None, on: str | None) -> str | None:
    """The name of the file that holds the truth."""
    if on is not None and truth is None:
        raise ValueError("on names the rows of a file and of that of the truth: give truth too")
    return None if truth is None else os.fspath(truth)


def log_base_text(base: float | str) -> str:
    """Read the base of logarithms that are given.

    >>> log_base_text(10), log_base_text("e")
    ('10', 'e')
    """
    text = f"{base:g}" if isinstance(base, float) else str(base)
    if text not in LOG_BASES:
        raise ValueError(f"log_base cannot be {base}: it is one of {', '.join(LOG_BASES)}")
    return text


def spec_of(columns: Columns) -> str | None:
    """The columns that a text, a list of names, or True (for arrays) names.

    >>> spec_of(["a", "b"]), spec_of("prob_*"), spec_of(None)
    ('a,b', 'prob_*', None)
    """
    if columns is None or isinstance(columns, str):
        return columns
    return "pred" if columns is True else None if columns is False else ",".join(columns)


def table_of(data: Any, settings: Settings, name: str = "frame") -> tuple[Table, Settings]:
    """A frame, or batches of arrays, as a table, and the settings with its columns."""
    from xentropy_cli.tables.columnar.frames import frame_table, is_frame

    if settings.truth is not None:
        raise ValueError("truth joins files: put the columns of two frames beside each other first, or name a file")
    if is_frame(data):
        return as_asked(frame_table(data, name, settings.reading), settings.reading), settings
    from xentropy_cli.tables.columnar.batches import batch_table

    table = batch_table(data, "batches", settings.reading)
    scale = next((name for name in ("logits", "logprobs") if getattr(settings.wanted, name)), "pred")
    truth = {"label": "label"} if settings.wanted.true is None else {"label": None, "true": "label"}
    wanted = settings.wanted._replace(pred=None, logits=None, logprobs=None, **truth)
    wanted = wanted._replace(weight=weight_of(table), **{scale: "pred"})  # type: ignore[arg-type]  # a text option
    return table, settings._replace(wanted=wanted)


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


def weight_of(table: Table) -> str | None:
    """The name of the weights of batches, if they have any."""
    return WEIGHT if WEIGHT in table.shape.names else None
