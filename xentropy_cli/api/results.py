"""The functions of Python with a page: `score`, `compare`, `libraries`, `why`, `audit`, and what they return."""

from __future__ import annotations

import os
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from xentropy_cli.comparing.python import compare as compared
from xentropy_cli.pages.comparison import ComparisonResult
from xentropy_cli.pages.result import DIGITS
from xentropy_cli.scoring.python import score as scored
from xentropy_cli.scoring.summary import ScoreSummary

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.answers import Asked
    from xentropy_cli.pages.result import Result

Given = ParamSpec("Given")
Made = TypeVar("Made")
Shown = TypeVar("Shown")

FRAMES = ("pandas", "polars")
"""The libraries whose frames rows are given in: the first that is installed."""


class Report(dict[str, Any]):
    """The fields of a result, by the names of --format json; each is an attribute too, and a notebook shows its page.

    `fields()` gives them as a plain dict, `to_frame("groups")` the rows of a field as a frame, `render("markdown")` the page.
    """

    def __init__(self, result: Result) -> None:
        """Keep the result that pages are made of."""
        super().__init__(result.record())
        self._result = result

    def __getattr__(self, name: str) -> Any:
        """Find a field."""
        if name in self:
            return self[name]
        raise AttributeError(f"there is no {name}: the fields are {', '.join(self)}")

    def __dir__(self) -> list[str]:
        """Name the fields too."""
        return sorted({*super().__dir__(), *self})

    def fields(self) -> dict[str, Any]:
        """Everything there is to know, by the names of --format json."""
        return dict(self)

    def to_frame(self, rows: str | None = None) -> Any:
        """The rows of a field as a frame of pandas, or of polars; of the first field that has rows, where none is named."""
        return framed(self, rows)

    def render(self, format: str = "plain", *, digits: int = DIGITS, every_row: bool = False) -> str:  # noqa: A002  the name of the option
        """Write it in a format of the command."""
        from xentropy_cli.rendering import render

        return render(self._result, format, digits, every_row=every_row)

    def _repr_html_(self) -> str:
        return page_of(self._result)


class Score(ScoreSummary):
    """The score of predictions: exact sums that join by `+`, the fields of --format json, and a page that a notebook shows."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Find a field of --format json that the sums do not name themselves: `accuracy`, `skill` and others."""
        found = {} if name.startswith("_") else self.fields()
        if name in found:
            return found[name]
        raise AttributeError(f"there is no {name}: the fields are {', '.join(found)}")

    def to_frame(self, rows: str | None = None) -> Any:
        """The rows of a field (`worst`, `classes`, `calibration`, `groups`) as a frame of pandas, or of polars."""
        return framed(self.fields(), rows)

    def _repr_html_(self) -> str:
        from xentropy_cli.pages.score import ScoreResult

        return page_of(ScoreResult(self))


def page_of(result: Result) -> str:
    """The page of a result as a part of a notebook."""
    from xentropy_cli.rendering.html import html_fragment

    return html_fragment(result.page())


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


def _giving(make: Callable[[Made], Shown], function: Callable[Given, Made]) -> Callable[Given, Shown]:
    """The same function, giving what has a page."""

    @wraps(function)
    def with_page(*args: Given.args, **options: Given.kwargs) -> Shown:
        return make(function(*args, **options))

    return with_page


score = _giving(lambda found: Score(*found), scored)
compare = _giving(lambda found: Report(ComparisonResult(found)), compared)


def libraries(data: Any = None, predictions: Any = None, **options: Any) -> Report:
    """What every library makes of the same numbers, as `xent libraries` would.

    Numbers are given as to `derive` (`pred=`, `label=`, …); or `data` is a path, a frame, or the labels of the array
    `predictions`, as `score` takes them.

    >>> found = libraries(pred=[0.9, 0.2], label=[1, 0])
    >>> round(found.value, 4), found.libraries[0]["name"]
    (0.1643, 'sklearn')

    Raises XentError where the command would refuse.
    """
    from xentropy_cli.conventions.libraries import compare_libraries
    from xentropy_cli.pages.libraries import LibrariesResult

    return Report(LibrariesResult(compare_libraries(_asked(data, predictions, options))))


def why(number: float | str, data: Any = None, predictions: Any = None, **options: Any) -> Report:
    """What turns these inputs into that number, as `xent why` would; a text keeps the zeros at the end of a number.

    >>> why("0.2370", pred=[0.9, 0.2], label=[1, 0]).causes[0]["departures"]
    'base-2'

    Raises XentError where the command would refuse.
    """
    from xentropy_cli.conventions.why.search import explain
    from xentropy_cli.conventions.why.typed_number import base_asked, read_target
    from xentropy_cli.pages.verdict import VerdictResult

    text = number if isinstance(number, str) else repr(float(number))
    target = read_target(text)
    if (base := base_asked(target, options.get("base"))) is not None:
        options["base"] = base
    return Report(VerdictResult(explain(target, _asked(data, predictions, options))))


def audit(text: str) -> Report:
    """Check the worked arithmetic in a text, as `xent audit` would in a file.

    >>> audit("ln(2) = 0.6931, ln(3) = 1.0896").wrong
    1
    """
    from xentropy_cli.conventions.audit.audit import Audit
    from xentropy_cli.conventions.audit.statements import Line
    from xentropy_cli.pages.audit import AuditResult

    found = Audit("text")
    found.read(
        Line(number, line, 0, False)  # noqa: FBT003  a whole line
        for number, line in enumerate(text.splitlines(), 1)
    )
    return Report(AuditResult([found]))


def _asked(data: Any, predictions: Any, options: dict[str, Any]) -> Asked:
    """Work out what is given: numbers as `derive` takes them, or a table as `score` does."""
    from xentropy_cli.api.numbers import request_of
    from xentropy_cli.conventions.answers import asked_by

    if data is None:
        return asked_by(request_of(options))
    from contextlib import closing

    from xentropy_cli.conventions.many_rows.whole_table import read_whole, whole_table
    from xentropy_cli.conventions.table_inputs import asked_of_table
    from xentropy_cli.scoring.python import one_batch, settings_of, table_of
    from xentropy_cli.scoring.python_words import in_python_words

    of_table = {name: value for name, value in options.items() if name in OF_TABLES}
    rest = {name: value for name, value in options.items() if name not in OF_TABLES or name in OF_BOTH}
    if predictions is not None:
        data, more = one_batch(data, predictions, of_table.pop("weight", None), of_table)
        of_table.update(more)
    settings = settings_of(**of_table)
    settings = settings if settings.normalize else settings._replace(as_is=True)
    request = request_of(rest)
    if isinstance(data, str | os.PathLike):
        return asked_of_table(read_whole(os.fspath(data), settings), request)
    with in_python_words():
        table, settings = table_of(data, settings)
        with closing(table):
            return asked_of_table(whole_table(table, settings), request)


OF_TABLES = ("label", "true", "truth", "on", "pred", "logits", "logprobs", "nll", "log_base", "long", "weight", "classes",
             "positive", "reading", "ignore_label", "percent", "base", "normalize", "as_is", "skip_bad", "form")  # fmt: skip
"""The options that say what the columns of a table are, and how it is read."""
OF_BOTH = ("base", "normalize", "as_is")
