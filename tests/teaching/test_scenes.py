"""Scenes: what can be moved computes everywhere, what is shown is there, and every goal can be reached."""

from __future__ import annotations

import json
import random
import shlex
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest
from running import tries

from xentropy_cli.cli.lessons.run_scene import computed
from xentropy_cli.errors import XentError
from xentropy_cli.figures import json_number
from xentropy_cli.inputs.notation import Source, whole
from xentropy_cli.pages.paths import condition_of, path_of
from xentropy_cli.pictures import PICTURES
from xentropy_cli.teaching.course import lesson_of, topics
from xentropy_cli.teaching.scenes.scene import PLACE
from xentropy_cli.teaching.scenes.table import scene_of, scenes

if TYPE_CHECKING:
    from conftest import Runner

    from xentropy_cli.teaching.scenes.scene import Control, Scene, State

SCENES = scenes()

REACHED = {
    "doors": ("0.7 0.8 0.89", "1 0.5 1"),  # 0.7 · 0.8 · 0.89 = 0.4984; -ln 0.5 is one bit
    "areas": ("7 2 1 1", "3 3 3 3", "5 0 0 0"),  # by search over all weights; log2 4; log2 1
    "belief": ("0.5 0.85", "0.5 0.15", "0.9 0.9"),  # q(1 - q) = 1/8; KL is 0 where Q = P
    "both": ("2 1 1 1 1 1", "1 1 2 8 8 1", "2 1 1 1 1 0"),  # log2 3 - 1.5 = 0.085; 1.09 and 0.68; 0 where P has 1/4
    "code": ("1 1 1 1", "1 4 2 1", "1 1 2 4"),  # equal lengths 2; the lesson's; the four lengths the other way round
    "turn": ("0.1 0", "0.83 0", "1 0"),  # the mirror image of 0.9 and 1; 1 - q = q^10; -ln 0
    "softmax": ("2 1 0 10 0", "2 -0.5 0 0 0"),  # ln(e^2 (e^0.2 - 1) - 1) = -0.45
    "heat": ("1.9", "4"),  # by search; 2 is the largest wrong lead: softplus(2/4) = 0.97
}
"""A state that reaches each goal, in the order of the controls, found by hand or by search, and how."""

RANDOM_STATES = tries(10)


def in_order(scene: Scene, text: str) -> State:
    return {control.name: Fraction(word) for control, word in zip(scene.controls, text.split(), strict=True)}


def values_of(control: Control) -> list[Fraction]:
    count = int((Fraction(control.high) - Fraction(control.low)) / Fraction(control.step))
    return [Fraction(control.low) + k * Fraction(control.step) for k in range(count + 1)]


def states(scene: Scene) -> list[State]:
    """The first state, all corners, and some at random."""
    names = [control.name for control in scene.controls]
    ends = [(Fraction(control.low), Fraction(control.high)) for control in scene.controls]
    draw = random.Random(scene.name)
    drawn = [[draw.choice(values_of(control)) for control in scene.controls] for _ in range(RANDOM_STATES)]
    return [scene.start, *(dict(zip(names, values, strict=True)) for values in (*product(*ends), *drawn))]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_state_computes_and_has_what_is_shown_and_sought(scene: Scene) -> None:
    assert set(scene.pictures) <= set(PICTURES)
    for at, state in enumerate(states(scene)):
        found = computed(scene, state, scene.pictures[at % len(scene.pictures)])
        assert found.drawing.says.endswith("."), scene.typed(state)
        for shown in scene.facts:
            assert found.facts.leaves(path_of(shown.path)), (shown, scene.typed(state))
        for goal in scene.goals:
            found.facts.holds(condition_of(goal.condition))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_goal_is_open_at_the_start_and_can_be_reached(scene: Scene) -> None:
    start = computed(scene, scene.start, scene.pictures[0]).facts
    assert len(scene.goals) >= 2
    for goal, text in zip(scene.goals, REACHED[scene.name], strict=True):
        assert not start.holds(condition_of(goal.condition)), goal
        state = in_order(scene, text)
        assert all(state[control.name] in values_of(control) for control in scene.controls), text
        assert computed(scene, state, scene.pictures[0]).facts.holds(condition_of(goal.condition)), (goal, text)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_command_of_a_state_is_one_to_type(scene: Scene, call: Runner) -> None:
    for state in (scene.start, *(in_order(scene, text) for text in REACHED[scene.name])):
        done = call(*shlex.split(scene.typed(state))[1:], "--format", "json")
        assert done.status == 0, done
        shown = computed(scene, state, scene.pictures[0]).facts
        assert json.loads(done.out)["value"] == json_number(shown.record["value"].value)


def test_the_smallest_mean_over_temperature_is_the_goal() -> None:
    scene = next(scene for scene in SCENES if scene.name == "heat")
    condition = condition_of(scene.goals[0].condition)
    found = [computed(scene, {"t": t}, scene.pictures[0]).facts for t in values_of(scene.controls[0])]
    means = [f"{float(each.record['mean'].value):.3f}" for each in found]
    assert [each.holds(condition) for each in found] == [mean == min(means) for mean in means]


def test_no_weights_make_a_dearer_code() -> None:
    scene = next(scene for scene in SCENES if scene.name == "code")
    lengths = [
        computed(scene, in_order(scene, " ".join(map(str, weights))), "code").facts.record["code_length"].value
        for weights in product((1, 2, 4), repeat=4)
    ]
    assert max(map(float, lengths)) == 2.625


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_whole(scene: Scene) -> None:
    assert scene.topic in topics()
    assert scene_of(scene.topic) is scene_of(scene.name) is scene
    assert scene.question.endswith("?")
    names = {control.name for control in scene.controls}
    used = {name for place in PLACE.findall(scene.command) for name in place.replace("-", "+").split("+")} - {"1"}
    assert used == names
    for control in scene.controls:
        low, start, high = (Fraction(text) for text in (control.low, control.start, control.high))
        assert low <= start <= high
        assert start in values_of(control)
        assert high in values_of(control)
        assert -30 <= low <= high <= 30
    for text in (*(goal.means for goal in scene.goals), *(goal.text for goal in scene.goals)):
        assert text.endswith(".")


def test_a_lesson_names_its_scene() -> None:
    named = {topic: lesson_of(topic).scene for topic in topics()}
    assert {topic: scene for topic, scene in named.items() if scene} == {each.topic: each.topic for each in SCENES}


Q = SCENES[2].controls[1]
LABEL = SCENES[5].controls[1]


@pytest.mark.parametrize("text", ["1.5", "-0.1", "abc", "", "inf", "nan", "1/0", "0.5 0.5"])
def test_a_value_that_the_control_does_not_take_is_refused(text: str) -> None:
    with pytest.raises(XentError):
        Q.read(whole(Source("q", text)))


def test_a_label_is_whole() -> None:
    assert LABEL.read(whole(Source("q", "1"))) == 1
    with pytest.raises(XentError, match="whole number"):
        LABEL.read(whole(Source("q", "0.5")))


@pytest.mark.parametrize(
    ("typed", "steps", "then"), [("0.99", 10, "1"), ("0", -1, "0"), ("1/3", 1, "0.34"), ("1/3", -10, "0.24")]
)
def test_a_move_ends_at_the_ends_and_keeps_to_the_steps(typed: str, steps: int, then: str) -> None:
    assert Q.moved(Q.read(whole(Source("q", typed))), steps) == Fraction(then)


@pytest.mark.parametrize(
    "scene", [scene for scene in SCENES if "probability" in str(scene.controls)], ids=lambda s: s.name
)
def test_a_value_typed_exactly_stays_exact(scene: Scene) -> None:
    state = dict(scene.start)
    for control in scene.controls:
        if control.kind == "probability":
            state[control.name] = control.read(whole(Source("q", "1/3")))
    assert computed(scene, state, scene.pictures[0]).facts
    assert "1/3" in scene.typed(state)
