"""A reader's own numbers in place of a lesson's: the same command, with other values."""

from __future__ import annotations

from shlex import join
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

PREDICTION = ("--pred", "--logits", "--logprobs")
TRUTH = ("--label", "--true")
BASE = ("--base",)
NAMES = ("--names",)
READING = ("--as",)
TYPED = ("pred", "logits", "label", "true")
"""The options by which a lesson is given other numbers."""

SLOTS = (PREDICTION, TRUTH, BASE)
"""Options that answer the same question: one given by the reader takes the place of all of them."""


class Own(NamedTuple):
    """What the reader gave: options in the order `--pred`, `--logits`, `--label`, `--true`, `--base`, with their values."""

    options: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        """Whether anything was given."""
        return bool(self.options)

    @property
    def names(self) -> set[str]:
        """The options given."""
        return {name for name, _ in self.options}

    def worked_out(self, lead: str) -> str:
        """The command that works these numbers out by themselves, behind its lead; nothing where it would lack a prediction.

        >>> Own((("--pred", "0.9"), ("--label", "1"))).worked_out("or ")
        'or xent compute --pred=0.9 --label=1'
        >>> Own((("--label", "1"),)).worked_out("or ")
        ''
        """
        is_enough = self.names & {"--pred", "--logits", "--true"}
        return f"{lead}xent compute {join(map('='.join, self.options))}" if is_enough else ""


def taken(words: tuple[str, ...], own: Own) -> Own:
    """Keep of the reader's options those that a command takes: it has one of the same kind, or its logarithms a base.

    >>> taken(("compute", "--true", "0.5,0.5"), Own((("--pred", "0.5"), ("--true", "1,0")))).options
    (('--true', '1,0'),)
    """
    given = {word.partition("=")[0] for word in words}
    kinds = {name for slot in SLOTS if given & set(slot) for name in slot} | (
        set(BASE) if given & set(SLOTS[0] + SLOTS[1]) else set()
    )
    return Own(tuple(option for option in own.options if option[0] in kinds))


def replaced(words: tuple[str, ...], own: Own, reading: str | None) -> tuple[str, ...]:
    """Put the reader's values into a command; `reading` settles how they are read, unless the command does so itself.

    >>> replaced(("compute", "--pred", "0.7,0.8", "--digits", "6"), Own((("--pred", "0.5"),)), "events")
    ('compute', '--pred=0.5', '--as', 'events', '--digits', '6')
    """
    own = taken(words, own)
    gone = [name for slot in SLOTS if own.names & set(slot) for name in slot]
    has_data = bool(own.names - set(BASE))
    if has_data:
        gone += NAMES
    place = next((at for at, word in enumerate(words) if word.partition("=")[0] in gone), len(words))
    is_settled = any(word in READING or word.startswith("--as=") for word in words)
    added = [f"{name}={value}" for name, value in own.options]
    added += ["--as", reading] if has_data and reading and not is_settled else []
    return (*without(words[:place], gone), *added, *without(words[place:], gone))


def with_options(words: tuple[str, ...], options: Sequence[str]) -> tuple[str, ...]:
    """Put options into a command, in place of those of the same name.

    >>> with_options(("compute", "--base", "2", "--pred", "1/2"), ("--base", "10"))
    ('compute', '--pred', '1/2', '--base', '10')
    """
    return (*without(words, [option.partition("=")[0] for option in options if option.startswith("--")]), *options)


def without(words: Iterable[str], gone: Collection[str]) -> tuple[str, ...]:
    """Take options out of a command with their values, whether these follow an equals sign or stand alone.

    >>> without(("compute", "--softmax-twice", "--logits=2,1", "--base", "2"), ["--softmax-twice", "--base"])
    ('compute', '--logits=2,1')
    """
    kept, skips = [], False
    for word in words:
        name, equals, _ = word.partition("=")
        is_value = skips and not word.startswith("--")
        skips = name in gone and not equals
        if not is_value and name not in gone:
            kept.append(word)
    return tuple(kept)
