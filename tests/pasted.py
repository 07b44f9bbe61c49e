"""What tests of documents share: a shell that runs what a reader pastes, beside the files that examples speak of."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from running import run_here

FILES = {
    "predictions.csv": "id,y,p,group,w\n1,1,0.9,a,1\n2,0,0.2,b,2\n3,1,0.7,a,1\n4,0,0.4,b,1\n",
    "a.csv": "id,y,p,group\n1,1,0.9,a\n2,0,0.2,b\n3,1,0.7,a\n",
    "b.csv": "id,y,p,group\n1,1,0.8,a\n2,0,0.1,b\n3,1,0.6,a\n",
    "both.csv": "id,y,a,b\n1,1,0.9,0.8\n2,0,0.2,0.1\n3,1,0.7,0.6\n",
    "article.md": "The first door costs -ln(0.7) = 0.3567 nats.\n",
}
"""The files that examples speak of, as a reader might have them."""

ROOT = Path(__file__).parents[1]


def with_files(folder: Path) -> Path:
    """Put the files of the examples, and the folder examples, where the examples are run."""
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    if not (folder / "examples").exists():
        shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


WORD = r"(?:[\w./,:=%+@^-]|'[^']*'|\"[^\"$`\\!]*\")+"
PLAIN = re.compile(rf"(?:(?P<before>[^|&;<>]*) \| )?xent(?P<words>(?: +{WORD})*)(?: > (?P<file>\w[\w.]*))?")
"""One command of xent, perhaps behind a pipe or into a file, whose words are to a shell what they are to `shlex`."""

CHAIN = re.compile(r'(?P<steps>.*?)(?: \|\| echo "(?P<instead>[\w ]*)"(?:  # .*)?)?')
"""Commands, each where the one before succeeds, and what is said where one does not."""


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a user pastes it, with the xent under test first on PATH and a home of its own.

    Where the shell would do little more than to start xent, xent is run in this process, which costs a tenth.
    """
    commands = Path(sys.executable).parent
    own = {"PATH": f"{commands}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "PYTHONUTF8": "1"}
    (folder / ".config" / "fish" / "completions").mkdir(parents=True, exist_ok=True)
    own["PROFILE"] = str(folder / "profile.ps1")
    chain = CHAIN.fullmatch(line)
    plain = [PLAIN.fullmatch(step) for step in chain["steps"].split(" && ")] if chain else [None]
    if chain is None or None in plain:
        return _shell(line, folder, own)
    done = subprocess.CompletedProcess(line, 0, "", "")
    for step in filter(None, plain):
        if not done.returncode:
            _add(done, step, folder, own)
    if done.returncode and chain["instead"] is not None:
        done.returncode, done.stdout = 0, f"{done.stdout}{chain['instead']}\n"
    return done


def _add(done: subprocess.CompletedProcess[str], step: re.Match[str], folder: Path, own: dict[str, str]) -> None:
    """Run one command more in this process."""
    given = _shell(step["before"], folder, own).stdout if step["before"] else ""
    done.returncode, out, err = run_here(*shlex.split(step["words"]), stdin=given, env=own, folder=folder)
    if step["file"]:
        (folder / step["file"]).write_text(out, "utf-8")
    done.stdout += out * (not step["file"])
    done.stderr += err


def _shell(line: str, folder: Path, own: dict[str, str]) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **own}
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


def commands_in(text: str) -> list[str]:
    """Every command of xent in the shell blocks of a page, without the comment behind it."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.partition("   #")[0].rstrip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if "xent " in line and "venv" not in line]


def run_python(text: str) -> None:
    """Run the one Python block of a page; where a comment shows a number, the line gives it."""
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    scope: dict[str, object] = {}
    exec(code, scope)
    for line in code.splitlines():
        expression, _, shown = line.partition("  # ")
        if re.fullmatch(r"[0-9.]+", shown):
            assert repr(eval(expression, scope)) == shown, line
