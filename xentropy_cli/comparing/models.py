"""The two models of a comparison: how the table of each is read and measured, and what happened on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xentropy_cli.scoring.bad_rows import BadRows, read_of
from xentropy_cli.scoring.settings import method_of
from xentropy_cli.scoring.wording import reading_words

if TYPE_CHECKING:
    from xentropy_cli.scoring.method import Method
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.table import Table


@dataclass
class Model:
    """One model's predictions; two predictions in the same rows share a table and its bad rows."""

    table: Table
    plan: Plan
    method: Method
    bad_rows: BadRows
    clipped: int = 0

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.table.origin.file

    @property
    def words(self) -> str:
        """What was read."""
        return reading_words(read_of(self.table.shape, self.plan, self.table.origin), self.method, self.plan.classes)


def model_of(table: Table, settings: Settings, bad_rows: BadRows | None = None) -> Model:
    """Find out what the columns of a table are; two predictions in the same rows share their bad ones."""
    plan = table.plan(settings.wanted)
    return Model(table, plan, method_of(plan, settings), bad_rows or BadRows(settings.skip_bad))
