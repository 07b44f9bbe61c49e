"""What a file says of each row: its label or distribution, its group and its id. It is kept whole."""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.class_columns import Case, is_named
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.column_roles import Plan
from xentropy_cli.tables.columns import resolve, resolve_one
from xentropy_cli.tables.form import are_vectors
from xentropy_cli.tables.known_names import LABELS
from xentropy_cli.tables.roles.labels import known_label, refuse_several_labels
from xentropy_cli.tables.strict.row_mistakes import of_several_values
from xentropy_cli.tables.table import BINARY_FILE
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.arrays.kinds import Floats
    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import Rows
    from xentropy_cli.tables.table import Table, TableReader
    from xentropy_cli.tables.text import TextReader


FEATURE = r"[0-9]+:[-+.0-9eE]+"
"""A feature in a line of LIBSVM's data: 3:0.25."""


class Truth(NamedTuple):
    """What a file says of each row: its label, or a number for each class as text and as numbers; its group; its id."""

    name: str
    names: tuple[str, ...]
    columns: tuple[list[str], ...]
    p: Floats | None  # (n,), or a column for each class or label
    by: int | None
    ids: dict[str, int] | None
    lines: Sequence[int] = ()  # where the row of each id begins
    has_doubtful_header: bool = False  # of a column of text, whose first row may be a label or a name

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.columns[0])


def truth_of(table: Table, reading: Reading) -> Truth:
    """Read a file that holds the truth: its ids, labels or distributions, and groups."""
    shape, wanted, name = table.shape, table.named(reading.wanted), table.origin.file
    key = None if reading.on is None else resolve_one(reading.on, shape, "--on", name)
    is_soft = wanted.true is not None
    told = resolve(wanted.true or "", shape, "--true", name) if is_soft else label_columns(shape, wanted, name, key)
    group = shape.names.index(wanted.by) if wanted.by is not None and shape.names.count(wanted.by) == 1 else None
    # as one distribution, or each by itself where they are of several labels
    numbers = [(column,) for column in told] if wanted.reading == "binary" else [tuple(told)]
    readers, parts = [distribution_reader(table, columns, reading) for columns in numbers], []
    kept: list[list[str]] = []
    ids: dict[str, int] = {}
    lines: list[int] = []
    columns_kept = (*told, *(() if group is None else (group,)))
    for block in table.blocks():
        if is_soft:
            parts.append(numbers_of(readers, block))
        for line, cells in readers[0].every_row(block):
            if key is not None:
                if not cells[key] or cells[key] in ids:
                    raise refuse_id(cast("TextReader", readers[0]).piece(block, line, key), reading.on or "")
                ids[cells[key]] = len(kept)
                lines.append(line)
            kept.append([cells[k] for k in columns_kept])
    while kept and key is None and not any(kept[-1]):
        kept.pop()  # blank lines at the end
    columns = tuple(map(list, zip(*kept, strict=True))) or tuple([] for _ in told)
    names = tuple(shape.names[k] for k in columns_kept)
    by = None if group is None else len(told)
    p = np.concatenate(parts) if parts else None
    is_text = table.origin.encoding != BINARY_FILE
    is_doubtful = is_text and shape.has_header and reading.form.header is None and shape.fields == 1
    is_doubtful = is_doubtful and names[0].lower() not in LABELS and names[0] not in wanted.specs
    return Truth(name, names, columns, p, by, ids if key is not None else None, lines, is_doubtful)


def with_first_label(truth: Truth, predicted: Sequence[str]) -> Truth:
    """Put a first row back that was taken for the name of its column and is a label: it stands below too, or is predicted.

    Labels of text without a name look like a column with one.
    """
    first = truth.names[0]
    is_label = first in truth.columns[0] or first.lower() in BINARY
    is_label = is_label or any(re.fullmatch(rf"(?:.*[^A-Za-z0-9])?{re.escape(first)}\W*", name) for name in predicted)
    if not truth.has_doubtful_header or not is_label:
        return truth
    return truth._replace(names=("1",), columns=([first, *truth.columns[0]],))


def numbers_of(readers: Sequence[TableReader], block: Any) -> Floats:
    """The numbers of a block: of one reader as it gives them, of several a column for each."""
    found = [good_rows(reader, block).q for reader in readers]
    return found[0] if len(found) == 1 else np.stack(found, axis=-1)


def distribution_reader(table: Table, told: tuple[int, ...], reading: Reading) -> TableReader:
    """What reads the numbers of a truth: as the prediction of any table is read."""
    shape = table.shape
    is_vector = len(told) == 1 and are_vectors([cell for cell in shape.column(told[0]) if cell], shape)
    count = len(shape.column(told[0])[0].split(",")) if is_vector else len(told)
    kind = "classes" if count > 1 and reading.wanted.true is not None else "events"
    classes = tuple(map(str, range(count))) if kind == "classes" else ()
    return table.reader(Plan(kind, "pred", None, told, classes, {}, vector=is_vector), Codes())


def good_rows(reader: TableReader, block: Any) -> Rows:
    """The rows of a block, all of which must be good."""
    rows, found = reader.read(block)
    if found.fault is not None:
        raise found.fault
    return rows


def refuse_id(piece: Piece, on: str) -> XentError:
    """Refuse an id that was met before, or none."""
    piece = piece if piece.text else piece._replace(text=" ")
    return piece.refuse(
        "duplicate-id" if piece.text.strip() else "empty-cell",
        f"{visible(piece.text)} stands twice in column {visible(on)}." if piece.text.strip() else "This row has no id.",
        why="Rows are joined one to one, and a row's label is one of the classes.",
        fix="Make the ids unique, and fill in those that are missing; or join by another column: --on COLUMN.",
    )


def label_columns(shape: Shape, wanted: Wanted, name: str, key: int | None) -> list[int]:
    """The labels named by the caller, or one known by its name, or the only column beside the ids.

    Several are labels by themselves, which is to be asked for.
    """
    case = Case(shape, wanted, name)
    if wanted.label is not None:
        if wanted.reading != "binary":
            refuse_several_labels(case)
        return resolve(wanted.label, shape, "--label", name)
    label = known_label(case, set() if key is None else {key})
    others = [k for k in range(shape.fields) if k != key]
    if label is None and (len(others) == 1 or (wanted.reading == "binary" and not is_named(shape))):
        return others
    if label is None and any(re.fullmatch(FEATURE, cell) for row in shape.sample for cell in row):
        raise with_features(name)
    if label is None and not is_named(shape):
        raise without_names(name, len(others))
    if label is None:
        raise case.refusal("No column is known to be the label.", "--label COLUMN")
    return [label]


def with_features(name: str) -> XentError:
    """Refuse the data that LIBSVM learns from, as the labels that it begins its lines with."""
    text = visible(name)
    return XentError(
        "ambiguous-columns",
        f"{text} holds features too, as LIBSVM writes them.",
        where="--truth",
        text=text,
        why="Labels alone are paired with predictions, one a line.",
        fix=f"Keep the first of each line: cut -d' ' -f1 {quote(name)} | xent score FILE --truth -",
        status=BAD_DATA,
    )


def without_names(name: str, count: int) -> XentError:
    """Refuse columns without names, all of which may be labels, or one truth."""
    text = f"1-{count}"
    return XentError(
        "ambiguous-columns",
        f"{visible(name)} holds {count} columns, and none has a name.",
        where="--truth",
        text=text,
        why="They may be labels that are each true or false by themselves, or one truth with a number for each class.",
        fix=of_several_values(text),
        status=BAD_DATA,
    )
