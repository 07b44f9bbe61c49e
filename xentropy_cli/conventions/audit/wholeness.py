"""What may be called wrong: an equation that was read whole, with nothing beside it but a border or a known word.

A list of what is known, not of what is doubtful: of a text there is always more than a list of doubts can hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.tokens import EDGE, Token
from xentropy_cli.conventions.audit.words import (
    AMBIGUOUS,
    CLOSING,
    CLOSING_FENCE,
    COPULAS,
    FENCE,
    FENCES,
    FIRST_GLUED,
    GAP,
    GIVING,
    INVISIBLE,
    LEADING,
    OPENING,
    OPENING_FENCE,
    QUANTITIES,
    ROW_END,
    SIGNS,
    SUBJECTS,
    UNITS,
    WIDE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.links import Side

LONGEST_GIVEN = 3
"""The tokens of a value that is given as a fraction."""

LOST = re.compile(r"[0-9] [xX] [23] [-−+]|\\sqrt\{[0-9.]+\}\{|(?<![\w^\]}])\{[0-9.]+\}\{")
"""What may have lost a part: the exponent of a symbol's square, 5 x 2 - 5, or the command of a fraction, \\sqrt{3}{2}."""

LONGEST_BARE = 4
"""The tokens of a function of one number."""

OPERANDS = ("number", "close", "percent", "power", "vulgar")
"""What a dash may be a minus sign after."""

FACTORS = ("function", "name", "frac", "sqrt", "open")
"""What may be a factor without a sign before it: behind one blank, not behind the two between columns."""

DISTRIBUTION = re.compile(r"(?<![\w.])Exp\(")
"""The exponential distribution, or function: written as in a sentence."""

SYMBOL_E = re.compile(r"(?:\\[a-z]|e\^)[^=]*[0-9]e[-−+][0-9]|[0-9]e[-−+][0-9][^=]*(?:\\[a-z]|e\^)")
"""What may be 2e - 1 and no 0.2: beside a command of LaTeX or a power of e."""

LISTED = re.compile(r"[0-9] · .*[0-9]·[0-9]|[0-9]·[0-9].*[0-9] · ")
"""A dot between blanks beside one without, 3 · 1.1·25: it may part two items of a list."""

CUT_THOUSANDS = re.compile(r",[0-9]{3}(?![0-9])")
"""What stands behind a number that was cut at the comma of its thousands."""

REMARK = ("word", "number", "percent", "stop", "comma", "function", "name")
"""What a remark in brackets is made of; the last two, as in (natural log), beside a word."""


class Surroundings:
    """A text and its tokens, with an edge at each end: what stands round and between those of an equation."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        """Keep them, and where each token starts."""
        self.text = text
        self.tokens = [EDGE, *tokens, EDGE._replace(start=len(text))]
        self.starts = [token.start for token in self.tokens]
        self.is_mixed = all(sign.search(text) for sign in SIGNS)

    def are_whole(self, worked: Side, said: Side, equals: Token) -> bool:
        """Whether two sides, and what stands between them, are an equation and nothing else."""
        first, last = self._first(worked), self._last(said)
        is_verb = equals.text[0].isalpha()
        return (
            first < last
            and not self.is_mixed
            and not any(
                form.search(self.text, worked.tokens[0].start, worked.tokens[-1].end)
                for form in (DISTRIBUTION, LOST, SYMBOL_E, LISTED)
            )
            and not self._has_remark_of_signs(said)
            and not (self._is_copied(worked) and any(map(_is_count, (*worked.tokens, *said.tokens))))
            and not self._is_repeated(worked, said, equals)
            and not (len(worked.tokens) <= LONGEST_GIVEN and self._is_given(first))
            and self._is_joined(first, last)
            and self._is_closed(first, last)
            and self._opens(first, is_verb=is_verb)
            and self._closes(last)
        )

    def has_word_behind(self, said: Side) -> bool:
        """Whether a word that may be a unit follows: none of information."""
        after = self.tokens[self._last(said) + 1]
        return after.kind == "word" and after.text.lower() not in UNITS | CLOSING - AMBIGUOUS

    def is_open(self, worked: Side) -> bool:
        """Whether a side may begin before its first sign, or behind it.

        A dash with a blank behind it, at the start of a line or a cell, may go on with what is before it; a number with a
        blank between it and a function may be another column's.
        """
        if self._is_copied(worked):
            return True
        first = self._first(worked)
        before, start, after = self.tokens[first - 1 : first + 2]
        is_apart = after.start > start.end
        if start.text == "-":
            return is_apart and before.kind in ("edge", "cell", "row", "close")
        is_sum = worked.readings[0].kind == "sum"
        return is_apart and start.kind in OPERANDS and after.kind in FACTORS and not is_sum

    def _first(self, worked: Side) -> int:
        """The place of the first token of a side."""
        return bisect_left(self.starts, worked.tokens[0].start)

    def _last(self, said: Side) -> int:
        """The place of the last token of a side."""
        return bisect_left(self.starts, said.tokens[-1].start)

    def _between(self, at: int) -> str:
        """The text between a token and the one before it."""
        return self.text[max(0, self.tokens[at - 1].end) : self.tokens[at].start]

    def _is_joined(self, first: int, last: int) -> bool:
        """Whether nothing was left out between the tokens of an equation."""
        for at in range(first + 1, last + 1):
            before, token = self.tokens[at - 1], self.tokens[at]
            gap = self._between(at)
            if "equals" in (before.kind, token.kind):
                sign = token if token.kind == "equals" else before
                if sign.text[0].isalpha():
                    is_fenced = self._has_function(first, at)
                else:
                    is_fenced = sign.text not in "=≈" or self._is_formula(
                        *((first, at - 1) if token is sign else (at, last))
                    )
                gap = WIDE.sub(" ", FENCES.sub("", gap) if is_fenced else gap)
            is_column = len(gap) > 1 and gap.isspace() and before.kind in OPERANDS and token.kind in FACTORS
            if is_column or not GAP.fullmatch(gap) or (token.kind == "cell" and not self._is_between_cells(at)):
                return False
            if "equals" not in (before.kind, token.kind) and (
                ("\n" in gap and token.kind not in ("op", "cell") and before.kind != "cell" and not self._goes_on(at))
                or ("&" in gap and not ROW_END.search(gap))
            ):
                return False
            if token.text == "+" and before.kind in ("open", "equals", "op"):
                return False
        return True

    def _goes_on(self, at: int) -> bool:
        """Whether a line ended with a sign that stands apart, behind a blank: 20.5× is a factor; a minus sign may be a dash."""
        sign, gap = self.tokens[at - 1], self._between(at)
        return sign.kind == "op" and bool(self._between(at - 1)) and (sign.text != "-" or gap[-1] in " \t")

    def _is_formula(self, start: int, end: int) -> bool:
        """Whether one fence opens right before these tokens, and closes right behind them: `0.5 * 0.3` = 0.15."""
        opening, closing = OPENING_FENCE.search(self._between(start)), CLOSING_FENCE.match(self._between(end + 1))
        return opening is not None and closing is not None and opening[1].replace("(", ")") == closing[1]

    def _has_function(self, first: int, end: int) -> bool:
        """Whether a function stands between two tokens: a number alone may be an object, using $2$ and $4/3$ gives $1.4$."""
        return any(token.kind == "function" for token in self.tokens[first:end])

    def _is_closed(self, first: int, last: int) -> bool:
        """Whether a bracket right before an equation closes behind it; one that does not may be a part: (1 - 0.9 / 2 = 0.05."""
        if self.tokens[first - 1].kind != "open":
            return True
        depth = 1
        for token in self.tokens[last + 1 :]:
            depth += (token.kind == "open") - (token.kind == "close")
            if not depth:
                return True
        return False

    def _has_remark_of_signs(self, said: Side) -> bool:
        """Whether a bracket behind a result, after a blank, holds more than words and numbers: it may be a factor."""
        start = bisect_left(self.starts, said.tokens[0].start)
        for at in range(start + 1, self._last(said) + 2):
            before, token = self.tokens[at - 1 : at + 1]
            if token.kind == "open" and before.kind in OPERANDS and token.start > before.end:
                inner = [each.kind for each in takewhile(lambda each: each.kind != "close", self.tokens[at + 1 :])]
                is_closed = at + len(inner) + 1 < len(self.tokens)
                known = REMARK if "word" in inner or inner == ["function"] else REMARK[: REMARK.index("function")]
                return is_closed and any(kind not in known for kind in inner)
        return False

    def _is_copied(self, side: Side) -> bool:
        """Whether a sign without width stands in a side: it was copied from a web page."""
        return bool(INVISIBLE.search(self.text, side.tokens[0].start, side.tokens[-1].end))

    def _is_repeated(self, worked: Side, said: Side, equals: Token) -> bool:
        """Whether a function of one number is about what was worked out before it in another way: 17/12 ≈ 1.4167 ≈ √2."""
        first, last = self._first(worked), self._last(said)
        is_bare = "≈" in equals.text and len(worked.tokens) <= LONGEST_BARE
        before = zip(self.tokens[:first], self.tokens[1:first], strict=False)
        return is_bare and any(one.kind == "equals" and other.text == self.tokens[last].text for one, other in before)

    def _is_between_cells(self, at: int) -> bool:
        """Whether a border of a cell is one of two round an equals sign, or a wide blank: one border ends a column."""
        kinds = [token.kind for token in self.tokens[at - 2 : at + 3]]
        return "equals" in kinds and (kinds.count("cell") > 1 or self.tokens[at].text.startswith("\\"))

    def _opens(self, first: int, *, is_verb: bool) -> bool:
        """Whether an expression surely begins here."""
        before, token, gap = self.tokens[first - 1], self.tokens[first], self._between(first)
        if before.kind == "word":
            word = before.text.lower()
            if is_verb:
                is_known = word in SUBJECTS
            else:
                is_known = word in OPENING | QUANTITIES or bool(COPULAS.fullmatch(word)) or self._is_led_to(first)
            return (is_known and (bool(gap) or word[0] >= FIRST_GLUED)) or (bool(FENCE.search(gap)) and not is_verb)
        if before.kind == "row":
            is_ended = token.kind != "op" or self._is_row_of_its_own(first)
            return self.tokens[first - 2].kind != "op" and (before.text != "\\\\" or is_ended)
        if before.kind in ("stop", "open"):
            return self._opens_behind_mark(first)
        if before.kind == "equals":
            is_cell = self.tokens[first - 2].kind == "edge" and not gap
            return is_cell or (not is_verb and bool(FENCE.search(gap) or GAP.fullmatch(WIDE.sub(" ", gap))))
        if before.kind == "edge" and token.text == "+":
            return False  # of a sum that began before
        return before.kind in ("edge", "cell", "maybe") or (before.kind in ("comma", "arrow") and bool(gap))

    def _is_row_of_its_own(self, first: int) -> bool:
        """Whether a logarithm with its minus sign begins a row behind a row that ended with a result."""
        sign, function = self.tokens[first : first + 2]
        before = [token for token in self.tokens[max(0, first - 4) : first - 1] if token.text != "-"]
        is_result = [token.kind for token in before[-2:]] == ["equals", "number"]
        return is_result and sign.text == "-" and sign.end == function.start and function.kind == "function"

    def _is_led_to(self, first: int) -> bool:
        """Whether a quantity stands before it, a perplexity of e^4 = 54.6, or it begins a sentence: For ln 2 = 0.69."""
        before, word = self.tokens[first - 2 : first]
        is_function = self.tokens[first + (self.tokens[first].text == "-")].kind == "function"
        is_first = before.kind in ("edge", "stop", "row", "cell", "maybe")
        is_worth = word.text.lower() == "of" and before.text.lower() in QUANTITIES
        return is_worth or (is_first and is_function and word.text.lower() in LEADING)

    def _is_given(self, first: int) -> bool:
        """Whether a symbol was given the value that begins here, behind its equals sign: at x = 1/2."""
        if self.tokens[first - 1].kind != "equals":
            return False
        for token in reversed(self.tokens[: first - 1]):
            if token.kind in ("stop", "row", "cell", "equals"):
                return False
            if token.kind == "word":
                return token.text.lower() in GIVING
        return False

    def _opens_behind_mark(self, first: int) -> bool:
        """Whether an expression begins behind a mark of the text: a dash may be a minus sign, a bracket that of a function."""
        before, mark = self.tokens[first - 2 : first]
        if mark.kind == "open":
            return before.kind in ("edge", "stop") or before.end < mark.start
        if mark.text == "?" and mark.end == self.tokens[first].start:
            return False  # a sign that was lost in copying
        return mark.text != "–" or before.kind not in OPERANDS

    def _ends_line(self, at: int) -> bool:
        """Whether a line of markup ends here: two strokes glued to a word are a command that was escaped, overline{6}."""
        row, after = self.tokens[at : at + 2]
        is_command = after.kind == "word" and after.start == row.end
        return row.text != "\\\\" or (after.kind != "op" and not is_command)

    def _closes(self, last: int) -> bool:
        """Whether a result surely ends here."""
        after, gap = self.tokens[last + 1], self._between(last + 1)
        if after.kind == "word":
            is_apart = bool(gap) or self.text[after.start] == "\\" or after.text[0] >= FIRST_GLUED
            is_symbol = len(after.text) == 1 and "\\" in gap and not FENCE.search(gap)
            if is_symbol or (after.text == "to" and self.tokens[last + 2].kind == "number"):
                return False
            return is_apart and (after.text.lower() in CLOSING or (bool(FENCE.search(gap)) and gap != gap.rstrip()))
        if after.kind == "row":
            return self._ends_line(last + 1)
        if after.kind == "comma":
            return bool(gap) or not CUT_THOUSANDS.match(self.text, after.start)
        if after.kind == "stop":
            is_dash = after.text == "–" and self.text[after.start : after.end].strip() == "–"
            return after.text != "?" and not is_dash and (after.text != "!" or bool(gap))
        return after.kind != "open" or bool(gap)


def _is_count(token: Token) -> bool:
    """Whether it is a whole number but 0 and 1: two of them may have been a fraction."""
    return token.kind == "number" and token.text.isdigit() and token.text not in "01"
