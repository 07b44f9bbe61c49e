"""Several models on the same rows: ranked by their means, each held against the best."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from xentropy_cli.comparing.compare import compare
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.comparing.asked import Asked
    from xentropy_cli.comparing.comparison import Comparison
    from xentropy_cli.comparing.differences import Differences
    from xentropy_cli.scoring.score import Watch


class Ranked(NamedTuple):
    """A model: its mean, and its losses less those of the best on the same rows; the best has none of these."""

    name: str
    mean: float
    read_as: str
    less_best: Differences | None


class Ranking(NamedTuple):
    """Models from the best to the worst, and the comparisons of the best with each of the others."""

    models: tuple[Ranked, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def compared(self) -> Comparison:
        """One of them, which says what all were compared by."""
        return self.comparisons[0]


def rank(asked: Asked, stdin: IO[bytes] | None, watch: Watch = None) -> Ranking:
    """Compare the first model with every other, and then the best with every other.

    Raises XentError where the rows of two of them do not belong together.
    """
    count = max(len(asked.files), len(asked.specs))
    found = {(0, k): compare(asked.pair(0, k), stdin, watch) for k in range(1, count)}
    means = [found[0, 1].all.mean_a, *(found[0, k].all.mean_b for k in range(1, count))]
    best = means.index(min(means))
    others = [k for k in range(count) if k != best]
    against = {k: found.get((best, k)) or compare(asked.pair(best, k), stdin, watch) for k in others}
    first = against[others[0]]
    models = [Ranked(against[k].name_b, means[k], against[k].read_b, against[k].all) for k in others]
    models.sort(key=lambda model: model.mean)
    return Ranking((Ranked(first.name_a, means[best], first.read_a, None), *models), tuple(against.values()))
