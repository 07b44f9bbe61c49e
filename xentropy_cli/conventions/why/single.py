"""What each single departure gives on an input: the wrong number, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentropy_cli.conventions.why.slip import Slip
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Question


class Slips(Mapping[str, float | None]):
    """The value of each departure on a question, worked out when it is asked for; None where it does not apply."""

    def __init__(self, question: Question, exact: Real) -> None:
        """Keep the question and its exact answer."""
        self.question, self.exact = question, exact

    def __getitem__(self, key: str) -> float | None:
        """What comes out if this departure, and no other, is made."""
        found = self.named((key,)).get(key)
        return found.value if found else None

    def named(self, wanted: Sequence[str]) -> dict[str, Slip]:
        """What comes of departures, what to say of each, and how to put it right; of those that apply."""
        from xentropy_cli.conventions.inputs import inputs_of
        from xentropy_cli.conventions.why.slip import slips_named

        return slips_named(wanted, inputs_of(self.question), float(self.exact)) if wanted else {}

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
