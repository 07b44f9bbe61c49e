"""How tests run `xent`: in a process of its own where that is what is tested, in this one where it is not."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest

from xentropy_cli.cli.run import run

if TYPE_CHECKING:
    from pathlib import Path


def tries(few: int) -> int:
    """How many random inputs a test takes: a few in daily work, and XENT_TIMES as many before a change lands (.ci/run)."""
    return few * int(os.environ.get("XENT_TIMES", "1"))


class Ran(NamedTuple):
    """How a run of `xent` ended; its text is shown where an assertion on it fails."""

    status: int
    out: str
    err: str


class Runner(Protocol):
    def __call__(
        self, *argv: str, stdin: str | bytes | None = b"", env: dict[str, str] | None = None, **more: Any
    ) -> Ran: ...


def run_here(
    *argv: str,
    stdin: str | bytes | None = b"",
    env: dict[str, str] | None = None,
    encoding: str = "utf-8",
    folder: Path | None = None,
) -> Ran:
    """Run `xent` within this process, perhaps in another folder, with streams in memory."""
    given = stdin.encode() if isinstance(stdin, str) else stdin or b""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding) for data in (given, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, None if name == "stdin" and stdin is None else stream)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        if folder is not None:
            patch.chdir(folder)
        status = run(argv)
        for stream in streams[1:]:
            stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])  # type: ignore[attr-defined]
    return Ran(status, out, err)
