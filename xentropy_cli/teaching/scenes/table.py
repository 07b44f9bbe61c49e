"""The scenes, in the order of their lessons: a file each. What a goal states as a number is part of the question."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from xentropy_cli.teaching.course import FOLDER, text_of, topics
from xentropy_cli.teaching.scenes.scene import Control, Goal, Scene, Shown


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


def scene_of(word: str) -> Scene | None:
    """Find a scene by its lesson, or by its own name.

    >>> scene_of("kl").title, scene_of("heat").topic, scene_of("units")
    ('Two directions', 'calibration', None)
    """
    return next((scene for scene in scenes() if word in (scene.topic, scene.name)), None)
