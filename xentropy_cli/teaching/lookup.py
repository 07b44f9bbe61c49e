"""What a word stands for: a lesson, a page about the tool, an error, another name of a lesson, or a quantity."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.inputs.request import option
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.teaching.course import FOLDER, aliases, text_of, topics
from xentropy_cli.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xentropy_cli.derivation.quantities import Quantity

REFERENCE = Path(__file__).parent.parent / "reference"
ERRORS = FOLDER / "errors"
REFERENCES = ("inputs", "files", "formats", "json", "conventions", "python", "teaching")
"""The pages about the tool, in reading order."""


class Found(NamedTuple):
    """What a word stands for: "lesson", "reference", "error" or "quantity", and its name there."""

    kind: str
    name: str


def look_up(word: str) -> Found | None:
    """Find what a word, or several, stands for.

    >>> look_up("binary"), look_up("sum-not-one"), look_up("Log-Loss").name, look_up("js-distance").name
    (Found(kind='lesson', name='binary'), Found(kind='error', name='sum-not-one'), 'binary', 'js_distance')
    """
    asked = spelled(word)
    for kind, names in (("lesson", topics()), ("reference", REFERENCES), ("error", errors())):
        if asked in names:
            return Found(kind, asked)
    if asked in (others := aliases()):
        return Found("lesson", others[asked])
    key = asked.replace("-", "_")
    return Found("quantity", key) if key in QUANTITIES else None


def known_topic(word: str, known: Collection[str], thing: str, otherwise: str) -> str:
    """Find which of some lessons, each with a thing of its own, a word stands for.

    Raises XentError (unknown-topic), with what was probably meant, or what comes of no topic `otherwise`.
    """
    found = look_up(word)
    if found is not None and found.name in known:
        return found.name
    near = nearest(word.lower(), known)
    raise option("the command line", word or " ").refuse(
        "unknown-topic",
        f"There is no {thing} about {visible(word)}.",
        why=f"There is one about each of {', '.join(known)}.",
        fix=f"Did you mean {near}?" if near else f"Name one of these, or none{otherwise}.",
    )


def spelled(words: str) -> str:
    """Spell words as names are: capitals do not matter, and an underscore or a blank is a hyphen.

    >>> spelled("Gradient descent"), spelled("js_distance")
    ('gradient-descent', 'js-distance')
    """
    return "-".join(words.lower().replace("_", " ").split())


@cache
def errors() -> tuple[str, ...]:
    """Name the codes of all errors."""
    return tuple(sorted(path.stem for path in ERRORS.glob("*.md")))


def words() -> Iterator[str]:
    """Name everything that can be looked up."""
    yield from (*topics(), *REFERENCES, *errors(), *aliases())
    yield from (key.replace("_", "-") for key in QUANTITIES)


def markdown_of(found: Found) -> str:
    """Read the text of a page about the tool, or of an error."""
    return text_of((REFERENCE if found.kind == "reference" else ERRORS) / f"{found.name}.md")


def title_of(name: str, kind: str = "reference") -> str:
    """Read the title of a page about the tool, or of an error."""
    return markdown_of(Found(kind, name)).partition("\n")[0].removeprefix("# ")


def quantities_of(topic: str) -> tuple[Quantity, ...]:
    """Find the quantities that a lesson is about: those whose name leads to it."""
    return tuple(row for row in QUANTITIES.values() if look_up(row.key) == Found("lesson", topic))
