"""`compare` from Python: two paths, one with two predictions, or batches of arrays."""

from __future__ import annotations

import os
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from xentropy_cli.comparing.asked import SCALES, Asked
from xentropy_cli.comparing.compare import compare as compared
from xentropy_cli.scoring.python import call_of, paths, settings_of, weight_of
from xentropy_cli.scoring.python_words import in_python_words
from xentropy_cli.tables.opening import as_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xentropy_cli.comparing.asked import Spec
    from xentropy_cli.comparing.comparison import Comparison
    from xentropy_cli.comparing.ranking import Ranking
    from xentropy_cli.scoring.python import Columns
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.form import Form
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.table import Table

Each = str | tuple[str | None, ...] | None
NAMES = tuple("abcdefghijklmnopqrstuvwxyz")
"""What frames and arrays are called, which have no names."""
OF_TWO = {"by", "top", "columns", "seed"}
"""Options that mean nothing for more than two models."""


def compare(  # noqa: PLR0913  the options of the command, by their names
    a: Any,
    b: Any = None,
    *others: Any,
    label: str | None = None,
    true: Columns = None,
    long: Columns = None,
    columns: Columns = None,
    pred: Each = None,
    logits: Each = None,
    logprobs: Each = None,
    truth: str | os.PathLike[str] | None = None,
    on: str | None = None,
    weight: str | None = None,
    by: str | None = None,
    id: str | None = None,  # noqa: A002  the option's name
    classes: Sequence[str] = (),
    positive: str | None = None,
    reading: str | None = None,
    ignore_label: Any = None,
    percent: bool = False,
    base: float | str = "e",
    top: int = 5,
    seed: int = 0,
    normalize: bool = False,
    as_is: bool = False,
    skip_bad: bool = False,
    form: Form | None = None,
) -> Comparison | Ranking:
    """Compare two models or more on the same rows, as `xent compare` would; options are named as on the command line.

    `a`, `b` and any others are paths, or frames as `score` takes them, or one of these and several predictions: `pred`,
    `logits` and `logprobs` name a column of all, or are tuples of one for each (`pred=("p", None), logits=(None, "z")` for two
    scales). Or all are batches `(labels, predictions[, weights])` of arrays as `score` takes them, the rows of one in the order
    of the other: labels (n,), predictions (n,) or (n, K), weights (n,); any text for `logits` or `logprobs` tells the scale.

    `truth` is a path to what happened, whose rows are those of both, or joined by `on`.

    The mean is the mean loss of B minus that of A, below 0 where B is better; more than two are ranked.

    >>> a = [([1, 0, 1], [0.9, 0.2, 0.7])]
    >>> found = compare(a, [([1, 0, 1], [0.8, 0.1, 0.6])])
    >>> round(found.all.mean, 4), found.all.won, found.all.lost, found.unit  # (ln 9/8 + ln 8/9 + ln 7/6) / 3
    (0.0514, 1, 2, 'nats')

    Raises XentError where the command would refuse what it reads, ValueError where these are not two models.
    """
    options: dict[str, Any] = {**locals()}
    models = [model for model in (options.pop("a"), options.pop("b"), *options.pop("others")) if model is not None]
    usual = compare.__kwdefaults__ or {}
    given = {name: value for name, value in options.items() if value is not usual[name]}
    names = ", ".join(NAMES[: len(models)])
    with nullcontext() if paths(models) else in_python_words(call_of("compare", a, given, names)):
        return made(models, options, given)


def made(models: list[Any], options: dict[str, Any], given: Mapping[str, Any]) -> Comparison | Ranking:
    """Compare two models, or rank several; `given` are the options that say something."""
    on, seed = options.pop("on"), options.pop("seed")
    specs = specs_of({scale: options.pop(scale) for scale in SCALES}, len(models))
    settings = settings_of(**options, on=None if options["truth"] is None else on)
    asked = asked_of(models, specs, settings, on, seed)
    if not asked.is_of_several:
        return compared(asked, None)
    for name in OF_TWO & given.keys():
        raise ValueError(f"{name} belongs to the difference of two models: leave it out, or compare two")
    from xentropy_cli.comparing.ranking import rank

    return rank(asked, None)


def asked_of(models: list[Any], specs: tuple[Spec, ...], settings: Settings, on: str | None, seed: int) -> Asked:
    """Tell what two models or more are: paths, frames, or batches of arrays."""
    if len(models) * max(len(specs), 1) == 1:
        raise ValueError("two models are compared: a and b, or a and a pair of predictions")
    if len(models) > len(NAMES):
        raise ValueError(f"{len(NAMES)} models at most are compared")
    files = tuple(os.fspath(model) for model in models if isinstance(model, str | os.PathLike))
    from xentropy_cli.tables.columnar.frames import is_frame

    are_frames = not files and all(map(is_frame, models))
    are_joinable = len(models) > 1 and (files or are_frames) and settings.wanted.id is None
    if on is not None and not are_joinable:
        raise ValueError("on joins the rows of two files or frames, and names them: leave it out, or id")
    if len(files) == len(models):
        return Asked(files, specs, settings, on, seed)
    if are_frames:
        named = zip(models, NAMES, strict=False)
        tables = tuple(partial(opened_frame, model, name) for model, name in named)
        return Asked(NAMES[: len(models)], specs, settings, on, seed, tables)
    if files or len(models) == 1:
        raise ValueError("a and b are paths, or frames, one of these with several predictions, or batches all of them")
    return of_batches(models, specs, settings, seed)


def opened_frame(frame: Any, name: str, reading: Reading) -> Table:
    """A frame as a table."""
    from xentropy_cli.tables.columnar.frames import frame_table

    return as_asked(frame_table(frame, name, reading), reading)


def opened_batches(batches: Any, name: str, reading: Reading) -> Table:
    """Batches of arrays as a table."""
    from xentropy_cli.tables.columnar.batches import batch_table

    return as_asked(batch_table(batches, name, reading), reading)


def specs_of(named: dict[str, Each], count: int) -> tuple[Spec, ...]:
    """The prediction of each model where it is named: one for all, or one for each; of one table there are as many as named.

    >>> specs_of({"pred": ("p", None), "logits": (None, "z")}, 2), specs_of({"pred": "p"}, 2)
    ((('pred', 'p'), ('logits', 'z')), (('pred', 'p'),))
    """
    several = [each for each in named.values() if isinstance(each, tuple)]
    count = max(map(len, several), default=2) if count == 1 else count
    texts = [each for each in named.values() if each is not None and not isinstance(each, tuple)]
    if not all(isinstance(each, str) for each in texts) or any(len(each) != count for each in several):
        raise ValueError("pred, logits and logprobs are the name of a column, or a tuple of one for each model")
    alone = [(scale, each) for scale, each in named.items() if isinstance(each, str)]
    tuples = [(scale, each) for scale, each in named.items() if isinstance(each, tuple)]
    models = [[(scale, spec) for scale, each in tuples if (spec := each[k]) is not None] for k in range(count)]
    if any(len(alone) + len(model) > 1 or len(model) != len(models[0]) for model in models):
        raise ValueError("of pred, logits and logprobs one names the prediction of every model, or one that of each")
    return (*alone, *(spec for model in models for spec in model))


def of_batches(
    models: Sequence[Iterable[Sequence[Any]]], specs: Sequence[Spec], settings: Settings, seed: int
) -> Asked:
    """Ask for a comparison of arrays; those of more than two models are read more than once, and kept."""
    is_of_several = len(models) > 2  # noqa: PLR2004  two are compared
    models = [list(model) for model in models] if is_of_several else models
    opening = [partial(opened_batches, model, name) for model, name in zip(models, NAMES, strict=False)]
    tables = [opened(settings.reading) for opened in opening]
    weight, *others = map(weight_of, tables)
    if {*others} != {weight}:
        raise ValueError("a row weighs the same in all: give weights with each, or with none")
    scales = tuple((scale, "pred") for scale, _ in specs) or (("pred", "pred"),)
    wanted = settings.wanted._replace(label="label", weight=weight)
    given = opening if is_of_several else [partial(itself, table) for table in tables]
    return Asked(NAMES[: len(models)], scales, settings._replace(wanted=wanted), None, seed, tuple(given))


def itself(table: Table, _: Reading) -> Table:
    """The table, which is read once."""
    return table
