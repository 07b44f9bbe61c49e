"""A lesson file → its facts, its passages, and its commands with the output that was recorded for each.

A lesson is Markdown with front matter. A block fenced `xent` holds one command, `$ xent …`, and its plain output; fenced
`xent yours` its command takes the reader's own numbers; `as NAME` names what it gives. A comment before a passage says
when it is shown: `example`, `if CONDITION`; the comments `else: TEXT` and `else if CONDITION: TEXT` stand in its place.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.inputs.request import READINGS
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.lesson_blocks import Displayed, Section, Verbatim
from xentropy_cli.pages.paths import PathError, condition_of
from xentropy_cli.teaching.lines import ENTRY, SourceLine, command_of, lines_of
from xentropy_cli.teaching.prose import Comment, Fence, pieces, prose_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.paths import Condition
    from xentropy_cli.teaching.prose import Written

FACTS = ("title", "question", "summary", "next")
OPTIONAL = ("reading", "also", "scene")
"""How the lesson's numbers are read; other names of the lesson, joined by commas; the scene in which they can be moved."""

RULE = "---"
OPTIONS = re.compile(r"(?P<yours>yours)?(?: ?as (?P<name>[a-z]+))?")
BINDING = re.compile(r"(?P<kind>example|if|else)\b(?: ?if)?(?P<condition>[^:]*?)(?P<stands>:\s*(?P<text>.*))?")
VIEWS = re.compile(r" (?:--show[ =]\w+|--chart)\b")
"""Options that choose what of one answer is shown."""


class Command(NamedTuple):
    """A command of a lesson: its words after `xent`, its recorded output, its line, and whether it takes other numbers.

    `name` is what paths call its record by; one that `repeats` asks for another view of what the command before it asked.
    """

    words: tuple[str, ...]
    recorded: str = ""
    at: int = 1
    takes_numbers: bool = False
    name: str = ""
    repeats: bool = False

    @property
    def text(self) -> str:
        """The command as one types it."""
        return shlex.join(["xent", *self.words])


class Binding(NamedTuple):
    """When something is shown: always, with the lesson's own numbers (example), if a condition holds, or else."""

    kind: str = ""
    condition: Condition = ()


class Passage(NamedTuple):
    """A piece of a lesson: its block, when it is shown, and its lines."""

    block: Section | Written | Displayed | Verbatim | Command | Fence
    binding: Binding
    lines: tuple[SourceLine, ...]


class Part(NamedTuple):
    """The passages from one heading to the next, and when they are shown."""

    passages: tuple[Passage, ...]
    binding: Binding


class Lesson(NamedTuple):
    """A lesson; `parts` is its text cut at its section headings, and the rest is what its front matter says."""

    file: str
    parts: tuple[Part, ...] = ()
    folder: str = "."
    title: str = ""
    question: str = ""
    summary: str = ""
    next: str = ""
    reading: str | None = None
    also: str = ""
    scene: str = ""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in order."""
        return tuple(passage for part in self.parts for passage in part.passages)

    @property
    def asks(self) -> bool:
        """Whether it has questions."""
        return any(isinstance(each.block, Fence) for each in self.passages)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in order."""
        return tuple(each.block for each in self.passages if isinstance(each.block, Command))


def parse(text: str, file: str, folder: str = ".") -> Lesson:
    """Read a lesson, whose commands may read files in its folder.

    Raises XentError (bad-lesson), naming file and line, where its front matter or one of its blocks is not as it must be.
    """
    lines = lines_of(text, file)
    facts, start = _front_matter(lines)
    passages = _compared(_passages(lines[start:]))
    return Lesson(file, tuple(_parts(passages)), folder, **facts)


def _front_matter(lines: Sequence[SourceLine]) -> tuple[dict[str, str], int]:
    """Read the front matter; return it and the number of lines it takes."""
    end = next((at for at, line in enumerate(lines) if at and line.strip() == RULE), 0)
    if not end or lines[0].strip() != RULE:
        raise lines[0].fault(
            "This lesson has no front matter.",
            why="A lesson opens with title, question, summary and next between two lines of ---.",
            fix="Open it so: ---, then title: …, question: …, summary: …, next: TOPIC, then ---.",
        )
    facts = dict(map(_fact, filter(str.strip, lines[1:end])))
    missing = [name for name in FACTS if name not in facts]
    if missing:
        raise lines[0].fault(
            f"The front matter gives no {missing[0]}.",
            why="Every lesson has a title, a question, a summary and a next lesson.",
            fix=f"Add a line: {missing[0]}: …",
        )
    return facts, end + 1


def _fact(line: SourceLine) -> tuple[str, str]:
    """Read one line of front matter."""
    fact = ENTRY.fullmatch(line)
    if fact is None or fact[1] not in (*FACTS, *OPTIONAL):
        raise line.fault(
            "This line of front matter says nothing known.",
            why=f"Front matter gives {', '.join(FACTS)}, and may give {', '.join(OPTIONAL)}.",
            fix="Write NAME: TEXT.",
        )
    if fact[1] == "reading" and fact[2] not in READINGS:
        raise line.fault(
            f"There is no reading {fact[2]}.",
            why=f"The readings are {', '.join(READINGS)}.",
            fix="Name one of them, or leave the line out.",
        )
    return fact[1], fact[2]


def _passages(lines: Sequence[SourceLine]) -> Iterator[Passage]:
    """Read every piece; what a comment says of when it is shown belongs to the piece after it."""
    binding, bound = Binding(), SourceLine("")
    for piece, own_lines in pieces(lines):
        if not isinstance(piece, Comment):
            yield Passage(_block(piece, own_lines[0]), binding, own_lines)
            binding = Binding()
            continue
        found = BINDING.fullmatch(piece.text)
        if found is None:
            continue
        if binding.kind:
            raise _binds_nothing(bound)
        own = Binding(found["kind"], _condition(found["condition"].strip(), own_lines[0]))
        if found["kind"] == "else":
            yield Passage(prose_of([found["text"] or ""]), own, own_lines)
        else:
            binding, bound = own, own_lines[0]
    if binding.kind:
        raise _binds_nothing(bound)


def _condition(text: str, line: SourceLine) -> Condition:
    """Read the condition of a comment."""
    try:
        return condition_of(text) if text else ()
    except PathError as fault:
        at = line.index(text)
        raise line.part(at + fault.span[0], at + fault.span[1]).fault(
            fault.message,
            why="It stands between if and the end of the comment, or a colon.",
            fix="Write it as in: if mean<1/2 and terms[label=0]",
        ) from None


def _binds_nothing(line: SourceLine) -> Exception:
    return line.fault(
        "This comment is followed by nothing that it could bind.",
        why="It says when the paragraph, list, block or section after it is shown.",
        fix="Put it right before that, or take it out.",
    )


def _compared(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Mark the commands that differ from the one before in what they show of the same answer."""
    before = ""
    for passage in passages:
        if isinstance(passage.block, Command):
            asked = VIEWS.sub("", passage.block.text)
            yield passage._replace(block=passage.block._replace(repeats=asked == before))
            before = asked
        else:
            yield passage


def _parts(passages: Iterator[Passage]) -> Iterator[Part]:
    """Cut at the headings; what binds a heading binds all up to the next one."""
    kept: list[Passage] = []
    binding = Binding()
    for passage in passages:
        if isinstance(passage.block, Section):
            if kept:
                yield Part(tuple(kept), binding)
            kept, binding = [passage._replace(binding=Binding())], passage.binding
        else:
            kept.append(passage)
    yield Part(tuple(kept), binding)


def _block(
    piece: Section | Written | Fence, head: SourceLine
) -> Section | Written | Displayed | Verbatim | Command | Fence:
    """Take a fence for a command, a formula, or lines to show as they are; leave prose alone, and questions unread."""
    if not isinstance(piece, Fence):
        return piece
    if not piece.is_closed:
        raise head.fault(
            "This block is not closed.",
            why="What follows would be taken for its output.",
            fix="Close it with a line of the same marks.",
        )
    if piece.language == "formula":
        text, *latex = piece.lines
        return Displayed(Formula(text.strip(), " ".join(map(str.strip, latex)) or text.strip()))
    if piece.language == "ask":
        return piece
    if piece.language != "xent":
        return Verbatim("\n".join(piece.lines))
    options = OPTIONS.fullmatch(piece.options)
    if options is None:
        raise head.fault(
            f"A xent block has no option {piece.options}.",
            why="It may be marked yours: its command then takes the reader's numbers; `as NAME` names it.",
            fix="Open it with ```xent, ```xent yours, or ```xent yours as cold.",
        )
    line, *printed = piece.lines
    recorded = "\n".join(printed).strip("\n")
    return Command(
        command_of(line, "This block holds no xent command."),
        recorded,
        line.at,
        options["yours"] is not None,
        options["name"] or "",
    )
