"""Further workings against textbook values, an independent calculation in doubles, or an exhaustive search."""

from __future__ import annotations

import itertools
import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentropy_cli.core.real import real
from xentropy_cli.derivation.extras.codes import code_words, huffman_lengths, shannon_lengths

if TYPE_CHECKING:
    from conftest import Runner


def answered(call: Runner, line: str) -> dict[str, Any]:
    done = call("compute", *line.split(), "--format", "json")
    assert done.status == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def softmax(z: list[float]) -> list[float]:
    e = [math.exp(x - max(z)) for x in z]
    return [x / sum(e) for x in e]


@pytest.mark.parametrize(
    ("line", "p", "z", "rate"),
    [
        ("--logits=2,1,0.1 --label 0 --descend 12", [1, 0, 0], [2, 1, 0.1], 1),
        ("--logits=0,0,0 --true 0.8,0.1,0.1 --descend 12 --rate 0.25", [0.8, 0.1, 0.1], [0, 0, 0], 0.25),
        (
            "--pred 0.2,0.3,0.5 --true 0.6,0.3,0.1 --descend 3",
            [0.6, 0.3, 0.1],
            [math.log(x) for x in (0.2, 0.3, 0.5)],
            1,
        ),
    ],
)
def test_descent_follows_the_gradient(call: Runner, line: str, p: list[float], z: list[float], rate: float) -> None:
    for row in answered(call, line)["descent"]:
        q = softmax(z)
        assert row["q"] == pytest.approx(q, rel=1e-12)
        assert row["cross_entropy"] == pytest.approx(
            -sum(a * math.log(b) for a, b in zip(p, q, strict=True)), rel=1e-12
        )
        assert row["entropy"] + row["kl_divergence"] == pytest.approx(row["cross_entropy"], rel=1e-12)
        z = [x - rate * (b - a) for x, a, b in zip(z, p, q, strict=True)]


def test_a_thousand_steps_of_descent_stay_exact_and_quick(call: Runner) -> None:
    rows = answered(call, "--logits=0,0 --true 0.75,0.25 --descend 1000")["descent"]
    assert rows[-1]["q"][0] == pytest.approx(0.75, rel=1e-15)
    assert rows[-1]["cross_entropy"] == pytest.approx(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25)), rel=1e-15)


PROBABILITIES = st.lists(st.integers(1, 30), min_size=2, max_size=5).map(lambda n: [real(k) / sum(n) for k in n])


@given(PROBABILITIES)
def test_huffman_is_the_shortest_of_all_prefix_codes(p: list[Any]) -> None:
    """Kraft (1949): lengths belong to a prefix code exactly if Σ 2^−length ≤ 1. So search all of them."""
    weights = [float(x) for x in p]
    all_lengths = itertools.product(range(1, len(p)), repeat=len(p)) if len(p) > 2 else [(1, 1)]
    best = min(
        sum(w * n for w, n in zip(weights, lengths, strict=True))
        for lengths in all_lengths
        if sum(2.0**-n for n in lengths) <= 1
    )
    lengths = huffman_lengths(p)
    assert sum(w * (n or 0) for w, n in zip(weights, lengths, strict=True)) == pytest.approx(best, rel=1e-12)


@given(PROBABILITIES)
def test_no_word_is_the_beginning_of_another(p: list[Any]) -> None:
    for lengths in (huffman_lengths(p), shannon_lengths(p)):
        words = code_words(lengths)
        assert [len(word) for word in words] == lengths
        assert not any(b.startswith(a) for a, b in itertools.permutations(words, 2))


@given(PROBABILITIES)
def test_shannon_rounds_every_surprisal_up(p: list[Any]) -> None:
    assert shannon_lengths(p) == [
        next(n for n in range(99) if x.value.denominator <= 2**n * x.value.numerator) for x in p
    ]


def test_the_code_of_another_speaker_costs_the_cross_entropy(call: Runner) -> None:
    """Olah, Visual Information Theory, 2015: 1.75 bits with the right code, 2.375 and 2.25 with the other's."""
    bob, alice = "1/2,1/4,1/8,1/8", "1/8,1/2,1/4,1/8"
    assert answered(call, f"--true {bob} --code huffman")["code_length"] == 1.75
    assert answered(call, f"--true {bob} --pred {alice} --code huffman")["code_length"] == 2.375
    assert answered(call, f"--true {alice} --pred {bob} --code shannon --base 2")["code_length"] == 2.25


def test_what_has_no_word_cannot_be_sent(call: Runner) -> None:
    assert answered(call, "--true 0.5,0.5 --pred 1,0 --code shannon")["code_length"] == "Infinity"
    assert answered(call, "--true 1,0 --pred 1,0 --code huffman")["code_length"] == 0


def test_the_doors_in_every_unit(call: Runner) -> None:
    """0.610278 nats = 0.880445 bits = 0.265040 bans, whichever of them was asked for."""
    for base in ("e", "2", "10", "3"):
        found = answered(call, f"--pred 0.7,0.8,0.97 --units --base {base}")
        assert found["value_in_nats"] == pytest.approx(0.610278, abs=5e-7)
        assert found["value_in_bits"] == pytest.approx(0.880445, abs=5e-7)
        assert found["value_in_bans"] == pytest.approx(0.265040, abs=5e-7)


def test_a_product_in_doubles_gets_stuck_where_the_total_does_not(call: Runner) -> None:
    rows = answered(call, "--pred 0.9 --times 7000,10000")["repeated"]
    product = math.prod([0.9] * 10000)
    assert [row["likelihood_in_doubles"] for row in rows] == [math.prod([0.9] * 7000), product]
    assert product > 0.9**10000 == 0
    assert [row["total"] for row in rows] == pytest.approx([-7000 * math.log(0.9), -10000 * math.log(0.9)], rel=1e-15)


@pytest.mark.parametrize(("y", "z"), [(1, -4.0), (0, 0.3), (1, 2.5)])
def test_the_slope_of_squared_error_is_its_difference_quotient(call: Runner, y: int, z: float) -> None:
    def loss(logit: float) -> float:
        return (1 / (1 + math.exp(-logit)) - y) ** 2

    (row,) = answered(call, f"--logits={z} --label {y} --squared-error --gradient")["squared_errors"]
    assert row["squared_error"] == pytest.approx(loss(z), rel=1e-12)
    assert row["square_slope"] == pytest.approx((loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5, rel=1e-6)


def test_the_slopes_of_the_brier_score_are_its_difference_quotients(call: Runner) -> None:
    z, p = [2.0, 1.0, 0.1], [1, 0, 0]

    def brier(logits: list[float]) -> float:
        return sum((b - a) ** 2 for a, b in zip(p, softmax(logits), strict=True))

    found = answered(call, "--logits=2,1,0.1 --label 0 --squared-error --gradient")
    assert found["brier"] == pytest.approx(brier(z), rel=1e-12)
    for k, row in enumerate(found["squared_errors"]):
        above, below = ([x + (way if j == k else 0) for j, x in enumerate(z)] for way in (1e-5, -1e-5))
        assert row["square_slope"] == pytest.approx((brier(above) - brier(below)) / 2e-5, rel=1e-6)


def test_of_equals_the_first_is_predicted(call: Runner) -> None:
    found = answered(call, "--pred 0.9,0.5,0.5,0.2 --label 1,1,0,1 --accuracy")
    assert [row["predicted"] for row in found["predictions"]] == ["1", "0", "0", "0"]
    assert found["accuracy"] == 0.5


def test_right_at_random_loses_to_wrong_once(call: Runner) -> None:
    always = answered(call, "--pred 0.51,0.51,0.51,0.51 --label 1,1,1,1 --accuracy")
    mostly = answered(call, "--pred 0.99,0.99,0.99,0.49 --label 1,1,1,1 --accuracy")
    assert (always["accuracy"], round(always["value"], 4)) == (1, 0.6733)
    assert (mostly["accuracy"], round(mostly["value"], 4)) == (0.75, 0.1859)


def test_temperature_divides_the_logits(call: Runner) -> None:
    warm = answered(call, "--logits=3,1,-2 --label 0 --temperature 2")
    assert warm["value"] == answered(call, "--logits=1.5,0.5,-1 --label 0")["value"]
    assert warm["notes"][0]["code"] == "temperature"


@pytest.mark.parametrize("line", ["--label 0", "--label 1", "--true 0.5,0.3,0.2", "--label 0 --label-smoothing 0.1"])
def test_by_which_logits_the_slopes_are_is_told_where_logits_were_changed(line: str, call: Runner) -> None:
    """The slope by a logit as given is the central difference over it, and that of the page divided once more by T."""
    logits, temperature, h = [2.0, 1.0, 0.1], 2.5, 1e-5

    def value(shift: float) -> float:
        moved = ",".join(map(repr, [logits[0] + shift, *logits[1:]]))
        return float(answered(call, f"--logits={moved} {line} --temperature {temperature}")["value"])

    found = answered(call, f"--logits=2,1,0.1 {line} --temperature {temperature} --gradient")
    assert found["gradient"][0]["value"] / temperature == pytest.approx((value(h) - value(-h)) / (2 * h), abs=1e-9)
    notes = {note["code"]: note["text"] for note in found["notes"]}
    assert "divide them by 2.5, too" in notes["temperature"]
    twice = answered(call, f"--logits=2,1,0.1 {line} --softmax-twice --gradient")
    assert "slopes" in next(note["text"] for note in twice["notes"] if note["code"] == "softmax-twice")


def test_softmax_twice_has_a_floor(call: Runner) -> None:
    """2, 1, 0.1 gives 0.417030 once and 0.802121 twice; a certain model stays at ln(1 + 2/e)."""
    assert round(answered(call, "--logits=2,1,0.1 --label 0")["value"], 6) == 0.417030
    assert round(answered(call, "--logits=2,1,0.1 --label 0 --softmax-twice")["value"], 6) == 0.802121
    assert answered(call, "--logits=900,0,0 --label 0 --softmax-twice")["value"] == math.log(1 + 2 / math.e)


def test_bits_per_byte_are_the_total_over_the_bytes(call: Runner) -> None:
    assert answered(call, "--pred 1/2,1/8 --bytes 8")["bits_per_byte"] == 0.5


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("--pred 0.5 --descend 10", "option-misfit"),
        ("--pred 0.5,0.5 --label 0 --descend 0", "bad-amount"),
        ("--pred 0.5,0.5 --label 0 --descend 2.5", "bad-amount"),
        ("--pred 0.5,0.5 --label 0 --descend 1001", "bad-amount"),
        ("--pred 1,0 --label 0 --descend 10", "option-misfit"),
        ("--pred 0.5,0.5 --label 0 --descend 5 --rate 0", "bad-amount"),
        ("--pred 0.5,0.5 --label 0 --rate 1", "option-misfit"),
        ("--true 0.5,0.5 --squared-error", "option-misfit"),
        ("--pred 0.5,0.5 --code huffman", "option-misfit"),
        ("--true 0.5,0.5 --true 1,0 --code huffman", "option-misfit"),
        ("--pred 0.5,0.5 --label 0 --times 10", "option-misfit"),
        ("--pred 0.5 --times 1/3", "bad-amount"),
        ("--true 0.5,0.5 --accuracy", "option-misfit"),
        ("--pred 0.5 --temperature 2", "option-misfit"),
        ("--logits=1,0 --label 0 --temperature -1", "bad-amount"),
        ("--pred 0.5,0.5 --label 0 --softmax-twice", "option-misfit"),
        ("--pred 0.5 --bytes x", "not-a-number"),
    ],
)
def test_what_makes_no_sense_is_refused(call: Runner, line: str, code: str) -> None:
    done = call("compute", *line.split())
    assert (done.status, done.out) == (2, "")
    assert f"xent explain {code}\n" in done.err


@pytest.mark.parametrize("key", ["bytes", "words"])
def test_a_size_may_be_that_of_any_file(key: str, call: Runner) -> None:
    """enwik8 has 100 million bytes: 77,000,000 / ln 2 bits for each 10⁸ is 1.1109; 0.77 nats a word."""
    ran = call("compute", "--nll=77000000", f"--{key}", "100000000", "--format", "json")
    found = json.loads(ran.out)["bits_per_byte" if key == "bytes" else "loss_per_word"]
    assert found == pytest.approx(0.77 / (math.log(2) if key == "bytes" else 1), rel=1e-12)
    assert call("compute", "--nll=1", f"--{key}", "1e16").status == 2
