"""Pictures: each a function of a result → one of four kinds of drawing (kinds.py), found here by its name.

A picture of a small calculation is made from its derivation; one of a score, a comparison or libraries from the fields
that programs read. Each says what it fits; the first that fits is drawn where none is named.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentropy_cli.derivation.model import Derivation
    from xentropy_cli.pictures.kinds import Drawing


class Picture(NamedTuple):
    """A picture: its module and function, whether it fits a result, and what it needs, in words."""

    module: str
    function: str
    fits: Callable[[Any], bool]
    needs: str

    def draw(self, result: Any, digits: int) -> Drawing:
        """Draw it."""
        function = getattr(import_module(f"xentropy_cli.pictures.{self.module}"), self.function)
        drawing: Drawing = function(result, digits)
        return drawing


def _is(*readings: str) -> Callable[[Derivation], bool]:
    return lambda derivation: derivation.reading in readings


def _has(key: str) -> Callable[[Derivation], bool]:
    return lambda derivation: any(working.key == key for working in derivation.workings)


def _one_pair(derivation: Derivation) -> bool:
    return derivation.reading == "distribution" and derivation.n == 1 and derivation.given_prediction


def _pair_of_two(derivation: Derivation) -> bool:
    return _one_pair(derivation) and len(derivation.examples[0].classes) == len("PQ")


def _coin(derivation: Derivation) -> bool:
    return _one_truth(derivation) and len(derivation.examples[0].classes) == len("01")


def _one_truth(derivation: Derivation) -> bool:
    return derivation.reading == "distribution" and derivation.n == 1 and not derivation.given_prediction


def _labelled(*readings: str) -> Callable[[Derivation], bool]:
    return lambda derivation: derivation.reading in readings and all(e.label is not None for e in derivation.examples)


def _from_logits(derivation: Derivation) -> bool:
    are_labelled = all(e.label is not None and e.logits for e in derivation.examples)
    return derivation.given == "logits" and are_labelled and len(derivation.terms) == derivation.n


def _one_of_several(derivation: Derivation) -> bool:
    return derivation.n == 1 and len(derivation.examples[0].classes) > 1 and derivation.given_prediction


PICTURES = {
    "steps": Picture("training", "steps", _has("descent"), "--descend"),
    "code": Picture("distributions", "code", _has("code"), "--code"),
    "surprisal": Picture("events", "surprisal_chart", _is("events"), "events that happened: --pred alone"),
    "total": Picture("events", "total", _is("events"), "events that happened: --pred alone"),
    "again": Picture("events", "again", _is("events"), "events that happened: --pred alone"),
    "log-ruler": Picture("events", "log_ruler", _is("events"), "events that happened: --pred alone"),
    "over-q": Picture("distributions", "over_q", _pair_of_two, "--true and --pred over two classes"),
    "coin": Picture("distributions", "coin", _coin, "--true over two classes, alone"),
    "surprise-areas": Picture(
        "distributions", "surprise_areas", lambda d: _one_pair(d) or _one_truth(d), "one --true, with or without --pred"
    ),
    "both-ways": Picture("distributions", "both_ways", _one_pair, "one --true and one --pred"),
    "pairs": Picture("distributions", "class_pairs", lambda d: _one_pair(d) or _one_truth(d), "one --true"),
    "floors": Picture("distributions", "floors", _is("distribution"), "several --true, with or without --pred"),
    "two-curves": Picture("classifiers", "two_curves", _labelled("binary"), "binary predictions with --label"),
    "shares": Picture(
        "classifiers",
        "shares",
        lambda d: _labelled("categorical")(d) and _one_of_several(d),
        "one prediction over classes, with --label",
    ),
    "staircase": Picture("classifiers", "staircase", _labelled("binary", "categorical"), "predictions with --label"),
    "bent-line": Picture("classifiers", "bent_line", _from_logits, "--logits with --label"),
    "once-twice": Picture(
        "classifiers",
        "once_twice",
        lambda d: _from_logits(d) and _one_of_several(d),
        "--logits of one prediction, with --label",
    ),
    "two-readings": Picture("classifiers", "two_readings", _labelled("binary"), "binary predictions with --label"),
    "pulls": Picture("training", "pulls", _one_of_several, "one prediction over classes, with its truth"),
    "square": Picture(
        "training", "square", _labelled("events", "binary", "categorical"), "predictions of what happened"
    ),
    "smoothed": Picture(
        "training",
        "smoothed",
        lambda d: _one_of_several(d) and d.reading == "categorical",
        "one prediction over classes, with --label",
    ),
    "rulers": Picture("events", "rulers", lambda _: True, "any calculation"),
    "denominators": Picture("training", "denominators", lambda _: True, "any calculation"),
    "over-temperature": Picture("training", "over_temperature", _from_logits, "--logits with --label"),
}
"""Pictures of a small calculation."""


def _holds(key: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda fields: bool(fields.get(key))


SCORE_PICTURES = {
    "reliability": Picture("scores", "reliability", _holds("calibration"), "labels"),
    "ruler": Picture("scores", "ruler", _holds("baseline"), "labels"),
    "classes": Picture("scores", "classes", _holds("classes"), "labels"),
    "groups": Picture("scores", "groups", _holds("groups"), "--by"),
}
COMPARE_PICTURES = {"differences": Picture("scores", "differences", _holds("unit"), "two models")}
LIBRARY_PICTURES = {"calls": Picture("scores", "calls", lambda fields: "value" in fields, "an exact value")}


def picture_of(table: Mapping[str, Picture], result: Any, digits: int, name: str | None = None) -> Drawing:
    """Draw the first picture that fits: of those named, separated by commas, or else of all.

    Raises XentError where none of those named fits.
    """
    names = fitting(table, result)
    wanted = names if name is None else tuple(each for each in name.split(",") if each in names)
    if not wanted:
        raise _unfit(name or "", " or ".join(table[each].needs for each in (name or "").split(",")), names)
    return table[wanted[0]].draw(result, digits)


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
    return tuple(name for name, picture in table.items() if picture.fits(result))
