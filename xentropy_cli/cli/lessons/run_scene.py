"""Compute a state of a scene: its command, run as any other, for the picture and the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from xentropy_cli.cli.lessons.run_lesson import output_of_words
from xentropy_cli.core.real import Ratio
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.facts import Fact
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, SceneBlock, Section, Slider, Verbatim
from xentropy_cli.pages.paths import path_of
from xentropy_cli.pictures.frame import frame_of, steady

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from xentropy_cli.pages.facts import Facts
    from xentropy_cli.pictures.kinds import Drawing
    from xentropy_cli.teaching.scenes.scene import Scene, Shown


class Computed(NamedTuple):
    """A state of a scene, computed: what is drawn of it, and the record that facts and goals are read from."""

    drawing: Drawing
    facts: Facts


def computed(scene: Scene, state: Mapping[str, Fraction], picture: str) -> Computed:
    """Run the command of a state, with one of the pictures of its scene.

    Raises XentError where the command fails, which no state within the controls makes it do.
    """
    words = (*scene.words(state), "--show", "chart", "--picture", picture)
    output = output_of_words(words, scene.topic)
    return Computed(cast("Drawing", output.blocks[0]), output.facts)


CODE_LENGTH = "code_length"
"""What is counted in bits, and says so."""

WITH_UNIT = ("value", "surprisal", *(key for key, row in QUANTITIES.items() if row.unit == "information"))


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
    first = next(k for k, each in enumerate(scene.facts) if _unit(each, facts) or each.path == CODE_LENGTH)
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
    value, unit = facts.shown(path_of(shown.path)) or "", _unit(shown, facts)
    return (Phrase(f"{shown.label}: "), Phrase(value, "strong"), Phrase(f"{' ' if unit else ''}{unit}, {shown.says}"))


def _unit(shown: Shown, facts: Facts) -> str:
    return str(facts.record["unit"]) if path_of(shown.path).steps[-1].name in WITH_UNIT else ""


def _is_computed(shown: Shown, facts: Facts) -> int:
    """Tell whether a fact is written as computed numbers are, and not as typed ones."""
    leaves = [each for each in facts.leaves(path_of(shown.path)) if isinstance(each, Fact)]
    return int(any(each.kind == "computed" or not isinstance(each.value, Ratio) for each in leaves))
