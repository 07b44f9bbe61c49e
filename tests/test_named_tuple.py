"""Records are what `typing.NamedTuple` would make of their classes; and every record of xent is made by the faster maker."""

from __future__ import annotations

import pickle
import typing
from pathlib import Path

import pytest

import xentropy_cli
from xentropy_cli.named_tuple import NamedTuple

SOURCES = sorted(Path(xentropy_cli.__file__).parent.rglob("*.py"))


class Point(NamedTuple):
    """A point, perhaps with a name."""

    x: float
    y: float = 0.0
    name: str | None = None

    @property
    def size(self) -> float:
        """How far it is from 0."""
        return (self.x**2 + self.y**2) ** 0.5

    @classmethod
    def diagonal(cls, x: float) -> Point:
        """A point with two equal coordinates."""
        return cls(x, x)


class Typed(typing.NamedTuple):
    """The same, as typing makes it."""

    x: float
    y: float = 0.0
    name: str | None = None


def test_a_record_is_a_tuple_of_its_fields() -> None:
    point, typed = Point(3.0, 4.0), Typed(3.0, 4.0)
    assert point == typed == (3.0, 4.0, None)
    assert Point._fields == Typed._fields
    assert Point._field_defaults == Typed._field_defaults
    assert Point.__match_args__ == Typed.__match_args__
    assert point._asdict() == typed._asdict()
    assert repr(point) == repr(typed).replace("Typed", "Point")
    assert point._replace(name="P") == typed._replace(name="P")
    assert pickle.loads(pickle.dumps(point)) == point
    assert list(Point.__annotations__) == list(Typed.__annotations__)


def test_what_a_body_holds_beside_its_fields_is_kept() -> None:
    assert Point(3.0, 4.0).size == 5.0
    assert Point.diagonal(2.0) == (2.0, 2.0, None)
    assert Point.__doc__ == "A point, perhaps with a name."
    assert (Point.__module__, Point.__qualname__) == (__name__, "Point")


def test_a_record_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Point(1.0).x = 2.0  # type: ignore[misc]  # that is what is tried
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]  # x is missing


def test_every_module_with_records_makes_them_here_from_annotations_that_are_text() -> None:
    ours, text = "from xentropy_cli.named_tuple import NamedTuple", "from __future__ import annotations"
    sources = {path.name: path.read_text("utf-8").splitlines() for path in SOURCES if path.name != "named_tuple.py"}
    records = {name for name, lines in sources.items() if any("(NamedTuple)" in line for line in lines)}
    assert records
    assert {name for name in records if not {ours, text} <= set(sources[name])} == set()
