"""An answer is judged by what was typed: right in any spelling of the right number, and a wrong one met by its slip.

Expected numbers were worked out with mpmath at 30 digits, or by hand.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.cli.lessons.run_lesson import lesson_pages, running
from xentropy_cli.conventions.why.departures import KINDS
from xentropy_cli.core.real import real
from xentropy_cli.errors import XentError
from xentropy_cli.pages.lesson_blocks import marked
from xentropy_cli.teaching.asking.ask import ask_of, problem_of
from xentropy_cli.teaching.asking.judge import RIGHT, UNREAD, WRONG, judge, option_of
from xentropy_cli.teaching.asking.problem import OF_PROGRAMS, comes_out, said_of_slip
from xentropy_cli.teaching.asking.typed import read_answer
from xentropy_cli.teaching.course import lesson_of, topics
from xentropy_cli.teaching.lesson import Lesson
from xentropy_cli.teaching.lines import lines_of
from xentropy_cli.teaching.numbers import Own

if TYPE_CHECKING:
    from xentropy_cli.teaching.asking.problem import Problem

LESSON = Lesson("mine.md")


def made(text: str) -> Problem | None:
    ask = ask_of(lines_of(text.strip(), "mine.md"))
    return problem_of(ask, running(LESSON, 1))


def asked(text: str) -> Problem:
    problem = made(text)
    assert problem is not None
    return problem


MEAN = """
$ xent compute --pred 0.9,0.1,0.8,0.3 --label 1,0,1,0
answer: mean
slip: label-unused
slip: sum
slip: 1 - typical_probability: one minus the typical probability was taken. Take its logarithm.
slip: with --base 10: the logarithms are to base 10
hint: Turn q over where the label is 0.
"""
"""The mean is −ln(0.9 · 0.9 · 0.8 · 0.7) / 4 = 0.1976…"""


def test_the_record_of_a_question_holds_all_that_is_asked() -> None:
    problem = asked(MEAN)
    assert (problem.kind, problem.shown, problem.digits, problem.unit) == ("number", "0.198 nats", 3, "nats")
    assert [f"{float(each.value):.4f}" for each in problem.slips if not isinstance(each.value, str)] == [
        "0.9588", "0.7905", "0.1793", "0.0858",
    ]  # fmt: skip
    assert problem.hints == ("Turn q over where the label is 0.",)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.198", "Yes: 0.198 nats."),
        ("0,198", "Yes: 0.198 nats."),
        ("  = 0.1976 nats", "Yes: 0.198 nats."),
        ("19.8 %", "Yes: 0.198 nats."),
        ("-ln(0.9·0.9·0.8·0.7)/4", "Yes: 0.198 nats."),
        ("0.2851 bits", "Yes: 0.198 nats."),  # 0.197635 / ln 2 = 0.28512…
        ("0.20", "Yes, to 2 digits: 0.198 nats."),
        ("0.1977", "Yes, to 3 digits after the point; the others went astray: 0.198 nats."),
        ("0.1979", "Yes, to 3 digits after the point; the others went astray: 0.198 nats."),
        ("0.197", "Yes, but cut and not rounded: 0.198 nats."),
    ],
)
def test_a_right_number_is_right_in_any_spelling(typed: str, said: str) -> None:
    found = judge(asked(MEAN), typed)
    assert (found.kind, found.said) == (RIGHT, said)


TURNED = "Take −log(1 − q) where the label is 0."


@pytest.mark.parametrize(
    ("typed", "slip", "said"),
    [
        ("0.959", "label-unused",
         f"That is what comes out if {KINDS['label-unused'].text}. {TURNED}"),
        ("0,79", "sum", "That is the sum, and not the mean. Divide by the number of examples."),
        ("0.179", "one minus the typical probability was taken",
         "That is what comes out if one minus the typical probability was taken. Take its logarithm."),
        ("0.0858", "the logarithms are to base 10", "That is what comes out if the logarithms are to base 10."),
        ("-0.1976", "sign", "That is what comes out if the minus sign is missing. Take −log."),  # found by the engine
        ("-0.44", "", "It is never below 0: −log q of a probability is 0 or more."),
        ("3.14", "", "The answer is less than that."),
        ("0.199", "rounded on the way", "Only the last digit is off. Round once, at the end."),
        ("0", "", "The answer is more than that."),
    ],
)  # fmt: skip
def test_a_wrong_number_is_met_by_its_slip(typed: str, slip: str, said: str) -> None:
    assert judge(asked(MEAN), typed) == (WRONG, said, slip)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "seven",
        "nats",
        "per bit",
        ")",
        ". .",
        "of 4",
        "1 2/0",
        "0.1.2",
        "1/0",
        "9" * 300,
        "0.2",
        "(" * 50,
        "ln",
        "\x1b[2J",
        "1,2,3",
    ],
)
def test_what_is_no_answer_is_no_wrong_answer(typed: str) -> None:
    assert judge(asked(MEAN), typed).kind == UNREAD


def test_an_infinite_answer_has_a_name() -> None:
    problem = asked("$ xent compute --pred 0\nanswer: value")
    assert [judge(problem, each).kind for each in ("inf", "∞", "infinite", "745")] == [RIGHT, RIGHT, RIGHT, WRONG]


def test_a_whole_answer_may_be_typed_with_one_digit() -> None:
    problem = asked("$ xent compute --pred 1/8 --base 2\nanswer: value\nslip: base-e")
    assert [judge(problem, each).kind for each in ("3", "3.00", "3 bits", "2.0794 nats", "2.08")] == [RIGHT] * 4 + [
        WRONG
    ]


def test_an_entropy_above_that_of_equal_classes_cannot_be() -> None:
    problem = asked("$ xent compute --true 1/2,1/4,1/4 --base 2\nanswer: entropy")
    assert judge(problem, "1.9").said == "The entropy of 3 classes is never above that of equal ones."


CHOICE = """
$ xent compute --pred duck=0.7,dog=0.8,cat=0.97
choice: terms.*.name
answer: terms.max.surprisal@name
slip: terms.min.surprisal@name: the largest probability was taken
"""


def test_a_choice_is_a_number_from_one_or_words() -> None:
    problem = asked(CHOICE)
    assert problem.options == ("duck", "dog", "cat")
    assert {
        judge(problem, each).kind for each in ("1", "1.", "(1)", "example 1", "Option 1", "duck", "DUCK", "du")
    } == {RIGHT}
    assert judge(problem, "3").said == "That is what comes out if the largest probability was taken."
    assert judge(problem, "2").kind == WRONG
    assert {judge(problem, each).kind for each in ("4", "0", "d", "", "²", "not 1", "example 4")} == {UNREAD}


def test_a_slip_may_lead_to_several_choices_and_never_to_the_right_one() -> None:
    problem = asked(CHOICE + "slip: terms.*.name: it was guessed. Compare them.")
    assert [(each.value, each.name) for each in problem.slips] == [
        ("dog", "it was guessed"), ("cat", "the largest probability was taken"),
    ]  # fmt: skip
    assert judge(problem, "3").slip == "the largest probability was taken"


def test_a_class_that_is_called_by_its_position_is_no_number_of_a_choice() -> None:
    lines = "choice: gradient.*.name\nanswer: gradient.max.value@name\nslip: gradient.*.name: it was guessed. Look."
    problem = asked(f"$ xent compute --logits=2,1,0.1 --label 0 --gradient\n{lines}")
    assert problem.options == ("class 0", "class 1", "class 2")
    assert [mark for mark, _ in marked(problem.options)] == ["a", "b", "c"]
    for typed, kind in {
        "class 1": RIGHT,
        "1": RIGHT,
        "b": RIGHT,
        "b class 1": RIGHT,
        "0": WRONG,
        "2": WRONG,
        "3": UNREAD,
    }.items():
        assert judge(problem, typed).kind == kind, typed
    assert judge(problem, "3").said == "Type one of a to c, or its words."


@pytest.mark.parametrize(("q", "right"), [("1/2", "one bit"), ("0.6", "less than one bit"), ("0.4", "more")])
def test_a_comparison_picks_the_word(q: str, right: str) -> None:
    lines = f"$ xent compute --pred {q} --base 2\nchoice: less than one bit, one bit, more\nanswer: value:1"
    assert asked(lines).answer == right


def test_the_choice_whose_condition_holds_is_right() -> None:
    lines = "$ xent compute --pred 0.4\nchoice: rare if terms.0.q < 1/2\nchoice: common if terms.0.q >= 1/2"
    assert (asked(lines).answer, asked(lines).options) == ("rare", ("rare", "common"))


def options_of_all() -> dict[str, tuple[str, ...]]:
    """The options of every question of a lesson, and some that look like numbers, by what they are."""
    found: dict[str, tuple[str, ...]] = {"numbers from 0": ("0", "1", "2"), "their own numbers": ("1", "2", "3")}
    for topic in topics():
        problems: list[Problem] = []
        lesson_pages(lesson_of(topic), Own(()), problems)
        found |= {f"{topic} {at}": each.options for at, each in enumerate(problems) if each.options}
    return found


OPTIONS = options_of_all()


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_what_is_typed_for_an_option_is_that_option_however_it_is_written(options: tuple[str, ...]) -> None:
    for mark, each in marked(options):
        for typed in (
            mark or each,
            each,
            f"{each}.",
            f"({mark or each})",
            f"{mark} {each}",
            f"{mark or each}. {each}",
            each.upper(),
        ):
            assert option_of(typed, options) == each, typed
        others = [other for other in options if other != each]
        assert not any(mark in (other.split()[0], other.split()[-1]) for other in others), (
            "a mark is no number of another option"
        )


def test_the_names_of_an_order_may_be_joined_as_people_do() -> None:
    """Numbers are none of places: the classes 0, 1 and 2 have letters."""
    problem = asked("$ xent compute --pred rain=0.9,wind=0.4,snow=0.2\norder: terms.*.surprisal@name")
    for typed in (
        "rain, wind and snow",
        "1-2-3",
        "a b c",
        "abc",
        "1 rain, 2 wind, 3 snow",
        "Rain → wind → snow.",
        "rain then wind then snow",
    ):
        assert judge(problem, typed).kind == RIGHT, typed
    classes = asked("$ xent compute --logits=2,1,0 --label 0 --gradient\norder: gradient.*.value@name")
    assert classes.options == ("class 0", "class 1", "class 2")
    for typed in ("0 2 1", "acb", "class 0, class 2, class 1"):
        assert judge(classes, typed).kind == RIGHT, typed


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("2.34nats", "2.34", "nats"), ("3.38bits", "3.38", "bits"), ("6bits", "6", "bits"), ("2.343 (nats)", "2.343", "nats"),
        ("2.34 nats.", "2.34", "nats"),
        ("1.018 hartley", "1.018", "bans"), ("3.381 Sh", "3.381", "bits"),
        ("2 Hartleys", "2", "bans"), ("(2.34) nats", "2.34", "nats"), ("(2.34 nats)", "2.34", "nats"),
        ("1 shannon", "1", "bits"),        ("1.75 bits per symbol", "1.75", "bits"), ("1,75 bits/letter", "1.75", "bits"),
        ("2 9/16", "41/16", ""), ("-2 9 / 16", "-41/16", ""), ("3 of 4", "3/4", ""),
        ("3 out of the 4", "3/4", ""), ("2.34.", "2.34", ""),
    ],
)  # fmt: skip
def test_a_number_may_be_spelled_with_its_unit_and_as_a_mixed_one(typed: str, value: str, unit: str) -> None:
    (found,) = read_answer(typed)
    assert (found.value - real(value), found.unit) == (real(0), unit) or not found.value - real(value)
    assert found.unit == unit


@pytest.mark.parametrize("typed", ["3 ln 5 - 2 ln 2 - ln 3", "3ln5-2ln2-ln3", "log2(125/12)", "3·ln 5 − 2·ln 2 − ln 3"])
def test_arithmetic_may_have_blanks_or_none(typed: str) -> None:
    """125/12 is 5³ / (2² · 3); its logarithm to base 2 is 3.3808."""
    unit = " bits" if "log2" in typed else ""
    assert any(abs(float(each.value) - (3.380822 if unit else 2.343407)) < 1e-6 for each in read_answer(typed + unit))


def test_a_number_without_a_unit_is_given_none() -> None:
    for path, number, called in (("likelihood", "0.543", "A probability"), ("perplexity", "1.226", "This number")):
        problem = asked(f"$ xent compute --pred 0.7,0.8,0.97\nanswer: {path}")
        assert judge(problem, number).kind == RIGHT
        assert judge(problem, f"{number} bits") == (UNREAD, f"{called} has no unit: leave bits out.", "")


def test_an_order_runs_from_the_smallest() -> None:
    problem = asked("$ xent compute --pred duck=0.7,dog=0.8,cat=0.97\norder: terms.*.surprisal@name")
    assert {judge(problem, each).kind for each in ("3 2 1", "321", "cat, dog, duck", "cat<dog<duck")} == {RIGHT}
    assert judge(problem, "1 2 3").slip == "turned"
    assert judge(problem, "3 1 2").said == "Up to place 1 it holds; duck does not come next."
    assert judge(problem, "3 2").kind == UNREAD


def test_a_tie_has_no_order_and_no_largest() -> None:
    assert made("$ xent compute --pred 0.7\nchoice: terms.*.name\nanswer: terms.max.surprisal@name") is None
    assert made("$ xent compute --pred 0.7,0.7\norder: terms.*.surprisal@name") is None
    assert made("$ xent compute --pred 0.7,0.7\nchoice: terms.*.name\nanswer: terms.max.surprisal@name") is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("answer: mean", "This question has no command."),
        ("$ xent compute --pred 0.7", "This question has no answer."),
        ("$ xent compute --pred 0.7\nanswer: men", "There is no men here."),
        ("$ xent compute --pred 0.7\nanswer: mean\nanswer: total", "This line of a question says nothing known."),
        ("$ xent compute --pred 0.7\nanswer: mean\nslips: sum", "This line of a question says nothing known."),
        ("$ xent compute --pred 0.7\nanswer: mean\nslip: 1 -- : x", "1 -- is no arithmetic."),
        ("$ xent audit x.md\nanswer: mean", "A lesson cannot run this."),
    ],
)
def test_a_question_that_means_nothing_is_refused(lines: str, said: str) -> None:
    with pytest.raises(XentError) as refused:
        made(lines)
    assert (refused.value.code, refused.value.message) == ("bad-lesson", said)


def test_a_path_that_leads_nowhere_is_marked_in_its_own_line() -> None:
    """Another slip begins with the same letters, and stands above."""
    with pytest.raises(XentError) as refused:
        made("$ xent compute --pred 0.7\nanswer: mean\nslip: mean + 1\nslip: mea")
    assert (refused.value.text, refused.value.where) == ("slip: mea", "mine.md, line 4")


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        ("answer: maen", "maen"),
        ("answer: mean\nslip: product", "product"),
        ("answer: mean\nslip: mean\nslip: 1 - product: it was multiplied", "1 - product"),
        ("answer: mean\nhint: product\nslip:  terms.0.odd", "terms.0.odd"),
        ("answer: mean\nchoice: terms.*.nmae", "terms.*.nmae"),
        ("answer: terms.max.product@name\nchoice: terms.*.name", "terms.max.product@name"),
        ("answer: product:mean\nchoice: less, as much, more", "product:mean"),
        ("answer: mean:total\nchoice: less, as much, more\nslip: product", "product"),
        ("choice: yes if mean > 1\nchoice: no if product > 1", "no if product > 1"),
        ("order: terms.*.product@name", "terms.*.product@name"),
    ],
)
def test_a_path_that_leads_nowhere_is_marked_in_its_line(lines: str, marked: str) -> None:
    text = f"$ xent compute --pred 0.9,0.1 --label 1,0 --as binary\n{lines}"
    with pytest.raises(XentError) as refused:
        made(text)
    fault = refused.value
    assert fault.text is not None
    assert fault.span is not None
    assert fault.text[slice(*fault.span)] == marked
    assert text.split("\n")[int(fault.where.rpartition(" ")[2]) - 1] == fault.text
    assert fault.fix.count(",") < 5


@pytest.mark.parametrize("key", KINDS)
def test_every_departure_can_be_said(key: str) -> None:
    """What was done is a clause or the name of a thing; a sentence is made of either, and ends once."""
    said = comes_out(KINDS[key].text)
    assert said.startswith("That is ")
    assert not said.endswith("..")
    whole = said_of_slip(key, KINDS[key].text, KINDS[key].fix)
    assert whole.startswith(said)
    assert not OF_PROGRAMS.search(whole.removeprefix(said)), "who works by hand has no options"
    assert not whole.endswith((" .", ".."))


def test_a_number_of_another_alphabet_is_none() -> None:
    assert read_answer("٠٫٦") == ()


def test_no_command_loads_the_judge_where_nothing_is_asked() -> None:
    probe = "import sys; from xentropy_cli.cli.run import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    for argv in (["compute", "--pred", "0.7"], ["explain", "doors"], ["--help"], ["compute", "--pred", "97"]):
        ran = subprocess.run([sys.executable, "-c", probe, *argv], capture_output=True, text=True, check=True)
        found = set(ran.stderr.split())
        assert "xentropy_cli" in found
        assert found & {"xentropy_cli.teaching.asking", "xentropy_cli.teaching.practice"} == set()
