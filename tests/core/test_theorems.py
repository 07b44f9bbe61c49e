"""Properties, each named after the theorem it states, on any distributions that hypothesis thinks of."""

from __future__ import annotations

import csv
import io
import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from running import tries

from xentropy_cli.api.numbers import derive, render
from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, exp, log, real, sqrt
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

LN2 = log(real(2))
counts = st.integers(0, 1000) | st.sampled_from((10**30, 1, 0, 10**300))
bases = st.sampled_from((None, real(2), real(10), real("3/2"), real(27)))


def distributions(size: int) -> st.SearchStrategy[list[Real]]:
    """Counts over their sum: ratios that add up to 1 exactly, some of them 0, some as small as 1e-300."""
    return (
        st.lists(counts, min_size=size, max_size=size).filter(any).map(lambda n: [real(Fraction(k, sum(n))) for k in n])
    )


pairs = st.integers(1, 5).flatmap(lambda k: st.tuples(distributions(k), distributions(k)))
logits = st.lists(st.integers(-2000, 2000).map(lambda k: real(Fraction(k, 8))), min_size=2, max_size=5)
labels_text = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)


@given(pairs, bases)
def test_gibbs_inequality_kl_is_not_negative_and_0_only_for_equals(pair: Any, base: Real | None) -> None:
    p, q = pair
    divergence = core.kl_divergence(p, q, base)
    assert (divergence > 0) == any(map(bool, (a - b for a, b in zip(p, q, strict=True))))
    assert not divergence < 0


@given(pairs, bases)
def test_cross_entropy_is_entropy_plus_divergence(pair: Any, base: Real | None) -> None:
    """Of the three doubles too, within one unit in the last place: each is rounded once."""
    p, q = pair
    h, kl, cross = core.entropy(p, base), core.kl_divergence(p, q, base), core.cross_entropy(p, q, base)
    assert float(h + kl) == float(cross)
    if math.isfinite(float(cross)):
        assert abs(float(h) + float(kl) - float(cross)) <= math.ulp(float(cross))


@given(pairs, bases)
def test_cross_entropy_is_at_least_the_entropy(pair: Any, base: Real | None) -> None:
    p, q = pair
    assert not core.cross_entropy(p, q, base) < core.entropy(p, base)


@given(pairs)
def test_js_is_symmetric_and_at_most_ln_2(pair: Any) -> None:
    p, q = pair
    one_way, other_way = core.js_divergence(p, q), core.js_divergence(q, p)
    assert float(one_way) == float(other_way)
    assert not one_way < 0
    assert not one_way > LN2


@given(pairs)
def test_pinskers_inequality(pair: Any) -> None:
    """2 TV² ≤ KL, in nats (Cover and Thomas, lemma 11.6.1)."""
    p, q = pair
    apart = core.total_variation(p, q)
    assert float(apart) == float(core.total_variation(q, p))
    assert not apart > 1
    assert not apart * apart * 2 > core.kl_divergence(p, q)


@given(st.integers(2, 4).flatmap(lambda k: st.tuples(*[distributions(k)] * 3)))
@settings(max_examples=tries(15))
def test_js_distance_obeys_the_triangle_inequality(three: Any) -> None:
    p, q, r = three
    assert not core.js_distance(p, r) > core.js_distance(p, q) + core.js_distance(q, r)


@given(distributions(5), bases)
def test_entropy_is_at_most_the_logarithm_of_the_number_of_classes(p: list[Real], base: Real | None) -> None:
    assert not core.entropy(p, base) > core.logarithm(real(5), base)


@given(pairs, st.sampled_from((2, 10, 27)))
def test_a_change_of_base_divides_by_its_logarithm(pair: Any, base: int) -> None:
    p, q = pair
    nats = core.cross_entropy(p, q)
    assert float(core.cross_entropy(p, q, real(base))) == float(nats / log(real(base)))


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_the_classes_does_not_matter(pair: Any, draw: Any) -> None:
    both = list(zip(*pair, strict=True))
    draw.shuffle(both)
    p, q = zip(*both, strict=True)
    for function in (core.cross_entropy, core.kl_divergence, core.js_divergence):
        assert float(function(p, q)) == float(function(*pair))


@given(distributions(4), st.integers(0, 3), bases)
def test_the_cross_entropy_of_a_certain_truth_is_a_surprisal(q: list[Real], label: int, base: Real | None) -> None:
    p = [real(int(k == label)) for k in range(4)]
    assert float(core.cross_entropy(p, q, base)) == float(core.surprisal(q[label], base))


@given(logits, st.integers(-(10**6), 10**6))
def test_softmax_does_not_change_when_all_logits_are_shifted(z: list[Real], shift: int) -> None:
    before, after = core.softmax(z), core.softmax([z_k + shift for z_k in z])
    assert [float(q) for q in before] == [float(q) for q in after]
    assert [float(core.surprisal(q)) for q in before] == [float(core.surprisal(q)) for q in after]


@given(logits)
def test_a_softmax_adds_up_to_1(z: list[Real]) -> None:
    assert float(sum(core.softmax(z), start=real(0))) == 1


@given(st.integers(-(10**4), 10**4).map(lambda k: real(Fraction(k, 7))))
def test_sigmoid_of_minus_z_is_the_complement(z: Real) -> None:
    no, yes = core.sigmoid(z)
    other_no, other_yes = core.sigmoid(-z)
    assert (float(no), float(yes)) == (float(other_yes), float(other_no))


@given(st.lists(st.integers(1, 999).map(lambda k: real(Fraction(k, 1000))), min_size=1, max_size=6))
def test_the_likelihood_is_the_power_of_minus_the_total(q: list[Real]) -> None:
    total = sum((core.surprisal(q_k) for q_k in q), start=real(0))
    assert float(exp(-total)) == float(core.likelihood(q))


@given(pairs)
def test_pinsker_inequality(pair: Any) -> None:
    """√(KL / 2) is at least half the sum of the absolute differences (in nats)."""
    p, q = pair
    differences = sum((a - b if a > b else b - a for a, b in zip(p, q, strict=True)), start=real(0))
    assert not sqrt(core.kl_divergence(p, q) / 2) < differences / 2


@given(st.lists(labels_text, min_size=2, max_size=4, unique=True), st.sampled_from(("plain", "json", "csv", "value")))
def test_any_label_text_passes_every_format_as_text(names: list[str], format_: str) -> None:
    """A name is shown and never acts: no control or bidirectional character, no line of its own, the same number."""
    predicted = {name: k + 1 for k, name in enumerate(names)}
    derived = derive(pred=predicted, true=[Fraction(1, len(names))] * len(names), normalize=True)
    CHECKS[format_](render(derived, format_), names, float(derived.value))


def check_plain(text: str, names: list[str], value: float) -> None:
    baseline = render(_with_plain_names(len(names)), "plain")
    assert text.count("\n") == baseline.count("\n")
    assert f"{value:.4f}" in text
    assert all(character.isprintable() or character == "\n" for character in text)


def check_json(text: str, names: list[str], value: float) -> None:
    assert text.isascii()
    found = json.loads(text)
    assert [term["name"] for term in found["terms"]] == names
    assert found["value"] == value


def check_csv(text: str, names: list[str], value: float) -> None:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    terms = [row for row in rows if row["kind"] == "term"]
    assert [row["name"] for row in terms] == [f"'{name}" if name[0] in "=+-@" else name for name in map(visible, names)]
    assert text.replace("\n", "").isprintable()
    assert (
        float(next(row for row in rows if row["name"] == "cross_entropy" and row["kind"] == "quantity")["value"])
        == value
    )


def check_value(text: str, names: list[str], value: float) -> None:  # noqa: ARG001  as the others
    assert float(text) == value


CHECKS: dict[str, Callable[[str, list[str], float], None]] = {
    "plain": check_plain,
    "json": check_json,
    "csv": check_csv,
    "value": check_value,
}


def _with_plain_names(count: int) -> Any:
    predicted = {"abcd"[k]: k + 1 for k in range(count)}
    return derive(pred=predicted, true=[Fraction(1, count)] * count, normalize=True)
