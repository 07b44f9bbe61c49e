"""The rows that moved most as they stand in the second file, with the losses of both models behind them."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING

from xentropy_cli.scoring.rows import scored_blocks
from xentropy_cli.tables.opening import open_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.comparing.asked import Asked
    from xentropy_cli.comparing.comparison import Moved
    from xentropy_cli.scoring.rows import ScoredBlock
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape


def second_table(asked: Asked, stdin: IO[bytes] | None) -> tuple[Shape, Plan]:
    """The columns of the second file (or the only one), and what each is."""
    settings = asked.settings_of(1)
    with closing(open_table(asked.files[-1], settings.reading, stdin)) as table:
        return table.shape, table.plan(settings.wanted)


def moved_blocks(
    asked: Asked, moved: Sequence[Moved], stdin: IO[bytes] | None, keys: tuple[str, ...] = ()
) -> Iterator[ScoredBlock]:
    """Give those rows, the largest difference first, each a block by itself; objects cut by these keys."""
    pairs = {(pair.b.file, pair.b.line): pair for pair in moved}
    for block in scored_blocks([asked.files[-1]], asked.settings_of(1), stdin, keys, list(pairs)):
        pair = pairs[block.file, block.lines[0]]
        yield block._replace(numbers={"loss_a": [pair.a.loss], "loss_b": [pair.b.loss], "difference": [pair.gap]})


def moved_keys(asked: Asked, moved: Sequence[Moved], stdin: IO[bytes] | None) -> tuple[str, ...]:
    """The keys of all of those rows, where they are objects."""
    import json

    texts = (block.text or "{}" for block in moved_blocks(asked, moved, stdin))
    return tuple(dict.fromkeys(key for text in texts for key in json.loads(text)))
