"""Mutants that no test can notice, by module, each with the reason: they are left out of the score."""

EQUIVALENTS: dict[str, dict[str, str]] = {}
