"""Which setting keeps two summaries from being joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.figures import shortest
from xentropy_cli.scoring.method import CLIPS, Clip
from xentropy_cli.scoring.statistics import finite_mean
from xentropy_cli.tables.sources.access import repeated_files
from xentropy_cli.text import typed_file, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.scoring.summary import ScoreSummary

OPTIONS = {
    "kind": "the kind of prediction",
    "scale": "the scale of the prediction",
    "base": "--base",
    "bins": "--calibration",
    "normalize": "--normalize",
    "clip": "--clip",
    "has_distributions": "--true",
}
"""The fields of a method, and what sets them."""


def refuse_labels_alone(parts: Sequence[ScoreSummary], names: Sequence[str]) -> None:
    """Refuse two files of numbers, one of which holds only 0 and 1: they seem to be labels, and no events that happened."""
    if len(parts) != 2 or any(part.method.kind != "events" or part.method.scale != "pred" for part in parts):  # noqa: PLR2004
        return
    are_decided = [any(part.sums.infinite) and not finite_mean(part.sums, weighted=False) for part in parts]
    if are_decided.count(True) != 1:
        return
    labels, predictions = (names[are_decided.index(which)] for which in (True, False))
    text = visible(labels)
    raise XentError(
        "ambiguous-columns",
        f"{text} holds only 0 and 1.",
        where=text,
        text=text,
        why="They seem to be labels of the other file, and no probabilities of events that happened.",
        fix=f"Type xent score {typed_file(predictions)} --truth {typed_file(labels)}, or add --as events.",
        status=BAD_DATA,
    )


def refuse_unlike(a: ScoreSummary, b: ScoreSummary, name_a: str, name_b: str) -> None:
    """Refuse to join what was not scored alike: say what differs, and how."""
    for setting, of_a, of_b in settings(a, b):
        if of_a != of_b:
            raise unlike(f"{visible(name_a)} and {visible(name_b)}", setting, words(of_a), words(of_b))


def settings(a: ScoreSummary, b: ScoreSummary) -> Iterator[tuple[str, object, object]]:
    """Each setting that must be the same, and its value in both."""
    for name, setting in OPTIONS.items():
        yield setting, getattr(a.method, name), getattr(b.method, name)
    yield "the number of classes", len(a.classes), len(b.classes)
    for number, (of_a, of_b) in enumerate(zip(a.classes, b.classes, strict=True), 1):
        yield f"class {number}", of_a, of_b
    yield "--weight", a.weighted, b.weighted
    yield "--by", a.read.by, b.read.by


def words(value: object) -> str:
    """Write the value of a setting."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Clip):
        policy = next((name for name, clip in CLIPS.items() if clip == value), None)
        return policy or f"from {shortest(value.low)} to {shortest(value.high)}"
    return visible(str(value))


def unlike(both: str, setting: str, first: str, second: str) -> XentError:
    """Point at the value of the second."""
    text = f"{first} / {second}"
    return XentError(
        "summaries-differ",
        f"{both} were not scored alike.",
        where=setting,
        text=text,
        span=(len(first) + 3, len(text)),
        why=f"Sums can be joined only when rows were read and measured in the same way, and {setting} differs.",
        fix="Score every part with the same options, and with --classes A,B,… if the parts hold different classes.",
        status=BAD_DATA,
    )


def with_repeats(summary: ScoreSummary, names: Sequence[str]) -> ScoreSummary:
    """Note the files that were given twice, be it under two names."""
    repeated = (*summary.repeated, *map(visible, repeated_files(names)))
    return summary._replace(repeated=tuple(dict.fromkeys(repeated)))
