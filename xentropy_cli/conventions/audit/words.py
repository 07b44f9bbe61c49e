"""Words round an equation that are known to be no part of it: what opens it, what follows its result, units."""

from __future__ import annotations

OPENING = frozenset(
    """
    so thus hence then therefore and or but because since where namely also i.e e.g example total equals
    is are was be gives give gets get got yields becomes means costs cost have has find obtain compute calculate
    need needs expect expected says say shows show prints returns
    pay pays just only exactly simply however conversely similarly likewise finally whereas clearly indeed
    und also dann daher ist et donc soit y entonces luego es
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words after which an expression begins that owes them nothing."""

QUANTITIES = frozenset(
    "loss entropy surprisal surprise gain perplexity probability likelihood answer result value solution".split()  # noqa: SIM905
)
"""Words for what an expression is worth: it begins after them, and after `of` behind them."""

SUBJECTS = frozenset("so thus hence then therefore and because since also und donc y".split())  # noqa: SIM905
"""Words after which it may be the subject of a verb; it is an object in: the loss for 0.5 · 2 is 0.3."""

UNITS = frozenset(
    "nat nats bit bits бит бита битов нат натов ban bans shannon shannons hartley hartleys sh dit dits".split()  # noqa: SIM905
)

CLOSING = UNITS | frozenset(
    """
    so thus hence then therefore and or but because since where which while when if as for with by here this that
    we it the a is in from to at not rather instead und oder also dann et donc y o entonces
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words that may follow a result and are no part of it: units of information, and those that begin another thought."""

AMBIGUOUS = frozenset(("a", "in"))
"""Words that are units as well: of an are or a year, and of an inch."""

GIVING = frozenset("at for with if when where let set given using assume suppose say für bei mit".split())  # noqa: SIM905
"""Words before a symbol that say that it is given a value."""
