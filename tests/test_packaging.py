"""What is shipped, and what tells of it: the manual page, the version, the Pythons, the files at the top."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

import xentropy_cli
from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.help import escaped, manual

if TYPE_CHECKING:
    from conftest import Runner

ROOT = Path(__file__).parents[1]
PAGE = Path(xentropy_cli.__file__).parent / "reference" / "xent.1"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_manual_page_is_made_from_the_help(request: pytest.FixtureRequest, call: Runner) -> None:
    """It is rewritten by: pytest --record tests/test_packaging.py."""
    if request.config.getoption("--record"):
        PAGE.write_text(manual(), "utf-8")
    assert PAGE.read_text("utf-8") == manual() == call("help", "--man").out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_page_has_every_option(name: str) -> None:
    section = manual().partition(f"\n.SH XENT {name.upper()}\n")[2].partition("\n.SH ")[0]
    command = app.get_command(click.Context(app), name)
    assert command is not None
    for each in command.params:
        if isinstance(each, click.Option):
            assert escaped(each.opts[-1]) in section
            assert escaped(each.help or "") in section


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_has_nothing_to_say_of_the_manual_page() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", str(PAGE)], capture_output=True, check=True
    )
    assert done.stderr == b""


def test_the_wheel_brings_the_manual_page() -> None:
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"xentropy_cli/reference/xent.1": "share/man/man1/xent.1"}


def test_the_newest_section_of_the_changelog_is_this_version() -> None:
    sections = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert sections[0] == xentropy_cli.__version__


def test_hosted_ci_runs_what_ci_runs_with_every_python_that_is_named() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    named = [text.rpartition(" ")[2] for text in PROJECT["project"]["classifiers"] if re.search(r":: 3\.\d+$", text)]
    assert re.findall(r'"(3\.\d+)"', workflow) == named
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"
    assert "- run: .ci/run\n" in workflow
    assert all(re.search(r"@[0-9a-f]{40} # v", line) for line in workflow.splitlines() if "uses:" in line)
