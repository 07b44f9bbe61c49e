"""Every quantity has its row, its core function, and an example that runs; every note has its line in the closed list."""

from __future__ import annotations

import ast
import json
import shlex
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import xentropy_cli
from xentropy_cli.core.real import real
from xentropy_cli.derivation.notes import NOTES
from xentropy_cli.derivation.quantities import QUANTITIES

if TYPE_CHECKING:
    from conftest import Runner

ROOT = Path(xentropy_cli.__file__).parent
FACTS = ("key", "name", "unit", "meaning", "reference", "example")


@pytest.mark.parametrize("key", QUANTITIES)
def test_a_row_is_complete(key: str) -> None:
    row = QUANTITIES[key]
    assert row.key == key
    assert all(getattr(row, fact) for fact in FACTS)
    assert all((*row.symbol, *row.formula))
    assert row.unit in ("information", "probability", "number")


@pytest.mark.parametrize("key", QUANTITIES)
def test_an_example_runs_and_shows_its_quantity(key: str, call: Runner) -> None:
    xent, *argv = shlex.split(QUANTITIES[key].example)
    ran = call(*argv, "--format", "json")
    assert (xent, ran.status) == ("xent", 0), ran
    answer = json.loads(ran.out)
    found = answer["terms"][0] if key == "surprisal" else answer
    assert isinstance(found[key], float)


P, Q = [real("0.5"), real("0.5")], [real("0.75"), real("0.25")]
# Worked by hand, in bits: H(P) = 1; H(P, Q) = 2 - log2(3)/2; KL = 1 - log2(3)/2, reverse: 3/4 log2(3) - 1;
# JS = H(5/8, 3/8) - (H(P) + H(Q)) / 2; each typed to 15 digits from a table of log2(3) and log2(5).
BY_HAND = {
    "surprisal": ((Q[1],), 2.0),
    "total": (([real(2), real(3)],), 5.0),
    "mean": ((real(5), real(2)), 2.5),
    "likelihood": (([real("0.7"), real("0.8"), real("0.97")],), 0.5432),
    "typical_probability": ((real(3), real(2)), 0.125),
    "perplexity": ((real(3), real(2)), 8.0),
    "entropy": ((P,), 1.0),
    "cross_entropy": ((P, Q), 1.20751874963942),
    "kl_divergence": ((P, Q), 0.207518749639422),
    "reverse_kl_divergence": ((P, Q), 0.188721875540867),
    "js_divergence": ((P, Q), 0.0487949406953985),
    "js_distance": ((P, Q), 0.0487949406953985**0.5),
    "total_variation": ((P, Q), 0.25),  # (1/4 + 1/4) / 2
}


@pytest.mark.parametrize("key", QUANTITIES)
def test_a_core_function_computes_it(key: str) -> None:
    operands, wanted = BY_HAND[key]
    function = QUANTITIES[key].function
    base = (real(2),) if len(signature(function).parameters) > len(operands) else ()
    assert float(function(*operands, *base)) == pytest.approx(wanted, rel=1e-14)


def notes_made() -> set[str]:
    """The code of every note in the source: the first text handed to what makes one, or yielded by `remarks`."""
    found: list[ast.expr] = []
    texts = (path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    for text in (text for text in texts if any(each in text for each in ("Note", "Remark", "_note", "remarks"))):
        nodes = list(ast.walk(ast.parse(text)))
        calls = [node for node in nodes if isinstance(node, ast.Call) and node.args]
        found += [node.args[0] for node in calls if getattr(node.func, "id", "") in ("Note", "Remark", "_note")]
        for function in nodes:
            if isinstance(function, ast.FunctionDef) and function.name == "remarks":
                yielded = [node.value for node in ast.walk(function) if isinstance(node, ast.Yield)]
                found += [value.elts[0] for value in yielded if isinstance(value, ast.Tuple)]
    return {first.value for first in found if isinstance(first, ast.Constant) and isinstance(first.value, str)}


def test_notes_are_a_closed_list() -> None:
    """`rounding`, `own-numbers` and `other-name` belong to a page, not to a result: to its digits, and to a lesson."""
    assert notes_made() == set(NOTES) | {"rounding", "own-numbers", "other-name"}
    assert all(NOTES.values())


SEEN = {
    "temperature": "--logits=2,1 --label 0 --temperature 2",
    "softmax-twice": "--logits=2,1 --label 0 --softmax-twice",
    "descent": "--logits=2,1 --label 0 --descend 2",
    "doubles": "--pred 0.9 --times 10",
    "other-reading": "--pred 0.7,0.2,0.1",
    "rounded-sum": "--pred 0.33,0.33,0.33 --label 0",
    "sum-as-is": "--pred 0.2,0.3 --label 1 --as-is",
    "normalized": "--pred 2,1 --label 0 --normalize",
    "mixed-notation": "--pred 70%,0.8",
    "names-win": "--pred 0.7,0.2,0.1 --names 2,1,0 --label 2",
    "matched-by-name": "--pred a=0.7,b=0.3 --pred b=0.6,a=0.4 --label a,b",
    "infinite": "--pred 0.5,0",
    "clipped": "--pred 0 --clip 1e-15",
    "denominator": "--pred 0.7,0.8 --weight 1,2",
    "smoothed": "--pred 0.7,0.3 --label 0 --label-smoothing 0.1",
    "ignored": "--pred 0.7,0.3 --pred 0.6,0.4 --label 0,x --ignore-label x",
    "pos-weight": "--pred 0.7,0.8 --label 0,1 --pos-weight 3",
    "undecided": "--pred 0.25 --base 16 --weight 18014398509481986",
    "not-a-divergence": "--pred 0.7,0.3 --label 0 --label-smoothing 0.1 --class-weight 1,2",
    "step": "--logits=2,1 --label 0 --gradient",
}


@pytest.mark.parametrize("code", SEEN)
def test_a_note_is_made_where_it_applies_and_only_there(code: str, call: Runner) -> None:
    answer = json.loads(call("compute", *shlex.split(SEEN[code]), "--format", "json").out)
    assert code in [note["code"] for note in answer["notes"]]
    bare = json.loads(call("compute", "--pred", "0.7,0.8,0.97", "--format", "json").out)
    assert bare["notes"] == []
