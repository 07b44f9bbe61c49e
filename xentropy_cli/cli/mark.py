"""`xent mark`: answers to a sheet, marked by the ids that stand on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, FileOption, XentCommand
from xentropy_cli.cli.options.completing import complete_file
from xentropy_cli.cli.options.exercises import known_exercises
from xentropy_cli.cli.options.help_page import INPUT, OUTPUT, option_in
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.overwriting import refuse_overwriting
from xentropy_cli.cli.output.streams import stdin
from xentropy_cli.errors import BAD_DATA, XentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Record
    from xentropy_cli.tables.text import TextTable
    from xentropy_cli.teaching.practice.exercise import Drawn, Exercise
    from xentropy_cli.teaching.practice.marking import Marked

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
@option_in(OUTPUT, "--rows", is_flag=True, help="List every answer, with its slip and repair.")
@output_options
def command(file: str | None, **options: Any) -> None:
    """Read, mark, render."""
    from xentropy_cli.pages.practice.marking import MarkingResult
    from xentropy_cli.teaching.practice.marking import slips_made, tallied

    lists_answers = options.pop("rows")
    target = choose_target(options)
    if file is None:
        raise XentError("missing-value", "There is no file to mark.", where="the command line", text="xent mark", span=(0, 9),
                        why="FILE is a table of ids and answers; - is standard input.",
                        fix="Type its name: xent mark answers.csv")  # fmt: skip
    own = options.pop("exercises")
    refuse_overwriting({"--output": target.path}, (file, *own))
    with opened(target) as write:
        rows = list(marked_rows(file, known_exercises(own)))
        students = tallied(rows, lambda row: row.student)
        templates = tallied(rows, lambda row: row.drawn.exercise.name)
        result = MarkingResult(rows, students, templates, slips_made(rows), lists_answers=lists_answers)
        deliver(result, target, write)


def marked_rows(file: str, exercises: Mapping[str, Exercise]) -> Iterator[Marked]:
    """Mark every row of a table, by these exercises.

    Raises XentError, also where there is no row, or an id leads to no question.
    """
    from contextlib import closing

    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Form, no_rows
    from xentropy_cli.tables.opening import open_source_as_text
    from xentropy_cli.tables.reading import Reading

    stream = stdin() if file == "-" else None
    reading = Reading(wanted=Wanted(id=ID, label=ANSWER), form=Form(header=True))
    with closing(open_source_as_text(file, reading, stream)) as table:
        rows = _marked(table, exercises)
        first = next(rows, None)
        if first is None:
            raise no_rows(table.origin.file)
        yield first
        yield from rows


def _marked(table: TextTable, exercises: Mapping[str, Exercise]) -> Iterator[Marked]:
    """Mark row after row; each question is drawn once."""
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.teaching.practice.marking import marked

    shape, name = table.shape, table.origin.file
    reader = Reader(shape, Plan("events", "pred", None, (), (), {}))
    id_at, answer_at = (_column(column, shape, name) for column in (ID, ANSWER))
    student_at = shape.names.index(STUDENT) if STUDENT in shape.names else None
    known: dict[str, Drawn] = {}
    for place in _rows(table):
        cells = reader.cut(place)
        if len(cells) != shape.fields:
            raise reader.ragged(place, len(cells))
        id_ = cells[id_at].strip()
        if id_ not in known:
            known[id_] = _drawn(id_, exercises, place, reader, id_at)
        yield marked("" if student_at is None else cells[student_at].strip(), id_, known[id_], cells[answer_at].strip())


def _column(column: str, shape: Shape, name: str) -> int:
    """The position of the one column of this name.

    Raises XentError (no-column, ambiguous-columns) where there is none, or several.
    """
    from xentropy_cli.tables.columns import listed
    from xentropy_cli.text import nearest, visible

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


def _rows(table: TextTable) -> Iterator[Record]:
    """The records below the header."""
    from xentropy_cli.tables.strict.records import records

    is_header = table.shape.has_header and not table.shape.json
    for block in table.blocks():
        for place in records(block, table.shape.quote, table.shape.comment):
            if not place.text.strip():
                continue
            if not is_header:
                yield place
            is_header = False


def _drawn(id_: str, exercises: Mapping[str, Exercise], place: Record, reader: Reader, at: int) -> Drawn:
    """The question of an id, in a cell of a row."""
    from xentropy_cli.cli.lessons.run_lesson import running_file
    from xentropy_cli.teaching.practice.sheet import Strange, rebuilt
    from xentropy_cli.text import visible

    found = rebuilt(id_, exercises, running_file)
    if not isinstance(found, Strange):
        return found
    _, start, end = reader.spans(place)[at]
    message = f"{visible(id_) or 'An empty id'} leads to no question."
    raise place.refuse("unknown-id", message, (start, max(end, start + 1)), why=found.why, fix=found.fix)
