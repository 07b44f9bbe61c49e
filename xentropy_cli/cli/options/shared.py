"""The options that mean the same for numbers on the command line and for tables."""

from __future__ import annotations

from xentropy_cli.cli.options.completing import complete_words
from xentropy_cli.cli.options.help_page import OUTPUT, READING, option_in

BASE = option_in(
    OUTPUT,
    "--base",
    metavar="e|2|10|B",
    shell_complete=complete_words("e", "2", "10"),
    help="Base of the logarithm.  [default: e]",
)
NORMALIZE = option_in(READING, "--normalize", is_flag=True, help="Divide each row by its sum; takes counts.")
AS_IS = option_in(READING, "--as-is", is_flag=True, help="Use rows that do not add up to 1 as they are.")
CLIP = option_in(
    READING,
    "--clip",
    metavar="EPS|sklearn|keras|torch",
    shell_complete=complete_words("sklearn", "keras", "torch"),
    help="Keep probabilities away from 0 and 1, and say so.",
)
