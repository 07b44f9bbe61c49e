"""What a lesson says of itself between two lines of ---."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.inputs.request import READINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.teaching.lines import SourceLine

FACTS = ("title", "question", "summary", "next")
OPTIONAL = ("reading", "also", "scene")
"""How the lesson's numbers are read; other names of the lesson, joined by commas; the scene in which they can be moved."""

FACT = re.compile(r"([a-z-]+):\s*(.*?)\s*")
RULE = "---"


def front_matter(lines: Sequence[SourceLine]) -> tuple[dict[str, str], int]:
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
    fact = FACT.fullmatch(line)
    if fact is None or fact[1] not in (*FACTS, *OPTIONAL) or not fact[2]:
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
