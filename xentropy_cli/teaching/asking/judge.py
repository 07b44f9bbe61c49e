"""The one judge of an answer: right, or which slip leads to it; and what is said to a person who gives it."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import groupby
from string import ascii_lowercase
from typing import TYPE_CHECKING

from xentropy_cli.core.real import Real, is_infinite, log, real, sign
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.lesson_blocks import marked
from xentropy_cli.teaching.asking.problem import CHOICE, NUMBER, said_of_slip
from xentropy_cli.teaching.asking.typed import Typed, read_answer

if TYPE_CHECKING:
    from xentropy_cli.teaching.asking.problem import Met, Problem

RIGHT, WRONG, UNREAD = "right", "wrong", "unread"
TRIES = 2
"""Answers to a question before its working is shown."""

HINT, SHOW = "?", ""
"""What is typed for a hint, and to be shown the answer."""

FEWEST_DIGITS = 2
"""Digits that an answer must have, and from which on a slip is named."""

SURE_DIGITS = 4
PERHAPS_DIGITS = 3
"""Digits from which on a slip that was not expected is named, and named with a doubt."""

PLACE = re.compile(r"(?:(?:option|choice|answer|number|no|example|event)\b)?\W*(\d{1,9}|[a-z])(?:\W+(.*))?", re.ASCII)
"""How people write the mark of a choice: 2, 2., (2), example 2, perhaps with its words: 2 dog."""

BESIDE = " .,;:!()"
"""What stands around a choice and does not belong to it."""

JOINS = ("and", "then")
"""Words between the names of an order."""

WITHOUT_UNIT = {"probability": "A probability", "number": "This number"}
KIND_OF = {**dict.fromkeys(("q", "p", "share", "accuracy", "prediction"), "probability"), "brier": "number"}
"""What kind of number it is that is asked, where it is no quantity of a row."""

NATS = {"nats": real(1), "bits": log(real(2)), "bans": log(real(10))}


class Judgement(NamedTuple):
    """What an answer is: right, wrong, or nothing that can be judged (`unread`); what to say of it; and the slip's name."""

    kind: str
    said: str
    slip: str = ""


def judge(problem: Problem, text: str) -> Judgement:
    """Judge what was typed. It may have a point or a comma, be a fraction or a percentage, arithmetic, or have another unit.

    A number is right if rounding the exact one to the digits typed gives what was typed.
    """
    if problem.kind != NUMBER:
        return _of_choice(problem, text) if problem.kind == CHOICE else _of_order(problem, text)
    found = [_of_number(problem, typed) for typed in read_answer(text)]
    if not found:
        return Judgement(UNREAD, "A number is asked for: 0.61 or 0,61, 1/3, 12 %, ln 2, -ln(0.7).")
    return min(found, key=lambda each: (each.kind != RIGHT, not each.slip))


def _of_number(problem: Problem, typed: Typed) -> Judgement:
    value, called = _in_unit(problem.answer, problem, typed), WITHOUT_UNIT.get(_kind_of(problem))
    if called and typed.unit:
        return Judgement(UNREAD, f"{called} has no unit: leave {typed.unit} out.")
    way = _fit(typed, value, problem.digits)
    few = typed.digits is not None and typed.digits < FEWEST_DIGITS
    if way == "exact" or (way and not few):
        return Judgement(RIGHT, _said_right(problem, typed, way))
    if met := _met(problem, typed, is_exact=few):
        return Judgement(WRONG, met.sentence, met.name)
    if way:
        return Judgement(UNREAD, "That fits as far as it goes. Give it to two digits at least.")
    if not few and _is_near(typed, value):
        return Judgement(WRONG, "Only the last digit is off. Round once, at the end.", "rounded on the way")
    return _by_engine(problem, typed) or Judgement(WRONG, _impossible(problem, typed))


def _is_near(typed: Typed, value: Real) -> bool:
    """Tell whether the last digit typed is one more or less than it is to be."""
    if typed.decimals is None or (typed.digits or 0) < PERHAPS_DIGITS or is_infinite(typed.value) or is_infinite(value):
        return False
    return sign(_size(typed.value - value) - real(Fraction(3, 2 * 10**typed.decimals))) <= 0


def _said_right(problem: Problem, typed: Typed, way: str) -> str:
    """Say the value as it is shown, and what was not as asked."""
    if way == "cut":
        return f"Yes, but cut and not rounded: {problem.shown}."
    decimals = problem.digits if typed.decimals is None else typed.decimals
    if way == "rounded" and decimals < problem.digits:
        return f"Yes, to {typed.digits} digits: {problem.shown}."
    if way == "coarse":
        return f"Yes, to {problem.digits} digits after the point; the others went astray: {problem.shown}."
    return f"Yes: {problem.shown}."


def _in_unit(value: object, problem: Problem, typed: Typed) -> Real:
    """What is asked, in the unit in which the answer was typed."""
    exact = real(value)
    if is_infinite(exact) or typed.unit == problem.unit or problem.unit not in NATS or typed.unit not in NATS:
        return exact
    return exact * NATS[problem.unit] / NATS[typed.unit]


def _fit(typed: Typed, value: Real, digits: int) -> str:
    """How a typed number is this value: exact, rounded to what was typed, cut, to the digits asked alone (coarse), or not."""
    if is_infinite(typed.value) or is_infinite(value):
        return "exact" if is_infinite(typed.value) and is_infinite(value) else ""
    off = typed.value - value
    if not off:
        return "exact"
    is_as_asked = typed.value.rounded(digits) == value.rounded(digits)
    if typed.decimals is None:
        return "exact" if is_as_asked and value.rounded(digits) else ""
    unit = Fraction(1, 10**typed.decimals)
    if sign(_size(value) - real(unit)) >= 0 and sign(_size(off) - real(unit / 2)) <= 0:
        return "rounded"  # 1 has no digit of 0.75
    if typed.decimals > digits and sign(_size(off) - real(Fraction(1, 2 * 10**digits))) <= 0:
        return "coarse"
    is_cut = sign(_size(value) - _size(typed.value)) > 0 and sign(_size(off) - real(unit)) < 0
    return "cut" if is_cut and (typed.digits or 0) >= FEWEST_DIGITS else ""


def _size(x: Real) -> Real:
    return -x if sign(x) < 0 else x


def _met(problem: Problem, typed: Typed, *, is_exact: bool) -> Met | None:
    """The question's own slip that leads here, perhaps to that number exactly."""
    ways = ("exact",) if is_exact else ("exact", "rounded", "coarse", "cut")
    found = {
        _fit(typed, _in_unit(each.value, problem, typed), problem.digits): each for each in reversed(problem.slips)
    }
    return next((found[way] for way in ways if way in found), None)


def _by_engine(problem: Problem, typed: Typed) -> Judgement | None:
    """Name the one departure that leads here, where it is surer than chance; with a doubt where the digits are few."""
    digits, question = typed.digits, getattr(problem.facts.record.get("slip"), "question", None)
    if question is None or digits is None or digits < PERHAPS_DIGITS or not is_headline(problem):
        return None
    from xentropy_cli.conventions.inputs import inputs_of
    from xentropy_cli.conventions.why.search import find
    from xentropy_cli.conventions.why.target import Target

    target = Target(typed.text, float(typed.value), 10.0 ** -(typed.decimals or 0), digits)
    found = find(target, inputs_of(question), float(real(problem.answer)))
    causes = [each.hypothesis for each in found.causes if len(each.hypothesis.departures) == 1]
    if not causes or len(found.causes[0].hypothesis.departures) != 1:
        return None
    said = said_of_slip(causes[0].keys, causes[0].sentence, causes[0].repair)
    return Judgement(WRONG, f"Perhaps {said[0].lower()}{said[1:]}" if digits < SURE_DIGITS else said, causes[0].keys)


def is_headline(problem: Problem) -> bool:
    """Tell whether what is asked is the answer of the command: the engine departs from that."""
    headline = getattr(problem.facts.record.get("value"), "value", None)
    if problem.kind != NUMBER or not headline or is_infinite(headline):
        return False
    return not headline - real(problem.answer)


def _kind_of(problem: Problem) -> str:
    """What kind of number is asked: information, probability, number; "" where nobody knows."""
    row = QUANTITIES.get(problem.quantity)
    return row.unit if row else KIND_OF.get(problem.quantity, "")


def _impossible(problem: Problem, typed: Typed) -> str:
    """Say why no such number can be; else on which side of the answer it lies."""
    kind, value = _kind_of(problem), typed.value
    if kind == "probability" and (sign(value) < 0 or sign(value - 1) > 0):
        return "A probability lies between 0 and 1."
    if kind == "information" and sign(value) < 0:
        return "It is never below 0: −log q of a probability is 0 or more."
    classes = problem.facts.record.get("classes") if problem.quantity == "entropy" and problem.unit in NATS else None
    if classes and sign(value - log(real(len(classes))) / NATS[problem.unit]) > 0:
        return f"The entropy of {len(classes)} classes is never above that of equal ones."
    side = "less" if sign(value - _in_unit(problem.answer, problem, typed)) > 0 else "more"
    return f"The answer is {side} than that."


def _of_choice(problem: Problem, text: str) -> Judgement:
    chosen = option_of(text, problem.options)
    if chosen is None:
        marks = [mark or each for mark, each in marked(problem.options)]
        return Judgement(UNREAD, f"Type one of {marks[0]} to {marks[-1]}, or its words.")
    if chosen == problem.answer:
        return Judgement(RIGHT, f"Right: {problem.shown}.")
    met = next((each for each in problem.slips if each.value == chosen), None)
    return Judgement(WRONG, met.sentence, met.name) if met else Judgement(WRONG, f"Not this one: {chosen}.")


def option_of(text: str, options: tuple[str, ...]) -> str | None:
    """Find the option that a text names: its mark, its words, both, how it alone begins, or the number that it alone has.

    >>> [option_of(each, ("duck", "dog", "cat")) for each in ("2.", "Du", "3 cat", "c", "d", "2 cat")]
    ['dog', 'duck', 'cat', 'cat', None, None]
    >>> [option_of(each, ("class 0", "class 1")) for each in ("a", "1", "class 1", "(b)", "2")]
    ['class 0', 'class 1', 'class 1', 'class 1', None]
    """
    word = " ".join(text.lower().split()).strip(BESIDE)
    of_mark = {mark or each: each for mark, each in marked(options)}
    place = PLACE.fullmatch(word)
    mark, words = (place[1], place[2]) if place else (word, None)
    exact = [each for each in options if each.lower().strip(BESIDE) == word]
    if exact or (mark in of_mark and words in (None, of_mark[mark].lower())):
        return exact[0] if exact else of_mark[mark]
    begun = [each for each in options if word and each.lower().startswith(word)]
    numbered = [each for each in options if mark.isdigit() and not words and mark in re.findall(r"\d+", each)]
    lettered = [each for letter, each in zip(ascii_lowercase, options, strict=False) if letter == mark and not words]
    return next((found[0] for found in (begun, numbered, lettered) if len(found) == 1), None)


def _of_order(problem: Problem, text: str) -> Judgement:
    names = "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in sorted(problem.options, key=len, reverse=True))
    words = [word for word in re.findall(rf"{names}|\w+", text, re.IGNORECASE) if word.lower() not in JOINS]
    if len(words) == 1 and len(words[0]) == len(problem.options):
        words = list(words[0])
    found, right = (option_of(word, problem.options) for word in words), list(problem.answer)  # type: ignore[arg-type]
    chosen = [each for each, _ in groupby(found)]  # 3 cat is one of them
    if None in chosen or sorted(map(str, chosen)) != sorted(problem.options):
        example = " ".join(mark or each for mark, each in reversed(marked(problem.options)))
        return Judgement(UNREAD, f"Type all of them, from the smallest to the largest, as in {example}.")
    if chosen == right:
        return Judgement(RIGHT, f"Right: {problem.shown}.")
    if chosen == right[::-1]:
        said = "That is what comes out if the order is turned round. Begin with the smallest."
        return Judgement(WRONG, said, "turned")
    at = next(k for k, (a, b) in enumerate(zip(chosen, right, strict=True)) if a != b)
    return Judgement(
        WRONG,
        f"Up to place {at} it holds; {chosen[at]} does not come next." if at else f"{chosen[0]} is not the smallest.",
    )


class Talk:
    """One question while it is answered."""

    def __init__(self, problem: Problem, tries: int = TRIES) -> None:
        """Nothing was typed yet."""
        self.problem, self.tries = problem, tries
        self.typed: list[str] = []
        self.slips: list[str] = []
        self.hints = 0
        self.is_over = self.is_right = self.is_shown = False

    @property
    def is_right_at_once(self) -> bool:
        """Whether the first answer was right, and no hint was taken before."""
        return self.is_right and len(self.typed) == 1 and not self.hints

    def reply(self, text: str) -> list[str]:
        """Say what there is to say to an answer, a wish for a hint (?), or the wish to be shown the answer (nothing)."""
        if text == HINT:
            return [self._hint() or "There are no more hints; Enter shows the answer."]
        if text == SHOW:
            return self._shown()
        found = judge(self.problem, text)
        if found.kind == UNREAD and self.tries > 1:
            return [found.said]
        self.typed.append(text)
        if found.kind == RIGHT:
            self.is_over = self.is_right = True
            return [found.said]
        self.slips += filter(None, [found.slip])
        if len(self.typed) >= self.tries:
            return [found.said, *self._shown()]
        return [found.said, "Once more."] if found.slip else [found.said, *filter(None, [self._hint()])]

    def _hint(self) -> str:
        """The next hint; "" where there is none."""
        self.hints += 1
        return self.problem.hints[self.hints - 1] if self.hints <= len(self.problem.hints) else ""

    def _shown(self) -> list[str]:
        self.is_over = self.is_shown = True
        return [f"$ {self.problem.command}", f"The answer: {self.problem.shown}."]
