"""How rows become losses: the kind and scale of their predictions, the base, and what was asked to be changed."""

from __future__ import annotations

from xentropy_cli.core.clips import CLIPS as LIBRARY_CLIPS
from xentropy_cli.core.clips import TORCH_LEAST
from xentropy_cli.named_tuple import NamedTuple


class Clip(NamedTuple):
    """A clipping policy for doubles: the least and the largest probability, and whether rows are divided by their sum first."""

    low: float
    high: float
    rescale: bool


CLIPS = {
    "sklearn": Clip(LIBRARY_CLIPS["sklearn"].low, 1.0 - LIBRARY_CLIPS["sklearn"].low, rescale=False),
    "keras": Clip(LIBRARY_CLIPS["keras"].low, 1.0 - LIBRARY_CLIPS["keras"].low, rescale=True),
    "torch": Clip(TORCH_LEAST, 1.0, rescale=False),
}


class Method(NamedTuple):
    """How a row becomes a loss: the kind and scale of its prediction, the base, and what was asked to be changed."""

    kind: str
    scale: str
    base: str = "e"
    bins: int = 10
    normalize: bool = False
    clip: Clip | None = None
    has_distributions: bool = False  # whether the truth of a row is a distribution
