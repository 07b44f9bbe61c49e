"""Charts: what they show, and that no renderer draws outside its frame."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from xentropy_cli.cli.compute import command, request_of
from xentropy_cli.cli.options.extras import cut, parts_of
from xentropy_cli.cli.output.deliver import choose_target
from xentropy_cli.derivation.derive import derive
from xentropy_cli.inputs.readings import read
from xentropy_cli.pages.blocks import Table
from xentropy_cli.pages.charts import chart_of
from xentropy_cli.pages.lesson_blocks import Chart
from xentropy_cli.rendering import render_document
from xentropy_cli.rendering.pictures.text import ROWS, chart_lines

if TYPE_CHECKING:
    from conftest import Runner

    from xentropy_cli.derivation.model import Derivation

CHARTS = {
    "events": "--pred 0.7,0.8,0.97",
    "rare": "--pred 1e-30,0.5",
    "impossible": "--pred 0,0.5",
    "certain": "--pred 1",
    "binary": "--pred 0.9,0.1,0.8,0.3 --label 1,0,1,0",
    "categorical": "--pred 0.7,0.2,0.1 --label 1",
    "two-classes": "--true 0.5,0.5 --pred 0.75,0.25 --base 2",
    "two-classes-impossible": "--true 0.5,0.5 --pred 1,0",
    "coin": "--true 0.9,0.1",
    "training": "--logits=2,1,0.1 --label 0 --descend 10",
    "trained": "--logits=0,0 --true 0.5,0.5 --descend 3",
}
BARS = {
    "classes": "--true 0.5,0.25,0.25 --pred 0.25,0.5,0.25",
    "pairs": "--true 0.5,0.5 --pred 1,0 --true 1,0 --pred 0.5,0.5",
}


def derivation_of(line: str) -> Derivation:
    options = dict(command.make_context("compute", line.split()).params)
    options.pop("numbers")
    choose_target(options)
    parts_of(options)
    return derive(read(request_of(cut(options))))


def chart(line: str) -> Chart:
    found = chart_of(derivation_of(line))
    assert isinstance(found, Chart)
    return found


@pytest.mark.parametrize("line", CHARTS.values(), ids=CHARTS)
def test_every_point_lies_within_the_axes(line: str) -> None:
    found = chart(line)
    points = [point for curve in found.curves for point in curve.points] + [(mark.x, mark.y) for mark in found.marks]
    assert all(found.x.low <= x <= found.x.high and found.y.low <= y <= found.y.high * (1 + 1e-12) for x, y in points)


@pytest.mark.parametrize("line", CHARTS.values(), ids=CHARTS)
def test_text_stays_within_its_width(line: str) -> None:
    found = chart(line)
    for most in (40, 80):
        shown = ["".join(text for text, _ in each) for each in chart_lines(found, most)]
        assert len(shown) >= ROWS + 4
        assert max(map(len, shown)) <= most


def test_a_mark_stands_at_the_number_of_the_table() -> None:
    found = chart(CHARTS["binary"])
    assert [(mark.x, round(mark.y, 6)) for mark in found.marks] == [
        (x, round(-math.log(q), 6)) for x, q in ((0.9, 0.9), (0.1, 0.9), (0.8, 0.8), (0.3, 0.7))
    ]


def test_an_infinite_surprisal_is_marked_as_one() -> None:
    assert [mark.name for mark in chart(CHARTS["impossible"]).marks] == ["1 (∞)", "2"]


def test_the_loss_falls_and_the_entropy_stays() -> None:
    loss, floor = chart(CHARTS["training"]).curves
    assert [y for _, y in loss.points] == sorted((y for _, y in loss.points), reverse=True)
    assert {y for _, y in floor.points} == {0.0}


@pytest.mark.parametrize("line", BARS.values(), ids=BARS)
def test_more_than_two_classes_are_bars(line: str) -> None:
    found = chart_of(derivation_of(line))
    assert isinstance(found, Table)


@pytest.mark.parametrize("name", ["plain", "markdown", "latex", "html", "svg"])
def test_every_format_draws_the_chart(call: Runner, name: str) -> None:
    done = call("compute", *CHARTS["binary"].split(), "--chart", "--format", name)
    assert done.status == 0
    assert "Cost of a prediction" in done.out


@pytest.mark.parametrize("line", CHARTS.values(), ids=CHARTS)
def test_the_drawing_is_a_path_of_numbers_within_its_field(line: str) -> None:
    drawing = ET.fromstring(render_document((chart(line),), "svg"))  # noqa: S314  we wrote it
    for path in drawing.iter("{http://www.w3.org/2000/svg}path"):
        numbers = [float(number) for number in re.findall(r"-?[0-9.]+", path.attrib["d"])]
        assert all(0 <= number <= 640 for number in numbers)


def test_a_chart_without_braille_keeps_its_shape(call: Runner) -> None:
    shown = call("compute", "--pred", "0.5", "--show", "chart", encoding="ascii").out
    assert shown.isascii()
    assert "U+" not in shown
    assert ":o." in shown or ".o." in shown or "'o." in shown


def test_a_name_from_outside_does_not_act(call: Runner) -> None:
    done = call("compute", "--pred", "<script>x</script>=0.5", "--show", "chart", "--format", "html")
    assert "<script" not in done.out
