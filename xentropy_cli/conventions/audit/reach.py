"""Functions written without brackets → the expressions that they may be of: √ 16 + 9 may be the root of all of it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.forms import NoExpression
from xentropy_cli.conventions.audit.grammar import DEPTHS, readings
from xentropy_cli.conventions.audit.tokens import EDGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.expression import Expression
    from xentropy_cli.conventions.audit.tokens import Token

OPEN, CLOSE = EDGE._replace(kind="open", text="("), EDGE._replace(kind="close", text=")")
MOST_REACHES = 24
"""So many ways to close a bracket that is not written are tried."""


def reaching(own: Sequence[Token]) -> list[Expression]:
    """Read a side with brackets round what a root, a logarithm or an exponent without them may reach over.

    The bar of a root is lost in plain text, and ln 2 + 3 is often meant as ln(2 + 3).

    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> [part.kind for part in reaching(tokens("√16 + 9"))[0].parts], reaching(tokens("√(16) + 9"))
    (['sum', 'over'], [])
    """
    found: list[Expression] = []
    for tokens in islice(_bracketed(own), MOST_REACHES):
        try:
            found.extend(readings(tokens))
        except NoExpression:
            continue
    return found


def _bracketed(own: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens with a bracket from behind a bare function to each place where its argument may end."""
    for at in range(1, len(own)):
        if _is_bare(own, at):
            yield from ([*own[:at], OPEN, *own[at:end], CLOSE, *own[end:]] for end in _ends(own, at))


def _is_bare(own: Sequence[Token], at: int) -> bool:
    """Whether the argument of a function begins here without a bracket; LaTeX has braces or a bar for a root's."""
    before, token = own[at - 1], own[at]
    is_root = before.kind == "sqrt" and before.end - before.start == 1
    is_exponent = before.text == "^" and at > 1 and own[at - 2].text == "e"
    return token.kind != "open" and (is_root or is_exponent or before.kind == "function")


def _ends(own: Sequence[Token], start: int) -> Iterator[int]:
    """The places behind a term or factor at which a bracket may close, from the next sign but one on."""
    depth, is_further = 0, False
    for at, token in enumerate([*own[start + 1 :], EDGE], start + 1):
        depth += DEPTHS.get(token.kind, 0)
        if depth < 0 or token is EDGE:
            if is_further:
                yield at
            return
        if not depth and token.kind == "op" and token.text in "+-*/":
            if is_further:
                yield at
            is_further = True
