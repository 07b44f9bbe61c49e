"""Pictures of scores, comparisons and libraries: rulers, reliability, dots with their intervals, numbers on a strip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import HEADROOM, axis, probability_axis, reach
from xentropy_cli.pictures.kinds import Bars, Chart, Curve, Mark, Piece, Place, Row, Strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Fields = "Mapping[str, Any]"
CERTAIN = 1.959963984540054
"""Standard errors to either side that hold 95 % of a normal distribution."""

MOST_ROWS = 30


def ruler(fields: Mapping[str, Any], digits: int) -> Strip:
    """The loss between nothing and knowing nothing, and what was removed of the entropy of the labels."""
    unit, mean, baseline = fields["unit"], float(fields["mean"]), fields.get("baseline", {})
    known = {"uniform": "knowing nothing", "proportions": "only the proportions"}
    places = [
        Place(float(baseline[key]), f"{name} {figure(float(baseline[key]), digits)}")
        for key, name in known.items()
        if key in baseline
    ]
    top = reach([mean, *(place.at for place in places)])
    at = min(mean, top)
    removed = (Piece(at, "whole", "left"), Piece(max(places[-1].at - at, 0.0), "share", "removed")) if places else ()
    return Strip(
        "Your loss beside what anybody could have",
        (axis(unit, 0, top),),
        removed,
        (Place(at, f"your loss {figure(mean, digits)}"),),
        tuple(places),
        says=f"The loss is {figure(mean, digits)} {unit}"
        + (f"; skill {figure(float(fields['skill']), digits)}." if "skill" in fields else "."),
    )


def reliability(fields: Mapping[str, Any], digits: int) -> Chart:
    """What happened beside what was predicted, bin by bin, with 95 % intervals (Wilson, 1927) and the diagonal."""
    bins = [row for row in fields["calibration"] if row.get("n", row.get("weight", 0))]
    marks = []
    for row in bins:
        n, seen = float(row.get("weight", row["n"])), float(row["observed"])
        low, high = wilson(seen, n)
        marks.append(Mark(float(row["predicted"]), seen, f"n={figure(n, 0)}", low, high))
    worst = max(bins, key=lambda row: abs(float(row["observed"]) - float(row["predicted"])), default=None)
    says = "No bins."
    if worst:
        predicted, happened = (figure(float(worst[key]), digits) for key in ("predicted", "observed"))
        says = f"Farthest from the diagonal: predicted {predicted}, happened {happened}."
    return Chart(
        "What happened, by what was predicted",
        probability_axis("predicted"),
        probability_axis("happened"),
        (
            Curve(
                Formula("as predicted", r"\text{as predicted}"), ((0.0, 0.0), (1.0, 1.0)), "entropy", 0, is_dashed=True
            ),
        ),
        tuple(marks),
        says=says,
    )


def wilson(share: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share of n (Wilson, Journal of the American Statistical Association 22, 1927).

    >>> low, high = wilson(0.5, 100)
    >>> f"{low:.4f} {high:.4f}"
    '0.4038 0.5962'
    """
    z2 = CERTAIN**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = CERTAIN / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def dots(title: str, rows: Sequence[Mapping[str, Any]], unit: str, digits: int, value: str = "mean") -> Bars:
    """A row a class or group, its mean as a bar; a standard error is written beside it."""
    finite = [row for row in rows if math.isfinite(float(row[value]))][:MOST_ROWS]
    low = min([0.0, *(float(row[value]) for row in finite)]) * HEADROOM
    high = reach(float(row[value]) for row in finite)
    worst = max(finite, key=lambda row: float(row[value]), default=None)
    shown = tuple(
        Row(str(row["name"]), (Piece(float(row[value]), "share"),), _with_error(row, value, digits), row is worst)
        for row in finite
    )
    says = (
        f"{worst['name']} is highest: {figure(float(worst[value]), digits)} {unit}."
        if worst
        else "Nothing finite to show."
    )
    return Bars(title, axis(unit, low, high), shown, says=says)


def _with_error(row: Mapping[str, Any], value: str, digits: int) -> str:
    error = row.get("standard_error")
    shown = figure(float(row[value]), digits)
    return (
        f"{shown} ± {figure(CERTAIN * float(error), digits)}"
        if error is not None and math.isfinite(float(error))
        else shown
    )


def classes(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean of every class."""
    return dots("Mean loss by class", fields["classes"], fields["unit"], digits)


def groups(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean of every group, with 95 % intervals."""
    return dots("Mean loss by group", fields["groups"], fields["unit"], digits)


def differences(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean difference of all rows, and of every class and group."""
    rows = [{"name": "all rows", **fields}, *fields.get("classes", ()), *fields.get("groups", ())]
    return dots("Mean of B − mean of A", [row for row in rows if "value" in row], fields["unit"], digits, "value")


def calls(fields: Mapping[str, Any], digits: int) -> Strip:
    """A number line of what libraries print for the quantity asked for: one landmark a number, for all calls that agree."""
    by_number: dict[str, list[str]] = {}
    for row in fields["libraries"]:
        if "value" in row and row["quantity"] == fields["quantity"] and row["value"] != "NaN":
            by_number.setdefault(figure(_number(row["value"]), digits), []).append(row["name"])
    exact = _number(fields["value"])
    finite = {text: _number_of(text) for text in by_number if math.isfinite(_number_of(text))}
    top = reach([*finite.values(), exact])
    low = min([0.0, *finite.values()])
    places = [Place(at, f"{text} {_listed(by_number[text])}") for text, at in finite.items()]
    places += [Place(top, f"{text} {_listed(names)}") for text, names in by_number.items() if text not in finite]
    mark = Place(min(exact, top), f"by definition {figure(exact, digits)}")
    return Strip(
        "What libraries print for the same numbers",
        (axis(fields["unit"], low, top),),
        (),
        (mark,),
        tuple(places),
        says=f"{len(by_number)} different numbers; by definition {figure(exact, digits)} {fields['unit']}.",
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"


def _number(value: Any) -> float:
    return float(value)


def _number_of(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))
