"""The rows of one block as arrays, whatever kind of table it comes from, and what is to be said about its bad rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.columnar.table import ColumnIds
    from xentropy_cli.tables.fast.ids import Ids

    RowIds: TypeAlias = Ids | ColumnIds  # as text, or written out only where somebody asks


MOST_SKIPPED = 20  # bad rows whose place is kept


class NearOne(NamedTuple):
    """Rows with a probability near 1, of several classes the largest: their places, and 1 − q from the digits of q."""

    at: Indices
    complements: Floats

    def take(self, rows: Indices) -> NearOne:
        """Those among some rows, which stand in their order, at their new places."""
        place = rows.searchsorted(self.at)
        kept = (place < rows.size) & (rows.take(place, mode="clip") == self.at) if rows.size else place < 0
        return NearOne(place[kept], self.complements[kept])

    def moved(self, order: Indices) -> NearOne:
        """The same where all rows stand in another order."""
        places = order.argsort()[self.at]
        inner = places.argsort()
        return NearOne(places[inner], self.complements[inner])


class Rows(NamedTuple):
    """Good rows: their lines, the class of each, predictions ((n,), or (n, K)), weights, groups and ids.

    Where the truth is a distribution, `p` holds that of each row as (n, K); the class is then the most probable one.
    """

    lines: Indices
    labels: Indices
    q: Floats
    weights: Floats | None = None
    groups: Indices | None = None
    ids: RowIds | None = None
    near_one: NearOne | None = None
    p: Floats | None = None
    sizes: Floats | None = None  # (n, m): the bytes or words of each row, where they are counted

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    def take(self, at: Indices) -> Rows:
        """Some rows, in their order."""
        from xentropy_cli.arrays.kinds import some_of

        some: Rows = some_of(self, at)
        return some


class BadRow(NamedTuple):
    """A bad row: how many good ones stand before it in its block, its line, and its id where that can be read."""

    before: int
    line: int
    id: str | None


class Faults:
    """The first fault met in some rows, and how many of them are bad, blank, or count in another way."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.fault: XentError | None = None
        self.swallowed: XentError | None = None  # of a bad row that may be many, made one by a stray quote
        self.bad = 0
        self.blank = 0
        self.untold = 0  # tokens that nothing predicted, at the beginning of their list
        self.ignored = 0  # rows whose label was asked to be left out
        self.outside = 0  # rows whose prediction was just outside 0 to 1, where it is clipped
        self.percents = 0  # rows with a % sign at a prediction, of rows that need none

    def add(self, behind: Faults) -> None:
        """Add what was met in the rows that follow."""
        self.fault = self.fault or behind.fault
        self.swallowed = self.swallowed or behind.swallowed
        self.bad += behind.bad
        self.blank += behind.blank
        self.untold += behind.untold
        self.ignored += behind.ignored
        self.outside += behind.outside
        self.percents += behind.percents


class BlockFaults(Faults):
    """What is to be said about the bad rows of a block, and about its blank lines and long rows."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        super().__init__()
        self.bad_lines: list[int] = []
        self.bad_rows: list[BadRow] = []
        self.joined_lines: list[int] = []  # where rows begin that are more than a line

    def join(self, behind: BlockFaults, rows: int) -> None:
        """Add what is to be said about what follows so many good rows."""
        self.add(behind)
        self.bad_lines += behind.bad_lines[: MOST_SKIPPED - len(self.bad_lines)]
        self.bad_rows += [bad._replace(before=bad.before + rows) for bad in behind.bad_rows]
        self.joined_lines += behind.joined_lines


class Typed(NamedTuple):
    """One row as it was typed: the class that happened, and the text of each prediction.

    Columns were never typed: theirs are the shortest texts, and `rounding` is how far their precision may have moved each.
    """

    label: int
    texts: Sequence[str]
    rounding: float | None = None
    truth: Sequence[str] | None = None  # of a truth that is a distribution
    log_base: str = "e"  # of logarithms
