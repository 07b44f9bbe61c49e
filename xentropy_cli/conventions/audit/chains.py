"""Links of a statement → their outcomes: judged, read with nothing to judge, or left alone."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.certainty import surest
from xentropy_cli.conventions.audit.doubts import is_doubtful
from xentropy_cli.conventions.audit.expression import (
    FUNCTIONS,
    Expression,
    digits_in,
    is_made_up,
    is_plain,
    plain_number,
    walk,
)
from xentropy_cli.conventions.audit.forms import double_of
from xentropy_cli.conventions.audit.judgement import ABOUT, RIGHT, ROUNDED, TRUNCATED, WRONG, best, verdicts
from xentropy_cli.conventions.audit.links import links
from xentropy_cli.conventions.audit.spellings import spellings
from xentropy_cli.conventions.audit.tokens import EDGE, Token, tokens
from xentropy_cli.conventions.audit.wholeness import Surroundings
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Link, Side
    from xentropy_cli.conventions.audit.statements import Statement


DIRECTED = ("#", "→", ">")
"""Signs behind which a result stands, never before them: of a comment, an arrow, a prompt."""

MOST_SOURCES = 20
"""So many sides back a chain of equals signs may go."""

MOST_VALUES = 8
"""So many other values of a symbol are tried."""

OPENS = frozenset("edge stop comma word row open cell arrow maybe".split())  # noqa: SIM905
CLOSES = frozenset("edge stop comma word row close cell arrow".split())  # noqa: SIM905
"""What a symbol with its value stands between."""

UNKNOWN = Expression("name", name="?")
"""The value of a symbol that was given two."""


class Outcome(NamedTuple):
    """What became of an equals sign: its place, if it was read, the verdict and the sides it is about.

    It may fit without a verdict: whole numbers alone are no worked result.
    """

    place: int
    is_read: bool = False
    judged: tuple[Verdict, Side, Side] | None = None
    fits: bool = False

    @property
    def status(self) -> str:
        """What it is called: the status of a verdict, or what became of it without one."""
        if self.judged is not None:
            return self.judged[0].status
        return "fits" if self.fits else "read" if self.is_read else "left"


def outcomes(
    statement: Statement, worked_out: Mapping[str, Expression] = {}, *, cut: tuple[bool, bool] = (False, False)
) -> list[Outcome]:
    """Judge every equals sign of a statement; of several readings of its commas the one that serves it best.

    `worked_out` are results that stood before it, each under its digits.
    """
    found: dict[int, Outcome] = {}
    for text in spellings(statement.text):
        read = tokens(text, is_table=statement.is_table)
        read = with_results(read, text, is_prompt=statement.is_prompt)
        around = Surroundings(text, read)
        for outcome in judged(links(read, cut=cut), given_values(read), around, worked_out):
            old = found.get(outcome.place)
            if old is None or rank(outcome) < rank(old):
                found[outcome.place] = outcome
    return [found[place] for place in sorted(found)]


RANKS = (RIGHT, ROUNDED, TRUNCATED, "fits", WRONG, "read", "left")
"""What serves a text best comes first: a result that fits, one that was judged, one that was read."""


def rank(outcome: Outcome) -> int:
    """The place of what became of an equals sign among the ranks."""
    return RANKS.index(outcome.status)


def with_results(read: Sequence[Token], text: str, *, is_prompt: bool) -> list[Token]:
    """Put an equals sign where a result follows without one: after a prompt's line, a remark that ends code, an arrow."""
    found: list[Token] = []
    marked = _marked(_with_formulas(read), text)
    for token, after in zip_longest(marked, marked[1:]):
        is_value = after is not None and (after.kind == "number" or (after.kind == "op" and after.text == "-"))
        is_end = bool(found) and found[-1].kind in ("number", "close", "percent")
        kind = "equals" if is_value and is_end else "stop" if token.text == "#" else "arrow"
        found.append(token._replace(kind=kind) if token.kind == "mark" else token)
    if is_prompt:
        end = text.index("\n")
        found.insert(sum(token.start < end for token in found), Token("equals", ">", end, end))
    return found


def _with_formulas(read: Sequence[Token]) -> list[Token]:
    """Put an equals sign between a spreadsheet's formula and its result, where they are the last two cells of a row."""
    found = list(read)
    ends = len(found) - (bool(found) and found[-1].kind == "cell")
    borders = [at for at, token in enumerate(found[:ends]) if token.kind == "cell" and at]
    if borders and borders[-1] in (ends - 2, ends - 3) and found[ends - 1].kind == "number":
        cell = borders[-1]
        is_signed = found[cell + 1].text == "-"
        start = borders[-2] + 1 if len(borders) > 1 else int(found[0].kind == "cell")
        if found[start].kind == "equals" and start + 1 < cell and is_signed == (cell == ends - 3):
            found[cell] = found[cell]._replace(kind="equals", text=">")
            del found[start]
    return found


def _marked(read: Sequence[Token], text: str) -> list[Token]:
    """The tokens with a mark for an arrow and for a remark, of # or //, with the sign beside it: # => 0.7, ; // 0.7."""
    found: list[Token] = []
    for token in read:
        is_hash = token.text == "#" and "#" not in text[text.rfind("\n", 0, token.start) + 1 : token.start]
        is_slash = token.kind == "stop" and text.startswith("//", token.start)
        last = found[-1] if found else None
        if last is not None and last.text == "#" and token.kind in ("arrow", "equals"):
            found[-1] = (token if token.kind == "equals" else last)._replace(start=last.start, end=token.end)
        elif is_slash and last is not None and last.text == ";":
            found[-1] = Token("mark", "#", last.start, token.end)
        elif is_hash or is_slash or token.kind == "arrow":
            found.append(Token("mark", "→" if token.kind == "arrow" else "#", token.start, token.end))
        else:
            found.append(token)
    return found


def given_values(read: Sequence[Token]) -> dict[int, tuple[str, Expression]]:
    """The symbols that a statement gives a value, p = 0.7, by their equals signs; what is only about equal is a result."""
    found: dict[int, tuple[str, Expression]] = {}
    padded = [EDGE, *read, EDGE]
    for before, name, equals, value, after in zip(*(padded[at:] for at in range(5)), strict=False):
        is_given = name.kind == "name" and equals.kind == "equals" and "≈" not in equals.text
        number = double_of(value.text) if is_given and value.kind == "number" else None
        if number is not None and before.kind in OPENS and after.kind in CLOSES:
            found[equals.start] = name.text, number
    return found


def results_of(outcome: Outcome) -> dict[str, Expression]:
    """The probabilities that were worked out and rounded, under their digits: typed again, they are no exact ones."""
    if outcome.judged is None or outcome.status == RIGHT:
        return {}
    whole = outcome.judged[2].readings[0]
    numbers = map(plain_number, whole.parts if whole.kind == "vector" else (whole,))
    return {digits_in(each): each for each in numbers if is_made_up(each)}


def judged(
    chain: Sequence[Link],
    given: dict[int, tuple[str, Expression]],
    around: Surroundings,
    worked_out: Mapping[str, Expression] = {},
) -> Iterator[Outcome]:
    """Judge links in order; what goes on in one chain of equals signs may follow from any side before it.

    A symbol has the value that it was given last: before it, there may be an equation for it. With others before, any of
    them may be meant, and with two given at once, none is known.
    """
    known = dict(worked_out)
    fresh: set[str] = set()
    sources: list[Side] = []
    for link in chain:
        if link.equals.start in given:
            name, value = given[link.equals.start]
            known[name] = value if name not in fresh or known[name] == value else UNKNOWN
            fresh.add(name)
        if not link.left.fills:
            sources = []
        others = [
            {**known, name: value} for name, value in given.values() if known.get(name, UNKNOWN) not in (value, UNKNOWN)
        ]
        outcome = _fitting([_outcome(link, sources, each, around) for each in (known, *others[:MOST_VALUES])])
        known |= results_of(outcome)
        yield outcome
        if link.left.readings and not is_plain(link.left.readings[0]):
            sources = [*sources[-MOST_SOURCES:], link.left]
            fresh.clear()


def _fitting(found: Sequence[Outcome]) -> Outcome:
    """The first outcome, or another in which a result fits."""
    return min((each for each in found if rank(each) < RANKS.index(WRONG)), key=rank, default=found[0])


def _outcome(link: Link, sources: Sequence[Side], given: dict[str, Expression], around: Surroundings) -> Outcome:
    left, right, place = link.left, link.right, link.equals.start
    if not left.readings or not right.readings:
        return Outcome(place, not _is_open(left, right, given) and not _is_open(right, left, given))
    pairs = [(worked, right) for worked in (left, *reversed(sources))]
    if is_plain(left.readings[0]) and not is_plain(right.readings[0]):
        is_directed = link.equals.text[0].isalpha() or link.equals.text in DIRECTED
        pairs = [] if is_directed else [(right, left)]
    pairs = [(worked, said) for worked, said in pairs if not is_plain(worked.readings[0])]
    if not pairs:
        return Outcome(place, is_read=_is_same(left, right))
    first = _judge(*pairs[0], link, given, around)
    if first.judged is None or first.status == RIGHT:
        return first
    found = [first, *(_judge(worked, said, link, given, around) for worked, said in pairs[1:])]
    return min((each for each in found if each.judged), key=rank)


def _is_same(left: Side, right: Side) -> bool:
    """Whether a number is written in two ways, 0.5 = 50%, or a verb leads from one number to another."""
    verdict = best(left.readings, right.readings, {}, is_about=True)
    return verdict is not None and verdict.status != WRONG


def _is_open(side: Side, other: Side, given: dict[str, Expression]) -> bool:
    """Whether a side was not read: it could not be, or a symbol in it has no value.

    A name is given a value, p = 0.7. The value of a function, f(2) = 0.75, or of a formula is claimed, unless it is worked
    out behind it.
    """
    if side.is_name or (side.is_label and not (other.readings and is_plain(other.readings[0]))):
        return False
    if not side.readings or side.is_label:
        return True
    is_known = all(part.name in given for part in walk(side.readings[0]) if part.kind == "name")
    return not is_known and (side.has_number or bool(other.readings and is_plain(other.readings[0])))


def _judge(worked: Side, said: Side, link: Link, given: dict[str, Expression], around: Surroundings) -> Outcome:
    equals = link.equals
    if worked.readings[0] == said.readings[0]:
        return Outcome(equals.start)
    verdict = best(worked.readings, said.readings, given, is_about="≈" in equals.text)
    if verdict is None:
        is_open = _is_open(worked, said, given) or _is_open(said, worked, given)
        return Outcome(equals.start, is_read=not is_open and not (worked.has_number and said.has_number))
    if not is_worth(worked.readings[0], said.readings[0]):
        return Outcome(equals.start, is_read=verdict.status != WRONG, fits=True)
    if verdict.status == WRONG:
        found = None
        every = list(verdicts(worked.readings, said.readings, given, is_about="≈" in equals.text))
        if (
            not _is_compared(link)
            and around.are_whole(worked, said, equals)
            and not any(is_doubtful(each, worked, said, equals) for each in every)
        ):
            is_open = around.is_open(worked) or (bool(every) and every[0].expression != worked.readings[0])
            found = surest(
                every,
                said.readings[0],
                has_word=around.has_word_behind(said),
                is_open=is_open,
                is_again=worked is not link.left and worked is not link.right,
            )
        if found is None:
            return Outcome(equals.start)
        verdict = found
    return Outcome(equals.start, judged=(verdict, worked, said))


def _is_compared(link: Link) -> bool:
    """Whether two numbers of as many digits are said to be about equal, 116.507 ≈ 116.611: none is the other rounded."""
    sides = [plain_number(side.readings[0]) for side in (link.left, link.right) if is_plain(side.readings[0])]
    if "≈" not in link.equals.text or len(sides) < 2 or sides[0].decimals != sides[1].decimals:  # noqa: PLR2004
        return False
    return abs(sides[0].value - sides[1].value) <= ABOUT * sides[0].value


def is_worth(worked: Expression, said: Expression) -> bool:
    """Whether it is worked arithmetic: with a function, or with numbers that are not all whole."""
    parts = [*walk(worked), *walk(said)]
    if any(part.kind in FUNCTIONS or part.name == "root" for part in parts):
        return True
    is_split = any(part.kind == "over" for part in walk(worked))
    return any(part.decimals is not None for part in parts) or (is_split and not is_plain(said))
