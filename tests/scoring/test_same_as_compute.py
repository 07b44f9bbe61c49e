"""A row has one loss and one answer, whether it is scored, listed, compared, worked out, or computed from its digits."""

from __future__ import annotations

import json
import math
import random
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import cross_entropy, score
from xentropy_cli.api.numbers import derive

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner


def near_one(count: int) -> list[str]:
    """Texts of many digits near 1, and a few in other notations."""
    draw = random.Random(11)
    texts = ["0.99999999999999994", "99.99999999999999%", "9.9999999999999995e-1", "999999999/1000000000", "0.9999"]
    for _ in range(count):
        nines = draw.randrange(2, 17)
        texts.append("0." + "9" * nines + "".join(draw.choice("0123456789") for _ in range(draw.randrange(1, 12))))
    return [text for text in texts if not text[-1].isdigit() or "/" in text or float(text) < 1]


TEXTS = near_one(120)
LOSSES = [float(derive(pred=[text], label=["0"], reading="binary").value) for text in TEXTS]


def agree(found: list[float], want: list[float]) -> None:
    """Each is the correctly rounded one, or its neighbour."""
    for text, x, y in zip(TEXTS, found, want, strict=True):
        assert abs(x - y) <= 1.5 * math.ulp(y), (text, x, y)


def table(delimiter: str = ",") -> str:
    return f"y{delimiter}p\n" + "".join(f"0{delimiter}{text}\n" for text in TEXTS)


FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "csv": (table(), ()),
    "quoted": ("y,p\n" + "".join(f'0,"{text}"\n' for text in TEXTS), ()),
    "decimal commas": (table(";").replace(".", ","), ("--decimal", ",")),
    "json lines": ("".join(json.dumps({"y": 0, "p": text}) + "\n" for text in TEXTS), ()),
}


@pytest.mark.parametrize("form", FORMS)
def test_near_1_every_row_has_the_loss_that_compute_prints(form: str, call: Runner) -> None:
    text, argv = FORMS[form]
    ran = call("score", "-", "--rows", "--format", "json", *argv, stdin=text)
    assert ran.status == 0, ran.err
    agree([json.loads(line)["loss"] for line in ran.out.splitlines()], LOSSES)
    found = json.loads(call("score", "-", "--format", "json", "--top", "1000", *argv, stdin=text).out)
    assert found["mean"] == pytest.approx(math.fsum(LOSSES) / len(LOSSES), rel=1e-15)
    agree([row["loss"] for row in sorted(found["worst"], key=lambda row: row["line"])], LOSSES)
    for at in (0, 1, len(TEXTS) - 1):
        line = str(at + 1 + (form != "json lines"))
        worked = call("score", "-", "--explain", line, "--format", "json", *argv, stdin=text)
        assert json.loads(worked.out)["value"] == LOSSES[at], worked.err


def test_near_1_comparing_sees_the_same_losses(tmp_path: Path, call: Runner) -> None:
    (tmp_path / "a").write_text(table())
    (tmp_path / "b").write_text("y,p\n" + "0,0.5\n" * len(TEXTS))
    found = json.loads(call("compare", str(tmp_path / "a"), str(tmp_path / "b"), "--format", "json").out)
    assert found["a"]["mean"] == pytest.approx(math.fsum(LOSSES) / len(LOSSES), rel=1e-15)


def test_near_1_a_double_is_the_shortest_decimal_that_names_it(tmp_path: Path, call: Runner) -> None:
    """As for compute from Python, and for --explain of the same row."""
    draw = random.Random(3)
    some = (1 - draw.random() * 10 ** draw.uniform(-15.5, -2) for _ in range(100))
    values = [value for value in some if value < 1]
    np.savez(tmp_path / "t.npz", y=np.zeros(len(values), dtype=int), p=np.array(values))
    ran = call("score", str(tmp_path / "t.npz"), "--rows", "--format", "json")
    for line, value in zip(ran.out.splitlines(), values, strict=True):
        want = cross_entropy([1, 0], [1 - Fraction(repr(value)), repr(value)])
        assert abs(json.loads(line)["loss"] - want) <= 1.5 * math.ulp(want), value


def nearly_certain() -> list[str]:
    """Texts nearer to 1 than 1e-6, whose loss is the little that is missing: with few digits, many, and exponents."""
    draw = random.Random(10)
    texts = ["0.99999999999999", "0.999999999", "99.99999999999999%", "0.99999999999999994", "9.99999999999e-1"]
    texts += [f"0.{'9' * draw.randrange(6, 17)}{draw.randrange(1, 10 ** draw.randrange(1, 4))}" for _ in range(60)]
    return [text for text in texts if not text[-1].isdigit() or float(text) < 1]


CERTAIN = nearly_certain()
OWN_LOSSES = [float(derive(pred=[text]).value) for text in CERTAIN]
RESTS = [format(1 - Decimal(text.removesuffix("%")) / (100 if "%" in text else 1), "f") for text in CERTAIN]
CERTAIN_FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "class 1": ("y,p\n" + "".join(f"1,{text}\n" for text in CERTAIN), ()),
    "class 1, plain": ("y,p\n" + "".join(f"1,{text}\n" for text in CERTAIN if text[-1] != "%"), ()),
    "events": ("p\n" + "".join(f"{text}\n" for text in CERTAIN), ("--as", "events")),
    "columns": ("y,a,b\n" + "".join(f"b,{r},{q}\n" for q, r in zip(CERTAIN, RESTS, strict=True)), ()),
    "lists": ("y,p\n" + "".join(f'1,"[{r}, {q}]"\n' for q, r in zip(CERTAIN, RESTS, strict=True)), ()),
    "names": ("y,p\n" + "".join(f'b,"b={q},a={r}"\n' for q, r in zip(CERTAIN, RESTS, strict=True)), ()),
    "truth": ("y,p\n" + "".join(f"1,{text}\n" for text in CERTAIN), ("--true", "y", "--pred", "p", "--as", "binary")),
    "json": ("".join(json.dumps({"y": 1, "p": text}) + "\n" for text in CERTAIN), ()),
    "json lists": (
        "".join(f'{{"y":1,"p":[{r},{q}]}}\n' for q, r in zip(CERTAIN, RESTS, strict=True) if "%" not in q),
        (),
    ),
}


@pytest.mark.parametrize("form", CERTAIN_FORMS)
def test_what_was_nearly_certain_has_the_loss_of_its_digits(form: str, call: Runner) -> None:
    text, argv = CERTAIN_FORMS[form]
    ran = call("score", "-", "--rows", "--format", "json", *argv, stdin=text)
    assert ran.status == 0, ran.err
    found = [json.loads(line)["loss"] for line in ran.out.splitlines()]
    want = [
        loss for loss, text in zip(OWN_LOSSES, CERTAIN, strict=True) if text[-1] != "%" or len(found) == len(CERTAIN)
    ]
    assert len(found) == len(want)
    for x, y in zip(found, want, strict=True):
        assert abs(x - y) <= 1.5 * math.ulp(y), (x, y)


def test_a_probability_of_which_a_double_keeps_few_digits_is_noted(call: Runner) -> None:
    ran = call("score", "-", stdin="y,p\n0,5e-324\n1,5e-324\n1,0.5\n")
    assert "Below 2e-308 a double keeps few digits of a probability, or one: 5e-324 in standard input:3." in ran.out
    assert "keeps few digits" not in call("score", "-", stdin="y,p\n0,5e-324\n1,3e-308\n1,0\n").out


TIES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "binary": ("y,p\n0,0.5\n1,0.5\n1,0.6\n", (), "--pred 0.5,0.5,0.6 --label 0,1,1"),
    "weighted": ("y,p,w\n0,0.5,1\n1,0.5,1\n1,0.6,1\n", ("--weight", "w"), "--pred 0.5,0.5,0.6 --label 0,1,1"),
    "binary logits": ("y,logit\n0,0\n1,0\n1,1e-20\n", (), "--logits 0,0,1e-20 --label 0,1,1"),
    "classes": (
        "y,prob_0,prob_1,prob_2\n0,0.4,0.4,0.2\n1,0.4,0.4,0.2\n2,0.2,0.3,0.5\n",
        (),
        "--pred 0.4,0.4,0.2 --pred 0.4,0.4,0.2 --pred 0.2,0.3,0.5 --label 0,1,2",
    ),
    "logits": (
        "y,logit_0,logit_1\n0,2,2\n1,2,2\n1,0,1e-20\n",
        (),
        "--logits 2,2 --logits 2,2 --logits 0,1e-20 --label 0,1,1",
    ),
}


@pytest.mark.parametrize("kind", TIES)
def test_of_equal_classes_the_first_counts_everywhere(kind: str, call: Runner, tmp_path: Path) -> None:
    text, argv, computed = TIES[kind]
    ran = call("score", "-", "--format", "json", *argv, stdin=text)
    found = json.loads(ran.out)
    assert found["accuracy"] == 2 / 3, ran.err
    worked: dict[str, Any] = json.loads(call("compute", *computed.split(), "--accuracy", "--format", "json").out)
    assert worked["accuracy"] == found["accuracy"]
    lines = text.splitlines()
    columns = {name: [float(line.split(",")[k]) for line in lines[1:]] for k, name in enumerate(lines[0].split(","))}
    columns["y"] = np.array(columns["y"]).astype(int)  # type: ignore[assignment]
    np.savez(tmp_path / "t.npz", **columns)
    weight = "w" if "w" in columns else None
    assert score(tmp_path / "t.npz", weight=weight).fields()["accuracy"] == found["accuracy"]
