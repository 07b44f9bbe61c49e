"""What cannot be true of a summary, whoever wrote it: its types, its signs, and sums that do not go together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.scoring.worst import COUNTS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentropy_cli.scoring.method import Method
    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.scoring.sums import Sums, Totals
    from xentropy_cli.scoring.worst import Worst

MOST_BINS = 1 << 20
MOST_APART = 1 << 30  # the rounding of rows is less than such a part of their loss
MOST_BANDS = 1 << 1000  # more than any logit takes
KINDS, SCALES = ("events", "binary", "classes"), ("pred", "logits", "logprobs", "nll")
TYPES: Mapping[str, type] = {
    "weighted": bool,
    "top": int,
    **dict.fromkeys(COUNTS, int),
    "classes": list,
    "groups": dict,
}
"""The fields of a saved summary that are read as they are."""

OF_READ: Mapping[str, type] = {
    "files": list,
    "predictions": list,
    "truths": list,
    "left_out": list,
    "sizes": list,
    "header": bool,
    "by_position": bool,
    "are_tokens": bool,
    "labels": int,
}
"""The fields of what was read that are no text."""

MAY_BE_NONE = ("delimiter", "label", "id", "weight", "by", "truth", "on", "writer", "ignored_label")


def refuse_other_types(saved: Mapping[str, Any]) -> None:
    """Raise TypeError where a field is of another type than the one that xent saves."""
    for name, kind in TYPES.items():
        if type(saved[name]) is not kind:
            raise TypeError(f"{name} is no {kind.__name__}")
    if not all(isinstance(name, str) for name in saved["classes"]):
        raise TypeError("a class is no text")
    for read in (saved["read"], *saved["read_otherwise"]):
        for name, value in read.items():
            refuse_other_type(name, value)
    for place in (place for name in PLACES for place in saved[name]):
        if list(map(type, place)) != [str, int] or place[1] < 1:
            raise TypeError("a place is no file and line")


def refuse_other_type(name: str, value: object) -> None:
    """Raise TypeError where what was read is told in another type."""
    kind = OF_READ.get(name, str)
    if type(value) is not kind and not (value is None and name in MAY_BE_NONE):
        raise TypeError(f"{name} is of another type")
    if kind is int and isinstance(value, int) and value < 0:
        raise ValueError(f"{name} is below 0")
    if isinstance(value, list) and not all(isinstance(text, str) for text in value):
        raise TypeError(f"{name} holds what is no text")


def refuse_other_words(saved: Mapping[str, Any], again: Mapping[str, Any]) -> None:
    """Raise ValueError where a summary that is read and saved again is another text: True for "1.0", or 0.50 for 0.5."""
    from json import dumps

    for name, value in saved.items():
        if dumps(value, sort_keys=True) != dumps(again[name], sort_keys=True):
            raise ValueError(f"{name} is not written as xent writes it")


def refuse_impossible(summary: ScoreSummary) -> None:
    """Raise ValueError where the parts of a summary contradict each other."""
    for what in contradictions(summary):
        raise ValueError(what)
    if summary.is_weightless:
        return
    from json import dumps

    from xentropy_cli.scoring.record import record

    dumps(record(summary._replace(groups={})), allow_nan=False)  # what can be printed of it can be worked out


def is_base(text: object) -> bool:
    """Tell whether this is the base of a logarithm, as it is typed."""
    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.options import read_base
    from xentropy_cli.inputs.request import option

    try:
        return isinstance(text, str) and read_base(option("--base", text)).text == text
    except XentError:
        return False


def contradictions(summary: ScoreSummary) -> Iterator[str]:
    """Say what cannot be."""
    sums, names = summary.sums, summary.classes
    if min(getattr(summary, name) for name, kind in TYPES.items() if kind is int) < 0:
        yield "a count is below 0"
    if len(set(names)) != len(names) or len(sums.mass) != max(len(names), 1):
        yield "its classes are not those of its sums"
    yield from of_method(summary.method)
    yield from of_totals(sums, weighted=summary.weighted)
    yield from of_predictions(sums, summary)
    apart = abs(sum(sums.loss) - sums.entropy - sums.divergence)
    if summary.method.has_distributions and not any(sums.infinite) and apart * MOST_APART > sum(sums.loss):
        yield "its divergence is not what its losses are above its entropies"
    for totals in summary.groups.values():
        yield from of_totals(totals, weighted=summary.weighted)
    if summary.groups and sum(totals.n for totals in summary.groups.values()) != sums.n:
        yield "its groups have another number of rows"
    for row in summary.worst:
        yield from of_row(row, len(names), may_be_infinite=any(sums.infinite))


def of_method(method: Method) -> Iterator[str]:
    """Say what cannot be of how rows were scored."""
    if method.kind not in KINDS or method.scale not in SCALES or not is_base(method.base):
        yield "no rows are scored in this way"
    are_told = type(method.normalize) is bool and type(method.has_distributions) is bool
    if type(method.bins) is not int or not 1 <= method.bins <= MOST_BINS or not are_told:
        yield "no rows are summed in this way"
    if method.clip is not None and not 0 <= method.clip.low <= method.clip.high <= 1:
        yield "nothing is clipped in this way"


def of_row(row: Worst, classes: int, *, may_be_infinite: bool) -> Iterator[str]:
    """Say what cannot be of one of the worst rows."""
    is_row = type(row.line) is int and row.line > 0 and isinstance(row.file, str) and isinstance(row.id, str | None)
    if not (is_row and row.loss >= 0 and 0 <= row.weight < math.inf and 0 <= row.truth < math.inf):
        yield "one of its worst rows is none"
    if row.loss == math.inf and not may_be_infinite:
        yield "one of its worst rows is infinite, and no row is"
    if not (type(row.label) is int and 0 <= row.label < (classes or 2)):
        yield "one of its worst rows has no class"


def of_totals(totals: Totals, *, weighted: bool) -> Iterator[str]:
    """Say what cannot be of the sums of a set of rows."""
    values = vars(totals)
    counts = [values[name] for name in totals.SCALARS if name != "divergence"]  # of rows that miss 1 it may be below 0
    lists = [values[name] for name in totals.LISTS]
    if min(*counts, *(least for each in lists for least in each)) < 0:
        yield "a sum is below 0"
    if len(set(map(len, lists))) != 1:
        yield "its sums have different classes"
    if totals.weighed > totals.n or (not weighted and totals.weighed != totals.n):
        yield "its rows are not the finite and the infinite ones"
    for k in range(len(totals.mass)):
        yield from of_class({name: values[name][k] for name in totals.LISTS}, weighted=weighted)


def of_class(sums: Mapping[str, int], *, weighted: bool) -> Iterator[str]:
    """Say what cannot be of the sums of the rows of a class."""
    if not weighted and sums["mass"] != sums["finite"] + sums["infinite"]:
        yield "the rows of a class are not the finite and the infinite ones"
    if not weighted and sums["loss"] ** 2 > sums["squares"] * sums["finite"]:
        yield "its squares are smaller than its losses allow"
    if sums["cross"] ** 2 > sums["squares"] * sums["weight_squares"]:
        yield "its squares are smaller than its weights allow"
    if max(sums["correct"], sums["infinite_mass"]) > sums["mass"]:
        yield "more rows are right, or infinite, than there are"


def of_predictions(sums: Sums, summary: ScoreSummary) -> Iterator[str]:
    """Say what cannot be of the predictions."""
    if not all(math.isfinite(x) for x in (*sums.low, *sums.high, sums.farthest) if x not in (math.inf, -math.inf)):
        yield "a prediction is no number"
    if sums.farthest < 0 or (any(low > high for low, high in zip(sums.low, sums.high, strict=True)) and any(sums.mass)):
        yield "its smallest prediction is above its largest"
    if max(sums.decided, sums.clipped, sums.off, sums.soft) > sums.n:
        yield "more rows were changed than there are"
    if {key // len(sums.mass) for key in sums.cells} != set(sums.confidence) or min(
        sums.confidence.values(), default=0
    ) < 0:
        yield "its bins are not those of its predictions"
    if set(sums.doubt) != set(sums.confidence) or min(sums.doubt.values(), default=0) < 0:
        yield "its bins are not those of its doubts"
    if any(
        side not in {0, 1} or cell not in sums.confidence or abs(band) > MOST_BANDS or amount <= 0
        for (side, cell, band), amount in sums.faint.items()
    ):
        yield "its faint predictions are none"
    found = [0] * len(sums.mass)
    for key, mass in sums.cells.items():
        if key < 0 or mass < 0:
            yield "a bin is below 0"
        found[key % len(found)] += mass
    if summary.method.kind != "events" and found != sums.mass:
        yield "its bins do not hold its rows"
