"""The strict reader: records → rows of numbers, one at a time, each fault explained. It decides every doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.bounds import moved_inside
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.rows import MOST_SKIPPED, BadRow, BlockFaults, Typed
from xentropy_cli.tables.sources.streams import count_lines
from xentropy_cli.tables.strict import row_mistakes
from xentropy_cli.tables.strict.cells import careful, complement_of, in_percent, is_unquoted, missing, quick
from xentropy_cli.tables.strict.paths import SEVERAL
from xentropy_cli.tables.strict.records import BLANKS, Block, Record, cells, known_cells, records, spans
from xentropy_cli.tables.strict.row_mistakes import check_sum, swallowed_rows
from xentropy_cli.tables.strict.vectors import entries_in, entries_of, quick_vector, text_near_one, tokens_of
from xentropy_cli.tables.token_columns import log_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading


class StrictRow(NamedTuple):
    """A row read: its line, the class that happened, the prediction (a number, or one a class), weight, group and id.

    `complement` is 1 − q from the digits, of a row whose q (of several classes the largest) is near 1.
    """

    line: int
    label: int
    q: float | list[float]
    weight: float = 1.0
    group: str | None = None
    id: str | None = None
    complement: float | None = None
    p: list[float] | None = None
    sizes: tuple[float, ...] = ()
    is_outside: bool = False  # whether its prediction was just outside 0 to 1
    is_percent: bool = False  # whether it has a % sign


class Reader(NamedTuple):
    """Reads rows of one file: how it is written, what its columns are, and what sums are allowed."""

    shape: Shape
    plan: Plan
    any_sum: bool = False
    normalize: bool = False
    seen: set[str] | None = None
    percent: bool = False  # whether probabilities are in percent, also without a sign
    clips: bool = False  # whether a prediction may lie just outside 0 to 1

    @classmethod
    def of(cls, shape: Shape, plan: Plan, reading: Reading) -> Self:
        """Read as the caller asks."""
        seen = set[str]() if plan.is_joined else None
        return cls(shape, plan, reading.any_sum, reading.normalize, seen, reading.form.percent, reading.clips)

    def read(self, block: Block) -> tuple[list[StrictRow], BlockFaults]:
        """Read every record of a block."""
        rows: list[StrictRow] = []
        found, before = BlockFaults(), 0
        for place in self.places(block, found):
            try:
                rows.append(self.row(place))
                found.joined_lines += [place.line] * ("\n" in place.text)
                found.outside += rows[-1].is_outside
                found.percents += rows[-1].is_percent
            except XentError as fault:
                self.note_fault(found, place, fault, before + len(rows))
                continue
            if self.plan.are_tokens:
                row, cell = rows[-1], self.cut(place)[self.plan.preds[0]]
                found.untold += entries_in(cell) - len(row.q)  # type: ignore[arg-type]  # a list
                before += len(row.q) - 1  # type: ignore[arg-type]
        return rows, found

    def places(self, block: Block, found: BlockFaults) -> Iterator[Record]:
        """The records that should be rows: without the header, and without blank lines, which are counted."""
        header = block.first and self.shape.has_header and not self.shape.json
        for place in records(block, self.shape.quote, self.shape.comment):
            if not place.text.strip():
                if self.shape.fields > 1 or self.shape.json:
                    found.blank += 1
                    continue
                data = block.data.rstrip(b"\r\n")
                if not place.text and (count_lines(data) < place.line - block.first_line or not (data or block.first)):
                    continue  # blank lines at the end of a single column
            if header:
                header = False
                continue
            yield place

    def note_fault(self, found: BlockFaults, place: Record, fault: XentError, before: int) -> None:
        """Take down a bad row."""
        found.bad += 1
        found.bad_rows.append(BadRow(before, place.line, self.id_at(place)))
        # its traceback holds the frame that reads, and so the rows: a cycle that only a search would free
        found.fault = found.fault or fault.with_traceback(None)
        found.swallowed = found.swallowed or swallowed_rows(self, place, fault.with_traceback(None))
        if len(found.bad_lines) < MOST_SKIPPED:
            found.bad_lines.append(place.line)

    def id_at(self, place: Record) -> str | None:
        """The id of a bad row, where that can be read."""
        if self.plan.id is None:
            return None
        try:
            found = self.cut(place)
        except XentError:
            return None
        return self.id_of(found) if len(found) == self.shape.fields else None

    def cut(self, place: Record) -> list[str]:
        """Cut a record into its cells."""
        if self.shape.json:
            from xentropy_cli.tables.strict import jsonlines

            return jsonlines.cells(place, self.shape.names)
        return cells(place, self.shape.delimiter, self.shape.quote)

    def spans(self, place: Record) -> list[tuple[str, int, int]]:
        """Cut a record into cells and the spans they fill."""
        if self.shape.json:
            from xentropy_cli.tables.strict import jsonlines

            return jsonlines.spans(place, self.shape.names)
        found = spans(place, self.shape.delimiter, self.shape.quote)
        texts = known_cells(place.text, [cell for cell, _, _ in found])
        return [(cell, start, end) for cell, (_, start, end) in zip(texts, found, strict=True)]

    def row(self, place: Record) -> StrictRow:
        """Read one record."""
        found = self.cut(place)
        if len(found) != self.shape.fields:
            raise self.ragged(place, len(found))
        plan = self.plan
        if plan.label is not None and found[plan.label] == self.shape.names[plan.label]:
            self.refuse_header(found, place)
        if plan.on is not None and self.id_of(found) is None:
            raise row_mistakes.no_id(self.piece(place, plan.on))
        label = 0 if plan.label is None else self.label(found[plan.label], place)
        p = self.truth(found, place) if plan.truths else None
        q: float | list[float]
        if plan.kind == "classes":
            q = self.distribution(found, plan.preds, plan.scale, place)
        elif plan.vector:
            q = self.events(found[plan.preds[0]], place)
        else:
            q = self.number(found[plan.preds[0]], plan.scale, plan.preds[0], place)
        given, q = q, self.inside(q)
        for k in plan.zeros:
            if self.number(found[k], "weight", k, place):
                raise row_mistakes.class_after_all(self.piece(place, k), self.shape.names[k], plan)
        weight = 1.0 if plan.weight is None else self.number(found[plan.weight], "weight", plan.weight, place)
        group, key = (None if column is None else found[column] for column in (plan.by, plan.id))
        is_doubted = plan.is_joined or not label if p is None else p[0] > 0
        text = text_near_one(plan, q, found, is_doubted=is_doubted)
        complement = None if text is None else complement_of(self.pointed(text))
        sizes = tuple(self.number(found[k], "size", k, place) for _, k in plan.sizes)
        is_percent = plan.scale == "pred" and not self.percent and any("%" in found[k] for k in plan.preds)
        return StrictRow(place.line, label, q, weight, group, key, complement, p, sizes, given != q, is_percent)

    def inside(self, q: float | list[float]) -> float | list[float]:
        """Take numbers just outside 0 to 1 for 0 or 1, where they are to be clipped."""
        if not self.clips:
            return q
        return [moved_inside(x) for x in q] if isinstance(q, list) else moved_inside(q)

    def events(self, cell: str, place: Record) -> list[float]:
        """Read a list of events that happened; entries before the first number were never predicted."""
        column = self.plan.preds[0]
        texts = tokens_of(cell)
        if not texts:
            raise missing(self.piece(place, column))
        if SEVERAL in texts:
            raise row_mistakes.several_values(self.piece(place, column))
        return [self.number(text, self.plan.scale, column, place) for text in texts]

    def refuse_header(self, found: Sequence[str], place: Record) -> None:
        """Refuse a row that is the header again: its label may be read as one, as y for yes."""
        if self.shape.has_header and not self.shape.json and tuple(found) == self.shape.names:
            raise row_mistakes.header_again(self.piece(place, self.plan.label or 0), found[self.plan.label or 0])

    def truth(self, found: Sequence[str], place: Record) -> list[float]:
        """Read the truth of a row, a probability for each class."""
        truths = self.plan.truths
        if self.plan.kind == "classes":
            return self.distribution(found, truths, "pred", place)
        yes = self.number(found[truths[0]], "pred", truths[0], place)
        return [1.0 - yes, yes]

    def distribution(self, found: Sequence[str], columns: tuple[int, ...], scale: str, place: Record) -> list[float]:
        """Read a number for each class, from a column each or from one cell."""
        if len(columns) < len(self.plan.classes):
            return self.vector(found[columns[0]], columns, scale, place)
        q = [self.number(found[k], scale, k, place) for k in columns]
        check_sum(self, (q, [found[k] for k in columns]), columns, scale, place)
        return q

    def pointed(self, cell: str) -> str:
        """The text of a number with a point before its decimals."""
        cell = in_percent(cell) if self.percent and self.plan.scale == "pred" else cell
        cell = cell.removeprefix(self.shape.mark)
        return cell.replace(",", ".") if self.shape.decimal == "," else cell

    def typed(self, place: Record) -> Typed:
        """Read one record, and keep each number as it was typed."""
        row, plan = self.row(place), self.plan
        truth = self.texts(plan.truths, place) if plan.truths else None
        return Typed(row.label, self.texts(plan.preds, place), truth=truth, log_base=log_base(plan.log_factor))

    def texts(self, columns: tuple[int, ...], place: Record) -> list[str]:
        """The numbers of some columns as they were typed: of a vector, one for each class."""
        plan = self.plan
        if plan.are_tokens:
            return tokens_of(self.cut(place)[columns[0]])
        if plan.kind != "classes" or len(columns) == len(plan.classes):
            found = self.cut(place)
            return [self.pointed(found[k]) for k in columns]
        text, start, end = self.spans(place)[columns[0]]
        return [entry.text for entry in entries_of(place.piece(start, end), text, plan.classes)]

    def id_of(self, found: Sequence[str]) -> str | None:
        """The id of a row, if it has one."""
        return None if self.plan.id is None or not found[self.plan.id].strip(BLANKS) else found[self.plan.id]

    def number(self, cell: str, scale: str, column: int, place: Record) -> float:
        """Read the cell of a column as a number."""
        decimal = "." if self.shape.json and is_unquoted(cell) else self.shape.decimal
        cell = cell.removeprefix(self.shape.mark)
        if self.percent and scale == "pred" and cell:
            cell = in_percent(cell)
        if self.normalize and scale == "pred":
            scale = "count"
        factor = self.plan.log_factor if scale in ("logprobs", "nll") else 1.0
        value = quick(cell, scale) if decimal == "." else None
        if value is not None:
            return value if factor == 1.0 else value * factor
        piece = self.piece(place, column)._replace(text=cell)
        clips = self.clips and column in self.plan.preds
        return factor * careful(piece, scale, decimal, alone=self.plan.kind != "classes", clips=clips)

    def label(self, cell: str, place: Record) -> int:
        """Read the cell of the label column as the position of a class."""
        if self.seen is not None:
            return self.joined(cell, self.seen, place)
        found = self.plan.code_of(cell)
        if found is not None:
            return found
        piece = self.piece(place, self.plan.label or 0)
        raise row_mistakes.unknown_label(piece, cell, self.plan, self.shape) if cell else missing(piece)

    def joined(self, cell: str, seen: set[str], place: Record) -> int:
        """Read the id of a row that is joined as the position of its truth; an id is itself alone, and stands once."""
        if cell in self.plan.labels and cell not in seen:
            seen.add(cell)
            return self.plan.labels[cell]
        piece = self.piece(place, self.plan.label or 0)
        raise row_mistakes.not_joined(piece, cell, is_twice=cell in seen) if cell else missing(piece)

    def vector(self, cell: str, columns: tuple[int, ...], scale: str, place: Record) -> list[float]:
        """Read a cell that holds a number for every class, in order or by name."""
        entry_scale = "count" if self.normalize and scale == "pred" else scale
        plain = quick_vector(cell, entry_scale, self.plan.classes)
        if plain is not None:
            check_sum(self, plain, columns, scale, place)
            return plain[0]
        text, start, end = self.spans(place)[columns[0]]
        entries = entries_of(place.piece(start, end), text, self.plan.classes)
        clips = self.clips and columns == self.plan.preds
        q = [careful(entry, entry_scale, ".", clips=clips) for entry in entries]
        check_sum(self, (q, [entry.text for entry in entries]), columns, scale, place)
        return q

    def piece(self, place: Record, column: int) -> Piece:
        """The cell of a column, where it stands."""
        return self.piece_of((column,), place)

    def piece_of(self, columns: tuple[int, ...], place: Record) -> Piece:
        """From the first of some cells of a row to the last, where they stand."""
        found = self.spans(place)
        ends = [found[k] for k in columns]
        return place.piece(min(start for _, start, _ in ends), max(end for _, _, end in ends))

    def ragged(self, place: Record, count: int) -> XentError:
        """Refuse a row with more or fewer cells than the first."""
        return row_mistakes.ragged(place, self.spans(place), count, self.shape)
