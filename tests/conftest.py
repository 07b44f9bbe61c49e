"""What every test needs: a clean environment, and two ways to run `xent` that show both streams when a test fails."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from browser import Browser
from running import Ran, Runner, run_here, tries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The one is ignored in the background of a shell, the other under nohup, and so in everything that a test starts to stop it.
for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)

gc.set_threshold(50_000, 20, 100)
"""The collector of garbage looks seldom: 20,000 tests leave little that only it can find, and it took a tenth of their time."""

UNSET = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "LINES",
    "TERM",
    "XENT_DEBUG",
    "PYTHONIOENCODING",
    "PYTHONWARNINGS",
    "_XENT_COMPLETE",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="rewrite the files under tests/recorded")


def pytest_configure(config: pytest.Config) -> None:
    """Keep bytecode, and give every machine the same examples, however slow it is.

    In this order: pytest compiles hypothesis, as what asserts, which takes each of its processes longer than all of xent.
    """
    _keep_bytecode(config)
    from hypothesis import HealthCheck, settings

    slow = [HealthCheck.too_slow]
    settings.register_profile(
        "steady",
        max_examples=tries(40),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=slow,
    )
    settings.load_profile("steady")


def _keep_bytecode(config: pytest.Config) -> None:
    """Keep bytecode in pytest's cache where the environment wants none beside the source.

    Else every process that a test starts would compile xent again, which costs as much as its start.
    """
    if sys.dont_write_bytecode and config.pluginmanager.hasplugin("cacheprovider"):
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(config.cache.mkdir("bytecode"))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is there until the end: the tests, and the modules that they load."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker tests that are neighbours and share what they work out once; one that is done takes from the other."""
    if config.getoption("dist") != "load":
        return None  # another way was asked for
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(autouse=True, scope="session")
def _clean_environment() -> Iterator[None]:
    """Unset once what a test may set: each puts back what it found."""
    with pytest.MonkeyPatch.context() as patch:
        for name in UNSET:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start a browser once, for all pages that a test opens."""
    with Browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages of the course once; a test that changes them takes a copy."""
    folder = tmp_path_factory.mktemp("course") / "site"
    assert run_here("course", "-o", str(folder)).status == 0
    return folder


@pytest.fixture
def call() -> Runner:
    """Run `xent` within this process: fast, for what needs no stream or signal of its own."""
    return run_here


@pytest.fixture
def xent(tmp_path: Path) -> Runner:
    """Run `xent` as a process of its own, in a folder of its own."""

    def run_there(*argv: str, stdin: str | bytes | None = b"", env: dict[str, str] | None = None, **more: Any) -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        command = [sys.executable, "-m", "xentropy_cli", *argv]
        streams: dict[str, Any] = {
            "input": given,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "cwd": tmp_path,
        }
        if "stdin_file" in more:
            streams["stdin"] = more.pop("stdin_file")
            del streams["input"]
        done = subprocess.run(command, env={**os.environ, **(env or {})}, timeout=60, check=False, **(streams | more))
        out, err = ((data or b"").decode("utf-8", "backslashreplace") for data in (done.stdout, done.stderr))
        return Ran(done.returncode, out, err)

    return run_there
