"""How rows become losses: the kind and scale of their predictions, the base, and what was asked to be changed."""

from __future__ import annotations

from typing import NamedTuple


class Clip(NamedTuple):
    """A clipping policy for doubles: the least and the largest probability, and whether rows are divided by their sum first."""

    low: float
    high: float
    rescale: bool


CLIPS = {
    "sklearn": Clip(2.0**-52, 1.0 - 2.0**-52, rescale=False),
    "keras": Clip(1e-7, 1.0 - 1e-7, rescale=True),
    "torch": Clip(3.720075976020836e-44, 1.0, rescale=False),  # e^-100
}


class Method(NamedTuple):
    """How a row becomes a loss: the kind and scale of its prediction, the base, and what was asked to be changed."""

    kind: str
    scale: str
    base: str = "e"
    bins: int = 10
    normalize: bool = False
    clip: Clip | None = None
