"""Audits of texts → the blocks of their page, and their fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.conventions.audit.audit import MOST_FINDINGS, ORDER, TRUNCATED, WRONG
from xentropy_cli.figures import figure, json_number
from xentropy_cli.pages.blocks import BLANK, Block, Cell, Column, Figure, Heading, Prose, Table, Words
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.audit import Audit, Finding
    from xentropy_cli.notes import Note

MOST_TEXT = 48
MOST_SHOWN = 40
NOT_ALL = f"Only the first {MOST_FINDINGS} findings of each file are listed; all of them are counted."


class AuditResult(Result):
    """Audits of texts, counted together."""

    def __init__(self, audits: Sequence[Audit]) -> None:
        """Keep the audits, one a file, and their findings."""
        self.audits = audits
        self.findings = [finding for audit in audits for finding in audit.findings]
        self.counts = {status: sum(audit.counts[status] for audit in audits) for status in ORDER}
        self.unread = sum(audit.unread for audit in audits)

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  the text's own
        """Lay out what is wrong with a caret under it, then every finding; numbers have the digits of the text."""
        counts, total = self.counts, sum(self.counts.values())
        heading = f"{counts[WRONG]} of {total} worked results {'is' if counts[WRONG] == 1 else 'are'} wrong"
        wrong = [finding for finding in self.findings if finding.status == WRONG]
        return (
            Heading(heading if total else "No worked results were found"),
            *([_wrong(wrong)] if wrong else []),
            *(Prose(f"{_place(each)}: {each.why}.") for each in wrong if each.why),
            *([_all(self.findings, every_row=every_row)] if self.findings else []),
            *map(Prose, self.readings),
            *([Prose(NOT_ALL)] if total > len(self.findings) else []),
        )

    def record(self) -> dict[str, Any]:
        """Name every field; `value` counts what is wrong."""
        return {
            "value": float(self.counts[WRONG]),
            **self.counts,
            "unread": self.unread,
            "findings": [_fields(finding) for finding in self.findings],
        }

    @property
    def readings(self) -> tuple[str, ...]:
        """How many results were read, and how many lines were not."""
        listed = ", ".join(f"{self.counts[status]} {status}" for status in ORDER)
        read = "1 line with a result was" if self.unread == 1 else f"{self.unread} lines with a result were"
        return (f"{listed}. {read} left alone, since xent cannot read it.",)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is changed in a text."""
        return ()


def _wrong(findings: Sequence[Finding]) -> Table:
    """The wrong results: the text up to the stated number, and a caret under that number."""
    rows: list[tuple[Cell, ...]] = []
    for each in findings:
        rows.append((Words(_place(each)), Words(_excerpt(each)), Figure(right_text(each), is_total=True)))
        rows.append((BLANK, Words("^" * min(each.span[1] - each.span[0], MOST_TEXT)), BLANK))
    columns = (Column(Words("where"), "left"), Column(Words("wrong")), Column(Words("right")))
    return Table(columns, tuple(rows))


def _all(findings: Sequence[Finding], *, every_row: bool) -> Table:
    shown = findings if every_row else findings[:MOST_SHOWN]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Words(_place(each)), Words(_excerpt(each)), Words(each.status),
         BLANK if each.status not in (WRONG, TRUNCATED) else Figure(right_text(each)))
        for each in shown
    )  # fmt: skip
    hidden = len(findings) - len(shown)
    columns = (
        Column(Words("where"), "left"),
        Column(Words("result"), "left"),
        Column(Words("status"), "left"),
        Column(Words("right")),
    )
    return Table(columns, (*rows, ()) if hidden else rows, hidden=hidden)


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}:{finding.column}"


def _excerpt(finding: Finding) -> str:
    text = finding.text[: finding.span[1]]
    text = text.replace("\t", " ")
    return text if len(text) <= MOST_TEXT else "…" + text[1 - MOST_TEXT :]


def right_text(finding: Finding) -> str:
    """Write the right value to the digits given."""
    if math.isnan(finding.right):
        return "none"
    digits = DIGITS if finding.decimals is None else max(finding.decimals, 0)
    if finding.decimals is None and finding.right == round(finding.right):
        digits = 0
    return figure(finding.right, digits)


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "text": finding.text,
        "status": finding.status,
        "stated": json_number(finding.stated),
        "right": json_number(finding.right),
        "right_text": right_text(finding),
        **({"why": finding.why} if finding.why else {}),
    }
