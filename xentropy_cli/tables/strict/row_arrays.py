"""Rows that were read one by one → the arrays that every other block gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.tables.complements import most_probable
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.rows import NearOne, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.strict.reader import StrictRow


def rows_of(found: Sequence[StrictRow], plan: Plan, groups: Codes) -> Rows:
    """Put the numbers of rows side by side."""
    if plan.are_tokens:
        return tokens_of_rows(found, plan, groups)
    q = np.array([row.q for row in found], dtype=np.float64)
    near = [(k, row.complement) for k, row in enumerate(found) if row.complement is not None]
    at, complements = zip(*near, strict=True) if near else ((), ())
    width = len(plan.classes) if plan.kind == "classes" else 2
    p = np.array([row.p for row in found], dtype=np.float64).reshape(len(found), width) if plan.truths else None
    return Rows(
        np.array([row.line for row in found], dtype=np.intp),
        np.array([row.label for row in found], dtype=np.intp) if p is None else most_probable(p, plan.kind),
        q.reshape(len(found), len(plan.classes)) if plan.kind == "classes" else q,
        None if plan.weight is None else np.array([row.weight for row in found], dtype=np.float64),
        None if plan.by is None else groups.array(row.group for row in found),
        None if plan.id is None else Ids.of([row.id or "" for row in found]),
        NearOne(np.array(at, dtype=np.intp), np.array(complements)) if near else None,
        p,
        np.array([row.sizes for row in found], dtype=np.float64).reshape(len(found), len(plan.sizes))
        if plan.sizes
        else None,
    )


def tokens_of_rows(found: Sequence[StrictRow], plan: Plan, groups: Codes) -> Rows:
    """Give every token of a row its number, and all else of the row to each."""
    counts = np.array([len(row.q) for row in found], dtype=np.intp)  # type: ignore[arg-type]  # a list of tokens
    every = [row._replace(q=0.0) for row in found]
    q = np.array([x for row in found for x in row.q], dtype=np.float64)  # type: ignore[union-attr]
    return spread_rows(rows_of(every, plan._replace(vector=False), groups), counts, q)


def spread_rows(rows: Rows, counts: Indices, q: Floats) -> Rows:
    """Repeat rows, one for each of their tokens; what a row counts stands with its first token."""
    at = np.repeat(np.arange(rows.size, dtype=np.intp), counts)
    spread = rows.take(at)._replace(q=q)
    if spread.sizes is None:
        return spread
    is_first = np.concatenate([[True], at[1:] != at[:-1]]) if at.size else np.empty(0, dtype=np.bool_)
    return spread._replace(sizes=np.where(is_first[:, None], spread.sizes, 0.0))


def joined_rows(parts: Sequence[Rows]) -> Rows:
    """Put the rows of several pieces of a block behind each other."""
    starts = np.cumsum([0, *(part.size for part in parts)]).tolist()
    near = [(part.near_one, start) for part, start in zip(parts, starts, strict=False) if part.near_one]
    ids = [part.ids.written() for part in parts if part.ids is not None]

    def column(name: str) -> Any:
        values = [getattr(part, name) for part in parts]
        return None if values[0] is None else np.concatenate(values)

    lines, labels, q, weights, groups = map(column, Rows._fields[:5])
    return Rows(
        lines,
        labels,
        q,
        weights,
        groups,
        ids=Ids.joined(ids) if ids else None,
        near_one=NearOne(
            np.concatenate([found.at + start for found, start in near]),
            np.concatenate([found.complements for found, _ in near]),
        )
        if near
        else None,
        p=column("p"),
        sizes=column("sizes"),
    )
