"""Words with a fixed meaning."""

BINARY = {"0": "0", "1": "1", "false": "0", "true": "1", "no": "0", "yes": "1", "n": "0", "y": "1", "f": "0", "t": "1"}
"""Labels of binary predictions, in lower case."""

MINUS = "\u2212"
"""The sign of people's pages; it means the hyphen of the keyboard, and nothing else."""

WIDE = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
"""No-break, thin and figure spaces, which pages and programs print for a blank."""

UNITS = {"e": "nats", "2": "bits", "10": "bans"}
"""Bases of the logarithm whose unit has a name."""

BASES_OF_UNITS = {"nat": "e", "ln": "e", "bit": "2", "sha": "2", "ban": "10", "har": "10"}
"""The first letters of a unit (sha: shannons, har: hartleys), or its logarithm, and the base that gives it."""


def plain_cell(text: str) -> str:
    """A number without blanks of any width at its ends, and with a hyphen for a minus sign.

    >>> plain_cell("\u22120.5\u00a0"), plain_cell("0.9 ")
    ('-0.5', '0.9')
    """
    return text.strip(f" \t{WIDE}").replace(MINUS, "-")
