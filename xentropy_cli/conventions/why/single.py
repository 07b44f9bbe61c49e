"""What each single departure gives on an input: the wrong number, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentropy_cli.conventions.why.slip import Slip
    from xentropy_cli.derivation.model import Question


class Slips(Mapping[str, float | None]):
    """The value of each departure on a question, worked out when it is asked for; None where it does not apply."""

    def __init__(self, question: Question) -> None:
        """Keep the question."""
        self.question = question

    @cached_property
    def _made(self) -> dict[str, Slip]:
        from xentropy_cli.conventions.inputs import inputs_of
        from xentropy_cli.conventions.why.slip import all_slips
        from xentropy_cli.derivation.derive import derive

        exact = float(derive(self.question._replace(further=(), gradient=False)).value)
        return all_slips(inputs_of(self.question), exact)

    def __getitem__(self, key: str) -> float | None:
        """What comes out if this departure, and no other, is made."""
        return self._made[key].value if key in self._made else None

    def named(self, keys: str) -> Slip | None:
        """What comes of a departure, what to say of it, and how to put it right; None where it does not apply."""
        return self._made.get(keys)

    def __contains__(self, key: object) -> bool:
        """Tell whether it is the key of a departure."""
        return key in set(self)

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        from xentropy_cli.conventions.why.departures import KINDS

        return iter(KINDS)

    def __len__(self) -> int:
        """How many there are."""
        return len(tuple(self))
