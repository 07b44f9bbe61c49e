"""Vectors from standard input: one number a line is one vector, several on a line are rows."""

from xentropy_cli.errors import BAD_DATA
from xentropy_cli.inputs.notation import MOST_ENTRIES, Row, Source, split, whole


def rows_of(text: str) -> tuple[Row, ...]:
    r"""Cut the text of a pipe into rows; blank lines are passed over.

    >>> [[piece.text for piece in row] for row in rows_of("0.7\n0.8\n")]
    [['0.7', '0.8']]
    >>> [[piece.text for piece in row] for row in rows_of("0.7,0.3\n0.8,0.2\n")]
    [['0.7', '0.3'], ['0.8', '0.2']]
    """
    sources = [
        Source(f"standard input, line {at}", line, BAD_DATA)
        for at, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if line.strip()
    ]
    if not sources:
        raise whole(Source("standard input", "", BAD_DATA)).refuse(
            "empty",
            "There is nothing on standard input.",
            why="- reads numbers from it, and it ended at once.",
            fix="Check the command before the pipe; it may have printed nothing.",
        )
    rows = tuple(split(source) for source in sources)
    if sum(map(len, rows)) > MOST_ENTRIES:
        raise rows[-1][-1].refuse(
            "too-long",
            f"There are more than {MOST_ENTRIES} numbers.",
            why="A calculation that shows every term is for small inputs.",
            fix="Use xent score, which reads files of any length.",
        )
    if all(len(row) == 1 for row in rows):
        return (tuple(piece for row in rows for piece in row),)
    return rows
