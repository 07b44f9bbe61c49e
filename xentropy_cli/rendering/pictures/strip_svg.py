"""A number line as a vector drawing: landmarks above it, the reader's own marks below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.drawn import TITLE_HEIGHT, WIDTH, boxed, levelled, long, stroked, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Axis, Strip

LEFT, RIGHT = 8.0, WIDTH - 56
LINE, SCALE, BAR = 19.0, 40.0, 16.0


class StripSvg:
    """The places of landmarks, scales and marks."""

    def __init__(self, strip: Strip) -> None:
        """Put names on levels, so that none lies over another."""
        self.strip, self.ends = strip, (LEFT, RIGHT)
        first = strip.scales[0]
        self.above = levelled(((self._x(p.at, first) + 4, p.name) for p in strip.landmarks), WIDTH)
        self.below = levelled(((self._x(p.at, first) + 8, p.name) for p in strip.marks), WIDTH)
        self.top = TITLE_HEIGHT + LINE * self._levels(self.above)
        self.bar = BAR + 8 if strip.pieces else 10.0  # so that no name touches the unit beside the line
        self.bottom = self.top + self.bar + SCALE * len(strip.scales)
        self.key = [(piece.name, piece.role) for piece in strip.pieces if piece.name]

    @property
    def height(self) -> float:
        """How high the drawing is."""
        return self.bottom + LINE * self._levels(self.below) + (LINE + 10 if self.key else 0) + 8

    def parts(self) -> Iterator[str]:
        """Draw it from above to below."""
        strip, first = self.strip, self.strip.scales[0]
        yield written(0, 16, strip.title, "title")
        end = self.top + self.bar
        for place, (x, level, name) in zip(
            sorted(strip.landmarks, key=lambda p: (self._x(p.at, first) + 4, p.name)), self.above, strict=True
        ):
            at, base = self._x(place.at, first), self.top - level * LINE
            yield stroked(f"M{at:.1f} {base if x < at else base - 14:.1f}V{end:.1f}", "rule")
            yield written(x, base - 4, name)
        for piece, ends in zip(strip.pieces, strip.ends, strict=True):
            start, stop = (self._x(at, first) for at in ends)
            yield boxed(start, self.top + 4, max(stop - start, 1.0 if piece.length else 0.0), BAR, f"fill-{piece.role}")
        for at, scale in enumerate(strip.scales):
            yield from self._scale(scale, end + at * SCALE)
        yield from self._marks()
        yield from self._key()

    def _scale(self, scale: Axis, y: float) -> Iterator[str]:
        yield stroked(f"M{LEFT:g} {y:.1f}H{RIGHT:g}", "frame")
        yield written(RIGHT + 8, y + 5, scale.name.text)
        for tick in scale.ticks:
            x = self._x(tick.at, scale)
            yield stroked(f"M{x:.1f} {y - 4:.1f}v8", "frame")
            yield written(x, y + 20, tick.text, "middle" if x > LEFT else "")

    def _marks(self) -> Iterator[str]:
        first, y = self.strip.scales[0], self.top + self.bar
        below = sorted(self.strip.marks, key=lambda p: (self._x(p.at, first) + 8, p.name))
        for place, (x, level, name) in zip(below, self.below, strict=True):
            if not name:
                continue  # its row is kept for one that comes
            at = self._x(place.at, first)
            base = self.bottom + level * LINE
            yield stroked(f"M{at:.1f} {y - 6:.1f}V{base - 8 if x < at else base + 4:.1f}", "arrow")
            hollow = ' class="hollow"' if place.is_hollow else ""
            yield f'<circle cx="{at:.1f}" cy="{y:.1f}" r="4.5"{hollow}/>'
            yield written(x, base + 6, name, "own")

    def _key(self) -> Iterator[str]:
        x, y = LEFT, self.height - LINE
        for name, role in self.key:
            yield boxed(x, y, 12, 12, f"fill-{role}")
            yield written(x + 18, y + 11, name)
            x += long(name) + 42

    @staticmethod
    def _levels(names: list[tuple[float, int, str]]) -> int:
        return 1 + max((level for _, level, _ in names), default=-1)

    @staticmethod
    def _x(value: float, axis: Axis) -> float:
        return LEFT + axis.share(min(value, axis.high)) * (RIGHT - LEFT)
