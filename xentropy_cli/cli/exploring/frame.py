"""One frame: the title, the picture, facts, controls, what is sought, and the command, in the rows that there are."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from xentropy_cli.cli.lessons.run_scene import unit_of
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Verbatim
from xentropy_cli.pages.paths import path_of
from xentropy_cli.rendering.pictures.cells import cut_to
from xentropy_cli.rendering.pictures.text import drawing_lines
from xentropy_cli.rendering.prose.text import WIDEST, lesson_lines
from xentropy_cli.teaching.scenes.scene import exact_text
from xentropy_cli.text import width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.cli.lessons.run_scene import Computed
    from xentropy_cli.pages.facts import Facts
    from xentropy_cli.teaching.scenes.exploration import Exploration
    from xentropy_cli.teaching.scenes.scene import Control, Shown

    Line = list[tuple[str, str]]

LEAST_COLUMNS, LEAST_ROWS = 60, 24
TITLE_AND_KEYS = 2
IN_ONE_COLUMN = 3
"""Controls that stand under each other; more stand in two columns."""

GAP = "   "
GAPS = (1, 3, 2, 4, 0, 5)
"""The parts of a frame that are followed by an empty line, the more urgent ones first."""

FEWEST_CELLS, MOST_CELLS = 4, 30
LONGEST_VALUE = 6
"""Cells of a slider, and of the number beside it."""

KEYS = ("←→ move", "↑↓ choose", "= type", "g goal", "? help", "q leave")
PICTURE_KEY = "p picture"
NOTHING = "—"
HELP = (
    ("← →", "move a step, or the other way"),
    ("PgUp PgDn", "ten steps; Home, End: to the ends"),
    ("↑ ↓ Tab", "choose what to move"),
    ("=", "type a value, such as 35% or 1/3; Enter takes it"),
    ("g", "the next goal"),
    ("p", "another picture of the same numbers"),
    ("r", "back to the start"),
    ("q Esc", "leave; the last command is printed"),
)


def frame(shown: Exploration, found: Computed, columns: int, rows: int) -> list[Line]:
    """Lay out a frame, no larger than the terminal."""
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return _too_small(shown, columns, rows)
    room = min(columns, WIDEST)
    if shown.shows_help:
        return _help(shown, room)
    short, long = _facts(shown, found, room)
    controls, prompt, command, keys = (
        _controls(shown, room),
        _prompt(shown, room),
        _command(shown, room),
        _keys(shown, room),
    )
    left = rows - len(short) - len(controls) - len(prompt) - len(command) - TITLE_AND_KEYS
    picture = list(drawing_lines(found.drawing, room, left - 1))
    spare = left - len(picture)
    facts = long if spare - len(GAPS) >= len(long) - len(short) and fits(long, room) else short
    spare -= len(facts) - len(short)
    parts = [[[(shown.scene.title, "heading")]], picture, facts, controls, prompt, command, [keys]]
    gaps = GAPS[: max(spare, 0)]
    return [line for at, part in enumerate(parts) for line in (*part, *([[]] if at in gaps else []))]


def _facts(shown: Exploration, found: Computed, room: int) -> tuple[list[Line], list[Line]]:
    """The facts one after another, and a line each with what it is."""
    rows = [(each, _value(each, found.facts)) for each in shown.scene.facts]
    short: list[Line] = [[]]
    for each, value in rows:
        part = [(GAP if short[-1] else "", ""), (f"{each.label} ", "symbol"), (value, "total")]
        if short[-1] and sum(width(text) for text, _ in (*short[-1], *part)) > room:
            short.append([])
            part = part[1:]
        short[-1] += part
    labels, values = (
        max(map(width, column)) for column in zip(*((each.label, value) for each, value in rows), strict=True)
    )
    long = [
        [(each.label + " " * (labels - width(each.label) + 2), "symbol"), (value + " " * (values - width(value) + 2), "total"),
         (each.says, "")]
        for each, value in rows
    ]  # fmt: skip
    return short, long


def _value(fact: Shown, facts: Facts) -> str:
    """A fact as tables write it, with its unit."""
    return f"{facts.shown(path_of(fact.path)) or NOTHING} {unit_of(fact, facts)}".rstrip()


def _controls(shown: Exploration, room: int) -> list[Line]:
    """A slider a control; more than a few stand in two columns, one after the other from top to bottom."""
    controls = shown.scene.controls
    columns = 1 if len(controls) <= IN_ONE_COLUMN else 2
    high, wide = -(-len(controls) // columns), (room - len(GAP) * (columns - 1)) // columns
    labels = max(width(control.label) for control in controls)
    cells = [_slider(shown, control, labels, wide) for control in controls]
    rows = [cells[at::high] for at in range(high)]
    return [[part for at, cell in enumerate(row) for part in ([(GAP, "")] * bool(at) + cell)] for row in rows]


def _slider(shown: Exploration, control: Control, labels: int, wide: int) -> Line:
    """A control in its place: its classes side by side, or a number and how far it lies along its way."""
    is_chosen, value = control is shown.control, shown.state[control.name]
    role = "total" if is_chosen else ""
    head = [("▶ " if is_chosen else "  ", role), (control.label + " " * (labels - width(control.label) + 1), role)]
    low, high = Fraction(control.low), Fraction(control.high)
    room = wide - sum(width(text) for text, _ in head)
    if control.kind == "class":
        classes = " ".join(f"[{k}]" if k == value else f" {k} " for k in range(int(high) + 1))
        return [*head, (f"{classes:{room}}", role)]
    text = f" {cut_to(f'{exact_text(value)} {control.unit}'.rstrip(), room - FEWEST_CELLS - 1)}"
    cells = max(FEWEST_CELLS, min(MOST_CELLS, room - max(LONGEST_VALUE, width(text))))
    at = round((value - low) / (high - low) * (cells - 1))
    line = [("─" * at, "dim"), ("●", role), ("─" * (cells - at - 1), "dim"), (f"{text:{max(room - cells, 0)}}", role)]
    return [*head, *line]


def _prompt(shown: Exploration, room: int) -> list[Line]:
    """The question, the goal, or what it means once it is reached, in as many lines as the longest of them needs."""
    scene, count = shown.scene, len(shown.scene.goals)
    texts = [("Guess first: ", scene.question)]
    for at, goal in enumerate(scene.goals):
        texts.append((f"Goal {at + 1} of {count}: ", goal.text))
        texts.append((f"Goal {at + 1} of {count}, reached: ", f"{goal.means} {_onward(shown, at)}"))
    lines = [list(lesson_lines(Paragraph((Phrase(head, "strong"), Phrase(text))), room)) for head, text in texts]
    now = lines[0] if not shown.has_begun else lines[1 + 2 * shown.goal + (shown.goal in shown.reached)]
    return [*now, *([[]] * (max(map(len, lines)) - len(now)))]


def _onward(shown: Exploration, at: int) -> str:
    count = len(shown.scene.goals)
    if len(shown.reached | {at}) < count:
        return "Press g for the next."
    return f"That was all. Why it is so: xent explain {shown.scene.topic}"


def _command(shown: Exploration, room: int) -> list[Line]:
    return list(lesson_lines(Verbatim(f"$ {shown.scene.typed(shown.state)}", is_command=True), room))


def _keys(shown: Exploration, room: int) -> Line:
    """The last line: a value that is being typed, why one was refused, or the keys."""
    if shown.typed is not None:
        return [(f"{shown.control.label} = {shown.typed}_", "total"), (f"{GAP}Enter: take it{GAP}Esc: leave it", "dim")]
    if shown.message:
        return [(cut_to(shown.message, room), "note")]
    full = GAP.join((*KEYS[:-2], PICTURE_KEY, *KEYS[-2:])) if len(shown.scene.pictures) > 1 else GAP.join(KEYS)
    return [(full if width(full) <= room else GAP.join(KEYS), "dim")]


def _help(shown: Exploration, room: int) -> list[Line]:
    """What the keys do, and what the facts are."""
    wide = max(width(key) for key, _ in HELP)
    facts = [(each.label, each.says) for each in shown.scene.facts]
    rows = [*((key, said, wide) for key, said in HELP), ("", "", 0),
            *((label, said, max(width(other) for other, _ in facts)) for label, said in facts)]  # fmt: skip
    question = lesson_lines(Paragraph((Phrase(shown.scene.question),)), room)
    return [
        [(shown.scene.title, "heading")],
        *question,
        [],
        *([(key + " " * (wide - width(key) + 2), "symbol"), (said, "")] for key, said, wide in rows),
        [],
        [("Any key goes on.", "dim")],
    ]


def _too_small(shown: Exploration, columns: int, rows: int) -> list[Line]:
    said = (
        f"A scene needs {LEAST_COLUMNS} columns and {LEAST_ROWS} rows; here are {columns} and {rows}. "
        "Make the window larger; q leaves."
    )
    lines = lesson_lines(Paragraph((Phrase(said),)), columns)
    return [*lines, *_command(shown, columns)][:rows]


def fits(lines: Iterable[Line], columns: int) -> bool:
    """Tell whether every line has room."""
    return all(sum(width(text) for text, _ in line) <= columns for line in lines)


def clipped(line: Iterable[tuple[str, str]], columns: int) -> Line:
    """Leave out what has no room at the end of a line; parts of one role become one."""
    kept: Line = []
    for role, parts in groupby(line, key=itemgetter(1)):
        text = "".join(part for part, _ in parts)
        while width(text) > columns:
            text = text[:-1]
        columns -= width(text)
        kept.append((text, role))
    return kept
