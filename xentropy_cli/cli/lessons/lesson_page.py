"""The whole page of a lesson: what it runs and says, the quantities it is about, and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.cli.lessons.run_lesson import lesson_pages
from xentropy_cli.cli.lessons.topic_pages import rows_of_lesson
from xentropy_cli.pages.blocks import Pointer
from xentropy_cli.pages.lesson_blocks import AskBlock, Items, Paragraph, Phrase, SceneBlock, Section
from xentropy_cli.teaching.numbers import TYPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.asking.problem import Problem
    from xentropy_cli.teaching.lesson import Lesson
    from xentropy_cli.teaching.numbers import Own


def whole_lesson(lesson: Lesson, topic: str, own: Own, problems: list[Problem] | None = None) -> list[list[Block]]:
    """Run a lesson and put its page together, part by part; the last part says how to go on.

    What it is about stands in short below all that is computed, and is folded with it in an answer. Questions are on it only
    where there is a list for their records.
    """
    parts = lesson_pages(lesson, own, problems)
    end = max(
        (at for at, part in enumerate(parts, 1) if any(getattr(each, "is_command", False) for each in part)), default=0
    )
    short = rows_of_lesson(topic)
    ending = _ending(lesson, topic, is_asked=problems is not None)
    return [*parts[:end], *([short] if short else []), *parts[end:], ending]


def scene_page(topic: str) -> list[Block]:
    """The scene of a lesson, if it has one."""
    from xentropy_cli.cli.lessons.run_scene import scene_block
    from xentropy_cli.teaching.scenes.table import scene_of

    scene = scene_of(topic)
    return [scene_block(scene)] if scene else []


def without_script(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The same page with nothing on it that a script brings to life."""
    return [[still for block in page for still in _still(block)] for page in pages]


def _still(block: Block) -> Sequence[Block]:
    if isinstance(block, SceneBlock):
        return block.parts
    return [block._replace(judged=None)] if isinstance(block, AskBlock) else [block]


def answers_page(problems: Sequence[Problem]) -> list[Block]:
    """The answers of all questions, at the end of a page that cannot fold them."""
    rows = tuple((Phrase(f"{each.shown}: "), Phrase(each.command, "code")) for each in problems)
    return [Section("Answers"), Items(rows, is_numbered=True)]


def _ending(lesson: Lesson, topic: str, *, is_asked: bool) -> list[Block]:
    """Say how to put in other numbers, how those are read, which lesson to read next, and how to be asked where one was not."""
    words = {word.partition("=")[0] for each in lesson.commands if each.takes_numbers for word in each.words}
    taken = " ".join(f"--{name} …" for name in TYPED if f"--{name}" in words)
    last: list[Block] = [Pointer(lesson.next, "next")]
    if taken:
        reading = f", read as {lesson.reading}" if lesson.reading else ""
        last.insert(0, _how("Your own numbers:", f"xent explain {topic} {taken}", reading))
    if lesson.asks and not is_asked:
        last.append(_how("Answer before you read on:", f"xent explain {topic} --ask"))
    if lesson.scene:
        last.append(_how("Move the numbers:", f"xent explore {lesson.scene}"))
    return last


def _how(wish: str, command: str, more: str = "") -> Paragraph:
    """What to type for what somebody may want."""
    return Paragraph((Phrase(wish, "strong"), Phrase(" "), Phrase(command, "code"), Phrase(more)))
