"""Two models on the same rows: two files, or two predictions of one → a Comparison."""

from __future__ import annotations

from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, NamedTuple

from xentropy_cli.comparing.comparison import Comparison
from xentropy_cli.comparing.differences import Differences
from xentropy_cli.comparing.disagreement import refuse_undefined, refuse_unlike
from xentropy_cli.comparing.models import columnar_side, open_side, other_side
from xentropy_cli.comparing.notes import notes_of
from xentropy_cli.comparing.pairs import add_pairs, by_id, by_row, of_one_file
from xentropy_cli.errors import XentError
from xentropy_cli.scoring.sums import in_reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.comparing.models import Side
    from xentropy_cli.scoring.score import Settings
    from xentropy_cli.tables.columnar.reader import Columnar

SCALES = ("pred", "logits", "logprobs")
Spec = tuple[str, str]
"""The name of an option (pred, logits or logprobs) and the columns it names."""


class Asked(NamedTuple):
    """What is compared: one file or two, the prediction of each model where it is named, and how.

    `tables` are in the place of files, which then are but their names.
    """

    files: tuple[str, ...]
    specs: tuple[Spec, ...]
    settings: Settings
    on: str | None = None
    seed: int = 0
    tables: tuple[Columnar, ...] = ()

    @property
    def is_one_file(self) -> bool:
        """Whether both predictions stand in the same rows."""
        return len(self.files) == 1

    @property
    def is_one_model(self) -> bool:
        """Whether a model is compared with itself."""
        return len(set(self.files)) == 1 and len(set(self.specs)) < 2  # noqa: PLR2004  two predictions

    def names(self, left: Side, right: Side) -> tuple[str, str]:
        """What the two models are called: their files, or their columns where there is one file."""
        if left.name != right.name or len(self.specs) < 2:  # noqa: PLR2004  two predictions
            return left.name, right.name
        return self.specs[0][1], self.specs[1][1]

    def settings_of(self, model: int) -> Settings:
        """How the first or the second model is read."""
        wanted = self.settings.wanted._replace(on=self.on)
        if self.specs:
            option, spec = self.specs[min(model, len(self.specs) - 1)]
            wanted = wanted._replace(**{option: spec})  # type: ignore[arg-type]  # the name of a text option
        return self.settings._replace(wanted=wanted)


def compare(asked: Asked, stdin: IO[bytes] | None, watch: Callable[[str, int], None] | None = None) -> Comparison:
    """Compare two models.

    Raises XentError where a row cannot be read, or where the rows of the two do not belong together.
    """
    with ExitStack() as stack:
        left = open_model(asked, 0, stdin)
        stack.callback(left.close)
        if asked.is_one_file:
            right = other_side(left, asked.settings_of(1))
        else:
            right = open_model(asked, 1, stdin)
            stack.callback(right.close)
        refuse_unlike(left, right)
        result = empty(asked, left, right)
        with in_reach(asked.settings.wanted.weight):
            add_rows(result, asked, left, right, watch)
    refuse_undefined(result)
    if not (result.all.infinite_a or result.all.infinite_b):
        result.bootstrap = result.resampler.interval()
    result.notes = notes_of(result, left, right, is_one_model=asked.is_one_model)
    return result


def open_model(asked: Asked, model: int, stdin: IO[bytes] | None) -> Side:
    """Open the file of a model; where its prediction is not found, say that the other may name its own."""
    if asked.tables:
        return columnar_side(asked.tables[model], asked.settings_of(model))
    try:
        return open_side(asked.files[model], asked.settings_of(model), stdin)
    except XentError as error:
        is_it = error.code == "ambiguous-columns" or (error.code == "no-column" and error.where[2:] in SCALES)
        if asked.is_one_file or len(asked.specs) > 1 or not is_it:
            raise
        each = " Files with other columns take it once for each, in their order: --pred A --pred B"
        raise error.adding(fix=each) from None


def add_rows(
    result: Comparison, asked: Asked, left: Side, right: Side, watch: Callable[[str, int], None] | None
) -> None:
    """Add the rows of both sides, as arrays if either is long."""
    if left.is_long or right.is_long:
        from xentropy_cli.comparing.pair_arrays import add_long_pairs

        add_long_pairs(result, (left, right), is_one_file=asked.is_one_file, watch=watch)
    elif asked.is_one_file:
        add_pairs(result, of_one_file(left, right))
    else:
        add_pairs(result, by_row(left, right) if asked.on is None else by_id(left, right, asked.on))


def empty(asked: Asked, left: Side, right: Side) -> Comparison:
    """A comparison before its first row."""
    wanted = asked.settings.wanted
    result = Comparison(*asked.names(left, right), asked.settings.base, asked.settings.top, asked.on)
    result.file = left.name if asked.is_one_file else None
    result.by, result.weight, result.resampler.seed = wanted.by, wanted.weight, asked.seed
    result.read_a, result.read_b = left.words, right.words
    result.classes = {name: Differences() for name in left.plan.classes}
    return result
