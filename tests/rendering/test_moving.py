"""A scene in a page is equal to the core: in every state the same numbers, the same texts, the same goals and command."""

from __future__ import annotations

import json
import math
import random
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from browser import needs_browser
from running import tries

from xentropy_cli.cli.compute import command as compute
from xentropy_cli.cli.compute import parts_of
from xentropy_cli.cli.lessons.run_scene import scene_block
from xentropy_cli.cli.options.inputs import request_of
from xentropy_cli.cli.output.deliver import choose_target
from xentropy_cli.derivation.derive import derive
from xentropy_cli.inputs.readings import read
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.pages.facts import Fact, Facts
from xentropy_cli.pages.paths import condition_of, path_of
from xentropy_cli.rendering.html import render_html
from xentropy_cli.rendering.pictures.drawn import CHARACTER, WIDTH
from xentropy_cli.rendering.script import script
from xentropy_cli.teaching.scenes.scene import exact_text
from xentropy_cli.teaching.scenes.table import scenes

if TYPE_CHECKING:
    from browser import Browser

    from xentropy_cli.teaching.scenes.scene import Control, Scene, State

SCENES = scenes()

STATES, NEAR, DIGITS = 40 + tries(40), 1e-12, 4
TYPED = ("1/3", "2/3", "1/7", "0.005", "0.0009765625", "0.999999", "0.03125", "0.5")
"""Probabilities that somebody types between two steps: fractions, small ones, ties of rounding."""


def values_of(control: Control) -> list[Fraction]:
    low, high, step = (Fraction(each) for each in (control.low, control.high, control.step))
    return [low + k * step for k in range(int((high - low) / step) + 1)]


def test_the_script_draws_in_the_same_field() -> None:
    assert f"const WIDTH = {WIDTH:g}, wide = said => {CHARACTER:g} * said.length;" in script()


def states_of(scene: Scene) -> list[State]:
    """The first state, corners up to half of all, typed values, and others drawn from all steps with a fixed seed."""
    names = [control.name for control in scene.controls]
    steps = [values_of(control) for control in scene.controls]
    corners = product(*((each[0], each[-1]) for each in steps))
    draw = random.Random(scene.name)
    found = [scene.start, *(dict(zip(names, ends, strict=True)) for ends in corners)]
    del found[STATES // 2 :]
    for text in TYPED:
        state = {name: draw.choice(each) for name, each in zip(names, steps, strict=True)}
        for control in scene.controls:
            if control.kind == "probability" and Fraction(text) >= Fraction(control.low):
                state[control.name] = Fraction(text)
        found.append(state)
    while len(found) < STATES:
        found.append({name: draw.choice(each) for name, each in zip(names, steps, strict=True)})
    return found


DRIVER = """
const sections = [...document.querySelectorAll(".scene")];
tell(DATA.map(({states, facts, goals}, at) => states.map(state => {
  const section = sections[at];
  [...section.querySelectorAll(".controls > div")].forEach((row, k) => {
    const field = row.querySelectorAll("input")[1];
    field.value = state[k];
    field.dispatchEvent(new Event("change"));
  });
  const command = section.querySelector("pre code").textContent.replace("$ ", "");
  const record = compute(command.replace("xent ", ""));
  return {
    command,
    texts: [...section.querySelectorAll("ul strong")].map(each => each.textContent),
    values: facts.map(path => found(record, path.split(".")).map(String)),
    goals: goals.map(goal => holds(record, goal)),
  };
})));
"""


def facts_of(scene: Scene, state: State) -> Facts:
    """The record of the command of a state, from the exact core."""
    with compute.make_context("compute", list(scene.words(state)[1:])) as context:
        options = context.params
    choose_target(options)
    parts_of(options)
    del options["numbers"], options["picture"], options["blank"]
    question = read(request_of(options))
    return Facts(DerivationResult(derive(question), question=question).facts(), DIGITS)


def expected(scene: Scene, facts: Facts) -> tuple[list[str | None], list[list[str | float]], list[bool]]:
    paths = [path_of(each.path) for each in scene.facts]
    values = [[float(leaf.value) if isinstance(leaf, Fact) else leaf for leaf in facts.leaves(path)] for path in paths]
    return (
        [facts.shown(path) for path in paths],
        values,
        [facts.holds(condition_of(each.condition)) for each in scene.goals],
    )


def is_near(shown: str, value: str | float) -> bool:
    if isinstance(value, str):
        return shown == value
    return float(shown) == value or math.isclose(float(shown), value, rel_tol=NEAR, abs_tol=0)


@needs_browser
def test_every_scene_is_equal_to_the_core_in_many_states(browser: Browser) -> None:
    states = [states_of(scene) for scene in SCENES]
    data = [
        {
            "states": [[exact_text(state[each.name]) for each in scene.controls] for state in found],
            "facts": [each.path for each in scene.facts],
            "goals": [each.condition for each in scene.goals],
        }
        for scene, found in zip(SCENES, states, strict=True)
    ]
    page = render_html([Heading("T"), *map(scene_block, SCENES)])
    page = page.replace("\n})();\n</script>", "\nObject.assign(globalThis, {compute, found, holds});\n})();\n</script>")
    said: Any = browser.told(page, DRIVER.replace("DATA", json.dumps(data)))
    wrong = []
    for scene, found, shown in zip(SCENES, states, said, strict=True):
        assert len(found) == len(shown) == STATES
        for state, each in zip(found, shown, strict=True):
            texts, values, goals = expected(scene, facts_of(scene, state))
            are_near = [
                len(a) == len(b) and all(map(is_near, a, b)) for a, b in zip(each["values"], values, strict=True)
            ]
            if (each["command"], each["texts"], each["goals"]) != (scene.typed(state), texts, goals) or not all(
                are_near
            ):
                wrong.append((each, scene.typed(state), texts, values, goals))
    assert wrong[:3] == [], len(wrong)


OVERLAPS = """
const sections = [...document.querySelectorAll(".scene")];
tell(DATA.map((states, at) => states.flatMap(state => {
  const section = sections[at];
  [...section.querySelectorAll(".controls > div")].forEach((row, k) => {
    const field = row.querySelectorAll("input")[1];
    field.value = state[k];
    field.dispatchEvent(new Event("change"));
  });
  const moving = [...section.querySelectorAll("svg > g:last-child > text")].filter(text => text.textContent);
  const still = [...section.querySelectorAll("svg > g:first-of-type > text")].filter(text => text.textContent);
  const boxes = [...moving, ...still].map(text => text.getBoundingClientRect());
  return moving.flatMap((text, k) => boxes.slice(k + 1).flatMap((b, n) => {
    const a = boxes[k];
    return min(a.right, b.right) - max(a.left, b.left) > 1 && min(a.bottom, b.bottom) - max(a.top, b.top) > 5
      ? [[state, text.textContent, [...moving, ...still][k + 1 + n].textContent]] : [];
  }));
})));
"""


@needs_browser
def test_no_moving_text_lies_over_another(browser: Browser) -> None:
    """And over none that stands; in the states of above, and in those where all controls of a kind are equal, as q = p is."""
    states = [
        [
            *([exact_text(state[each.name]) for each in scene.controls] for state in states_of(scene)),
            *([text] * len(scene.controls) for text in ("1", "0.5", "0.25")),
        ]
        for scene in SCENES
    ]
    page = render_html([Heading("T"), *map(scene_block, SCENES)])
    program = f"const {{min, max}} = Math;{OVERLAPS.replace('DATA', json.dumps(states))}"
    assert [found[:2] for found in browser.told(page, program)] == [[]] * len(SCENES)
