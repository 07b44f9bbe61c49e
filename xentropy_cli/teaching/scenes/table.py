"""The scenes, in the order of their lessons: a file each. What a goal states as a number is part of the question."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from xentropy_cli.inputs.request import option
from xentropy_cli.teaching.course import FOLDER, text_of, topics
from xentropy_cli.teaching.lookup import known_topic
from xentropy_cli.teaching.scenes.scene import Control, Goal, Scene, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def scenes() -> tuple[Scene, ...]:
    """Read every scene."""
    files = {topic: FOLDER / "scenes" / f"{topic}.toml" for topic in topics()}
    return tuple(_scene(topic, tomllib.loads(text_of(file))) for topic, file in files.items() if file.exists())


def _scene(topic: str, found: dict[str, Any]) -> Scene:
    """Make a scene of what its file holds: texts, and lists of rows or of texts."""
    kinds = {"controls": Control, "facts": Shown, "goals": Goal, "pictures": str}
    parts: dict[str, Any] = {
        name: tuple(kind(**row) if isinstance(row, dict) else row for row in found.pop(name))
        for name, kind in kinds.items()
    }
    return Scene(topic, **found, **parts)


def scene_list() -> str:
    """List the scenes, a line each."""
    wide = max(len(scene.topic) for scene in scenes())
    rows = (f"  {scene.topic:{wide}}  {scene.title}" for scene in scenes())
    return "\n".join((f"Start: xent explore {scenes()[0].topic}", "", *rows)) + "\n"


def scene_of(word: str) -> Scene | None:
    """Find a scene by its lesson, or by its own name.

    >>> scene_of("kl").title, scene_of("heat").topic, scene_of("units")
    ('Two directions', 'calibration', None)
    """
    return next((scene for scene in scenes() if word in (scene.topic, scene.name)), None)


def scene_named(word: str) -> Scene:
    """Find a scene by its own name, or by any name of its lesson; raise XentError where there is none."""
    known = [each.topic for each in scenes()]
    return scene_of(word.lower()) or scenes()[known.index(known_topic(word, known, "scene", " for a list"))]


def refuse_unmoved(scene: Scene | None, flags: Iterable[str]) -> None:
    """Refuse options of numbers that no control of a scene moves, or that no scene is named for."""
    moved, about = (scene.moved, f"in {scene.topic}") if scene else ({}, "in a list of scenes")
    for flag in flags:
        if flag not in moved:
            others = ", ".join(each.topic for each in scenes() if flag in each.moved)
            raise option("the command line", flag).refuse(
                "option-misfit", f"Nothing that moves {about} is given by {flag}.",
                why=f"What moves here is given by {' and '.join(moved)}." if moved else "No scene is named.",
                fix=f"Leave it out, or take a scene that moves it: {others}.")  # fmt: skip
