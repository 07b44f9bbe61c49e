"""How a table is written, as the options say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from xentropy_cli.tables.form import Form

DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "bar": "|",
    "pipe": "|",
    "blank": " ",
    "space": " ",
}


def form_of(options: dict[str, Any]) -> Form:
    """What the caller says about how the table is written."""
    from xentropy_cli.tables.form import Form

    return Form(
        delimiter=delimiter_of(options["delimiter"]),
        header=options["header"],
        quote=one_character(options["quote"], "--quote"),
        decimal=options["decimal"],
        comment=options["comment"] or None,
        skip_lines=options["skip_lines"],
        percent=options["percent"],
        encoding=options["encoding"],
    )


def delimiter_of(text: str | None) -> str | None:
    """Read the name of a delimiter, or the character itself."""
    return None if text is None else DELIMITERS.get(text) or one_character(text, "--delimiter")


def one_character(text: str, flag: str) -> str:
    """Refuse more than one character, and one that cannot separate."""
    if len(text) > 1 or (text and (text.isalnum() or text in "\r\n.-+" or not text.isascii())):
        raise XentError(
            "bad-value",
            f"{flag} takes one character.",
            where=flag,
            text=text,
            why="It must be an ASCII character that is part of no number and no name.",
            fix="Type --quote \"'\" or another mark; '' for none."
            if flag == "--quote"
            else f"Type {flag} ';' or another mark.",
        )
    return text
