"""What a convention is: a library's way with the numbers, as data and one small function of the inputs."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.inputs import Inputs


class Unfit(Exception):  # noqa: N818  it is no error: a call that cannot take some inputs says so in its cell
    """Why a call cannot take these inputs."""


@dataclass(frozen=True)
class Convention:
    """One call of one library.

    `call` is what a person writes today; `expects` what it is given; `precision` float32 or float64; `does` says in a few
    words what it does to the inputs; `reduction` what it divides by. `weights`, `class_weights`, `pos_weight` and
    `smoothing` tell which of these options the call has. `value` computes, raising `Unfit`; `program` is a runnable
    snippet, its literals filled in by `snippet.py`. `checked` says how the rule was confirmed.
    """

    key: str
    library: str
    version: str
    call: str
    expects: str
    precision: str
    does: str
    reduction: str
    value: Callable[[Inputs], float]
    program: str
    language: str = "python"
    clip: str = "none"
    rescales: bool = False
    class_order: str = "as given"
    smoothing_kind: str = "none"
    base: str = "e"
    options: frozenset[str] = frozenset()
    checked: str = "run"


def single(x: float) -> float:
    """Round a double to the nearest single (float32).

    >>> single(0.1)
    0.10000000149011612
    """
    try:
        rounded: float = struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return float("inf") if x > 0 else float("-inf")
    return rounded


def double(x: float) -> float:
    """Keep a double as it is.

    >>> double(0.1)
    0.1
    """
    return x


PRECISIONS: dict[str, Callable[[float], float]] = {"float32": single, "float64": double}
