"""A formula, as every page writes it: few bytes to load where the records of a calculation are not needed."""

from __future__ import annotations

from xentropy_cli.named_tuple import NamedTuple


class Formula(NamedTuple):
    """A formula as text and as LaTeX; `log` in it stands for the logarithm of the base in use."""

    text: str
    latex: str
