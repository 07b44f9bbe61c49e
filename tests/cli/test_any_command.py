"""Whatever is typed, xent answers or refuses; it never breaks. Commands are drawn by a seeded generator from parts that fit."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING

import click
import pytest
from running import tries

from xentropy_cli.cli.app import app
from xentropy_cli.rendering import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran, Runner

SEEDS, COMMANDS = range(tries(8)), 60
ODD = (
    "nan",
    "",
    "x",
    "97",
    "-1",
    "inf",
    "1/0",
    "=1",
    "a=",
    "1e400",
    "−0.1",
    "0.7\u200b",
    "50 %",
    "1/3/3",
    "%",
    "./2",
    "0.5=0.5",
)
ROWS = {
    2: ("0.7,0.3", "1,0", "1/3,2/3", "70%,30%", "a=0.5,b=0.5", "b=0.1,a=0.9", "0.99999999999999999999,1e-20", "0,1"),
    3: ("0.7,0.2,0.1", "0,0.5,0.5", "1/3,1/3,1/3", "cat=0.2,dog=0.3,bird=0.5", "1,0,0", "0.33,0.33,0.33"),
    1: ("0.7", "0", "1", "1e-400", "1/3", "5e-324"),
}
LOGITS = {
    2: ("2,1", "1000,0", "-inf,3", "0,0"),
    3: ("2,1,0.1", "-1e5,0,1e5", "1e-300,0,0"),
    1: ("2", "-40", "0", "1000", "-inf"),
}
LOGPROBS = {
    2: ("-0.6931471805599453,-0.6931471805599453", "0,-inf"),
    3: ("-1,-1.5,-0.89421",),
    1: ("-0.1", "-1000", "0", "-1e-20"),
}
SINGLE: dict[str, Callable[[random.Random, int], str]] = {
    "--as": lambda draw, _: draw.choice(("events", "binary", "categorical", "distribution")),
    "--base": lambda draw, _: draw.choice(("e", "2", "10", "1", "1.000001", "1e300", "3/2")),
    "--reduction": lambda draw, _: draw.choice(("mean", "sum")),
    "--clip": lambda draw, _: draw.choice(("1e-7", "sklearn", "keras", "torch", "1e-400")),
    "--weight": lambda draw, n: ",".join(draw.choice(("1", "2", "0", "1/3", "1e300")) for _ in range(n)),
    "--class-weight": lambda draw, n: draw.choice(("1,2", "0,1", "1,2,3", ",".join(["2"] * n))),
    "--pos-weight": lambda draw, _: draw.choice(("3", "1/3", "1e300")),
    "--weight-norm": lambda draw, _: draw.choice(("weights", "count")),
    "--ignore-label": lambda draw, _: draw.choice(("0", "1", "-100", "a")),
    "--label-smoothing": lambda draw, _: draw.choice(("0.1", "0", "1", "10%")),
    "--smoothing-kind": lambda draw, _: draw.choice(("K", "K-1")),
    "--names": lambda draw, n: draw.choice(("a,b", "cat,dog,bird", "1,0", "x", ",".join("abcd"[:n]))),
    "--digits": lambda draw, _: draw.choice(("0", "1", "50", "100")),
}
SWITCHES = ("--normalize", "--as-is", "--gradient", "--all")


def a_command(draw: random.Random) -> list[str]:
    option, rows = draw.choice((("--pred", ROWS), ("--pred", ROWS), ("--logits", LOGITS), ("--logprobs", LOGPROBS)))
    classes, count = draw.choice((1, 2, 3)), draw.choice((1, 1, 2, 3))
    argv = [f"{option}={draw.choice(rows[classes])}" for _ in range(count)]
    truth = draw.choice(("label", "labels", "true", "none"))
    if truth == "label":
        argv.append("--label=" + ",".join(draw.choice("01") for _ in range(count)))
    elif truth == "labels":
        argv.append("--label=" + ",".join(draw.choice(("0", "1", "yes", "-100")) for _ in range(classes)))
    elif truth == "true":
        argv += [f"--true={draw.choice(ROWS[classes])}" for _ in range(count)]
    for name in draw.sample(sorted(SINGLE), draw.choice((0, 0, 1, 1, 2, 3))):
        argv.append(f"{name}={SINGLE[name](draw, draw.choice((count, classes)))}")
    argv += draw.sample(SWITCHES, draw.choice((0, 0, 1)))
    if draw.random() < 0.15:
        argv[draw.randrange(len(argv))] += draw.choice(ODD)
    return ["compute", *argv, "--format", draw.choice(list(FORMATS))]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_command_is_answered_or_refused(seed: int, call: Runner) -> None:
    draw = random.Random(seed)
    ended: Counter[int] = Counter()
    for _ in range(COMMANDS):
        argv = a_command(draw)
        ran = call(*argv)
        ended[ran.status] += 1
        check(argv, ran)
    assert ended[0] > COMMANDS / 10, "too few commands were answered for this to mean anything"


def check(argv: list[str], ran: Ran) -> None:
    assert ran.status in (0, 2), (argv, ran)
    if ran.status:
        assert ran.out == "", (argv, ran)
        assert {"error:", "why:", "fix:", "more:"} <= set(ran.err.split()), (argv, ran)
        return
    told = all(line.startswith("note: ") for line in ran.err.splitlines()) and argv[-1] in ("value", "csv")
    assert not ran.err or told, (argv, ran)
    words = ran.out.replace(",", " ").replace(">", " ").replace("<", " ").split()
    assert not {"nan", "NaN", "-0", "-0.0", "None"} & set(words), (argv, ran)
    if argv[-1] == "json":
        answer = json.loads(ran.out)
        assert answer["value"] == answer["steps"][-1]["value"] == answer[answer["quantity"]]


LONG = (
    "9" * 5000,
    f"1-{'9' * 5000}",
    f"{'0' * 5000}1",
    f"mean<{'9' * 5000}",
    "mean<1/0",
    "mean<1.5/2",
    "1/0",
    f"{'9' * 5000}/7",
)
"""Numbers longer than Python reads at once, and what divides by nothing, wherever a number or a column may stand."""

WORDS_BEFORE = {"compute": ["--pred", "0.7,0.3"], "why": ["0.5", "--pred", "0.7"], "libraries": ["--pred", "0.7"]}


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:9])
@pytest.mark.parametrize("name", ["score", "compare", "compute", "libraries", "why"])
def test_a_number_of_any_length_is_answered_or_refused(name: str, text: str, call: Runner) -> None:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    for option in (each for each in command.params if isinstance(each, click.Option) and not each.is_flag):
        if option.name not in ("output", "save_summary"):
            ran = call(name, *WORDS_BEFORE.get(name, ["-"]), f"{option.opts[-1]}={text}", stdin="y,p\n1,0.9\n0,0.2\n")
            assert ran.status in (0, 1, 2, 3, 4), (option.opts, ran.err[:300])
            assert ran.status < 2 or ran.out == "", option.opts
