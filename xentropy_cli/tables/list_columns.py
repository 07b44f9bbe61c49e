"""Columns whose cells are lists, taken apart where each entry is a label or a prediction by itself: `y` as `y.0,y.1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.tables.known_names import LABELS, PREDICTIONS, SCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.tables.columns import Wanted

NAMING = ("label", "true", "pred", "logits", "logprobs", "nll")
"""The options that may name lists of several labels, or their predictions."""


def entries(name: str, count: int) -> list[str]:
    """The columns that the entries of a list are.

    >>> entries("y", 2)
    ['y.0', 'y.1']
    """
    return [f"{name}.{k}" for k in range(count)]


def with_entries(wanted: Wanted, lists: Mapping[str, int]) -> Wanted:
    """Name the entries of lists in place of the lists; of those with a well-known name also where none is named.

    >>> from xentropy_cli.tables.columns import Wanted
    >>> found = with_entries(Wanted(label="y"), {"y": 2, "p": 2})
    >>> found.label, found.pred
    ('y.0,y.1', 'p.0,p.1')
    """
    if wanted.label is None and wanted.true is None:
        wanted = wanted._replace(label=only(lists, LABELS))
    if wanted.prediction is None:
        name = only(lists, PREDICTIONS | SCALES.keys())
        wanted = wanted._replace(**{SCALES.get((name or "").lower(), "pred"): name})  # type: ignore[arg-type]  # a text option
    for option in NAMING:
        spec = getattr(wanted, option)
        if spec in lists:
            wanted = wanted._replace(**{option: ",".join(entries(spec, lists[spec]))})  # type: ignore[arg-type]  # as above
    return wanted


def only(lists: Mapping[str, int], known: frozenset[str]) -> str | None:
    """The one list with a well-known name."""
    found = [name for name in lists if name.lower() in known]
    return found[0] if len(found) == 1 else None
