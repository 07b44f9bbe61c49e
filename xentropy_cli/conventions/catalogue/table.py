"""Every convention, and how to find one."""

from __future__ import annotations

from xentropy_cli.conventions.catalogue import (
    boosting,
    kaggle,
    keras,
    perplexity,
    platforms,
    r_packages,
    sklearn,
    tensorflow,
    torch,
)

FAMILIES = (sklearn, torch, keras, tensorflow, boosting, r_packages, kaggle, platforms, perplexity)

CONVENTIONS = {row.key: row for family in FAMILIES for row in family.ROWS}


def keys_named(name: str) -> tuple[str, ...]:
    """The keys that a name stands for: a key, the beginning of some up to a hyphen, or a library's name.

    >>> keys_named("sklearn"), keys_named("tf")
    (('sklearn',), ('tf-softmax', 'tf-sigmoid'))
    >>> keys_named("SciPy")
    ('scipy-entropy', 'scipy-kl', 'scipy-js')
    """
    if name in CONVENTIONS:
        return (name,)
    begun = tuple(key for key in CONVENTIONS if key.startswith(f"{name.lower()}-"))
    return begun or tuple(key for key, row in CONVENTIONS.items() if name.lower() == _plain(row.library))


def _plain(library: str) -> str:
    return library.removesuffix(" (R)").lower()


def families() -> tuple[str, ...]:
    """What the keys begin with, each once.

    >>> families()[:3]
    ('sklearn', 'scipy', 'torch')
    """
    return tuple(dict.fromkeys(key.partition("-")[0] for key in CONVENTIONS))


def known_names() -> tuple[str, ...]:
    """Every name that stands for some keys, for a suggestion."""
    return tuple(dict.fromkeys((*CONVENTIONS, *families(), *(_plain(row.library) for row in CONVENTIONS.values()))))
