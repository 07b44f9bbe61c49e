"""One run of `xent`: whatever happens, it ends with a message, a clean stdout and the right exit code."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.app import app
from xentropy_cli.cli.output.ending import Ended, abandon_stdout, end_by
from xentropy_cli.cli.output.present import present, tell
from xentropy_cli.cli.output.streams import STDOUT, cannot_read, cannot_write
from xentropy_cli.errors import NO_ACCESS, XentError

if TYPE_CHECKING:
    from collections.abc import Sequence

BUG = 70
NO_MEMORY = r"failed to map segment|[Cc]annot allocate memory|unable to allocate"
"""How the loader of a library says that there is no memory for it."""


def run(args: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts without threads that nobody needs
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _invoke(list(args))
    except XentError as error:
        present(error)
        return error.status
    except BrokenPipeError:
        return end_by("SIGPIPE")
    except (KeyboardInterrupt, click.Abort, Ended) as end:
        return end_by(str(end) if isinstance(end, Ended) else "SIGINT")
    except (OSError, MemoryError, ImportError) as failure:
        return _stopped(failure)
    except Exception as bug:  # noqa: BLE001  a person should see a message and not a traceback
        return _report(bug)


def _invoke(args: list[str]) -> int:
    """Hand the arguments to click, and turn what it objects to into errors of ours."""
    if "_XENT_COMPLETE" in os.environ:
        refuse_no_words(os.environ["_XENT_COMPLETE"])
        from xentropy_cli.cli.completion import register

        register()
        app.main(args, prog_name="xent")
    try:
        with app.make_context("xent", list(args)) as context:
            status: object = app.invoke(context)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        if sys.stdout is None:  # click has printed its help to nobody
            raise cannot_write(STDOUT, OSError("it is closed")) from None
        return end.exit_code
    except click.UsageError as error:
        from xentropy_cli.cli.options.misuse import misuse

        raise misuse(error, args) from None
    return status if isinstance(status, int) else 0


def refuse_no_words(instruction: str) -> None:
    """Refuse to complete nothing: a shell hands over the words in two variables of its own."""
    if instruction and not re.fullmatch(r"(?:bash|zsh|fish|powershell)_(?:source|complete)", instruction):
        message, why = "This is no instruction to complete words.", "It is SHELL_complete or SHELL_source."
    elif instruction.endswith("_complete") and not {"COMP_WORDS", "COMP_CWORD"} <= set(os.environ):
        message, why = "There are no words to complete.", "A shell sets COMP_WORDS and COMP_CWORD beside it."
    else:
        return
    raise XentError(
        "missing-value",
        message,
        where="the environment",
        text=f"_XENT_COMPLETE={instruction}",
        why=why,
        fix="Unset it: unset _XENT_COMPLETE; xent completion prints what a shell needs.",
    )


def _stopped(failure: OSError | MemoryError | ImportError) -> int:
    """End a run that the system refused something; a library that is not there is a bug."""
    if isinstance(failure, ImportError) and not re.search(NO_MEMORY, str(failure)):
        return _report(failure)
    present(_failed(failure))
    abandon_stdout()
    return NO_ACCESS


def _failed(failure: OSError | MemoryError | ImportError) -> XentError:
    """Say what the system refused: memory, a file, the folder we stand in, or standard output."""
    if not isinstance(failure, OSError):
        return XentError(
            "too-long",
            "There is not enough memory.",
            where="the system",
            text="xent",
            why="The system gives this process no more.",
            fix="Raise the limit (ulimit -v), or give fewer numbers at once.",
            status=NO_ACCESS,
        )
    if failure.filename:
        return cannot_read(str(failure.filename), failure)
    try:
        os.getcwd()
    except OSError as gone:
        return cannot_read("the working folder", gone)
    return cannot_write(STDOUT, failure)


def _report(bug: Exception) -> int:
    """Own up to a bug, and say what to report."""
    if os.environ.get("XENT_DEBUG"):
        raise bug
    from xentropy_cli import __version__

    tell(
        f"xent {__version__} has a bug: {type(bug).__name__}: {str(bug)!a}\n"
        "  It is not your input's fault. Please report the command, this line, and what this prints:\n"
        "  XENT_DEBUG=1 xent ...\n"
    )
    return BUG
