"""`xent mark`: answers to a sheet, marked by the ids that stand on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, FileOption, XentCommand
from xentropy_cli.cli.options.completing import complete_file
from xentropy_cli.cli.options.exercises import known_exercises
from xentropy_cli.cli.options.help_page import INPUT, OUTPUT, READING, option_in
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.overwriting import refuse_overwriting
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.streams import stdin
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentropy_cli.notes import Note
    from xentropy_cli.scoring.bad_rows import BadRows
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.strict.records import Record
    from xentropy_cli.tables.text import TextTable
    from xentropy_cli.teaching.practice.exercise import Drawn, Exercise
    from xentropy_cli.teaching.practice.marking import Marked
    from xentropy_cli.teaching.practice.sheet import Strange

STUDENT, ID, ANSWER = "student", "id", "answer"

HELP = """Mark the answers to a worksheet.

FILE is a table (- is standard input) with the columns id and answer, and perhaps student. Every question is drawn again
from its id, so that no key is needed. An answer may have a point or a comma, be a fraction, a percentage or arithmetic.
Each slip that is recognised is counted.
"""

EXAMPLES = """\b
Examples:
  printf 'id,answer\\ntotal-7-1.2-7w,2.343\\n' | xent mark -
  printf 'student,id,answer\\nAda,total-7-1.2-7w,0.781\\n' | xent mark - --rows
"""


@click.command("mark", cls=XentCommand, help=HELP, epilog=EXAMPLES, short_help="Mark the answers to a worksheet.")
@click.argument("file", cls=FileArgument, required=False, metavar="FILE", shell_complete=complete_file)
@option_in(
    INPUT,
    "--exercises",
    cls=FileOption,
    multiple=True,
    metavar="FILE",
    shell_complete=complete_file,
    help="A file of exercises of your own that the sheet was made of.  [repeatable]",
)
@option_in(READING, "--skip-bad", is_flag=True, help="Leave bad rows out, and count them.")
@option_in(OUTPUT, "--rows", is_flag=True, help="List every answer, with its slip and repair.")
@output_options
def command(file: str | None, **options: Any) -> None:
    """Read, mark, render."""
    from xentropy_cli.pages.practice.marking import MarkingResult
    from xentropy_cli.scoring.bad_rows import BadRows

    lists_answers, bad_rows = options.pop("rows"), BadRows(options.pop("skip_bad"))
    target = choose_target(options)
    if file is None:
        raise XentError("missing-value", "There is no file to mark.", where="the command line", text="xent mark",
                        why="FILE is a table of ids and answers; - is standard input.",
                        fix="Type its name: xent mark answers.csv")  # fmt: skip
    own = options.pop("exercises")
    refuse_overwriting({"--output": target.path}, (file, *own))
    with opened(target) as write:
        rows = []
        with progress(say=lambda name, count, _: f"{name}: {count}") as watch:
            for row in marked_rows(file, known_exercises(own), bad_rows):
                rows.append(row)
                if watch:
                    watch("answers marked", len(rows))
        notes = notes_on(bad_rows)
        result = MarkingResult(rows, lists_answers=lists_answers, skipped=bad_rows.bad, notes=notes)
        deliver(result, target, write)


def notes_on(bad_rows: BadRows) -> tuple[Note, ...]:
    """Say which rows were left out, by line and id."""
    from xentropy_cli.scoring.score_notes import bad_left_out
    from xentropy_cli.tables.columns import listed

    if not bad_rows.bad:
        return ()
    note = bad_left_out(bad_rows.skipped_rows, bad_rows.bad)
    ids = f" Of those with an id: {listed(bad_rows.skipped_ids)}." if bad_rows.skipped_ids else ""
    return (note._replace(text=note.text + ids),)


def marked_rows(file: str, exercises: Mapping[str, Exercise], bad_rows: BadRows) -> Iterator[Marked]:
    """Mark every row of a table, by these exercises, and take down those that cannot be.

    Raises XentError, also where no row can be marked, or where an id leads to no question and is not to be left out.
    """
    from contextlib import closing

    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Form, no_rows
    from xentropy_cli.tables.opening import open_source_as_text
    from xentropy_cli.tables.reading import Reading

    stream = stdin() if file == "-" else None
    reading = Reading(wanted=Wanted(id=ID, label=ANSWER), form=Form(header=True))
    with closing(open_source_as_text(file, reading, stream)) as table:
        rows = _marked(table, exercises, bad_rows)
        first = next(rows, None)
        if first is None:
            raise bad_rows.nothing_left() or no_rows(table.origin.file, table.shape.names)
        yield first
        yield from rows


def _marked(table: TextTable, exercises: Mapping[str, Exercise], bad_rows: BadRows) -> Iterator[Marked]:
    """Mark row after row."""
    from xentropy_cli.tables.rows import BlockFaults

    marker, name = Marker(table, exercises), table.origin.file
    for block in table.blocks():
        found = BlockFaults()
        for place in marker.reader.places(block, found):
            try:
                yield marker.marked(place)
            except XentError as fault:
                marker.reader.note_fault(found, place, fault, 0)
        if not bad_rows.note(found, name):
            break
    bad_rows.settle()


class Marker:
    """Marks the rows of a table. Each question is drawn once, and each student answers it once."""

    def __init__(self, table: TextTable, exercises: Mapping[str, Exercise]) -> None:
        """Find the columns."""
        from xentropy_cli.tables.column_roles import Plan
        from xentropy_cli.tables.strict.reader import Reader

        shape, self.exercises = table.shape, exercises
        self.id_at, self.answer_at = (_column(column, shape, table.origin.file) for column in (ID, ANSWER))
        self.student_at = shape.names.index(STUDENT) if STUDENT in shape.names else None
        self.reader = Reader(shape, Plan("events", "pred", None, (), (), {}, id=self.id_at))
        self.drawn: dict[str, Drawn | Strange] = {}
        self.lines: dict[tuple[str, str], int] = {}

    def marked(self, place: Record) -> Marked:
        """Mark a row.

        Raises XentError where it has no answer to a question, or a second one of the same student.
        """
        from xentropy_cli.cli.lessons.run_lesson import running_exercise
        from xentropy_cli.teaching.practice.marking import marked
        from xentropy_cli.teaching.practice.sheet import Strange, rebuilt

        cells = [cell.strip() for cell in self.reader.cut(place)]
        if len(cells) != self.reader.shape.fields:
            raise self.reader.ragged(place, len(cells))
        id_, student = cells[self.id_at], "" if self.student_at is None else cells[self.student_at]
        found = self.drawn[id_] = self.drawn.get(id_) or rebuilt(id_, self.exercises, running_exercise)
        if isinstance(found, Strange):
            message = f"{visible(id_) or 'An empty id'} leads to no question."
            raise self._refused("unknown-id", message, place, why=found.why, fix=found.fix)
        first = self.lines.setdefault((student, id_), place.line)
        if student and first != place.line:
            raise self._refused(
                "duplicate-id",
                f"{visible(student)} answers {visible(id_)} again, first in line {first}.",
                place,
                why="xent does not choose between two answers; with --skip-bad the first of them counts.",
                fix="Keep the row that counts.",
            )
        return marked(student, id_, found, cells[self.answer_at])

    def _refused(self, code: str, message: str, place: Record, *, why: str, fix: str) -> XentError:
        """Make the error of the id of a row."""
        _, start, end = self.reader.spans(place)[self.id_at]
        return place.refuse(code, message, (start, max(end, start + 1)), why=why, fix=fix)


def _column(column: str, shape: Shape, name: str) -> int:
    """The position of the one column of this name.

    Raises XentError (no-column, ambiguous-columns) where there is none, or several.
    """
    from xentropy_cli.tables.columns import listed

    number = shape.names.count(column)
    if number == 1:
        return shape.names.index(column)
    text = listed(shape.names) or " "
    near = None if number else nearest(column, shape.names)
    start = text.index(visible(near or column)) if near or number else 0
    place = "in every object" if shape.json else "in the first line"
    raise XentError(
        "ambiguous-columns" if number else "no-column",
        f"{visible(name)} has {f'{number} columns' if number else 'no column'} {column}.",
        where=f"{visible(name)}, columns",
        text=text,
        span=(start, start + len(visible(near or column)) if near or number else len(text)),
        why=f"The columns {ID} and {ANSWER} are read, and {STUDENT} where there is one.",
        fix=f"Name {'one' if number else 'the'} column {column}{f', not {visible(near)},' if near else ''} {place}.",
        status=BAD_DATA,
    )
