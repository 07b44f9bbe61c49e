"""The check of a text: every worked result in it, and what was left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.chains import outcomes, results_of
from xentropy_cli.conventions.audit.claims.sentences import losses_in
from xentropy_cli.conventions.audit.claims.tables import LossTable
from xentropy_cli.conventions.audit.claims.vectors import stated_quantities
from xentropy_cli.conventions.audit.evaluation import NoValue, Setting, scalar
from xentropy_cli.conventions.audit.expression import decimals_of
from xentropy_cli.conventions.audit.findings import Finding, placed
from xentropy_cli.conventions.audit.judgement import ORDER, WRONG
from xentropy_cli.conventions.audit.reasons import Doors, reason
from xentropy_cli.conventions.audit.statements import DIGIT, statements, unboxed
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.conventions.audit.expression import Expression
    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Side
    from xentropy_cli.conventions.audit.statements import Line, Statement

MOST_FINDINGS = 10_000
MOST_SHOWN = 160
MARKS = re.compile(
    r"[=≈≃≅≐→⇒#]|->|(?<!:)//|\\(?:approx|simeq|cong|doteq|to|(?:long)?rightarrow)|&a|&#"
    r"|\b(?:is|equals|gives|yields|ist|ergibt|vaut|donne)\b",
    re.IGNORECASE,
)
"""One of these joins two sides."""

VECTORS = re.compile(r"[\[({]\s*[0-9.\\]")
LOSSES = re.compile(r"loss|surpris|bce|cost|verlust|überraschung|perte|pérdida|sorpresa|l\s*[=:]", re.IGNORECASE)

EQUALS = re.compile(r"(?<![<>!])=(?![>])|≈|\\approx")


class LeftAlone(NamedTuple):
    """A statement with a number and an equals sign that was not read whole: where it starts, and its text."""

    file: str
    line: int
    column: int
    text: str


class Audit:
    """The check of one text: what was found, how often, and what was left alone."""

    def __init__(self, file: str) -> None:
        """Start with nothing read."""
        self.file = file
        self.findings: list[Finding] = []
        self.left_alone: list[LeftAlone] = []
        self.counts = dict.fromkeys(ORDER, 0)
        self.unread = 0
        self._doors = Doors()
        self._table = LossTable()
        self._worked_out: dict[str, Expression] = {}

    def read(self, lines: Iterable[Line]) -> None:
        """Check every line."""
        for statement in statements(self._watched(lines)):
            self._statement(statement)
        for loss in self._table.finish():
            self._note(loss)
        self.findings.sort(key=lambda finding: (finding.line, finding.column))

    def _watched(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Let the lines pass, and judge the tables of losses among them."""
        for line in map(unboxed, lines):
            for loss in self._table.take(line):
                self._note(loss)
            yield line

    def _note(self, finding: Finding) -> None:
        self.counts[finding.status] += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding._replace(file=self.file))

    def _statement(self, statement: Statement) -> None:
        text = statement.text
        if not DIGIT.search(text):
            return
        spans = []
        for loss in losses_in(statement) if LOSSES.search(text) else ():
            self._note(loss)
        for span, stated in stated_quantities(statement) if VECTORS.search(text) else ():
            self._note(stated)
            spans.append(span)
        if not statement.is_prompt and not MARKS.search(text):
            return
        unread = None
        cut = bool(statement.lines[0].column), statement.lines[-1].goes_on
        for outcome in outcomes(statement, self._worked_out, cut=cut):
            self._worked_out |= results_of(outcome)
            is_known = any(start <= outcome.place < end for start, end in spans)
            if is_known:
                continue
            if outcome.judged is not None:
                self._note(self._of_outcome(statement, *outcome.judged))
            elif not outcome.is_read and unread is None and EQUALS.match(text, outcome.place):
                unread = outcome.place
        if unread is not None:
            self._leave(statement, text, unread)

    def _leave(self, statement: Statement, text: str, place: int) -> None:
        self.unread += 1
        if len(self.left_alone) < MOST_FINDINGS:
            line, column = statement.place(place)
            shown = text[:place].rpartition("\n")[2] + text[place:].partition("\n")[0]
            self.left_alone.append(LeftAlone(self.file, line, column, shown.strip()[:MOST_SHOWN]))

    def _of_outcome(self, statement: Statement, verdict: Verdict, worked: Side, said: Side) -> Finding:
        start = min(worked.tokens[0].start, said.tokens[0].start)
        end = max(worked.tokens[-1].end, said.tokens[-1].end)
        number = said.tokens[0].start, said.tokens[-1].end
        line, _ = statement.place(number[0])
        plain = said.readings[0]
        status, right, why = verdict.status, verdict.right, ""
        slip = self._doors.slip(verdict.expression, line)
        if slip and status != WRONG:
            try:
                status, right, why = WRONG, (scalar(slip.corrected, Setting(verdict.base)).value,), slip.text
            except NoValue:
                slip = None
        elif status == WRONG:
            why = reason(verdict, plain)
        where = placed(statement, (start, end), number)
        return Finding(*where, status, verdict.stated, right, decimals_of(plain), why)
