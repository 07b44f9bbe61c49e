"""`xent audit`: worked arithmetic, in every notation, is right, rounded, truncated or wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Runner

ROOT = Path(__file__).parents[2]

LINES = [
    ("−log(0.7) = 0.35667494393873", "rounded"),
    ("-ln(0.7) = 0.3567", "rounded"),
    ("-ln 0.7 ≈ 0.357", "rounded"),
    ("log(0.7) = -0.3567", "rounded"),
    ("-ln(0.7) = 0.3566", "truncated"),
    ("-ln(0.7) = 0.35566", "wrong"),
    ("-log2(0.25) = 2", "right"),
    ("-log₂(0.25) = 2", "right"),
    (r"$-\log_2(0.25) = 2$", "right"),
    (r"\[ -\log_{10}\left(0.01\right) \approx 2 \]", "right"),
    ("&minus;log<sub>2</sub>(0.25) &asymp; 2", "right"),
    ("<p>&minus;<b>ln</b>(0.7) = <code>0.36</code></p>", "rounded"),
    ("`-log(0.5)` is about 0.69", "rounded"),
    ("-log(0.5) = 0.301", "rounded"),
    ("0.7·0.8·0.97 = 0.5432", "right"),
    ("0.7 × 0.8 × 0.97 ≈ 0.54", "rounded"),
    (r"$0.7 \cdot 0.8 \cdot 0.97 = 0.6$", "wrong"),
    (r"0.7 \* 0.8 = 0.56", "right"),
    ("**0.7 * 0.8 = 0.56**", "right"),
    ("70% · 0.5 = 35%", "right"),
    (r"\frac{1}{2} \cdot 0.5 = 0.25", "right"),
    ("0.3567 + 0.2231 + 0.0305 = 0.6103", "right"),
    ("0.3567 + 0.2231 + 0.0305 = 0.6102", "rounded"),
    ("0.3567 + 0.2231 + 0.0305 = 0.5", "wrong"),
    ("-log(0.7) - log(0.8) - log(0.97) = 0.3567 + 0.2231 + 0.0305", "rounded"),
    ("0.5 log2(0.5) + 0.5 log2(0.5) = -1", "right"),
    ("exp(-0.6103) = 0.5432", "rounded"),
    ("e^{-0.6103} = 0.5432", "rounded"),
    ("The entropy of (0.5, 0.25, 0.25) is 1.5 bits.", "right"),
    ("H([0.5, 0.25, 0.25]) = 1.04 nats", "rounded"),
    ("H([0.5, 0.25, 0.25]) = 1.2 nats", "wrong"),
    ("The cross-entropy of [0.5, 0.5] and [0.75, 0.25] is 1.2075 bits", "rounded"),
    ("The cross-entropy of [0.5, 0.5] and [0.75, 0.25] is 1.3 bits", "wrong"),
    ("KL([0.5, 0.5] || [0.75, 0.25]) = 0.2075", "rounded"),
    ("The probabilities [0.7, 0.2, 0.1] come from a softmax.", "right"),
    ("The probabilities [0.33, 0.33, 0.33] are equal.", "rounded"),
    ("The probabilities [0.7, 0.2, 0.2] come from a softmax.", "wrong"),
    ("−log₂(0,25) = 2", "right"),
    ("−ln(0,7) = 0,3567", "rounded"),
    ("−ln(0,7) = 0,3667", "wrong"),
    ("0,7 · 0,8 · 0,97 = 0,6", "wrong"),
    ("| door 1 | −ln(0.7) = 0.3567 | 0.7 |", "rounded"),
    ("| −ln(0.7) | = | 0.3667 |", "wrong"),
    ("<tr><td>−ln(0.7)</td><td>=</td><td>0.3567</td></tr>", "rounded"),
    ("<tr><td>0.3567</td><td>ln(0.5) = -0.6931</td></tr>", "rounded"),
    ("| 0.5 | 0.5 · 0.5 = 0.25 |", "right"),
]

LEFT_ALONE = [
    "x = 5 and y = 2024-01-02",
    "1 + 1 = 2",
    "if p == 0.7: return",
    "version 1.2.3 = 4",
    "see [0.7, 0.9]",
    "learning_rate=0.01, momentum=0.9",
    "no numbers here = none",
    "interval [0,1] + 2 = 3",
    "x in (0,5) = 2",
    "(1,5)·(2,3) = 17",
    "| 0.7 | 0.3567 |",
]


def audited(text: str, call: Runner) -> dict[str, Any]:
    ran = call("audit", "-", "--format", "json", stdin=text)
    assert ran.err == ""
    found = json.loads(ran.out)
    assert ran.status == (1 if found["wrong"] else 0)
    return found


@pytest.mark.parametrize(("line", "status"), LINES, ids=[line for line, _ in LINES])
def test_a_result_in_any_notation(line: str, status: str, call: Runner) -> None:
    assert [finding["status"] for finding in audited(line, call)["findings"]] == [status]


@pytest.mark.parametrize("line", LEFT_ALONE)
def test_what_is_no_worked_result_is_left_alone(line: str, call: Runner) -> None:
    assert audited(line, call)["findings"] == []


def test_what_cannot_be_read_is_counted(call: Runner) -> None:
    assert audited("softplus log(0.7) + tanh 3 y = 0.5\n", call)["unread"] == 1


def test_the_article_of_the_doors(call: Runner) -> None:
    """0.7 · 0.8 · 0.97 = 0.6, −log(0.7) = 0.35566, log(0.9) for 0.97, and the total 0.685: each is found."""
    found = audited((ROOT / "examples" / "article.md").read_text("utf-8"), call)["findings"]
    wrong = {finding["text"]: finding for finding in found if finding["status"] == "wrong"}
    product = wrong["0.7 · 0.8 · 0.97 = 0.6"]
    assert (product["right_text"], product["right_at_precision"]) == ("0.5432", "0.5")
    assert wrong["−log(0.7) = 0.35566"]["right_text"] == "0.35667"
    total = wrong["−log(0.7) − log(0.8) − log(0.9) = 0.685"]
    assert (total["right_text"], total["right_at_precision"]) == ("0.6103", "0.610")
    assert total["why"] == "log(0.9) was taken, where 0.97 was multiplied in line 4"


def test_a_wrong_total_is_explained_by_why(call: Runner) -> None:
    (finding,) = audited("-log(0.7) - log(0.8) - log(0.97) = 0.685", call)["findings"]
    assert finding["why"] == "event 3 taken as 0.9 instead of 0.97"
    (finding,) = audited("-ln(0.7) = 0.5146", call)["findings"]
    assert finding["why"] == "that is the logarithm to base 2"
    (finding,) = audited("ln(0.7) = 0.3567", call)["findings"]
    assert finding["why"] == "the sign is wrong"


def test_a_finding_has_its_place(call: Runner) -> None:
    (finding,) = audited("\n\nso −ln(0.7) = 0.4567.\n", call)["findings"]
    assert (finding["line"], finding["column"], finding["text"]) == (3, 15, "−ln(0.7) = 0.4567")


def test_the_caret_stands_under_the_wrong_number(call: Runner) -> None:
    lines = call("audit", "-", stdin="-ln(0.7) = 0.4567").out.splitlines()
    at = next(k for k, line in enumerate(lines) if "^" in line)
    assert lines[at].index("^") == lines[at - 1].index("0.4567")
    assert lines[at].count("^") == len("0.4567")


@pytest.mark.parametrize("name", ["table", "plain", "markdown", "latex", "html", "svg", "json", "csv", "value"])
def test_hostile_text_is_text_in_every_format(name: str, call: Runner) -> None:
    text = (
        "\x1b[31m<script>alert(1)</script> [red]: -ln(0.7) = 0.4567\x1b[0m and −ln(<i onload=x>0.7</i>) = 0.9\u202e\n"
    )
    ran = call("audit", "-", "--format", name, stdin=text)
    assert ran.status == 1
    assert not {"\x1b", "\u202e"} & set(ran.out)
    assert "<script" not in ran.out
    assert "<i " not in ran.out or name in ("plain", "table", "json", "csv", "markdown")


BINARY = {
    "essay.docx": (b"PK\x03\x04 a zip", "pandoc essay.docx"),
    "notes.pdf": (b"%PDF-1.7", "pdftotext -layout notes.pdf"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "libreoffice --convert-to txt old.doc"),
    "rich.rtf": (b"{\\rtf1 -ln(0.7) = 0.3567}", "pandoc rich.rtf"),
    "scan.png": (b"\x89PNG", "OCR"),
    "all.gz": (b"\x1f\x8b", "gzip -dc all.gz"),
}


@pytest.mark.parametrize("name", BINARY)
def test_a_document_that_is_no_text_is_refused_with_what_to_do(name: str, call: Runner, tmp_path: Path) -> None:
    data, fix = BINARY[name]
    (tmp_path / name).write_bytes(data)
    ran = call("audit", str(tmp_path / name))
    assert (ran.status, ran.out) == (3, "")
    assert fix.replace(name, "").strip() in " ".join(ran.err.split()).replace(str(tmp_path / name), "")


OTHERS = {
    "archive.zip": (b"PK\x03\x04\x0a\0" + bytes(24) + b"notes/a.md -ln(0.7)", "unzip -p"),
    "nameless": (b"PK\x03\x04\x14\0" + bytes(24) + b"[Content_Types].xml", "pandoc"),
    "marked.txt": ("-ln(0.7) = 0.3567".encode("utf-16"), "iconv -f UTF-16 -t UTF-8"),
    "wide.txt": ("-ln(0.7) = 0.3567".encode("utf-32"), "iconv -f UTF-32 -t UTF-8"),
    "bare.txt": ("-ln(0.7) = 0.3567".encode("utf-16-le"), "iconv -f UTF-16LE -t UTF-8"),
    "big.txt": ("-ln(0.7) = 0.3567".encode("utf-16-be"), "iconv -f UTF-16BE -t UTF-8"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_is_refused_with_what_unpacks_or_converts_it(name: str, call: Runner, tmp_path: Path) -> None:
    data, fix = OTHERS[name]
    (tmp_path / name).write_bytes(data)
    ran = call("audit", str(tmp_path / name))
    assert (ran.status, ran.out) == (3, "")
    assert fix in " ".join(ran.err.split())


def test_a_file_that_is_no_text_does_not_keep_others_from_being_checked(call: Runner, tmp_path: Path) -> None:
    for name, data in (("a.md", b"-ln(0.7) = 0.375"), ("b.pdf", b"%PDF-1.7"), ("c.md", b"-ln(0.7) = 0.357")):
        (tmp_path / name).write_bytes(data)
    files = [str(tmp_path / name) for name in ("a.md", "b.pdf", "c.md")]
    ran = call("audit", *files)
    assert (ran.status, ran.err) == (3, "")
    assert "1 of 2 worked results is wrong" in ran.out
    assert "b.pdf, line 1: This is a PDF, and no text. It was not checked." in " ".join(ran.out.split())
    (refused,) = json.loads(call("audit", *files, "--format", "json").out)["refused"]
    assert (refused["where"], refused["code"]) == (f"{files[1]}, line 1", "not-utf8")
    assert call("audit", files[1], files[1]).out == ""
    assert call("audit", files[0], str(tmp_path / "none.md")).status == 4


def test_a_line_may_end_with_a_carriage_return_alone(call: Runner, tmp_path: Path) -> None:
    """The last text has a line of 2^17 bytes, where a piece of it ends, with a return as its last byte."""
    long = " " * ((1 << 17) - 17) + "-ln(0.7) = 0.375\r"
    for text, wanted in (
        ("a\r-ln(0.7) = 0.375\rb\r-ln(0.6) = 0.511", [2, 4]),
        ("a\r\n-ln(0.7) = 0.375\r\n", [2]),
        (long + "\n-ln(0.6) = 0.511\n", [1, 2]),
        (long + "-ln(0.6) = 0.511\n", [1, 2]),
    ):
        (tmp_path / "a.txt").write_bytes(text.encode())
        found = json.loads(call("audit", str(tmp_path / "a.txt"), "--format", "json").out)["findings"]
        assert [each["line"] for each in found] == wanted


def test_the_value_is_what_counts(call: Runner) -> None:
    assert call("audit", "-", "-q", stdin="-ln(0.7) = 0.356").out.strip() == "0"
    assert call("audit", "-", "-q", "--strict", stdin="-ln(0.7) = 0.356\n-ln(0.7) = 0.375").out.strip() == "2"


def test_a_long_name_leaves_room_for_the_result(call: Runner, tmp_path: Path) -> None:
    file = tmp_path / ("notes-" * 20 + "entropy.md")
    file.write_text("-ln(0.7) = 0.375\n")
    ran = call("audit", str(file), "--format", "table", env={"COLUMNS": "80"})
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "notes-entropy.md:1:12" in ran.out


def test_what_was_left_alone_is_listed_on_request(call: Runner) -> None:
    text = "0.5 · x = 0.2\n\nso f(x) = 0.5x + 1\n"
    found = json.loads(call("audit", "-", "--format", "json", "--left-alone", stdin=text).out)
    assert [(each["line"], each["column"], each["text"]) for each in found["left_alone"]] == [
        (1, 9, "0.5 · x = 0.2"),
        (3, 9, "so f(x) = 0.5x + 1"),
    ]
    assert "left_alone" not in json.loads(call("audit", "-", "--format", "json", stdin=text).out)
    assert "--left-alone lists them" in call("audit", "-", stdin=text).out
    assert "so f(x) = 0.5x + 1" in call("audit", "-", "--left-alone", stdin=text).out


def test_only_what_is_wrong_exits_1_and_strict_counts_the_truncated(call: Runner) -> None:
    for text, plain, strict in (("-ln(0.7) = 0.357", 0, 0), ("-ln(0.7) = 0.356", 0, 1), ("-ln(0.7) = 0.355", 1, 1)):
        assert call("audit", "-", stdin=text).status == plain
        assert call("audit", "-", "--strict", stdin=text).status == strict
    assert "1 truncated" in call("audit", "-", stdin="-ln(0.7) = 0.356").out


def test_a_right_value_has_the_digits_that_teach(call: Runner) -> None:
    """By hand: 0.7 · 0.8 · 0.97 = 0.5432, e^88 = 1.652 · 10^38, e^-87 = 1.646 · 10^-38."""
    shown = {
        "0.7 · 0.8 · 0.97 = 0.6": ("0.5432", "0.5"),
        "0.7 · 0.8 · 0.97 = 0.63": ("0.5432", "0.54"),
        "-log2(0.125) = 2.5": ("3.0", "3.0"),
        "exp(88) = 1.56e+38": ("1.652e38", "1.65e38"),
        "exp(-87) = 1.56e-38": ("1.646e-38", "1.65e-38"),
        "-ln(0) = 5": ("∞", "∞"),
        "0.5 · 3 = 1": ("1.5", "2"),
    }
    for text, digits in shown.items():
        (finding,) = audited(text, call)["findings"]
        assert (finding["right_text"], finding["right_at_precision"]) == digits, text


@pytest.mark.parametrize(
    "text",
    [
        "exp(1000) = inf",
        "0.5^5000 = 0.001",
        "1e-400 · 0.5 = 0.1",
        "1/0 = 0.5",
        "ln(-0.5) = 0.1",
        "exp(-1000) = 0.5",
        "∞ - ∞ = 0.5",
        "0.1^-400 = 0.5",
        "0^0.5 + 0^-1 = 0.5",
        "-ln(0) = 27.6",
    ],
)
def test_infinite_and_tiny_results_are_left_alone(text: str, call: Runner) -> None:
    found = audited(text, call)
    assert (found["findings"], found["unread"]) == ([], 1)


def test_a_line_that_is_read_in_pieces_is_judged_only_where_it_was_read_whole(call: Runner) -> None:
    """2^17 characters are read at once: 4096 terms of 32. The other 604 alone are not 0.65, but near."""
    term = f"0.001{'0' * 24}"
    found = audited(f"{' + '.join([term] * 4700)} = 0.65", call)
    assert (found["findings"], found["unread"]) == ([], 1)
    short = " + ".join([term] * 2400)
    assert [finding["status"] for finding in audited(f"{short} = 2.40", call)["findings"]] == ["right"]
    assert [finding["status"] for finding in audited(f"{short} = 2.58", call)["findings"]] == ["wrong"]


def test_four_times_the_lines_take_about_four_times_as_long(call: Runner) -> None:
    """Of the lines that are only read there are many more: with few, the work on the others would hide theirs."""
    lines = [
        "The loss of 0.7 is −ln(0.7) = 0.357, and so on.",
        "y = 5 and f(x) = 0.5 x + 1",
        *["no numbers = here at all", "words"] * 10,
    ]

    def seconds(times: int) -> float:
        start = time.process_time()
        found = audited("\n".join(lines * times), call)
        took = time.process_time() - start
        assert (found["rounded"], found["unread"]) == (times, times)
        return took

    assert seconds(1000) < 9 * seconds(250)  # the square would be 16


def test_a_file_that_is_not_text_is_refused(call: Runner, tmp_path: Path) -> None:
    for data in (b"\x89PNG\r\n\x1a\n\0\0", b"0.7 = \0", b"\xff\xfe0\x007\x00"):
        path = tmp_path / "picture"
        path.write_bytes(data)
        ran = call("audit", str(path))
        assert (ran.status, ran.out) == (3, "")
    assert call("audit", str(tmp_path / "missing")).status == 4
    assert call("audit", str(tmp_path)).status == 4


BOUNDED = """\
import re, sys
from xentropy_cli.cli.run import run
status = run(["audit", "-", "-q"])
print(int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) // 1024, file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("line", [b"and so on. " * 999 + b"\n-ln(0.7) = 0.3567\n", b"word " * 100])
def test_a_large_file_takes_bounded_memory(line: bytes) -> None:
    """20 MB, in lines and in a single line; 100 MB take as much memory, and five times as long."""
    data = line * (20_000_000 // len(line))
    done = subprocess.run([sys.executable, "-c", BOUNDED], input=data, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stderr) < 64


def test_a_hostile_line_ends_in_time(call: Runner) -> None:
    for text in (
        "(" * 20_000 + "= 1",
        "0.7*" * 10_000 + "1 = 1",
        "log " * 10_000 + "0.7 = 1",
        "(0.7," * 9_000,
        "= 1 " * 4_000,
    ):
        assert call("audit", "-", "-q", stdin=text).err == ""


def test_a_wrong_result_is_underlined_in_eighty_columns(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """And every finding has a line of the table; in fewer columns a list has no underline that stands under nothing."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(Path(__file__).parents[2])
    lines = call("audit", "examples/article.md", "--format", "table").out.splitlines()
    at = next(k for k, line in enumerate(lines) if "= 0.685" in line)
    assert lines[at].index("0.685") == lines[at + 1].index("^^^^^")
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("examples/article.md:") and line.endswith(("right", "rounded")) for line in lines) == 3
    monkeypatch.setenv("COLUMNS", "60")
    assert "^" not in call("audit", "examples/article.md", "--format", "table").out


def test_the_example_is_as_it_prints(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made by `xent audit article.md > article.audit.txt` in examples/."""
    monkeypatch.chdir(ROOT / "examples")
    ran = call("audit", "article.md")
    assert (ran.status, ran.out) == (1, Path("article.audit.txt").read_text("utf-8"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_example_script_runs(tmp_path: Path) -> None:
    (tmp_path / "xent").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xentropy_cli "$@"\n')
    (tmp_path / "xent").chmod(0o755)
    done = subprocess.run(
        ["sh", str(ROOT / "examples" / "why.sh")],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "event 3 taken as 0.9 instead of 0.97" in done.stdout
    assert "softmax was applied twice" in done.stdout
