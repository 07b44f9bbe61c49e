"""What was asked for when tables are scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.method import Clip, Method
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form
from xentropy_cli.tables.reading import Reading
from xentropy_cli.tables.sources.cutting import BLOCK
from xentropy_cli.tables.sources.streams import open_stream

if TYPE_CHECKING:
    from xentropy_cli.scoring.summary import Read
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.sources.streams import Opener

DEFAULT_TOP = 5


class Settings(NamedTuple):
    """What was asked for: the columns, the form of the tables, the base, and what may be changed or left out."""

    wanted: Wanted = Wanted()
    form: Form = Form()
    base: str = "e"
    bins: int = 10
    normalize: bool = False
    as_is: bool = False
    clip: Clip | None = None
    clip_text: str | None = None
    truth: str | None = None
    on: str | None = None
    top: int = DEFAULT_TOP
    skip_bad: bool = False
    block: int = BLOCK
    opener: Opener = open_stream

    @property
    def reading(self) -> Reading:
        """How the tables are to be read."""
        any_sum = self.as_is or self.normalize
        clips = self.clip is not None
        return Reading(
            self.wanted, self.form, self.normalize, any_sum, self.truth, self.on, self.block, self.opener, clips
        )


def method_of(plan: Plan, settings: Settings) -> Method:
    """How rows of this plan become losses; refuse to change numbers that are no probabilities over classes."""
    if settings.normalize and (plan.kind != "classes" or plan.scale != "pred"):
        raise nothing_to_change(
            "--normalize", "It divides the probabilities of all classes of a row by their sum.", plan
        )
    if settings.clip is not None and plan.scale != "pred":
        raise nothing_to_change("--clip", "It changes probabilities, and these are none.", plan)
    return Method(
        plan.kind, plan.scale, settings.base, settings.bins, settings.normalize, settings.clip, bool(plan.truths)
    )


def nothing_to_change(flag: str, why: str, plan: Plan) -> XentError:
    """Refuse an option that would change nothing, or not what it says."""
    what = {"logits": "scores", "logprobs": "logarithms"}.get(plan.scale, "a single probability")
    return XentError(
        "option-misfit",
        f"{flag} does not fit rows of {what}.",
        where=flag,
        text=flag,
        why=why,
        fix=f"Leave {flag} out.",
    )


def weightless(read: Read) -> XentError:
    """Refuse the mean of rows that all count nothing."""
    column = read.weight or ""
    return XentError(
        "bad-weight",
        "All weights are 0.",
        where=f"{read.files[0]}, column {column}",
        text=column,
        why="There is no mean of nothing.",
        fix="Name another column of weights, or leave --weight out.",
        status=BAD_DATA,
    )
