"""What a scene and the keys pressed so far have come to: the state, the control and the goal that are chosen."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import Source, whole
from xentropy_cli.pages.paths import condition_of
from xentropy_cli.text import abridged

if TYPE_CHECKING:
    from xentropy_cli.pages.facts import Facts
    from xentropy_cli.teaching.scenes.scene import Control, Scene, State

STEPS = {"left": -1, "right": 1, "page down": -10, "page up": 10}
CHOICES = {"up": -1, "down": 1, "tab": 1, "back tab": -1}
BEGINS_NUMBER = "0123456789.-"
LONGEST = 40
"""Characters of a value that is typed."""

MOST_QUOTED = 11
"""Characters of it that are said again where it is refused."""


class Exploration:
    """A scene as it stands. Until the first key the question is shown; then goals, one after the other.

    `typed` is a value that is being typed; None where none is. `message` says why one was refused.
    """

    def __init__(self, scene: Scene, start: State | None = None) -> None:
        """Nothing was moved yet; it starts with the reader's numbers, where there are any."""
        self.scene = scene
        self.start = self.state = start or scene.start
        self.chosen = self.goal = self.picture = 0
        self.reached: set[int] = set()
        self.has_begun = self.shows_help = self.has_left = False
        self.typed: str | None = None
        self.message = ""

    @property
    def control(self) -> Control:
        """The control that keys move."""
        return self.scene.controls[self.chosen]

    def judge(self, facts: Facts) -> None:
        """Note whether the goal that is shown is reached."""
        if self.has_begun and facts.holds(condition_of(self.scene.goals[self.goal].condition)):
            self.reached.add(self.goal)

    def press(self, key: str) -> None:
        """Do what a key does."""
        self.message = ""
        if self.typed is not None:
            self._type(key, self.typed)
        elif self.shows_help:
            self.shows_help = False
        elif key in ("q", "Q", "escape"):
            self.has_left = True
        elif key == "?":
            self.shows_help = True
        else:
            self._change(key)

    def _put(self, value: Fraction) -> None:
        """Give the control that is chosen a value."""
        self.state = {**self.state, self.control.name: value}

    def _change(self, key: str) -> None:
        """Move, choose, or begin to type."""
        control = self.control
        if key in STEPS:
            self._put(control.moved(self.state[control.name], STEPS[key]))
        elif key in ("home", "end"):
            self._put(Fraction(control.low if key == "home" else control.high))
        elif key in CHOICES:
            self.chosen = (self.chosen + CHOICES[key]) % len(self.scene.controls)
        elif key == "r":
            self.state = self.start
        elif key == "p":
            self.picture = (self.picture + 1) % len(self.scene.pictures)
        elif key == "g":
            self.goal = (self.goal + self.has_begun) % len(self.scene.goals)
        elif key == "=" or key in BEGINS_NUMBER:
            self.typed = key.removeprefix("=")
        else:
            return
        self.has_begun = True

    def _type(self, key: str, typed: str) -> None:
        """Go on typing a value; Enter takes it, and what the control does not take is said."""
        self.typed = None
        if key == "backspace":
            self.typed = typed[:-1]
        elif key == "enter":
            try:
                self._put(self.control.read(whole(Source(self.control.label, typed))))
            except XentError as error:
                self.message = f"{abridged(typed, MOST_QUOTED)}: {error.message}"
        elif key != "escape":
            self.typed = (typed + key)[:LONGEST] if len(key) == 1 and key.isprintable() else typed
