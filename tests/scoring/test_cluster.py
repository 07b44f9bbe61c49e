"""`--scheduler`: the bits of one process on a cluster, and a refusal where there is none."""

from __future__ import annotations

import logging
import socket
import threading
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.scoring.merging import cluster
from xentropy_cli.scoring.score import score_files
from xentropy_cli.scoring.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "predictions"
NAMES = [str(EXAMPLES / name) for name in ("digits_a.csv", "digits_b.csv")]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a cluster closes its sockets in its own time
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            protocol="tcp",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as running:
            yield running.scheduler_address


def test_a_scheduler_of_any_address_gives_the_bits_of_one_process(scheduler: str, call: Runner) -> None:
    assert scheduler.startswith("tcp://")
    want = score_files(NAMES, Settings())
    assert cluster.score_on_cluster(NAMES, Settings(), scheduler) == want
    assert call("score", *NAMES, "--scheduler", scheduler, "-q").out == f"{want.mean!r}\n"


def test_a_bad_file_is_refused_as_it_would_be_here(scheduler: str, tmp_path: Path, call: Runner) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("y,p\n1,0.9\n0,7\n")
    for name, status in ((str(bad), 3), (str(tmp_path / "gone.csv"), 4)):
        ran = call("score", NAMES[0], name, "--scheduler", scheduler)
        assert (ran.status, ran.out) == (status, "")
        assert ran == call("score", NAMES[0], name)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "foo",
        "Local",
        "tcp://",
        "tcp://host",
        "tcp://host:port",
        "tcp://host:0",
        "tcp://host:70000",
        "tcp://[::1",
        "http://host:80",
        "tcp://a b:1",
    ],
)
def test_what_is_no_address_is_refused_without_a_try(address: str, call: Runner) -> None:
    ran = call("score", NAMES[0], "--scheduler", address)
    assert (ran.status, ran.out) == (2, "")
    assert "error: This is no address of a scheduler." in ran.err


def refused_in_time(address: str, call: Runner) -> str:
    began = time.monotonic()
    ran = call("score", NAMES[0], "--scheduler", address)
    assert time.monotonic() - began < 20
    assert (ran.status, ran.out, "no-cluster" in ran.err) == (4, "", True), ran.err
    assert "Traceback" not in ran.err
    return ran.err


def test_an_address_where_nobody_listens_is_refused_at_once(call: Runner) -> None:
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "refused" in refused_in_time(f"tcp://127.0.0.1:{port}", call)
    refused_in_time("tcp://no-such-host.invalid:8786", call)


@pytest.mark.parametrize(
    ("said", "why"),
    [(None, "no answer within"), (b"", "no Dask scheduler"), (b"SSH-2.0-x\r\n", "no Dask scheduler")],
)
def test_what_listens_and_is_no_scheduler_is_refused(
    said: bytes | None, why: str, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "ANSWERS_WITHIN", 0.5)
    done = threading.Event()

    def serve(server: socket.socket) -> None:
        server.settimeout(0.1)
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            with connection:
                if said is None:
                    done.wait(10)
                else:
                    connection.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        try:
            assert why in refused_in_time(f"tcp://127.0.0.1:{server.getsockname()[1]}", call)
        finally:
            done.set()
            thread.join()


def test_a_cluster_without_workers_is_refused(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "WORKERS_WITHIN", 0.2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        with distributed.LocalCluster(
            n_workers=0, processes=False, protocol="tcp", dashboard_address=None, silence_logs=logging.CRITICAL
        ) as running:
            refused_in_time(running.scheduler_address, call)
