"""What surrounds a run: encodings, the folder it stands in, the variables of a shell, memory, a disk that is full."""

from __future__ import annotations

import encodings
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Runner

TABLE = "y,p\n1,0.9\n0,0.2\n1,0.7\n"
PARTS = {"error:", "why:", "fix:", "more:"}
NOT_CHARACTERS = (
    "punycode",
    "idna",
    "unicode_escape",
    "raw_unicode_escape",
    "charmap",
    "undefined",
    "rot13",
    "base64",
    "hex",
    "zip",
    "bz2",
    "quopri",
)
OTHER_TEXT = ("y,p\n1,0.9\n0,0.2\n", "é,p\n1,0.9\n", "y,p\n1,0.9", "\0", "猫,p\n1,0.9\n")


@pytest.mark.parametrize("encoding", NOT_CHARACTERS)
def test_what_is_no_encoding_of_a_file_is_refused(encoding: str, call: Runner) -> None:
    ran = call("score", "--encoding", encoding, stdin=TABLE)
    assert (ran.status, ran.out) == (2, "")
    assert f"There is no encoding {encoding}." in ran.err


MEAN_LOSS = 0.22839300363692283  # (-ln 0.9 - ln 0.8 - ln 0.7) / 3 of these as doubles, by bc -l to 60 digits
ALL = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)} - {"aliases"})
OF_WINDOWS = {"mbcs", "oem", "cp65001"}


@pytest.mark.parametrize("encoding", ALL)
def test_an_encoding_is_refused_or_writes_letters_and_digits(encoding: str, call: Runner) -> None:
    """What is taken is an encoding of characters that some system had; everything else Python has is refused in one way."""
    ran = call("score", "--encoding", encoding, stdin=TABLE)
    if encoding in OF_WINDOWS or f"There is no encoding {encoding}." in ran.err:
        assert not re.match(r"utf|cp\d|iso|mac_|koi8|big5|euc|gb|shift|latin|ascii", encoding) or encoding in OF_WINDOWS
        return
    assert call("score", "--encoding", encoding, "-q", stdin=TABLE.encode(encoding)).out == f"{MEAN_LOSS!r}\n"


@pytest.mark.parametrize("encoding", ALL)
def test_any_encoding_on_any_text_answers_or_is_refused(encoding: str, call: Runner) -> None:
    """Text in another encoding is other text, or none: never a bug, and never half an answer."""
    for text in OTHER_TEXT:
        ran = call("score", "--encoding", encoding, "-q", stdin=text)
        assert ran.status in (0, 2, 3), (text, ran)
        assert ran.status == 0 or (ran.out == "" and set(ran.err.split()) >= PARTS), (text, ran)


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1", "cp037"]
)
def test_a_file_in_its_encoding_is_read(encoding: str, call: Runner) -> None:
    assert call("score", "--encoding", encoding, "-q", stdin=TABLE.encode(encoding)) == call("score", "-q", stdin=TABLE)


GONE = {
    "score": 0,  # of standard input, which stands in no folder
    "compute --pred 0.7": 0,
    "--help": 0,
    "compute --pred 0.7 -o x.json": 4,
    "explain doors": 4,
    "score a.csv": 4,
    "merge a.json": 4,
    "explain ./a.md": 4,
    "audit a.md": 4,
    "worksheet doors -o a.md": 4,
}


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be deleted there")
@pytest.mark.parametrize("line", GONE)
def test_a_folder_that_was_deleted_is_told(line: str, tmp_path: Path) -> None:
    command = f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -m xentropy_cli {line}'
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["sh", "-c", command], input=TABLE, capture_output=True, text=True, cwd=tmp_path, env=environ, check=False
    )
    assert done.returncode == GONE[line], done
    assert not GONE[line] or (done.stdout == "" and set(done.stderr.split()) >= PARTS), done


@pytest.mark.parametrize(
    "instruction", ["bash_complete", "zsh_complete", "fish_complete", "frob", "bash", "tcsh_source"]
)
def test_an_instruction_to_complete_nothing_is_told(instruction: str, call: Runner) -> None:
    ran = call("compute", "--pred", "0.7", env={"_XENT_COMPLETE": instruction})
    assert (ran.status, ran.out) == (2, "")
    assert set(ran.err.split()) >= PARTS
    assert f"_XENT_COMPLETE={instruction}" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("options", [[], ["--format", "json"], ["--save-summary", "part.json"]], ids=" ".join)
def test_rows_on_a_full_disk_are_told(options: list[str], xent: Runner, tmp_path: Path) -> None:
    """Few rows are written only when the stream is closed, so that it is the closing that fails."""
    (tmp_path / "t.csv").write_text(TABLE)
    with Path("/dev/full").open("wb") as full:
        ran = xent("score", "t.csv", "--rows", *options, stdout=full)
    assert ran.status == 4, ran
    assert "standard output cannot be written." in ran.err


MIB = 1 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory that the system keeps")
@pytest.mark.parametrize("most", [30, 60, 240])
def test_too_little_memory_is_told(most: int, tmp_path: Path) -> None:
    """With enough there is an answer; with less a refusal, and no word of a bug."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most * MIB, most * MIB))

    command = [sys.executable, "-m", "xentropy_cli", "score", "-q"]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, input=TABLE, capture_output=True, text=True, cwd=tmp_path, env=environ, preexec_fn=limited, check=False
    )
    assert done.returncode in (0, 4), done
    assert done.returncode == 0 or "There is not enough memory." in done.stderr
    assert most < 200 or done.returncode == 0
