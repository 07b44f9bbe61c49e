"""Files and pipes → a ScoreSummary, in one pass and constant memory."""

from __future__ import annotations

from contextlib import closing
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.scoring.bad_rows import BadRows, frozen
from xentropy_cli.scoring.merging.merge_check import refuse_labels_alone, with_repeats
from xentropy_cli.scoring.settings import Settings, method_of
from xentropy_cli.scoring.summary import ScoreSummary, merged
from xentropy_cli.scoring.sums import in_reach
from xentropy_cli.scoring.tallies import Tally
from xentropy_cli.scoring.workers import Workers
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.opening import open_table
from xentropy_cli.tables.shown_columns import ShownColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.scoring.rows import Keys
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.rows import BlockFaults
    from xentropy_cli.tables.table import Table

    Watch = Callable[[str, int], None] | None

__all__ = ["Settings", "score_file", "score_files", "score_table"]


def score_files(
    names: Sequence[str],
    settings: Settings,
    stdin: IO[bytes] | None = None,
    watch: Watch = None,
    keys: Keys | None = None,
) -> ScoreSummary:
    """Score files one after the other and join them; classes are those of the first.

    `keys` takes the names of the cells of rows that name their own.
    """
    parts = [score_file(name, settings, stdin, watch, keys) for name in names]
    if settings.wanted.reading is None:
        refuse_labels_alone(parts, names)
    return with_repeats(merged(parts), names)


def score_file(
    name: str, settings: Settings, stdin: IO[bytes] | None = None, watch: Watch = None, keys: Keys | None = None
) -> ScoreSummary:
    """Score one file or pipe."""
    if watch is not None:
        watch(name, 0)
    with closing(open_table(name, settings.reading, stdin)) as table:
        return score_table(table, settings, watch, keys)


def score_table(table: Table, settings: Settings, watch: Watch = None, keys: Keys | None = None) -> ScoreSummary:
    """Score a table, its blocks on two threads."""
    plan = table.plan(settings.wanted)
    work, bad_rows = Scoring(table, plan, settings, keys is not None), BadRows(settings.skip_bad)
    with in_reach(settings.wanted.weight), Workers(in_turn=work.reader.is_sequential) as workers:
        for found, names in workers.in_order(work, table.blocks()):
            if watch is not None and table.bytes_read is not None:
                watch(table.origin.file, table.bytes_read)
            if keys is not None:
                keys.add(names)
            if not bad_rows.note(found, table.origin.file):
                break
        work.total.take_groups()
    bad_rows.settle(any_good=work.total.sums.n > 0)
    work.reader.settle()
    return frozen(table, plan, work.total, bad_rows)


class Scoring:
    """Reads blocks and adds them up, on any thread. Sums are exact, so it does not matter who adds which block when."""

    def __init__(self, table: Table, plan: Plan, settings: Settings, with_keys: bool) -> None:  # noqa: FBT001  what is to be brought
        """Nothing was added yet."""
        groups = Codes()
        self.file, self.with_keys = table.origin.file, with_keys
        self.reader = table.reader(plan, groups)
        self.shown = ShownColumns(settings.wanted.columns, table, self.reader)
        self.total = Tally(method_of(plan, settings), plan, settings.top, groups)
        self.adding = Lock()

    def __call__(self, block: Any) -> tuple[BlockFaults, tuple[str, ...]]:
        """Add a block to the total; give what is to be said about its bad rows, and the names of its cells."""
        rows, found = self.reader.read(block)
        part = self.total.part()
        part.add(rows, self.file)
        if self.shown.places and part.worst:
            cells = self.shown.of(block, rows, (row.line for row in part.worst))
            part.worst = [row._replace(cells=cells[row.line]) for row in part.worst]
        with self.adding:
            self.total.absorb(part)
        return found, self.reader.keys(block, rows) if self.with_keys else ()
