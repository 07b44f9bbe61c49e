"""The bad rows and blank lines met on the way through a table, and the summary at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.scoring.summary import Read, ScoreSummary
from xentropy_cli.scoring.sums import in_order
from xentropy_cli.tables.form import DELIMITER_NAMES
from xentropy_cli.tables.rows import MOST_SKIPPED, BlockFaults, Faults
from xentropy_cli.tables.strict.preamble import no_rows
from xentropy_cli.tables.token_columns import log_base

if TYPE_CHECKING:
    from xentropy_cli.scoring.tallies import Tally
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.table import Origin, Table

MOST_COUNTED = 1000
WITH_CELLS = ("table", "long table")
LEAVING_OUT = "To leave bad rows out and count them: --skip-bad."
MAY_BE_MANY = " Good rows may stand between this quote and the next, so --skip-bad does not leave them out."


class BadRows(Faults):
    """Faults, rows left out, blank lines."""

    def __init__(self, skip_bad: bool) -> None:  # noqa: FBT001  the one thing to know
        """Nothing has happened yet."""
        super().__init__()
        self.skip_bad = skip_bad
        self.skipped_rows: list[tuple[str, int]] = []
        self.skipped_ids: list[str] = []
        self.joined = 0
        self.joined_rows: list[tuple[str, int]] = []

    @property
    def is_over(self) -> bool:
        """Whether a fault ends the run, so that what follows is read only to count others."""
        return self.swallowed is not None if self.skip_bad else self.fault is not None

    def note(self, found: BlockFaults, name: str) -> bool:
        """Take down what a block brought; tell whether it is worth reading on."""
        self.add(found)
        self.joined += len(found.joined_lines)
        self.joined_rows += [(name, line) for line in found.joined_lines[: MOST_SKIPPED - len(self.joined_rows)]]
        if self.skip_bad:
            room = MOST_SKIPPED - len(self.skipped_rows)
            self.skipped_rows += [(name, line) for line in found.bad_lines[:room]]
            self.skipped_ids += [bad.id for bad in found.bad_rows[:room] if bad.id]
            return self.swallowed is None
        return self.bad <= MOST_COUNTED

    def settle(self, *, any_good: bool = True) -> None:
        """Raise the first fault, with the count of those behind it; one that may have swallowed rows is never left out.

        Where every row was read and none was good, to leave bad rows out would leave nothing.
        """
        if self.fault is None or not self.is_over:
            return
        if self.skip_bad and self.swallowed is not None:
            raise self.swallowed.adding(why=MAY_BE_MANY)
        others = min(self.bad - 1, MOST_COUNTED)
        several = f"{'More than ' if others >= MOST_COUNTED else ''}{others} more rows have faults."
        count = f" {several if others > 1 else 'One more row has a fault.'}" if others else ""
        stop = " " if self.fault.fix.endswith((".", "?")) else ". "
        is_way = (any_good or self.bad > MOST_COUNTED) and not self.swallowed
        raise self.fault.adding(why=count, fix=f"{stop}{LEAVING_OUT}" if is_way else "")

    def nothing_left(self) -> XentError | None:
        """What to say where every row was bad; None where there were none."""
        return self.fault and self.fault.adding(why=f" No row is left: {self.bad} of {self.bad} are bad.")


def frozen(table: Table, plan: Plan, tally: Tally, bad_rows: BadRows) -> ScoreSummary:
    """Freeze a tally, or refuse one of no rows."""
    file = table.origin.file
    if not tally.sums.n and bad_rows.ignored and not bad_rows.bad:
        raise all_ignored(file, bad_rows.ignored)
    if not tally.sums.n:
        raise bad_rows.nothing_left() or no_rows(file, table.shape.names)
    return ScoreSummary(
        read=read_of(table.shape, plan, table.origin),
        method=tally.method,
        classes=plan.classes,
        weighted=tally.weighted,
        top=tally.top,
        sums=tally.sums,
        groups=in_order(tally.groups),
        worst=tuple(tally.worst),
        infinite=tuple(tally.infinite),
        skipped=bad_rows.bad,
        skipped_rows=tuple(bad_rows.skipped_rows),
        blank=bad_rows.blank,
        ignored=bad_rows.ignored,
        untold=bad_rows.untold,
        outside=bad_rows.outside,
        percents=bad_rows.percents,
        joined=bad_rows.joined,
        joined_rows=tuple(bad_rows.joined_rows),
    )


def read_of(shape: Shape, plan: Plan, origin: Origin) -> Read:
    """What was read, and which column was taken for what."""
    names = (*shape.names, *origin.beside)

    def name_of(column: int | None) -> str | None:
        return None if column is None else names[column]

    label = plan.label
    labels = [cell.label for cell in plan.cells if cell.label is not None]
    truths = tuple(k for cell in plan.cells for k in cell.truths) or plan.truths
    return Read(
        files=(origin.file,),
        format=origin.format,
        delimiter=DELIMITER_NAMES.get(shape.delimiter, shape.delimiter) if origin.format in WITH_CELLS else None,
        header=shape.has_header,
        decimal=shape.decimal,
        encoding=origin.encoding,
        label=origin.on or (",".join(names[k] for k in labels) if labels else name_of(label)),
        predictions=tuple(names[k] for k in plan.preds),
        id=name_of(plan.id),
        weight=name_of(plan.weight),
        by="label" if plan.cells else name_of(plan.by),
        labels=len(plan.cells),
        are_tokens=plan.are_tokens,
        log_base=log_base(plan.log_factor),
        writer=origin.writer,
        truth=origin.truth,
        left_out=plan.left_out,
        sizes=tuple(what for what, _ in plan.sizes),
        on=origin.on,
        truths=tuple(names[k] for k in truths),
        by_position=plan.by_position,
        ignored_label=plan.ignored_label,
    )


def all_ignored(name: str, count: int) -> XentError:
    """Refuse a table of which nothing is left."""
    return XentError(
        "nothing-left",
        f"Every row is ignored: {count} of {count}.",
        where=name,
        text="--ignore-label",
        why="There is no mean of nothing.",
        fix="Give another --ignore-label.",
        status=BAD_DATA,
    )
