"""Files scored as tasks of a Dask cluster: the same function on every file, the same addition at the end."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.reading.sources import STDIN
from xentropy_cli.reading.unpacking import needs_extra
from xentropy_cli.scoring.score import Settings, score_file
from xentropy_cli.scoring.summary import ScoreSummary, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCAL = "local"
LOCAL_WORKERS = 2


def score_on_cluster(names: Sequence[str], settings: Settings, scheduler: str) -> ScoreSummary:
    """Score each file as a task; `local` starts two workers for the purpose, anything else is a scheduler's address."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise needs_extra(scheduler, "Dask", "dask") from None
    if STDIN in names:
        raise XentError(
            "option-misfit",
            "A cluster cannot read standard input.",
            where="--scheduler",
            text=scheduler,
            span=(0, len(scheduler)),
            why="Its workers are other processes, perhaps on other machines.",
            fix="Name files that the workers can read.",
        )
    if scheduler != LOCAL:
        with distributed.Client(scheduler) as client:
            return gathered(client, names, settings)
    with (
        distributed.LocalCluster(n_workers=LOCAL_WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        return gathered(client, names, settings)


def gathered(client: Any, names: Sequence[str], settings: Settings) -> ScoreSummary:
    """Run one task a file and join the summaries in the order of the files."""
    futures = client.map(score_part, names, settings=settings, pure=False)
    return merged([ScoreSummary.from_json(text) for text in client.gather(futures)])


def score_part(name: str, settings: Settings) -> str:
    """Score one file where the task runs; exact sums travel as JSON."""
    return score_file(name, settings).to_json()
