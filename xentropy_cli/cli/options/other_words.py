"""What people type for an option of xent: what other tools call it, the name of a column, or a value of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xentropy_cli.tables.known_names import LABELS, PREDICTIONS, SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OTHER_WORDS = {
    "--label": {*LABELS},
    "--pred": {*PREDICTIONS, "predictions"},
    "--logits": {"from_logits", "z"} | {name for name, scale in SCALES.items() if scale == "logits"},
    "--logprobs": {"log_probabilities"} | {name for name, scale in SCALES.items() if scale == "logprobs"},
    "--nll": {"loss", "losses", "surprisal", "surprisals"},
    "--weight": {"w", "weights", "sample_weight", "sample_weights"},
    "--class-weight": {"class_weights"},
    "--pos-weight": {"positive_weight", "scale_pos_weight"},
    "--classes": {"class_names", "levels", "num_classes"},
    "--names": {"class_names", "event_names"},
    "--positive": {"pos_label", "positive_class"},
    "--ignore-label": {"ignore", "ignore_class", "ignore_index"},
    "--clip": {"clamp", "eps", "epsilon"},
    "--label-smoothing": {"smooth", "smoothing"},
    "--delimiter": {"delim", "sep", "separator"},
    "--decimal": {"decimal_comma", "decimal_mark"},
    "--quote": {"quotechar"},
    "--skip-lines": {"skip", "skip_rows", "skiprows"},
    "--skip-bad": {"dropna", "ignore_errors", "skipna"},
    "--calibration": {"bins", "ece", "n_bins", "reliability"},
    "--by": {"group", "group_by", "groupby", "groups"},
    "--on": {"join", "key"},
    "--digits": {"decimals", "places", "precision", "round"},
    "--output": {"out", "outfile", "save", "write"},
    "--quiet": {"silent"},
    "--temperature": {"t", "temp"},
    "--rate": {"learning_rate", "lr"},
    "--descend": {"gradient_descent", "iterations"},
    "--gradient": {"grad", "gradients"},
    "--squared-error": {"brier", "mse"},
    "--accuracy": {"acc"},
    "--chart": {"figure", "graph", "plot"},
    "--max": {"max_loss", "threshold"},
    "--reduction": {"average", "reduce"},
    "--seed": {"random_seed", "random_state"},
    "--format plain": {"no_color", "no_colour", "text", "txt"},
    "--format markdown": {"md"},
    "--format latex": {"tex"},
    "--as categorical": {"multi_class", "multiclass", "softmax"},
    "--as binary": {"bce", "multi_label", "multilabel", "sigmoid"},
}
"""Options, some with a value, and the words that people try for them: names of columns among them."""


def meant(word: str, known: Sequence[click.Parameter]) -> str | None:
    """What to type for a word among the options of a command: an option, or one with its value; None where none is known.

    >>> known = [click.Option(["--pos-weight"]), click.Option(["-f", "--format"], type=click.Choice(["json", "csv"]))]
    >>> meant("--pos_weight", known), meant("--json", known), meant("--scale_pos_weight=3", known), meant("--eps", known)
    ('--pos-weight', '--format json', '--pos-weight', None)
    """
    name = _as_column(word.lstrip("-").partition("=")[0])
    return next((typed for typed in _spellings(name, known) if _is_taken(typed, known)), None)


def _spellings(name: str, known: Sequence[click.Parameter]) -> Iterator[str]:
    """What a word may stand for, the likeliest first: the option itself, one by another name, the value of one."""
    yield f"--{name.replace('_', '-')}"
    yield from (option for option, words in OTHER_WORDS.items() if name in words)
    for parameter in known:
        yield from (
            f"{max(parameter.opts, key=len)} {each}" for each in _choices(parameter) if _as_column(each) == name
        )


def _as_column(name: str) -> str:
    """Spell a name as columns are spelled."""
    return name.lower().replace("-", "_")


def _is_taken(typed: str, known: Sequence[click.Parameter]) -> bool:
    """Tell whether one of these options is called so, and takes the value, if there is one."""
    option, _, value = typed.partition(" ")
    return any(option in each.opts and (not value or value in _choices(each)) for each in known)


def _choices(parameter: click.Parameter) -> list[str]:
    return [str(choice) for choice in parameter.type.choices] if isinstance(parameter.type, click.Choice) else []
