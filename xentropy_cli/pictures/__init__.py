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


class Need(NamedTuple):
    """What a picture needs: in words, and whether a result has it."""

    words: str
    is_met: Callable[[Any], bool]


class Picture(NamedTuple):
    """A picture: the module with its function NAME_picture, and what it needs."""

    module: str
    need: Need


def _is(*readings: str) -> Callable[[Derivation], bool]:
    return lambda derivation: derivation.reading in readings


def _has(key: str) -> Callable[[Derivation], bool]:
    return lambda derivation: any(working.key == key for working in derivation.workings)


def _one(derivation: Derivation) -> bool:
    return derivation.reading == "distribution" and derivation.n == 1


def _one_pair(derivation: Derivation) -> bool:
    return _one(derivation) and derivation.given_prediction


def _one_truth(derivation: Derivation) -> bool:
    return _one(derivation) and not derivation.given_prediction


def _of_two(derivation: Derivation) -> bool:
    return len(derivation.examples[0].classes) == len("PQ")


def _labelled(*readings: str) -> Callable[[Derivation], bool]:
    return lambda derivation: derivation.reading in readings and all(e.label is not None for e in derivation.examples)


def _from_logits(derivation: Derivation) -> bool:
    are_labelled = all(e.label is not None and e.logits for e in derivation.examples)
    return derivation.given == "logits" and are_labelled and len(derivation.terms) == derivation.n


def _one_of_several(derivation: Derivation) -> bool:
    return derivation.n == 1 and len(derivation.examples[0].classes) > 1 and derivation.given_prediction


def _both(*conditions: Callable[[Derivation], bool]) -> Callable[[Derivation], bool]:
    return lambda derivation: all(condition(derivation) for condition in conditions)


ANY = Need("any calculation", lambda _: True)
EVENTS = Need("events that happened: --pred alone", _is("events"))
BINARY = Need("binary predictions with --label", _labelled("binary"))
CLASSES = Need("one prediction over classes, with --label", _both(_labelled("categorical"), _one_of_several))
LABELLED = Need("predictions with --label", _labelled("binary", "categorical"))
HAPPENED = Need("predictions of what happened", _labelled("events", "binary", "categorical"))
LOGITS = Need("--logits with --label", _from_logits)
ONE_OF_LOGITS = Need("--logits of one prediction, with --label", _both(_from_logits, _one_of_several))

PICTURES = {
    "steps": Picture("training", Need("--descend", _has("descent"))),
    "code": Picture("distributions", Need("--code", _has("code"))),
    "surprisal": Picture("events", EVENTS),
    "total": Picture("events", EVENTS),
    "again": Picture("events", EVENTS),
    "log-ruler": Picture("events", EVENTS),
    "over-q": Picture("distributions", Need("--true and --pred over two classes", _both(_one_pair, _of_two))),
    "coin": Picture("distributions", Need("--true over two classes, alone", _both(_one_truth, _of_two))),
    "surprise-areas": Picture("distributions", Need("one --true, with or without --pred", _one)),
    "both-ways": Picture("distributions", Need("one --true and one --pred", _one_pair)),
    "pairs": Picture("distributions", Need("one --true", _one)),
    "floors": Picture("distributions", Need("several --true, with or without --pred", _is("distribution"))),
    "two-curves": Picture("classifiers", BINARY),
    "shares": Picture("classifiers", CLASSES),
    "staircase": Picture("classifiers", LABELLED),
    "bent-line": Picture("classifiers", LOGITS),
    "once-twice": Picture("classifiers", ONE_OF_LOGITS),
    "two-readings": Picture("classifiers", BINARY),
    "pulls": Picture("training", Need("one prediction over classes, with its truth", _one_of_several)),
    "square": Picture("training", HAPPENED),
    "smoothed": Picture("training", CLASSES),
    "rulers": Picture("events", ANY),
    "denominators": Picture("training", ANY),
    "over-temperature": Picture("training", LOGITS),
}
"""Pictures of a small calculation."""


def _holds(key: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda fields: bool(fields.get(key))


SCORE_PICTURES = {
    "reliability": Picture("scores", Need("labels", _holds("calibration"))),
    "ruler": Picture("scores", Need("labels", _holds("baseline"))),
    "classes": Picture("scores", Need("labels", _holds("classes"))),
    "groups": Picture("scores", Need("--by", _holds("groups"))),
}
COMPARE_PICTURES = {"differences": Picture("scores", Need("two models", _holds("unit")))}
LIBRARY_PICTURES = {"calls": Picture("scores", Need("an exact value", lambda fields: "value" in fields))}


def picture_of(table: Mapping[str, Picture], result: Any, digits: int, name: str | None = None) -> Drawing:
    """Draw the first picture that fits: of those named, separated by commas, or else of all.

    Raises XentError where none of those named fits.
    """
    names = fitting(table, result)
    wanted = names if name is None else tuple(each for each in name.split(",") if each in names)
    if not wanted:
        raise _unfit(name or "", " or ".join(table[each].need.words for each in (name or "").split(",")), names)
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
    return tuple(name for name, picture in table.items() if picture.need.is_met(result))
