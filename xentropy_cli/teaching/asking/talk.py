"""What is said to a person who answers a question: a slip is named, then comes a hint, then the working."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.teaching.asking.judge import RIGHT, UNREAD, judge

if TYPE_CHECKING:
    from xentropy_cli.teaching.asking.problem import Problem

TRIES = 2
"""Answers to a question before its working is shown."""

HINT, SHOW = "?", ""
"""What is typed for a hint, and to be shown the answer."""


class Talk:
    """One question while it is answered."""

    def __init__(self, problem: Problem, tries: int = TRIES) -> None:
        """Nothing was typed yet."""
        self.problem, self.tries = problem, tries
        self.typed: list[str] = []
        self.slips: list[str] = []
        self.hints = 0
        self.is_over = self.is_right = self.is_shown = False

    @property
    def is_right_at_once(self) -> bool:
        """Whether the first answer was right, and no hint was taken before."""
        return self.is_right and len(self.typed) == 1 and not self.hints

    def reply(self, text: str) -> list[str]:
        """Say what there is to say to an answer, a wish for a hint (?), or the wish to be shown the answer (nothing)."""
        if text == HINT:
            return [self._hint() or "There are no more hints; Enter shows the answer."]
        if text == SHOW:
            return self._shown()
        found = judge(self.problem, text)
        if found.kind == UNREAD and self.tries > 1:
            return [found.said]
        self.typed.append(text)
        if found.kind == RIGHT:
            self.is_over = self.is_right = True
            return [found.said]
        self.slips += filter(None, [found.slip])
        if len(self.typed) >= self.tries:
            return [found.said, *self._shown()]
        return [found.said, "Once more."] if found.slip else [found.said, *filter(None, [self._hint()])]

    def _hint(self) -> str:
        """The next hint; "" where there is none."""
        self.hints += 1
        return self.problem.hints[self.hints - 1] if self.hints <= len(self.problem.hints) else ""

    def _shown(self) -> list[str]:
        self.is_over = self.is_shown = True
        return [f"It is {self.problem.shown}.", f"$ {self.problem.command}"]
