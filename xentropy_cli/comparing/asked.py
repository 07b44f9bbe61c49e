"""What is compared, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.sources.access import repeated_files
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.table import Table

SCALES = ("pred", "logits", "logprobs")
Spec = tuple[str, str]
"""The name of an option (pred, logits or logprobs) and the columns it names."""


class Asked(NamedTuple):
    """What is compared: one file or two, the prediction of each model where it is named, and how.

    `tables` open what stands in the place of files, which then are but names; `is_ranked` tells that these are two of several.
    """

    files: tuple[str, ...]
    specs: tuple[Spec, ...]
    settings: Settings
    on: str | None = None
    seed: int = 0
    tables: tuple[Callable[[Reading], Table], ...] = ()
    is_ranked: bool = False

    @property
    def is_one_file(self) -> bool:
        """Whether both predictions stand in the same rows."""
        return len(self.files) == 1

    @property
    def is_one_model(self) -> bool:
        """Whether a model is compared with itself."""
        are_one = len(repeated_files(self.files)) == len(self.files) - 1 or len(set(self.files)) == 1
        return are_one and len(set(self.specs)) < 2  # noqa: PLR2004  two predictions

    @property
    def is_of_several(self) -> bool:
        """Whether there are more than two models."""
        return max(len(self.files), len(self.specs)) > 2  # noqa: PLR2004  two are compared

    def pair(self, a: int, b: int) -> Asked:
        """Ask for two of several models."""
        files = self.files if self.is_one_file else (self.files[a], self.files[b])
        specs = (self.specs[a], self.specs[b]) if len(self.specs) > 1 else self.specs
        tables = (self.tables[a], self.tables[b]) if len(self.tables) > 1 else self.tables
        return self._replace(files=files, specs=specs, tables=tables, is_ranked=True)

    def names(self, left: str, right: str) -> tuple[str, str]:
        """What the two models are called: their files, or their columns where there is one file."""
        if left != right or len(self.specs) < 2:  # noqa: PLR2004  two predictions
            return left, right
        return self.specs[0][1], self.specs[1][1]

    def called(self, left: str, right: str) -> tuple[str, str]:
        """What the two models are called in a sentence."""
        names = self.names(left, right)
        return (visible(names[0]), visible(names[1])) if self.is_ranked else ("A", "B")

    def settings_of(self, model: int) -> Settings:
        """How the first or the second model is read."""
        wanted = self.settings.wanted._replace(on=self.on)
        if self.specs:
            option, spec = self.specs[min(model, len(self.specs) - 1)]
            wanted = wanted._replace(**{option: spec})  # type: ignore[arg-type]  # the name of a text option
        return self.settings._replace(wanted=wanted)
