"""A scene as a page shows it: its first state, and what the script of the page goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.cli.lessons.run_scene import computed, unit_of
from xentropy_cli.core.real import Ratio
from xentropy_cli.pages.facts import Fact
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, SceneBlock, Section, Slider, Verbatim
from xentropy_cli.pages.paths import path_of
from xentropy_cli.pictures.frame import frame_of, steady

if TYPE_CHECKING:
    from xentropy_cli.pages.facts import Facts
    from xentropy_cli.teaching.scenes.scene import Scene, Shown


def scene_block(scene: Scene) -> SceneBlock:
    """The first state of a scene as a page shows it, and what its script needs to go on from there."""
    picture = scene.pictures[0]
    found = computed(scene, scene.start, picture)
    drawing = steady(found.drawing, picture)
    parts = (
        Section(scene.title),
        Paragraph((Phrase("Guess first: ", "strong"), Phrase(scene.question))),
        drawing,
        Items(tuple(_fact(each, found.facts) for each in scene.facts)),
        Verbatim(f"$ {scene.typed(scene.start)}", is_command=True),
        Paragraph((Phrase("Then reach:", "strong"),)),
        Items(tuple((Phrase(goal.text),) for goal in scene.goals), is_numbered=True),
    )
    sliders = tuple(Slider(c.name, c.label, c.low, c.high, c.step, c.start) for c in scene.controls)
    return SceneBlock(parts, sliders, frame_of(drawing, picture), _moving(scene, picture, found.facts))


def _moving(scene: Scene, picture: str, facts: Facts) -> dict[str, Any]:
    """What the script computes and shows, and the fact that it tells of each state."""
    first = next(k for k, each in enumerate(scene.facts) if unit_of(each, facts))
    return {
        "picture": picture,
        "command": scene.command,
        "facts": [[each.path, _is_computed(each, facts)] for each in scene.facts],
        "first": first,
        "says": scene.facts[first].label,
        "value": facts.shown(path_of(scene.facts[first].path)),
        "unit": facts.record["unit"],
        "goals": [[goal.condition, goal.means] for goal in scene.goals],
    }


def _fact(shown: Shown, facts: Facts) -> tuple[Phrase, ...]:
    value, unit = facts.shown(path_of(shown.path)) or "", unit_of(shown, facts)
    said = f" {shown.says}" if unit and shown.says.startswith(unit) else f"{' ' if unit else ''}{unit}, {shown.says}"
    return (Phrase(f"{shown.label}: "), Phrase(value, "strong"), Phrase(said))


def _is_computed(shown: Shown, facts: Facts) -> int:
    """Tell whether a fact is written as computed numbers are, and not as typed ones."""
    leaves = [each for each in facts.leaves(path_of(shown.path)) if isinstance(each, Fact)]
    return int(any(each.kind == "computed" or not isinstance(each.value, Ratio) for each in leaves))
