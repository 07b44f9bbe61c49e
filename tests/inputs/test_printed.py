"""What is pasted with a name, a shape or marks round its numbers is the same question as the bare numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Runner

VECTOR = ["--pred", "0.7,0.2,0.1", "--label", "0"]
NAMED = ["--pred", "a=0.7,b=0.2,c=0.1", "--label", "a"]
ROWS = ["--pred", "0.7,0.3", "--pred", "0.2,0.8", "--label", "0,1"]

BEFORE = [
    "p = {}",
    "probs: {}",
    "Out[3]: {}",
    "p <- {}",
    "const p = {};",
    "let q: {}",
    "double p[] = {}",
    "model.probs = {}",
]
LISTS = ["[0.7, 0.2, 0.1]", "array([0.7, 0.2, 0.1])", "c(0.7, 0.2, 0.1)", "Float32[0.7, 0.2, 0.1]"]
ONE_ROW = [
    *(before.format(text) for before in BEFORE for text in LISTS),
    '{"probs": [0.7, 0.2, 0.1]}',
    "{'probs': [0.7, 0.2, 0.1]}",
    "Parameter containing:\ntensor([0.7, 0.2, 0.1], requires_grad=True)",
    "DeviceArray([0.7,0.2,0.1], dtype=float32)",
    "tf.constant([0.7, 0.2, 0.1], shape=[3])",
    "0.7 & 0.2 & 0.1 \\\\",
    "| 0.7 | 0.2 | 0.1 |",
    "Float32[0.7f0, 2f-1, 0.1f0]",
]
WITH_NAMES = [
    "Counter({'a': 0.7, 'b': 0.2, 'c': 0.1})",
    "OrderedDict({'a': 0.7, 'b': 0.2, 'c': 0.1})",
    "[('a', 0.7), ('b', 0.2), ('c', 0.1)]",
    "p = [('a', 0.7), ('b', 0.2), ('c', 0.1)]",
    '[["a", 0.7], ["b", 0.2], ["c", 0.1]]',
    "  a   b   c \n0.7 0.2 0.1 ",
    "  a   b \n0.7 0.2 \n  c \n0.1 ",
    "a    0.7\nb    0.2\nc    0.1\ndtype: float64",
    "a    0.7\nb    0.2\nc    0.1\nName: p, dtype: float64",
    "__label__a 0.7 __label__b 0.2 __label__c 0.1",
]
SEVERAL_ROWS = [
    "p = [[0.7, 0.3], [0.2, 0.8]]",
    "matrix(c(0.7, 0.2, 0.3, 0.8), ncol = 2)",
    "p <- matrix(c(0.7, 0.2, 0.3, 0.8), nrow=2)",
    "matrix(c(0.7, 0.3, 0.2, 0.8), 2, 2, byrow = TRUE)",
    "matrix(c(0.7, 0.2, 0.3, 0.8), 2)",
    "tf.constant([0.7, 0.3, 0.2, 0.8], shape=[2,2])",
    "tf.constant([0.7, 0.3, 0.2, 0.8], shape=(2, 2), dtype=tf.float32)",
    "tf.tensor2d([[0.7, 0.3], [0.2, 0.8]], [2, 2])",
    "tf.tensor2d([0.7, 0.3, 0.2, 0.8], [2, 2])",
    "0.7 & 0.3 \\\\\n0.2 & 0.8 \\\\[2pt]",
    "\\hline\n0.7 & 0.3 \\\\\n0.2 & 0.8 \\\\\n\\hline",
    "| 0.7 | 0.3 |\n| 0.2 | 0.8 |",
    "|---|---|\n| 0.7 | 0.3 |\n| 0.2 | 0.8 |",
]
ASKED = {
    **dict.fromkeys(ONE_ROW, VECTOR),
    **dict.fromkeys(WITH_NAMES, NAMED),
    **dict.fromkeys(SEVERAL_ROWS, ROWS),
}


def answer(call: Runner, *argv: str, stdin: str = "") -> Any:
    ran = call("compute", *argv, "--format", "json", stdin=stdin)
    assert ran.status == 0, (argv, ran.err)
    found = json.loads(ran.out)
    return found["value"], [term["name"] for term in found.get("terms", []) if "name" in term]


@pytest.mark.parametrize("text", ASKED)
def test_what_is_pasted_is_the_bare_numbers(text: str, call: Runner) -> None:
    plain = ASKED[text]
    label = plain[plain.index("--label") :]
    want = answer(call, *plain)
    assert answer(call, "--pred", text, *label) == want
    assert answer(call, "--pred", "-", *label, stdin=f"{text}\n") == want


@pytest.mark.parametrize(
    "text", ["[false, true, false]", "[False  True False]", "c(FALSE, TRUE, FALSE)", "y = [0, 1, 0]"]
)
def test_a_truth_of_true_and_false_is_0_and_1(text: str, call: Runner) -> None:
    assert answer(call, "--true", text, "--pred", "0.7,0.2,0.1") == answer(
        call, "--true", "0,1,0", "--pred", "0.7,0.2,0.1"
    )


@pytest.mark.parametrize("text", ["matrix(c(0.7, 0.2, 0.1), ncol = 2)", "tf.constant([0.7, 0.2, 0.1], shape=[2, 2])"])
def test_a_shape_that_the_numbers_do_not_fill_is_refused(text: str, call: Runner) -> None:
    ran = call("compute", "--pred", text, "--label", "0")
    assert (ran.status, ran.out) == (2, "")


def test_fractions_of_python_are_typed_with_a_slash(call: Runner) -> None:
    ran = call("compute", "--pred", "Fraction(1, 2), fractions.Fraction(1,2)", "--label", "0")
    assert "fix: Type fractions with a slash: 1/2, 1/2\n" in ran.err
    assert answer(call, "--pred", "1/2, 1/2", "--label", "0") == answer(call, "--pred", "0.5,0.5", "--label", "0")
