"""Files scored as tasks of a Dask cluster: the same function on every file, the same addition at the end."""

from __future__ import annotations

import re
import socket
from importlib import import_module
from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import NO_ACCESS, XentError
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.summary import ScoreSummary, merged
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.sources.unpacking import needs_extra
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.scoring.settings import Settings

LOCAL = "local"
LOCAL_WORKERS = 2
ADDRESS = r"(tcp|tls|ws|wss|ucx)://(\[[0-9A-Fa-f:.%]+\]|[^\s/:\[\]]+):([0-9]{1,5})"
ANSWERS_WITHIN = 10.0
WORKERS_WITHIN = 60.0
MOST_PORTS = 65535
SIZE = 8  # bytes that tell the length of a message
LONGEST_GREETING = 1 << 20


def score_on_cluster(names: Sequence[str], settings: Settings, scheduler: str) -> ScoreSummary:
    """Score each file as a task; `local` starts two workers for the purpose, anything else is a scheduler's address."""
    if scheduler != LOCAL:
        host, port = checked_address(scheduler)
    if STDIN in names:
        raise refused("option-misfit", scheduler, "A cluster cannot read standard input.", *NO_STDIN)
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise needs_extra(scheduler, "Dask", "dask") from None
    try:
        if scheduler != LOCAL:
            await_greeting(scheduler, host, port)
            with distributed.Client(scheduler, timeout=ANSWERS_WITHIN) as client:
                return gathered(client, names, settings)
        with (
            distributed.LocalCluster(n_workers=LOCAL_WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
            distributed.Client(cluster) as client,
        ):
            return gathered(client, names, settings)
    except (OSError, ImportError, RuntimeError) as slip:
        raise no_cluster(scheduler, str(slip) or type(slip).__name__) from None


def gathered(client: Any, names: Sequence[str], settings: Settings) -> ScoreSummary:
    """Run one task a file and join the summaries in the order of the files; raise the first refusal in that order."""
    client.wait_for_workers(1, timeout=WORKERS_WITHIN)
    futures = client.map(score_part, names, settings=settings, pure=False)
    found = client.gather(futures)
    for part in found:
        if isinstance(part, XentError):
            raise part
    return merged([ScoreSummary.from_json(text) for text in found])


def score_part(name: str, settings: Settings) -> str | XentError:
    """Score one file where the task runs; exact sums travel as JSON, and a refusal as itself: Dask would log what is raised."""
    try:
        return score_file(name, settings).to_json()
    except XentError as fault:
        return fault.with_traceback(None)


def checked_address(scheduler: str) -> tuple[str, int]:
    """The host and port of a scheduler."""
    found = re.fullmatch(ADDRESS, scheduler)
    if found is None or not 0 < int(found[3]) <= MOST_PORTS:
        raise refused("bad-value", scheduler, "This is no address of a scheduler.", *NO_ADDRESS)
    return found[2].strip("[]"), int(found[3])


def await_greeting(scheduler: str, host: str, port: int) -> None:
    """Find out whether anybody is there; a scheduler speaks first, and Dask waits long for what is none."""
    try:
        with socket.create_connection((host, port), ANSWERS_WITHIN) as connection:
            size = connection.recv(SIZE, socket.MSG_WAITALL) if scheduler.startswith("tcp:") else bytes(SIZE)
            if len(size) < SIZE or int.from_bytes(size, "little") > LONGEST_GREETING:
                raise OSError("what listens there is no Dask scheduler")
    except TimeoutError:
        raise OSError(f"no answer within {ANSWERS_WITHIN:g} seconds") from None


NO_STDIN = ("Its workers are other processes, perhaps on other machines.", "Name files that the workers can read.")
NO_ADDRESS = (
    "It should name a protocol, a host and a port, such as tcp://10.0.0.5:8786.",
    "dask scheduler prints its address as it starts; without one: --scheduler local",
)


def refused(code: str, scheduler: str, message: str, why: str, fix: str) -> XentError:
    """Refuse what --scheduler asks for."""
    return XentError(code, message, where="--scheduler", text=scheduler, why=why, fix=fix)


def no_cluster(scheduler: str, what: str) -> XentError:
    """Say why the cluster did not do the work."""
    return XentError(
        "no-cluster",
        "The cluster did not do the work.",
        where="--scheduler",
        text=scheduler,
        why=f"Dask says: {visible(what)}.",
        fix="Check that the scheduler runs there and has workers with xentropy-cli; or leave --scheduler out.",
        status=NO_ACCESS,
    )
