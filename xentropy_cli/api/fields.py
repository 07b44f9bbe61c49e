"""What every result that Python gives can do: name its fields, show its page, give rows as a frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xentropy_cli import rendering
from xentropy_cli.pages.result import DIGITS

if TYPE_CHECKING:
    from xentropy_cli.pages.result import Result

FRAMES = ("pandas", "polars")
"""The libraries whose frames rows are given in: the first that is installed."""
NUMBERS = {"Infinity": float("inf"), "-Infinity": float("-inf"), "NaN": float("nan")}
"""What JSON has no number for."""


class WithFields:
    """A result whose fields, those of --format json, are attributes too: a number there is one also where it is infinite.

    `fields()` gives them as a plain dict, `to_frame("groups")` the rows of a field as a frame, `render("markdown")` the page,
    which a notebook shows.
    """

    __slots__ = ()

    @property
    def result(self) -> Result:
        """What pages and fields are made of."""
        raise NotImplementedError

    def fields(self) -> dict[str, Any]:
        """Everything there is to know, by the names of --format json."""
        return self.result.record()

    def __getattr__(self, name: str) -> Any:
        """Find a field."""
        found = {} if name.startswith("_") else self.fields()
        if name not in found:
            raise AttributeError(f"there is no {name}: the fields are {', '.join(found)}")
        value = found[name]
        return NUMBERS.get(value, value) if isinstance(value, str) else value

    def __dir__(self) -> list[str]:
        """Name the fields too."""
        return sorted({*super().__dir__(), *self.fields()})

    def to_frame(self, rows: str | None = None) -> Any:
        """The rows of a field (`worst`, `classes`, `groups`) as a frame of pandas, or of polars; of the first that has rows."""
        return framed(self.fields(), rows)

    def render(self, format: str = "plain", *, digits: int = DIGITS, every_row: bool = False) -> str:  # noqa: A002  the name of the option
        """Write it in a format of the command, as `render` does."""
        return written(self.result, format, digits, every_row=every_row)

    def _repr_html_(self) -> str:
        from xentropy_cli.rendering.html import html_fragment

        return html_fragment(self.result.page())


def written(result: Result, format_: str, digits: int, *, every_row: bool) -> str:
    """Write a result in a format of the command; raise ValueError for one that does not exist, or is the terminal's own."""
    known = [name for name in rendering.FORMATS if name != "table"]
    if format_ not in known:
        raise ValueError(f"format must be one of {', '.join(known)}")
    return rendering.render(result, format_, digits, every_row=every_row)


def framed(fields: dict[str, Any], name: str | None) -> Any:
    """The rows of a field as a frame."""
    have_rows = [
        each for each, value in fields.items() if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    if name is None and have_rows:
        name = have_rows[0]
    if name not in have_rows:
        raise ValueError(f"{name} has no rows: those that have are {', '.join(have_rows) or 'none'}")
    for library in FRAMES:
        try:
            return import_module(library).DataFrame(fields[name])
        except ImportError:
            continue
    raise ImportError(f"to_frame needs one of {', '.join(FRAMES)}; fields()[{name!r}] gives the same rows as a list")
