"""A comparison → the blocks of its page, and the record that scripts see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.blocks import BLANK, Block, Cell, Column, Figure, Heading, Prose, Remark, Table, Words
from xentropy_cli.figures import figure
from xentropy_cli.notes import Note
from xentropy_cli.scoring.differences import GROUPS, RESAMPLES, t_interval
from xentropy_cli.scoring.record import number, present
from xentropy_cli.tables import Shown, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.scoring.compare import Comparison, Loss, Moved
    from xentropy_cli.scoring.differences import Differences

Json = dict[str, Any]


def compare_record(found: Comparison) -> Json:
    """Name every field; what does not apply is absent."""
    every, interval = found.all, t_interval(found.all)
    return {
        "quantity": "mean difference",
        "value": number(every.mean),
        "unit": found.unit,
        "base": found.base,
        "n": every.rows,
        "a": model(found.name_a, every.mean_a(), every.infinite_a),
        "b": model(found.name_b, every.mean_b(), every.infinite_b),
        **part(every),
        **({"interval_t": list(interval)} if interval else {}),
        **({"interval_bootstrap": list(found.bootstrap)} if found.bootstrap else {}),
        "joined_by": found.joined,
        "moved": [moved(pair) for pair in found.moved],
        "classes": parts(found.classes),
        **({"groups": parts(found.groups)} if found.groups else {}),
        "notes": [{"code": note.code, "text": note.text} for note in remarks(found)],
    }


def model(name: str, mean: float, infinite: int) -> Json:
    """One of the two models."""
    return {"name": name, "mean": number(mean), **({"infinite": infinite} if infinite else {})}


def moved(pair: Moved) -> Json:
    """A row on which the losses differ much."""
    return {"a": place(pair.a), "b": place(pair.b), "label": pair.a.label, "difference": number(pair.gap)}


def parts(found: dict[str, Differences]) -> list[Json]:
    """Each class or group whose difference is defined."""
    return [
        {"name": name, "n": sums.rows, "value": number(sums.mean), **part(sums)}
        for name, sums in sorted(found.items())
        if defined(sums)
    ]


def part(sums: Differences) -> Json:
    """What is said about the differences of any set of rows."""
    return {**present(standard_error=sums.standard_error), "won": sums.won, "lost": sums.lost, "tied": sums.tied}


def defined(sums: Differences) -> bool:
    """Tell whether the difference of the means is a number or an infinity."""
    return not (sums.infinite_a and sums.infinite_b)


def place(loss: Loss) -> Json:
    """Where a row stands, and its loss."""
    found: Json = {"file": loss.file, "line": loss.line, "q": loss.truth, "loss": number(loss.loss)}
    return found if loss.key is None else {**found, "id": loss.key}


def remarks(found: Comparison) -> Iterator[Note]:
    """What there is to say beside the numbers."""
    every = found.all
    for name, count in ((found.name_a, every.infinite_a), (found.name_b, every.infinite_b)):
        if count:
            yield Note(
                "infinite", f"{name} gave probability 0 to what happened in {count} rows; the difference is infinite."
            )
    if found.bootstrap is not None:
        groups = f"{GROUPS} random groups of rows" if every.rows > GROUPS else "rows"
        yield Note(
            "bootstrap", f"The bootstrap interval is from {RESAMPLES} resamples of {groups}, seeded, so it repeats."
        )


def compare_page(found: Comparison, digits: int, *, every_row: bool = False) -> tuple[Block, ...]:
    """Lay out a comparison."""
    every = found.all
    sign = "" if every.mean <= 0 else "+"
    better = (
        f"{found.name_b} is better"
        if every.mean < 0
        else f"{found.name_a} is better"
        if every.mean > 0
        else "equal means"
    )
    blocks: list[Block] = [
        Heading(f"Mean difference: {sign}{figure(every.mean, digits)} {found.unit} ({better})"),
        Prose(
            f"Read as: {every.rows} rows scored by A = {found.name_a} and B = {found.name_b}, joined by {found.joined}."
        ),
        numbers(found, digits),
    ]
    if len(found.classes) > 1:
        blocks.append(parts_table("class", found.classes, digits, every_row=every_row))
    if found.groups:
        blocks.append(parts_table(found.by or "group", found.groups, digits, every_row=every_row))
    if found.moved:
        blocks.append(moved_table(found, digits, every_row=every_row))
    return (*blocks, *(Remark(code, text) for code, text in remarks(found)))


def numbers(found: Comparison, digits: int) -> Table:
    """The means, their difference, and what is uncertain about it."""
    rows = list(number_rows(found, digits))
    return table_of(
        [
            Shown(Column(Words("quantity"), "left"), tuple(Words(name) for name, _, _ in rows)),
            Shown(Column(Words("value")), tuple(cell for _, cell, _ in rows)),
            Shown(Column(BLANK, "left", 1), tuple(Words(gloss) for _, _, gloss in rows)),
        ],
        every_row=True,
    )


def number_rows(found: Comparison, digits: int) -> Iterator[tuple[str, Cell, str]]:
    """Name, value and meaning of each number."""
    every = found.all

    def cell(x: float) -> Figure:
        return Figure(figure(x, digits))

    yield "mean of A", cell(every.mean_a()), f"{found.unit} a row"
    yield "mean of B", cell(every.mean_b()), f"{found.unit} a row"
    yield "difference", Figure(figure(every.mean, digits), is_total=True), "mean of B − mean of A; below 0, B is better"
    if every.standard_error is not None:
        yield "standard error", cell(every.standard_error), "of the paired difference"
    for name, interval, gloss in (
        ("t", t_interval(every), "by Student's t"),
        ("bootstrap", found.bootstrap, "by resampling rows"),
    ):
        if interval is not None:
            yield f"95 % from ({name})", cell(interval[0]), gloss
            yield f"95 % to ({name})", cell(interval[1]), ""
    yield "B won", Figure(str(every.won)), "rows with a smaller loss"
    yield "B lost", Figure(str(every.lost)), "rows with a larger loss"
    yield "tied", Figure(str(every.tied)), "rows with the same loss"


def parts_table(head: str, parts: dict[str, Differences], digits: int, *, every_row: bool) -> Table:
    """One row a class or group."""
    kept = {name: p for name, p in sorted(parts.items()) if defined(p)}
    errors = [p.standard_error for p in kept.values()]
    return table_of(
        [
            Shown(Column(Words(head), "left"), tuple(map(Words, kept))),
            Shown(Column(Words("rows")), tuple(Figure(str(p.rows)) for p in kept.values())),
            Shown(Column(Words("difference")), tuple(Figure(figure(p.mean, digits)) for p in kept.values())),
            Shown(
                Column(Words("standard error"), "right", 1),
                tuple(BLANK if e is None else Figure(figure(e, digits)) for e in errors),
            ),
            Shown(Column(Words("won"), "right", 2), tuple(Figure(str(p.won)) for p in kept.values())),
            Shown(Column(Words("lost"), "right", 2), tuple(Figure(str(p.lost)) for p in kept.values())),
        ],
        every_row=every_row,
    )


def moved_table(found: Comparison, digits: int, *, every_row: bool) -> Table:
    """The rows on which the losses differ most."""
    rows = found.moved
    return table_of(
        [
            Shown(
                Column(Words("moved most"), "left"), tuple(Words(pair.a.key or f"line {pair.a.line}") for pair in rows)
            ),
            Shown(Column(Words("label"), "left", 1), tuple(Words(pair.a.label) for pair in rows)),
            Shown(Column(Words("q of A"), "right", 2), tuple(Figure(figure(pair.a.truth, digits)) for pair in rows)),
            Shown(Column(Words("q of B"), "right", 2), tuple(Figure(figure(pair.b.truth, digits)) for pair in rows)),
            Shown(Column(Words("difference")), tuple(Figure(figure(pair.gap, digits)) for pair in rows)),
        ],
        every_row=every_row,
    )
