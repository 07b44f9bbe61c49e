"""The functions of Python with a page: `score`, `compare`, `libraries`, `why`, `audit`, and what they return."""

from __future__ import annotations

import os
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from xentropy_cli.api.fields import WithFields
from xentropy_cli.comparing.python import compare as compared
from xentropy_cli.comparing.ranking import Ranking
from xentropy_cli.scoring.python import score as scored
from xentropy_cli.scoring.summary import ScoreSummary

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.comparing.comparison import Comparison
    from xentropy_cli.conventions.answers import Asked
    from xentropy_cli.pages.result import Result

Given = ParamSpec("Given")
Made = TypeVar("Made")
Page = TypeVar("Page")


class Report(WithFields, dict[str, Any]):
    """The result of `compare`, `libraries`, `why` or `audit`: a dict of the fields of --format json, each an attribute too."""

    def __init__(self, result: Result) -> None:
        """Keep the result that pages are made of."""
        super().__init__(result.record())
        self._result = result

    @property
    def result(self) -> Result:
        """What pages and fields are made of."""
        return self._result

    def fields(self) -> dict[str, Any]:
        """Everything there is to know, by the names of --format json."""
        return dict(self)


class Score(WithFields):
    """The score of predictions: the fields of --format json as attributes, and exact sums (`summary`) that join by `+`.

    >>> part = score([1, 0], [0.9, 0.2])
    >>> (part + part).n, part.worst[0]["q"], part.classes[1]["accuracy"]
    (4, 0.8, 1.0)
    """

    __slots__ = ("summary",)

    def __init__(self, summary: ScoreSummary) -> None:
        """Keep the exact sums."""
        self.summary = summary

    @property
    def result(self) -> Result:
        """What pages and fields are made of."""
        from xentropy_cli.pages.score import ScoreResult

        return ScoreResult(self.summary)

    @property
    def n(self) -> int:
        """How many rows were scored; a part in which nothing weighs has no mean, and no other field."""
        return self.summary.n

    def merge(self, other: Score | ScoreSummary) -> Score:
        """Join the scores of two sets of rows; raise XentError if they were not scored alike."""
        return Score(self.summary.merge(other.summary if isinstance(other, Score) else other))

    def __add__(self, other: Score | ScoreSummary) -> Score:
        """Join the scores of two sets of rows."""
        return self.merge(other) if isinstance(other, Score | ScoreSummary) else NotImplemented

    def __radd__(self, other: object) -> Score:
        """Join it to sums, or let `sum` begin with its 0."""
        if isinstance(other, ScoreSummary):
            return Score(other.merge(self.summary))
        return self if other == 0 else NotImplemented

    def __eq__(self, other: object) -> bool:
        """Tell whether the sums are the same."""
        return isinstance(other, Score) and self.summary == other.summary

    def __repr__(self) -> str:
        """Name the answer; `render` writes the page."""
        return f"<Score: {self.n} rows>" if self.summary.is_weightless else f"<Score: {self.result.page()[0].text}>"  # type: ignore[union-attr]  # a page begins with its heading

    __hash__ = None  # type: ignore[assignment]  # as of what holds a dict

    def to_json(self) -> str:
        """Write the sums so that `from_json`, and `xent merge`, give them back bit for bit."""
        return self.summary.to_json()

    @classmethod
    def from_json(cls, text: str) -> Score:
        """Read saved sums; raise XentError if they are none, or were changed."""
        return cls(ScoreSummary.from_json(text))


def _giving(make: Callable[[Made], Page], function: Callable[Given, Made]) -> Callable[Given, Page]:
    """The same function, giving what has a page."""

    @wraps(function)
    def with_page(*args: Given.args, **options: Given.kwargs) -> Page:
        return make(function(*args, **options))

    return with_page


score = _giving(Score, scored)
compare = _giving(lambda found: Report(_of_two_or_more(found)), compared)


def _of_two_or_more(found: Comparison | Ranking) -> Result:
    from xentropy_cli.pages.comparison import ComparisonResult
    from xentropy_cli.pages.ranking import RankingResult

    return RankingResult(found) if isinstance(found, Ranking) else ComparisonResult(found)


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

    return Report(LibrariesResult(compare_libraries(_asked("libraries", data, predictions, options))))


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
    return Report(VerdictResult(explain(target, _asked("why", data, predictions, options))))


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


def _asked(function: str, data: Any, predictions: Any, options: dict[str, Any]) -> Asked:
    """Work out what is given: numbers as `derive` takes them, or a table as `score` does."""
    from xentropy_cli.api.numbers import request_of
    from xentropy_cli.conventions.answers import asked_by

    if data is None:
        return asked_by(request_of(options))
    from contextlib import closing

    from xentropy_cli.conventions.many_rows.whole_table import read_whole, whole_table
    from xentropy_cli.conventions.table_inputs import asked_of_table
    from xentropy_cli.scoring.python import call_of, one_batch, settings_of, table_of
    from xentropy_cli.scoring.python_words import in_python_words

    given = dict(options)
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
    with in_python_words(call_of(function, data, given)):
        table, settings = table_of(data, settings)
        with closing(table):
            return asked_of_table(whole_table(table, settings), request)


OF_TABLES = ("label", "true", "truth", "on", "pred", "logits", "logprobs", "nll", "log_base", "long", "weight", "classes",
             "positive", "reading", "ignore_label", "percent", "base", "normalize", "as_is", "skip_bad", "form")  # fmt: skip
"""The options that say what the columns of a table are, and how it is read."""
OF_BOTH = ("base", "normalize", "as_is")
