"""Two models on the same rows: two files, or two predictions of one → a Comparison."""

from __future__ import annotations

from contextlib import ExitStack
from typing import IO, TYPE_CHECKING

from xentropy_cli.comparing.asked import SCALES, Asked
from xentropy_cli.comparing.comparison import Comparison
from xentropy_cli.comparing.disagreement import refuse_undefined, refuse_unlike
from xentropy_cli.comparing.loss_arrays import Model, model_of
from xentropy_cli.comparing.notes import notes_of, outside_of
from xentropy_cli.comparing.pairing import Pairing
from xentropy_cli.errors import XentError
from xentropy_cli.scoring.sums import in_reach
from xentropy_cli.scoring.workers import Workers
from xentropy_cli.tables.opening import open_table
from xentropy_cli.tables.table import BINARY_FILE

if TYPE_CHECKING:
    from xentropy_cli.comparing.pair_tally import PairTally
    from xentropy_cli.scoring.score import Watch


def compare(asked: Asked, stdin: IO[bytes] | None, watch: Watch = None) -> Comparison:
    """Compare two models.

    Raises XentError where a row cannot be read, or where the rows of the two do not belong together.
    """
    with ExitStack() as stack:
        left = open_model(asked, 0, stdin, stack)
        if asked.is_one_file:
            right = model_of(left.table, asked.settings_of(1), left.bad_rows)
        else:
            right = open_model(asked, 1, stdin, stack)
        refuse_unlike(left, right)
        workers = stack.enter_context(Workers(in_turn=asked.settings.truth is not None))
        with in_reach(asked.settings.wanted.weight):
            tally = Pairing(asked, left, right, workers, watch).tally()
    return frozen(asked, left, right, tally)


def open_model(asked: Asked, number: int, stdin: IO[bytes] | None, stack: ExitStack) -> Model:
    """Open the table of a model; where its prediction is not found, say that the other may name its own."""
    settings = asked.settings_of(number)
    try:
        table = (
            asked.tables[number](settings.reading)
            if asked.tables
            else open_table(asked.files[number], settings.reading, stdin)
        )
        stack.callback(table.close)
        return model_of(table, settings)
    except XentError as error:
        is_it = error.code == "ambiguous-columns" or (error.code == "no-column" and error.where[2:] in SCALES)
        if asked.tables or asked.is_one_file or len(asked.specs) > 1 or not is_it:
            raise
        stop = "" if error.fix.endswith((".", "?")) else "."
        each = f"{stop} Files with other columns take it once for each, in their order: --pred A --pred B"
        raise error.changed(fix=error.fix + each) from None


def frozen(asked: Asked, left: Model, right: Model, tally: PairTally) -> Comparison:
    """Freeze what was added up, or raise what stands against it."""
    name_a, name_b = asked.names(left.name, right.name)
    refuse_undefined(tally.all, name_a, name_b)
    is_finite = not (tally.all.infinite_a or tally.all.infinite_b)
    bootstrap = tally.resampler.interval() if is_finite else None
    return Comparison(
        name_a,
        name_b,
        asked.settings.base,
        asked.on,
        left.name if asked.is_one_file else None,
        asked.settings.wanted.by,
        asked.settings.wanted.weight,
        left.words,
        right.words,
        tally.all,
        tally.classes,
        tally.groups,
        tuple(tally.moved),
        bootstrap,
        tally.skipped,
        outside_of(left, right),
        notes_of(
            tally, (left, right), asked.called(left.name, right.name), name_a if asked.is_one_model else None, bootstrap
        ),
        any(each.table.origin.encoding != BINARY_FILE for each in (left, right)),
    )
