"""`compare` from Python: two paths, one with two predictions, or batches of arrays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xentropy_cli.comparing.asked import Asked
from xentropy_cli.comparing.compare import compare as compared
from xentropy_cli.scoring.python import call_of, settings_of, weight_of
from xentropy_cli.scoring.python_words import in_python_words
from xentropy_cli.tables.opening import as_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.comparing.asked import Spec
    from xentropy_cli.comparing.comparison import Comparison
    from xentropy_cli.scoring.python import Columns, TableOptions
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.form import Form

Each = str | tuple[str | None, str | None] | None
NAMES = ("a", "b")


def compare(  # noqa: PLR0913  the options of the command, by their names
    a: Any,
    b: Any = None,
    *,
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
) -> Comparison:
    """Compare two models on the same rows, as `xent compare` would; options are named as on the command line.

    `a` and `b` are paths, or frames as `score` takes them, or one of these and two predictions: `pred`, `logits` and
    `logprobs` name a column of both, or are pairs, the first for A (`pred=("p", None), logits=(None, "z")` for two scales). Or
    both are batches `(labels, predictions[, weights])` of arrays as `score` takes them, the rows of one in the order of the
    other: labels (n,), predictions (n,) or (n, K), weights (n,); any text for `logits` or `logprobs` tells the scale.

    `truth` is a path to what happened, whose rows are those of both, or joined by `on`.

    The mean is the mean loss of B minus that of A, below 0 where B is better.

    >>> a = [([1, 0, 1], [0.9, 0.2, 0.7])]
    >>> found = compare(a, [([1, 0, 1], [0.8, 0.1, 0.6])])
    >>> round(found.all.mean, 4), found.all.won, found.all.lost, found.unit  # (ln 9/8 + ln 8/9 + ln 7/6) / 3
    (0.0514, 1, 2, 'nats')

    Raises XentError where the command would refuse what it reads, ValueError where these are not two models.
    """
    options: TableOptions = {
        "label": label, "true": true, "long": long, "columns": columns, "id": id, "weight": weight, "by": by,
        "classes": classes, "positive": positive, "reading": reading, "ignore_label": ignore_label, "percent": percent,
        "base": base, "form": form, "normalize": normalize, "as_is": as_is, "top": top, "skip_bad": skip_bad, "truth": truth,
        "on": None if truth is None else on,
    }  # fmt: skip
    settings = settings_of(**options)
    specs = specs_of({"pred": pred, "logits": logits, "logprobs": logprobs})
    models = [model for model in (a, b) if model is not None]
    if all(isinstance(model, str | os.PathLike) for model in models):
        return compared(asked_of(models, specs, settings, on, seed), None)
    usual = compare.__kwdefaults__ or {}
    given = {name: value for name, value in {**options, "on": on, "seed": seed}.items() if value is not usual[name]}
    with in_python_words(call_of("compare", a, given, ", ".join(NAMES[: len(models)]))):
        return compared(asked_of(models, specs, settings, on, seed), None)


def asked_of(models: list[Any], specs: tuple[Spec, ...], settings: Settings, on: str | None, seed: int) -> Asked:
    """Tell what two models are: paths, frames, or batches of arrays."""
    if len(models) * max(len(specs), 1) == 1:
        raise ValueError("two models are compared: a and b, or a and a pair of predictions")
    files = tuple(os.fspath(model) for model in models if isinstance(model, str | os.PathLike))
    from xentropy_cli.tables.columnar.frames import frame_table, is_frame

    are_frames = not files and all(map(is_frame, models))
    are_joinable = len(models) == len(NAMES) and (files or are_frames) and settings.wanted.id is None
    if on is not None and not are_joinable:
        raise ValueError("on joins the rows of two files or frames, and names them: leave it out, or id")
    if len(files) == len(models):
        return Asked(files, specs, settings, on, seed)
    if are_frames:
        names = NAMES[: len(models)]
        reading = settings.reading
        tables = tuple(
            as_asked(frame_table(each, name, reading), reading) for each, name in zip(models, names, strict=True)
        )
        return Asked(names, specs, settings, on, seed, tables)
    if files or len(models) == 1:
        raise ValueError("a and b are two paths, two frames, one of them with two predictions, or batches both")
    return of_batches(models, specs, settings, seed)


def specs_of(named: dict[str, Each]) -> tuple[Spec, ...]:
    """The prediction of each model where it is named: one for both, or a pair.

    >>> specs_of({"pred": ("p", None), "logits": (None, "z")}), specs_of({"pred": "p"})
    ((('pred', 'p'), ('logits', 'z')), (('pred', 'p'),))
    """
    for each in named.values():
        if not (each is None or isinstance(each, str) or (isinstance(each, tuple) and len(each) == len(NAMES))):
            raise ValueError("pred, logits and logprobs are the name of a column, or a pair of names")
    alone = [(scale, each) for scale, each in named.items() if isinstance(each, str)]
    pairs = [(scale, each) for scale, each in named.items() if isinstance(each, tuple)]
    models = [[(scale, spec) for scale, pair in pairs if (spec := pair[k]) is not None] for k in (0, 1)]
    if len(alone) + len(models[0]) > 1 or len(alone) + len(models[1]) > 1 or len(models[0]) != len(models[1]):
        raise ValueError("of pred, logits and logprobs one names the prediction of both models, or one that of each")
    return (*alone, *models[0], *models[1])


def of_batches(
    models: Sequence[Iterable[Sequence[Any]]], specs: Sequence[Spec], settings: Settings, seed: int
) -> Asked:
    """Ask for a comparison of arrays."""
    from xentropy_cli.tables.columnar.batches import batch_table

    reading = settings.reading
    tables = tuple(
        as_asked(batch_table(model, name, reading), reading) for model, name in zip(models, NAMES, strict=True)
    )
    weight, other = map(weight_of, tables)
    if weight != other:
        raise ValueError("a row weighs the same in a and b: give weights with both, or with neither")
    scales = tuple((scale, "pred") for scale, _ in specs) or (("pred", "pred"),)
    wanted = settings.wanted._replace(label="label", weight=weight)
    return Asked(NAMES, scales, settings._replace(wanted=wanted), None, seed, tables)
