"""A typed answer, such as ln 2, -ln(0.7), 1/3 or 12 %, as a value."""

from __future__ import annotations

from xentropy_cli.conventions.audit.evaluation import NoValue, Setting, scalar
from xentropy_cli.conventions.audit.expression import is_plain
from xentropy_cli.conventions.audit.forms import NoExpression
from xentropy_cli.conventions.audit.grammar import readings
from xentropy_cli.conventions.audit.judgement import bases_of, unit_of
from xentropy_cli.conventions.audit.spellings import readings_of_commas
from xentropy_cli.conventions.audit.tokens import tokens
from xentropy_cli.named_tuple import NamedTuple

LONGEST_ANSWER = 1000


class Answer(NamedTuple):
    """A value that a text may mean, and the unit in its last place: 0 for an expression, which is exact."""

    value: float
    unit: float


def answers(text: str) -> tuple[Answer, ...]:
    """Read a number or an expression; every value that it may mean, the likeliest first, and none for what is no arithmetic.

    >>> [round(each.value, 4) for each in answers("-ln(0.7)")], [each.value for each in answers("12 %")]
    ([0.3567], [0.12])
    >>> [round(each.value, 3) for each in answers("log 2")], answers("0.36")[0].unit, answers("two")
    ([0.693, 1.0, 0.301], 0.01, ())
    """
    found: dict[float, Answer] = {}
    for plain in readings_of_commas(text.strip()) if len(text) <= LONGEST_ANSWER else ():
        try:
            read = list(
                readings([token._replace(kind="op") if token.kind == "maybe" else token for token in tokens(plain)])
            )
        except NoExpression:
            continue
        for expression in read:
            for base in bases_of(expression):
                try:
                    value = scalar(expression, Setting(base)).value
                except NoValue:
                    continue
                found.setdefault(value, Answer(value, unit_of(expression) if is_plain(expression) else 0.0))
    return tuple(found.values())
