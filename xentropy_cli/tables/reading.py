"""How tables are to be read, as far as the caller says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form
from xentropy_cli.tables.sources.cutting import BLOCK
from xentropy_cli.tables.sources.streams import open_stream

if TYPE_CHECKING:
    from xentropy_cli.tables.sources.streams import Opener


class Reading(NamedTuple):
    """How tables are to be read: their form, the columns that are named, which sums are allowed, where labels are."""

    wanted: Wanted = Wanted()
    form: Form = Form()
    normalize: bool = False
    any_sum: bool = False
    truth: str | None = None
    on: str | None = None
    block: int = BLOCK
    opener: Opener = open_stream
    clips: bool = False

    @property
    def sum_option(self) -> str:
        """The option by which class columns may have any sum; empty where none is given."""
        if self.normalize:
            return "--normalize"
        return "--as-is" if self.any_sum else ""
