"""What was read, in words: said on every page and on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.text import abridged, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.scoring.method import Method
    from xentropy_cli.scoring.summary import Read, ScoreSummary

SCALES = {
    "pred": "",
    "logits": ", from logits",
    "logprobs": ", from log-probabilities",
    "nll": ", from negative log-probabilities",
}
MOST_CLASSES = 8
USUAL = ("utf-8", "binary")
LONG = "long "
"""Before the format of a table of one row a class."""
MOST_CELLS = 24
"""Cells that a name takes in a line that is said in passing."""


def read_as(summary: ScoreSummary) -> str:
    """Say what was read: how many rows of what, from which columns, in which form."""
    return f"{amount_read(summary)} of {reading_words(summary.read, summary.method, summary.classes)}"


def read_in_short(summary: ScoreSummary) -> str:
    """Say in a line what was read: names are cut, and the form of a usual table is left out."""
    read, classes = summary.read, [abridged(name, MOST_CELLS) for name in summary.classes]
    label, truth, key, weight = (
        name and abridged(name, MOST_CELLS) for name in (read.label, read.truth, read.id, read.weight)
    )
    predictions, truths = (
        tuple(abridged(name, MOST_CELLS) for name in names) for names in (read.predictions, read.truths)
    )
    short = read._replace(label=label, truth=truth, id=key, weight=weight, predictions=predictions, truths=truths)
    words = reading_words(short, summary.method, classes)
    if read.encoding in USUAL and read.decimal == ".":
        words = words.rpartition("; ")[0]
    return f"{amount_read(summary)} of {words}"


def amount_read(summary: ScoreSummary) -> str:
    """How many rows were read, and of several labels a row how many cells."""
    rows = counted(row_count(summary), "row")
    if summary.read.are_tokens:
        return f"{counted(summary.n, 'token')} of {counted(summary.sums.documents, 'row')}"
    return f"{counted(summary.n, 'cell')} of {rows}" if summary.read.labels else rows


def row_count(summary: ScoreSummary) -> int:
    """How many rows were read: where each holds several labels, fewer than were scored."""
    return max((part.n for part in summary.groups.values()), default=0) if summary.read.labels else summary.n


def reading_words(read: Read, method: Method, classes: Sequence[str]) -> str:
    """Say what the rows of a file are taken for, from which columns, in which form."""
    if method.kind == "events":
        what = "lists of events that happened" if read.are_tokens else "probabilities of events that happened"
    elif method.kind == "binary":
        what = f"binary predictions of class {classes[1]}"
        if read.labels:
            what += f", one for each of {read.labels} labels a row"
    else:
        names = ", ".join(classes[:MOST_CLASSES]) + (", …" if len(classes) > MOST_CLASSES else "")
        what = f"predictions over {len(classes)} classes ({names})"
    order = ", taken for these classes in this order" if are_renamed(read, classes) else ""
    columns = [f"prediction in {listed(read.predictions)}{order}"]
    if read.truths or read.label:
        columns = [truth_words(read) if read.truths else label_words(read), *columns]
    columns += [f"{part} in column {name}" for part, name in (("id", read.id), ("weight", read.weight)) if name]
    kind = read.format.removeprefix(LONG)
    form = kind if read.delimiter is None else f"delimiter {read.delimiter}"
    form = form if kind == read.format else f"a row for each class, {form}"
    header = "" if kind != "table" else ", with a header" if read.header else ", no header"
    marks = ", decimal commas" if read.decimal == "," else ""
    written = f", as {read.writer} writes them" if read.writer else ""
    marks += {"2": ", logarithms to base 2", "10": ", logarithms to base 10"}.get(read.log_base, "") + written
    encoding = "" if read.encoding in USUAL else f", in {read.encoding}"
    return f"{what}{SCALES[method.scale]}; {', '.join(columns)}; {form}{header}{marks}{encoding}"


def label_words(read: Read) -> str:
    """Say where the label stands."""
    if read.truth:
        return f"label from {read.truth} by {read.on or 'row'}"
    names = (read.label or "").split(",") if read.labels else [read.label or ""]
    return f"label in {listed(names)}"


def truth_words(read: Read) -> str:
    """Say where a truth that is a distribution stands, and how its columns were matched with the classes."""
    order = ", matched by position" if read.by_position else ""
    source = f" of {read.truth} by {read.on or 'row'}" if read.truth else ""
    return f"truth in {listed(read.truths)}{source}{order}"


def are_renamed(read: Read, classes: Sequence[str]) -> bool:
    """Tell whether columns were given to classes that they are not named after."""
    if read.labels or not read.header or not 1 < len(read.predictions) == len(classes):
        return False
    return any(name not in column for column, name in zip(read.predictions, classes, strict=True))


def listed(names: Sequence[str]) -> str:
    """Name one column, or the first and last of many."""
    if len(names) == 1:
        return f"column {names[0]}"
    return f"columns {', '.join(names)}" if len(names) <= MOST_CLASSES else f"columns {names[0]} to {names[-1]}"
