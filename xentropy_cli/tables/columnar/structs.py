"""Columns of structs or dicts, such as a probability under the name of each class, as a column for each of their fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.tables.columnar.lists import batches_apart
from xentropy_cli.tables.columnar.reader import VECTORS
from xentropy_cli.tables.list_columns import is_asked_for
from xentropy_cli.tables.strict.known_values import known_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.columnar.reader import Columnar
    from xentropy_cli.tables.columns import Wanted


def fields_apart(columns: Columnar, wanted: Wanted) -> tuple[Columnar, set[str]]:
    """A table whose structs that are asked for are taken apart, `p` as `p.cat,p.dog`, and the names of these."""
    first = next(columns.batches, None)
    pairs = zip(columns.names, first or (), strict=False)
    found = [asked_fields(name, column, wanted) for name, column in pairs]
    if not any(found):
        return replace(columns, batches=batches_apart(columns.batches, first, itself)), set()
    named = list(zip(columns.names, found, strict=True))
    names = tuple(part for name, own in named for part in ([f"{name}.{each}" for each in own] or [name]))

    def apart(batch: Sequence[Any]) -> list[Any]:
        return [part for column, own in zip(batch, found, strict=True) for part in taken_apart(column, own)]

    made = replace(columns, names=names, batches=batches_apart(columns.batches, first, apart))
    inner, more = fields_apart(made, wanted)
    return inner, {name for name, own in named if own} | more


def asked_fields(name: str, column: Any, wanted: Wanted) -> tuple[str, ...]:
    """The fields of a column that is asked for; one alone is a number under a name, unless it is named itself."""
    found = fields_in(column) if is_asked_for(name, wanted) else ()
    is_named = any(spec.startswith(f"{name}.") for spec in wanted.specs)
    return found if len(found) > 1 or is_named else ()


def itself(batch: Sequence[Any]) -> Sequence[Any]:
    """A batch in which nothing is to be taken apart."""
    return batch


def fields_in(column: Any) -> tuple[str, ...]:
    """The names of the fields of a column, if all its values are structs, or none.

    >>> fields_in(np.array([{"cat": 0.7, "dog": 0.3}, None])), fields_in(np.array([1.0, 2.0]))
    (('cat', 'dog'), ())
    """
    if getattr(getattr(column, "dtype", None), "kind", "") != "O":
        return ()
    rows = [struct_of(value) for value in column]
    if any(row is None and value is not None for row, value in zip(rows, column, strict=True)):
        return ()
    return tuple(dict.fromkeys(name for row in rows for name in row or ()))


def struct_of(value: Any) -> dict[str, Any] | None:
    """A struct, or a list of labels with their scores, by the names of its fields; None for anything else.

    >>> struct_of([{"label": "cat", "score": 0.7}, {"label": "dog", "score": 0.3}])
    {'cat': 0.7, 'dog': 0.3}
    """
    if isinstance(value, VECTORS) and len(value) and isinstance(value[0], dict):
        value = known_value(list(value))
    return {str(name): each for name, each in value.items()} if isinstance(value, dict) else None


def taken_apart(column: Any, fields: Sequence[str]) -> list[Any]:
    """The fields of a column as columns, of one without fields itself; a struct with a field of another name has no value."""
    if not fields:
        return [column]
    known = set(fields)
    rows = [row if (row := struct_of(value)) is not None and row.keys() <= known else {} for value in column]
    return [np.array([row.get(name) for row in rows]) for name in fields]
