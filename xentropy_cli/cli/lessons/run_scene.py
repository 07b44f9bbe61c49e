"""A scene, computed: the picture and the record of any of its states, and the first one as a page shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from xentropy_cli.cli.lessons.run_lesson import output_of_words
from xentropy_cli.core.real import Ratio
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.facts import Fact
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, SceneBlock, Section, Slider, Verbatim
from xentropy_cli.pages.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from xentropy_cli.pages.facts import Facts
    from xentropy_cli.pictures.kinds import Drawing
    from xentropy_cli.teaching.scenes.scene import Scene, Shown

WITH_UNIT = {"value", "code_length"} | {key for key, row in QUANTITIES.items() if row.unit == "information"}
"""The fields that are measured in nats, bits or bans."""

NOTHING = "—"
"""What stands for a fact that does not apply."""


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
    return Computed(cast("Drawing", output.page()[0]), output.facts)


def fact_of(shown: Shown, facts: Facts) -> tuple[str, str]:
    """A fact as tables write it, and its unit; "" where it has none."""
    path = path_of(shown.path)
    unit = str(facts.record["unit"]) if path.steps[-1].name in WITH_UNIT else ""
    return facts.shown(path) or NOTHING, unit


def scene_block(scene: Scene) -> SceneBlock:
    """The first state of a scene as a page shows it, and what its script needs to go on from there."""
    from xentropy_cli.pictures.frame import frame_of, steady

    picture = scene.pictures[0]
    drawing, facts = computed(scene, scene.start, picture)
    drawing = steady(drawing, picture)
    rows = [(each, *fact_of(each, facts)) for each in scene.facts]
    first, value, unit = next(row for row in rows if row[2])
    parts = (
        Section(scene.title),
        Paragraph((Phrase("Guess first: ", "strong"), Phrase(scene.question))),
        drawing,
        Items(tuple(_item(*row) for row in rows)),
        Verbatim(f"$ {scene.typed(scene.start)}", is_command=True),
        Paragraph((Phrase("Then reach:", "strong"),)),
        Items(tuple((Phrase(goal.text),) for goal in scene.goals), is_numbered=True),
    )
    moving = {
        "picture": picture,
        "command": scene.command,
        "facts": [[dotted(each.path), _is_computed(each, facts)] for each in scene.facts],
        "first": scene.facts.index(first),
        "says": first.label,
        "value": value,
        "unit": unit,
        "goals": [[dotted(goal.condition), goal.means] for goal in scene.goals],
    }
    sliders = tuple(Slider(c.name, c.label, c.low, c.high, c.step, c.start) for c in scene.controls)
    return SceneBlock(parts, sliders, frame_of(drawing, picture), moving)


def dotted(text: str) -> str:
    """Write positions of rows as the script of a page reads them: as names like any other."""
    return re.sub(r"\[(\d+)\]", r".\1", text)


def _item(shown: Shown, value: str, unit: str) -> tuple[Phrase, ...]:
    told = shown.says if shown.says.startswith(unit) else f"{unit}, {shown.says}"
    return (Phrase(f"{shown.label}: "), Phrase(value, "strong"), Phrase(f" {told}" if unit else f", {shown.says}"))


def _is_computed(shown: Shown, facts: Facts) -> int:
    """Tell whether a fact is written as computed numbers are, and not as typed ones."""
    leaves = [each for each in facts.leaves(path_of(shown.path)) if isinstance(each, Fact)]
    return int(any(each.kind == "computed" or not isinstance(each.value, Ratio) for each in leaves))
