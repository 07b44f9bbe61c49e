"""What there is to say beside the numbers of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.comparing.bootstrap import GROUPS, RESAMPLES
from xentropy_cli.derivation.notes import Note
from xentropy_cli.inputs.bounds import taken_in
from xentropy_cli.scoring.score_notes import joined_lines, kept_within, mixed_percents, none_ignored, places, unused
from xentropy_cli.text import counted, visible, were

Names = tuple[str, str]
"""What two models are called in a sentence."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.comparing.loss_arrays import Model
    from xentropy_cli.comparing.pair_tally import PairTally
    from xentropy_cli.scoring.bad_rows import BadRows


def notes_of(
    found: PairTally, models: tuple[Model, Model], names: Names, same: str | None, bootstrap: tuple[float, float] | None
) -> tuple[Note, ...]:
    """Everything there is to say of two models; `same` is the name of one that is compared with itself."""
    a, b = names
    are = "is compared with itself" if a == b else f"and {b} are the same, {visible(same or '')}"
    alike = [] if same is None else [Note("same-model", f"{a} {are}.")]
    resampled = [] if bootstrap is None else [bootstrapped(found.all.rows)]
    return (*alike, *unlike(models, names), *infinite(found, names), *done(found, models, names), *resampled)


def unlike(models: tuple[Model, Model], names: Names) -> Iterator[Note]:
    """Two models that know different classes."""
    left, right = models
    for name, mine, other in ((names[0], left, right), (names[1], right, left)):
        only = [stem for stem in mine.plan.classes if stem not in other.plan.classes]
        if only:
            listed = ", ".join(map(visible, only))
            yield Note("other-classes", f"Only {name} predicts {listed}; the classes of both were matched by name.")


def infinite(found: PairTally, names: Names) -> Iterator[Note]:
    """A model that gave probability 0 to what happened."""
    for name, count in zip(names, (found.all.infinite_a, found.all.infinite_b), strict=True):
        if count:
            rows = counted(count, "row")
            yield Note("infinite", f"{name} gave probability 0 to what happened in {rows}; the difference is infinite.")


def done(found: PairTally, models: tuple[Model, Model], names: Names) -> Iterator[Note]:
    """What was changed because it was asked, and what was left out."""
    left, right = models
    method = left.method
    lists = bad_rows_of(left, right)
    unit = "cell" if left.plan.cells else "row"
    if outside := outside_of(left, right):
        yield Note("just-outside", f"{taken_in(outside, 'prediction')}.")
    yield from (mixed_percents(each.percents, found.all.rows) for each in lists if 0 < each.percents < found.all.rows)
    if method.clip is not None:
        counts = f"{counted(left.clipped, 'row')} of {names[0]} and {right.clipped} of {names[1]}"
        yield Note("clipped", f"{kept_within(method.clip)}: changed in {counts}.")
    if method.normalize:
        yield Note("normalized", "As asked, each row was divided by its sum.")
    columns = dict.fromkeys((*left.plan.left_out, *right.plan.left_out))
    if columns:
        yield Note("left-out", unused(tuple(columns)))
    if found.skipped:
        rows = tuple(row for each in lists for row in each.skipped_rows)
        which = places(rows, sum(each.bad for each in lists))
        yield Note("skipped", f"{were(found.skipped, unit)} left out of both, as asked; bad are {which}.")
    if ignored := max(each.ignored for each in lists):
        yield Note("ignored", f"{were(ignored, unit)} left out for the label, as asked.")
    elif left.plan.ignored_label is not None:
        yield none_ignored(left.plan.ignored_label)
    if joined := sum(each.joined for each in lists):
        yield joined_lines(tuple(row for each in lists for row in each.joined_rows), joined)
    if blank := sum(each.blank for each in lists):
        yield Note("blank-lines", f"{counted(blank, 'blank line')} passed over.")


def bad_rows_of(left: Model, right: Model) -> list[BadRows]:
    """What happened on the way through the files: two predictions in the same rows share it."""
    return [left.bad_rows] if left.bad_rows is right.bad_rows else [left.bad_rows, right.bad_rows]


def outside_of(left: Model, right: Model) -> int:
    """How many predictions of a row were just outside 0 to 1."""
    return sum(each.outside for each in bad_rows_of(left, right))


def bootstrapped(rows: int) -> Note:
    """What the bootstrap resampled."""
    groups = f"{GROUPS} random groups of rows" if rows > GROUPS else "rows"
    text = f"The bootstrap interval is from {RESAMPLES} resamples of {groups}, seeded, so it repeats."
    return Note("bootstrap", text)
