"""Links of a statement → their outcomes: judged, read with nothing to judge, or left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.audit.doubts import FUNCTIONS, first_slip, is_doubtful
from xentropy_cli.conventions.audit.expression import is_plain, walk
from xentropy_cli.conventions.audit.forms import double_of
from xentropy_cli.conventions.audit.judgement import RIGHT, WRONG, best, verdicts
from xentropy_cli.conventions.audit.links import links
from xentropy_cli.conventions.audit.spellings import spellings
from xentropy_cli.conventions.audit.tokens import Token, tokens
from xentropy_cli.conventions.audit.wholeness import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.expression import Expression
    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Link, Side
    from xentropy_cli.conventions.audit.statements import Statement


DIRECTED = ("#", "→", ">")
"""Signs behind which a result stands, never before them: of a comment, an arrow, a prompt."""

MOST_SOURCES = 20
"""So many sides back a chain of equals signs may go."""


class Outcome(NamedTuple):
    """What became of an equals sign: the verdict and the sides it is about; if it was read; the place of the equals sign.

    It may fit without a verdict: whole numbers alone are no worked result, and what is in doubt may be right.
    """

    place: int
    is_read: bool
    verdict: Verdict | None = None
    worked: Side | None = None
    said: Side | None = None
    fits: bool = False


def outcomes(statement: Statement, *, cut: tuple[bool, bool] = (False, False)) -> list[Outcome]:
    """Judge every equals sign of a statement; of several readings of its commas the one that serves it best."""
    found: dict[int, Outcome] = {}
    for text in spellings(statement.text):
        read = tokens(text, is_table=statement.is_table)
        read = with_results(read, text, is_prompt=statement.is_prompt)
        around = Surroundings(text, read)
        for outcome in judged(links(read, cut=cut), given_values(read), around):
            old = found.get(outcome.place)
            if old is None or rank(outcome) < rank(old):
                found[outcome.place] = outcome
    return [found[place] for place in sorted(found)]


RANKS = {"right": 0, "rounded": 1, "truncated": 2, "fits": 3, "doubtful": 4, "wrong": 5, "read": 6, "left": 7}


def rank(outcome: Outcome) -> int:
    """What serves a text best comes first: a result that fits, one that was judged, one that was read."""
    if outcome.verdict is not None:
        return RANKS[outcome.verdict.status]
    if outcome.is_read:
        return RANKS["fits" if outcome.fits else "read"]
    return RANKS["doubtful" if outcome.fits else "left"]


def with_results(read: Sequence[Token], text: str, *, is_prompt: bool) -> list[Token]:
    """Put an equals sign where a result follows without one: after a prompt's line, a # that ends code, an arrow."""
    line_end = text.find("\n") if is_prompt else -1
    found: list[Token] = []
    for at, token in enumerate(read):
        if 0 <= line_end < token.start:
            found.append(Token("equals", ">", line_end, line_end))
            line_end = -1
        is_mark = token.kind == "arrow" or (token.kind == "junk" and token.text == "#")
        after = read[at + 1 : at + 2]
        if is_mark and token.text == "#" and after and after[0].kind in ("equals", "arrow"):
            continue
        is_value = bool(after) and (after[0].kind == "number" or (after[0].kind == "op" and after[0].text == "-"))
        is_end = bool(found) and found[-1].kind in ("number", "close", "percent")
        sign = "#" if token.text == "#" else "→"
        kind = "equals" if is_value and is_end else "stop" if sign == "#" else "arrow"
        found.append(Token(kind, sign, token.start, token.end) if is_mark else token)
    return found


def given_values(read: Sequence[Token]) -> dict[str, tuple[int, Expression]]:
    """The symbols that a statement gives one value, p = 0.7, with the place; what is only about equal is a result."""
    found: dict[str, set[tuple[int, Expression]]] = {}
    for at in range(1, len(read) - 1):
        name, equals, value = read[at - 1 : at + 2]
        after = read[at + 2] if at + 2 < len(read) else None
        is_whole = after is None or after.kind in ("stop", "comma", "word", "row", "close", "arrow", "cell")
        is_alone = at < 2 or read[at - 2].kind in ("stop", "comma", "word", "row", "open", "cell", "arrow", "maybe")  # noqa: PLR2004
        is_given = equals.kind == "equals" and "≈" not in equals.text
        number = double_of(value.text) if value.kind == "number" else None
        if is_given and name.kind == "name" and number is not None and is_whole and is_alone:
            found.setdefault(name.text, set()).add((equals.start, number))
    return {name: min(values) for name, values in found.items() if len({number.value for _, number in values}) == 1}


def judged(chain: Sequence[Link], given: dict[str, tuple[int, Expression]], around: Surroundings) -> Iterator[Outcome]:
    """Judge links in order; what goes on in one chain of equals signs may follow from any side before it.

    A symbol has its value from the place on where it is given: before it, there may be an equation for it.
    """
    waiting = sorted(((place, name, value) for name, (place, value) in given.items()), reverse=True)
    known: dict[str, Expression] = {}
    sources: list[Side] = []
    before: Link | None = None
    for link in chain:
        while waiting and waiting[-1][0] <= link.equals.start:
            _, name, value = waiting.pop()
            known[name] = value
        if before is None or not (before.right.fills and link.left.fills):
            sources = []
        yield _outcome(link, sources, known, around)
        if link.left.readings and not is_plain(link.left.readings[0]):
            sources = [*sources[-MOST_SOURCES:], link.left]
        before = link


def _outcome(link: Link, sources: Sequence[Side], given: dict[str, Expression], around: Surroundings) -> Outcome:
    left, right, place = link.left, link.right, link.equals.start
    if not left.readings or not right.readings:
        return Outcome(place, not any(_is_open(side, given) for side in (left, right)))
    pairs = [(worked, right) for worked in (left, *reversed(sources))]
    if is_plain(left.readings[0]) and not is_plain(right.readings[0]):
        if link.equals.text[0].isalpha() or link.equals.text in DIRECTED:
            return Outcome(place, is_read=True)
        pairs = [(right, left)]
    pairs = [(worked, said) for worked, said in pairs if not is_plain(worked.readings[0])]
    if not pairs:
        return Outcome(place, is_read=True)
    first = _judge(*pairs[0], link.equals, given, around)
    if first.verdict is None or first.verdict.status == RIGHT:
        return first
    found = [first, *(_judge(worked, said, link.equals, given, around) for worked, said in pairs[1:])]
    return min((each for each in found if each.verdict is not None), key=rank)


def _is_open(side: Side, given: dict[str, Expression]) -> bool:
    """Whether a side holds a number and was not read: it could not be, or a symbol in it has no value."""
    if side.is_label or not side.has_number:
        return False
    return not side.readings or any(part.kind == "name" and part.name not in given for part in walk(side.readings[0]))


def _judge(worked: Side, said: Side, equals: Token, given: dict[str, Expression], around: Surroundings) -> Outcome:
    verdict = best(worked.readings, said.readings, given, is_about="≈" in equals.text)
    if verdict is None:
        return Outcome(equals.start, is_read=any(not side.has_number for side in (worked, said)))
    if not is_worth(worked.readings[0], said.readings[0]):
        return Outcome(equals.start, is_read=True, fits=True)
    if verdict.status == WRONG:
        found = None
        if around.are_whole(worked, said, equals) and not is_doubtful(verdict, worked, said, equals):
            has_word = around.has_word_behind(worked, said)
            every = verdicts(worked.readings, said.readings, given, is_about="≈" in equals.text)
            found = first_slip(every, said.readings[0], has_word=has_word)
        if found is None:
            return Outcome(equals.start, is_read=False, fits=True)
        verdict = found
    return Outcome(equals.start, True, verdict, worked, said)  # noqa: FBT003


def is_worth(worked: Expression, said: Expression) -> bool:
    """Whether it is worked arithmetic: with a function, or with numbers that are not all whole."""
    parts = [*walk(worked), *walk(said)]
    if any(part.kind in FUNCTIONS or part.name == "root" for part in parts):
        return True
    is_split = any(part.kind == "over" for part in walk(worked))
    return any(part.decimals is not None for part in parts) or (is_split and not is_plain(said))
