"""Losses that a text states for an outcome and a probability: in a sentence, or in the rows of a table."""

from __future__ import annotations

import html
import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import ln
from xentropy_cli.conventions.audit.evaluation import Ball
from xentropy_cli.conventions.audit.expression import fractions_near
from xentropy_cli.conventions.audit.findings import Finding, placed
from xentropy_cli.conventions.audit.forms import as_percent, double_of
from xentropy_cli.conventions.audit.judgement import BASES, NEARLY, ORDER, WRONG, status_of
from xentropy_cli.conventions.audit.statements import MOST_LINES, ROW_START, Statement, is_row_open
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.expression import Expression
    from xentropy_cli.conventions.audit.statements import Line

VALUE = r"(?:[0-9]+[.,][0-9]+|[0-9]+)\s?%?"
TRUTH_WORDS = r"(?:actual|truth|true(?: (?:label|class|value))?|label|outcome|target|observed|y_?true|y)"
PREDICTED_WORDS = (
    r"(?:predict(?:ed|ion|s)?(?: prob(?:ability)?)?|p_?hat|prob(?:ability)?|y_?hat|y_?pred|ŷ|p̂|\\hat\{?[yp]\}?|p|q)"
)
LOSS_WORDS = r"(?:(?:log[- ]?|bce |cross[- ]entropy )?loss|surprisal|surprise|bce|cost|l)"
IS = r"[\s*_$`()]*(?:[:=]|is|of|was|≈)?[\s*_$`]*"
SENTENCE = re.compile(
    rf"(?<![\w.]){TRUTH_WORDS}{IS}(?P<truth>[01])(?![\w.%]|,[0-9])[\s,;.*_$`()and]*{PREDICTED_WORDS}{IS}(?P<p>{VALUE})(?![\w.])"
    rf"[\s,;*_$`()]*(?:→|⇒|->|=>|:|then|so|and|gives)?[\s,;*_$`()]*(?:the )?{LOSS_WORDS}{IS}"
    rf"(?P<loss>-?{VALUE})(?![\w.(]|\s*[-+*/·×^])",
    re.IGNORECASE,
)
ROLES = {
    "truth": re.compile(rf"(?:{TRUTH_WORDS}|class|happened|event|ground truth)\b", re.IGNORECASE),
    "p": re.compile(rf"(?:{PREDICTED_WORDS}|model|forecast)(?![a-z])", re.IGNORECASE),
    "loss": re.compile(
        r"(?:(?:log[- ]?|bce |binary |cross[- ]?entropy |nll )*loss|surprisal|surprise|cross[- ]?entropy|bce|nll"
        r"|[-−–\\$ ]*(?:log|ln)(?:_?2|₂)?[ (]*[pqŷ]\)?)(?![a-z])",
        re.IGNORECASE,
    ),
}
LOGARITHM = re.compile(r"[\\$ ]*(?:log|ln)(?![a-z -]*loss)", re.IGNORECASE)
"""A column of ln p, without the sign of a loss."""

OTHER_LOSS = re.compile(
    r"squared|mse|brier|hinge|absolute|mae|focal|weight|huber|zero.one|0/1|0-1|accura|expected|total|odds|logit|temperature|smooth|alpha|gamma",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[-−+]?\s?(?:[0-9]+\.[0-9]+|[0-9]+|\.[0-9]+)\s?\\?%?")
RULE = re.compile(r"\s*[|:+-][\s|:+-]*")
HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=</tr>|<tr\b|$)", re.IGNORECASE | re.DOTALL)
HTML_CELL = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{0,200}>")
MARKUP = re.compile(r"[*_`$]|\\[()]")
MOST_ROWS = 10_000
"""A longer table is judged in parts."""

HALF_OF_TWO_DIGITS = 0.005 + NEARLY
LEAST_FITTING = 0.5
FEWEST_FITTING = 2
"""Of rows without an outcome: a loss of probabilities may be another one."""


class Row(NamedTuple):
    """A row of a table: its line, or lines, and its cells with their places in the text."""

    statement: Statement
    cells: tuple[tuple[int, str], ...]


def losses_in(statement: Statement) -> Iterator[Finding]:
    """Check the losses in sentences such as `Actual 0, predicted 0.10 → loss 0.1054`."""
    for match in SENTENCE.finditer(statement.text):
        p, said = _number(match["p"]), _number(match["loss"])
        if p is None or said is None or p.value > 1:
            continue
        q = p.value if match["truth"] == "1" else 1 - p.value
        status, right = judged_loss(q, p.decimals, said)
        if status != WRONG or not _is_other(p.value, int(match["truth"]), said.value):
            where = placed(statement, match.span(), match.span("loss"))
            yield Finding(*where, status, (said.value,), (right,), said.decimals)


def judged_loss(q: float, decimals: int | None, said: Expression, bases: Sequence[float] = BASES) -> tuple[str, float]:
    """Hold a stated loss against -log q in each base; 0.67 may be 2/3."""
    found = []
    for base in bases:
        for exact in (q, *fractions_near(q, decimals)):
            right = abs(ln(exact)) / math.log(base)
            found.append((ORDER.index(status_of(Ball(right, noise=NEARLY), Ball(said.value), said)), right))
    at, right = min(found, key=lambda each: each[0])
    return ORDER[at], right


def _is_other(p: float, truth: int, stated: float) -> bool:
    """Whether it is another loss: squared or absolute error, or the clipped one of a sure mistake."""
    off = abs(truth - p)
    others = (off, off * off, off * off / 2, 1 - off, (1 - off) ** 2)
    return off in (0, 1) or any(abs(other - stated) <= HALF_OF_TWO_DIGITS for other in others)


class LossTable:
    """The table that is being read: its header, and the rows until its end."""

    def __init__(self) -> None:
        """No table yet."""
        self.header: dict[str, int] = {}
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
        cells = cells_of(text)
        if cells is None:
            if not _is_markup(text):
                yield from self.close()
        elif not self.is_open:
            self.is_open, self.header = True, roles_of([text for _, text in cells])
        elif self.header:
            self.rows.append(Row(statement, cells))
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
        self.header, self.is_open = {}, False

    def _judged(self) -> Iterator[Finding]:
        rows, self.rows = self.rows, []
        base = max(BASES, key=lambda each: sum(_fits(row, self.header, each) for row in rows))
        found = [loss for row in rows if (loss := _row_loss(row, self.header, base)) is not None]
        fitting = sum(loss.status != WRONG for loss in found)
        is_truth = "truth" in self.header
        is_log_loss = fitting >= max(LEAST_FITTING * len(found), 1 if is_truth else FEWEST_FITTING)
        if (is_truth and len(found) == 1) or is_log_loss:
            yield from found


def roles_of(names: Sequence[str]) -> dict[str, int]:
    """Which column holds the outcome, the probability, the loss or the logarithm; nothing where that is not sure."""
    if any(OTHER_LOSS.search(name) for name in names):
        return {}
    found: dict[str, list[int]] = {role: [] for role in (*ROLES, "log")}
    for at, name in enumerate(names):
        clean = MARKUP.sub("", name).strip()
        role = next((role for role in ("loss", "truth", "p") if ROLES[role].match(clean)), None)
        if role:
            found["log" if role == "loss" and LOGARITHM.match(clean) else role].append(at)
    is_sure = len(found["p"]) == len(found["loss"]) + len(found["log"]) == 1 and len(found["truth"]) <= 1
    return {role: places[0] for role, places in found.items() if places} if is_sure else {}


def cells_of(text: str) -> tuple[tuple[int, str], ...] | None:
    """The cells of a row of a table with the places they start at, or None."""
    row = HTML_ROW.search(text) if "<" in text else None
    if row and HTML_CELL.search(row[1]):
        parts = list(HTML_CELL.finditer(text))
        ends = [*(part.start() for part in parts[1:]), row.end()]
        cells = [
            (part.end(), html.unescape(TAG.sub("", text[part.end() : end])))
            for part, end in zip(parts, ends, strict=True)
        ]
    elif text.lstrip().startswith("|") or " | " in text:
        places = [at for at, char in enumerate(text) if char == "|"]
        edges = [(a + 1, b) for a, b in zip([-1, *places], [*places, len(text)], strict=True)]
        cells = [(a, text[a:b]) for a, b in edges]
        cells = cells[1:] if not cells[0][1].strip() else cells
        cells = cells[:-1] if cells and not cells[-1][1].strip() else cells
    elif "\t" in text:
        cells, at = [], 0
        for part in text.split("\t"):
            cells.append((at, part))
            at += len(part) + 1
    else:
        return None
    return tuple((at + len(cell) - len(cell.lstrip()), cell.strip()) for at, cell in cells)


def _is_markup(text: str) -> bool:
    """Whether a line holds nothing but tags."""
    return bool(text.strip()) and not TAG.sub("", text).strip()


def _fits(row: Row, header: dict[str, int], base: float) -> bool:
    """Whether a row is right in this base."""
    loss = _row_loss(row, header, base)
    return loss is not None and loss.status != WRONG


def _row_loss(row: Row, header: dict[str, int], base: float) -> Finding | None:
    if len(row.cells) <= max(header.values()):
        return None
    is_log = "log" in header
    stated = row.cells[header["log" if is_log else "loss"]]
    said, p = _number(stated[1]), _number(row.cells[header["p"]][1])
    if said is None or p is None or not 0 <= p.value <= 1:
        return None
    truth = row.cells[header["truth"]][1] if "truth" in header else "1"
    outcome = MARKUP.sub("", truth).strip()
    if outcome in ("0", "0.0", "no", "false"):
        q = 1 - p.value
    elif _number(outcome) is None or outcome in ("1", "1.0"):
        q = p.value
    else:
        return None
    status, right = judged_loss(q, p.decimals, said._replace(value=-said.value) if is_log else said, (base,))
    at, text = stated
    if status == WRONG and _is_other(p.value, int(q == p.value), said.value):
        return None
    number = at, at + len(text)
    right = 0.0 - right if is_log else right
    whole = row.cells[0][0], number[1]
    return Finding(*placed(row.statement, whole, number), status, (said.value,), (right,), said.decimals)


def _number(text: str) -> Expression | None:
    clean = (
        MARKUP.sub("", text)
        .strip()
        .removesuffix("nats")
        .removesuffix("bits")
        .replace("−", "-")
        .replace("+", "")
        .replace(" ", "")
        .rstrip("\\")
    )
    plain = double_of(clean.strip("-%\\").replace(",", ".")) if NUMBER.fullmatch(clean) else None
    if plain is None:
        return None
    plain = as_percent(plain) if clean.endswith("%") else plain
    return plain._replace(value=-plain.value) if clean.startswith("-") else plain
