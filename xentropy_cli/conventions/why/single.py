"""What each single departure gives on an input: the wrong number, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentropy_cli.derivation.model import Question


class Slips(Mapping[str, float | None]):
    """The value of each departure on a question, worked out when it is asked for; None where it does not apply."""

    def __init__(self, question: Question) -> None:
        """Keep the question."""
        self.question = question

    def __getitem__(self, key: str) -> float | None:
        """What comes out if this departure, and no other, is made."""
        from xentropy_cli.conventions.inputs import inputs_of
        from xentropy_cli.conventions.why.search import hypotheses
        from xentropy_cli.derivation.derive import derive

        exact = float(derive(self.question._replace(further=(), gradient=False)).value)
        made = hypotheses(inputs_of(self.question), exact)
        return next((each.value for each in made if [how.key for how in each.departures] == [key]), None)

    def __contains__(self, key: object) -> bool:
        """Tell whether it is the key of a departure."""
        return key in set(self)

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        from xentropy_cli.conventions.why.departures import DEPARTURES

        return iter(DEPARTURES)

    def __len__(self) -> int:
        """How many there are."""
        return len(tuple(self))
