"""Round temperatures of any kind, and factors of logits: too rare to go together with other departures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import RAREST, departure
from xentropy_cli.conventions.why.losses import asked_losses
from xentropy_cli.conventions.why.sums import sums_as_asked
from xentropy_cli.conventions.why.taking.meanings import TEMPERATURES, cooled
from xentropy_cli.figures import shortest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.sums import Sums
    from xentropy_cli.conventions.why.taking.views import View

COMMON = {float(text) for text, _ in TEMPERATURES}
ROUND = sorted(
    {0.75, 1.25, 2.5, *(k / 10 for k in range(11, 20)), *(k * 10**e / 100 for e in range(5) for k in range(1, 10))}
)
"""Temperatures of one digit and the like."""

OF_TWO_DIGITS = sorted({k * 10**e / 100 for e in range(4) for k in range(10, 100)} - set(ROUND))
MOST_OF_TWO = 64
"""Numbers up to which temperatures of any two digits are tried."""

UNCOMMON = 6.0
FACTORS = ("1.5", "3", "6", "7", "9", "30", "64")
"""What logits are multiplied by, where that is no round temperature."""


def tempered(plain: View, inputs: Inputs) -> Iterator[Sums]:
    """The sums as asked of logits at each round temperature that is not common, and of logits multiplied."""
    is_small = sum(map(len, plain.log_q)) <= MOST_OF_TWO
    ways = [(each, departure("temperature", shortest(each), bits=UNCOMMON)) for each in ROUND if each not in COMMON]
    ways += [(1 / float(text), departure("scaled-logits", text)) for text in FACTORS]
    if is_small:
        two = (each for each in OF_TWO_DIGITS if each not in COMMON)
        ways += [(each, departure("temperature", shortest(each), bits=RAREST)) for each in two]
    for temperature, how in ways:
        if temperature != 1:
            yield sums_as_asked(asked_losses(cooled(plain, temperature, how), inputs), inputs)
