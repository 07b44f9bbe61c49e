"""Tables that are not quite what is read: the refusal names the command that makes them so, and that command works."""

from __future__ import annotations

import io
import json
import math
import re
import shlex
import shutil
import subprocess
import sys
from itertools import product
from typing import TYPE_CHECKING

import pytest
from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

MEAN = -(math.log(0.8) + math.log(0.7)) / 2


def mean(call: Runner, text: str, *args: str) -> float:
    ran = call("score", "-", *args, "-q", stdin=text)
    assert ran.status == 0, ran.err
    return float(ran.out)


@pytest.mark.parametrize("body", ["y,p\n0,0.2\n1,0.7\n", "y;p\n0;0,2\n1;0,7\n", "y\tp\n0\t0.2\n1\t0.7\n"])
@pytest.mark.parametrize(
    ("above", "fix"),
    [
        ("# made by a model\n", ("--comment", "#")),
        ("# one\n# two\n", ("--comment", "#")),
        ("=== Predictions ===\n\n", ("--skip-lines", "2")),
        ("Results of March\nby a team\n", ("--skip-lines", "2")),
        ("a,b;c\td,e;f\tg\n", ("--skip-lines", "1")),
    ],
)
def test_what_stands_above_a_table_is_named(above: str, fix: tuple[str, str], body: str, call: Runner) -> None:
    if above.startswith("# one") and "\t" in body:
        return  # two words a line, as two cells a line
    ran = call("score", "-", stdin=above + body)
    assert (ran.status, ran.out) == (3, "")
    assert " ".join((fix[0], f"'{fix[1]}'" if fix[1] == "#" else fix[1])) in ran.err
    assert math.isclose(mean(call, above + body, *fix), MEAN, rel_tol=1e-14)


RULED = (
    "| y | p |\n|---|---|\n| 0 | 0.2 |\n| 1 | {} |\n",  # Markdown
    "|   y |    p |\n|----:|-----:|\n|   0 |  0.2 |\n|   1 |  {} |\n",  # tabulate, as pandas' to_markdown calls it
    " y |  p  \n---+-----\n 0 | 0.2\n 1 | {}\n",  # psql
    "  y    p\n---  ---\n  0  0.2\n  1  {}\n",  # tabulate's simple form
    "y\tp\r\n---\t---\r\n0\t0.2\r\n1\t{}\r\n",
    "y | p\n-- | --:\n0 | 0.2\n1 | {}\n",
    "   y    p\n0  0  0.2\n1  1  {}\n\n[2 rows x 2 columns]\n",  # pandas
    " y |  p  \n---+-----\n 0 | 0.2\n 1 | {}\n(2 rows)\n\nTime: 0.373 ms\n",  # psql with its foot and \\timing
    " y │  p  \n───┼─────\n 0 │ 0.2\n 1 │ {}\n(2 rows)\n\n",  # psql, \\pset linestyle unicode
    "+---+-----+\n| y | p   |\n+---+-----+\n| 0 | 0.2 |\n| 1 | {} |\n+---+-----+\n2 rows in set (0.00 sec)\n\n",  # MySQL
    "+---+---+\r\n|  y|  p|\r\n+---+---+\r\n|  0|0.2|\r\n|  1|{}|\r\n+---+---+\r\n\r\n",  # show() of Spark
    "y           p   \n----------- ----\n          0  0.2\n          1  {}\n\n(2 rows affected)\n",  # sqlcmd
    "+---+-----+\n| y |   p |\n+===+=====+\n| 0 | 0.2 |\n+---+-----+\n| 1 | {} |\n+---+-----+\n",  # tabulate's grid
    "=  ===\ny  p  \n=  ===\n0  0.2\n1  {}\n=  ===\n",  # reStructuredText
    "| y |   p |\n|---+-----|\n| 0 | 0.2 |\n| 1 | {} |\n",  # org-mode
    "┌───┬─────┐\n│ y │  p  │\n├───┼─────┤\n│ 0 │ 0.2 │\n│ 1 │ {} │\n└───┴─────┘\n",  # .mode box of SQLite
    "┌─y─┬───p─┐\n│ 0 │ 0.2 │\n│ 1 │ {} │\n└───┴─────┘\n\n2 rows in set. Elapsed: 0.001 sec.\n",  # ClickHouse
    "   ┌─y─┬───p─┐\n1. │ 0 │ 0.2 │\n2. │ 1 │ {} │\n   └───┴─────┘\n\n2 rows in set. Elapsed: 0.001 sec.\n",
    # DuckDB
    "┌───┬────┐\n│ y │ p  │\n│i32│int8│\n├───┼────┤\n│ 0 │ 0.2│\n│ 1 │{}│\n├───┴────┤\n│ 2 rows │\n└────────┘\n",
    "shape: (2, 2)\n┌───┬───┐\n│ y ┆ p │\n│---┆---│\n│i64┆f64│\n╞═══╪═══╡\n│ 0 ┆0.2│\n│ 1 ┆{}│\n└───┴───┘\n",  # polars
    "# A tibble: 2 × 2\n      y     p\n  <dbl> <dbl>\n1     0   0.2\n2     1   {}\n",  # R
)


@pytest.mark.parametrize("text", RULED)
def test_what_draws_a_table_is_no_row_and_rows_keep_their_lines(text: str, call: Runner) -> None:
    assert math.isclose(mean(call, text.format("0.7")), MEAN, rel_tol=1e-14)
    line = text[: text.index("{}")].count("\n") + 1
    assert f":{line}:" in call("score", "-", stdin=text.format("7")).err


BOXES = {name: each for name, each in vars(box).items() if isinstance(each, box.Box)}


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_box_of_any_kind_is_read(name: str, call: Runner, *, is_ruled: bool) -> None:
    """As rich draws them: 20 kinds, with lines between rows and without."""
    table, page = Table("y", "p", box=BOXES[name], show_lines=is_ruled), io.StringIO()
    for row in (("0", "0.2"), ("1", "0.7")):
        table.add_row(*row)
    Console(file=page, width=60, force_terminal=False).print(table)
    assert math.isclose(mean(call, page.getvalue()), MEAN, rel_tol=1e-14), page.getvalue()


def test_a_drawn_table_of_many_blocks_is_read_to_its_foot(call: Runner) -> None:
    """More than a block of 2 MiB, with a rule between the last rows."""
    rule, count = "+---+-----+\n", 90_000
    rows = "| 0 | 0.2 |\n| 1 | 0.7 |\n" * count
    text = f"{rule}| y | p   |\n{rule}{rows}{rule}| 1 | 0.5 |\n{rule}{2 * count + 1} rows in set\n"
    found = call("score", "-", "--format", "json", stdin=text)
    assert (found.status, json.loads(found.out)["n"]) == (0, 2 * count + 1)
    assert f":{2 * count + 5}:" in call("score", "-", stdin=text.replace("0.5", "5.0")).err


def test_a_box_without_names_is_read_by_number(call: Runner) -> None:
    text = "+---+-----+\n| 0 | 0.2 |\n+---+-----+\n| 1 | 0.7 |\n+---+-----+\n"
    assert math.isclose(mean(call, text, "--label", "2", "--pred", "3"), MEAN, rel_tol=1e-14)


def test_a_row_that_begins_with_a_sign_is_no_rule(call: Runner) -> None:
    assert math.isclose(mean(call, "p | y\n---|---\n+0.2 | 0\n+0.7 | 1\n"), MEAN, rel_tol=1e-14)


@pytest.mark.parametrize("last", ["(2 rows)", "2 rows in set"])
def test_a_foot_below_a_table_that_is_not_drawn_is_a_bad_row(last: str, call: Runner) -> None:
    assert call("score", "-", stdin=f"y,p\n0,0.2\n1,0.7\n{last}\n").status == 3


LEFT_OUT = {
    "# ℹ 18 more rows": "# A tibble: 20 × 2\n  y   p\n  <dbl> <dbl>\n1 0 0.2\n2 1 0.7\n# ℹ 18 more rows\n",
    "only showing top 2 rows": "+-+---+\n|y|p  |\n+-+---+\n|0|0.2|\n|1|0.7|\n+-+---+\nonly showing top 2 rows\n\n",
    "| … | … |": "shape: (9, 2)\n┌───┬───┐\n│ y ┆ p │\n╞═══╪═══╡\n│ 0 ┆0.2│\n│ … ┆ … │\n│ 1 ┆0.7│\n└───┴───┘\n",
    ".. ..  ...": "    y    p\n0   0  0.2\n.. ..  ...\n99  1  0.7\n\n[100 rows x 2 columns]\n",
    " [ reached 'max' / getOption(\"max.print\") -- omitted 98 rows ]": "  y   p\n1 0 0.2\n2 1 0.7\n"
    " [ reached 'max' / getOption(\"max.print\") -- omitted 98 rows ]\n",
}


@pytest.mark.parametrize("line", LEFT_OUT)
def test_rows_that_a_program_left_out_are_missed(line: str, call: Runner) -> None:
    ran = call("score", "-", stdin=LEFT_OUT[line])
    assert (ran.status, ran.out, line in ran.err) == (3, "", True), ran.err
    assert "Rows are left out here." in ran.err


def test_a_text_that_speaks_of_more_rows_is_a_text(call: Runner) -> None:
    text = 'y,p,text\n0,0.2,"# ℹ 18 more rows"\n1,0.7,only showing top 2 rows\n'
    assert math.isclose(mean(call, text), MEAN, rel_tol=1e-14)


@pytest.mark.parametrize("rule", ["-,-", "--,0.5", "---,0.5"])
def test_a_row_of_dashes_that_is_no_rule_is_refused(rule: str, call: Runner) -> None:
    assert call("score", "-", stdin=f"y,p\n{rule}\n0,0.2\n1,0.7\n").status == 3


def test_dashes_below_a_row_of_numbers_are_a_bad_row(call: Runner) -> None:
    ran = call("score", "-", "--label", "1", "--pred", "2", stdin="0|0.2\n---|---\n1|0.7\n")
    assert (ran.status, ran.out) == (3, "")
    assert ":2:" in ran.err


def test_a_table_of_which_every_line_is_passed_over_is_not_called_an_empty_file(call: Runner) -> None:
    ran = call("score", "-", "--skip-lines", "99", stdin="y,p\n0,0.2\n")
    assert (ran.status, ran.out) == (3, "")
    assert "Nothing stands behind the lines that --skip-lines 99 passes over." in ran.err


@pytest.mark.parametrize("delimiter", [" ", ",", "\t"])
def test_the_names_of_rows_that_r_writes_and_pandas_prints_need_no_name(delimiter: str, call: Runner) -> None:
    rows = [["y", "p"], ["1", "0", "0.2"], ["2", "1", "0.7"]]
    for quoted, names in product((True, False), ("12", "01")):
        named = [rows[0], *([name, *row[1:]] for name, row in zip(names, rows[1:], strict=True))]
        cells = [[f'"{cell}"' if quoted and at == 0 else cell for at, cell in enumerate(row)] for row in named]
        assert math.isclose(mean(call, "".join(f"{delimiter.join(row)}\n" for row in cells)), MEAN, rel_tol=1e-14)
    other = "\n".join(delimiter.join(row) for row in (*rows[:2], ["7", "1", "0.7"]))
    assert call("score", "-", stdin=other).status == 3


def test_a_table_as_pandas_prints_it_is_read(call: Runner) -> None:
    assert math.isclose(mean(call, "   y_true  y_prob\n0       0     0.2\n1       1     0.7\n"), MEAN, rel_tol=1e-14)


@pytest.mark.parametrize(
    ("found", "fix"),
    [
        ({"data": [{"y": 0, "p": 0.2}, {"y": 1, "p": 0.7}]}, "jq -c '.data[]'"),
        ({"run": 3, "my rows": [{"label": 0, "prob": 0.2}]}, """jq -c '.["my rows"][]'"""),
        ({"y": [0, 1], "p": [0.2, 0.7]}, "jq -c '[.y,.p]|transpose[]|{y:.[0],p:.[1]}'"),
        ({"label": {"0": 0, "1": 1}, "prob": {"0": 0.2, "1": 0.7}}, "jq -c '[.label,.prob]|map([.[]])|transpose[]|"),
        ({"columns": ["y", "p"], "index": [0, 1], "data": [[0, 0.2], [1, 0.7]]}, "jq -c '.columns as $names|"),
        ({"0": {"y": 0, "p": 0.2}, "1": {"y": 1, "p": 0.7}}, "jq -c '.[]'"),
        ([[0, 0.2], [1, 0.7]], "jq -r '.[]|@csv'"),
        ([0.2, 0.7], "xent compute --pred "),
    ],
)
def test_json_of_another_form_names_what_makes_rows_of_it(
    found: object, fix: str, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pipe is run as it is advised, by a shell: of a file, and behind one that has the same on standard input."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b.json").write_text(json.dumps(found))
    for file, before in (("a b.json", ""), ("-", "cat 'a b.json' | ")):
        ran = call("score", file, stdin=json.dumps(found))
        assert (ran.status, ran.out) == (3, "")
        assert fix in ran.err
        advised = re.search(r"fix: (?:[A-Z][^:]*: )?((?:jq|xent) .*?)(?:; if .*)?\n", ran.err)
        assert advised, ran.err
        program = advised[1].replace("xent", f"{sys.executable} -m xentropy_cli")
        if program.startswith("jq") and shutil.which("jq") is None:
            continue
        done = subprocess.run(f"{before}{program}", shell=True, capture_output=True, text=True, check=False)  # noqa: S602
        assert done.returncode == 0, (program, done.stderr)


@pytest.mark.parametrize(
    ("text", "fix", "wanted"),
    [
        ("y,p\n0.8,0.7\n0.1,0.2\n", ("--true", "y"), None),
        ("y,p\n1,70\n0,20\n", ("--percent",), MEAN),
        ('{"y":1,"p":[0.8,0.2]}\n{"y":2,"p":[0.3,0.7]}\n', ("--classes", "1,2"), MEAN),
        ('{"y":0,"p":[0.8,0.2]}\n{"y":2,"p":[0.3,0.7]}\n{"y":1,"p":[0.3,0.7]}\n', ("--ignore-label=2",), MEAN),
        ("y;p\n1;70,0\n0;20,0\n", ("--percent",), MEAN),
        ("label,prob_0,prob_1\n0,0.8,0.2\n-100,0.5,0.5\n1,0.3,0.7\n", ("--ignore-label=-100",), MEAN),
        ('y,p\n0,"0,2"\n1,"0,7"\n', ("--decimal", ","), MEAN),
        ("game,1,X,2,res\na,0.15,0.8,0.05,X\nb,0.2,0.1,0.7,2\n", ("--label", "res", "--pred", "1,X,2"), MEAN),
        ("target,class_0,class_1\n0,0.8,0.2\n1,0.3,0.7\n", ("--label", "target", "--pred", "class_*"), MEAN),
    ],
)
def test_an_option_that_settles_it_is_named(
    text: str, fix: tuple[str, ...], wanted: float | None, call: Runner
) -> None:
    ran = call("score", "-", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert " ".join(map(shlex.quote, fix)) in ran.err
    if wanted is None:  # mean H(P, Q) of two soft labels
        pairs = ((0.8, 0.7), (0.1, 0.2))
        wanted = -math.fsum(p * math.log(q) + (1 - p) * math.log(1 - q) for p, q in pairs) / 2
    assert math.isclose(mean(call, text, *fix), wanted, rel_tol=1e-14)


@pytest.mark.parametrize(
    "cells",
    [
        ("{'cat': 0.2, 'dog': 0.8}", "{'dog': 0.3, 'cat': 0.7}"),
        ('{""cat"": 0.2, ""dog"": 0.8}', '{""dog"": 0.3, ""cat"": 0.7}'),
        ("{cat: 0.2, dog: 0.8}", "{cat: 0.7, dog: 0.3}"),
        ("cat=0.2,dog=0.8", "dog=0.3,cat=0.7"),
    ],
)
def test_a_cell_may_be_a_dictionary(cells: tuple[str, str], call: Runner) -> None:
    text = f'label,probs\ndog,"{cells[0]}"\ncat,"{cells[1]}"\n'
    assert math.isclose(mean(call, text), MEAN, rel_tol=1e-14)


def test_a_submission_named_like_its_solution_is_told_apart(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,target\n2,1\n1,0\n")
    options = ("--truth", str(tmp_path / "t.csv"), "--on", "id")
    ran = call("score", "-", *options, stdin="id,target\n1,0.2\n2,0.7\n")
    assert (ran.status, ran.out) == (3, "")
    assert "--pred target" in ran.err
    assert math.isclose(mean(call, "id,target\n1,0.2\n2,0.7\n", *options, "--pred", "target"), MEAN, rel_tol=1e-14)


MIXED = {
    "csv": ("y,p\n1,90%\n0,0.5\n1,0.25\n", ()),
    "semicolons": ("y;p\n1;90%\n0;0,5\n1;0,25\n", ()),
    "json lines": ('{"y":1,"p":"90%"}\n{"y":0,"p":0.5}\n{"y":1,"p":0.25}\n', ()),
    "classes": ("y,a,b\nb,10%,90%\na,0.5,0.5\nb,0.75,0.25\n", ()),
    "events": ("p\n90%\n0.5\n0.25\n", ("--as", "events")),
    "blank before the sign": ("y,p\n1,90 %\n0,0.5\n1,0.25\n", ()),
}
"""The first of three rows in percent: −(ln 0.9 + ln 0.5 + ln 0.25) / 3 = 0.728...; by hand."""


@pytest.mark.parametrize("form", MIXED)
def test_percent_and_plain_numbers_in_one_column_are_noted(form: str, call: Runner) -> None:
    text, argv = MIXED[form]
    found = json.loads(call("score", "-", "--format", "json", *argv, stdin=text).out)
    assert found["mean"] == pytest.approx(-(math.log(0.9) + math.log(0.5) + math.log(0.25)) / 3)
    assert [note["text"] for note in found["notes"] if note["code"] == "mixed-notation"] == [
        "Percentages and plain numbers are mixed: 1 of 3 rows has a % sign. If all are percent: --percent."
    ]


@pytest.mark.parametrize("form", MIXED)
def test_nothing_is_said_where_all_are_percent_or_asked_to_be(form: str, call: Runner) -> None:
    text, argv = MIXED[form]
    first = text.splitlines(keepends=True)[: 1 if form == "json lines" else 2]
    for whole, more in (("".join([*first, first[-1]]), ()), (text, ("--percent",))):
        ran = call("score", "-", "--format", "json", *argv, *more, stdin=whole)
        assert "mixed-notation" not in ran.out, ran.out
        assert ran.status == 0 or more


def test_shards_in_percent_and_not_are_noted_when_they_are_joined(tmp_path: Path, call: Runner) -> None:
    for name, q in (("a.csv", "90%"), ("b.csv", "0.9")):
        (tmp_path / name).write_text(f"y,p\n1,{q}\n0,{q}\n", encoding="utf-8")
    ran = call("score", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert "2 of 4 rows have a % sign" in ran.out


SPELLINGS = {
    "a no-break space before": "\u00a0{}",
    "a narrow one behind": "{}\u202f",
    "a figure space before": "\u2007{}",
    "blanks within quotes": '" {} "',
}


@pytest.mark.parametrize("kind", ["csv", "semicolons", "json", "classes"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_blanks_of_any_width_round_a_number_change_nothing(spelling: str, kind: str, call: Runner) -> None:
    def written(text: str) -> str:
        return SPELLINGS[spelling].format(text)

    rows = [("1", "0.8"), ("0", "0.3")]
    texts = {
        "csv": "y,p\n" + "".join(f"{y},{written(p)}\n" for y, p in rows),
        "semicolons": "y;p\n" + "".join(f"{y};{written(p.replace('.', ','))}\n" for y, p in rows),
        "json": "".join(json.dumps({"y": int(y), "p": written(p).strip('"')}) + "\n" for y, p in rows),
        "classes": f"y,a,b\nb,{written('0.2')},{written('0.8')}\na,{written('0.7')},{written('0.3')}\n",
    }
    assert mean(call, texts[kind]) == pytest.approx(MEAN)


@pytest.mark.parametrize("option", ["--logits", "--logprobs"])
@pytest.mark.parametrize(
    "form", ["y,z\n1,{0}\n0,{1}\n", 'y;z\n1;"{0}"\n0;{1}\n', '{{"y":1,"z":"{0}"}}\n{{"y":0,"z":"{1}"}}\n']
)
def test_a_minus_sign_is_a_minus_sign(option: str, form: str, call: Runner) -> None:
    """U+2212 is what xent prints itself, so that its tables can be pasted back."""
    plain, typeset = (
        call("score", "-", option, "z", "-q", stdin=form.format(*pair)) for pair in (("-2", "-0.5"), ("−2", "−0.5"))
    )
    assert typeset.out == plain.out != ""
    computed = [call("compute", f"{option}={text}", "--label", "1,0", "-q").out for text in ("-2,-0.5", "−2,−0.5")]
    assert computed[0] == computed[1]
    assert float(computed[0]) == pytest.approx(float(plain.out), rel=1e-15)


def test_decimal_commas_in_texts_of_json_lines_stand_beside_numbers_with_a_point(call: Runner) -> None:
    text = '{"y":1,"p":"0,8"}\n{"y":0,"p":0.3}\n'
    for rows in (text, "\n".join(reversed(text.splitlines())) + "\n"):
        assert mean(call, rows, "--decimal", ",") == pytest.approx(MEAN)
    refused = call("score", "-", "--decimal", ",", stdin='{"y":1,"p":"0,8"}\n{"y":0,"p":"0.3"}\n')
    assert refused.status == 3


@pytest.mark.parametrize(
    ("head", "argv"),
    [
        ("\u200by,p", ("score", "zw.csv")),
        ("y\u00ad,q\u200bq", ("score", "soft.csv")),
        ("my label,my pred", ("score", "--", "-dash.csv")),
        ("my label,p$d", ("score", "it's.csv")),
        ("y,p", ("compare", "a.csv", "b.csv", "--on", "p")),
    ],
)
def test_the_command_that_columns_suggest_works_as_it_is_pasted(
    head: str, argv: tuple[str, ...], tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in {*argv, "b.csv"} - {"--", "--on", "p", "score", "compare"}:
        (tmp_path / file).write_text(f"{head}\n1,0.8\n0,0.3\n", encoding="utf-8")
    refused = call(*argv)
    assert refused.status == 3
    command = re.search(r"Did you mean: xent (.*?)(?:\. |$)", refused.err, re.MULTILINE)
    assert command, refused.err
    ran = call(*shlex.split(command[1]), "-q")
    assert ran.status == 0, ran.err
    assert ran.out


def test_an_archive_of_tar_is_called_one(tmp_path: Path, call: Runner) -> None:
    import tarfile

    (tmp_path / "a.csv").write_text("y,p\n1,0.8\n0,0.3\n", encoding="utf-8")
    for mode, name in (("w:gz", "half.tar.gz"), ("w", "half.tar")):
        with tarfile.open(tmp_path / name, mode) as archive:  # type: ignore[call-overload]  # a mode that it knows
            archive.add(tmp_path / "a.csv", "a.csv")
        ran = call("score", str(tmp_path / name))
        assert "fix: This is an archive of tar" in ran.err
        assert "utf-16-le" not in ran.err


LISTS = {
    "numpy": 'y,q\n1,"[np.float64(0.2), np.float64(0.8)]"\n0,"[np.float64(0.7), np.float64(0.3)]"\n',
    "numpy, semicolons": "y;q\n1;[np.float32(0.2), np.float32(0.8)]\n0;[np.float32(0.7), np.float32(0.3)]\n",
    "labels": "y,q\nb,\"[{'label': 'a', 'score': 0.2}, {'label': 'b', 'score': 0.8}]\"\n"
    "a,\"[{'label': 'b', 'score': 0.3}, {'label': 'a', 'score': 0.7}]\"\n",
    "labels of BigQuery": "y;q\nb;[{'label': 'a', 'prob': 0.2}, {'label': 'b', 'prob': 0.8}]\n"
    "a;[{'label': 'b', 'prob': 0.3}, {'label': 'a', 'prob': 0.7}]\n",
}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_are_read_as_pandas_writes_them(kind: str, call: Runner) -> None:
    assert mean(call, LISTS[kind], "--label", "y", "--pred", "q") == pytest.approx(MEAN)


@pytest.mark.parametrize("rows", ["0;[1,0, 0,0]\n1;[0,0, 1,0]\n", "0;[0,9, 0,1]\n1;[0,2, 0,8]\n"])
def test_lists_with_decimal_commas_give_no_number(rows: str, call: Runner) -> None:
    ran = call("score", "-", stdin=f"label;probs\n{rows}")
    assert (ran.status, ran.out) == (3, "")
    assert "Its commas may mark decimals" in ran.err
