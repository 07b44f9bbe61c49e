"""Logarithms as they are given: negative, to base 2 or 10, and the size of what they were spent on."""

from __future__ import annotations

import json
import math
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli import derive
from xentropy_cli.core.real import real

if TYPE_CHECKING:
    from conftest import Runner

BASES = {"e": math.e, "2": 2.0, "10": 10.0}


def answered(call: Runner, *args: str) -> dict[str, Any]:
    ran = call(*args, "--format", "json")
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("option", ["--logprobs", "--nll"])
def test_typed_and_in_a_file_logarithms_mean_the_same(base: str, option: str, call: Runner) -> None:
    """The expected total is Σ surprisal · ln b, since log_b x = ln x / ln b."""
    draw = random.Random(f"{base}{option}")
    given = [round(draw.uniform(0.01, 4), 3) for _ in range(6)]
    sign = "-" if option == "--logprobs" else ""
    texts = [f"{sign}{x}" for x in given]
    wanted = math.fsum(given) * math.log(BASES[base])
    typed = answered(call, "compute", f"{option}={','.join(texts)}", "--log-base", base)
    file = "\n".join(["x", *texts, ""])
    scored = json.loads(call("score", option, "x", "--log-base", base, "--format", "json", stdin=file).out)
    assert math.isclose(typed["total"], wanted, rel_tol=1e-14)
    assert math.isclose(scored["total"], wanted, rel_tol=1e-14)
    explained = call("score", option, "x", "--log-base", base, "--explain", "3", "-q", stdin=file)
    assert math.isclose(float(explained.out), given[1] * math.log(BASES[base]), rel_tol=1e-14), explained.err
    for source in ([f"{option}={','.join(texts)}"], ["-", option, "x"]):
        why = call("why", f"{wanted:.6f}", *source, "--log-base", base, "--format", "json", stdin=file)
        assert json.loads(why.out)["causes"][0]["text"].startswith("the calculation as asked"), why.out


def test_whole_logarithms_to_base_2_are_exact() -> None:
    found = derive(logprobs=[-1, -3], log_base=2, base=2)
    assert not found.likelihood - real("1/16")
    assert not found.value - 4
    assert "log-probabilities to base 2" in found.read_as


def test_negative_logarithms_of_every_class(call: Runner) -> None:
    found = answered(call, "compute", "--nll", "1,2,2", "--log-base", "2", "--label", "1", "--base", "2")
    assert found["value"] == 2.0
    binary = answered(call, "compute", "--nll", "1,2", "--log-base", "2", "--label", "0,1", "--base", "2")
    assert binary["total"] == 3.0  # −log₂ (1 − 1/2) − log₂ 1/4


def test_what_cannot_happen_has_an_infinite_surprisal(call: Runner) -> None:
    assert call("compute", "--nll", "inf,0", "-q").out == "inf\n"


def test_loss_and_perplexity_per_word(call: Runner) -> None:
    found = answered(call, "compute", "--pred", "1/2,1/8", "--base", "2", "--words", "2", "--bytes", "8")
    assert (found["loss_per_word"], found["word_perplexity"], found["bits_per_byte"]) == (2.0, 4.0, 0.5)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--nll", "1,-3"), "-3 is not a negative log-probability"),
        (("--nll=-inf",), "-inf"),
        (("--pred", "0.5", "--log-base", "2"), "--log-base means nothing for --pred"),
        (("--logits=1,2", "--label", "0", "--log-base", "10"), "--log-base means nothing for --logits"),
        (("--nll", "1", "--pred", "0.5"), "given twice"),
        (("--nll", "1,1", "--label", "0"), "add up to 0.735759"),
        (("--nll", "1", "--words", "x"), "not a number"),
        (("--nll", "1e302"), "beyond 1e301"),
    ],
)
def test_what_is_no_logarithm_is_refused(args: tuple[str, ...], told: str, call: Runner) -> None:
    ran = call("compute", *args)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.parametrize("form", ["table", "plain", "markdown", "latex", "html", "svg", "csv", "value"])
@pytest.mark.parametrize("size", ["1e16", "1e100", "1e301"])
def test_scores_have_one_reach_typed_and_in_a_file(size: str, form: str, call: Runner) -> None:
    """The surprisal of the class that did not win is the gap between the scores; every format writes e to the power of it."""
    options = (f"--logits={size},3", "--label", "1")
    typed = answered(call, "compute", *options, "--gradient")
    scored = json.loads(call("score", "--logits", "a,b", "--format", "json", stdin=f"y,a,b\nb,{size},3\n").out)
    assert typed["value"] == scored["value"] == float(int(Decimal(size)) - 3)
    assert [slope["value"] for slope in typed["gradient"]] == [1, -1]
    assert [slope["difference"] for slope in typed["gradient"]] == [1, -1]
    page = call("compute", *options, "--gradient", "--chart", "--format", form)
    assert (page.status, "bug" in page.err) == (0, False)
    refused = call("compute", f"--logits={size}0{'0' * 301},3", "--label", "1")
    assert (refused.status, "is beyond 1e301" in refused.err or "too-extreme" in refused.err) == (2, True)


def test_a_power_that_no_decimal_writes_is_shown_as_a_power_and_descent_leaves_it(call: Runner) -> None:
    page = call("compute", "--logits=1e100,0", "--label", "1", "--descend", "1", "--format", "plain").out
    assert "e^−1.000e100" in page
    assert "perplexity = e^1.000e100  as" in page
