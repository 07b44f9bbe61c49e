"""Every Try can be done, and every sentence that the lessons set out to correct is met on a page.

The first readers come from two articles; what they say wrongly is listed in each test, and where it is put right.
"""

from __future__ import annotations

import json
import math
import re
import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from xentropy_cli.teaching.course import FOLDER, lesson_of, text_of, topics

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

EXACT, SHOWN = 1e-12, 5e-7


class At(NamedTuple):
    """A number of the record that a Try has to reach: exactly, or to the digits that its page shows."""

    name: str
    goal: float
    within: float = EXACT

    def __call__(self, found: dict[str, Any]) -> bool:
        return bool(abs(found[self.name] - self.goal) < self.within)


GOALS: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "doors": ("--pred 0.8,0.8,0.78125 --base 2", At("total", 1)),
    "surprise": ("--pred 1/256 --base 2", At("total", 8)),
    "units": ("--pred 0.7,0.8,0.97 --base 1250/679", At("total", 1)),  # 1 / 0.5432
    "why-log": (  # 2^-1074 is the smallest double above 0
        "--pred 1/2 --times 1074,1075",
        lambda f: [row["likelihood_in_doubles"] > 0 for row in f["repeated"]] == [True, False],
    ),
    "entropy": ("--true 1/2,1/4,1/4 --base 2", At("entropy", 1.5)),
    "cross-entropy": (
        "--true 0.5,0.5 --pred 0.0669873,0.9330127 --base 2",
        At("cross_entropy", 2, SHOWN),
    ),  # q(1-q) = 1/16
    "entropy-vs-cross-entropy": ("--true 0.9,0.1 --pred 0.672,0.328", lambda f: 0.4682 < f["cross_entropy"] < 0.469562),
    "kl": (
        "--true 0.3,0.7 --pred 0.7,0.3",
        lambda f: abs(f["kl_divergence"] - f["reverse_kl_divergence"]) < 1e-9 < f["kl_divergence"],
    ),
    "coding": ("--true 1/2,1/4,1/8,1/8 --pred 1/4,1/4,1/4,1/4 --code huffman", At("code_length", 2)),
    "binary": ("--pred 0.83508 --label 0", At("value", 10 * 0.180228, 5e-5)),  # 1 - q = q^10; -ln 0.83508 = 0.180228
    "categorical": ("--pred 0.49,0.3,0.21 --label 0", At("value", -2 * math.log(0.7))),
    "logits": ("--logits=7,-993,-1993 --label 1", At("value", 1000)),
    "binary-or-categorical": ("--pred 0,1,0,0,0 --label 0,1,0,0,0 --as binary", At("total", 0)),
    "double-softmax": (
        "--logits=1000,0,0 --label 0 --softmax-twice",
        At("value", math.log1p(2 / math.e)),
    ),  # the floor: it cannot be done
    "zero": ("--pred 1 --label 0 --base 2 --clip 0.125", At("value", 3)),
    "gradient": ("--logits=2.340999,0.757567,0.001434 --label 0", lambda f: f["value"] < 0.417030),
    "training": (
        "--logits=0,0,0 --true 0.8,0.1,0.1 --descend 5 --rate 3",
        lambda f: f["descent"][-1]["kl_divergence"] < 1e-3,
    ),
    "confident": ("--pred 0.70711 --label 0 --squared-error", At("brier", 0.5, 5e-5)),
    "label-smoothing": (
        "--pred 0.9,0.05,0.05 --label 0 --label-smoothing 0.1 --smoothing-kind K-1",
        At("kl_divergence", 0),
    ),
    "mean-or-sum": ("--pred 0.7,0.8,0.97 --weight 1.44299,1,1 --reduction mean", At("mean", -math.log(0.8), SHOWN)),
    "baseline": ("--true 0.80029,0.19971", At("entropy", 0.5, SHOWN)),
    "accuracy": (
        "--pred 0.99,0.99,0.49,0.49 --label 1,1,1,1 --accuracy",
        lambda f: f["accuracy"] == 0.5 and f["mean"] < 0.6733,
    ),
    "calibration": ("--logits=2,0.39846 --label 1,0 --as binary --temperatures 1", At("best_temperature", 1, 5e-5)),
    "perplexity": ("--pred 1/2,2/9", At("perplexity", 3)),
}
"""An answer to the Try of each lesson, found by hand, and what it has to reach."""


@pytest.mark.parametrize("topic", GOALS)
def test_the_goal_of_a_try_can_be_reached(topic: str, call: Runner) -> None:
    options, is_reached = GOALS[topic]
    done = call("compute", *options.split(), "--format", "json")
    assert is_reached(json.loads(done.out)), done


def test_every_lesson_has_a_goal_that_is_tried() -> None:
    without = {"libraries", "ten-sentences"}  # their goals are no number
    assert set(topics()) - set(GOALS) == without, (
        "an answer to the Try of a lesson: GOALS in tests/teaching/test_goals.py"
    )


@pytest.mark.parametrize("topic", GOALS)
def test_a_goal_that_no_number_reaches_exactly_is_asked_for_to_the_digits_that_are_shown(topic: str) -> None:
    goal = GOALS[topic][1]
    text = page(topic).rpartition("## Try")[2]
    assert ("digit" in text) == (isinstance(goal, At) and goal.within > EXACT)


def test_the_slip_in_a_line_of_the_last_try_is_found(tmp_path: Path, call: Runner) -> None:
    (line,) = re.findall(r"`(-ln[^`]+)`", text_of(FOLDER / "ten-sentences.md"))
    for typed, status in ((line, 0), (line[:-1], 0), (f"{line[:-2]}89", 1)):  # right, cut, two digits changed
        (tmp_path / "s.md").write_text(typed, "utf-8")
        assert call("audit", str(tmp_path / "s.md")).status == status, typed


def test_a_rate_too_large_ends_worse_than_it_began(call: Runner) -> None:
    options = "--logits=0,0,0 --true 0.8,0.1,0.1 --descend 5 --rate 30"
    descent = json.loads(call("compute", *options.split(), "--format", "json").out)["descent"]
    assert descent[-1]["kl_divergence"] > descent[0]["kl_divergence"]


def test_libraries_part_where_a_probability_is_out_of_reach(call: Runner) -> None:
    found = json.loads(call("libraries", "--logits=1000,0,0", "--label", "1", "--format", "json").out)["libraries"]
    assert len({row.get("value") for row in found}) > 1


@pytest.mark.parametrize("topic", topics())
def test_every_command_of_a_try_runs_and_is_not_its_answer(topic: str, call: Runner) -> None:
    text = (FOLDER / f"{topic}.md").read_text("utf-8").partition("## Try")[2].replace("\n", " ")
    lines = re.findall(r"`(xent [^`]+)`", text)
    assert lines
    for line in lines:
        assert call(*shlex.split(line)[1:]).status == 0, line
        assert topic not in GOALS or not all(word in line for word in GOALS[topic][0].split())


def page(topic: str) -> str:
    """What a lesson says, in one line."""
    lesson = lesson_of(topic)
    lines = [line for passage in lesson.passages if passage.binding.kind != "else" for line in passage.lines]
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(lines)).replace("*", "")


DOORS = {
    "0.7 · 0.8 · 0.97 is given as 0.6": ("doors", "0.6 for the product", "0.543200"),
    "0.9 stands in the sum for 0.97": ("doors", "0.9 typed where 0.97 was meant", "0.030459"),
    "−ln 0.7 is given as 0.35566": ("doors", "0.35566 for 0.3566749", "the first 5 was doubled"),
    "−ln 0.9 is given as 0.1053": ("ten-sentences", "0.1053 was cut, not rounded"),
    "0.685 for terms that add up to 0.68406": ("doors", "no longer add up to it", "0.610278"),
    "0.6 and 0.685 are shown as one example": ("doors", "0.510826, and the total is 0.610278"),
    "log(0.7)log(0.8)log(0.9): the signs are lost": ("ten-sentences", "The signs are lost"),
    "neither base nor unit is named": ("units", "0.880445", "0.265040"),
    "a sum is called cross-entropy without a word": (
        "doors",
        "The total divided by the number of events is the mean",
        "0.203426",
    ),
    "low means that it will happen": ("ten-sentences", "False. It looks back"),
    "it predicts how likely events are": ("ten-sentences", "it predicts nothing itself"),
    "0.61 is low": ("baseline", "3.295837", "little better than that of one coin"),
    "an error function classifies": ("ten-sentences", "An error function measures"),
    "logarithms may be added, without a reason": ("why-log", "The addition stands on one condition", "underflow"),
    "a snippet that computes one door of three": ("ten-sentences", "The program computes one door of three"),
    "a snippet of TensorFlow 1": ("libraries", "`tf.log` and `tf.placeholder`, are gone since TensorFlow 2"),
    "a snippet that gives NaN": ("libraries", "0 times infinity is not a number"),
    "H(P) of doors of which one number each is known": ("doors", "not known here is H(P)"),
}

DEEP_LEARNING = {
    "it is a metric": ("kl", "0.7370", "0.2075", "0.1332", "KL knows no triangle inequality"),
    "it averages surprise under the prediction": (
        "cross-entropy",
        "1.207519",
        "1.000000 bits, and it would do so for every belief",
    ),
    "it is the entropy of a variable": ("cross-entropy", "the entropy of neither"),
    "it is the difference of two distributions": ("entropy-vs-cross-entropy", "the difference is the gap", "0.325083"),
    "it is a distance": ("kl", "0.207519", "0.188722", "KL is no distance, and has no limit"),
    "the output is the chance of the first class": ("ten-sentences", "the positive one", "2.3026"),
    "a single output is no probability vector": ("logits", "a sigmoid of one logit is a softmax of that logit and 0"),
    "the loss charges for the wrong classes": ("categorical", "The loss asks only what the truth was given", "0.3567"),
    "entropy has no part in predictions": ("ten-sentences", "it has an entropy, 0.8018"),
    "nothing is said of the entropy of the labels": (
        "categorical",
        "The entropy of a one-hot truth is 0",
        "the floor rises",
    ),
    "a lower loss means more right answers": (
        "accuracy",
        "0.6733",
        "0.1859",
        "a lower loss need not mean more right answers",
    ),
    "the identity is never written": ("cross-entropy", "H(P, Q) = H(P) + KL(P‖Q)"),
}


@pytest.mark.parametrize("mistake", [*DOORS, *DEEP_LEARNING])
def test_a_mistake_of_the_articles_is_met(mistake: str) -> None:
    topic, *said = (DOORS | DEEP_LEARNING)[mistake]
    shown = page(topic)
    assert [each for each in said if each not in shown] == []
