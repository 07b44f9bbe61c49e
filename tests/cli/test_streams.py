"""Exit codes, signals, streams and the environment: xent as a process among others."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Runner

XENT = [sys.executable, "-m", "xentropy_cli"]
DOORS = ("compute", "--pred", "0.7,0.8,0.97")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")
has_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@pytest.mark.parametrize(
    ("argv", "stdin", "status"),
    [
        (DOORS, b"", 0),
        (("compute", "--pred", "0.5,0"), b"", 0),
        (("--help",), b"", 0),
        (("--version",), b"", 0),
        (("compute", "--pred", "97"), b"", 2),
        (("compute", "--pred", "-"), b"0.7\nx\n", 3),
        (("compute", "--pred", "-"), b"", 3),
        (("compute", "--pred", "-"), b"0.7\n\xff\n", 3),
        ((*DOORS, "-o", "no/such/folder/x.json"), b"", 4),
    ],
)
def test_exit_code(argv: tuple[str, ...], stdin: bytes, status: int, xent: Runner) -> None:
    ran = xent(*argv, stdin=stdin)
    assert ran.status == status, ran
    assert bool(ran.out) == (status == 0), ran
    assert bool(ran.err) == (status != 0), ran
    assert "Traceback" not in ran.err, ran


BUGGY = """\
import sys
import xentropy_cli.derivation.derive as derivation
def derive(question): raise RuntimeError("\\x1b[31m kaboom")
derivation.derive = derive
from xentropy_cli.cli.run import run
sys.exit(run(sys.argv[1:]))
"""


def test_a_bug_is_owned_up_to(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUGGY, *DOORS], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert "RuntimeError" in done.stderr
    assert "XENT_DEBUG=1" in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_a_bug_has_a_traceback_for_who_asks(tmp_path: Path) -> None:
    environ = {**os.environ, "XENT_DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-c", BUGGY, *DOORS], capture_output=True, text=True, env=environ, cwd=tmp_path, check=False
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def waits_for_input(process: subprocess.Popen[bytes]) -> None:
    """Wait until the process sleeps in its read: a full pipe has been emptied by then."""
    assert process.stdin is not None
    process.stdin.write(b"0.7\n" * 30_000)  # more than a pipe holds: this returns when xent has begun to read
    process.stdin.flush()
    time.sleep(0.05)


@posix
def test_ctrl_c_ends_it_by_sigint_without_a_word(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*XENT, "compute", "--pred", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    waits_for_input(process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (-signal.SIGINT, b"", b"")


@posix
def test_ctrl_c_while_a_module_is_loaded_ends_it_the_same_way(tmp_path: Path) -> None:
    code = (
        "import sys, importlib.abc\n"
        "class Impatient(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Impatient())\n"
        "from xentropy_cli.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_a_bug_nobody_can_read_keeps_its_exit_code(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", sys.executable, "-c", BUGGY, *DOORS],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stdout) == (70, b"")


@posix
def test_ctrl_c_leaves_the_old_output_file(tmp_path: Path) -> None:
    """The file is opened before the work starts; an interrupt in between leaves nothing behind."""
    (tmp_path / "x.txt").write_text("old")
    code = re.sub(r"RuntimeError\(.*\)", "KeyboardInterrupt", BUGGY)
    done = subprocess.run(
        [sys.executable, "-c", code, *DOORS, "-o", "x.txt"], capture_output=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
    assert (tmp_path / "x.txt").read_text() == "old"


@posix
@pytest.mark.parametrize("format_", ["plain", "table", "json"])
def test_a_reader_that_leaves_ends_it_by_sigpipe_without_a_word(format_: str, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*XENT, *DOORS, "--format", format_], stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


@posix
@pytest.mark.parametrize(
    "argv", [("--help",), ("--version",), ("explain",), ("completion", "bash"), ("compute", "--help")]
)
def test_help_to_a_closed_pipe_ends_by_sigpipe_too(argv: tuple[str, ...], tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*XENT, *argv], stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


@posix
@has_full
@pytest.mark.parametrize(
    "argv", [DOORS, (*DOORS, "-q"), (*DOORS, "--format", "table"), ("--help",), ("--version",), ("explain",)]
)
def test_a_full_disk_is_told(argv: tuple[str, ...], xent: Runner) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = xent(*argv, stdout=full)
    assert ran.status == 4, ran
    assert "standard output cannot be written" in ran.err, ran
    assert "Traceback" not in ran.err, ran


@posix
@pytest.mark.parametrize("argv", [DOORS, (*DOORS, "-q"), ("--help",), ("--version",), ("explain",)])
def test_a_closed_stdout_is_told(argv: tuple[str, ...], tmp_path: Path) -> None:
    done = shell('"$@" >&-', argv, tmp_path)
    assert done.returncode == 4, done
    assert "standard output cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@posix
@pytest.mark.parametrize(
    ("redirection", "argv", "status"),
    [
        ("2>&-", DOORS, 0),
        ("2>&-", ("compute", "--pred", "97"), 2),
        ("<&-", DOORS, 0),
        ("<&-", ("compute", "--pred", "-"), 4),
        (">&- 2>&-", DOORS, 4),
        ("<&- >&- 2>&-", ("compute", "--pred", "97"), 2),
    ],
)
def test_missing_streams_change_nothing_but_what_they_must(
    redirection: str, argv: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    done = shell(f'"$@" {redirection}', argv, tmp_path)
    assert done.returncode == status, done
    assert "Traceback" not in done.stderr


@posix
@has_full
@pytest.mark.parametrize(
    ("argv", "status"), [(("compute", "--pred", "97"), 2), (("compute",), 2), (("frobnicate",), 2)]
)
def test_a_refusal_nobody_can_read_keeps_its_exit_code(argv: tuple[str, ...], status: int, tmp_path: Path) -> None:
    assert shell('"$@" 2>/dev/full', argv, tmp_path).returncode == status


def shell(script: str, argv: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script, "sh", *XENT, *argv], capture_output=True, text=True, cwd=folder, check=False
    )


@posix
def test_a_loop_over_a_pipe_prints_one_number_each(tmp_path: Path) -> None:
    done = shell(
        'for q in 0.5 0.25; do echo $q | "$@"; done', ("compute", "--pred", "-", "-q", "--base", "2"), tmp_path
    )
    assert done.stdout == "1\n2\n"


def test_json_is_alone_on_stdout(xent: Runner) -> None:
    ran = xent("compute", "--pred", "0.5,0.5,0", "--format", "json")
    assert json.loads(ran.out)["value"] == "Infinity"


COLOR = {
    "plain for a pipe": ({}, (), False),
    "a table in a pipe": ({}, ("--format", "table"), False),
    "FORCE_COLOR": ({"FORCE_COLOR": "1"}, ("--format", "table"), True),
    "FORCE_COLOR=0": ({"FORCE_COLOR": "0"}, ("--format", "table"), False),
    "FORCE_COLOR empty": ({"FORCE_COLOR": ""}, ("--format", "table"), False),
    "CLICOLOR_FORCE": ({"CLICOLOR_FORCE": "1"}, ("--format", "table"), True),
    "CLICOLOR_FORCE=0": ({"CLICOLOR_FORCE": "0"}, ("--format", "table"), False),
    "NO_COLOR wins": ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, ("--format", "table"), False),
    "NO_COLOR empty is unset": ({"NO_COLOR": "", "FORCE_COLOR": "1"}, ("--format", "table"), True),
    "FORCE_COLOR wins over TERM=dumb": ({"TERM": "dumb", "FORCE_COLOR": "1"}, ("--format", "table"), True),
    "never in plain": ({"FORCE_COLOR": "1"}, ("--format", "plain"), False),
    "never in json": ({"FORCE_COLOR": "1"}, ("--format", "json"), False),
    "never in value": ({"FORCE_COLOR": "1"}, ("-q",), False),
    "never in csv": ({"FORCE_COLOR": "1"}, ("--format", "csv"), False),
}


@pytest.mark.parametrize("name", COLOR)
def test_color(name: str, call: Runner) -> None:
    environ, argv, is_colored = COLOR[name]
    assert ("\x1b" in call(*DOORS, *argv, env=environ).out) == is_colored


@pytest.mark.parametrize(
    ("environ", "is_colored"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False)],
)
def test_color_of_a_refusal(environ: dict[str, str], is_colored: bool, call: Runner) -> None:
    assert ("\x1b" in call("compute", "--pred", "97", env=environ).err) == is_colored


@pytest.mark.parametrize(
    ("environ", "is_colored"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
@posix
def test_a_terminal_gets_a_table_in_color_unless_it_has_none(
    environ: dict[str, str], is_colored: bool, tmp_path: Path
) -> None:
    text = in_terminal(DOORS, environ, tmp_path)
    assert ("\x1b[" in text) == is_colored
    assert "0.6103" in text


def in_terminal(argv: tuple[str, ...], environ: dict[str, str], folder: Path) -> str:
    """Run in a pseudo-terminal of 80 columns."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [*XENT, *argv],
        stdin=other,
        stdout=other,
        stderr=other,
        env={**os.environ, "COLUMNS": "80", **environ},
        cwd=folder,
    ) as process:
        os.close(other)
        text = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
        assert process.wait(20) == 0
    os.close(main)
    return text.decode()


@pytest.mark.parametrize("columns", ["1", "0", "-5", "abc", "", "30", "40", "80", "200", "٣٠", "9" * 30])
def test_columns_never_changes_a_number_or_breaks(columns: str, call: Runner) -> None:
    ran = call(*DOORS, "--format", "table", env={"COLUMNS": columns})
    assert ran.status == 0, ran
    if columns != "1":
        assert "0.6103" in ran.out, ran


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 120])
def test_a_table_is_no_wider_than_the_terminal(columns: int, call: Runner) -> None:
    ran = call(*DOORS, "--format", "table", env={"COLUMNS": str(columns)})
    assert max(len(line.rstrip()) for line in ran.out.splitlines()) <= columns


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("format_", ["plain", "table"])
def test_a_terminal_without_our_symbols_gets_ascii(encoding: str, format_: str, call: Runner) -> None:
    ran = call(*DOORS, "--format", format_, encoding=encoding)
    assert ran.status == 0, ran
    assert ran.out.isascii()
    assert "\\u" not in ran.out
    assert "-ln q" in ran.out
    assert "0.6103" in ran.out


def test_a_name_an_encoding_cannot_carry_is_escaped(xent: Runner) -> None:
    ran = xent("compute", "--pred", "猫=0.7", env={"PYTHONIOENCODING": "ascii"})
    assert ran.status == 0, ran
    assert "\\u732b" in ran.out


def test_a_refusal_in_ascii_names_what_it_cannot_show(xent: Runner) -> None:
    ran = xent("compute", "--pred", "猫", env={"PYTHONIOENCODING": "ascii"})
    assert ran.status == 2, ran
    assert ran.err.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("format_", ["json", "csv", "value"])
def test_data_formats_are_utf8_whatever_the_terminal(encoding: str, format_: str, call: Runner) -> None:
    usual = call("compute", "--pred", "猫=0.7,é=0.2", "--format", format_)
    assert call("compute", "--pred", "猫=0.7,é=0.2", "--format", format_, encoding=encoding) == usual
    assert usual.status == 0


@pytest.mark.parametrize("format_", ["json", "csv", "value"])
def test_data_formats_are_utf8_whatever_the_environment_asks_of_python(format_: str, xent: Runner) -> None:
    command = ("compute", "--pred", "猫=0.7,é=0.2", "--format", format_)
    assert xent(*command, env={"PYTHONIOENCODING": "utf-16"}) == xent(*command)


def test_standard_input_is_utf8_whatever_the_terminal(xent: Runner) -> None:
    ran = xent("compute", "--pred", "-", "-q", stdin="\ufeff猫=0.5\n", env={"PYTHONIOENCODING": "ascii"})
    assert (ran.status, ran.out) == (0, "0.6931471805599453\n"), ran


OUTPUT: dict[str, Any] = {
    "x.json": "{",
    "x.csv": "kind",
    "x.txt": "Total surprisal",
    "x": "Total surprisal",
    "X.JSON": "{",
}


@pytest.mark.parametrize("name", OUTPUT)
def test_a_suffix_picks_the_format_of_a_file(name: str, call: Runner, tmp_path: Path) -> None:
    ran = call(*DOORS, "-o", name, folder=tmp_path)
    assert ran == (0, "", "")
    assert (tmp_path / name).read_text("utf-8").startswith(OUTPUT[name])
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_holds_what_stdout_would_show(call: Runner, tmp_path: Path) -> None:
    for format_ in ("plain", "table", "json", "csv", "value"):
        shown = call(*DOORS, "--format", format_).out
        assert call(*DOORS, "--format", format_, "-o", "x", folder=tmp_path).status == 0
        assert (tmp_path / "x").read_text("utf-8") == shown


def test_a_dash_is_standard_output(call: Runner, tmp_path: Path) -> None:
    assert call(*DOORS, "-q", "-o", "-", folder=tmp_path).out == "0.6102777027376507\n"
    assert not list(tmp_path.iterdir())


def test_a_refusal_leaves_the_old_file(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("old")
    assert call("compute", "--pred", "97", "-o", "x.json", folder=tmp_path).status == 2
    assert (tmp_path / "x.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


@posix
def test_a_replaced_file_keeps_its_permissions_and_a_new_one_obeys_the_mask(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    (tmp_path / "old.json").chmod(0o604)
    before = os.umask(0o027)
    try:
        for name in ("old.json", "new.json"):
            assert call(*DOORS, "-o", name, folder=tmp_path).status == 0
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("old.json", "new.json")] == [0o604, 0o640]


@posix
def test_a_symbolic_link_stays_one_and_its_target_is_replaced(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "target.json").write_text("old")
    (tmp_path / "link.json").symlink_to("target.json")
    assert call(*DOORS, "-o", "link.json", folder=tmp_path).status == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "target.json").read_text())["n"] == 3


@posix
def test_a_pipe_or_device_is_written_as_it_is(xent: Runner, tmp_path: Path) -> None:
    assert xent(*DOORS, "-o", os.devnull).status == 0
    assert not Path(os.devnull).is_file()
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
        assert xent(*DOORS, "-q", "-o", "pipe").status == 0
        assert reader.communicate(timeout=20)[0] == b"0.6102777027376507\n"


@posix
@has_full
def test_a_full_device_is_told(xent: Runner) -> None:
    ran = xent(*DOORS, "-o", "/dev/full")
    assert (ran.status, ran.out) == (4, ""), ran
    assert "/dev/full cannot be written" in ran.err


@pytest.mark.parametrize("argv", [DOORS, ("explain", "doors"), ("explain",), ("course",)])
def test_a_file_without_a_name_is_misuse(argv: tuple[str, ...], call: Runner) -> None:
    ran = call(*argv, "-o", "")
    assert (ran.status, ran.out) == (2, "")
    assert "The output file has no name." in ran.err


@pytest.mark.parametrize("argv", [("explain", "./long.md"), ("compute", "--pred", "@long.md"), ("quiz", "./long.md")])
def test_a_text_too_long_is_refused_and_not_cut_off(
    argv: tuple[str, ...], call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lesson was read up to the limit, as if it ended there."""
    monkeypatch.setattr("xentropy_cli.cli.output.streams.MOST_BYTES", 1 << 20)
    (tmp_path / "long.md").write_text("0.5\n" * (1 << 18) + "0.5\n")
    ran = call(*argv, folder=tmp_path)
    assert (ran.status, ran.out) == (3, ""), ran
    assert ran.err.startswith("error: There is too much in this file.\n"), ran


@pytest.mark.parametrize("path", [".", "x/", "x" * 300])
def test_what_is_no_file_is_refused(path: str, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = call(*DOORS, "-o", path)
    assert ran.status in (2, 4), ran
    assert ran.out == "", ran
    assert not list(tmp_path.iterdir())
