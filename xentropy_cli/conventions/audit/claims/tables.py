"""Tables of losses: the rows of a text under a header that names an outcome, a probability and a loss."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.claims.cells import RULE, Cells, in_columns, is_markup, rows_in
from xentropy_cli.conventions.audit.claims.losses import (
    MARKUP,
    PREDICTED_WORDS,
    TRUTH_WORDS,
    is_other_loss,
    judged_loss,
    number_in,
)
from xentropy_cli.conventions.audit.findings import Finding, placed
from xentropy_cli.conventions.audit.judgement import BASES, WRONG
from xentropy_cli.conventions.audit.statements import MOST_LINES, ROW_START, Statement, is_row_open
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.statements import Line

ROLES = {
    "truth": re.compile(rf"(?:{TRUTH_WORDS}|class|happened|event|ground truth|ergebnis|ereignis)\b", re.IGNORECASE),
    "p": re.compile(rf"(?:{PREDICTED_WORDS}|model|forecast)(?![^\W\d_])", re.IGNORECASE),
    "loss": re.compile(
        r"(?:(?:log[- ]?|bce |binary |cross[- ]?entropy |nll )*loss|surprisal|surprise|cross[- ]?entropy|bce|nll"
        r"|(?:log-?)?verlust|überraschung|kreuzentropie|perte|pérdida|sorpresa"
        r"|[-−–\\$ ]*(?:log|ln)(?:_?(?:2|10)|₂|₁₀)?[ (]*[pqŷ]\)?)(?![^\W\d_])",
        re.IGNORECASE,
    ),
}
LOGARITHM = re.compile(r"[-−–\\$ ]*(?:log|ln)(?:_?(?:2|10)|₂|₁₀)?(?![a-z -]*(?:loss|verlust))", re.IGNORECASE)
"""A column of ln p, or with the sign of a loss."""

SIGN = re.compile(r"[\\$ ]*[-−–]")
OF_LOGARITHM = re.compile(r"(?:log|ln)(?![a-z])", re.IGNORECASE)
OTHER_LOSS = re.compile(
    r"squared|mse|brier|hinge|absolute|mae|focal|weight|huber|zero.one|0/1|0-1|accura|expected|total|odds|logit|temperature|smooth|alpha|gamma"
    r"|quadrat|gewicht|erwartet|gesamt|summe|pond[ée]r",
    re.IGNORECASE,
)
NO = frozenset("0 0.0 no false nein falsch non faux".split())  # noqa: SIM905
"""Outcomes that did not happen."""

REST = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|nats|bits)?\s*")
COLUMNS = (",", ";", r"\s{2,}", r"\s+")
"""What parts columns of text: one blank does only between names that say all what their column holds."""

LONGEST_HEADER = 120
MOST_ROWS = 10_000
"""A longer table is judged in parts."""

LEAST_FITTING = 0.5
FEWEST_FITTING = 2
"""Of rows without an outcome: a loss of probabilities may be another one, but for what is headed as a logarithm."""


class Row(NamedTuple):
    """A row of a table: its line, or lines, and its cells with their places in the text."""

    statement: Statement
    cells: Cells


class Header(NamedTuple):
    """What a table's columns hold, by their place.

    `bases`: those that a logarithm at the head of one may have; of columns of text, how many there are, and what parts them.
    """

    roles: dict[str, int]
    bases: tuple[float, ...] = ()
    size: int = 0
    edge: str = ""


NO_HEADER = Header({})


class LossTable:
    """The table that is being read: its header, and the rows until its end."""

    def __init__(self) -> None:
        """No table yet."""
        self.header = NO_HEADER
        self.is_open = False
        self.rows: list[Row] = []
        self.lines: list[Line] = []

    def take(self, line: Line) -> Iterator[Finding]:
        """Take a line of the text, and wait for the end of a row of HTML; where a table ends, judge its rows."""
        if self.lines and ROW_START.match(line.text):
            yield from self._row()
        self.lines.append(line)
        if len(self.lines) == MOST_LINES or not is_row_open(line.text, is_row=len(self.lines) > 1):
            yield from self._row()

    def _row(self) -> Iterator[Finding]:
        statement, self.lines = Statement(tuple(self.lines)), []
        yield from self._take(statement)

    def _take(self, statement: Statement) -> Iterator[Finding]:
        text = statement.text
        if RULE.fullmatch(text):
            return
        rows = rows_in(text, is_open=self.is_open)
        if self.header.edge:
            row = _row_in_columns(text, self.header)
            if row:
                yield from self._keep(Row(statement, row))
                return
            yield from self.close()
        last = 0
        for cells in rows:
            if "<table" in text[last : cells[0][0]]:
                yield from self.close()
            last = cells[-1][0]
            if self.is_open:
                yield from self._keep(Row(statement, cells))
            else:
                self.is_open, self.header = True, header_of([name for _, name in cells])
        if not rows and not is_markup(text):
            yield from self.close()
            self.header = header_in_columns(text)
            self.is_open = bool(self.header.edge)
        elif "</table" in text:
            yield from self.close()

    def _keep(self, row: Row) -> Iterator[Finding]:
        if self.header.roles:
            self.rows.append(row)
        if len(self.rows) == MOST_ROWS:
            yield from self._judged()

    def finish(self) -> Iterator[Finding]:
        """Take what waits, and judge the last table."""
        if self.lines:
            yield from self._row()
        yield from self.close()

    def close(self) -> Iterator[Finding]:
        """Judge the rows that were read, and forget the header."""
        yield from self._judged()
        self.header, self.is_open = NO_HEADER, False

    def _judged(self) -> Iterator[Finding]:
        rows, self.rows = self.rows, []
        roles = self.header.roles
        base = max(self.header.bases or BASES, key=lambda each: sum(_fits(row, roles, each) for row in rows))
        found = [loss for row in rows if (loss := _row_loss(row, roles, base)) is not None]
        fitting = sum(loss.status != WRONG for loss in found)
        is_sure = "truth" in roles or bool(self.header.bases)
        is_log_loss = fitting >= max(LEAST_FITTING * len(found), 1 if is_sure else FEWEST_FITTING)
        if is_log_loss or (is_sure and len(found) == 1 and _is_binary(rows, roles)):
            yield from found


def header_of(names: Sequence[str]) -> Header:
    """Which column holds the outcome, the probability, the loss or the logarithm; nothing where that is not sure."""
    if any(OTHER_LOSS.search(name) for name in names):
        return NO_HEADER
    found: dict[str, list[int]] = {role: [] for role in (*ROLES, "log")}
    bases: tuple[float, ...] = ()
    for at, name in enumerate(names):
        clean = MARKUP.sub("", name).strip()
        role = _role(clean)
        if role:
            log = LOGARITHM.match(clean) if role == "loss" else None
            bases = bases_named(log[0]) if log else bases
            found["log" if log and not SIGN.match(clean) else role].append(at)
    is_sure = len(found["p"]) == len(found["loss"]) + len(found["log"]) == 1 and len(found["truth"]) <= 1
    return Header({role: places[0] for role, places in found.items() if places}, bases) if is_sure else NO_HEADER


def bases_named(logarithm: str) -> tuple[float, ...]:
    """The bases that a logarithm may have by its name: ln, log₂, log.

    >>> bases_named("-log2"), len(bases_named("log"))
    ((2.0,), 3)
    """
    if logarithm.endswith(("10", "₁₀")):
        return (10.0,)
    if logarithm.endswith(("2", "₂")):
        return (2.0,)
    return BASES if logarithm.lower().endswith("log") else (math.e,)


def _role(name: str) -> str:
    """What a column holds by its name, or nothing; p log p is neither p nor a loss."""
    role = next((role for role in ("loss", "truth", "p") if ROLES[role].match(name)), "")
    return "" if role == "p" and OF_LOGARITHM.search(name) else role


def header_in_columns(text: str) -> Header:
    """The header of columns of text, whose names say what they hold and nothing more; or none."""
    if len(text) > LONGEST_HEADER or not ROLES["loss"].search(text):
        return NO_HEADER
    for edge in COLUMNS:
        names = [MARKUP.sub("", name).strip() for _, name in in_columns(text, edge)]
        header = header_of(names)
        sure = names if edge == COLUMNS[-1] else [names[at] for at in header.roles.values()]
        if header.roles and all(map(_is_whole_name, sure)):
            return header._replace(size=len(names), edge=edge)
    return NO_HEADER


def _is_whole_name(name: str) -> bool:
    matches = [match for role in ROLES.values() if (match := role.match(name))]
    return any(REST.fullmatch(name, match.end()) for match in matches)


def _row_in_columns(text: str, header: Header) -> Cells:
    """A row of columns of text, without the number that pandas puts before it; nothing where it is none."""
    edge = COLUMNS[-1] if header.edge == COLUMNS[-2] else header.edge
    cells = in_columns(text, edge)
    if header.edge in COLUMNS[2:] and len(cells) == header.size + 1 and cells[0][1].isdigit():
        cells = cells[1:]
    return cells if len(cells) == header.size else ()


def _is_binary(rows: Sequence[Row], roles: dict[str, int]) -> bool:
    """Whether the outcome of a row is a number: what costs 500 with a probability is no loss of a classifier."""
    at = roles.get("truth")
    return at is None or any(at < len(row.cells) and number_in(row.cells[at][1]) is not None for row in rows)


def _fits(row: Row, roles: dict[str, int], base: float) -> bool:
    """Whether a row is right in this base."""
    loss = _row_loss(row, roles, base)
    return loss is not None and loss.status != WRONG


def _row_loss(row: Row, roles: dict[str, int], base: float) -> Finding | None:
    if len(row.cells) <= max(roles.values()):
        return None
    is_log = "log" in roles
    at, text = row.cells[roles["log" if is_log else "loss"]]
    said, p = number_in(text), number_in(row.cells[roles["p"]][1])
    if said is None or p is None or not 0 <= p.value <= 1:
        return None
    truth = _truth(row.cells[roles["truth"]][1]) if "truth" in roles else 1
    if truth is None:
        return None
    q = p.value if truth else 1 - p.value
    status, right = judged_loss(q, p.decimals, said._replace(value=-said.value) if is_log else said, (base,))
    if status == WRONG and is_other_loss(p, truth, said):
        return None
    number = at, at + len(text)
    right = 0.0 - right if is_log else right
    whole = row.cells[0][0], number[1]
    return Finding(*placed(row.statement, whole, number), status, (said.value,), (right,), said.decimals)


def _truth(cell: str) -> int | None:
    """The outcome in a cell: 0, or 1 as of every class with a name; None for another number."""
    outcome = MARKUP.sub("", cell).strip().lower()
    if outcome in NO:
        return 0
    return 1 if number_in(outcome) is None or outcome in ("1", "1.0") else None
