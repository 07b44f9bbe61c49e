"""A file of exercises → its templates; a template and a seed → a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import chain, combinations, product
from typing import TYPE_CHECKING
from zlib import crc32

from xentropy_cli.core.real import Real, is_infinite, sign
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.facts import Facts
from xentropy_cli.pages.lesson_blocks import Paragraph, Section
from xentropy_cli.pages.paths import path_of
from xentropy_cli.teaching.asking.ask import ask_of, problem_of
from xentropy_cli.teaching.asking.problem import NUMBER
from xentropy_cli.teaching.course import FOLDER, text_of, topics
from xentropy_cli.teaching.lines import SourceLine, lines_of
from xentropy_cli.teaching.live import LIVE
from xentropy_cli.teaching.lookup import look_up
from xentropy_cli.teaching.practice.draws import Drawer, Rule, is_kept, refuse_undrawn, rule_of, with_drawn
from xentropy_cli.teaching.prose import Fence, pieces

if TYPE_CHECKING:
    from xentropy_cli.teaching.asking.problem import Problem
    from xentropy_cli.teaching.prose import Placed


EXERCISES = FOLDER / "exercises"
TRIES = 200
"""Draws until answer and slips lie apart, and of a file of somebody's, in which what cannot be drawn is found so."""

APART = 2
"""Units of the last digit asked by which the answer and the slips differ from each other, at least."""

FEWEST_UNITS = 10
"""Units of the last digit asked in every one of them, so that it has two digits."""

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Characters of a check that are not taken for one another."""


class Exercise(NamedTuple):
    """A template: its heading, name and topic, what is drawn, its text, and the lines of its `ask` fence."""

    head: SourceLine
    name: str
    topic: str
    rules: tuple[Rule, ...]
    text: str
    lines: tuple[SourceLine, ...]

    @property
    def file(self) -> str:
        """Where it stands."""
        return self.head.file

    @property
    def level(self) -> int:
        """How hard it is, from 1 to 3."""
        return next((int(rule.said["level"]) for rule in self.rules if rule.kind == "level"), 1)


Runner = Callable[[Exercise], Callable[[tuple[str, ...]], Facts]]
"""What runs the commands of an exercise, for their records."""


class Drawn(NamedTuple):
    """A question with its numbers: its template, its text, and the record."""

    exercise: Exercise
    text: str
    problem: Problem

    @property
    def check(self) -> str:
        """Two characters that tell these numbers from others."""
        code = crc32(f"{self.text} {self.problem.command}".encode())
        return SIGNS[code % len(SIGNS)] + SIGNS[code // len(SIGNS) % len(SIGNS)]


def exercises_of(text: str, topic: str, file: str) -> tuple[Exercise, ...]:
    """Read the templates of a file, each under a heading of its name; raise XentError (bad-lesson)."""
    found: list[list[Placed]] = []
    for placed in pieces(lines_of(text, file)):
        if isinstance(placed.piece, Section):
            found += [[placed]] if placed.lines[0].startswith("## ") else []
        elif found:
            found[-1].append(placed)
    return tuple(_exercise(head.lines[0], rest, topic) for head, *rest in found)


def _exercise(head: SourceLine, rest: list[Placed], topic: str) -> Exercise:
    name = head.removeprefix("## ").strip()
    texts = [each.lines for each in rest if isinstance(each.piece, Paragraph)]
    asks = [each.piece.lines for each in rest if isinstance(each.piece, Fence) and each.piece.language == "ask"]
    if len(texts) < 2 or len(asks) != 1 or not re.fullmatch(r"[a-z][a-z-]*[a-z]", name):  # noqa: PLR2004  rules and a text
        raise head.fault("This exercise is not whole.",
                         why="Under its name (a word of small letters) stand lines such as level: 1, a text, one ask fence.",
                         fix="See: xent explain teaching")  # fmt: skip
    above, *texts = texts
    rules = tuple(map(rule_of, above))
    values = Drawer("").values(rules)
    is_kept(rules, values)
    refuse_undrawn(chain(*texts, *asks), values)
    return Exercise(head, name, topic, rules, "\n\n".join(map(" ".join, texts)), asks[0])


def own_exercises(text: str, file: str) -> tuple[Exercise, ...]:
    """Read the templates of a file that somebody wrote: its heading names the lesson that explains them.

    Raises XentError (bad-lesson).
    """
    heading = SourceLine(text.partition("\n")[0].rstrip(), 1, file)
    found = look_up(heading.removeprefix("# ").strip())
    if not heading.startswith("# ") or found is None or found.kind != "lesson":
        raise heading.fault("The heading of this file names no lesson.",
                            why="Exercises stand in a file whose first line is # and the lesson that explains them.",
                            fix="Write, for example: # binary (xent explain lists the lessons)")  # fmt: skip
    rows = exercises_of(text, found.name, file)
    if not rows:
        raise heading.fault("There is no exercise in this file.", why="An exercise stands under a heading ## with its name.",
                            fix="See: xent explain teaching")  # fmt: skip
    for row, trial in product(rows, range(TRIES)):
        Drawer(str(trial)).values(row.rules)
    return rows


@cache
def exercises() -> dict[str, Exercise]:
    """Every template that comes with xent, by name, in the order of the lessons."""
    files = {topic: EXERCISES / f"{topic}.md" for topic in topics()}
    read = (
        exercises_of(text_of(path), topic, f"exercises/{path.name}") for topic, path in files.items() if path.exists()
    )
    return {row.name: row for rows in read for row in rows}


def topics_with_exercises() -> tuple[str, ...]:
    """Name the lessons that have exercises, in reading order."""
    return tuple(dict.fromkeys(row.topic for row in exercises().values()))


def drawn(exercise: Exercise, seed: str, runner: Runner) -> Drawn:
    """Draw numbers for a template until the answer and the slips of its question lie apart.

    Raises XentError (bad-lesson) where none is found, and what the command raises.
    """
    for attempt in range(TRIES):
        values = Drawer(f"{exercise.name} {seed} {attempt}").values(exercise.rules)
        if is_kept(exercise.rules, values):
            joints = (", " if line.startswith("hint:") else "," for line in exercise.lines)
            lines = (
                line.saying(with_drawn(line, values, joint)) for line, joint in zip(exercise.lines, joints, strict=True)
            )
            if (problem := problem_if_apart(exercise, tuple(lines), runner)) is not None:
                return Drawn(exercise, _said(with_drawn(exercise.text, values, ", "), problem), problem)
    raise exercise.lines[0].fault(f"No numbers of {exercise.name} keep its slips apart.",
                                  why=f"{TRIES} were drawn; the answer and every slip must differ in the digits asked.",
                                  fix="Take a slip out, or draw other numbers.")  # fmt: skip


@cache
def problem_if_apart(exercise: Exercise, lines: tuple[SourceLine, ...], runner: Runner) -> Problem | None:
    """Work out a question with its numbers filled in, once each; None where they do not keep answer and slips apart."""
    problem = problem_of(ask_of(lines), runner(exercise))
    return problem if problem is not None and is_apart(problem) else None


def _said(text: str, problem: Problem) -> str:
    """The text with the numbers of the record that it shows."""
    facts = Facts(problem.facts.record, problem.digits + 1)
    return LIVE.sub(lambda found: str(facts.shown(path_of(found[2]))), text)


def is_apart(problem: Problem) -> bool:
    """Tell whether answer and slips can be told from each other in the digits asked, each having two of them.

    One of so few digits that it is written whole has enough of them; at most one is infinite.
    """
    if problem.kind != NUMBER:
        return True
    values = [each for each in (problem.answer, *(met.value for met in problem.slips)) if isinstance(each, Real)]
    finite = [each for each in values if not is_infinite(each)]
    units = [each.rounded(problem.digits).scaleb(problem.digits) for each in finite]
    whole = [bool(each) and not sign(each - each.rounded(problem.digits)) for each in finite]
    are_long = all(abs(unit) >= FEWEST_UNITS or is_whole for unit, is_whole in zip(units, whole, strict=True))
    return (
        are_long and len(values) - len(finite) < APART and all(abs(a - b) >= APART for a, b in combinations(units, 2))
    )
