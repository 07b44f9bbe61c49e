"""xent: a calculator for cross-entropy that shows its working.

Functions of distributions give a number:

>>> from xentropy_cli import cross_entropy, derive, render
>>> cross_entropy([0.5, 0.5], [0.75, 0.25], base=2)
1.207518749639422

`derive` gives a calculation with its working, and `render` its page:

>>> doors = derive(pred=[0.7, 0.8, 0.97])
>>> float(doors.total), f"{doors.mean:.4f}"
(0.6102777027376507, '0.2034')
>>> print(render(doors).partition(chr(10))[0])
Total surprisal: 0.6103 nats

`score`, `compare`, `libraries` and `why` take files, frames or arrays; what they return shows its page in a notebook. What the
command refuses raises `XentError`, whose text
says what to write instead. More: `xent explain python`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xentropy_cli.api.numbers import (
        Derivation,
        cross_entropy,
        derive,
        entropy,
        js_divergence,
        kl_divergence,
        perplexity,
        render,
        surprisal,
    )
    from xentropy_cli.api.results import Report, Score, audit, compare, libraries, score, why
    from xentropy_cli.errors import XentError
    from xentropy_cli.scoring.summary import ScoreSummary

__version__ = "0.1.0"

__all__ = [
    "Derivation",
    "Report",
    "Score",
    "ScoreSummary",
    "XentError",
    "audit",
    "compare",
    "cross_entropy",
    "derive",
    "entropy",
    "js_divergence",
    "kl_divergence",
    "libraries",
    "perplexity",
    "render",
    "score",
    "surprisal",
    "why",
]

HOMES = {
    "ScoreSummary": "xentropy_cli.scoring.summary",
    "XentError": "xentropy_cli.errors",
    **dict.fromkeys(("Report", "Score", "audit", "compare", "libraries", "score", "why"), "xentropy_cli.api.results"),
}


def __dir__() -> list[str]:
    """Name what this package offers, and nothing that it is made of."""
    return [*__all__, "__version__"]


def __getattr__(name: str) -> Any:
    """Load a name on its first use, so that importing the package costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES.get(name, "xentropy_cli.api.numbers")), name)
