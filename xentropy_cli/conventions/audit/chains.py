"""Links of a statement → their outcomes: judged, read with nothing to judge, or left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.audit.certainty import surest
from xentropy_cli.conventions.audit.doubts import FUNCTIONS, is_doubtful
from xentropy_cli.conventions.audit.expression import Expression, is_plain, walk
from xentropy_cli.conventions.audit.forms import double_of
from xentropy_cli.conventions.audit.judgement import RIGHT, WRONG, best, verdicts
from xentropy_cli.conventions.audit.links import links
from xentropy_cli.conventions.audit.spellings import spellings
from xentropy_cli.conventions.audit.tokens import Token, tokens
from xentropy_cli.conventions.audit.wholeness import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Link, Side
    from xentropy_cli.conventions.audit.statements import Statement


DIRECTED = ("#", "→", ">")
"""Signs behind which a result stands, never before them: of a comment, an arrow, a prompt."""

MOST_SOURCES = 20
"""So many sides back a chain of equals signs may go."""

MOST_VALUES = 8
"""So many other values of a symbol are tried."""


UNKNOWN = Expression("name", name="?")
"""The value of a symbol that was given two."""


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
    """Put an equals sign where a result follows without one: after a prompt's line, a remark that ends code, an arrow."""
    line_end = text.find("\n") if is_prompt else -1
    found: list[Token] = []
    marked = _marked(read, text)
    for at, token in enumerate(marked):
        if 0 <= line_end < token.start:
            found.append(Token("equals", ">", line_end, line_end))
            line_end = -1
        after = marked[at + 1 : at + 2]
        is_value = bool(after) and (after[0].kind == "number" or (after[0].kind == "op" and after[0].text == "-"))
        is_end = bool(found) and found[-1].kind in ("number", "close", "percent")
        kind = "equals" if is_value and is_end else "stop" if token.text == "#" else "arrow"
        found.append(token._replace(kind=kind) if token.kind == "mark" else token)
    return found


def _marked(read: Sequence[Token], text: str) -> list[Token]:
    """The tokens with a mark for an arrow and for a remark, of # or //, with the sign beside it: # => 0.7, ; // 0.7."""
    found: list[Token] = []
    for token in read:
        is_hash = token.kind == "junk" and token.text == "#"
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


def given_values(read: Sequence[Token]) -> list[tuple[int, str, Expression]]:
    """The symbols that a statement gives a value, p = 0.7, with the places; what is only about equal is a result."""
    found: list[tuple[int, str, Expression]] = []
    for at in range(1, len(read) - 1):
        name, equals, value = read[at - 1 : at + 2]
        after = read[at + 2] if at + 2 < len(read) else None
        is_whole = after is None or after.kind in ("stop", "comma", "word", "row", "close", "arrow", "cell")
        is_alone = at < 2 or read[at - 2].kind in ("stop", "comma", "word", "row", "open", "cell", "arrow", "maybe")  # noqa: PLR2004
        is_given = equals.kind == "equals" and "≈" not in equals.text
        number = double_of(value.text) if value.kind == "number" else None
        if is_given and name.kind == "name" and number is not None and is_whole and is_alone:
            found.append((equals.start, name.text, number))
    return found


def judged(
    chain: Sequence[Link], given: Sequence[tuple[int, str, Expression]], around: Surroundings
) -> Iterator[Outcome]:
    """Judge links in order; what goes on in one chain of equals signs may follow from any side before it.

    A symbol has the value that it was given last: before it, there may be an equation for it. With others before, any of
    them may be meant, and with two given at once, none is known.
    """
    waiting = sorted(given, key=lambda each: each[0], reverse=True)
    known: dict[str, Expression] = {}
    fresh: set[str] = set()
    sources: list[Side] = []
    before: Link | None = None
    for link in chain:
        while waiting and waiting[-1][0] <= link.equals.start:
            _, name, value = waiting.pop()
            known[name] = value if name not in fresh or known[name] == value else UNKNOWN
            fresh.add(name)
        if before is None or not (before.right.fills and link.left.fills):
            sources = []
        others = [
            {**known, name: value} for _, name, value in given if known.get(name, UNKNOWN) not in (value, UNKNOWN)
        ]
        yield _fitting([_outcome(link, sources, each, around) for each in (known, *others[:MOST_VALUES])])
        if link.left.readings and not is_plain(link.left.readings[0]):
            sources = [*sources[-MOST_SOURCES:], link.left]
            fresh.clear()
        before = link


def _fitting(found: Sequence[Outcome]) -> Outcome:
    """The first outcome, or another in which a result fits."""
    return min(found, key=lambda each: min(rank(each), RANKS["fits"]))


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
        sides = (worked, said)
        is_read = any(not side.has_number for side in sides) and not any(_is_open(side, given) for side in sides)
        return Outcome(equals.start, is_read)
    if not is_worth(worked.readings[0], said.readings[0]):
        return Outcome(equals.start, is_read=True, fits=True)
    if verdict.status == WRONG:
        found = None
        if around.are_whole(worked, said, equals) and not is_doubtful(verdict, worked, said, equals):
            every = list(verdicts(worked.readings, said.readings, given, is_about="≈" in equals.text))
            is_open = around.is_open(worked) or (bool(every) and every[0].expression != worked.readings[0])
            found = surest(
                every,
                said.readings[0],
                has_word=around.has_word_behind(worked, said),
                is_open=is_open,
            )
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
