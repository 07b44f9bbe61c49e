"""Audits of texts → the blocks of their page, and their fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.conventions.audit.audit import MOST_FINDINGS
from xentropy_cli.conventions.audit.judgement import ORDER, TRUNCATED, WRONG
from xentropy_cli.figures import figure, json_number
from xentropy_cli.pages.blocks import BLANK, Block, Cell, Column, Figure, Heading, Prose, Table, Words
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.audit import Audit, LeftAlone
    from xentropy_cli.conventions.audit.findings import Finding
    from xentropy_cli.errors import XentError

MOST_TEXT, MOST_WRONG = 48, 44
"""Characters of a result; of a wrong one, which does not go on below, so many as leave room in 80 columns for its place."""

MOST_SHOWN = 40
FEWEST_DIGITS = 4
"""The significant digits that a right value is shown with, at least."""

LONGEST_NAME = 50
"""Characters of a file's name that leave room in 80 columns."""

SMALLEST, LARGEST = 1e-6, 1e15
"""Between them a value is written without an exponent."""

RIGHT = (Column(Words("right")), Column(Words("at that precision"), drop=1))
NOT_ALL = f"Only the first {MOST_FINDINGS} findings of each file are listed; all of them are counted."


class AuditResult(Result):
    """Audits of texts, counted together."""

    def __init__(
        self,
        audits: Sequence[Audit],
        refused: Sequence[XentError] = (),
        *,
        lists_left_alone: bool = False,
        counted: Sequence[str] = (WRONG,),
    ) -> None:
        """Keep the audits, one a file, and their findings; the refusals of files that are no text; and which statuses count.

        What was left alone is listed where that was asked for.
        """
        self.refused = refused
        self.lists_left_alone = lists_left_alone
        self.findings = [finding for audit in audits for finding in audit.findings]
        self.counts = {status: sum(audit.counts[status] for audit in audits) for status in ORDER}
        self.left_alone = [each for audit in audits for each in audit.left_alone]
        self.value = sum(self.counts[status] for status in counted)
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
            Prose(self._counted()),
            *([_left(self.left_alone, every_row=every_row)] if self.lists_left_alone and self.unread else []),
            *([Prose(NOT_ALL)] if total > len(self.findings) else []),
            *(Prose(f"{each.where}: {each.message} It was not checked. {each.fix}") for each in self.refused),
        )

    def record(self) -> dict[str, Any]:
        """Name every field; `value` counts what is wrong, or what else counts."""
        return {
            "value": float(self.value),
            **self.counts,
            "unread": self.unread,
            "findings": [_fields(finding) for finding in self.findings],
            **({"refused": [_fields_of_refusal(each) for each in self.refused]} if self.refused else {}),
            **({"left_alone": [each._asdict() for each in self.left_alone]} if self.lists_left_alone else {}),
        }

    def _counted(self) -> str:
        """How many results were judged, and how many statements were not read whole."""
        listed = ", ".join(f"{self.counts[status]} {status}" for status in ORDER)
        one = self.unread == 1
        left = "1 statement was" if one else f"{self.unread} statements were"
        how = "" if self.lists_left_alone or not self.unread else f" --left-alone lists {'it' if one else 'them'}."
        return f"{listed}. {left} left alone, not being read whole.{how}"


def _wrong(findings: Sequence[Finding]) -> Table:
    """The wrong results: the text up to the stated number, and a caret under that number."""
    rows: list[tuple[Cell, ...]] = []
    for each in findings:
        rows.append((Words(_place(each)), Words(_excerpt(each, MOST_WRONG)), *_right(each, is_total=True)))
        rows.append((BLANK, Words("^" * min(each.span[1] - each.span[0], MOST_WRONG)), BLANK, BLANK))
    return _without_blanks(Table((Column(Words("where"), "left"), Column(Words("wrong")), *RIGHT), tuple(rows)))


def _without_blanks(table: Table) -> Table:
    """Leave out the last column where nothing stands in it."""
    if any(row[-1] is not BLANK for row in table.rows if row):
        return table
    return table._replace(columns=table.columns[:-1], rows=tuple(row[:-1] for row in table.rows))


def _right(finding: Finding, *, is_total: bool = False) -> tuple[Cell, Cell]:
    """The right value with digits that teach something, and with the digits stated where those are others.

    0.6 for 0.7 · 0.8 · 0.97 is answered with 0.5432, which is 0.5 at that precision.
    """
    enough, stated = right_figure(finding), right_at_precision(finding)
    return Figure(enough, is_total=is_total), BLANK if enough == stated else Words(stated)


def _fits_loosely(finding: Finding) -> bool:
    """Whether a result fits, its operands being rounded ones, and is another number than the printed ones give."""
    stated = _vector([_stated(each, finding.decimals) for each in finding.stated])
    return finding.decimals is not None and stated != right_at_precision(finding)


def _left(left_alone: Sequence[LeftAlone], *, every_row: bool) -> Table:
    """What was left alone."""
    rows: list[tuple[Cell, ...]] = [(Words(_place(each)), Words(each.text.replace("\t", " "))) for each in left_alone]
    return _capped((Column(Words("where"), "left"), Column(Words("left alone"), "left")), rows, every_row=every_row)


def _all(findings: Sequence[Finding], *, every_row: bool) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Words(_place(each)), Words(_excerpt(each)), Words(each.status),
         *(_right(each) if each.status in (WRONG, TRUNCATED) or _fits_loosely(each) else (BLANK, BLANK)))
        for each in findings
    ]  # fmt: skip
    columns = (
        Column(Words("where"), "left"),
        Column(Words("result"), "left", wraps=True),
        Column(Words("status"), "left"),
        *RIGHT,
    )
    return _without_blanks(_capped(columns, rows, every_row=every_row))


def _capped(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], *, every_row: bool) -> Table:
    """A table of the first rows, or of all."""
    shown = rows if every_row else rows[:MOST_SHOWN]
    hidden = len(rows) - len(shown)
    return Table(columns, (*shown, ()) if hidden else tuple(shown), hidden=hidden)


def _place(finding: Finding | LeftAlone) -> str:
    """Where it stands; of a long name the end, which tells the file."""
    file = finding.file if len(finding.file) <= LONGEST_NAME else "…" + finding.file[1 - LONGEST_NAME :]
    return f"{file}:{finding.line}:{finding.column}"


def _excerpt(finding: Finding, most: int = MOST_TEXT) -> str:
    text = finding.text[: finding.span[1]]
    text = text.replace("\t", " ")
    return text if len(text) <= most else "…" + text[1 - most :]


def right_figure(finding: Finding) -> str:
    """Write the right value with the digits stated, and with four at least."""
    return _vector([_enough(right, finding.decimals) for right in finding.right])


def right_at_precision(finding: Finding) -> str:
    """Write the right value with the digits stated."""
    return _vector([_stated(right, finding.decimals) for right in finding.right])


def _vector(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _stated(right: float, decimals: int | None) -> str:
    """Write a value with so many digits after the point; in full where none was stated."""
    if decimals is None:
        return _enough(right, None)
    if not math.isfinite(right) or not right or SMALLEST <= abs(right) < LARGEST:
        return figure(right, max(decimals, 0))
    if abs(right) >= LARGEST and decimals >= 0:
        return figure(right, FEWEST_DIGITS)
    return figure(right, max(1, decimals + math.floor(math.log10(abs(right))) + 1))


def _enough(right: float, decimals: int | None) -> str:
    """Write a value with four significant digits at least, and without zeros that say nothing."""
    if not math.isfinite(right) or not right:
        return figure(right, 0)
    if not SMALLEST <= abs(right) < LARGEST:
        return figure(right, FEWEST_DIGITS)
    digits = max(decimals or 0, FEWEST_DIGITS - 1 - math.floor(math.log10(abs(right))), 0)
    shown, least = figure(right, digits), figure(right, max(decimals or 0, 0))
    short = shown.rstrip("0").rstrip(".") if "." in shown else shown
    is_same = shown.rstrip("0") == least.rstrip("0")
    return least if decimals and len(short) < len(least) and is_same else short


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "text": finding.text,
        "status": finding.status,
        "stated": _numbers(finding.stated),
        "right": _numbers(finding.right),
        "right_text": right_figure(finding),
        "right_at_precision": right_at_precision(finding),
        **({"why": finding.why} if finding.why else {}),
    }


def _fields_of_refusal(refusal: XentError) -> dict[str, str]:
    return {"where": refusal.where, "code": refusal.code, "message": refusal.message, "fix": refusal.fix}


def _numbers(values: Sequence[float]) -> Any:
    """A number, or those of a vector."""
    return json_number(values[0]) if len(values) == 1 else [json_number(each) for each in values]
