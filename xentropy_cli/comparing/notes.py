"""What there is to say beside the numbers of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.comparing.bootstrap import GROUPS, RESAMPLES
from xentropy_cli.notes import Note
from xentropy_cli.scoring.score_notes import kept_within, places, were
from xentropy_cli.text import counted, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.comparing.comparison import Comparison
    from xentropy_cli.comparing.models import Side


def notes_of(found: Comparison, left: Side, right: Side, *, is_one_model: bool) -> tuple[Note, ...]:
    """Everything there is to say."""
    same = [Note("same-model", f"A and B are the same, {visible(found.name_a)}.")] if is_one_model else []
    return (*same, *unlike(left, right), *infinite(found), *done(found, left, right), *bootstrapped(found))


def unlike(left: Side, right: Side) -> Iterator[Note]:
    """Two models that know different classes."""
    for name, mine, other in (("A", left, right), ("B", right, left)):
        only = [stem for stem in mine.plan.classes if stem not in other.plan.classes]
        if only:
            listed = ", ".join(map(visible, only))
            yield Note("other-classes", f"Only {name} predicts {listed}; the classes of both were matched by name.")


def infinite(found: Comparison) -> Iterator[Note]:
    """A model that gave probability 0 to what happened."""
    for name, count in (("A", found.all.infinite_a), ("B", found.all.infinite_b)):
        if count:
            rows = counted(count, "row")
            yield Note("infinite", f"{name} gave probability 0 to what happened in {rows}; the difference is infinite.")


def done(found: Comparison, left: Side, right: Side) -> Iterator[Note]:
    """What was changed because it was asked, and what was left out."""
    method = left.method
    if method.clip is not None:
        counts = f"{counted(left.changed.clipped, 'row')} of A and {right.changed.clipped} of B"
        yield Note("clipped", f"{kept_within(method.clip)}: changed in {counts}.")
    if method.normalize:
        yield Note("normalized", "As asked, each row was divided by its sum.")
    courses = [left.course] if left.course is right.course else [left.course, right.course]
    if found.skipped:
        rows = tuple(row for course in courses for row in course.skipped_rows)
        which = places(rows, sum(course.bad for course in courses))
        yield Note("skipped", f"{were(found.skipped, 'row')} left out of both, as asked; bad are {which}.")
    if blank := sum(course.blank for course in courses):
        yield Note("blank-lines", f"{counted(blank, 'blank line')} passed over.")


def bootstrapped(found: Comparison) -> Iterator[Note]:
    """What the bootstrap resampled."""
    if found.bootstrap is not None:
        groups = f"{GROUPS} random groups of rows" if found.all.rows > GROUPS else "rows"
        yield Note(
            "bootstrap", f"The bootstrap interval is from {RESAMPLES} resamples of {groups}, seeded, so it repeats."
        )
