"""Pictures: each a function of a result → one of four kinds of drawing (kinds.py), found here by its name.

A picture of a small calculation is made from its derivation; one of a score, a comparison or libraries from the fields
that programs read. Each says what it fits; the first that fits is drawn where none is named.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.derivation.model import Derivation
    from xentropy_cli.pictures.kinds import Drawing


class Picture(NamedTuple):
    """A picture: the module with its function NAME_picture, what it needs in words, and the traits of a result that has it."""

    module: str
    needs: str
    traits: str


EVENTS = "events that happened: --pred alone"
LABEL = "--label, not smoothed"
BINARY = f"binary predictions with {LABEL}"
CLASSES = f"one prediction over classes, with {LABEL}"

PICTURES = {
    "steps": Picture("training", "--descend", "descent"),
    "code": Picture("distributions", "--code", "code"),
    "surprisal": Picture("events", EVENTS, "events"),
    "total": Picture("events", EVENTS, "events"),
    "again": Picture("events", EVENTS, "events"),
    "log-ruler": Picture("events", EVENTS, "events"),
    "over-q": Picture("distributions", "--true and --pred over two classes", "distribution one predicted two"),
    "coin": Picture("distributions", "--true over two classes, alone", "distribution one alone two"),
    "surprise-areas": Picture("distributions", "one --true, with or without --pred", "distribution one"),
    "both-ways": Picture("distributions", "one --true and one --pred", "distribution one predicted"),
    "pairs": Picture("distributions", "one --true", "distribution one"),
    "floors": Picture("distributions", "several --true, with or without --pred", "distribution"),
    "two-curves": Picture("classifiers", BINARY, "binary labelled"),
    "shares": Picture("classifiers", CLASSES, "categorical labelled one several predicted"),
    "staircase": Picture("classifiers", f"predictions with {LABEL}", "classified labelled"),
    "bent-line": Picture("classifiers", f"--logits with {LABEL}", "logits labelled"),
    "once-twice": Picture("classifiers", f"--logits of one prediction, with {LABEL}", "logits labelled one several"),
    "two-readings": Picture("classifiers", BINARY, "binary labelled"),
    "smoothed": Picture("training", "one prediction over classes, with --label", "categorical one several predicted"),
    "pulls": Picture("training", "one prediction over classes, with its truth", "one several predicted"),
    "square": Picture("training", "predictions of what happened", "labelled"),
    "rulers": Picture("events", "any calculation", ""),
    "denominators": Picture("training", "any calculation", ""),
    "over-temperature": Picture("classifiers", f"--logits with {LABEL}", "logits labelled"),
}
"""Pictures of a small calculation."""

SCORE_PICTURES = {
    "reliability": Picture("scores", "labels", "calibration"),
    "ruler": Picture("scores", "labels", "baseline"),
    "classes": Picture("scores", "labels", "classes"),
    "groups": Picture("scores", "--by", "groups"),
}
COMPARE_PICTURES = {"differences": Picture("scores", "two models", "unit")}
LIBRARY_PICTURES = {"calls": Picture("scores", "an exact value", "value")}

TABLES = {
    "compute": PICTURES,
    "score": SCORE_PICTURES,
    "compare": COMPARE_PICTURES,
    "libraries": LIBRARY_PICTURES,
}
"""The pictures of each command."""


def traits_of(result: Derivation | Mapping[str, Any]) -> set[str]:
    """What pictures ask of a result: the fields of a record that hold something, or what a calculation is about."""
    if not isinstance(result, tuple):
        return {name for name, value in result.items() if value or value == 0}
    classes = len(result.examples[0].classes)
    holds = {
        result.reading: True,
        "classified": result.reading in ("binary", "categorical"),
        "labelled": all(e.label is not None and sum(map(bool, e.p)) == 1 for e in result.examples),
        "one": result.n == 1,
        "two": classes == len("PQ"),
        "several": classes > 1,
        "predicted": result.given_prediction,
        "alone": not result.given_prediction,
        "logits": result.given == "logits" and all(e.logits for e in result.examples),
    }
    return {name for name, is_so in holds.items() if is_so} | {working.key for working in result.workings}


def picture_of(table: Mapping[str, Picture], result: Any, digits: int, name: str | None = None) -> Drawing:
    """Draw the first picture that fits: of those named, separated by commas, or else of all.

    Raises XentError where none of those named fits.
    """
    names = fitting(table, result)
    wanted = names if name is None else tuple(each for each in name.split(",") if each in names)
    if not wanted:
        raise _unfit(name or "", " or ".join(table[each].needs for each in (name or "").split(",")), names)
    from xentropy_cli.pictures.fitted import fitted

    module = import_module(f"xentropy_cli.pictures.{table[wanted[0]].module}")
    return fitted(getattr(module, f"{wanted[0].replace('-', '_')}_picture")(result, digits))


def _unfit(name: str, needs: str, names: tuple[str, ...]) -> XentError:
    return XentError(
        "option-misfit",
        f"The picture {name} does not fit.",
        where="--picture",
        text=name,
        why=f"It needs {needs}.",
        fix=f"Take one of those that fit: {', '.join(names)}" if names else "Leave --picture out.",
    )


def fitting(table: Mapping[str, Picture], result: Any) -> tuple[str, ...]:
    """The names of the pictures that fit a result."""
    traits = traits_of(result)
    return tuple(name for name, picture in table.items() if traits.issuperset(picture.traits.split()))
