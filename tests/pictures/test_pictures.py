"""Pictures: what they show, and that every renderer draws every one of them within its frame."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from html import escape
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from derived import derivation_of
from hypothesis import given
from hypothesis import strategies as st
from rendered import DOCUMENTS
from running import for_each

from xentropy_cli.pictures import COMPARE_PICTURES, LIBRARY_PICTURES, PICTURES, SCORE_PICTURES, fitting, picture_of
from xentropy_cli.pictures.axes import probability_axis
from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Place, Strip
from xentropy_cli.rendering import FORMATS, render_document
from xentropy_cli.rendering.pictures.chart_text import ROWS
from xentropy_cli.rendering.pictures.drawn import CHARACTER, WIDTH
from xentropy_cli.rendering.pictures.labels import levelled
from xentropy_cli.rendering.pictures.text import drawing_lines, signed
from xentropy_cli.text import width

if TYPE_CHECKING:
    from conftest import Runner

    from xentropy_cli.pictures.kinds import Axis, Drawing

LINES = {
    "events": "--pred 0.7,0.8,0.97",
    "rare": "--pred 1e-30,0.5",
    "the least double": "--pred 5e-324,0.5",
    "less than any double": "--pred 1e-5000,0.5 --base 2",
    "impossible": "--pred 0,0.5",
    "certain": "--pred 1",
    "many": f"--pred {','.join(['0.9', '0.2', '0.5'] * 15)}",
    "long names": f"--pred {'x' * 60}=0.5,{'y' * 60}=0.25",
    "binary": "--pred 0.9,0.1,0.8,0.3 --label 1,0,1,0",
    "binary subnormal": "--pred 1e-310,1e-400,0.5 --label 1,1,0",
    "class below doubles": "--pred 1e-400,1 --label 0",
    "binary infinite": "--pred 1,0.5 --label 0,1",
    "binary from logits": "--logits=3,-1,0.5 --label 1,0,0 --temperature 2",
    "categorical": "--pred cat=0.7,dog=0.2,bird=0.1 --label dog",
    "rows": "--pred 0.7,0.2,0.1 --pred 0.1,0.8,0.1 --label 0,2 --weight 2,1",
    "logits": "--logits=2,1,0.1 --label 0 --label-smoothing 0.1",
    "far behind": "--logits=-2,5,0,1,1,1 --label 0",
    "far ahead": "--logits=60,5,0 --label 0 --base 2",
    "hardly given": "--pred 0.001,0.2,0.799 --label 0 --label-smoothing 0.1",
    "nearly all given": "--pred 0.99999999,0.00000001 --label 0 --label-smoothing 0.01",
    "extreme logits": "--logits=1000,-1000 --label 1",
    "two classes": "--true 0.5,0.5 --pred 0.75,0.25 --base 2",
    "two classes impossible": "--true 0.5,0.5 --pred 1,0",
    "three classes": "--true 0.5,0.25,0.25 --pred 0.25,0.5,0.25",
    "three with zeros": "--true 1,0,0 --pred 0,0.5,0.5",
    "truth below doubles": "--true 1e-400,1 --pred 0.5,0.5",
    "prediction below doubles": "--true 0.5,0.5 --pred 5e-324,1",
    "coin": "--true 0.9,0.1",
    "certain truth": "--true 1,0,0",
    "pairs": "--true 0.5,0.5 --pred 1,0 --true 1,0 --pred 0.5,0.5",
    "training": "--logits=2,1,0.1 --label 0 --descend 10",
    "trained": "--logits=0,0 --true 0.5,0.5 --descend 3",
    "code": "--true 1/2,1/4,1/8,1/8 --code huffman",
    "code of zeros": "--true 0.5,0.5,0 --pred 0.5,0.5,0 --code shannon",
}


DERIVATIONS = {name: derivation_of(line) for name, line in LINES.items()}
DRAWN = {f"{name}: {picture}": (name, picture) for name, d in DERIVATIONS.items() for picture in fitting(PICTURES, d)}


@cache
def drawn(name: str) -> Drawing:
    line, picture = DRAWN[name]
    return picture_of(PICTURES, DERIVATIONS[line], 4, picture)


@cache
def svg_of(name: str) -> str:
    return render_document((drawn(name),), "svg")


def numbers_of(drawing: Drawing) -> list[tuple[Axis, float]]:
    """Every number of a picture, with the axis it stands on."""
    if isinstance(drawing, Chart):
        points = [point for curve in drawing.curves for point in curve.points if point]
        points += [(mark.x, y) for mark in drawing.marks for y in (mark.y, mark.low, mark.high) if y is not None]
        rules = [(drawing.y if rule.axis == "y" else drawing.x, rule.at) for rule in drawing.rules]
        return [pair for x, y in points for pair in ((drawing.x, x), (drawing.y, y))] + rules
    if isinstance(drawing, Bars):
        ends = [
            (drawing.axis, sum(p.length for p in row.pieces if p.length * way > 0))
            for row in drawing.rows
            for way in (1, -1)
        ]
        places = [x for row in drawing.rows for x in (row.target, row.dot, *(row.span or ())) if x is not None]
        return ends + [(drawing.axis, x) for x in places]
    if isinstance(drawing, Areas):
        boxes = [box for panel in drawing.panels for box in panel.boxes]
        return [(drawing.y, y) for box in boxes for y in (box.height, box.line) if y is not None] + [
            (drawing.x, sum(box.width for box in panel.boxes)) for panel in drawing.panels
        ]
    return [(drawing.scales[0], place.at) for place in (*drawing.marks, *drawing.landmarks)]


def test_every_picture_is_drawn_from_some_line() -> None:
    assert {picture for _, picture in DRAWN.values()} == set(PICTURES)


@for_each(DRAWN)
def test_every_number_is_finite_and_within_its_axis(name: str) -> None:
    for axis, value in numbers_of(drawn(name)):
        assert axis.low - 1e-9 * abs(axis.high) <= value <= axis.high * (1 + 1e-9), (axis, value)
        assert math.isfinite(value)


@for_each(DRAWN)
def test_a_sentence_says_what_is_shown(name: str) -> None:
    says = drawn(name).says
    assert says.endswith(".")
    assert not re.search(r"\b(nan|inf)\b", says)


@pytest.mark.parametrize(
    ("line", "picture", "said"),
    [
        ("--pred 0.7,0.2,0.1 --label 0", "smoothed", "The loss is least where q(true) = 1.0000."),
        ("--pred 0.7,0.3 --label 0 --label-smoothing 0.1", "smoothed", "The loss is least where q(true) = 0.9500."),
        ("--true 0.5,0.5 --code huffman", "code", "dashed lines are −log₂ p."),
        ("--logits=3,-3,3,-3 --label 1,0,0,0", "over-temperature", "the best T is about 3."),
        ("--logits=1,2 --label 1,0 --temperature 0.01", "over-temperature", "the curve is lowest at an end."),
        ("--logits=2,1,0.1 --label 0 --base 2", "pulls", "The longest arrow, 0.3410, is that of 0."),
    ],
)
def test_a_sentence_holds_where_something_is_not_there(line: str, picture: str, said: str) -> None:
    """Of four logits of 3, one leans wrong: 3/T is the log of the odds 3 to 1 at T = 3/ln 3, 2.73."""
    assert picture_of(PICTURES, derivation_of(line), 4, picture).says.endswith(said)


def test_no_bin_is_called_the_farthest_where_another_is_as_far() -> None:
    fields = {
        "calibration": [{"n": 2, "predicted": 0.25, "observed": 0.5}, {"n": 4, "predicted": 0.75, "observed": 0.5}]
    }
    says = picture_of(SCORE_PICTURES, fields, 4).says
    assert says == "No bin lies farther from the diagonal than that of predicted 0.2500, happened 0.5000."


def test_a_product_with_a_zero_in_it_has_no_line() -> None:
    chart = picture_of(PICTURES, derivation_of("--pred 0.5,0"), 4, "again")
    assert isinstance(chart, Chart)
    assert (chart.curves, chart.marks) == ((), ())
    assert "0 from the first time on" in chart.says


def test_digits_run_out_where_the_band_of_subnormal_doubles_begins() -> None:
    """0.9^6723 is the last power above 2^-1022; worked out in whole numbers."""
    assert 9**6723 * 2**1022 >= 10**6723
    assert 9**6724 * 2**1022 < 10**6724
    assert "from 6724 times on" in picture_of(PICTURES, derivation_of("--pred 0.9"), 4, "again").says


@for_each(DRAWN)
def test_a_picture_alone_is_named_and_told_at_its_root(name: str) -> None:
    root = ET.fromstring(svg_of(name))  # noqa: S314  our own drawing
    title, desc = (root.findtext(f"{{http://www.w3.org/2000/svg}}{tag}") for tag in ("title", "desc"))
    assert (title, desc) == (drawn(name).title, drawn(name).says)


@for_each(DRAWN)
def test_text_stays_within_its_width(name: str) -> None:
    for most in (60, 76, 120):
        shown = ["".join(text for text, _ in line) for line in drawing_lines(drawn(name), most)]
        assert max(map(width, shown)) <= most, "\n".join(shown)


@for_each(DRAWN)
def test_every_logarithm_says_its_base(name: str) -> None:
    drawing = drawn(name)
    curves = [curve.name.text for curve in drawing.curves] if isinstance(drawing, Chart) else []
    panels = [panel.name for panel in drawing.panels] if isinstance(drawing, Areas) else []
    assert not re.search(r"log(?![₀-₉]|it)", " ".join([drawing.title.lower(), *curves, *panels]))


SHORT_LINES = ("the least double", "less than any double", "certain")
"""Where the line of the doubles of `again` is too short for a name, or lies under the exact one."""


@for_each([name for name in DRAWN if name not in {f"{line}: again" for line in SHORT_LINES}])
def test_every_curve_has_its_name(name: str) -> None:
    drawing = drawn(name)
    text = "\n".join("".join(text for text, _ in line) for line in drawing_lines(drawing, 76))
    svg = svg_of(name)
    for curve in drawing.curves if isinstance(drawing, Chart) else ():
        assert curve.name.text in text
        assert escape(curve.name.text) in svg


@for_each(DRAWN)
def test_the_name_of_a_rule_stands_on_a_row_of_no_other(name: str) -> None:
    drawing = drawn(name)
    rules = drawing.rules if isinstance(drawing, Chart) else ()
    rows = ["".join(text for text, _ in line) for line in drawing_lines(drawing, 76)][-ROWS - 2 : -2]
    levels = {rule: round((1 - drawing.y.share(rule.at)) * (4 * ROWS - 1)) // 4 for rule in rules if rule.axis == "y"}
    for rule in rules:
        at = {row for row, text in enumerate(rows) if rule.name in text}
        others = {level for other, level in levels.items() if other != rule}
        assert at or rule.axis == "y", rule
        assert rule.axis == "x" or levels[rule] in others or not at & others, rule


def test_no_name_lies_over_the_interval_of_a_bin(call: Runner) -> None:
    for bins in (5, 10, 15, 20, 40):
        done = call(
            "score",
            f"{EXAMPLES}/cancer_a.csv",
            "--calibration",
            str(bins),
            "--show",
            "chart",
            "--picture",
            "reliability",
            "-f",
            "svg",
        )
        boxes = boxes_of(done.out, 7.5)
        lines = re.findall(r'class="arrow" d="M([0-9.]+) ([0-9.]+) [0-9.]+ ([0-9.]+)"', done.out)
        assert len(lines) > bins / 2
        assert any(shown.startswith("n=") for *_, shown in boxes)
        for x, bottom, top in (map(float, line) for line in lines):
            for left, above, right, below, shown in boxes:
                assert not (left < x < right and above < bottom and below > top), (bins, shown)


@pytest.mark.parametrize("name", ["cancer_a", "cancer_b", "iris_a", "iris_b", "digits_a", "digits_b"])
@pytest.mark.parametrize("bins", ["5", "10"])
def test_every_bin_has_its_count_on_a_terminal(call: Runner, name: str, bins: str) -> None:
    """Those at the corners, too, where the names would leave the chart: they stand beside the ends of their intervals."""
    label = () if name.startswith("cancer") else ("--label", "label")
    fields = json.loads(call("score", f"{EXAMPLES}/{name}.csv", *label, "--calibration", bins, "-f", "json").out)
    drawing = picture_of(SCORE_PICTURES, fields, 4, "reliability")
    assert isinstance(drawing, Chart)
    shown = "\n".join("".join(text for text, _ in line) for line in drawing_lines(drawing, 80))
    rows = shown.partition("└")[0].split("\n")[2:]
    counts = sorted(word for row in rows for word in re.findall(r"\d+", row[5:]))
    assert counts == sorted(mark.name.removeprefix("n=") for mark in drawing.marks)


@for_each(DRAWN)
def test_no_text_is_crossed_by_the_grid(name: str) -> None:
    """Nor in LaTeX, which draws the same shapes."""
    boxes = boxes_of(svg_of(name), 7.5)
    lines = re.findall(r'class="grid" d="M([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9.]+)"', svg_of(name))
    for x, y, right, bottom in (tuple(map(float, line)) for line in lines):
        for left, above, end, below, shown in boxes:
            assert right <= left or end <= x or bottom <= above or below <= y, shown


def test_bins_of_weights_have_no_interval(call: Runner) -> None:
    rows = "y,p,w\n1,0.9,1\n0,0.2,2\n"
    fields = json.loads(call("score", "--weight", "w", "--format", "json", stdin=rows).out)
    drawing = picture_of(SCORE_PICTURES, fields, 4, "reliability")
    assert isinstance(drawing, Chart)
    assert [(mark.name, mark.low) for mark in drawing.marks] == [("2", None), ("w=1", None)]


SVG = "{http://www.w3.org/2000/svg}"


@for_each(DRAWN)
def test_the_drawing_stays_within_its_field(name: str) -> None:
    drawing = ET.fromstring(svg_of(name))  # noqa: S314  we wrote it
    for path in drawing.iter(f"{SVG}path"):
        for x in re.findall(r"M(-?[0-9.]+)", path.attrib["d"]):
            assert 0 <= float(x) <= WIDTH + 1
    for box in drawing.iter(f"{SVG}rect"):
        assert float(box.attrib["width"]) >= 0
        assert float(box.attrib["height"]) >= 0


SHORT = [name for name in DRAWN if "long names" not in name]


def boxes_of(svg: str, letter: float) -> list[tuple[float, float, float, float, str]]:
    """The edges of every text of a drawing, where its letters are so wide."""
    boxes = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314  we wrote it
        x, y, shown, kind = float(text.attrib["x"]), float(text.attrib["y"]), text.text or "", text.attrib["class"]
        wide = letter * width(shown)
        left = x - wide if "end" in kind else x - wide / 2 if "middle" in kind else x
        boxes.append((left, y - 9, left + wide, y, shown))
    return boxes


@for_each(SHORT)
def test_every_text_ends_within_the_field(name: str) -> None:
    """The field is narrow, so that its text can be read on a phone: a title has room for 56 letters."""
    for left, _, right, _, shown in boxes_of(svg_of(name), CHARACTER):
        assert left >= -1, shown
        assert right <= WIDTH + 1, shown


@for_each(SHORT)
def test_no_text_lies_over_another(name: str) -> None:
    """Measured with the width of a letter of a page; a chart leaves out a name that has no room."""
    boxes = boxes_of(svg_of(name), 7.5)
    for k, a in enumerate(boxes):
        for b in boxes[k + 1 :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a, b)


@for_each(SHORT)
def test_no_rule_and_no_arrow_goes_through_a_text(name: str) -> None:
    boxes = boxes_of(svg_of(name), 7.5)
    for path in ET.fromstring(svg_of(name)).iter(f"{SVG}path"):  # noqa: S314  we wrote it
        if path.attrib["class"] not in {"rule", "arrow"}:
            continue
        points = [tuple(map(float, point.split())) for point in re.findall(r"-?[0-9.]+ -?[0-9.]+", path.attrib["d"])]
        for (x, y), (u, v) in pairwise(points):
            for left, top, right, bottom, shown in boxes:
                is_over = min(x, u) < right and max(x, u) > left and min(y, v) < bottom and max(y, v) > top
                assert not is_over or (x != u and y != v), (shown, path.attrib["d"])


CROWDED = ("many: square",)
"""Where 45 marks leave no room for their names."""


@for_each([name for name in SHORT if name not in CROWDED])
def test_no_curve_goes_through_the_name_of_a_curve_or_a_mark(name: str) -> None:
    drawing = drawn(name)
    names = {each.name.text for each in drawing.curves} if isinstance(drawing, Chart) else set()
    names |= {mark.name for mark in drawing.marks} if isinstance(drawing, Chart) else set()
    boxes = [box for box in boxes_of(svg_of(name), 7.5) if box[4] in names]
    for path in ET.fromstring(svg_of(name)).iter(f"{SVG}path"):  # noqa: S314  we wrote it
        if not path.attrib["class"].startswith("line"):
            continue
        points = [tuple(map(float, point.split())) for point in re.findall(r"-?[0-9.]+ -?[0-9.]+", path.attrib["d"])]
        for (x, y), (u, v) in pairwise(points):
            steps = int(max(abs(u - x), abs(v - y))) + 1
            for k in range(steps + 1):
                at, down = x + (u - x) * k / steps, y + (v - y) * k / steps
                for left, top, right, bottom, shown in boxes:
                    assert not (left < at < right and top - 1.5 < down < bottom), shown


@for_each(DRAWN)
def test_every_format_draws_it(name: str) -> None:
    for form in DOCUMENTS:
        shown = render_document((drawn(name),), form)
        assert "nan" not in shown, form
        assert len(shown) > 100, form


def test_a_mark_stands_at_the_number_of_the_table() -> None:
    found = picture_of(PICTURES, DERIVATIONS["binary"], 4, "two-curves")
    assert isinstance(found, Chart)
    assert [(mark.x, round(mark.y, 6)) for mark in found.marks] == [
        (x, round(-math.log(q), 6)) for x, q in ((0.9, 0.9), (0.1, 0.9), (0.8, 0.8), (0.3, 0.7))
    ]


def is_a_loss_over_a_number(name: str) -> bool:
    """Tell whether a picture is a chart on which the loss of one example stands, smoothed or not, and whether it is finite."""
    line, picture = DRAWN[name]
    derivation = DERIVATIONS[line]
    is_finite = derivation.n == 1 and math.isfinite(float(derivation.value))
    return is_finite and isinstance(drawn(name), Chart) and picture not in {"again", "both-ways", "staircase", "square"}


@for_each(list(filter(is_a_loss_over_a_number, DRAWN)))
def test_a_finite_loss_stands_at_its_own_height_and_at_no_edge(name: str) -> None:
    found, derivation = drawn(name), DERIVATIONS[DRAWN[name][0]]
    assert isinstance(found, Chart)
    assert pytest.approx(float(derivation.value), rel=1e-9) in [mark.y for mark in found.marks]


def test_marks_at_one_place_are_one_with_the_names_of_all() -> None:
    found = picture_of(PICTURES, derivation_of("--pred 0.5,0.5,0.25,0.5"), 4, "log-ruler")
    assert isinstance(found, Strip)
    assert [(place.at, place.name.split(" ")[:2]) for place in found.marks][:2] == [
        (2.0, ["word", "1,"]),
        (4.0, ["word", "3"]),
    ]


def test_no_sign_of_a_number_line_is_moved_however_many_stand_together() -> None:
    places = tuple(Place(0.5 + k / 1000, f"call {k}") for k in range(9))
    strip = Strip("", (probability_axis("nats"),), (), places)
    cells = [line.index("▲") for parts in drawing_lines(strip, 66) if "▲" in (line := "".join(t for t, _ in parts))]
    assert len(cells) == 9
    assert set(cells) <= {29, 30}  # the middle of 60 cells


def test_the_hollow_marks_are_the_wrong_ones_of_the_table() -> None:
    """Of equal probabilities the first counts, in the picture as in the table."""
    derivation = derivation_of("--pred 0.5,0.5,0.9,0.2 --label 0,1,1,1 --accuracy")
    rights = {row[0]: row[3] for working in derivation.workings for row in working.rows}
    found = picture_of(PICTURES, derivation, 4, "staircase")
    assert isinstance(found, Chart)
    assert rights == {mark.name: "no" if mark.is_hollow else "yes" for mark in found.marks}


def test_a_narrow_box_has_a_cell_of_its_own() -> None:
    lines = drawing_lines(picture_of(PICTURES, derivation_of("--true 0.99999,0.00001"), 4, "surprise-areas"))
    rows = ["".join(text for text, _ in line) for line in lines]
    assert sum(row.endswith("▒") for row in rows) >= 8


def test_the_pieces_of_the_total_are_the_terms() -> None:
    found = picture_of(PICTURES, DERIVATIONS["events"], 4, "total")
    assert isinstance(found, Strip)
    assert [round(piece.length, 12) for piece in found.pieces] == [round(-math.log(q), 12) for q in (0.7, 0.8, 0.97)]


def test_an_area_is_a_class_in_the_sum() -> None:
    found = picture_of(PICTURES, DERIVATIONS["three classes"], 4, "surprise-areas")
    assert isinstance(found, Areas)
    own, other = ([round(box.width * box.height, 12) for box in panel.boxes] for panel in found.panels)
    assert own == [round(-p * math.log(p), 12) for p in (0.5, 0.25, 0.25)]
    assert other == [round(-p * math.log(q), 12) for p, q in ((0.5, 0.25), (0.25, 0.5), (0.25, 0.25))]


@pytest.mark.parametrize("line", ["--true 0.5,0.5 --pred 1,0", "--true 1,0,0 --pred 0,0,1"])
def test_a_box_that_costs_infinitely_much_is_seen_where_the_others_cost_nothing(line: str) -> None:
    found = picture_of(PICTURES, derivation_of(line), 4, "surprise-areas")
    assert isinstance(found, Areas)
    infinite = [box for panel in found.panels for box in panel.boxes if "∞" in box.name]
    assert infinite
    assert all(box.width * box.height for box in infinite)


def test_an_infinite_surprisal_is_marked_as_one() -> None:
    found = picture_of(PICTURES, DERIVATIONS["impossible"], 4, "surprisal")
    assert isinstance(found, Chart)
    assert [mark.name for mark in found.marks] == ["1 (∞)", "2"]


def test_the_loss_falls_and_the_entropy_stays() -> None:
    found = picture_of(PICTURES, DERIVATIONS["training"], 4)
    assert isinstance(found, Bars)
    floor, gap = zip(*((row.pieces[0].length, row.pieces[1].length) for row in found.rows), strict=True)
    assert set(floor) == {0.0}
    assert list(gap) == sorted(gap, reverse=True)


def test_a_picture_that_does_not_fit_is_refused_with_those_that_do(call: Runner) -> None:
    done = call("compute", "--pred", "0.7", "--picture", "over-q")
    assert (done.status, done.out) == (2, "")
    assert "surprisal, total" in done.err


def test_the_picture_stands_alone_where_only_it_is_asked_for(call: Runner) -> None:
    assert call("compute", "--pred", "0.5", "--show", "chart").out.startswith("Surprisal of what happened")


def test_a_chart_without_braille_keeps_its_shape(call: Runner) -> None:
    shown = call("compute", "--pred", "0.5", "--show", "chart", encoding="ascii").out
    assert shown.isascii()
    assert "U+" not in shown
    assert "\\u" not in shown
    assert ":o" in shown or ".o" in shown or "'o" in shown


@for_each(DRAWN)
def test_every_sign_of_a_picture_has_one_in_ascii(name: str) -> None:
    from xentropy_cli.rendering.ascii import GLYPHS_IN_ASCII, spelled

    lines = drawing_lines(spelled(drawn(name)), 76)
    assert "".join(text for line in lines for text, _ in line).translate(GLYPHS_IN_ASCII).isascii()


@pytest.mark.parametrize("form", ["html", "svg", "markdown", "latex"])
def test_a_name_from_outside_does_not_act(call: Runner, form: str) -> None:
    done = call(
        "compute",
        "--pred",
        "<script>x</script>=0.5,$y$=0.25",
        "--show",
        "chart",
        "--picture",
        "total",
        "--format",
        form,
    )
    assert done.status == 0
    assert "<script" not in done.out or form in ("markdown", "latex")
    assert form != "latex" or "$y$" not in done.out


HOSTILE = ("--true $y$=0.5,b=0.5 --pred $y$=0.25,b=0.75", "--true $y$=1,b=0", "--pred $y$=0.7,b=0.3 --label $y$")


@pytest.mark.parametrize("line", HOSTILE)
def test_no_name_of_a_class_is_read_by_latex_in_any_picture(line: str) -> None:
    derivation = derivation_of(line)
    for picture in fitting(PICTURES, derivation):
        shown = render_document((picture_of(PICTURES, derivation, 4, picture),), "latex")
        assert "$y$" not in shown, picture


def test_no_name_of_a_number_line_lies_over_the_line_to_another() -> None:
    """Of names that stand close together at the right edge, too, where they go to the left of their lines, and of long ones."""
    random = Random(12)
    for n, low, longest in [*((n, 300, 5) for n in range(2, 7)), (2, 8, 6), (3, 8, 6), (4, 8, 6), (5, 8, 4), (6, 8, 4)]:
        for _ in range(40):
            places = [(random.uniform(low, 430), "name" * random.randint(1, longest)) for _ in range(n)]
            labels = levelled(places)
            assert sorted(label.at for label in labels) == sorted(x for x, _ in places)
            for a, b in combinations(sorted(labels, key=lambda label: label.level), 2):
                assert a.level == b.level or not a.start < b.at < a.end, places
                assert a.level != b.level or a.end < b.start or b.end < a.start, places


EXAMPLES = Path(__file__).parents[2] / "examples" / "predictions"

COMMANDS = {
    "score": ("score", f"{EXAMPLES}/cancer_a.csv", SCORE_PICTURES),
    "score by": ("score", f"{EXAMPLES}/iris_a.csv --label label --by label", SCORE_PICTURES),
    "compare": ("compare", f"{EXAMPLES}/digits_a.csv {EXAMPLES}/digits_b.csv --on id", COMPARE_PICTURES),
    "libraries": ("libraries", "--pred 0.9,0.2 --label 1,0", LIBRARY_PICTURES),
    "libraries infinite": ("libraries", "--pred 1,0 --pred 1,0 --label 0,1", LIBRARY_PICTURES),
}
RESULTS = {f"{name}: {picture}": (name, picture) for name, (_, _, table) in COMMANDS.items() for picture in table}
"""Every picture of a file, a comparison, and libraries; --by gives the groups."""


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("form", ["plain", "html", "svg", "latex", "markdown"])
def test_pictures_of_results_are_drawn_alone_in_every_format(call: Runner, name: str, form: str) -> None:
    key, picture = RESULTS[name]
    command_, line, _ = COMMANDS[key]
    done = call(command_, *line.split(), "--show", "chart", "--picture", picture, "--format", form)
    if picture == "groups" and "--by" not in line:
        assert (done.status, done.out) == (2, "")
        return
    assert done.status == 0, done.err
    assert not re.search(r"\bnan\b", done.out)
    assert len(done.out) > 100


KEPT = {"score": "reliability", "compare": "differences", "libraries": "calls"}


@pytest.mark.parametrize("key", KEPT)
def test_a_page_that_people_keep_has_its_picture_and_lines_have_none(call: Runner, key: str) -> None:
    command_, line, _ = COMMANDS[key]
    for form, row in FORMATS.items():
        own = call(command_, *line.split(), "--format", form).out
        asked = call(command_, *line.split(), "--format", form, "--picture", KEPT[key]).out
        assert (own == asked) == (row.is_kept or not row.is_document), form


def test_a_page_without_labels_has_no_reliability(call: Runner) -> None:
    done = call("score", "--pred", "p", "--as", "events", "--format", "svg", stdin="p\n0.5\n0.2\n")
    assert (done.status, "What happened" in done.out) == (0, False)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0, 9), st.integers(1, 400)), min_size=1, max_size=6))
def test_a_difference_and_its_interval_stand_on_the_axis_beside_none(rows: list[tuple[float, float, int]]) -> None:
    (value, error, n), *parts = rows
    classes = [{"name": str(k), "value": v, "standard_error": e, "n": m} for k, (v, e, m) in enumerate(parts)]
    fields = {"unit": "nats", "value": value, "standard_error": error, "n": n, "classes": classes}
    drawing = picture_of(COMPARE_PICTURES, fields, 4)
    assert isinstance(drawing, Bars)
    assert drawing.axis.low <= 0 <= drawing.axis.high
    assert [row.dot for row in drawing.rows] == [each[0] for each in rows]
    for axis, at in numbers_of(drawing):
        assert axis.low <= at <= axis.high
    lines = ["".join(text for text, _ in line) for line in drawing_lines(drawing, 76)]
    assert max(map(width, lines)) <= 76


def test_the_interval_of_a_class_is_that_of_the_group_of_its_rows(call: Runner) -> None:
    fields = json.loads(
        call("score", f"{EXAMPLES}/iris_a.csv", "--label", "label", "--by", "label", "--format", "json").out
    )
    classes, groups = (picture_of(SCORE_PICTURES, fields, 4, name) for name in ("classes", "groups"))
    assert isinstance(classes, Bars)
    assert isinstance(groups, Bars)
    assert all(row.span for row in classes.rows)
    assert {row.name: (row.dot, row.span) for row in classes.rows} == {
        row.name: (row.dot, row.span) for row in groups.rows
    }


WITHOUT_A_MEAN = {
    "no row": ("label,p_a,p_b,p_c\na,0.9,0.05,0.05\nb,0.3,0.5,0.2\n", "", "c", "none", "b"),
    "no weight": ("y,p,w\n1,0.9,0\n0,0.2,1\n0,.7,1\n", "--weight w", "1", "none", "0"),
    "an infinite loss": ("label,p_a,p_b,p_c\na,1,0,0\nb,1,0,0\nc,0.1,0.1,0.8\n", "", "b", "∞", "b"),
    "only infinite ones": ("y,p\n1,0\n0,1\n", "", "1", "∞", "0, 1"),
}


@pytest.mark.parametrize("name", WITHOUT_A_MEAN)
@pytest.mark.parametrize("kind", ["classes", "groups"])
def test_a_class_or_group_without_a_finite_mean_has_its_row(name: str, kind: str, call: Runner, tmp_path: Path) -> None:
    text, more, row, shown, highest = WITHOUT_A_MEAN[name]
    label = text.partition(",")[0]
    (tmp_path / "t.csv").write_text(text)
    args = ("score", str(tmp_path / "t.csv"), "--label", label, "--by", label, *more.split())
    fields = json.loads(call(*args, "--format", "json").out)
    drawing = picture_of(SCORE_PICTURES, fields, 4, kind)
    assert isinstance(drawing, Bars)
    rows = {each.name: each for each in drawing.rows}
    if row in rows:  # a class without rows is no group
        assert (rows[row].figure, rows[row].dot, rows[row].pieces) == (shown, None, ())
    assert drawing.says.endswith(f"is that of {highest}.")
    assert {each.name for each in drawing.rows if each.is_lit} == set(highest.split(", "))
    for format_name in FORMATS:
        assert call(*args, "--picture", kind, "--format", format_name).status == 0


def test_of_many_classes_those_with_the_largest_means_are_drawn() -> None:
    rows = [{"name": f"{'x' * 40}{k}", "n": 3, "mean": k / 7, "standard_error": 0.01} for k in range(60)]
    drawing = picture_of(SCORE_PICTURES, {"classes": rows, "unit": "nats"}, 4, "classes")
    assert isinstance(drawing, Bars)
    assert [row.name for row in drawing.rows] == [row["name"] for row in rows[30:]]
    assert drawing.title.endswith("the 30 largest of 60")
    lines = ["".join(text for text, _ in line).split("─")[0] for line in drawing_lines(drawing, 76)]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("weight", ["", "--weight w"])
def test_the_span_of_a_difference_is_the_interval_of_the_table(call: Runner, tmp_path: Path, weight: str) -> None:
    """A row of weight 0 is no degree of freedom."""
    for name, q in {"a": (0.9, 0.2, 0.4, 0.3, 0.6), "b": (0.8, 0.2, 0.5, 0.35, 0.6)}.items():
        rows = (f"{k % 2},{x},{k % 3}\n" for k, x in enumerate(q))
        (tmp_path / f"{name}.csv").write_text("y,p,w\n" + "".join(rows))
    files = [str(tmp_path / f"{name}.csv") for name in "ab"]
    fields = json.loads(call("compare", *files, *weight.split(), "--format", "json").out)
    drawing = picture_of(COMPARE_PICTURES, fields, 4)
    assert isinstance(drawing, Bars)
    assert drawing.rows[0].span == pytest.approx(fields["interval_t"], rel=1e-12)


def test_the_dots_of_reliability_are_the_bins_of_the_record(call: Runner) -> None:
    done = call("score", f"{EXAMPLES}/cancer_a.csv", "--format", "json")
    fields = json.loads(done.out)
    found = picture_of(SCORE_PICTURES, fields, 4, "reliability")
    assert isinstance(found, Chart)
    bins = [row for row in fields["calibration"] if row["n"]]
    assert [(mark.x, mark.y) for mark in found.marks] == [(row["predicted"], row["observed"]) for row in bins]
    assert all(
        mark.low <= mark.y <= mark.high for mark in found.marks if mark.low is not None and mark.high is not None
    )


def test_the_mean_over_temperature_is_the_same_curve_wherever_one_stands_on_it() -> None:
    line = "--logits=3,1 --label 1,0 --as binary"
    own, divided = (picture_of(PICTURES, derivation_of(f"{line}{more}"), 4, "over-temperature")
                    for more in ("", " --temperature 2"))  # fmt: skip
    assert isinstance(own, Chart)
    assert isinstance(divided, Chart)
    points = zip(own.curves[0].points, divided.curves[0].points, strict=True)
    assert all(a == pytest.approx(b, rel=1e-12) for a, b in points)
    assert [mark.x for mark in (own.marks[0], divided.marks[0])] == [1, 2]
    assert divided.marks[0].y == pytest.approx(0.587745, abs=1e-6)  # (ln(1 + e^-1.5) + ln(1 + e^0.5)) / 2


@given(st.text("abc", min_size=1, max_size=60), st.integers(0, 63))
def test_the_sign_of_a_place_stands_in_its_cell_and_its_name_beside_it(name: str, cell: int) -> None:
    start, text = signed("▲", name, cell, 64)
    assert start + text.index("▲") == cell
    assert start >= 0
    assert start + len(text) <= 64
