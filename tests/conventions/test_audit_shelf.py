"""A shelf of short texts, right and wrong, in the forms that notes and courses use: what `audit` must say of each.

Every text was made up for this shelf. Of each result stand beside it the status and the right value, as an expression that
Python's own `math` works out here: the code under test has no part in it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from random import Random

import pytest
from audited import SHELF, audit_of, worked_out
from running import for_each

from xentropy_cli.conventions.audit.answers import answers
from xentropy_cli.pages.audit import AuditResult

LEAST_PRECISION, LEAST_RECALL = 1.0, 1.0
"""What is reached; neither may fall. 0.97 and 0.90 are what is promised."""


def is_same(found: tuple[float, ...], right: tuple[float, ...]) -> bool:
    return len(found) == len(right) and all(
        a == b or math.isclose(a, b, rel_tol=1e-9) for a, b in zip(found, right, strict=True)
    )


CASES = {f"{at}-{case['form']}": case for at, case in enumerate(SHELF, 1)}


@for_each(CASES)
def test_a_text_on_the_shelf(name: str) -> None:
    case = CASES[name]
    audit = audit_of(case["text"])
    assert [finding.status for finding in audit.findings] == [each["status"] for each in case["expect"]]
    for finding, each in zip(audit.findings, case["expect"], strict=True):
        assert is_same(finding.right, worked_out(each["right"])), (finding.right, each["right"])
    assert audit.unread == case.get("left_alone", audit.unread)


def test_precision_and_recall_do_not_fall(capsys: pytest.CaptureFixture[str]) -> None:
    """Precision: how many verdicts of wrong are so. Recall: how many wrong results are found, and how many results are read."""
    seen = Counter[str]()
    for case in SHELF:
        found, expected = audit_of(case["text"]).findings, case["expect"]
        statuses = Counter(finding.status for finding in found)
        wanted = Counter(each["status"] for each in expected)
        seen += Counter(verdicts=statuses["wrong"], true=min(statuses["wrong"], wanted["wrong"]), wrong=wanted["wrong"])
        seen += Counter(read=min(len(found), len(expected)), results=len(expected))
    precision, recall, read = (
        seen["true"] / seen["verdicts"],
        seen["true"] / seen["wrong"],
        seen["read"] / seen["results"],
    )
    with capsys.disabled():
        print(f"\naudit: {len(SHELF)} texts, precision {precision:.1%}, recall {recall:.1%}, results read {read:.1%}")  # noqa: T201
    assert len(SHELF) >= 150
    assert precision >= LEAST_PRECISION
    assert min(recall, read) >= LEAST_RECALL


def test_a_stated_digit_that_is_changed_is_found() -> None:
    """Every right or rounded result of the shelf, with its first digit but zeros one more (8 for 9): a slip, and wrong."""
    changed = missed = 0
    for case in SHELF:
        for finding in audit_of(case["text"]).findings:
            start, end = finding.span
            number = finding.text[start:end]
            is_plain = number.replace(".", "").isdigit() and "." in number and bool(number.strip("0."))
            if finding.status not in ("right", "rounded") or not is_plain or case["text"].count(finding.text) != 1:
                continue
            at = start + len(number) - len(number.lstrip("0."))
            other = finding.text[:at] + str(int(finding.text[at]) + 1).replace("10", "8") + finding.text[at + 1 :]
            again = audit_of(case["text"].replace(finding.text, other)).findings
            changed += 1
            missed += all(each.status != "wrong" for each in again)
    assert changed > 50
    assert missed <= 0.15 * changed  # what rounded operands, or words beside it, may explain is left alone


PIECES = [
    *(
        [
            "0.7",
            "1/3",
            "log",
            "ln",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "=",
            "≈",
            "+",
            "-",
            "*",
            "/",
            "^",
            "\\frac",
            "\\frac12",
            "\\sqrt",
            "\\sqrt[3]",
            "½",
            "²",
            "e",
            "x",
            "exp(",
            "softmax(",
            "σ(",
            ",",
            ";",
            "|",
            "$",
            "%",
            "→",
            "#",
            "is",
            "inf",
            "0",
        ]
    ),
    *(
        [
            "1e-400",
            "1e400",
            "max(",
            "sum(",
            "round(",
            "pow(",
            "log(",
            "&",
            "\\\\",
            "<sup>",
            "</sup>",
            "...",
            "mean([",
            "10^",
            "<td>",
            "-",
            "2",
            "10",
        ]
    ),
    *("\n", "\\max\n", ">>> ", " "),
]


def test_no_text_is_a_crash() -> None:
    """Random texts of what arithmetic is written with, and their pages; the seed makes them the same every time."""
    random = Random(7)
    for _ in range(1500):
        text = "".join(random.choice(PIECES) + random.choice(["", " "]) for _ in range(random.randint(1, 25)))
        result = AuditResult([audit_of(text)], lists_left_alone=True)
        assert result.page()
        assert "NaN" not in json.dumps(result.record())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ln 2", (math.log(2),)),
        ("-ln(0.7)", (-math.log(0.7),)),
        ("- ln(0.7)", (-math.log(0.7),)),
        ("1/3", (1 / 3,)),
        ("12 %", (0.12,)),
        ("0,25", (0.25,)),
        ("½", (0.5,)),
        ("log2 8", (3.0,)),
        ("log 100", (math.log(100), math.log2(100), 2.0)),
        ("e^-1", (math.exp(-1),)),
        ("x + 1", ()),
        ("two", ()),
        ("", ()),
    ],
)
def test_an_answer_is_read(text: str, values: tuple[float, ...]) -> None:
    assert tuple(each.value for each in answers(text)) == pytest.approx(values)
