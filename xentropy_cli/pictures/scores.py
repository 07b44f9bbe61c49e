"""Pictures of scores, comparisons and libraries: rulers, reliability, dots with their intervals, numbers on a strip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.comparing.differences import t_quantile
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import costs, name_formula, probability_axis
from xentropy_cli.pictures.curves import spread
from xentropy_cli.pictures.fitted import common_name, foremost
from xentropy_cli.pictures.kinds import Bars, Chart, Curve, Mark, Piece, Place, Row, Rule, Strip
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CERTAIN = 1.959963984540054
"""Standard errors to either side that hold 95 % of a normal distribution."""

MOST_ROWS = 30


def ruler_picture(fields: Mapping[str, Any], digits: int) -> Strip:
    """The loss between nothing and knowing nothing, and what was removed of the entropy of the labels."""
    mean, baseline = float(fields["mean"]), fields.get("baseline", {})
    known = {"uniform": "knowing nothing", "proportions": "only the proportions"}
    landmarks = [
        Place(float(baseline[key]), f"{name} {figure(float(baseline[key]), digits)}")
        for key, name in known.items()
        if key in baseline
    ]
    removed = [Piece(max(place.at - mean, 0.0), "share", "removed") for place in landmarks[-1:]]
    skill = f"; skill {figure(float(fields['skill']), digits)}" if "skill" in fields else ""
    return Strip(
        "Your loss beside what anybody could have",
        (costs(fields["unit"]),),
        tuple([Piece(mean, "whole", "left"), *removed] if removed else []),
        (Place(mean, f"your loss {figure(mean, digits)}"),),
        tuple(landmarks),
        says=f"The loss is {figure(mean, digits)} {fields['unit']}{skill}.",
    )


def reliability_picture(fields: Mapping[str, Any], digits: int) -> Chart:
    """What happened beside what was predicted, bin by bin, with 95 % intervals (Wilson, 1927) and the diagonal.

    The weight of a bin is no count of independent rows, so that it has no interval.
    """
    bins = [row for row in fields["calibration"] if row.get("n") or row.get("weight")]
    marks = []
    for row in bins:
        predicted, seen = float(row["predicted"]), float(row["observed"])
        letter = ("n=" if "n" in row else "w=") * (row is bins[-1])  # said once, for all
        if "n" in row:
            marks.append(Mark(predicted, seen, f"{letter}{row['n']}", *wilson(seen, float(row["n"]))))
        else:
            marks.append(Mark(predicted, seen, f"{letter}{row['weight']:.3g}"))
    worst = max(bins, key=lambda row: abs(float(row["observed"]) - float(row["predicted"])), default=None)
    says = "No bins."
    if worst:
        said, happened = (figure(float(worst[key]), digits) for key in ("predicted", "observed"))
        says = f"No bin lies farther from the diagonal than that of predicted {said}, happened {happened}."
    return Chart(
        "What happened, by what was predicted (dashed: alike)",
        probability_axis("predicted"),
        probability_axis("happened"),
        (Curve(name_formula(""), tuple((x, x) for x in spread(0, 1)), "entropy", 0, is_dashed=True),),
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
    """A row a class or group, its mean as a dot, with the 95 % interval where its standard error is known.

    What is infinite, or has no mean, has its row without a dot; of very many rows those with the largest means are drawn.
    """
    kept = largest_of(rows, value)
    found = [(str(row["name"]), float(row[value])) for row in kept if value in row]
    highest = max((x for _, x in found), default=0.0)
    shown = [_dot(row, row.get(value), digits) for row in kept]
    return Bars(
        title if len(kept) == len(rows) else f"{title}: the {len(kept)} largest of {len(rows)}",
        costs(unit),
        tuple(row._replace(is_lit=row.figure == figure(highest, digits)) for row in shown),
        says=foremost("highest", found, f" {unit}", digits) if found else "Nothing has a mean.",
    )


def largest_of(rows: Sequence[Mapping[str, Any]], value: str) -> Sequence[Mapping[str, Any]]:
    """As many rows as are drawn, in their order: those with the largest values, whatever their sign."""
    order = sorted(range(len(rows)), key=lambda k: -abs(float(rows[k].get(value, 0.0))))
    return [rows[k] for k in sorted(order[:MOST_ROWS])]


def _dot(row: Mapping[str, Any], value: float | str | None, digits: int) -> Row:
    """A row with its 95 % interval by Student's t, as the table of a comparison has it, where there is one."""
    if value is None:
        return Row(str(row["name"]), (), "none")
    mean, error, n = float(value), row.get("standard_error"), int(row.get("weighed", row.get("n", 0)))
    if not math.isfinite(mean):
        return Row(str(row["name"]), (), figure(mean, digits))
    half = t_quantile(n - 1) * float(error) if n > 1 and error is not None and math.isfinite(float(error)) else None
    span = None if half is None else (mean - half, mean + half)
    return Row(str(row["name"]), (), figure(mean, digits), dot=mean, span=span)


def classes_picture(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean of every class, with 95 % intervals."""
    return dots("Mean loss by class, with 95 % intervals", fields["classes"], fields["unit"], digits)


def groups_picture(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean of every group, with 95 % intervals."""
    return dots("Mean loss by group, with 95 % intervals", fields["groups"], fields["unit"], digits)


def differences_picture(fields: Mapping[str, Any], digits: int) -> Bars:
    """The mean difference of all rows, and of every class and group, beside none at all."""
    title, parts = "Mean of B − mean of A", (*fields.get("classes", ()), *fields.get("groups", ()))
    drawn = dots(title, parts, fields["unit"], digits, "value")
    whole = _dot({**fields, "name": "all rows"}, fields["value"], digits)
    says = f"All rows: {whole.figure} {fields['unit']}"
    if whole.span:
        low, high = (figure(end, digits) for end in whole.span)
        says += f", 95 % interval from {low} to {high}"
    others = (row._replace(is_lit=False) for row in drawn.rows)
    rows = (whole._replace(is_lit=True), *others)
    return drawn._replace(rows=rows, rules=(Rule(0.0, "no difference"),), says=f"{says}.")


def calls_picture(fields: Mapping[str, Any], digits: int) -> Strip:
    """A number line of what libraries print for the quantity asked for: one landmark a number, for all calls that agree."""
    names: dict[str, list[str]] = {}
    values: dict[str, float] = {}
    same = [row for row in fields["libraries"] if "value" in row and row["quantity"] == fields["quantity"]]
    is_mixed = any(row["unit"] != fields["unit"] for row in same)
    exact = f"{figure(float(fields['value']), digits)} {fields['unit']}"
    for row in same:
        if row["value"] != "NaN":
            text = figure(float(row["value"]), digits) + (f" {row['unit']}" if is_mixed else "")
            names.setdefault(text, []).append(row["name"])
            values[text] = float(row["value"])
    return Strip(
        "What libraries print for the same numbers",
        (costs("as printed" if is_mixed else fields["unit"]),),
        (),
        (Place(float(fields["value"]), f"by definition {exact}"),),
        tuple(Place(value, f"{text} {common_name(names[text], most=1)}") for text, value in values.items()),
        says=f"{counted(len(names), 'number')}; by definition {exact}.",
    )
