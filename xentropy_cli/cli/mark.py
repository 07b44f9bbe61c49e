"""`xent mark`: answers to a sheet, marked by the ids that stand on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, FileOption, XentCommand
from xentropy_cli.cli.options.exercises import known_exercises
from xentropy_cli.cli.options.help_page import INPUT, OUTPUT, READING, option_in
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.progress import collected
from xentropy_cli.cli.output.streams import STREAM, stdin
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentropy_cli.scoring.bad_rows import BadRows
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.strict.records import Record
    from xentropy_cli.tables.text import TextTable
    from xentropy_cli.teaching.practice.exercise import Drawn, Exercise
    from xentropy_cli.teaching.practice.sheet import Marked

STUDENT, NAME, ID, ANSWER = "student", "name", "id", "answer"

HELP = """Mark the answers to a worksheet.

FILE is a table (- is standard input) with the columns id and answer, and perhaps student or name. Every question is drawn again
from its id, so that no key is needed. An answer may have a point or a comma, be a fraction, a percentage or arithmetic.
Each slip that is recognised is counted.
"""

EXAMPLES = """\b
Examples:
  printf 'id,answer\\ntotal-7-1.2-7w,2.343\\n' | xent mark -
  printf 'student,id,answer\\nAda,total-7-1.2-7w,0.781\\n' | xent mark - --rows
"""


@click.command("mark", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("file", cls=FileArgument, metavar="FILE")
@option_in(
    INPUT,
    "--exercises",
    cls=FileOption,
    multiple=True,
    metavar="FILE",
    help="A file of exercises of your own that the sheet was made of.  [repeatable]",
)
@option_in(READING, "--skip-bad", is_flag=True, help="Leave bad rows out, and count them.")
@option_in(OUTPUT, "--rows", is_flag=True, help="List every answer, with its slip and repair.")
@output_options
def command(file: str, **options: Any) -> None:
    """Read, mark, render."""
    from xentropy_cli.pages.practice.answers import MarkingResult
    from xentropy_cli.scoring.bad_rows import BadRows

    lists_answers, bad_rows = options.pop("rows"), BadRows(options.pop("skip_bad"))
    target, own = choose_target(options), options.pop("exercises")
    with opened(target) as write:
        rows = collected(marked_rows(file, known_exercises(own), bad_rows), "answers marked: {}")
        deliver(MarkingResult(rows, bad_rows, lists_answers=lists_answers), target, write)


def marked_rows(file: str, exercises: Mapping[str, Exercise], bad_rows: BadRows) -> Iterator[Marked]:
    """Mark every row of a table, by these exercises, and take down those that cannot be.

    Raises XentError, also where no row can be marked, or where an id leads to no question and is not to be left out.
    """
    from contextlib import closing

    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Form
    from xentropy_cli.tables.opening import open_source_as_text
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import BlockFaults
    from xentropy_cli.tables.strict.preamble import no_rows

    reading = Reading(wanted=Wanted(id=ID, label=ANSWER), form=Form(header=True))
    with closing(open_source_as_text(file, reading, stdin() if file == STREAM else None)) as table:
        marker, is_any = Marker(table, exercises), False
        for block in table.blocks():
            found = BlockFaults()
            for place in marker.reader.places(block, found):
                try:
                    if (row := marker.marked(place)) is not None:
                        yield row
                        is_any = True
                except XentError as fault:
                    marker.reader.note_fault(found, place, fault, 0)
            if not bad_rows.note(found, table.origin.file):
                break
        bad_rows.settle()
        if not is_any:
            raise bad_rows.nothing_left() or no_rows(table.origin.file, table.shape.names)


class Marker:
    """Marks the rows of a table. Each question is drawn once, and each student answers it once."""

    def __init__(self, table: TextTable, exercises: Mapping[str, Exercise]) -> None:
        """Find the columns."""
        from xentropy_cli.tables.column_roles import Plan
        from xentropy_cli.tables.strict.reader import Reader

        self.id_at, self.answer_at = (column_of(name, table.shape, table.origin.file) for name in (ID, ANSWER))
        names = [name.lower() for name in table.shape.names]
        student = next((each for each in (STUDENT, NAME) if each in names), None)
        self.student_at = column_of(student, table.shape, table.origin.file) if student else None
        self.reader = Reader(table.shape, Plan("events", "pred", None, (), (), {}, id=self.id_at))
        self.exercises = exercises
        self.drawn: dict[str, Drawn] = {}
        self.lines: dict[tuple[str, str], int] = {}

    def marked(self, place: Record) -> Marked | None:
        """Mark a row; one of empty cells, as spreadsheets leave them, is none.

        Raises XentError where it has no answer to a question, or a second one of the same student.
        """
        from xentropy_cli.cli.lessons.run_lesson import running_exercise
        from xentropy_cli.teaching.asking.judge import judge
        from xentropy_cli.teaching.practice.sheet import NO_ANSWER, Marked, plain_id, rebuilt

        cells = [cell.strip() for cell in self.reader.cut(place)]
        if not any(cells):
            return None
        if len(cells) != self.reader.shape.fields:
            raise self.reader.ragged(place, len(cells))
        id_, student = plain_id(cells[self.id_at]), "" if self.student_at is None else cells[self.student_at]
        if id_ not in self.drawn:
            piece = self.reader.piece(place, self.id_at)._replace(text=cells[self.id_at])
            self.drawn[id_] = rebuilt(piece, self.exercises, running_exercise)
        first = self.lines.setdefault((student, id_), place.line)
        if student and first != place.line:
            raise self.reader.piece(place, self.id_at).refuse(
                "duplicate-id", f"{visible(student)} answers {visible(id_)} again, first in line {first}.",
                why="xent does not choose between two answers; with --skip-bad the first of them counts.",
                fix="Keep the row that counts.")  # fmt: skip
        drawn, typed = self.drawn[id_], cells[self.answer_at]
        return Marked(student, id_, drawn, typed, judge(drawn.problem, typed) if typed else NO_ANSWER)


def column_of(column: str, shape: Shape, file: str) -> int:
    """The position of the one column of this name, in capitals or not.

    Raises XentError (no-column, ambiguous-columns) where there is none, or several.
    """
    from xentropy_cli.inputs.notation import Source, whole
    from xentropy_cli.tables.columns import listed

    names = [name.strip().lower() for name in shape.names]
    number, near = names.count(column), nearest(column, shape.names)
    if number == 1:
        return names.index(column)
    raise whole(Source(f"{visible(file)}, columns", listed(shape.names) or " ", BAD_DATA)).refuse(
        "ambiguous-columns" if number else "no-column",
        f"{visible(file)} has {f'{number} columns' if number else 'no column'} {column}.",
        why=f"The columns {ID} and {ANSWER} are read, and {STUDENT} or {NAME} where there is one.",
        fix=f"Name one column {column}{f', not {visible(near)}' if near and not number else ''}.",
    )
