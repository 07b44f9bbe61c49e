"""What notation leaves open, and the readings of it."""

from __future__ import annotations

from typing import NamedTuple

CHOICES = {
    "log": ("quotient", "primary", "product"),
    "exponent": ("primary", "quotient"),
    "implicit": ("left", "tight"),
    "divisor": ("power", "product"),
    "call": ("outside", "inside"),
    "sign": ("outside", "inside"),
    "mixed": ("product", "sum"),
    "over": ("left", "right"),
    "bottom": ("first", "whole"),
    "brace": ("bracket", "invisible"),
}
"""What notation leaves open, and its readings, the likeliest first."""


class Reading(NamedTuple):
    """How each open question of notation is answered."""

    log: str = "quotient"
    exponent: str = "primary"
    implicit: str = "left"
    divisor: str = "power"
    call: str = "outside"
    sign: str = "outside"
    mixed: str = "product"
    over: str = "left"
    bottom: str = "first"
    brace: str = "bracket"


REACHES = {"quotient": "/", "product": "*/", "primary": ""}
"""The signs that the argument of a logarithm without brackets goes over, by the answer to `log`."""

MOST_COMPARED = 2000
MOST_READINGS = 100
"""With more, no reading is tried: one that fits may be among those that are not."""
