"""How tests run `xent`: in a process of its own where that is what is tested, in this one where it is not."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest

from xentropy_cli.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def tries(few: int) -> int:
    """How many random inputs a test takes: a few in daily work, and XENT_TIMES as many before a change lands (.ci/run)."""
    return few * int(os.environ.get("XENT_TIMES", "1"))


def for_each(names: Iterable[str]) -> Callable[[Callable[[str], None]], Callable[[], None]]:
    """Make one test of a check that takes moments and holds for hundreds of names; it tells of each for which it does not."""

    def of(check: Callable[[str], None]) -> Callable[[], None]:
        def test() -> None:
            broken = {name: said for name in names if (said := fault_of(check, name))}
            assert not broken, "\n".join(f"[{name}] {said}" for name, said in broken.items())

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return of


def fault_of(check: Callable[[str], None], name: str) -> str:
    """What is wrong, or nothing."""
    try:
        check(name)
    except AssertionError as fault:
        return str(fault) or "does not hold"
    return ""


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
