"""Compute a state of a scene: its command, run as any other, for the picture and the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from xentropy_cli.cli.lessons.run_lesson import output_of_ours
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from xentropy_cli.pages.facts import Facts
    from xentropy_cli.pictures.kinds import Drawing
    from xentropy_cli.teaching.scenes.scene import Scene, Shown

WITH_UNIT = (
    "value",
    "surprisal",
    "code_length",
    *(key for key, row in QUANTITIES.items() if row.unit == "information"),
)
"""The fields that are measured in nats, bits or bans."""


NOTHING = "—"


class Computed(NamedTuple):
    """A state of a scene, computed: what is drawn of it, and the record that facts and goals are read from."""

    drawing: Drawing
    facts: Facts


def computed(scene: Scene, state: Mapping[str, Fraction], picture: str) -> Computed:
    """Run the command of a state, with one of the pictures of its scene.

    Raises XentError where the command fails, which no state within the controls makes it do.
    """
    words = (*scene.words(state), "--show", "chart", "--picture", picture)
    output = output_of_ours(words, scene.topic)
    return Computed(cast("Drawing", output.blocks[0]), output.facts)


def shown_with_unit(shown: Shown, facts: Facts) -> str:
    """A fact as tables write it, with its unit; a line where it does not apply."""
    return f"{facts.shown(path_of(shown.path)) or NOTHING} {unit_of(shown, facts)}".rstrip()


def unit_of(shown: Shown, facts: Facts) -> str:
    """The unit of a fact; "" where it has none."""
    return str(facts.record["unit"]) if path_of(shown.path).steps[-1].name in WITH_UNIT else ""
