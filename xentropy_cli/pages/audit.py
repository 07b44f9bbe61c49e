"""Audits of texts → the blocks of their page, and their fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.conventions.audit.audit import MOST_FINDINGS, ORDER, TRUNCATED, WRONG
from xentropy_cli.figures import figure
from xentropy_cli.pages.blocks import BLANK, Block, Cell, Column, Figure, Heading, Prose, Table, Words
from xentropy_cli.pages.libraries import in_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.audit import Audit, Finding

MOST_TEXT = 48
MOST_SHOWN = 40
DEFAULT_DIGITS = 4


def audit_page(audits: Sequence[Audit], *, every_row: bool) -> tuple[Block, ...]:
    """Lay out what is wrong with a caret under it, then every finding."""
    findings = [finding for audit in audits for finding in audit.findings]
    counts = {status: sum(audit.counts[status] for audit in audits) for status in ORDER}
    unread = sum(audit.unread for audit in audits)
    listed = ", ".join(f"{counts[status]} {status}" for status in ORDER)
    total = sum(counts.values())
    heading = f"{counts[WRONG]} of {total} worked results {'is' if counts[WRONG] == 1 else 'are'} wrong"
    wrong = [finding for finding in findings if finding.status == WRONG]
    blocks: list[Block] = [Heading(heading if total else "No worked results were found")]
    blocks += [_wrong(wrong)] if wrong else []
    blocks += [Prose(f"{_place(each)}: {each.why}.") for each in wrong if each.why]
    blocks += [_all(findings, every_row=every_row)] if findings else []
    read = "1 line with a result was" if unread == 1 else f"{unread} lines with a result were"
    blocks.append(Prose(f"{listed}. {read} left alone, since xent cannot read it."))
    if total > len(findings):
        blocks.append(
            Prose(f"Only the first {MOST_FINDINGS} findings of each file are listed; all of them are counted.")
        )
    return tuple(blocks)


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
    digits = DEFAULT_DIGITS if finding.decimals is None else max(finding.decimals, 0)
    if finding.decimals is None and finding.right == round(finding.right):
        digits = 0
    return figure(finding.right, digits)


def audit_record(audits: Sequence[Audit]) -> dict[str, Any]:
    """Name every field; what does not apply is absent."""
    counts = {status: sum(audit.counts[status] for audit in audits) for status in ORDER}
    return {
        "value": float(counts[WRONG]),
        **counts,
        "unread": sum(audit.unread for audit in audits),
        "findings": [_fields(finding) for audit in audits for finding in audit.findings],
    }


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "text": finding.text,
        "status": finding.status,
        "stated": in_json(finding.stated),
        "right": in_json(finding.right),
        "right_text": right_text(finding),
        **({"why": finding.why} if finding.why else {}),
    }
