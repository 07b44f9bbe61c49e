"""What is said when a file looks wrong. Each check names its evidence; none changes a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.arrays.exact_sum import exact_quotient
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import figure, percent, shortest
from xentropy_cli.inputs.bounds import taken_in
from xentropy_cli.inputs.sums_to_one import MOST, OF_DOUBLES
from xentropy_cli.scoring.losses import TINY
from xentropy_cli.scoring.statistics import accuracy, confusion, entropy_of, finite_mean, rank_sum, skill
from xentropy_cli.scoring.wording import reading_words
from xentropy_cli.tables.columns import listed
from xentropy_cli.tables.known_names import LABELS
from xentropy_cli.text import counted, first_few, typed, visible, were

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.scoring.method import Clip
    from xentropy_cli.scoring.summary import ScoreSummary

ENOUGH = 20  # rows below which nothing is concluded
FLIPPED = 0.3
APT = 0.6
GREATLY = 0.3
TWICE_SLACK = 1e-6
MOST_PLACES = 3


NO_FILE = "standard input"


def notes_of(summary: ScoreSummary) -> tuple[Note, ...]:
    """Everything there is to say beside the numbers."""
    return (*done(summary), *(suspicions(summary) if summary.n >= ENOUGH and not summary.is_weightless else ()))


def done(summary: ScoreSummary) -> Iterator[Note]:
    """What was read in another way, what was infinite, what was changed because it was asked, and what was left out."""
    sums = summary.sums
    for read in summary.read_otherwise:
        files = first_few([*map(visible, read.files)], MOST_PLACES)
        words = visible(reading_words(read, summary.method, summary.classes))
        yield Note("read-otherwise", f"Not read as {visible(summary.read.files[0])} was: {files} ({words}).")
    for file in summary.repeated[:MOST_PLACES]:
        if file != NO_FILE:
            yield Note(
                "repeated", f"{visible(file)} was added twice, or two files have that name: are rows counted twice?"
            )
    if summary.read.left_out:
        yield Note("left-out", unused(summary.read.left_out))
    if count := sum(sums.infinite):
        rest = finite_mean(sums, weighted=summary.weighted)
        beside = "" if rest is None else f" The mean of the others is {figure(rest, 6)} {summary.unit}."
        yield Note(
            "infinite",
            f"{were(count, 'row')} given probability 0 for what happened: {places(summary.infinite, count)}.{beside}",
        )
    yield from unusual(summary)
    if summary.method.clip is not None:
        yield Note("clipped", f"{kept_within(summary.method.clip)}; this changed {counted(sums.clipped, 'row')}.")
    if sums.off:
        yield sums_missed(sums.off, sums.farthest, normalize=summary.method.normalize)
    yield from left_out(summary)


def unusual(summary: ScoreSummary) -> Iterator[Note]:
    """What is unusual about the numbers of rows."""
    sums = summary.sums
    if 0 < summary.percents < summary.n:
        yield mixed_percents(summary.percents, summary.n)
    for what, size in (("bytes", sums.bytes), ("words", sums.words)):
        if what in summary.read.sizes and not size:
            yield Note("no-size", f"All numbers of {what} are 0, so there is no loss for each of the {what}.")
    yield from faint(summary)
    if summary.outside:
        yield Note("just-outside", f"{taken_in(summary.outside, 'prediction')}.")


def mixed_percents(percents: int, rows: int) -> Note:
    """Say how many of the predictions have a % sign, where others have none.

    >>> mixed_percents(1, 3).text
    'Percentages and plain numbers are mixed: 1 of 3 rows has a % sign. If all are percent: --percent.'
    """
    have = f"{percents} of {counted(rows, 'row')} {'has' if percents == 1 else 'have'} a % sign"
    return Note("mixed-notation", f"Percentages and plain numbers are mixed: {have}. If all are percent: --percent.")


def faint(summary: ScoreSummary) -> Iterator[Note]:
    """Say that a probability of what happened is so small that a double keeps few digits of it: its loss is a worst one."""
    row = next((row for row in summary.worst if 0.0 < row.truth < TINY), None)
    if summary.method.scale == "pred" and row is not None:
        text = f"Below {figure(TINY, 1)} a double keeps few digits of a probability, or one: {shortest(row.truth)} in "
        where = f"{visible(row.file)}:{row.line}"
        yield Note("faint", f"{text}{where}. Logarithms keep them: --logprobs.")


def sums_missed(rows: int, farthest: float, *, normalize: bool) -> Note:
    """Say how many rows have a sum that misses 1, and by how much the farthest does: more than rounding leaves, or not.

    >>> sums_missed(2, 0.001, normalize=False).text
    '2 rows were used as typed, with a sum that misses 1 by up to 0.001000.'
    """
    use = "divided by the sum, as asked" if normalize else "used as typed"
    text = f"{were(rows, 'row')} {use}, with a sum that misses 1 by up to {figure(farthest, 6)}."
    return Note("normalized" if normalize else "sum-as-is" if farthest > MOST + OF_DOUBLES else "rounded-sum", text)


def left_out(summary: ScoreSummary) -> Iterator[Note]:
    """The rows that were left out, and the lines that are none."""
    if summary.skipped:
        yield bad_left_out(summary.skipped_rows, summary.skipped)
    if summary.untold:
        text = f"{were(summary.untold, 'token')} not scored: nothing predicted the first of a list (null)."
        yield Note("untold", text)
    if summary.ignored:
        unit = "cell" if summary.read.labels else "row"
        yield Note("ignored", f"{were(summary.ignored, unit)} left out for the label, as asked.")
    elif summary.read.ignored_label is not None:
        yield none_ignored(summary.read.ignored_label)
    if summary.joined:
        yield joined_lines(summary.joined_rows, summary.joined)
    if summary.blank:
        yield Note("blank-lines", f"{were(summary.blank, 'blank line')} passed over.")


def none_ignored(label: str) -> Note:
    """Say that no row has the label whose rows were not to count: it may be written in another way."""
    return Note("ignored", f"No row has the label {visible(label)}, which --ignore-label leaves out.")


def joined_lines(rows: tuple[tuple[str, int], ...], count: int) -> Note:
    """Say which rows are more than a line."""
    text = f"{counted(count, 'row')} with a line end in a quoted cell: {places(rows, count)}."
    return Note(
        "joined-lines", f"{text} If a quote was not closed, rows are lost in it; if quotes are text: --quote ''"
    )


def unused(columns: Sequence[str]) -> str:
    """Say which columns were left out, and how one is used.

    >>> unused(["x", "w"]), unused(["y"])
    ('Not used: 2 columns of numbers (x, w).', 'Not used: column y, which is named as labels are.')
    """
    labels = [column for column in columns if column.lower() in LABELS]
    others = [column for column in columns if column not in labels]
    weights = next((column for column in others if "weight" in column.lower()), None)
    use = "" if weights is None else f" To weigh rows: --weight {typed(weights)}."
    parts = []
    if others:
        names = first_few([*map(visible, others)], MOST_PLACES)
        parts.append(f"{counted(len(others), 'column')} of numbers ({names})")
    parts += [f"column {visible(column)}, which is named as labels are" for column in labels]
    return f"Not used: {'; '.join(parts)}.{use}"


def kept_within(clip: Clip) -> str:
    """Say how probabilities were changed because it was asked."""
    first = "each row was divided by its sum, then " if clip.rescale else ""
    return f"As asked, {first}probabilities were kept from {shortest(clip.low)} to {shortest(clip.high)}"


def bad_left_out(rows: Sequence[tuple[str, int]], count: int, ids: Sequence[str] = ()) -> Note:
    """Say how many bad rows were left out, where the first few are, and which ids they have, if these tell more."""
    told = f" Of those with an id: {listed(ids)}." if ids else ""
    return Note("skipped", f"{were(count, 'bad row')} left out, as asked: {places(rows, count)}.{told}")


def places(rows: Sequence[tuple[str, int]], count: int) -> str:
    """The first few places of some rows."""
    return first_few([f"{visible(file)}:{line}" for file, line in rows[:MOST_PLACES]], MOST_PLACES, count)


def suspicions(summary: ScoreSummary) -> Iterator[Note]:
    """Signs that the file does not hold what it was taken for."""
    sums = summary.sums
    if all(low == high for low, high in zip(sums.low, sums.high, strict=True)):
        yield Note("constant", "Every row holds the same prediction.")
        return
    if not summary.is_labelled:
        return
    if sums.decided == sums.weighed:
        yield Note("decisions", "Every prediction is 0 or 1: these look like decisions; the loss needs probabilities.")
        return
    if summary.method.scale == "pred":
        yield from squeezed(summary)
    if summary.method.kind == "binary":
        yield from flipped(summary)
    else:
        yield from shifted(summary)
        yield from exchanged(summary)
    yield from unskilled(summary)


def squeezed(summary: ScoreSummary) -> Iterator[Note]:
    """A softmax (or sigmoid) of numbers from 0 to 1 leaves them in a narrow range, though they tell the classes apart."""
    k, sums = max(len(summary.classes), 2), summary.sums
    if summary.method.kind == "binary":
        low, high, what = 0.5, 1 / (1 + math.exp(-1)), "a sigmoid"
        is_apt = (rank_by_bins(summary) or 0.0) > APT
    else:
        low, high, what = 1 / (math.e + k - 1), math.e / (math.e + k - 1), "a softmax"
        is_apt = accuracy(sums) > exact_quotient(max(sums.mass), sum(sums.mass), 0)
    if is_apt and min(sums.low) >= low - TWICE_SLACK and max(sums.high) <= high + TWICE_SLACK:
        text = f"All predictions lie from {figure(low, 4)} to {figure(high, 4)}, "
        yield Note("applied-twice", f"{text}where {what} of probabilities would put them: was it applied twice?")


def rank_by_bins(summary: ScoreSummary) -> float | None:
    """AUC of a binary prediction, as far as its bins tell."""
    cells = summary.sums.cells
    return rank_sum([(cells.get(2 * cell, 0), cells.get(2 * cell + 1, 0)) for cell in range(summary.method.bins)])


def flipped(summary: ScoreSummary) -> Iterator[Note]:
    """High predictions that go with class 0 are those of the other class."""
    rank = rank_by_bins(summary)
    if rank is not None and rank < FLIPPED:
        no, yes = map(visible, summary.classes)
        text = f"Higher predictions go with {no}, not {yes} (by bins, AUC is {figure(rank, 2)}): "
        yield Note("flipped", f"{text}are they of the other class? --positive {typed(no)}")


def unskilled(summary: ScoreSummary) -> Iterator[Note]:
    """A mean above what the proportions of the labels alone would give."""
    gained = skill(summary.mean, entropy_of(summary.sums.mass, summary.method.base))
    if gained is not None and gained < 0:
        text = "Predicting how often each class occurs, and nothing else, would lose less"
        yield Note("no-skill", f"{text} (skill {figure(gained, 2)}): are labels, columns and scale what they seem?")


def exchanged(summary: ScoreSummary) -> Iterator[Note]:
    """Two class columns that may stand for each other: exchanging them would raise accuracy greatly."""
    found, whole_mass = confusion(summary), sum(summary.sums.mass)
    pairs = {tuple(sorted(pair)) for pair in found if pair[0] != pair[1]}
    gains = {
        (a, b): sum(found.get(pair, 0) for pair in ((a, b), (b, a))) - sum(found.get((k, k), 0) for k in (a, b))
        for a, b in sorted(pairs)
    }
    a, b = max(gains, key=lambda pair: gains[pair], default=(0, 0))
    gain = exact_quotient(gains.get((a, b), 0), whole_mass, 0)
    if gain > GREATLY:
        one, two = visible(summary.classes[a]), visible(summary.classes[b])
        text = f"With the columns of {one} and {two} exchanged, {percent(gain)} more of the rows would be right: "
        yield Note("exchanged", f"{text}are their names the wrong way round?")


def shifted(summary: ScoreSummary) -> Iterator[Note]:
    """Labels one beside the class predicted, more often than right."""
    found, whole_mass = confusion(summary), sum(summary.sums.mass)
    right = accuracy(summary.sums)
    for step, word in ((1, "after"), (-1, "before")):
        rate = exact_quotient(sum(mass for (top, label), mass in found.items() if label == top + step), whole_mass, 0)
        if rate > 0.5 and rate > 2 * right:  # noqa: PLR2004  most rows, and more than twice those that are right
            text = f"In {percent(rate)} of the rows the label is the class just {word} the predicted one: "
            yield Note("off-by-one", text + "are labels counted from another number?")
