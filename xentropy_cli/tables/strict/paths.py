"""Paths into nested JSON: `logprobs.content.logprob`, `choices.0.text`. Lists are walked, positions count from 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ONLY = "*"
"""The step to the only value of an object, whatever its key."""
IF_THERE = "?"
"""Behind the step into entries of a list of which those without the key are passed over."""
SEVERAL = "(several)"
"""In place of the only value of an object that has several."""


def value_at(found: Mapping[str, object], name: str) -> object:
    """The value of a key; or what a path with points leads to, None where it leads nowhere.

    >>> value_at({"a": {"b": [{"c": "1"}, {"c": "2"}]}, "d.e": "3"}, "a.b.c"), value_at({"d.e": "3"}, "d.e")
    (['1', '2'], '3')
    """
    if name in found or "." not in name:
        return found.get(name)
    value: object = found
    for step in name.split("."):
        value = stepped(value, step)
    return value


def stepped(value: object, step: str) -> object:
    """One step: into an object by a key, into a list by a position, or else through every entry of a list."""
    if value == SEVERAL:
        return SEVERAL
    if isinstance(value, dict):
        if step == ONLY and step not in value:
            return next(iter(value.values())) if len(value) == 1 else SEVERAL
        return value.get(step.removesuffix(IF_THERE))
    if not isinstance(value, list):
        return None
    if step.isascii() and step.isdecimal():
        return value[int(step)] if int(step) < len(value) else None
    every: list[object] = []
    if step.endswith(IF_THERE):
        value = [entry for entry in value if not isinstance(entry, dict) or step.removesuffix(IF_THERE) in entry]
    for entry in value:
        inner = stepped(entry, step)
        every += inner if isinstance(inner, list) else [inner]
    return every


def paths_in(found: Mapping[str, object], wanted: Iterable[str]) -> tuple[str, ...]:
    """The paths among what is asked for that begin at a key of an object and are none themselves.

    Several with commas between them are each asked for too, and are no path.

    >>> paths_in({"y": ["1", "0"]}, ["y.0,y.1", "y.0", "y.1", "z.0"])
    ('y.0', 'y.1')
    """
    begun = (name for name in wanted if "." in name and name not in found and name.partition(".")[0] in found)
    return tuple(dict.fromkeys(name for name in begun if "," not in name or value_at(found, name) is not None))
