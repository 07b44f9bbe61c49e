"""The error of a lesson that is not as it must be: file, line, and which of its characters."""

from __future__ import annotations

from xentropy_cli.errors import BAD_DATA, XentError


def bad_lesson(  # noqa: PLR0913  the fields of an error
    file: str, at: int, line: str, message: str, *, why: str, fix: str, span: tuple[int, int] | None = None
) -> XentError:
    """Make the error of one line of a lesson, all of it underlined or some of its characters."""
    return XentError(
        "bad-lesson",
        message,
        where=f"{file}, line {at}",
        text=line,
        span=span,
        why=why,
        fix=fix,
        status=BAD_DATA,
    )
