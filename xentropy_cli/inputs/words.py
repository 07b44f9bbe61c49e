"""Words with a fixed meaning."""

BINARY = {"0": "0", "1": "1", "false": "0", "true": "1", "no": "0", "yes": "1", "n": "0", "y": "1", "f": "0", "t": "1"}
"""Labels of binary predictions, in lower case."""

UNITS = {"e": "nats", "2": "bits", "10": "bans"}
"""Bases of the logarithm whose unit has a name."""

BASES_OF_UNITS = {"nat": "e", "ln": "e", "bit": "2", "sha": "2", "ban": "10", "har": "10"}
"""The first letters of a unit (sha: shannons, har: hartleys), or its logarithm, and the base that gives it."""
