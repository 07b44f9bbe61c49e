"""xent: a calculator for cross-entropy that shows its working.

>>> from xentropy_cli import cross_entropy
>>> cross_entropy([0.5, 0.5], [0.75, 0.25], base=2)
1.207518749639422
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xentropy_cli.api import (
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
    from xentropy_cli.comparing.python import compare
    from xentropy_cli.errors import XentError
    from xentropy_cli.scoring.python import score
    from xentropy_cli.scoring.summary import ScoreSummary

__version__ = "0.1.0"

__all__ = [
    "Derivation",
    "ScoreSummary",
    "XentError",
    "compare",
    "cross_entropy",
    "derive",
    "entropy",
    "js_divergence",
    "kl_divergence",
    "perplexity",
    "render",
    "score",
    "surprisal",
]

HOMES = {
    "ScoreSummary": "xentropy_cli.scoring.summary",
    "XentError": "xentropy_cli.errors",
    "compare": "xentropy_cli.comparing.python",
    "score": "xentropy_cli.scoring.python",
}


def __getattr__(name: str) -> Any:
    """Load a name on its first use, so that importing the package costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES.get(name, "xentropy_cli.api")), name)
