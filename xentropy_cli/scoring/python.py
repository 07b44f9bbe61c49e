"""`score` from Python: a path, several, a frame, or arrays."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from xentropy_cli.inputs.options import read_base
from xentropy_cli.inputs.request import option
from xentropy_cli.scoring.python_words import Call, in_python_words
from xentropy_cli.scoring.score import score_files, score_table
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form
from xentropy_cli.tables.opening import as_asked
from xentropy_cli.tables.token_columns import LOG_BASES

if TYPE_CHECKING:
    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.tables.table import Table

Columns = str | int | Sequence[str | int] | None
WEIGHT = "weight"


class TableOptions(TypedDict, total=False):
    """The options of the command, by their names: what columns mean, what is asked of them, and how a table is read."""

    label: Columns
    true: Columns
    pred: Columns
    logits: Columns
    logprobs: Columns
    nll: Columns
    long: Columns  # of a table of one row a class: its id, class and probability
    columns: Columns  # to be shown of the worst rows
    log_base: float | str
    weight: Any
    by: str | None
    id: str | None
    classes: Sequence[str]
    positive: str | None
    reading: str | None
    ignore_label: Any
    truth: str | os.PathLike[str] | None
    on: str | None
    bytes: str | None
    words: str | None
    base: float | str
    percent: bool
    normalize: bool
    as_is: bool
    bins: int
    top: int
    skip_bad: bool
    form: Form | None


COLUMN_LISTS = ("label", "true", "pred", "logits", "logprobs", "nll", "long", "columns")
PLAIN = ("weight", "by", "id", "positive", "reading", "bytes", "words")
OF_SETTINGS = ("normalize", "as_is", "bins", "top", "skip_bad")


def score(data: Any, predictions: Any = None, **options: Unpack[TableOptions]) -> ScoreSummary:
    """Score predictions, as `xent score` would; options are named as on the command line (`reading` for --as).

    They are label, true, pred, logits, logprobs, nll, long; log_base, weight, by, id, classes, positive, reading, ignore_label;
    truth, on; bytes, words, columns; base, percent, normalize, as_is, bins, top, skip_bad and form.

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
    given = dict(options)
    if predictions is not None:
        data, more = one_batch(data, predictions, options.pop("weight", None), options)
        options = {**options, **more}  # type: ignore[typeddict-item]  # by the same names
    settings = settings_of(**options)
    names = paths(data)
    if names is not None:
        return score_files(names, settings)
    with in_python_words(call_of("score", data, given)):
        return score_table(*table_of(data, settings))


def call_of(function: str, data: Any, options: Mapping[str, Any], names: str = "") -> Call:
    """What was called, for what is said of it."""
    from xentropy_cli.tables.columnar.frames import is_frame

    return Call(function, names, options, of_arrays=not is_frame(data))


def one_batch(labels: Any, predictions: Any, weights: Any, options: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Arrays as a batch; predictions whose columns have names as a frame with the labels, and the options that tell it so."""
    from xentropy_cli.tables.columnar.frames import class_names

    if options.get("label") is not None:
        raise ValueError("label names a column of a file or frame: here the labels are given themselves")
    names = class_names(predictions)
    if not names:
        return [(labels, predictions) if weights is None else (labels, predictions, weights)], {}
    own = [GIVEN.format(part) for part in ("label", "weight")]
    frame = {own[0]: labels, **{name: predictions[name] for name in names}}
    frame = frame if weights is None else {**frame, own[1]: weights}
    scale = next((each for each in ("logits", "logprobs") if options.get(each)), "pred")
    more = {scale: f"2-{len(names) + 1}", "weight": None if weights is None else own[1]}
    return frame, {**more, **({"true": own[0]} if options.get("true") else {"label": own[0]})}


GIVEN = "({} given)"
"""The name of what is given beside the predictions."""


def settings_of(**options: Unpack[TableOptions]) -> Settings:
    """What options by their names ask for."""
    unknown = [name for name in options if name not in TableOptions.__annotations__]
    if unknown:
        raise TypeError(f"there is no option {unknown[0]}: they are {', '.join(TableOptions.__annotations__)}")
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    ignored, form, truth = given.get("ignore_label"), given.get("form", Form()), given.get("truth")
    if given.get("on") is not None and truth is None:
        raise ValueError("on names the rows of a file and of that of the truth: give truth too")
    wanted = Wanted(
        **{name: spec_of(given.get(name)) for name in COLUMN_LISTS},
        **{name: given.get(name) for name in PLAIN},
        classes=tuple(given.get("classes", ())),
        ignore=None if ignored is None else str(ignored),
        log_base=log_base_text(given.get("log_base", "e")),
    )
    return Settings(
        wanted,
        form._replace(percent=given.get("percent", form.percent)),
        read_base(option("base", str(given.get("base", "e")))).text,
        truth=truth if truth is None else os.fspath(truth),
        on=given.get("on"),
        **{name: given[name] for name in OF_SETTINGS if name in given},
    )


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
    """The columns that a text, a list of names, or True (for arrays) names; a whole number is a name, as in frames without any.

    >>> spec_of(["a", "b"]), spec_of("prob_*"), spec_of(None), spec_of(0)
    ('a,b', 'prob_*', None, '0')
    """
    if columns is None or isinstance(columns, bool):
        return "pred" if columns else None
    return ",".join(map(str, columns)) if isinstance(columns, list | tuple) else str(columns)


def table_of(data: Any, settings: Settings, name: str = "frame") -> tuple[Table, Settings]:
    """A frame, or batches of arrays, as a table, and the settings with its columns."""
    from xentropy_cli.tables.columnar.frames import frame_table, is_frame

    if settings.truth is not None:
        raise ValueError("truth joins files: put the columns of two frames beside each other first, or name a file")
    if is_frame(data):
        return as_asked(frame_table(data, name, settings.reading), settings.reading), settings
    from xentropy_cli.tables.columnar.batches import batch_table

    table = as_asked(batch_table(data, "batches", settings.reading), settings.reading)
    scale = next((name for name in ("logits", "logprobs") if getattr(settings.wanted, name)), "pred")
    truth = {"label": "label"} if settings.wanted.true is None else {"label": None, "true": "label"}
    wanted = settings.wanted._replace(pred=None, logits=None, logprobs=None, **truth)
    wanted = wanted._replace(weight=weight_of(table), **{scale: "pred"})  # type: ignore[arg-type]  # a text option
    return table, settings._replace(wanted=wanted)


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
