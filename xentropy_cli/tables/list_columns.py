"""Columns whose cells are lists, taken apart where each entry is a label or a prediction by itself: `y` as `y.0,y.1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.tables.known_names import LABELS, PREDICTIONS, SCALES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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


def is_asked_for(name: str, wanted: Wanted) -> bool:
    """Tell whether a column, or a field of it, is named, or is known to be the prediction where none is.

    >>> from xentropy_cli.tables.columns import Wanted
    >>> is_asked_for("p", Wanted()), is_asked_for("p", Wanted(pred="q")), is_asked_for("out", Wanted(pred="out.a,out.b"))
    (True, False, True)
    """
    if wanted.prediction is None and name.lower() in PREDICTIONS | SCALES.keys():
        return True
    return any(spec == name or spec.startswith(f"{name}.") for spec in wanted.specs)


def with_fields(wanted: Wanted, structs: Collection[str]) -> Wanted:
    """Name all fields of structs in place of the structs; of the one with a well-known name also where none is named.

    >>> from xentropy_cli.tables.columns import Wanted
    >>> with_fields(Wanted(label="y"), {"p"}).pred, with_fields(Wanted(pred="out"), {"out"}).pred
    ('p.*', 'out.*')
    """
    if wanted.prediction is None:
        name = only(structs, PREDICTIONS | SCALES.keys())
        wanted = wanted._replace(**{SCALES.get((name or "").lower(), "pred"): name})  # type: ignore[arg-type]  # a text option
    named = {option: f"{spec}.*" for option in NAMING if (spec := getattr(wanted, option)) in structs}
    return wanted._replace(**named)  # type: ignore[arg-type]  # text options


def only(lists: Collection[str], known: frozenset[str]) -> str | None:
    """The one list with a well-known name."""
    found = [name for name in lists if name.lower() in known]
    return found[0] if len(found) == 1 else None
