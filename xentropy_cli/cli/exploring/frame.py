"""One frame: the title, the picture, facts, controls, what is sought, and the command, in the rows that there are."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING

from xentropy_cli.cli.exploring.terminal import END_OF_LINE, END_OF_SCREEN, HOME
from xentropy_cli.cli.lessons.run_scene import computed, fact_of
from xentropy_cli.cli.output.deliver import lacks_symbols
from xentropy_cli.cli.output.present import wants_color
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Verbatim
from xentropy_cli.rendering.ansi import painted
from xentropy_cli.rendering.pictures.cells import cut_to, widest
from xentropy_cli.rendering.pictures.text import drawing_lines
from xentropy_cli.rendering.prose.text import WIDEST, lesson_lines
from xentropy_cli.teaching.scenes.scene import exact_text
from xentropy_cli.text import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.cli.lessons.run_scene import Computed
    from xentropy_cli.teaching.scenes.exploration import Exploration
    from xentropy_cli.teaching.scenes.scene import Control

    Line = list[tuple[str, str]]

LEAST_COLUMNS, LEAST_ROWS = 60, 24
IN_ONE_COLUMN = 3
"""Controls that stand under each other; more stand in two columns."""

GAP = "   "
GAPS = (1, 3, 2, 4, 0, 5)
"""The parts of a frame that are followed by an empty line, the more urgent ones first."""

FEWEST_CELLS, MOST_CELLS = 4, 30
LONGEST_VALUE = 6
"""Cells of a slider, and of the number beside it."""

KEYS = "←→ move  ↑↓ choose  = type  g goal  p view  ? help  q leave"
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


def screenful(exploration: Exploration, columns: int, rows: int) -> str:
    """Compute the state, and draw its frame as a terminal takes it: every line is erased, and written where it was.

    What comes behind a full line would erase its last character.
    """
    scene = exploration.scene
    found = computed(scene, exploration.state, scene.pictures[exploration.picture])
    exploration.judge(found.facts)
    lines = (_in_ascii if lacks_symbols() else frame)(exploration, found, columns, rows)
    in_color = wants_color(sys.stdout)
    *above, last = (painted(line, in_color=in_color) for line in lines)
    return HOME + "".join(f"{END_OF_LINE}{line}\n" for line in above) + END_OF_SCREEN + last


def _in_ascii(exploration: Exploration, found: Computed, columns: int, rows: int) -> list[Line]:
    """The same frame for a terminal that has no other characters."""
    from xentropy_cli.rendering.ascii import GLYPHS_IN_ASCII, in_ascii, spelled

    lines = frame(exploration, found._replace(drawing=spelled(found.drawing)), columns, rows)
    return [[(in_ascii(text.translate(GLYPHS_IN_ASCII)), role) for text, role in line] for line in lines]


def frame(shown: Exploration, found: Computed, columns: int, rows: int) -> list[Line]:
    """Lay out a frame, no larger than the terminal."""
    command = Verbatim(f"$ {shown.scene.typed(shown.state)}", is_command=True)
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        said = f"A scene needs {LEAST_COLUMNS} columns and {LEAST_ROWS} rows; here are {columns} and {rows}."
        lines = lesson_lines(Paragraph((Phrase(f"{said} Make the window larger; q leaves."),)), columns)
        return [*lines, *lesson_lines(command, columns)][:rows]
    room = min(columns, WIDEST)
    title: Line = [(shown.scene.title, "heading")]
    if shown.shows_help:
        question = lesson_lines(Paragraph((Phrase(shown.scene.question),)), room)
        facts = [(each.label, each.says) for each in shown.scene.facts]
        return [title, *question, [], *_listed(HELP), [], *_listed(facts), [], [("Any key goes on.", "dim")]]
    below = [_facts(shown, found, room), _controls(shown, room), _prompt(shown, room)]
    below += [list(lesson_lines(command, room)), [_keys(shown, room)]]
    left = rows - 1 - sum(map(len, below))
    picture = list(drawing_lines(found.drawing, room, left - 1))
    gaps = GAPS[: max(left - len(picture), 0)]
    return [line for at, part in enumerate(([title], picture, *below)) for line in (*part, *([[]] * (at in gaps)))]


def _listed(rows: Sequence[tuple[str, str]]) -> list[Line]:
    """Names, and beside each what it is."""
    wide = widest([name for name, _ in rows])
    return [[(name + " " * (wide - width(name) + 2), "symbol"), (said, "")] for name, said in rows]


def _facts(shown: Exploration, found: Computed, room: int) -> list[Line]:
    """The facts one after another."""
    lines: list[Line] = [[]]
    for each in shown.scene.facts:
        fact = [(f"{each.label} ", "symbol"), (" ".join(fact_of(each, found.facts)).rstrip(), "total")]
        if sum(width(text) for text, _ in (*lines[-1], *fact)) > room:
            lines.append([])
        lines[-1] += [*fact, (GAP, "")]
    return [line[:-1] for line in lines]


def _controls(shown: Exploration, room: int) -> list[Line]:
    """A slider a control; more than a few stand in two columns, one after the other from top to bottom."""
    controls = shown.scene.controls
    columns = 1 if len(controls) <= IN_ONE_COLUMN else 2
    high, wide = -(-len(controls) // columns), (room - len(GAP) * (columns - 1)) // columns
    labels = widest([control.label for control in controls])
    cells = [[*_slider(shown, control, labels, wide), (GAP, "")] for control in controls]
    return [[part for cell in cells[at::high] for part in cell][:-1] for at in range(high)]


def _slider(shown: Exploration, control: Control, labels: int, wide: int) -> Line:
    """A control in its place: its classes side by side, or a number and how far it lies along its way."""
    value, role = shown.state[control.name], "total" if control is shown.control else ""
    head = f"{'▶' if role else ' '} {control.label}{' ' * (labels - width(control.label))} "
    room = wide - width(head)
    if control.kind == "class":
        classes = " ".join(f"[{k}]" if k == value else f" {k} " for k in range(int(control.high) + 1))
        return [(head, role), (f"{classes:{room}}", role)]
    low, high = Fraction(control.low), Fraction(control.high)
    text = f" {cut_to(f'{exact_text(value)} {control.unit}'.rstrip(), room - FEWEST_CELLS - 1)}"
    cells = max(FEWEST_CELLS, min(MOST_CELLS, room - max(LONGEST_VALUE, width(text))))
    at = round((value - low) / (high - low) * (cells - 1))
    line = [("─" * at, "dim"), ("●", role), ("─" * (cells - at - 1), "dim"), (f"{text:{max(room - cells, 0)}}", role)]
    return [(head, role), *line]


def _prompt(shown: Exploration, room: int) -> list[Line]:
    """The question, the goal, or what it means once it is reached, in as many lines as the longest of them needs."""
    scene, count = shown.scene, len(shown.scene.goals)
    texts = [("Guess first: ", scene.question)]
    for at, goal in enumerate(scene.goals):
        is_last = len(shown.reached | {at}) == count
        onward = f"That was all. Why it is so: xent explain {scene.topic}" if is_last else "Press g for the next."
        texts.append((f"Goal {at + 1} of {count}: ", goal.text))
        texts.append((f"Goal {at + 1} of {count}, reached: ", f"{goal.means} {onward}"))
    lines = [list(lesson_lines(Paragraph((Phrase(head, "strong"), Phrase(text))), room)) for head, text in texts]
    now = lines[1 + 2 * shown.goal + (shown.goal in shown.reached)] if shown.has_begun else lines[0]
    return [*now, *([[]] * (max(map(len, lines)) - len(now)))]


def _keys(shown: Exploration, room: int) -> Line:
    """The last line: a value that is being typed, why one was refused, or the keys."""
    if shown.typed is not None:
        return [(f"{shown.control.label} = {shown.typed}_", "total"), (f"{GAP}Enter: take it{GAP}Esc: leave it", "dim")]
    if shown.message:
        return [(cut_to(shown.message, room), "note")]
    return [(KEYS if len(shown.scene.pictures) > 1 else KEYS.replace("p view  ", ""), "dim")]
