"""Files and pipes → a ScoreSummary, in one pass and constant memory."""

from __future__ import annotations

from itertools import chain, islice
from typing import IO, TYPE_CHECKING, NamedTuple

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.scoring.bad_rows import Course, Origin, frozen
from xentropy_cli.scoring.measure import Clip, Method
from xentropy_cli.scoring.summary import ScoreSummary, merged
from xentropy_cli.scoring.sums import in_reach
from xentropy_cli.scoring.tally import Tally
from xentropy_cli.tables import form as sniff
from xentropy_cli.tables.column_roles import Plan, plan_of
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form, Shape, no_rows
from xentropy_cli.tables.sources.cutting import BLOCK, blocks
from xentropy_cli.tables.sources.streams import STDIN, file_head, open_source, open_stream
from xentropy_cli.tables.strict.reader import Found, Reader
from xentropy_cli.tables.strict.records import Block, records
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.tables.columnar.reader import Columnar
    from xentropy_cli.tables.sources.streams import Opener, Source

SMALL_BLOCKS = 2  # up to so many blocks plain Python does not take much longer than loading numpy
COLUMNAR = {
    b"\x93NUMPY": "numpy",
    b"PK\x03\x04": "numpy",
    b"PK\x05\x06": "numpy",
    b"PAR1": "Parquet",
    b"ARROW1": "Feather",
}
DEFAULT_TOP = 5


class Settings(NamedTuple):
    """What was asked for: the columns, the form of the tables, the base, and what may be changed or left out."""

    wanted: Wanted = Wanted()
    form: Form = Form()
    base: str = "e"
    bins: int = 10
    normalize: bool = False
    as_is: bool = False
    clip: Clip | None = None
    clip_text: str | None = None
    truth: str | None = None
    on: str | None = None
    top: int = DEFAULT_TOP
    skip_bad: bool = False
    block: int = BLOCK
    opener: Opener = open_stream


class Opened(NamedTuple):
    """A file whose first block was looked at: how it is written, what its columns are, and its blocks."""

    source: Source
    shape: Shape
    plan: Plan
    reader: Reader
    blocks: Iterator[Block]


def open_table(name: str, settings: Settings, stdin: IO[bytes] | None = None, *, keep_texts: bool = False) -> Opened:
    """Open a file or pipe and find out how it is written and what its columns are."""
    source, shape, stream = open_shape(name, settings, stdin)
    any_sum = settings.as_is or settings.normalize
    if settings.truth is None:
        plan, seen = plan_of(shape, settings.wanted, source.name), None
    else:
        plan, seen = truth_plan(shape, settings, source.name, stdin), set[str]()
    reader = Reader(shape, plan, any_sum=any_sum, normalize=settings.normalize, keep_texts=keep_texts, seen=seen)
    return Opened(source, shape, plan, reader, stream)


def open_shape(name: str, settings: Settings, stdin: IO[bytes] | None) -> tuple[Source, Shape, Iterator[Block]]:
    """Open a file or pipe, and look at its first block."""
    source = open_source(name, stdin, settings.form.encoding, settings.opener)
    refuse_columnar(source)
    stream = blocks(source, settings.form.quote, settings.form.skip_lines, settings.block)
    first = next(stream, None)
    if first is None:
        raise no_rows(source.name)
    if sniff.is_json(first):
        from xentropy_cli.tables.strict import jsonlines

        shape = jsonlines.shape_of(first)
    else:
        shape = sniff.shape_of(first, settings.form, settings.wanted.specs)
    return source, shape, chain([first], stream)


def refuse_columnar(source: Source) -> None:
    """Refuse columns of numbers where text is read."""
    kind = columnar_kind(source.raw.head)
    if kind is not None:
        source.close()
        raise XentError(
            "unreadable-table",
            f"{visible(source.name)} holds columns of numbers ({kind}), and only text is read here.",
            where=source.name,
            text=kind,
            span=(0, len(kind)),
            why="Such columns are scored from a file that is named: not from a pipe, and not for --truth.",
            fix="Write the pipe to a file and name that; write labels for --truth as CSV.",
            status=BAD_DATA,
        )


def truth_plan(shape: Shape, settings: Settings, name: str, stdin: IO[bytes] | None) -> Plan:
    """Read the labels from the file of the truth, and plan the predictions around them."""
    from xentropy_cli.scoring.truth import joined_plan, labels_by_id

    on, wanted = settings.on or "", settings.wanted
    source, truth_shape, stream = open_shape(settings.truth or "", settings, stdin)
    nothing = Plan("events", "pred", None, (), (), {})
    truth = labels_by_id(Opened(source, truth_shape, nothing, Reader(truth_shape, nothing), stream), on, wanted)
    return joined_plan(shape, wanted, name, on, truth, source.name)


def score_file(
    name: str, settings: Settings, stdin: IO[bytes] | None = None, watch: Callable[[str, int], None] | None = None
) -> ScoreSummary:
    """Score one file or pipe."""
    if watch is not None:
        watch(name, 0)
    with in_reach(settings.wanted.weight):
        table = columnar_table(name, settings)
        if table is not None:
            from xentropy_cli.scoring.columnar import score_columns

            return score_columns(table, settings)
        return score_table(name, settings, stdin, watch)


def score_table(
    name: str, settings: Settings, stdin: IO[bytes] | None, watch: Callable[[str, int], None] | None
) -> ScoreSummary:
    """Score one file or pipe of text."""
    opened = open_table(name, settings, stdin)
    course = Course(settings.skip_bad)
    head = list(islice(opened.blocks, SMALL_BLOCKS + 1))
    if len(head) > SMALL_BLOCKS:
        from xentropy_cli.scoring.workers import tally_blocks

        tally = tally_blocks(opened, chain(head, opened.blocks), settings, course, watch)
    else:
        tally = new_tally(opened.plan, settings)
        for number, block in enumerate(head):
            found = opened.reader.read(block, first=not number)
            tally_found(tally, found, block, opened)
            if not course.note(found, block.name):
                break
    course.settle()
    opened.reader.refuse_unseen(settings.truth or "", settings.on or "")
    form = "json lines" if opened.shape.json else "table"
    origin = Origin(opened.source.name, form, opened.source.encoding, settings.truth)
    return frozen(opened.shape, opened.plan, tally, course, origin)


def columnar_table(name: str, settings: Settings) -> Columnar | None:
    """Open a file that holds columns of numbers; None for text."""
    kind = None if name == STDIN else columnar_kind(file_head(name))
    if kind is None:
        return None
    if settings.truth is not None:
        raise no_join(name, kind)
    if kind == "numpy":
        from xentropy_cli.tables.columnar.npy import numpy_table

        return numpy_table(name)
    from xentropy_cli.tables.columnar.arrow import arrow_table

    return arrow_table(name, kind)


def no_join(name: str, kind: str) -> XentError:
    """Refuse labels from another file for columns of numbers."""
    return XentError(
        "option-misfit",
        "--truth does not reach columns of numbers.",
        where=name,
        text=kind,
        span=(0, len(kind)),
        why="Labels of another file are joined to rows of text only.",
        fix="Put the labels into the file beside the predictions, or write the predictions as CSV.",
        status=BAD_DATA,
    )


def columnar_kind(head: bytes) -> str | None:
    """What kind of columns a file holds, by its first bytes; None for text."""
    return next((kind for magic, kind in COLUMNAR.items() if head.startswith(magic)), None)


def new_tally(plan: Plan, settings: Settings) -> Tally:
    """An empty tally for rows of this plan."""
    return Tally(method_of(plan, settings), plan, settings.top)


def method_of(plan: Plan, settings: Settings) -> Method:
    """How rows of this plan become losses; refuse to change numbers that are no probabilities over classes."""
    if settings.normalize and (plan.kind != "classes" or plan.scale != "pred"):
        raise nothing_to_change(
            "--normalize", "It divides the probabilities of all classes of a row by their sum.", plan
        )
    if settings.clip is not None and plan.scale != "pred":
        raise nothing_to_change("--clip", "It changes probabilities, and these are none.", plan)
    return Method(plan.kind, plan.scale, settings.base, settings.bins, settings.normalize, settings.clip)


def nothing_to_change(flag: str, why: str, plan: Plan) -> XentError:
    """Refuse an option that would change nothing, or not what it says."""
    what = {"logits": "scores", "logprobs": "logarithms"}.get(plan.scale, "a single probability")
    return XentError(
        "option-misfit",
        f"{flag} does not fit rows of {what}.",
        where=flag,
        text=flag,
        span=(0, len(flag)),
        why=why,
        fix=f"Leave {flag} out.",
    )


def tally_found(tally: Tally, found: Found, block: Block, opened: Opened) -> None:
    """Add the rows of a block, and fetch the ids of those that are among the worst."""
    tally.add_rows(found.rows, block.name)
    name_worst(tally, block, opened)


def name_worst(tally: Tally, block: Block, opened: Opened) -> None:
    """Look up the id of each of the worst rows that stand in this block."""
    column = opened.plan.id
    lines = {
        row.line for row in tally.worst if row.id is None and row.file == block.name and row.line >= block.first_line
    }
    if column is None or not lines:
        return
    ids: dict[int, str] = {}
    for place in records(block, opened.shape.quote, opened.shape.comment):
        if place.line in lines:
            ids[place.line] = opened.reader.cut(place)[column]
    tally.worst = [row._replace(id=ids[row.line]) if row.line in ids and row.id is None else row for row in tally.worst]


def score_files(
    names: Sequence[str],
    settings: Settings,
    stdin: IO[bytes] | None = None,
    watch: Callable[[str, int], None] | None = None,
) -> ScoreSummary:
    """Score files one after the other and join them; classes are those of the first."""
    return merged([score_file(name, settings, stdin, watch) for name in names])
