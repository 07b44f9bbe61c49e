"""Labels from another file: `--truth FILE --on COLUMN`.

The labels are kept by the text of the joining column, so memory grows with the truth, not with the predictions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.class_columns import Case
from xentropy_cli.tables.column_roles import Plan, known_label, plan_of
from xentropy_cli.tables.columns import listed, resolve_one
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.strict.cells import piece_at
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import records
from xentropy_cli.tables.strict.row_mistakes import no_id
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.strict.records import Record
    from xentropy_cli.tables.text import TextTable


def labels_by_id(table: TextTable, on: str, wanted: Wanted) -> dict[str, str]:
    """Read the label of every id from a file that holds both."""
    shape, name = table.shape, table.origin.file
    reader = Reader(shape, Plan("events", "pred", None, (), (), {}))
    key = resolve_one(on, shape, "--on", name)
    label = label_column(shape, wanted, name, key)
    found: dict[str, str] = {}
    header = shape.has_header and not shape.json
    for block in table.blocks():
        for place in records(block, shape.quote, shape.comment):
            if not place.text.strip():
                continue
            if header:
                header = False
                continue
            cells = reader.cut(place)
            if len(cells) != shape.fields:
                raise reader.ragged(place, len(cells))
            if not cells[key]:
                _, start, end = reader.spans(place)[key]
                raise no_id(piece_at(place, start, end))
            if cells[key] in found:
                raise id_fault(place, cells[key], f"{visible(cells[key])} stands twice in column {visible(on)}.")
            found[cells[key]] = cells[label]
    return found


def label_column(shape: Shape, wanted: Wanted, name: str, key: int) -> int:
    """The label named by the caller, or known by its name, or the only other column."""
    if wanted.label is not None:
        return resolve_one(wanted.label, shape, "--label", name)
    case = Case(shape, wanted, name)
    label = known_label(case, {key})
    if label is None and shape.fields == 2:  # noqa: PLR2004  the joining column and one other
        return 1 - key
    if label is None:
        raise case.refusal("No column is known to be the label.", "--label COLUMN")
    return label


def joined_plan(shape: Shape, wanted: Wanted, name: str, reading: Reading, truth: dict[str, str]) -> Plan:
    """Plan a table of predictions whose joining column stands for the label of that id."""
    on = reading.on or ""
    key = resolve_one(on, shape, "--on", name)
    sample = tuple((*row[:key], truth.get(row[key], ""), *row[key + 1 :]) for row in shape.sample if len(row) > key)
    plan = plan_of(shape._replace(sample=sample), wanted._replace(label=on), name, reading.sum_option)
    known = {}
    for text, label in truth.items():
        code = plan.code_of(label)
        if code is None:
            raise no_class(label, text, plan, "standard input" if reading.truth == STDIN else reading.truth or "")
        known[text] = code
    return plan._replace(labels=known)


def no_class(label: str, key: str, plan: Plan, truth_name: str) -> XentError:
    """Refuse a label of the truth that is no class of the predictions."""
    text = visible(label) or " "
    return XentError(
        "unknown-label",
        f"There is no class {visible(label)}.",
        where=f"{visible(truth_name)}, label of {visible(key)}",
        text=text,
        span=(0, len(text)),
        why=f"The predictions are of the classes {listed(plan.classes)}.",
        fix="Name the classes in the order of the columns (binary: NO,YES): --classes A,B,…",
        status=BAD_DATA,
    )


def id_fault(place: Record, text: str, message: str) -> XentError:
    """Refuse an id that stands twice."""
    start = max(place.text.find(text), 0)
    return place.refuse(
        "duplicate-id",
        message,
        (start, start + max(len(text), 1)),
        why="Rows are joined one to one, and a row's label is one of the classes.",
        fix="Make the ids unique, or name the classes: --classes A,B,…",
    )
