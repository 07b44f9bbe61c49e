"""Further workings beside the answer: one module each, found here by key and loaded when asked for.

The module `codes` has the function `codes_working`: it makes a `Working`, a table with its results, of a question and its
derivation. Every document format draws it, and JSON holds it under its key.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import Derivation, Question


class ExtraRow(NamedTuple):
    """A working: its module, its lesson, the readings it makes sense for, and what to do in the others."""

    module: str
    lesson: str
    readings: tuple[str, ...]
    why: str
    fix: str


LABELLED = ("binary", "categorical")
TRUE_OR_LABELLED = ("binary", "categorical", "distribution")
ANY = ("events", *TRUE_OR_LABELLED)

WORKINGS = {
    "descend": ExtraRow(
        "descent",
        "training",
        ("categorical", "distribution"),
        "Gradient descent moves the logits of one prediction over classes towards its truth.",
        "Give the logits of one prediction: --logits=2,1,0.1 --label 0",
    ),
    "squared_error": ExtraRow("squared", "confident", ANY, "", ""),
    "code": ExtraRow(
        "codes",
        "coding",
        ("distribution",),
        "A code is made for a distribution.",
        "Give it by --true, or --true and --pred.",
    ),
    "units": ExtraRow("units", "units", ANY, "", ""),
    "times": ExtraRow(
        "times",
        "why-log",
        ("events",),
        "Only events that happened can happen again.",
        "Leave --label or --true out.",
    ),
    "accuracy": ExtraRow(
        "accuracy", "accuracy", LABELLED, "A prediction is right or wrong against a label.", "Give labels with --label."
    ),
    "bytes": ExtraRow("size", "perplexity", ANY, "", ""),
    "words": ExtraRow("size", "perplexity", ANY, "", ""),
    "temperatures": ExtraRow(
        "temperatures",
        "calibration",
        TRUE_OR_LABELLED,
        "A temperature is judged by what happened.",
        "Give logits and their truth: --logits=3,1 --label 1,0",
    ),
}


def workings_of(question: Question, found: Derivation) -> Iterator[Working]:
    """Carry out every further working that was asked for."""
    for asked in question.further:
        name = WORKINGS[asked.key].module
        work_out = getattr(import_module(f"xentropy_cli.derivation.extras.{name}"), f"{name}_working")
        working: Working = work_out(question, found, asked)
        yield working._replace(lesson=WORKINGS[asked.key].lesson)
