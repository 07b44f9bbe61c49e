"""A worksheet is the same for the same seed and holds no answer; what is marked by its ids is what the judge says."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from running import tries

from xentropy_cli.cli.lessons.run_lesson import running_exercise
from xentropy_cli.cli.mark import marked_rows
from xentropy_cli.core import operations
from xentropy_cli.core.real import Computed, Ratio, real
from xentropy_cli.errors import XentError
from xentropy_cli.figures import MINUS, figure
from xentropy_cli.inputs.notation import Source, whole
from xentropy_cli.scoring.bad_rows import BadRows
from xentropy_cli.teaching.asking.judge import RIGHT, judge
from xentropy_cli.teaching.asking.problem import NUMBER
from xentropy_cli.teaching.practice.exercise import drawn, exercises, topics_with_exercises
from xentropy_cli.teaching.practice.session import Deck
from xentropy_cli.teaching.practice.sheet import logarithms, rebuilt, sheet_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

    from xentropy_cli.core.real import Real
    from xentropy_cli.teaching.practice.exercise import Exercise

FEW = ("worksheet", "--seed", "7", "--number", "6", "--copies", "2")
SHEET = ("worksheet", "--seed", "7", "--number", "30", "--copies", "2")
"""Two copies of every exercise."""


@pytest.mark.parametrize("suffix", ["tex", "html", "md", "json", "txt", "csv", "svg"])
def test_the_same_seed_gives_the_same_bytes_and_no_answer(suffix: str, call: Runner, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in ("a", "b", "key")]
    for file in files[:2]:
        ran = call(*FEW, "-o", str(file), "--key", str(files[2]))
        assert (ran.status, ran.out, ran.err) == (0, "", "")
    one, other, key = (file.read_bytes() for file in files)
    assert one == other
    assert one != key
    assert "xent compute" not in one.decode()
    assert (
        call("worksheet", "--seed", "8", "--format", "plain").out
        != call("worksheet", "--seed", "7", "--format", "plain").out
    )


def test_no_answer_stands_on_the_sheet() -> None:
    """Of each question the sheet shows the text, the options and the unit; no number of its answer is among them."""
    sheet = list(sheet_of(deck_of(*exercises().values()), 7, 2, len(exercises())))
    for item in sheet:
        problem = item.drawn.problem
        shown = problem.shown.partition(" ")[0]
        if problem.kind == "number" and "." in shown and float(shown.replace(MINUS, "-")) not in (0.0, 0.25, 0.5, 0.75):
            assert shown not in item.drawn.text, item.id


def deck_of(*templates: Exercise) -> Deck:
    return Deck(templates, running_exercise)


@pytest.mark.parametrize("topic", topics_with_exercises())
def test_no_question_of_a_copy_comes_twice_while_there_are_others(topic: str) -> None:
    """What comes again was asked as often as everything else of its exercise, and a note says so."""
    deck, copies, number = deck_of(*(each for each in exercises().values() if each.topic == topic)), tries(1), 12
    items = list(sheet_of(deck, 7, copies, number))
    assert [(item.copy, item.place) for item in items] == [
        (c, p) for c in range(1, copies + 1) for p in range(1, number + 1)
    ]
    for copy in range(1, copies + 1):
        texts = Counter(item.drawn.text for item in items if item.copy == copy)
        assert max(texts.values()) - min(texts.values()) <= 1 if deck.short else set(texts.values()) == {1}
    assert all(sum(deck.sizes[name] for name in deck.templates) < number for _ in deck.short)
    assert len(deck.notes) == len(deck.short)
    for item in items:
        assert rebuilt(whole(Source("id", item.id)), exercises(), running_exercise).text == item.drawn.text


def test_where_an_exercise_has_no_more_another_of_its_topic_is_asked() -> None:
    """There are three coins, and many more sources of letters."""
    deck = deck_of(exercises()["coin"], exercises()["dyadic"])
    asked = Counter(item.drawn.exercise.name for item in sheet_of(deck, 7, 1, 10))
    assert asked == {"coin": 3, "dyadic": 7}
    assert deck.notes == ()


def test_a_sheet_says_what_came_again(call: Runner) -> None:
    """There are seven numbers to square."""
    argv = ("worksheet", "confident", "--seed", "7", "--number")
    assert call(*argv, "7").err == ""
    assert call(*argv, "8").err == "note: square has no more than 7 different questions: some come again.\n"


def by_hand(x: Real, printed: dict[int, Fraction]) -> Fraction:
    """Work a number out from the printed logarithms of primes, by all that is computed on the way."""
    if isinstance(x, Ratio):
        return x.value
    assert isinstance(x, Computed)
    worked = [by_hand(each, printed) for each in x.operands]
    if x.operation is not operations.LOG:
        doubles = {operations.EXP: math.exp, operations.LOG1P: math.log1p, operations.SQRT: math.sqrt}
        exactly = {operations.PRODUCT: lambda *xs: math.prod(xs, start=Fraction(1))}
        calculate = doubles.get(x.operation) or exactly.get(x.operation) or x.operation.exact
        return Fraction(calculate(*worked))  # type: ignore[operator]  # each of these is a function
    found, (left,) = Fraction(0), worked
    for prime, logarithm in printed.items():
        for way, part in ((1, left.numerator), (-1, left.denominator)):
            times = next(n for n in range(part.bit_length() + 1) if part % prime ** (n + 1))
            left, found = left / Fraction(prime) ** (way * times), found + way * times * logarithm
    return found if left == 1 else found + Fraction(math.log(left))


@pytest.mark.parametrize("name", exercises())
def test_who_works_from_the_printed_logarithms_is_right(name: str) -> None:
    """Rounded as asked, and from the numbers that the question itself shows, too."""
    printed = {int(n): Fraction(value) for n, value in re.findall(r"ln (\d) = ([\d.]+)", logarithms())}
    assert list(printed) == [2, 3, 5, 7]
    shown = {
        "exchange": lambda total: total / printed[2],
        "product": lambda total: math.exp(-total),
        "floor": lambda cross_entropy, entropy: cross_entropy - entropy,
    }
    for seed in range(tries(20)):
        made = drawn(exercises()[name], str(seed), running_exercise)
        if made.problem.kind == NUMBER:
            worked = [by_hand(real(made.problem.answer), printed)]
            if name in shown:
                worked += [Fraction(shown[name](*map(Fraction, re.findall(r"\d+\.\d+", made.text))))]
            for each in worked:
                assert judge(made.problem, figure(real(each), made.problem.digits)).kind == RIGHT, (made.text, each)


def key(call: Runner, tmp_path: Path) -> list[dict[str, str]]:
    file = tmp_path / "key.json"
    call(*SHEET, "--format", "json", "--key", str(file))
    rows: list[dict[str, str]] = json.loads(file.read_text("utf-8"))["questions"]
    return rows


def table(rows: list[tuple[str, str, str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([("student", "id", "answer"), *rows])
    return stream.getvalue()


def test_a_file_made_from_the_key_is_all_right(call: Runner, tmp_path: Path) -> None:
    rows = [("Ada", row["id"], row["answer"]) for row in key(call, tmp_path)]
    record = json.loads(call("mark", "-", "--format", "json", stdin=table(rows)).out)
    assert (record["value"], record["right"], record["asked"]) == (1, 60, 60)
    assert record["students"] == [{"name": "Ada", "right": 60, "asked": 60}]
    assert {row["name"] for row in record["templates"]} == set(exercises())
    assert record["slips"] == []


def test_the_key_itself_is_all_right(call: Runner, tmp_path: Path) -> None:
    """As who tries the marking does first: the columns of a key in CSV are read, and it has no row but questions."""
    call(*FEW, "--key", str(tmp_path / "key.csv"))
    record = json.loads(call("mark", str(tmp_path / "key.csv"), "--format", "json").out)
    assert (record["value"], record["asked"]) == (1, 12)


def test_every_slip_is_counted_under_its_name(call: Runner) -> None:
    sheet = list(sheet_of(deck_of(*exercises().values()), 7, 1, len(exercises())))
    made = [
        (item, met.name, figure(met.value, item.drawn.problem.digits) if not isinstance(met.value, str) else met.value)
        for item in sheet
        for met in item.drawn.problem.slips
    ]
    rows = [("", item.id, typed) for item, _, typed in made]
    record = json.loads(call("mark", "-", "--rows", "--format", "json", stdin=table(rows)).out)
    assert record["right"] == 0
    assert record["students"] == []
    assert [row["slip"] for row in record["answers"]] == [name for _, name, _ in made]
    assert sum(row["n"] for row in record["slips"]) == len(made)


def test_the_check_of_an_id_finds_what_was_mistyped() -> None:
    sheet = list(sheet_of(deck_of(*exercises().values()), 7, 1, 5))
    for item in sheet:
        again = rebuilt(whole(Source("id", item.id)), exercises(), running_exercise)
        assert again.text == item.drawn.text
        for wrong in (
            item.id[:-1] + ("2" if item.id[-1] != "2" else "3"),
            item.id + "x",
            "x" + item.id,
            item.id.replace("-7-", "-x-"),
        ):
            with pytest.raises(XentError, match="leads to no question"):
                rebuilt(whole(Source("id", wrong)), exercises(), running_exercise)


OWN = """# bce

## coffee
draw: q = 1 of 0.2 0.3 0.6 0.9

The machine says {q} for "coffee is ready", and it was not. What is the loss, in nats?

```ask
$ xent compute --pred {q} --label 0
answer: value
slip: label-unused: −ln {q} was taken.
```
"""


def test_exercises_of_your_own_are_printed_asked_and_marked(call: Runner, tmp_path: Path) -> None:
    file, key_file = tmp_path / "mine.md", tmp_path / "key.json"
    file.write_text(OWN, "utf-8")
    argv = ("worksheet", str(file), "--seed", "3", "--number", "4", "-o", str(tmp_path / "s.tex"))
    assert call(*argv, "--key", str(key_file)).err == ""
    rows = json.loads(key_file.read_text("utf-8"))["questions"]
    assert {row["topic"] for row in rows} == {"binary"}
    answers = "id,answer\n" + "".join(f"{row['id']},{row['answer']}\n" for row in rows)
    marks = call("mark", "-", "--exercises", str(file), "--format", "json", stdin=answers)
    assert json.loads(marks.out)["value"] == 1
    assert call("mark", "-", stdin=answers).status == 3
    quiz = call("quiz", str(file), "--number", "1", "--seed", "3", "--format", "json", stdin="0\n")
    assert json.loads(quiz.out)["questions"][0]["id"] == "coffee"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OWN.replace("# bce", "# tea"), "names no lesson"),
        (OWN.replace("# bce\n", ""), "names no lesson"),
        ("# bce\n", "There is no exercise"),
        (OWN.replace("coffee", "one"), "two exercises named one"),
        (OWN.replace("draw: q", "drew: q"), "says nothing known"),
        (
            OWN.replace("draw: q", "draw: p = 3 of 0.2 0.3\ndraw: r = 2 different of {p}\ndraw: q"),
            "more than there may be",
        ),
        (OWN.replace("$ xent compute", "$ xent explain"), "A lesson cannot run this"),
    ],
)
def test_a_file_of_exercises_that_is_none_is_refused(text: str, message: str, call: Runner, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text(text, "utf-8")
    ran = call("quiz", str(file), "--number", "1", stdin="0\n")
    assert (ran.status, ran.out) == (3, "")
    assert message in ran.err


@pytest.mark.parametrize("command", ["quiz", "worksheet"])
def test_a_file_of_exercises_is_not_written_over(command: str, call: Runner, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text(OWN, "utf-8")
    assert call(command, str(file), "-o", str(file)).status in (2, 4)
    assert file.read_text("utf-8") == OWN


def test_a_copy_printed_in_latex_and_html_begins_a_sheet(call: Runner) -> None:
    latex, html = (call(*FEW[:-1], "3", "--format", name).out for name in ("latex", "html"))
    assert latex.count(r"\newpage") == 2
    assert html.count('<h2 class="sheet">') == 2
    assert "break-before:page" in html
    assert len(re.findall(r"[a-z-]+-7-\d+\.\d+-\w\w", html)) == 3 * 6


def test_the_working_stands_in_the_key_alone(call: Runner, tmp_path: Path) -> None:
    sheet, solutions = (tmp_path / name for name in ("sheet.md", "key.md"))
    call("worksheet", "binary", "--seed", "7", "-o", str(sheet), "--key", str(solutions), "--solutions")
    assert "Mean surprisal" in solutions.read_text("utf-8")
    assert "surprisal" not in sheet.read_text("utf-8")


def test_nothing_is_written_where_the_key_cannot_be(call: Runner, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.md"
    for name in ("-", str(sheet), str(tmp_path / "none" / "key.md"), str(tmp_path / "key.docx")):
        assert call("worksheet", "--seed", "7", "-o", str(sheet), "--key", name).status in (2, 4)
        assert not sheet.exists()


@pytest.mark.parametrize(
    ("stdin", "code"),
    [
        ("", "no-rows"),
        ("id,answer\n", "no-rows"),
        ("id,typed\ntotal-7-1.2-7w,1\n", "no-column"),
        ("id,answer\ntotal-7-1.2-7w,1,2\n", "ragged-row"),
        ("id,answer\n,1\n", "unknown-id"),
        ("id,answer\ntotal-7-1.2-7w\n", "ragged-row"),
    ],
)
def test_a_table_that_cannot_be_marked_is_refused(stdin: str, code: str, call: Runner) -> None:
    ran = call("mark", "-", stdin=stdin)
    assert (ran.status, ran.out) == (3 if code != "no-column" else ran.status, "")
    assert ran.err.endswith(f"more: xent explain {code}\n"), ran


@pytest.mark.parametrize(
    "head",
    ["student,id,answer", "Student;ID;Answer", "NAME\tId\tANSWER", "name,id,answer,note", "student,name,id,answer"],
)
@pytest.mark.parametrize("id_", ["total-7-1.2-7w", "TOTAL-7-1.2-7W", "total–7–1.2–7w", "Total — 7−1.2‑7w"])
def test_a_table_of_a_spreadsheet_is_read_as_it_is_meant(head: str, id_: str, call: Runner) -> None:
    """With capitals, dashes made of hyphens, and rows that are empty; the total of total-7-1.2 is 2.343407."""
    sign = next(sign for sign in ",;\t" if sign in head)
    names = head.lower().split(sign)
    rows = [{"student": "Ada", "id": id_, "answer": "2.343"}, {}, {"student": "Bob", "id": id_, "answer": "1"}, {}, {}]
    lines = [
        sign.join(
            row.get({"name": "student"}.get(name, name) if "student" not in names else name, "") for name in names
        )
        for row in rows
    ]
    record = json.loads(call("mark", "-", "--rows", "--format", "json", stdin="\n".join([head, *lines, ""])).out)
    assert record["students"] == [{"name": "Ada", "right": 1, "asked": 1}, {"name": "Bob", "right": 0, "asked": 1}]
    assert [row["id"] for row in record["answers"]] == ["total-7-1.2-7w"] * 2
    assert (record["skipped"], record["notes"]) == (0, [])


def test_an_answer_that_is_missing_or_hostile_is_no_slip(call: Runner) -> None:
    rows = [("=cmd()", "total-7-1.2-7w", ""), ("[bold]\x1b[2J", "total-7-1.2-7w", "$(rm)\x1b")]
    ran = call("mark", "-", "--rows", stdin=table(rows))
    assert ran.status == 0
    assert "\x1b" not in ran.out
    assert "There is no answer." in ran.out
    assert "'=cmd()" in call("mark", "-", "--rows", "--format", "csv", stdin=table(rows)).out


@pytest.mark.parametrize(
    ("stdin", "marked", "fix"),
    [
        ("id,typed\ntotal-7-1.2-7w,1\n", "id, typed", "Name one column answer."),
        ("id,anwser\ntotal-7-1.2-7w,1\n", "id, anwser", "Name one column answer, not anwser."),
        ("id,answer,answer\ntotal-7-1.2-7w,1,2\n", "id, answer, answer", "Name one column answer."),
        ('{"id": "total-7-1.2-7w", "typed": 1}\n', "id, typed", "Name one column answer."),
        ("id,answer\nmine-7-1.2-7w,1\n", "mine-7-1.2-7w", "--exercises FILE"),
        ("id,answer\ntotal-7-1.2-2w,1\n", "total-7-1.2-2w", "Copy the id from the sheet"),
    ],
)
def test_a_table_that_cannot_be_marked_is_told_what_to_change(
    stdin: str, marked: str, fix: str, tmp_path: Path
) -> None:
    """No option of `xent mark` names a column: what can be changed is the table."""
    file = tmp_path / ("a.jsonl" if stdin.startswith("{") else "a.csv")
    file.write_text(stdin, "utf-8")
    with pytest.raises(XentError) as refused:
        list(marked_rows(str(file), exercises(), BadRows(skip_bad=False)))
    fault = refused.value
    assert fault.text is not None
    assert fault.span is not None
    assert fault.text[slice(*fault.span)] == marked
    assert fix in fault.fix


def test_bad_rows_are_refused_with_their_number_or_left_out_as_score_does(call: Runner) -> None:
    """Of six rows two are whole; the others have a mistyped id, one cell, an empty id, an exercise that is not there."""
    good = "total-7-1.2-7w"
    stdin = f"id,answer\n{good},0.781\nx-7-1.2-2w,1\n{good}\n,1\nmine-7-1.2-7w,1\n{good},1\n"
    ran = call("mark", "-", stdin=stdin)
    assert (ran.status, ran.out) == (3, "")
    assert "standard input:3:1" in ran.err
    assert "3 more rows have faults." in ran.err
    assert "To leave bad rows out and count them: --skip-bad." in ran.err
    whole = json.loads(call("mark", "-", "--format", "json", stdin=f"id,answer\n{good},0.781\n{good},1\n").out)
    record = json.loads(call("mark", "-", "--skip-bad", "--format", "json", stdin=stdin).out)
    (note,) = record["notes"]
    assert (whole["skipped"], whole["notes"], record["skipped"], note["code"]) == (0, [], 4, "skipped")
    assert {k: v for k, v in record.items() if k not in ("skipped", "notes")} == {
        k: v for k, v in whole.items() if k not in ("skipped", "notes")
    }
    assert note["text"] == (
        "4 bad rows were left out, as asked: standard input:3, standard input:4, standard input:5 and 1 more."
        " Of those with an id: x-7-1.2-2w, mine-7-1.2-7w."
    )
    assert "Note: 4 bad rows were left out" in call("mark", "-", "--skip-bad", "--format", "plain", stdin=stdin).out


def test_where_every_row_is_bad_there_is_nothing_to_mark(call: Runner) -> None:
    ran = call("mark", "-", "--skip-bad", stdin="id,answer\nx,1\ny,2\n")
    assert (ran.status, ran.out) == (3, "")
    assert "No row is left: 2 of 2 are bad." in ran.err


def test_a_question_that_a_student_answers_twice_is_refused_or_the_first_answer_counts(call: Runner) -> None:
    """Rows without a student are of nobody in particular: a class may hand in one sheet without names."""
    good = "total-7-1.2-7w"
    rows = [("Ada", good, "0.781"), ("Bob", good, "2.343"), ("Ada", good, "2.343"), ("Ada", good, "2.343")]
    ran = call("mark", "-", stdin=table(rows))
    assert (ran.status, ran.out) == (3, "")
    assert f"Ada answers {good} again, first in line 2." in ran.err
    assert "standard input:4:5" in ran.err
    assert "One more row has a fault." in ran.err
    record = json.loads(call("mark", "-", "--skip-bad", "--rows", "--format", "json", stdin=table(rows)).out)
    assert [(row["student"], row["typed"], row["right"]) for row in record["answers"]] == [
        ("Ada", "0.781", False),
        ("Bob", "2.343", True),
    ]
    assert record["skipped"] == 2
    nobody = [("", good, "0.781"), ("", good, "2.343"), ("", good, "2.343")]
    assert json.loads(call("mark", "-", "--format", "json", stdin=table(nobody)).out)["asked"] == 3
