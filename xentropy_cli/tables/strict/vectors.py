"""A cell that holds a number for every class: `[0.7, 0.3]`, `0.7 0.3`, `cat=0.7,dog=0.3`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.tables.strict.cells import NEAR_ONE, NEARLY_CERTAIN, missing, quick
from xentropy_cli.tables.strict.records import BLANKS
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.column_roles import Plan

UNTOLD = ("", "null", "none")
"""In place of the log-probability of a token that nothing predicted."""

PAIRS = {"[": "]", "(": ")", "{": "}"}


def inside(cell: str) -> str:
    """Take off the brackets that a cell begins and ends with; one without the other is left, and is no number.

    >>> inside("[0.7, 0.3]"), inside("[0.7, 0.3")
    ('0.7, 0.3', '[0.7, 0.3')
    """
    return cell[1:-1].strip(BLANKS) if len(cell) > 1 and PAIRS.get(cell[0]) == cell[-1] else cell


def quick_vector(cell: str, scale: str, classes: Sequence[str]) -> tuple[list[float], list[str]] | None:
    """Read a cell of plain decimals in range, one a class, in order or by name, as numbers and texts; or leave it.

    >>> quick_vector("[0.75, 0.25]", "pred", ["a", "b"]), quick_vector("b=0.75,a=0.25", "pred", ["a", "b"])
    (([0.75, 0.25], ['0.75', '0.25']), ([0.25, 0.75], ['0.25', '0.75']))
    """
    inner = inside(cell)
    if are_doubtful(inner):
        return None
    entries = inner.split("," if "," in inner else " ")
    if "=" in inner:
        named = {name.strip(BLANKS): text for name, _, text in (entry.rpartition("=") for entry in entries)}
        if len(entries) != len(classes) or named.keys() != set(classes):
            return None
        entries = [named[name] for name in classes]
    texts = [entry.strip(BLANKS) for entry in entries]
    values = [quick(text, scale) for text in texts]
    return (values, texts) if len(values) == len(classes) and None not in values else None  # type: ignore[return-value]


def are_doubtful(inner: str) -> bool:
    """Tell whether the commas of a list may be decimal ones: some have a blank behind them, and every other has none.

    >>> are_doubtful("1,0, 0,0"), are_doubtful("0.5, 0.5"), are_doubtful("1,0,0")
    (True, False, False)
    """
    if inner.count(", ") in (0, inner.count(",")):
        return False
    from re import fullmatch

    return fullmatch(r"[-+]?\d+,\d+(?:, +[-+]?\d+,\d+)+", inner) is not None


def entries_in(cell: str) -> int:
    """How many entries a list has, empty ones too.

    >>> entries_in("[,-1.5,-2]"), entries_in("-1.5")
    (3, 1)
    """
    inner = inside(cell)
    return inner.count(",") + 1 if "," in inner else max(len(inner.split()), 1)


def tokens_of(cell: str) -> list[str]:
    """The numbers of a list without the empty or null entries before the first: nothing predicted those tokens.

    >>> tokens_of("[,-1.5,-2]"), tokens_of("-1.5"), tokens_of("[null, -1]")
    (['-1.5', '-2'], ['-1.5'], ['-1'])
    """
    inner = inside(cell)
    texts = [text.strip(BLANKS) for text in inner.split(",")] if "," in inner else inner.split()
    first = next((k for k, text in enumerate(texts) if text.lower() not in UNTOLD), len(texts))
    return texts[first:]


def refuse_doubtful(outer: Piece, inner: str) -> None:
    """Refuse a list whose commas may mark decimals."""
    if are_doubtful(inner):
        raise outer.refuse(
            "not-a-number",
            "This may be one list or another.",
            why="Its commas may mark decimals, or stand between numbers.",
            fix="Write decimals with a point: [0.9, 0.1]; or numbers between commas with a blank behind each, or none.",
        )


def text_near_one(plan: Plan, q: float | list[float], found: Sequence[str], *, is_doubted: bool) -> str | None:
    """The text of a probability near 1, of several classes the largest, so that 1 − q is taken from its digits; or None.

    Of a binary prediction whose truth may be the other class, 1 − q is needed farther from 1.
    """
    if plan.scale != "pred" or plan.are_tokens:
        return None
    own = max(q) if isinstance(q, list) else q
    if not (NEAR_ONE if is_doubted and plan.kind == "binary" else NEARLY_CERTAIN) < own < 1.0:
        return None
    k = q.index(own) if isinstance(q, list) else 0
    return texts_of(found[plan.preds[0]], plan.classes)[k] if plan.vector else found[plan.preds[k]]


def texts_of(cell: str, classes: Sequence[str]) -> list[str]:
    """The texts of a cell that was read, one a class.

    >>> texts_of("b=0.75,a=0.25", ["a", "b"])
    ['0.25', '0.75']
    """
    plain = quick_vector(cell, "logits", classes)
    if plain is not None:
        return plain[1]
    from xentropy_cli.tables.strict.records import Record

    return [entry.text for entry in entries_of(Record("", 0, cell).piece(0, len(cell)), cell, classes)]


def entries_of(outer: Piece, text: str, classes: Sequence[str]) -> list[Piece]:
    """Cut the text of a cell into an entry for each class, in their order."""
    from xentropy_cli.inputs.notation import Source, named, split

    if not text:
        raise missing(outer)
    inner = inside(text)
    refuse_doubtful(outer, inner)
    entries = [named(entry) for entry in split(Source(outer.source.where, inner, outer.source.status))] if inner else []
    if len(entries) != len(classes):
        raise outer.refuse(
            "lengths-differ",
            f"There are {len(entries)} numbers here, and {len(classes)} classes.",
            why="Every row needs one number for each class.",
            fix="Give as many numbers in this cell as in the first row.",
        )
    if any(entry.name is not None for entry in entries):
        own = {entry.name: entry for entry in entries}
        absent = next((stem for stem in classes if stem not in own), None)
        if absent is not None:
            raise outer.refuse(
                "unknown-label",
                f"This cell does not name {visible(absent)}.",
                why="Its entries are matched by name with those of the first row.",
                fix="Name the same classes in every row.",
            )
        entries = [own[stem] for stem in classes]
    return [entry._replace(source=outer.source, span=outer.span) for entry in entries]
