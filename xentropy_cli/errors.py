"""The one error a person meets: a record of what is wrong, where, why, and what to type instead."""

from __future__ import annotations

MISUSE, BAD_DATA, NO_ACCESS = 2, 3, 4


class XentError(Exception):
    """A refusal.

    `code` names its page (`xent explain CODE`), `message` the mistake, `where` the option, file or line it is in, `text`
    what the user wrote there (a blank for nothing), `span` the characters of `text` to underline (all where none are
    told), `why` the reason, `fix` what to type instead. `status` is the exit code: 2 misuse or a bad number on the command
    line, 3 bad data in a file or pipe, 4 cannot read or write.

    >>> slip = XentError("not-a-probability", "97 is not a probability.", where="--pred, entry 3", text="0.7,0.8,97",
    ...                  span=(8, 10), why="A probability lies between 0 and 1.", fix="Type 97% or 0.97.")
    >>> slip.text[slice(*slip.span)]
    '97'
    >>> XentError("no-column", "…", where="--label", text="", why="…", fix="…").span
    (0, 1)
    """

    def __init__(  # noqa: PLR0913  the fields of the record, each needed
        self,
        code: str,
        message: str,
        *,
        where: str,
        text: str,
        why: str,
        fix: str,
        span: tuple[int, int] | None = None,
        status: int = MISUSE,
    ) -> None:
        """Keep every field; none may be empty."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.text = text or " "
        self.span = span or (0, len(self.text))
        self.why = why
        self.fix = fix
        self.status = status

    def __str__(self) -> str:
        """Say all of it, for who meets the error in Python."""
        return f"{self.message}\n  in {self.where}: {self.text}\n  why: {self.why}\n  fix: {self.fix}"

    def adding(self, *, why: str = "", fix: str = "") -> XentError:
        """Say more: the same refusal with a longer reason or advice."""
        return self.changed(why=_joined(self.why, why), fix=_joined(self.fix, fix))

    def changed(self, **fields: object) -> XentError:
        """The same refusal with other fields."""
        return _made_again({**vars(self), **fields})

    def __reduce__(self) -> tuple[object, ...]:
        """Cross from one process to another whole."""
        return _made_again, (dict(vars(self)),)


def _joined(text: str, more: str) -> str:
    """Two texts as one: a sentence ends before another begins."""
    is_open = more[1:2].isupper() and more.startswith(" ") and not text.endswith((".", "?", "!", ":", "…"))
    return f"{text}.{more}" if is_open else text + more


def _made_again(fields: dict[str, object]) -> XentError:
    return XentError(**fields)  # type: ignore[arg-type]  # they were the fields of one
