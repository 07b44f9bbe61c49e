"""A scene: controls, the command that their values make, and what is shown and sought in its record."""

from __future__ import annotations

import math
import re
import shlex
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xentropy_cli.core.real import Ratio
from xentropy_cli.inputs.notation import Source, number, split, whole
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.inputs.notation import Piece

PLACE = re.compile(r"\{([^{}]+)\}")
MOVED = re.compile(r"(--[a-z]+)[ =](\S*\{\S+)")
"""An option of a command that has places for controls, and its value."""

ADDEND = re.compile(r"([+-]?)(\d+|[a-z]\w*)")
WHOLE = ("weight", "class")
"""The kinds of control whose values are whole numbers."""

MOST_DECIMALS = 60
"""Digits after the point up to which a value is written as a decimal."""

State = dict[str, Fraction]
"""The exact value of every control, by its name."""


class Control(NamedTuple):
    """Something to move: its name in the command, what people call it, and its values from `low` to `high` by `step`.

    Its kind is probability, number (of any kind), weight or class; the last two are whole. Numbers are exact decimals, as text.
    """

    name: str
    label: str
    kind: str
    low: str
    high: str
    step: str
    start: str
    unit: str = ""

    def moved(self, value: Fraction, steps: int) -> Fraction:
        """The value so many steps on, or the end; one that was typed between two steps goes to the next of them first.

        >>> q = Control("q", "q", "probability", "0", "1", "0.01", "0.75")
        >>> q.moved(Fraction("0.75"), 10), q.moved(Fraction(1, 3), 1), q.moved(Fraction(1, 3), -1)
        (Fraction(17, 20), Fraction(17, 50), Fraction(33, 100))
        """
        low, high, step = map(Fraction, (self.low, self.high, self.step))
        place = (value - low) / step
        start = math.floor(place) if steps > 0 else math.ceil(place)
        return max(low, min(high, low + (start + steps) * step))

    def read(self, piece: Piece) -> Fraction:
        """Read a value that somebody types: a decimal, a percentage or a fraction.

        >>> Control("q", "q", "probability", "0", "1", "0.01", "0.75").read(whole(Source("q", "75%")))
        Fraction(3, 4)

        Raises XentError where it is no number, or none that the control takes.
        """
        found, kind = number(piece).value, "a whole number" if self.kind in WHOLE else "a number"
        value = found.value if isinstance(found, Ratio) else None
        if (
            value is None
            or not Fraction(self.low) <= value <= Fraction(self.high)
            or (kind != "a number" and value % 1)
        ):
            raise piece.refuse("bad-value", f"{self.label} takes {kind} from {self.low} to {self.high}.",
                               why="The scene is made for these values.", fix=f"Type, for example, {self.start}.")  # fmt: skip
        return value


class Shown(NamedTuple):
    """A fact beside the picture: its path in the record, what people call it, and what it is."""

    path: str
    label: str
    says: str


class Goal(NamedTuple):
    """Something to reach: in words, as a condition on the record, and what it means once it is reached."""

    text: str
    condition: str
    means: str


class Scene(NamedTuple):
    """A scene of a lesson.

    `command` is what one types after `xent`; in it {q} stands for the value of a control, and {1-q} or {z+shift} for a sum of
    values and whole numbers. `question` is to be guessed before anything is moved.
    """

    topic: str
    name: str
    title: str
    question: str
    controls: tuple[Control, ...]
    command: str
    pictures: tuple[str, ...]
    facts: tuple[Shown, ...]
    goals: tuple[Goal, ...]

    @property
    def start(self) -> State:
        """The state it begins with."""
        return {control.name: Fraction(control.start) for control in self.controls}

    @property
    def moved(self) -> dict[str, list[str]]:
        """The options of the command that controls move, each with its places: {q} or {1-q}."""
        return {option: PLACE.findall(value) for option, value in MOVED.findall(self.command)}

    def started(self, own: Mapping[str, str]) -> State:
        """The first state with a reader's numbers: values of options that controls move.

        Raises XentError where these are more or fewer than the controls, or such as they do not take.
        """
        controls, state = {control.name: control for control in self.controls}, self.start
        for option, text in own.items():
            pieces, places, first = split(Source(option, text)), self.moved[option], State()
            if len(pieces) != len(places):
                raise whole(Source(option, text)).refuse(
                    "lengths-differ", f"{len(pieces)} values are typed, and {len(places)} move here.",
                    why=f"They are {', '.join(places)}.",
                    fix=f"Type so many: {','.join(exact_text(sum_of(place, self.start)) for place in places)}")  # fmt: skip
            for place, piece in zip(places, pieces, strict=True):
                name = next(name for _, name in ADDEND.findall(place) if name in controls)
                value = controls[name].read(piece)
                state[name] = first.setdefault(name, value)
                if sum_of(place, state) != value:
                    raise piece.refuse("sum-not-one", "These do not add up to 1.", why=f"What is left is {place}.",
                                       fix=f"Type, for example, {exact_text(sum_of(place, state))}.")  # fmt: skip
        return state

    def words(self, state: Mapping[str, Fraction]) -> tuple[str, ...]:
        """The words of the command of a state, after `xent`."""
        return tuple(shlex.split(PLACE.sub(lambda found: exact_text(sum_of(found[1], state)), self.command)))

    def typed(self, state: Mapping[str, Fraction]) -> str:
        """What one types to compute a state."""
        return shlex.join(["xent", *self.words(state)])


def sum_of(text: str, state: Mapping[str, Fraction]) -> Fraction:
    """Add up the names and whole numbers of a place in a command.

    >>> sum_of("1-q", {"q": Fraction(1, 4)}), sum_of("z+shift", {"z": Fraction(2), "shift": Fraction(-20)})
    (Fraction(3, 4), Fraction(-18, 1))
    """
    addends = ((sign, Fraction(name) if name.isdecimal() else state[name]) for sign, name in ADDEND.findall(text))
    return sum((-value if sign == "-" else value for sign, value in addends), Fraction())


def exact_text(value: Fraction) -> str:
    """Write an exact value as a decimal where it ends soon, else as a fraction.

    >>> exact_text(Fraction(-1, 8)), exact_text(Fraction(2)), exact_text(Fraction(1, 3))
    ('-0.125', '2', '1/3')
    """
    digits = next((k for k in range(MOST_DECIMALS) if (value * 10**k).denominator == 1), None)
    if digits is None:
        return str(value)
    sign, figures, _ = Decimal((value * 10**digits).numerator).as_tuple()
    return f"{Decimal((sign, figures, -digits)):f}"
