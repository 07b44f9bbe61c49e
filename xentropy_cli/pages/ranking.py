"""A ranking of models → the blocks of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.comparing.differences import t_interval
from xentropy_cli.figures import figure, json_number
from xentropy_cli.pages.blocks import Block, Heading, Prose, Remark
from xentropy_cli.pages.parts.columns import figure_column, number_column, side_by_side, text_column
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.scoring.record import present
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from xentropy_cli.comparing.differences import Differences
    from xentropy_cli.comparing.ranking import Ranked, Ranking
    from xentropy_cli.pages.blocks import Table


class RankingResult(Result):
    """Several models on the same rows, the best first."""

    def __init__(self, ranking: Ranking) -> None:
        """Keep the ranking, and the notes of all comparisons, each once, but that of a bootstrap that is not shown."""
        self.ranking = ranking
        self.readings = tuple(f"{model.name}: {model.read_as}" for model in ranking.models)
        if len({model.read_as for model in ranking.models}) == 1:
            self.readings = (f"Each: {ranking.models[0].read_as}",)
        notes = (note for each in ranking.comparisons for note in each.notes)
        self.notes = tuple(dict.fromkeys(note for note in notes if note.code != "bootstrap"))

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  all are shown
        """Lay out the models, each beside how far it is from the best."""
        best, *others = self.ranking.models
        compared = self.ranking.compared
        joined = "row by row" if compared.on is None else f"joined by {compared.on}"
        close = [model.name for model in others if _holds_zero(model)]
        doubt = f"; the 95 % interval of {', '.join(close)} holds 0" if close else ""
        return (
            Heading(
                f"Best of {len(others) + 1}: {best.name}, mean loss {figure(best.mean, digits)} {compared.unit}{doubt}"
            ),
            Prose(f"Read as: {counted(compared.all.rows, 'row')} of each model, {joined}."),
            *(Prose(f"{words}.") for words in self.readings),
            self._table(digits),
            *(Remark(note.code, note.text) for note in self.notes),
        )

    def _table(self, digits: int) -> Table:
        models = self.ranking.models
        gaps: list[Differences | None] = [model.less_best for model in models]
        columns = [
            figure_column("rank", [str(at) for at, _ in enumerate(models, 1)]),
            text_column("model", [model.name for model in models]),
            number_column("mean loss", [model.mean for model in models], digits),
            number_column("− best", [None if gap is None else gap.mean for gap in gaps], digits),
            figure_column("95 % interval", [_interval_text(gap, digits) for gap in gaps]),
            figure_column("rows won", [None if gap is None else str(gap.won) for gap in gaps], 1),
            figure_column("rows lost", [None if gap is None else str(gap.lost) for gap in gaps], 1),
        ]
        return side_by_side(columns, every_row=True)

    def record(self) -> dict[str, Any]:
        """Name every field; `value` is the mean of the best."""
        compared, models = self.ranking.compared, self.ranking.models
        return {
            "quantity": "mean",
            "value": json_number(models[0].mean),
            "unit": compared.unit,
            "base": compared.base,
            "n": compared.all.rows,
            "models": [_fields(at, model) for at, model in enumerate(models, 1)],
            "joined_by": compared.on or "row",
            "notes": [{"code": note.code, "text": note.text} for note in self.notes],
        }


def _holds_zero(model: Ranked) -> bool:
    interval = t_interval(model.less_best)
    return interval is not None and interval[0] <= 0 <= interval[1]


def _interval_text(gap: Differences | None, digits: int) -> str | None:
    interval = t_interval(gap)
    return None if interval is None else " to ".join(figure(end, digits) for end in interval)


def _fields(at: int, model: Ranked) -> dict[str, Any]:
    gap, interval = model.less_best, t_interval(model.less_best)
    found: dict[str, Any] = {
        "rank": at,
        "name": model.name,
        "mean": json_number(model.mean),
        "read_as": model.read_as,
    }
    if gap is not None:
        found |= {"difference": json_number(gap.mean), "won": gap.won, "lost": gap.lost, "tied": gap.tied}
        found |= present(standard_error=gap.standard_error)
    if interval is not None:
        found["interval_t"] = [json_number(end) for end in interval]
    return found
