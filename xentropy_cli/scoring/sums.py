"""What is kept of the rows of a file or a group: exact sums and counts, so that joining two is addition."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from xentropy_cli.scoring.exact_sum import SCALE, quotient, total_of, total_of_squares

Json = dict[str, Any]


@dataclass
class Sums:
    """Exact sums over rows. A mass is a count of rows, or a sum of weights times 2¹⁰⁷⁴ where rows are weighted.

    Sums of doubles are whole numbers, times 2¹⁰⁷⁴ (2²¹⁴⁸ for squares); see exact_sum.py. Per class: `mass`, `loss` (of the
    rows with a finite loss), `infinite` (count), `infinite_mass`, `correct` (mass). `cells` maps (bin, label) to its mass and
    `confidence` maps a bin to the sum of its predictions; see calibration.py for what a bin is.
    """

    mass: list[int]
    loss: list[int]
    infinite: list[int]
    infinite_mass: list[int]
    correct: list[int]
    low: list[float]
    high: list[float]
    n: int = 0
    squares: int = 0
    cross: int = 0
    weight_squares: int = 0
    brier: int = 0
    decided: int = 0
    clipped: int = 0
    off: int = 0
    farthest: float = 0.0
    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    confidence: dict[int, int] = field(default_factory=dict)

    @classmethod
    def empty(cls, classes: int, columns: int) -> Sums:
        """No rows yet."""
        lists = {name: [0] * classes for name in LISTS}
        return cls(**lists, low=[float("inf")] * columns, high=[float("-inf")] * columns)  # type: ignore[arg-type]  # by name

    def merge(self, other: Sums) -> Sums:
        """Join the sums of two sets of rows."""
        joined: dict[str, Any] = {}
        for part in fields(self):
            a, b = getattr(self, part.name), getattr(other, part.name)
            if part.name in ("low", "high", "farthest"):
                pick = min if part.name == "low" else max
                joined[part.name] = (
                    [pick(x, y) for x, y in zip(a, b, strict=True)] if isinstance(a, list) else pick(a, b)
                )
            elif isinstance(a, list):
                joined[part.name] = [x + y for x, y in zip(a, b, strict=True)]
            elif isinstance(a, dict):
                joined[part.name] = {key: a.get(key, 0) + b.get(key, 0) for key in sorted(a.keys() | b.keys())}
            else:
                joined[part.name] = a + b
        return Sums(**joined)

    def to_json(self) -> Json:
        """Write the sums so that nothing is lost: whole numbers in hexadecimal, doubles as their shortest text."""
        return {
            "n": self.n,
            **{name: list(map(hex, getattr(self, name))) for name in LISTS},
            **{name: hex(getattr(self, name)) for name in SCALARS},
            "low": list(map(repr, self.low)),
            "high": list(map(repr, self.high)),
            "farthest": repr(self.farthest),
            "cells": [[*key, hex(mass)] for key, mass in sorted(self.cells.items())],
            "confidence": [[key, hex(amount)] for key, amount in sorted(self.confidence.items())],
        }

    @classmethod
    def from_json(cls, saved: Json) -> Sums:
        """Read back what `to_json` wrote."""
        return cls(
            n=int(saved["n"]),
            **{name: [int(text, 16) for text in saved[name]] for name in LISTS},  # type: ignore[arg-type]  # by name
            **{name: int(saved[name], 16) for name in SCALARS},  # type: ignore[arg-type]  # by name
            low=list(map(float, saved["low"])),
            high=list(map(float, saved["high"])),
            farthest=float(saved["farthest"]),
            cells={(int(b), int(k)): int(mass, 16) for b, k, mass in saved["cells"]},
            confidence={int(b): int(amount, 16) for b, amount in saved["confidence"]},
        )


LISTS = ("mass", "loss", "infinite", "infinite_mass", "correct")
SCALARS = ("squares", "cross", "weight_squares", "brier", "decided", "clipped", "off")


def mass_fraction(mass: int, *, weighted: bool) -> Fraction:
    """A mass as a number: a count of rows, or a sum of weights."""
    return Fraction(mass, 1 << SCALE) if weighted else Fraction(mass)


def average(total: int, mass: int, *, weighted: bool) -> float:
    """A sum of doubles divided by a mass, correctly rounded."""
    return quotient(total, mass, 0 if weighted else SCALE)


def square_sums(weighted_losses: list[float], weights: list[float] | None) -> tuple[int, int, int]:
    """Σ(wx)², Σw·(wx) and Σw² of rows with a finite loss; of the last two nothing is kept where rows are not weighted."""
    squares = total_of_squares(weighted_losses)
    if weights is None:
        return squares, 0, 0
    cross = total_of(w * x for w, x in zip(weights, weighted_losses, strict=True))
    return squares, cross, total_of_squares(weights)
