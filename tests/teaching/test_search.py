"""What a student types who does not know the names: each leads to the page that a teacher would name (by hand, below)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xentropy_cli.cli.app import OTHER_NAMES
from xentropy_cli.teaching.lookup import look_up
from xentropy_cli.teaching.search import MOST_SUGGESTED, pages_about

if TYPE_CHECKING:
    from conftest import Runner

NAMES = {
    "sigmoid": "logits",
    "Softmax": "logits",
    "one hot": "categorical",
    "one-hot": "categorical",
    "cost function": "training",
    "gradient descent": "training",
    "learning rate": "training",
    "Maximum Likelihood": "doors",
    "log loss": "binary",
    "js distance": "js_distance",
    "squared error": "confident",
    "is it good": "baseline",
}
"""Words that are a name of a page, with blanks or without."""

ABOUT = {
    "likelihood ratio": "doors",
    "one hot encoding": "categorical",
    "why is my loss nan": "zero",
    "log of zero": "zero",
    "overconfident": "confident",
    "batch size": "mean-or-sum",
    "softmax temperature": "calibration",
    "geometric mean": "perplexity",
    "how good is my model": "baseline",
    "distance": "js-distance",
    "difference of two distributions": "ten-sentences",
    "probabilities add up": "sum-not-one",
    "json output": "json",
    "calibrated": "calibration",
}
"""Words that are none, and the page to begin with."""

NOWHERE = ("overfitting", "dropout", "confusion matrix", "hinge", "frobnicate", "the", "???")


@pytest.mark.parametrize("words", NAMES)
def test_a_name_of_several_words_opens_its_page(words: str, call: Runner) -> None:
    found = look_up(words)
    assert found is not None
    assert found.name == NAMES[words]
    ran = call("explain", *words.split())
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == call("explain", words).out


@pytest.mark.parametrize("words", ["nll", "BCE", "Brier", "maximum likelihood", "doors"])
def test_another_name_says_which_lesson_it_opens(words: str, call: Runner) -> None:
    found = look_up(words)
    assert found is not None
    told = f"Note: {words.lower().replace(' ', '-')} is told in this lesson, {found.name}.\n"
    assert (told in call("explain", words).out) == (words != "doors")


@pytest.mark.parametrize("word", ["learn", "lessons", "topics", "practice"])
def test_a_word_that_means_a_command_leads_there(word: str, call: Runner) -> None:
    assert f"fix: Type xent {OTHER_NAMES[word]}\n" in call("explain", word).err


@pytest.mark.parametrize("words", ABOUT)
def test_other_words_are_looked_for_in_what_pages_are_about(words: str) -> None:
    found = pages_about(words)
    assert found[0] == ABOUT[words]
    assert len(found) <= MOST_SUGGESTED
    assert all(look_up(page) for page in found)


@pytest.mark.parametrize("words", NOWHERE)
def test_nothing_is_suggested_where_nothing_is_told_of_it(words: str) -> None:
    assert pages_about(words) == []


def test_suggestions_are_commands(call: Runner) -> None:
    ran = call("explain", "why", "is", "my", "loss", "nan")
    assert (ran.status, ran.out) == (2, "")
    assert "xent explain why is my loss nan" in ran.err
    assert "fix: It may be in one of these: xent explain zero; xent explain " in ran.err


def test_a_name_is_no_suggestion_of_itself_and_a_near_one_wins(call: Runner) -> None:
    assert "Did you mean xent explain gradient-descent?" in call("explain", "gradient", "decent").err
    assert "It may be in one of these: xent explain zero; " in call("explain", "nan", "loss").err


def test_a_file_stands_alone(call: Runner) -> None:
    assert "./b.md stands alone" in call("explain", "./a.md", "./b.md").err
