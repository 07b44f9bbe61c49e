"""Pictures of scores, comparisons and libraries: rulers, reliability, dots with their intervals, numbers on a strip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.comparing.differences import t_quantile
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import HEADROOM, axis, common_name, name_formula, probability_axis, reach
from xentropy_cli.pictures.kinds import Bars, Chart, Curve, Mark, Piece, Place, Row, Rule, Strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """What happened beside what was predicted, bin by bin, with 95 % intervals (Wilson, 1927) and the diagonal.

    The weight of a bin is no count of independent rows, so that it has no interval.
    """
    bins = [row for row in fields["calibration"] if row.get("n") or row.get("weight")]
    marks = []
    for row in bins:
        predicted, seen = float(row["predicted"]), float(row["observed"])
        if "n" in row:
            marks.append(Mark(predicted, seen, f"n={row['n']}", *wilson(seen, float(row["n"]))))
        else:
            marks.append(Mark(predicted, seen, f"w={row['weight']:.3g}"))
    worst = max(bins, key=lambda row: abs(float(row["observed"]) - float(row["predicted"])), default=None)
    says = "No bins."
    if worst:
        said, happened = (figure(float(worst[key]), digits) for key in ("predicted", "observed"))
        says = f"Farthest from the diagonal: predicted {said}, happened {happened}."
    return Chart(
        "What happened, by what was predicted",
        probability_axis("predicted"),
        probability_axis("happened"),
        (Curve(name_formula("as predicted"), ((0.0, 0.0), (1.0, 1.0)), "entropy", 0, is_dashed=True),),
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
    """A row a class or group, its mean as a dot, with the 95 % interval where its standard error is known."""
    finite = [row for row in rows if math.isfinite(float(row[value]))][:MOST_ROWS]
    spans = [_span(row, float(row[value])) for row in finite]
    ends = [0.0, *(float(row[value]) for row in finite), *(end for span in spans if span for end in span)]
    worst = max(finite, key=lambda row: float(row[value]), default=None)
    shown = tuple(
        Row(str(row["name"]), (), figure(float(row[value]), digits), row is worst, None, float(row[value]), span)
        for row, span in zip(finite, spans, strict=True)
    )
    says = f"{_said(worst, value, unit, digits)} is the highest." if worst else "Nothing finite to show."
    return Bars(title, axis(unit, min(ends) * HEADROOM, max(ends) * HEADROOM), shown, says=says)


def _span(row: Mapping[str, Any], value: float) -> tuple[float, float] | None:
    """The 95 % interval of a row by Student's t, as the table of a comparison has it; None where there is none."""
    error, n = row.get("standard_error"), int(row.get("n", 0))
    if error is None or n < 2 or not math.isfinite(float(error)):  # noqa: PLR2004  one row has no spread
        return None
    half = t_quantile(n - 1) * float(error)
    return value - half, value + half


def _said(row: Mapping[str, Any], value: str, unit: str, digits: int) -> str:
    return f"{row['name']}, {figure(float(row[value]), digits)} {unit},"


def classes(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean of every class."""
    return dots("Mean loss by class", fields["classes"], fields["unit"], digits)


def groups(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean of every group, with 95 % intervals."""
    return dots("Mean loss by group, with 95 % intervals", fields["groups"], fields["unit"], digits)


def differences(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean difference of all rows, and of every class and group, beside none at all."""
    rows = [{**fields, "name": "all rows"}, *fields.get("classes", ()), *fields.get("groups", ())]
    drawn = dots("Mean of B − mean of A", [row for row in rows if "value" in row], fields["unit"], digits, "value")
    whole = drawn.rows[:1]
    says = f"All rows: {whole[0].figure} {fields['unit']}" if whole else "Nothing finite to show"
    if whole and whole[0].span:
        low, high = (figure(end, digits) for end in whole[0].span)
        says += f", 95 % interval from {low} to {high}"
    lit = tuple(row._replace(is_lit=at == 0) for at, row in enumerate(drawn.rows))
    return drawn._replace(rows=lit, rules=(Rule(0.0, "no difference"),), says=f"{says}.")


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
    places = [Place(finite.get(text, top), f"{text} {common_name(names, most=1)}") for text, names in by_number.items()]
    mark = Place(min(exact, top), f"by definition {figure(exact, digits)}")
    return Strip(
        "What libraries print for the same numbers",
        (axis(fields["unit"], low, top),),
        (),
        (mark,),
        tuple(places),
        says=f"{len(by_number)} different numbers; by definition {figure(exact, digits)} {fields['unit']}.",
    )


def _number(value: Any) -> float:
    return float(value)


def _number_of(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))
