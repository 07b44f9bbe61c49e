"""`audit` on short texts of one form after another, each as a person would judge it; values worked out by `math` or by hand."""

from __future__ import annotations

import math
import re
import sys
from time import perf_counter
from typing import TYPE_CHECKING
from unicodedata import numeric
from unittest.mock import patch

import pytest
from audited import SHELF, audit_of

from xentropy_cli.conventions.audit.answers import answers
from xentropy_cli.conventions.audit.audit import Audit
from xentropy_cli.conventions.audit.forms import VULGAR
from xentropy_cli.conventions.audit.statements import Line

if TYPE_CHECKING:
    from collections.abc import Callable


def statuses(text: str) -> list[str]:
    return [finding.status for finding in audit_of(text).findings]


def test_a_fraction_of_one_character_has_the_value_that_unicode_gives_it() -> None:
    for char in VULGAR:
        assert answers(char)[0].value == pytest.approx(numeric(char), rel=1e-15), char


def test_only_a_bare_log_has_several_values() -> None:
    for text, count in {
        "ln 2": 1, "log_2 8": 1, "log_3(7)": 1, "log(8; 2)": 1, "log 2": 3, "ln 2 + log 3": 3, "log_2 3 + ln 2": 1, "2·3": 1,
    }.items():  # fmt: skip
        assert len(answers(text)) == count, text


def test_a_finding_has_the_digits_of_what_was_stated() -> None:
    for text, decimals in {
        "softmax([1, 2, 3]) = [0.09, 0.245, 0.67]": 3, "-ln(0.5) = 0.693": 3, "0.5 · 4 = 2": 0, "0.5 · 0.5 = 1/4": None,
        "-ln(0.5) = 0.69": 2,
    }.items():  # fmt: skip
        (finding,) = audit_of(text).findings
        assert finding.decimals == decimals, text


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        # numbers with an exponent: 1.23e5 has three digits, each 1 of the last may be rounded; 1.5e5 is taken as it is
        "1.23e5 · 2 = 2.47e5": ["rounded"],
        "1.23e5 · 2 = 2.51e5": ["wrong"],
        "1.5e5 · 2 = 3.1e5": ["wrong"],
        "1.5e5 · 2 = 3.0e5": ["right"],
        "1.0 · 0.37 = 0.39": ["wrong"],
        "e^{-20} = 2.5e-9": ["wrong"],
        "σ(-20) = 2.5e-9": ["wrong"],
        "1.25e-6 · 3.25e-6 = 4.6e-12": ["wrong"],
        "1.00001^{100000} = 2.718": ["rounded"],
        "1.00001^{100001} = 2.718": ["rounded"],
        "0.010 · 300 = 3.3": ["rounded"],
        "1.23e2 · 2 = 247.0": ["rounded"],
        "1.00e5 · 2 = 2.01e5": ["rounded"],
        "7.0e5 · 2 = 1.42e6": ["wrong"],
        "softmax([1.17, 0.5]) = [0.6650, 0.3350]": ["rounded"],
        # sums of rounded numbers: 0.37 + 0.41 + 0.29 is 1.07, and each may be off
        "sum([0.37, 0.41, 0.29]) = 1.08": ["rounded"],
        "sum([0.37, 0.41, 0.29]) = 1.18": ["wrong"],
        "mean([0.123, 0.457]) = 0.291": ["rounded"],
        "mean([0.123, 0.457]) = 0.331": ["wrong"],
        # of sixteen, 0.16 at most, and hardly more than twice the root of their squares, 0.08
        " + ".join(["0.37"] * 16) + " = 5.99": ["rounded"],
        " + ".join(["0.37"] * 16) + " = 6.02": ["wrong"],
        "max(0.37, 0.41) = 0.41": ["right"],
        "max(0.37, 0.41) = 0.45": ["wrong"],
        # at the ends of what is allowed: 0.783 ± 0.002, and half a unit; a whole unit off is more than cut off
        "0.371 + 0.412 = 0.79": ["rounded"],
        "0.371 + 0.414 = 0.80": ["wrong"],
        "0.5 · 0.3 = 0.14": ["wrong"],
        "0.3 · 0.03 = 0.00": ["truncated"],
        "0.5 · 2280.0 ≈ 1200": ["wrong"],
        "0.5 · 2300.0 ≈ 1200": ["rounded"],
        # infinities
        "-ln(0) = 5.1234567": ["wrong"],
        "e^{-∞} = 0": ["right"],
        "-ln(0) = ∞": ["right"],
        "ln(0) = -∞": ["right"],
        "0 · 0.37 = 0": ["right"],
        "0 · 0.37 = 0.4": ["wrong"],
        "0.00 · 0.00 · 0.37 = 0.001": [],
        "0 · ln(0) = 0.5": [],
        "1/∞ = 0.0": ["right"],
        "1e308 + 1e308 = 0.5": [],
        "∞ - ∞ = 0.5": [],
        "σ(∞) = 0.9": [],
        "softmax([∞, 1]) = [0.9, 0.1]": [],
        "softmax[1] = 33.115 / 45.478": [],
        "log_1(2.5) = 0.5": [],
        # what has no value
        "(-8)^{0.5} = 2.8": [],
        "0^{-1} = 5.5": [],
        "0^{0} = 1.5": [],
        "1/0 = 5.5": [],
        "ln(-2) = 0.7": [],
        "1.5 / 0 = 0.4": [],
        # how far signs reach
        "2^1/2 = 1.414": ["rounded"],
        "2^1/2 = 1.0": ["right"],
        "2^1/2 = 1.2": ["wrong"],
        "2^-1/2 = 0.707": ["rounded"],
        "e^1/2 = 1.649": ["rounded"],
        "e^-1/2 = 0.607": ["rounded"],
        "e^-1/2 = 0.707": ["wrong"],
        "ln 1/3 = -1.0986": ["rounded"],
        "ln 1/3 = 0": ["right"],
        "log_2 1/8 = -3": ["right"],
        "log_2 1/8 = -2.5": ["wrong"],
        "ln 2 · 3 = 2.079": ["rounded"],
        "ln 2 · 3 = 1.792": ["rounded"],
        "ln 2 · 3 = 1.9": ["wrong"],
        "1/2·4 = 0.125": ["right"],
        "1/2·4 = 2.0": ["right"],
        "8/4/2 = 1.0": ["right"],
        "8/4/2 = 4.0": ["right"],
        "8/4/2 = 1.1": ["wrong"],
        "1/1+e^-2 = 0.881": ["rounded"],
        "1/1+e^-2 = 1.135": ["rounded"],
        "-0.2^2 = 0.04": ["right"],
        "-0.2^2 = -0.04": ["right"],
        "ln(0.5)^2 = 0.480": ["rounded"],
        "ln(0.5)^2 = -1.386": ["rounded"],
        "ln(0.5)^2 = -1.286": ["wrong"],
        "2½ = 2.5": ["right"],
        "2½ = 1.0": ["right"],
        "2½ = 1.2": ["wrong"],
        "2.0½ = 2.5": [],
        "0.5 \\frac12 = 0.25": ["right"],
        "-(1 - 0.2)^2 = 0.64": ["wrong"],
        "ln 8/4/2 = 0": ["right"],
        "ln 8/4/2 = 0.26": ["rounded"],
        "4/5 / 2/5 = 2.0": ["right"],
        "4/5 / 2/5 = 0.08": ["right"],
        "4/5 / 2/5 = 1.8": ["wrong"],
        "6 / 3 × 10^{1} × 5.0 = 1.0": ["right"],
        "6 / 3 × 10^{1} × 5.0 = 100.0": ["right"],
        "6 / 3 × 10^{1} × 5.0 = 1.1": ["wrong"],
        "e^{1}/2 = 1.649": ["wrong"],
        "2^{3^2} = 512.0": ["right"],
        "2^3^2 = 64.0": [],
        "\\log_2{8 - 1} = 2": ["right"],
        "\\log_2{8 - 1} = 2.807": ["rounded"],
        "\\log_2{8 - 1} = 2.5": ["wrong"],
        "\\log_2{8 - 1} + 5.0 = 7.0": ["right"],
        "log_3(27)^2 = 6.0": ["right"],
        "log_{11}(121) = 2.0": ["right"],
        "log_3(27)^2 = 9.0": ["right"],
        "\\ln{\\frac{1}{2} - 0.1} = -0.793": ["rounded"],
        # six questions of notation: a product 2 · ½ = 1, less ln(2)² = 0.480, ln(1/3) = -1.099, 1, 1 and 0.25; with a seventh
        "2½ - ln(2)^2 - ln 1/3 - 8/4/2 - 2^1/2 - 1/2(0.5) = -0.632": ["rounded"],
        "-0.2^2 + 2½ - ln(2)^2 - ln 1/3 - 8/4/2 - 2^1/2 - 1/2(0.5) = -0.672": [],
        # brackets of every kind, one in another, and many
        "[(0.5 + 0.3) · {2}] = 1.6": ["right"],
        "[(0.5 + 0.3) · {2}] = 1.7": ["wrong"],
        "((((((((0.5)))))))) · 0.3 = 0.16": ["wrong"],
        "(" * 30 + "0.5" + ")" * 30 + " · 0.3 = 0.16": ["wrong"],
        "0.3 · " + "(" * 40 + "0.5" + ")" * 40 + " = 0.16": ["wrong"],
        "0.3 · 1.0 · " + "(" * 41 + "0.5" + ")" * 41 + " = 0.16": [],
        "(0.5 · 0.3] = 0.16": [],
        "\\frac{1}{3}[0.5 + 0.3 + 0.1] = 0.3": ["right"],
        "\\frac{1}{3}[0.5 + 0.3 + 0.1] = 0.4": ["wrong"],
        "\\sqrt{0.25} = 0.5": ["right"],
        "\\sqrt{0.25} = 0.6": ["wrong"],
        "√0.25 = 0.5": ["right"],
        "\\sqrt[3]{0.125} = 0.5": ["right"],
        "\\sqrt[3]{0.125} = 0.6": ["wrong"],
        # symbols with a value
        "p = 0.7, so -ln p = 0.357": ["rounded"],
        "p = 0.7, so -ln p = 0.457": ["wrong"],
        "p ≈ 0.7, so -ln p = 0.457": [],
        "-ln p = 0.457": [],
        "p = 0.2, -ln p = 0.357, p = 0.7": ["rounded"],
        "p = 0.2, -ln p = 0.457, p = 0.7": ["wrong"],
        "p = 0.7, p = 0.8, -ln p = 0.357": [],
        "p = 0.2501: -log2 p = 2.1; p = 0.25: -log2 p = 2.1; p = 0.9: -log2 p = 2.00": ["wrong", "wrong", "right"],
        "p = 0.5: -ln p = 0.693; p = 0.9: 0.5 p = 0.26": ["rounded"],
        "p = 0.2, -ln p = 0.357, p = 0.7%": ["wrong"],
        # a chain of equals signs
        "0.5 · 0.3 + 0.1 = 0.15 + 0.1 = 0.25": ["right", "right"],
        "0.5 · 0.3 + 0.1 = 0.18 + 0.1 = 0.28": ["wrong", "right"],
        "0.5 · 0.6 = 0.3 (so) 0.2 · 0.4 = 0.3": [],
        "0.25 = 0.5 · 0.5": ["right"],
        "0.26 = 0.5 · 0.5": [],
        "0.2 · 0.9 = 0.5 · 0.4 = 0.18": ["wrong", "right"],
        "0.2 · 0.9 = 0.5 · 0.4 = 0.16": ["wrong", "wrong"],
        "0.2 · 0.9 = 0.5 · 0.4, so 0.5 · 0.4 = 0.18": ["wrong", "wrong"],
        "0.5 · 0.5 is 0.25": ["right"],
        "0.5 · 0.5 is about 0.3": ["rounded"],
        "-ln(0.5) is about 0.69": ["rounded"],
        "-ln(0.5) is equal to 0.693": ["rounded"],
        # code and prompts
        "np.log(0.5)  # -0.693": ["rounded"],
        "np.log(0.5)  # -0.793": ["wrong"],
        "np.log(0.5)  # => -0.693": ["rounded"],
        "-np.log(0.5)  # 0.793": ["wrong"],
        "0.5 * 0.3  # 0.15": ["right"],
        "0.5 * 0.3  # two 0.16": [],
        "0.5 * 0.3  # +0.15": [],
        "0.5 * 1.6  # 0.9": [],
        "0.5 * 1.6  # 0.90": ["wrong"],
        "#0.5 · 0.3 = 0.16": ["wrong"],
        "so →0.5 · 0.3 = 0.16": [],
        ">>> math.log(0.5)\n-0.6931471805599453": ["right"],
        ">>> math.log(0.5)\n-0.7931471805599453": ["wrong"],
        ">>> math.log(0.5)\nsomething 0.7": [],
        "In [3]: np.log2(0.25)\nOut[3]: -2.0": ["right"],
        "-ln(0.5) → 0.693": ["rounded"],
        "-ln(0.5) → 0.793": ["wrong"],
        "0.5 · 0.3 → +0.16": [],
        "0.5 · 0.3 →": [],
        # decimal commas and thousands
        "-ln(0,7) = 0,357": ["rounded"],
        "-ln(0,7) = 0,457": ["wrong"],
        "0,5 · 0,3 = 0,15": ["right"],
        "7 · 2,048 = 14,336.0": ["right"],
        "413,459 - 412,776 = 683": [],
        "0,35 and 1,150 / 2 = 575": [],
        "2,500 · 0.5 = 1,350.0": ["wrong"],
        "2,500 · 0.5 = 1,250.0": ["right"],
        # verbs and words
        "So the loss is -ln(0.5) = 0.693 nats.": ["rounded"],
        "So the loss is -ln(0.5) = 0.793 nats.": ["wrong"],
        "0.5 · 0.3 gives 0.15": ["right"],
        # cells
        "| 0.5 · 0.3 | = | 0.15 |": ["right"],
        "| 0.5 · 0.3 = 0.15 | 0.5 · 0.4 = 0.2 |": ["right", "right"],
        "| 0.5 · 0.3 = 0.16 | 0.5 · 0.4 = 0.2 |": ["wrong", "right"],
        "|0.5| · 0.3 = 0.16": [],
        "0.5 · 0.3 = 0.16 | 0.3": [],
        "a | 0.5 · 0.3 = 0.16 | 0.3": ["wrong"],
        # what stands beside an equation
        "with x = -1/2 = -0.6": ["wrong"],
        "(0.5 · 0.3 = 0.16": [],
        "(0.5 · 0.3 = (0.16)": [],
        "so (0.5 · 0.3 = 0.16)": ["wrong"],
        "2(0.5 · 0.3 = 0.16)": [],
        "0.5 · 0.3 = 0.15 \\\\ -0.5 · 0.3 = -0.16": ["right"],
        "0.5 · 0.3 = 0.15 \\\\ 0.5 · 0.3 = 0.16": ["right", "wrong"],
        "say, 1/2 = 0.6": ["wrong"],
        "=0.5 · 0.3 gives 0.16": ["wrong"],
        "x =0.5 · 0.3 gives 0.16": [],
        "= 0.5 · 0.3 gives 0.16": [],
        "3.0 · 10^{11} = 3 hundred": [],
        "0.5 · 0.3 = 0.16 or 2 more": ["wrong"],
        "exp(0.5) = 1.5 to 2 more": [],
        "0.5 · 0.3 = 0.16(so": [],
        "0.5 · 0.3 = 0.16 (so": ["wrong"],
        "0.5 · 0.3 = 0.18(1 - 0.0)": ["wrong"],
        "0.5  ln(3) = 0.64": [],
        "0.5 · 0.2 = 0.101": [],
        "0.5 · 0.2 = 0.102": ["wrong"],
        "1.101 · 0.2 = 0.202": [],
        "1.102 · 0.2 = 0.204": ["wrong"],
        "$0.5 · 0.3 = 0.16$ lakh": ["wrong"],
        "$0.5 · 0.3 = 0.16$lakh": [],
        "$0.5 · 0.3 = 0.16 $lakh": [],
        # single precision
        "-ln(0.3) = 1.2039729": ["rounded"],
        "-ln(0.3) = 1.2039730": ["rounded"],
        "ln(9000) = 9.104982": ["rounded"],
        "ln(9000) = 9.104983": ["wrong"],
        "-ln(0.3) = 1.2039800": ["wrong"],
        # softmax
        "softmax([1, 2, 3]) = [0.0900, 0.2447, 0.6652]": ["rounded"],
        "softmax([1, 2, 3]) = [0.0900, 0.2547, 0.6552]": ["wrong"],
        "softmax([1, 2, 3]) = [0.1, 0.2, 0.7]": ["wrong"],
        "softmax([1, 2, 3]) ≈ [0.1, 0.2, 0.7]": ["rounded"],
        "σ(0.5) = 0.622": ["rounded"],
        "σ(0.5) = 0.722": ["wrong"],
        "sigmoid(-0.5) = 0.378": ["rounded"],
        "sigmoid(-0.5) = 0.622": ["wrong"],
        # what is defined is no value
        "f(x) = 0.5 · 0.3 = 0.16": ["wrong"],
        "H(0.25) = 0.81": [],
        "x^2 = 0.5": [],
        "H(0.25) = 0.5 · 0.3 = 0.16": ["wrong"],
        "p_{1} = 0.5 · 0.3 = 0.16": ["wrong"],
        "y_true = 0.5 · 0.3 = 0.16": ["wrong"],
        "KL(p||q) = 0.5 · 0.3 = 0.16": ["wrong"],
        "p_1 = 0.7, -ln p_1 = 0.457": ["wrong"],
        "p_1 = 0.7, -ln p_2 = 0.457": [],
        "e = 0.5 · 0.3": [],
        # a sign or a mark before, dots or a dash behind
        "- 0.5 · 0.3 = 0.15": ["right"],
        "- 0.5 · 0.3 = -0.15": ["right"],
        "- 0.5 · 0.3 = 0.16": ["wrong"],
        "+ 0.5 · 0.3 = 0.15": ["right"],
        "0.5 · 0.3 = 0.15...": ["right"],
        "2/3 = 0.66...": ["rounded"],
        "2/3 = 0.66": ["truncated"],
        "2/3 = 0.67": ["rounded"],
        "0.5 · 0.3 = 0.15 (of it)": ["right"],
        "0.5 · 0.3 = 0.16 (of it)": ["wrong"],
        "0.5 · 0.3 = 0.5 (0.3) = 0.15": ["right", "right"],
        # two values of a symbol
        "with p = 0.2, -ln p = 1.609; with p = 0.5, -ln p = 0.693": ["rounded", "rounded"],
        "with p = 0.2, -ln p = 1.709; with p = 0.5, -ln p = 0.693": ["wrong", "rounded"],
        # verbs
        "0.6 · 0.4 is equal to 0.3": ["wrong"],
        "-ln(0.9) is equal to 0.106": ["wrong"],
        "-ln(0.9) is roughly equal to 0.106": [],
        "-ln(0.9) is about 0.106": [],
        "-ln(0.5) = about 0.69": ["rounded"],
        "-ln(0.5) = so 0.69": [],
        "0.5 · 0.3 is +0.15": [],
        "\\text{so} 0.5 · 0.3 = 0.16": ["wrong"],
        "（0.5 + 0.3）· 2 = 1.6": ["right"],
        "\\{0.5 + 0.3\\} · 2 = 1.6": ["right"],
        "p_12 = 0.7, so -ln p_12 = 0.457": ["wrong"],
        "p_i = 0.7, so -ln p_i = 0.457": ["wrong"],
        "d_loss -ln(0.5) = 0.793": [],
        "d_loss `-ln(0.5) = 0.793`": ["wrong"],
        "learning_rate = 0.5 · 0.3 = 0.16": ["wrong"],
        "0.6 · 0.4 is about 0.3": [],
        "0.6 · 0.4 equals roughly 0.3": [],
        "0.6 · 0.4 is 0.3": ["wrong"],
        "0.6 · 0.4 is less than 0.3": [],
        "0.6 · 0.4 is -0.24": ["wrong"],
        "0.6 · 0.4 is x 0.3": [],
        # entities, raised digits, markup
        "0.5 &middot; 0.3 = 0.16": ["wrong"],
        "0.5 &times; 0.3 &asymp; 0.19": ["wrong"],
        "&minus;ln(0.5) = 0.693": ["rounded"],
        "-ln(0.5)&nbsp;= 0.793": ["wrong"],
        "0.5² = 0.25": ["right"],
        "0.5⁻¹ = 2.0": ["right"],
        "10⁻² · 5 = 0.05": ["right"],
        "10⁻² · 5 = 0.06": ["wrong"],
        "10<sup>-2</sup> · 5.5 = 0.055": ["right"],
        "log<sub>2</sub>(0.25) = -2": ["right"],
        "log<sub>2</sub>(0.25) = -1.9": ["wrong"],
        "**0.5 · 0.3 = 0.16**": ["wrong"],
        "`0.5 * 0.3 = 0.16`": ["wrong"],
        "$0.5 \\cdot 0.3 = 0.16$": ["wrong"],
        "\\(0.5 \\times 0.3 = 0.16\\)": ["wrong"],
        # functions
        "\\log_2\\frac{1}{8} = -3": ["right"],
        "\\ln\\left(\\frac{1}{2}\\right) = -0.693": ["rounded"],
        "\\ln\\left(\\frac{1}{2}\\right) = -0.793": ["wrong"],
        "\\exp(-0.5) = 0.607": ["rounded"],
        "e^{-(0.5+0.2)} = 0.497": ["rounded"],
        "e^{-(0.5+0.2)} = 0.597": ["wrong"],
        "2 e^{-1} = 0.736": ["rounded"],
        "2 e^{-1} = 0.836": ["wrong"],
        "3 ln 2 = 2.079": ["rounded"],
        "3 ln 2 = 2.179": ["wrong"],
        "ln 2 ln 3 = 0.7615": ["rounded"],
        "2(0.5)(0.3) = 0.3": ["right"],
        "2(0.5)(0.3) = 0.4": ["wrong"],
        "log 0.5 / log 2 = -1": ["right"],
        "ln 0.5 - ln 0.2 = 0.916": ["rounded"],
        "ln 0.5 - ln 0.2 = 0.816": ["wrong"],
        "ln(0.5)/2 = -0.347": ["rounded"],
        "ln 0.5/2 = -0.347": ["rounded"],
        "ln 0.5/2 = -1.386": ["rounded"],
        "-(0.5 ln 0.5 + 0.5 ln 0.5) = 0.693": ["rounded"],
        "-(0.5 ln 0.5 + 0.5 ln 0.5) = 0.793": ["wrong"],
        "0.5 / (1 + e^{-0.5}) = 0.311": ["rounded"],
        "0.5 / (1 + e^{-0.5}) = 0.331": ["wrong"],
        "1 − 0.25² = 0.9375": ["right"],
        "1 − 0.25² = 0.5625": [],
        "-log(0.25, 2) = 2": ["right"],
        "-math.log(0.25, 2) = 2.1": ["wrong"],
        "math.pow(0.5, 3) = 0.125": ["right"],
        "math.pow(0.5, 3) = 0.135": ["wrong"],
        "np.exp(-0.5) = 0.607": ["rounded"],
        "np.mean([0.5, 0.25]) = 0.375": ["right"],
        "np.log1p(0.5) = 0.405": ["rounded"],
        "np.log1p(0.5) = 0.505": ["wrong"],
        "abs(-0.5) · 0.3 = 0.15": ["right"],
        "torch.tensor(0.5) * 0.3 = 0.15": ["right"],
        "np.prod([0.5, 0.3]) = 0.15": ["right"],
        "np.prod([0.5, 0.3]) = 0.16": ["wrong"],
        "exp2(-1.5) = 0.354": ["rounded"],
        # about
        "0.5 · 0.3 + 0.1 ≈ 0.5 · 0.51": ["rounded"],
        "0.5 · 0.3 + 0.1 ≈ 0.5 · 0.6": [],
        "-ln(0) = 8.9": ["wrong"],
        "-ln(0) = 9.5": [],
        "-ln(0.5) ≈ 0.7": ["rounded"],
        "-ln(0.5) ≈ 0.71": ["wrong"],
        "-ln(0.5) ≈ 0.75": ["wrong"],
        "ln(1.5) ≈ 0.500": [],
        "log_2(1.5) ≈ 0.500": ["wrong"],
        "log_2(0.5) ≈ 1.50": ["wrong"],
        "e^{0.5} ≈ 1.500": [],
        "25 · 0.5 ≈ 14": [],
        "25 · 0.5 ≈ 15": ["wrong"],
        "0.5 · 2 ≈ 0.5 · 2.1": ["rounded"],
        # percents
        "0.25 · 0.5 = 12.5%": ["right"],
        "0.25 · 0.5 = 13%": ["rounded"],
        "0.25 · 0.5 = 15%": ["wrong"],
        "25% · 0.5 = 0.125": ["right"],
        "25\\% · 0.5 = 0.135": ["wrong"],
        # what is no arithmetic
        "version 1.2 = 1.3": [],
        "1:2 = 0.5": [],
        "see 0.5 · 0.3, p. 4 = 0.16": [],
        "10-12-2020 = 5.5": [],
        "[0.5, 0.7) = 0.2": [],
        "0.5 ± 0.1 = 0.6": [],
        "0.5 · x · 0.3 = 0.15": [],
        "0.5 0.3 = 0.15": [],
        "0.5 · = 0.15": [],
        "2^3/ = 0.5": [],
        "2^ = 0.5": [],
        "ln = 0.5": [],
        "\\frac{1} = 0.5": [],
        "= 0.15": [],
        "0.5 · 0.3 ≠ 0.16": [],
        "0.5 · 0.3 == 0.16": ["wrong"],
        "0.5 · 0.3 <= 0.16": [],
        "0.5 · 0.3 => 0.16": [],
        "if 0.5 · 0.3 != 0.16": [],
    }.items(),
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_text_is_judged_as_a_person_would(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted


LOSS_TABLES: list[tuple[tuple[str, ...], list[tuple[str, ...]], list[str]]] = [
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("0", "0.8", "1.609"), ("0", "0.1", "0.205")],
     ["rounded", "rounded", "wrong"]),
    (("actual", "predicted", "log loss"), [("1", "80%", "0.223"), ("0", "10 %", "0.105")], ["rounded", "rounded"]),
    (("p", "surprisal"), [("0.5", "1"), ("0.25", "2 bits"), ("0.2", "2.22")], ["right", "right", "wrong"]),
    (("p", "-log2 p"), [("0.5", "1"), ("0.25", "2"), ("0.2", "2.322")], ["right", "right", "rounded"]),
    (("p", "ln p"), [("0.5", "-0.693"), ("0.25", "-1.386"), ("0.2", "-1.509")], ["rounded", "rounded", "wrong"]),
    # one row alone: judged only with its outcome
    (("y", "p", "loss"), [("1", "0.8", "0.323")], ["wrong"]),
    (("p", "loss"), [("0.8", "0.323")], []),
    # half of the rows have to fit, and of a table without outcomes two; else another loss is meant
    (("p", "loss"), [("0.8", "0.223"), ("0.3", "1.404")], []),
    (("p", "loss"), [("0.8", "0.223"), ("0.5", "0.693"), ("0.3", "1.404"), ("0.6", "0.711")],
     ["rounded", "rounded", "wrong", "wrong"]),
    (("p", "loss"), [("0.8", "0.223"), ("0.5", "0.693"), ("0.3", "1.404"), ("0.6", "0.711"), ("0.9", "0.305")], []),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.3", "1.404")], ["rounded", "wrong"]),
    (("y", "p", "loss"), [("1", "0.8", "0.323"), ("1", "0.3", "1.404")], []),
    # squared, halved, absolute error, and what is left of 1, are other losses
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.3", "0.49"), ("0", "0.4", "0.16")], ["rounded"]),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.3", "0.245"), ("0", "0.4", "0.08")], ["rounded"]),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.3", "0.7"), ("0", "0.4", "0.6")], ["rounded"]),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.3", "0.09"), ("0", "0.4", "0.36")], ["rounded"]),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("0", "0.3", "0.37")], ["rounded", "wrong"]),
    # certain predictions: infinite, or clipped by a library
    (("y", "p", "loss"), [("1", "1", "0"), ("0", "1", "16.1"), ("1", "0.5", "0.693")], ["right", "rounded"]),
    # not sure which column is which, or another loss by name
    (("p", "q", "loss"), [("0.8", "0.8", "0.323"), ("0.5", "0.5", "0.693")], []),
    (("y", "p", "squared loss"), [("1", "0.8", "0.323"), ("1", "0.5", "0.693")], []),
    (("y", "label", "p", "loss"), [("1", "1", "0.8", "0.323"), ("1", "1", "0.5", "0.693")], []),
    (("y", "p", "loss", "surprisal"), [("1", "0.8", "0.323", "0.223"), ("1", "0.5", "0.693", "0.693")], []),
    # cells that hold no number, and too few of them
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "x", "0.323"), ("cat", "0.5", "0.693"), ("1", "0.5", "0.793")],
     ["rounded", "rounded", "wrong"]),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.5")], ["rounded"]),
    (("y", "p", "loss"), [("1", "1.2", "0.223"), ("1", "0.5", "0.693")], ["rounded"]),
    (("y", "p", "loss"), [("0", "0", "0"), ("1", "0.8", "0.223")], ["right", "rounded"]),
    (("y", "p", "loss"), [("1", "1", "0.5"), ("1", "0.8", "0.223")], ["rounded"]),
    (("y", "p", "loss"), [("1", "0.8", "0.223"), ("1", "0.7", "0.305"), ("1", "0.7", "0.306")], ["rounded", "wrong"]),
]  # fmt: skip
"""A header, rows, and what is said of them in turn. -ln 0.8 is 0.2231, -ln 0.2 1.6094, -ln 0.9 0.1054, -ln 0.3 1.2040."""


def bars(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(row)} |"


def tagged(row: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"


def split(row: tuple[str, ...]) -> str:
    return "\n".join(["<tr>", *(f"<td><b>{cell}</b></td>" for cell in row), "</tr>"])


STYLES = {
    "bars": (bars, "|---|---|---|---|"),
    "bars at the right": (lambda row: f"{' | '.join(row)} |", "-- | -- | -- |"),
    "bars at the left": (lambda row: f"| {' | '.join(row)}", "|:--|:-:|--:|--"),
    "bars between": (" | ".join, "--- | --- | ---"),
    "tabs": ("\t".join, ""),
    "html": (tagged, ""),
    "html, a cell a line": (split, ""),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_table_of_losses_is_judged_row_by_row(style: str) -> None:
    made, rule = STYLES[style]
    for header, rows, wanted in LOSS_TABLES:
        table = "\n".join(
            ["Some losses.", "", made(header), *([rule] if rule else []), *map(made, rows), "", "And so on."]
        )
        found = audit_of(table).findings
        assert [each.status for each in found] == wanted, table
        for finding in found:
            start, end = finding.span
            line = table.split("\n")[finding.line - 1]
            assert line[finding.column - 1 :].startswith(finding.text[start:end].split("\n")[0].strip()[:3]), table


def test_what_was_found_has_its_place() -> None:
    for text, shown, number in (
        ("So: Actual: 1, Predicted: 0.80 → Loss: 0.2331 nats", "Actual: 1, Predicted: 0.80 → Loss: 0.2331", "0.2331"),
        ("So: the entropy of (0.25, 0.75) is 0.911 bits", "entropy of (0.25, 0.75) is 0.911", "0.911"),
        ("| y | p | loss |\n|---|---|---|\n| 1 | 0.8 | 0.233 |", "1 | 0.8 | 0.233", "0.233"),
        ("y | p | loss\n--|--|--\n1 | 0.8 | 0.233 |", "1 | 0.8 | 0.233", "0.233"),
        ("| y | p | loss |\n|--|--|--|\n1 | 0.8 | 0.233", "1 | 0.8 | 0.233", "0.233"),
        ("y\tp\tloss\n1\t0.8\t 0.233", "1\t0.8\t 0.233", "0.233"),
        ("so 0.5 · 0.3 = 0.16, and", "0.5 · 0.3 = 0.16", "0.16"),
        ("so 0.25 = 0.5 · 0.5, and", "0.25 = 0.5 · 0.5", "0.25"),
        ("so ln(0.5) = -0.683, and", "ln(0.5) = -0.683", "-0.683"),
        ("$-\\ln(0{,}7) = 0{,}457$", "-\\ln(0{,}7) = 0{,}457", "0{,}457"),
        ("$10{,}52 · 2 = 20{,}94$", "10{,}52 · 2 = 20{,}94", "20{,}94"),
    ):
        (finding,) = audit_of(text).findings
        assert finding.text == shown
        assert finding.text[slice(*finding.span)] == number
        assert text.split("\n")[finding.line - 1][finding.column - 1 :].startswith(number)


def test_what_was_found_is_counted_beyond_what_is_kept() -> None:
    with patch("xentropy_cli.conventions.audit.audit.MOST_FINDINGS", 2):
        audit = audit_of("0.5 · 0.5 = 0.25\n\n" * 3 + "0.5 · 0.5 = 0.26\n\n0.5 x = 1\n\n0.5 y = 1\n\n0.5 z = 1")
    assert (len(audit.findings), len(audit.left_alone), audit.unread) == (2, 2, 3)
    assert audit.counts == {"right": 3, "rounded": 0, "truncated": 0, "wrong": 1}


def test_of_what_was_left_alone_160_characters_are_shown() -> None:
    (left,) = audit_of(f"{'so ' * 60}0.5 · x = 0.2").left_alone
    assert left.text == ("so " * 60)[:160]


def test_an_answer_has_a_thousand_characters_at_most() -> None:
    (answer,) = answers("1" + "+0" * 499 + " ")
    assert answer == (1.0, 0.0)
    assert answers("1" + "+0" * 500) == ()


def test_a_right_value_is_never_less_than_nothing() -> None:
    for text, count in (("Actual: 1, predicted: 1.0 → loss: 0.0", 1), ("p\tln p\n1\t0\n0.5\t-0.693", 2)):
        found = audit_of(text).findings
        assert [str(each.right[0]) for each in found] == ["0.0", str(-math.log(2))][:count]


def test_a_cross_entropy_may_be_infinite() -> None:
    (finding,) = audit_of("The cross-entropy of (1, 0) and (0, 1) is 2 bits").findings
    assert finding.right == (math.inf,)


def test_a_table_ends_where_the_text_goes_on() -> None:
    """Of two tables each has its own header, and what stands behind one is none of its rows."""
    first = "| y | p | loss |\n|---|---|---|\n| 1 | 0.8 | 0.223 |"
    second = "| y | p | size |\n|---|---|---|\n| 1 | 0.5 | 0.793 |"
    assert statuses(f"{first}\n\n{second}") == ["rounded"]
    assert statuses(f"{first}\n\nText.\n\n{second}") == ["rounded"]
    assert statuses(f"{second}\n\nText.\n\n{first}") == ["rounded"]
    assert statuses(f"{first}\nText.\n| 1 | 0.5 | 0.793 |") == ["rounded"]
    assert statuses(f"{first}\n| 0 | 0.8 | 1.509 |") == ["rounded", "wrong"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        # displays: a line break goes on inside, and not behind
        "$$\n0.5 · 0.3\n=0.16\n$$": ["wrong"],
        "$$\n0.5 · 0.3\n$$\n=0.16": [],
        "$$\n0.5 · 0.2\n=0.1\n$$\n0.5 · 0.3\n=0.16": ["right"],
        "$$\n0.5 · 0.2 = 0.1\n$$\n\n$$\n0.5 · 0.3\n=0.16\n$$": ["right", "wrong"],
        "\\[\n0.5 · 0.3\n=0.16\n\\]": ["wrong"],
        "\\[\n0.5 · 0.2 = 0.1\n\\]\n0.5 · 0.3\n=0.16": ["right"],
        "\\]\n0.5 · 0.3\n=0.16": [],
        "\\end{align}\n0.5 · 0.3\n=0.16": [],
        "\\begin{align}\n0.5 · 0.3 &= 0.16 \\\\\n0.5 · 0.4 &= 0.2\n\\end{align}": ["wrong", "right"],
        "\\begin{align}\n0.5 · 0.3\n&= 0.16\n\\end{align}\n=0.17": ["wrong"],
        "\\begin{equation}\n\\begin{split}\n0.5 · 0.3\n=0.16\n\\end{split}\n\\end{equation}\n0.5 · 0.4\n=0.3": [
            "wrong"
        ],
        "$$0.5 · 0.3$$\n=0.16": [],
        "$$ 0.5 · 0.3 = 0.16 $$": ["wrong"],
        # lines that go on
        "0.5 · 0.3\n=0.16": [],
        "0.5 · 0.3\n= 0.16": ["wrong"],
        "0.5 · 0.3\n  = 0.16": ["wrong"],
        "0.5 · 0.3\n  =0.16": ["wrong"],
        "0.5 · 0.3\n&=0.16": ["wrong"],
        "\\begin{equation}\n\\begin{split}\n0.2 = 0.1 · 2\n\\end{split}\n0.5 · 0.3\n=0.16\n\\end{equation}": [
            "right",
            "wrong",
        ],
        "0.5 · 0.3\n\n  = 0.16": [],
        "0.5 · 0.3\n=\n0.16": [],
        "0.5 · 0.3 =\n0.16": ["wrong"],
        "0.5 · 0.3 =\n- 0.16": [],
        "0.5\n+ 0.3 = 0.9": ["wrong"],
        "half\n+ 0.3 = 0.9": [],
        "0.5 +\n0.3 = 0.9": ["wrong"],
        "0.5 -\n0.3 = 0.1": [],
        "0.5 -\n  0.3 = 0.1": ["wrong"],
        "0.5×\n0.3 = 0.16": [],
        "+0.5 · 0.3 = 0.16": [],
        "+0.5 · 0.3 = 0.15": ["right"],
        "0.5 +\n0.3 = 0.8": ["right"],
        "0.9\n  - 0.4 = 0.6": ["wrong"],
        "0.9\n - 0.4 = 0.5": ["right"],
        "- 0.9\n  - 0.4 = 0.6": [],
        "text\n  - 0.4 = 0.6": [],
        "0.5\n· 0.3 = 0.16": ["wrong"],
        "2 halves\n+ 0.5 · 0.3 = 0.16": ["wrong"],
        " 0.9\n - 0.4 = 0.6": [],
        "0.5\n≈ 0.3": [],
        "0.5 · 0.3\n≈ 0.16": [],
        "0.5 · 0.31\n≈ 0.19": ["wrong"],
        "0.5 · 0.3\n\\approx 0.19": ["wrong"],
        "> 0.5 · 0.3\n>   = 0.16": ["wrong"],
    }.items(),
    ids=lambda each: each.replace("\n", "/") if isinstance(each, str) else "",
)
def test_lines_are_joined_where_they_belong_together(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted
    assert statuses(f"before\n\n{text}\n\nbehind") == wanted


def test_a_display_is_read_whole_up_to_its_limits_and_cut_behind_them() -> None:
    """The line or the character that is one too many begins anew, and an equation over the cut is not judged."""
    filler = ["so,"] * (200 - 3)
    assert statuses("\n".join(["$$", *filler, "0.5 · 0.3", "=0.16", "$$"])) == ["wrong"]
    assert statuses("\n".join(["$$", *filler, "so,", "0.5 · 0.3", "=0.16", "$$"])) == []
    for extra, wanted in ((-1, ["wrong"]), (0, [])):
        filler = ["so," + " " * (131_072 - len("$$so,0.5 · 0.3") + extra)]
        display = "\n".join(["$$", *filler, "0.5 · 0.3", "=0.16", "$$"])
        assert statuses(display) == statuses(f"2 or 3\n\n{display}") == wanted


H = -sum(p * math.log(p) for p in (0.123, 0.456, 0.421))
H3 = -sum(p * math.log(p) for p in (0.125, 0.45, 0.425))
H2 = -sum(p * math.log(p) for p in (0.12, 0.45, 0.43))
KL2 = 0.123 * math.log(0.123 / 0.25) + 0.877 * math.log(0.877 / 0.75)
KL = 0.5 * math.log(0.5 / 0.25) + 0.5 * math.log(0.5 / 0.75)


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        "the distribution (0.333, 0.333, 0.333) holds": ["rounded"],
        "the distribution (0.333, 0.333, 0.331) holds": ["wrong"],
        "the distribution (0.3335, 0.333, 0.333) holds": [],
        "the distribution (0.34, 0.33, 0.3) holds": ["wrong"],
        "Distribution: (0.5, 0.3, 0.3)": ["wrong"],
        "the distribution (0.5, 0.15) holds": ["wrong"],
        "the distribution (0.5, 0.14) holds": [],
        "the distribution (0.5, 0.25, 0.2455) holds": [],
        "the distribution (0.5, 0.5, 0.3) holds": ["wrong"],
        "the distribution (0.5, 0.5, 0.4) holds": [],
        "the probabilities (0.5, 0.3, 0.1) hold": [],
        "the probabilities (0.5, 0.3, 0.2) hold": ["right"],
        "the distribution (0.5, 0.3, 0.1) does not sum to 1": [],
        "independent events, no distribution (0.5, 0.3, 0.1)": [],
        f"the distribution{' of a very long and winding sort' * 2}, (0.5, 0.3, 0.1)": [],
        "the softmax gives [0.5, 0.3, 0.1]": ["wrong"],
        "the distribution (1.2, 0.1) holds": [],
        "the distribution (0.2, 1) holds": [],
        "the distribution (0.2, 1.0) holds": [],
        "the distribution (0, 0.8) holds": [],
        "the distribution (0.1, 0, 0.7) holds": ["wrong"],
        "the distribution [0.3, 0.9) holds": [],
        "the distribution (0.3, 0.9] holds": [],
        "the distribution (0.3, 0.9) holds": ["wrong"],
        "the distribution (0.1, 0.2, 1) holds": ["wrong"],
        "the softmax gives {0.5; 0.3; 0.2}": ["right"],
        "the softmax [0.5, 0.3, 0.1] is": [],
        # entropies: three digits may be rounded, two are taken as they are
        f"The entropy of (0.123, 0.456, 0.421) is {H + 0.001:.4f} nats": ["rounded"],
        f"The entropy of (0.123, 0.456, 0.421) is {H - 0.001:.4f} nats": ["rounded"],
        f"The entropy of (0.123, 0.456, 0.421) is {H + 0.0015:.4f} nats": ["rounded"],
        f"The entropy of (0.123, 0.456, 0.421) is {H + 0.0017:.4f} nats": ["wrong"],
        "The entropy of (0.5, 0.5) is 1e-400 bits": [],
        "The entropy of (1e-400, 1) is 0.5 bits": [],
        "The entropy of (1e308, 1e308) is 0.5 bits": [],
        "Of (0.5, 0.5) and others: the entropy of (0.25, 0.75) is 0.911 bits": ["wrong"],
        f"KL{' ' * 57}((0.5, 0.5), (0.25, 0.75)) = 0.1538": ["wrong"],
        f"KL{' ' * 58}((0.5, 0.5), (0.25, 0.75)) = 0.1538": [],
        f"The cross-entropy of (1, 0){' and' * 14}    (0.25, 0.75) is 3 bits": ["wrong"],
        f"The cross-entropy of (1, 0){' and' * 14}     (0.25, 0.75) is 3 bits": [],
        f"The entropy of (0.123, 0.456, 0.421) is {H + 0.003:.4f} nats": ["wrong"],
        f"The entropy of (0.123, 0.456, 0.421) is {H / math.log(2):.3f} bits": ["rounded"],
        f"The entropy of (0.123, 0.456, 0.421) is {H / math.log(2):.3f}": ["rounded"],
        f"The entropy of (0.123, 0.456, 0.421) is {H / math.log(10):.3f} bans": ["rounded"],
        f"The entropy of (0.123, 0.456, 0.421) is {H:.3f} bits": ["wrong"],
        f"The entropy of (0.125, 0.45, 0.425) is {H3 + 0.001:.4f} nats": ["rounded"],
        f"The entropy of (0.125, 0.45, 0.425) is {H3 + 0.003:.4f} nats": ["wrong"],
        f"The entropy of (0.12, 0.45, 0.43) is {H2 + 0.001:.4f} nats": ["wrong"],
        "The entropy of (0.5, 0.25, 0.25) is 1.5 bits": ["right"],
        "The entropy of (0.5, 0.25, 0.25) is 1.041 nats": ["wrong"],
        "The entropy of (0.5, 0.25, 0.25) is 1.0397 nats": ["rounded"],
        "The entropy of (0.5, 0.25, 0.25) is 1.0407 nats": ["wrong"],
        "The entropy of (1, 0) is 0 bits": ["right"],
        "The entropy of (0.5, 0.5) is 0.693=0.7 · 0.99": ["rounded", "right"],
        "H = (0.5, 0.5) and 1 bit": [],
        # two distributions; those of two digits are taken as they are
        f"KL((0.123, 0.877), (0.25, 0.75)) = {KL2 + 0.001:.4f}": ["wrong"],
        f"KL((0.123, 0.877), (0.250, 0.750)) = {KL2 + 0.001:.4f}": ["rounded"],
        f"KL((0.5, 0.5), (0.25, 0.75)) = {KL:.4f}": ["rounded"],
        f"KL((0.25, 0.75), (0.5, 0.5)) = {KL:.4f}": ["wrong"],
        "KL((0.5, 0.5), (0.25, 0.65)) = 0.2438": [],
        "KL((0.5, 0.5), (0.25, 0.25, 0.5)) = 0.2438": [],
        "H((0.5, 0.5), (0.25, 0.75)) = 0.8370": ["rounded"],
        "H((0.5, 0.5), (0.25, 0.75)) = 0.9370": ["wrong"],
        "The cross-entropy of (1, 0) and (0.25, 0.75) is 2 bits": ["right"],
        "The cross-entropy of (1, 0) and (0, 1) is 2 bits": ["wrong"],
        "The cross-entropy of (1, 0) and (0, 1) is 3.142 nats": ["wrong"],
        f"The cross-entropy of (1, 0){' and so on' * 10} and (0.25, 0.75) is 3 bits": [],
        "The entropy of (0.5, 0.5) is 1 bit, the entropy of (0.25, 0.75) is 0.911 bits": ["right", "wrong"],
    }.items(),
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_said_of_vectors_is_judged(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    {
        "the distribution (0.5, 0.5, 0.2) holds": "these probabilities add up to 1.2, not 1",
        "the distribution (0.5, 0.3, 0.2) holds": "",
        "0.5 · 0.3 = 1.5": "the point is misplaced by 1",
        "0.5 · 0.3 = 0.015": "the point is misplaced by 1",
        "0.5 · 0.3 = 0.0015": "the point is misplaced by 2",
        "0.5 · (0.2 + 0.3 + 0.4) · 2 = 0.70": "term 1 was left out",
        "0.5 · (0.2 + 0.3 + 0.4) · 2 = 0.50": "term 3 was left out",
        "-ln(0.3) = 1.204 - 0.1 = 1.104": "",
        "-ln(0.3) = 1.240": "two digits changed places",
        "-ln(0.3) = 1.224": "one digit is another",
        "-ln(0.3) = 1.402": "two digits changed places",
        "ln(0.3) = -1.402": "two digits changed places",
        "-(ln(0.7) + ln(0.8) + ln(0.97)) = 0.580": "term 3 was left out",
        "-ln(0.7) - ln(0.8) - ln(0.97) = 0.203": "the mean was taken",
        "-ln(0.7) - ln(0.8) - ln(0.97) = 0.305": "half the value, as with 1/(2n) before the sum",
        "-ln(0.7) - ln(0.8) - ln(0.97) = 0.880": "that is the logarithm to base 2",
        "-(ln(0.7) + ln(0.8) + ln(0.97)) = 0.305": "half the value, as with 1/(2n) before the sum",
        "-log(0.7) - log(0.8) - log(0.97) = 0.685": "event 3 taken as 0.9 instead of 0.97",
        "-log(0.3) = 0.357": "1 − p was taken for p",
        "-log_2(0.2) = 0.322": "1 − p was taken for p",
        "ln(1.0) = 1.00": "the logarithm was not taken",
        "-ln(0.3) = 2": "",
        "-ln(0.3) = ∞": "",
        "-ln(0.3) = 0.602": "half the value, as with 1/(2n) before the sum",
        "3^1.5 = 4.48": "",
        " - ".join(["0.0", *["ln(0.9)"] * 20]) + " = 1.0536": "",
        "-" + " - ".join(["ln(0.9)"] * 20) + " = 1.0536": "half the value, as with 1/(2n) before the sum",
        "-" + " - ".join(["ln(0.9)"] * 21) + " = 1.1063": "",
    }.items(),
)
def test_the_slip_is_named(text: str, why: str) -> None:
    assert why in [finding.why for finding in audit_of(text).findings], [f.why for f in audit_of(text).findings]


def test_of_bases_that_fit_alike_the_likeliest_is_told() -> None:
    (finding,) = audit_of("log(1.001) = 0.00").findings
    assert finding.right == pytest.approx((math.log(1.001),), rel=1e-12)


def test_a_result_may_be_that_of_a_side_some_twenty_equals_signs_back() -> None:
    for between, wanted in ((21, "right"), (22, "wrong")):
        assert statuses(f"0.5 · 0.7 ={' 0.6 · 0.5 =' * between} 0.35")[-1] == wanted


def test_a_symbol_may_have_one_of_eight_other_values() -> None:
    """-ln 0.2 is 1.609: that is said of the value behind, and of seven others, or eight, before it."""
    values = (0.91, 0.92, 0.93, 0.94, 0.96, 0.97, 0.98, 0.99)
    for others, wanted in ((values[:7], "rounded"), (values, "wrong")):
        before = "".join(f"p = {p}: -ln p = {-math.log(p):.4f}; " for p in others)
        text = f"{before}p = 0.25: -ln p = 1.609; p = 0.2: -ln p = 1.6094"
        assert statuses(text)[-2] == wanted


def test_a_term_is_looked_for_in_as_many_as_fifty() -> None:
    for halves, why in ((49, "term 1 was left out"), (50, "")):
        (finding,) = audit_of(f"5.37{' + 0.5' * halves} = {halves / 2:.2f}").findings
        assert (finding.status, finding.why) == ("wrong", why)


def test_a_certain_event_is_one_of_those_that_were_multiplied() -> None:
    found = audit_of("0.7 · 0.8 · 0.97 = 0.5432\n-ln(0.7) - ln(1) - ln(0.97) = 0.387").findings
    assert [each.why for each in found] == ["", "log(1) was taken, where 0.8 was multiplied in line 1"]


DOORS = "0.7 · 0.8 · 0.97 = 0.5432"


@pytest.mark.parametrize(
    ("behind", "wanted"),
    {
        "\n-ln(0.7) - ln(0.8) - ln(0.97) = 0.610": ["rounded", "rounded"],
        "\n-ln(0.7) - ln(0.8) - ln(0.79) = 0.816": ["right", "wrong"],
        "\n" * 12 + "-ln(0.7) - ln(0.8) - ln(0.79) = 0.816": ["right", "wrong"],
        "\n" * 13 + "-ln(0.7) - ln(0.8) - ln(0.79) = 0.816": ["right", "rounded"],
        "\n-ln(0.6) - ln(0.8) - ln(0.79) = 0.970": ["right", "rounded"],
        "\n-ln(1.5) - ln(0.8) - ln(0.97) = -0.152": ["right", "rounded"],
        "\n-ln(0) - ln(0.8) - ln(0.97) = ∞": ["right", "right"],
        "\n-ln(0.7) - ln(0.8) - ln(2 · 0.485) = 0.610": ["right", "rounded"],
        "\n-ln(0.7) - ln(0.79) = 0.592": ["right", "rounded"],
        "\n-ln(0.7) - ln(0.8) - ln(0.79) - ln(0.5) = 1.509": ["right", "rounded"],
    }.items(),
)
def test_a_logarithm_of_another_number_than_was_multiplied_is_noticed(behind: str, wanted: list[str]) -> None:
    found = audit_of(DOORS + behind).findings
    assert [each.status for each in found] in (wanted, ["right", *wanted[1:]])
    if wanted[1] == "wrong":
        assert found[1].why == "log(0.79) was taken, where 0.97 was multiplied in line 1"
        assert found[1].right == pytest.approx((-math.log(0.7 * 0.8 * 0.97),), rel=1e-12)


def test_a_piece_of_a_long_line_is_judged_only_inside_and_knows_its_place() -> None:
    """A line is read in pieces where it is very long; what a cut goes through is not known."""
    for lines, wanted in (
        ((Line(3, "so 0.5 · 0.3 = 0.16, and", 100, goes_on=True),), [(3, 116, "wrong")]),
        ((Line(3, "0.5 · 0.3 = 0.16", 100),), []),
        ((Line(3, "0.5 · 0.3 = 0.16", goes_on=True),), []),
        ((Line(3, "0.5 · 0.3 = 0.16"),), [(3, 13, "wrong")]),
        ((Line(3, "0.5 · 0.3", goes_on=True), Line(3, "  = 0.16", 9)), []),
        ((Line(3, "0.5 · 0.3"), Line(4, "  = 0.16")), [(4, 5, "wrong")]),
        ((Line(3, "0.5 · 0.3"), Line(4, "  = 0.15"), Line(5, "  ≈ 0.19")), [(4, 5, "right"), (5, 5, "wrong")]),
    ):
        audit = Audit("text")
        audit.read(lines)
        assert [(each.line, each.column, each.status) for each in audit.findings] == wanted


def test_a_loss_in_a_sentence_may_be_of_a_certain_prediction() -> None:
    assert statuses("Actual: 1, predicted: 1.0 → loss: 0.0") == ["right"]
    assert statuses("Actual: 1, predicted: 1.01 → loss: 0.0") == []


OF_ROUNDED: dict[str, Callable[[float, float], float]] = {
    "0.37 · 0.41": lambda a, b: a * b,
    "0.37 / 0.41": lambda a, b: a / b,
    "1 / 0.37": lambda a, _: 1 / a,
    "0.37 + 0.41": lambda a, b: a + b,
    "0.37^2": lambda a, _: a**2,
    "0.37^3": lambda a, _: a**3,
    "0.37^{0.41}": lambda a, b: a**b,
    "0.41 log_2(0.37)": lambda a, b: b * math.log2(a),
    "0.41 log_10(0.37)": lambda a, b: b * math.log10(a),
    "0.37 ln(0.41)": lambda a, b: a * math.log(b),
    "e^{0.37}": lambda a, _: math.exp(a),
    "e^{-0.37}": lambda a, _: math.exp(-a),
    "σ(0.37)": lambda a, _: 1 / (1 + math.exp(-a)),
    "sum([0.37, 0.41])": lambda a, b: a + b,
    "2 · 0.37 · 0.41": lambda a, b: 2 * a * b,
    "\\sqrt{0.37}": lambda a, _: math.sqrt(a),
    "\\frac{0.37}{0.41}": lambda a, b: a / b,
    "1 - 0.37": lambda a, _: 1 - a,
    "(0.37 + 0.41)^2": lambda a, b: (a + b) ** 2,
}


@pytest.mark.parametrize("text", OF_ROUNDED)
def test_a_result_may_be_off_by_as_much_as_its_rounded_operands_move_it(text: str) -> None:
    """Operands of two digits may each be off by one unit in the second: what that does, to first order, and no more."""
    function, a, b, unit = OF_ROUNDED[text], 0.37, 0.41, 0.01
    step = 1e-6
    slopes = (function(a + step, b) - function(a - step, b), function(a, b + step) - function(a, b - step))
    spread = sum(abs(slope) / (2 * step) * unit for slope in slopes)
    right = function(a, b)
    for sign in (1, -1):
        assert statuses(f"{text} = {right + sign * 0.95 * spread:.4f}") == ["rounded"]
        assert statuses(f"{text} = {right + sign * (1.1 * spread + 2e-4):.4f}") == ["wrong"]


def test_the_probability_of_a_surprisal_is_what_was_given() -> None:
    """Of two digits, and no simple fraction: three thousandths more or less are wrong, and what is cut off truncated."""
    for hundredths in range(1, 100):
        p = hundredths / 100
        is_fraction = any(round(100 * k / below) == hundredths for below in (7, 9, 11, 12) for k in range(1, below))
        for text, right in (
            (f"-ln({p:.2f})", -math.log(p)),
            (f"-log2({p:.2f}) - log2(0.5)", 1 - math.log2(p)),
            (f"-ln(1 - {p:.2f})", -math.log1p(-p)),
            (f"ln(1/{p:.2f}) / 2", -math.log(p) / 2),
        ):
            for off in (0.003, -0.003) if hundredths % 5 and not is_fraction else ():
                assert statuses(f"{text} = {right + off:.4f}") == ["wrong"], text
            cut = math.floor(right * 100) / 100
            wanted = "truncated" if right - cut > 0.0055 else "rounded"  # what is between may have been rounded twice
            assert statuses(f"{text} = {right:.4f}; {text} = {cut:.2f}") in (["rounded", wanted], ["right", "right"]), (
                text
            )


def test_a_probability_that_was_worked_out_before_may_be_a_rounded_one() -> None:
    again = "-ln(0.62) = 0.482"
    for before, wanted in {
        "": ["wrong"],
        "1.24 / 2 = 0.62\n\n": ["right", "wrong"],
        "8.7 / 14 = 0.62\n\n": ["rounded", "rounded"],
        "8.7 / 14 = 0.62, so ": ["rounded", "rounded"],
        "softmax([0.48, 0]) = [0.62, 0.38]\n\n": ["rounded", "rounded"],
        "8.7 / 14 = 0.621\n\n": ["rounded", "wrong"],
    }.items():
        assert statuses(before + again) == wanted, before
    assert statuses(f"{again}\n\n8.7 / 14 = 0.62") == ["wrong", "rounded"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        "0.3-0.5-0.1 = -0.31": ["wrong"],
        "0.5-0.5 = 0.1": [],
        "0.15-0.35 = 0.20": [],
        "with x = 1/2 = 0.6": [],
        "with x + y + z + w = 1/2 = 0.6": [],
        "0.5 · 2000 ≈ 1010.0": [],
        "0.5 · 2000 ≈ 1011.0": ["wrong"],
        "0.5-0.5 = 0.01": [],
        "(2)-3.5 = -1.6": ["wrong"],
        "2-3.5 = -1.6": [],
        "22-3.5 = 18.6": ["wrong"],
        "log30.5 = 3.5": ["wrong"],
        "log20.5 = 3.5": [],
        "log5 + (0.3) = 2.1": ["wrong"],
        "0.5²-0.3 = -0.06": ["wrong"],
        "10-3.5 = 6.6": [],
        "0.3 -0.5 = 0.2": ["wrong"],
        "0.5-0.5 = -0.5": ["wrong"],
        "-ln(0.5)  → 0.793": [],
        "20.5 · 0.5 = 20/2": [],
        "20.6 · 0.5 = 20/2": ["wrong"],
        "41/4 = 20/2": ["wrong"],
        "p = 0.4: 0.5 · 0.3 = p · 0.4": ["wrong"],
        "0.5 · 3 = -0.75 · 2": ["wrong"],
        "-0.5 · 3 = 0.75 · 2": ["wrong"],
        "0.5 · 3 = -0.75 · 3": [],
        "log_2(2^{80.5}) = ∞": [],
        "log_2(2^{80}) = ∞": ["wrong"],
        "exp(4.0) = ∞": ["wrong"],
        "-ln(0) = 9.0": ["wrong"],
        "10 · 50.5 ≈ 501": [],
        "9 · 50.5 ≈ 451": ["wrong"],
        "0.5 · 1.5 ≈ 0.9": [],
        "0.5 · 1.5 ≈ 0.90": ["wrong"],
        "log10.5 = 2.5": [],
        "log 20.5 = 3.1": [],
        "\\sqrt{50^2 + 21.65^2} = \\sqrt{2500 + 469}": [],
        "\\sqrt{50^2 + 21.65^2} = \\sqrt{2500 + 569}": ["wrong"],
        "0.7 · 0.8 = 0.56 · 0.5 = 0.28": ["right"],
        "0.7 · 0.8 · 0.5 = 0.56 · 0.5 = 0.28": ["right", "right"],
        "0.5 · 0.3 = 1500 million": [],
        "0.5 · 0.3 = 1500": [],
        "0.5 · 0.3 = 1.5": ["wrong"],
        "0.5 · 0.3 = 15": [],
        "0.5 · 0.3 = 0.0015": ["wrong"],
        "0.5 · 0.3 = 0.00015": [],
        "0.2 - 0.1 + 0.3 = 0.2 + 0.1 + 0.3": ["wrong"],
        "3 · 4 = 13": [],
        "3 · 4 = 12.5": [],
        "log(3, 0.3) = -1.096": [],
        "log(3, 0.3) = -1.026": ["wrong"],
        "3 / 4 = 0.85": ["wrong"],
        "2^10 = 1000": [],
        "2^{-10} = 0.00098": ["rounded"],
        "2^{-10} = 0.00198": ["wrong"],
        "0.5 · 4 = 3": ["wrong"],
        "0.5 · 4 = 5": [],
        "-ln(0.5) = 3": [],
        "-ln(0.5) = 3.25": ["wrong"],
        "-ln(0.5) = 3.25 euros": [],
        "0.5 · 0.3 = 3.25": [],
    }.items(),
)
def test_what_is_far_off_is_wrong_only_where_nothing_else_may_be_meant(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted


def test_the_likeliest_reading_comes_first() -> None:
    """A logarithm reaches over a fraction, not over a product; an exponent is one number; x / y · z goes from left to right."""
    for text, value in {
        "ln 1/3": math.log(1 / 3), "ln 2 · 3": 3 * math.log(2), "2^1/2": 1.0, "1/2 · 4": 2.0, "8/4/2": 1.0, "-0.2^2": -0.04,
        "ln(0.5)^2": math.log(0.5) ** 2, "ln 0.5 + 0.5": math.log(0.5) + 0.5, "1/2(4)": 2.0, "1/1 + 3": 4.0, "2¼": 0.5,
        "round(0.25, 2)": 0.25,
        "log_2 1/8": -3.0, "e^2/4": math.exp(2) / 4, "\\sqrt{4}/2": 1.0, "3 ln 1/3": 3 * math.log(1 / 3),
        "ln 2 ln 3": math.log(2) * math.log(3), "\\log_2{8 - 1}": math.log2(7),
    }.items():  # fmt: skip
        assert math.isclose(answers(text)[0].value, value, rel_tol=1e-12), text


DEEP = ("2{^2}", "2{²}", "1/2{(2)}", "1/2{*2}", "1/2{+2}",
        "1{/2}", "1{-2}", "{ln }2", "{-}2", "{2^}2", "{√}2", "{1/2 + }1", "{e^}2", "ln(2){^2}",
        "{\\frac12}", "{\\frac{1}}2", "{(}2", "{ln(2) }", "1{½}", "{|}2")  # fmt: skip
"""Texts of which the part in braces is written again and again."""


@pytest.mark.parametrize("text", DEEP)
def test_what_goes_on_without_end_is_no_crash(text: str) -> None:
    """Also where every part is one more call inside another than Python's stack bears."""
    before, _, rest = text.partition("{")
    again, _, behind = rest.rpartition("}")
    for count in (20, 60, 200, sys.getrecursionlimit() + 100):
        found = audit_of(f"{before}{again * count}{behind} = 0.5").findings
        assert len(found) <= 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        "1e-400 · 2 = 0.0": [],
        "1e400 · 0.5 = 0.5": [],
        "1e200 · 1e200 = ∞": [],
        "1e-200 · 1e-200 = 0.0": [],
        "pow(2, 5, 7) = 4.0": [],
        "pow(2, 5, 7) = 32.0": [],
        "log(8, 2) = 3.0": ["right"],
        "log(8, 2, 3) = 3.0": [],
        "1e-300 · 2 = 2e-300": ["right"],
        "1e-301 · 2 = 2e-301": [],
        "pow(2) = 4.5": [],
        "softmax(torch.tensor([1.0, 2.0])) = [0.269, 0.731]": ["rounded"],
        "softmax(torch.tensor([1.0, 2.0])) = [0.259, 0.741]": ["wrong"],
        "softmax([1.17, 0.53]) = [0.6591, 0.3409]": ["rounded"],
        "softmax([1.17, 0.53]) = [0.6601, 0.3399]": ["wrong"],
        "0.250 · 3 = 0.752": ["rounded"],
        "0.00 · 0.37 = 0.001": ["rounded"],
        "0.5, 0.4 · 0.4 = 0.17": ["wrong"],
        "0.5,0.4 · 0.4 = 0.17": [],
        "0.4 · 0.4 = 0.17, 0.3": ["wrong"],
        "0.4 · 0.4 = 0.17,3": [],
        "0.4 · 0.4 = 0.16, 3": ["right"],
        "-0.5 · 0.3 = 0.15": ["wrong"],
        "−0.5 · 0.3 = -0.15": ["right"],
        "0.5 · 0.3 \\\\ = 0.16": ["wrong"],
        "0.5 · 0.3 \\\\ \\\\ = 0.16": ["wrong"],
        "0.5 · 0.3<br>= 0.16": ["wrong"],
        "0.5<br>+ 0.3 = 0.9": ["wrong"],
        "0.5<br>0.3 + 0.3 = 0.7": ["wrong"],
        "(so) 0.5 · 0.3 = 0.16": [],
        "(0.5) 0.3 = 0.16": [],
        "f (0.5) = 0.16": [],
        "max 0.5 · 0.3 = 0.16": [],
        "0.9 - 0.4 = 0.6": ["wrong"],
        "0.9 -0.4 = 0.6": ["wrong"],
        "(0.9) -0.4 = 0.6": ["wrong"],
        "0.5 · 0.3 = 0.15 (1 - 0.2) = 0.12": ["right", "right"],
        "0.5 · 0.3 = 0.16 (1 - 0.2)": [],
        "0.5 · 0.3 = 0.16 \\\\": ["wrong"],
        "0.5 · 0.3 = 0.16<br>- 0.5 · 0.4 = 0.2": ["wrong", "right"],
        "0.5 · 0.3 = 0.15 \\\\ -0.5 · 0.3 = -0.15": ["right", "right"],
        "(of it) - = 0.5": [],
        "- = 0.5": [],
        "0.5 · 0.3 = H(0.3) = 0.16 = 0.16": [],
        "0.9) 0.4) 0.5 · 0.3 = 0.15": ["right"],
        "0.5 · 0.3 = 0.16 ((so": ["wrong"],
        "0.5 · 0.3 = 0.15(1 - 0.2)": [],
        "0.5 · 0.3 = 0.15 +": [],
        "0.5 · 0.3 = 0.15 -": ["right"],
        "0.5 · 0.3 = 0.1 + 0.05 -": ["right"],
        "so +0.5 · 0.3 = 0.15": ["right"],
        "so, - 0.5 · 0.3 = -0.16": ["wrong"],
        "0.5 · 0.32 = 2 · 0.08(1 - 0.2)": [],
        "0.5 · 0.32 = 2 · 0.08 (1 - 0.2)": ["right"],
        "0.2 + 0.5 · 0.3 \\\\ + 0.1 = 0.46": ["wrong"],
        "0.2 + 0.5 · 0.3 \\\\ \\\\ + 0.1 = 0.46": ["wrong"],
        "so - 0.5 · 0.3 = -0.16": ["wrong"],
        "a - 0.5 · 0.3 = -0.16": [],
        "a -0.5 · 0.3 = -0.15": ["right"],
        "(so) -0.5 · 0.3 = -0.15": ["right"],
        "(so) - 0.5 · 0.3 = -0.15": [],
        "(so)-0.5 · 0.3 = -0.15": [],
        "(so) -0.5 = -1/2": ["right"],
        "0.5,0.4 · 0.4 = 0.16": [],
        "| ½ | = 0.6": ["wrong"],
    }.items(),
)
def test_sides_end_where_a_reader_ends_them(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted


def test_what_gives_a_symbol_a_value_is_not_left_alone_and_what_claims_one_is() -> None:
    for text, count in {
        "x = 0.5": 0, "x_1 = 0.5": 0, "the loss = 0.5": 0, "fit(lr=0.1, batch_size=64)": 0, "0.5 · 0.3 = x": 0, "a b = c": 0,
        "x^2 = 0.5": 1, "x^{2} = 0.5": 1, "f(x) = 0.5": 1, "f(x, 2) = 0.5": 1, "H(0.25) = 0.81": 1, "w[0] = 0.5": 1,
        "f(x) = 0.5 · 0.5 = 0.25": 0, "H(0.5) = 0.5 + 0.5": 0, "0.5 · 0.3 = f(0.2)": 0, "f(x) = 3 x": 1, "3! = 6": 1,
        "x · 3 = 0.5": 1, "f(x) + 1 = 0.5": 1, "x^{2} y 3 = 0.5": 1, "3 x = 0.5": 1, "0.5 = 3 x": 1, "-x = 0.5": 1,
        "-\\sum p \\log p = 0.5": 1, "-\\sum p \\log p = 0.5 · 1 = 0.5": 0, "-x = 0.5 · 0.3": 0, "-x = y z": 0,
        "2 + 2 = 4": 0, "2 + 2 = 5": 1, "2^10 = 1024": 0, "2^10 = 1042": 1, "0.5 = 0.6": 1, "0.5 = 50%": 0,
        "0.7 – 0.3 = 0.5": 1, "0.26 = 0.5 · 0.5": 1, "1,050 = 1050 and 0.5": 0, "0.5 · 0.3 (so) = 0.15": 1,
        "0.5 · \\mathrm{x} = 0.2": 1,
        "0.5 · \\mbox{x} = 0.2": 1, "0.5 · x = 0.2; 0.3 · y = 0.1": 1, "log(0.3, base=2) = -1.377": 1,
        "-x = 0.5 y": 1, "x + y = 0.5 z": 1, "0.5 y = -x": 1,
    }.items():  # fmt: skip
        assert audit_of(text).unread == count, text


def test_only_probabilities_that_were_multiplied_are_looked_for() -> None:
    behind = "-ln(0.7) - ln(0.8) - ln(0.97) = 0.610"
    assert statuses(f"2 · 0.8 · 0.97 = 1.552\n{behind}") == ["right", "rounded"]
    assert statuses(f"1 · 0.8 · 0.97 = 0.776\n{behind}") == ["right", "rounded"]
    assert statuses(f"0 · 0.8 · 0.97 = 0.0\n{behind}") == ["right", "rounded"]
    (_, finding) = audit_of(f"{DOORS}\n-ln(0) - ln(0.8) - ln(0.97) = 0.5").findings
    assert (finding.status, finding.why) == ("wrong", "")
    assert statuses(f"x · 0.8 · 0.97 = 0.776\n{behind}") == ["rounded"]


PAIRS = "1 0.5 0.693\n1 0.7 0.375\n1 0.9 0.105"
"""An outcome, its probability and its loss, by blanks; the second loss should be 0.357."""


@pytest.mark.parametrize(
    ("header", "wanted"),
    {
        "y p loss": ["rounded", "wrong", "rounded"],
        "y p (loss)": [],
        "y p loss (nats)": [],
        "a p loss": [],
        "a  p  loss": ["rounded", "wrong", "rounded"],
        "y  p  loss (nats)": ["rounded", "wrong", "rounded"],
        "y  p  loss [nats]": ["rounded", "wrong", "rounded"],
        "y  p  loss of all": [],
        "y  p of y  loss": [],
        "y  p  squared loss": [],
        "y  p  " + "l" * 110 + "  loss": [],
        "loss": [],
        "y" + " " * 114 + "p loss": [],
        "y" + " " * 112 + "p  loss": ["rounded", "wrong", "rounded"],
        "y" + " " * 113 + "p  loss": [],
    }.items(),
)
def test_columns_of_text_are_a_table_under_names_that_say_what_they_hold(header: str, wanted: list[str]) -> None:
    """The last two headers have 120 and 121 characters."""
    assert statuses(f"{header}\n{PAIRS}") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        "y  p  loss\n7  1 0.5 0.693\n8  1 0.7 0.375\n9  1 0.9 0.105": ["rounded", "wrong", "rounded"],
        "y  p  loss\na  1 0.5 0.693\nb  1 0.7 0.375": [],
        "y,p,loss\n7,1,0.5,0.693\n8,1,0.7,0.375": [],
        "y  p  loss\n1 0.5 0.693\nThen comes\n1 0.7 0.375": ["rounded"],
        "y  p  loss\n1 0.5 0.693\n\n1 0.7 0.375": ["rounded"],
        "| y | p | loss |\n|---|---|---|\n| 1 | 0.7 | 0.375 |\ny  p  loss\n1 0.7 0.375": ["wrong", "wrong"],
        "y & p & loss \\\\\n1 & 0.7 & 0.375": ["wrong"],
        "y & p & loss\n1 & 0.7 & 0.375": [],
        "| class | p | loss |\n|---|---|---|\n| cat | 0.7 | 0.375 |": [],
        "| class | p | loss |\n|---|---|---|\n| 0 | 0.7 | 1.402 |": ["wrong"],
        "| class | p | loss |\n|---|---|---|\n| 2 | 0.7 | 1.402 |": [],
        "| p | ln p |\n|---|---|\n| 0.7 | -0.375 |": ["wrong"],
        "| p | -log10 p |\n|---|---|\n| 0.7 | 0.155 |\n| 0.7 | 0.515 |": ["rounded", "wrong"],
        "| p | -log p |\n|---|---|\n| 0.7 | 0.155 |\n| 0.8 | 0.097 |\n| 0.9 | 0.064 |": ["rounded", "rounded", "wrong"],
        "| p | -ln p |\n|---|---|\n| 0.7 | 0.515 |": ["wrong"],
        "| p | -ln p |\n|---|---|\n| 1.5 | 0.515 |": [],
        "| p | loss | class |\n|---|---|---|\n| 0.7 | 0.375 |\n| 0.7 | 0.357 | 1 |": ["rounded"],
    }.items(),
    ids=lambda each: each.replace("\n", "/") if isinstance(each, str) else "",
)
def test_rows_are_read_as_their_table_has_them(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    {
        "√9 + 16 - 3 = 2": [],  # the root of 9 + 16, less 3
        "√9 + 16 - 3 = 4.69": [],  # the root of all
        "(√9 + 16) · 0.5 = 2.5": [],
        "√(9) + 16 = 5.5": ["wrong"],
        "2√2 = 2.93": ["wrong"],
        "3√2 = 4.34": [],
        "3 √2 = 4.34": ["wrong"],
        "1.3√2 = 1.94": ["wrong"],
        "13√2 = 18.83": ["wrong"],
    }.items(),
)
def test_what_a_bare_root_may_reach_over_is_left_alone(text: str, wanted: list[str]) -> None:
    assert statuses(text) == wanted


def test_a_text_in_a_box_is_judged_as_it_is_without() -> None:
    """Every text of the shelf, but for what stands at a prompt, which begins a line: between strokes, and in a comment."""
    boxed = 0
    for case in (each for each in SHELF if not re.search(r"^(?:In \[|> )", each["text"])):
        lines = case["text"].split("\n")
        form = ("│  {}  │", "║ {} ║", "├── {}")[boxed % 3]
        text = "\n".join(form.format(line) if line.strip() else line for line in lines)
        assert statuses(text) == statuses(case["text"]), text
        boxed += len(lines)
    assert boxed > 1000


def test_a_long_line_of_blanks_or_strokes_takes_no_long_time() -> None:
    """A search that begins anew at each of 100,000 characters would take minutes."""
    start = perf_counter()
    for text in (
        " " * 100_000 + "0.5",
        "─" * 100_000 + "0.5",
        "│ " * 50_000 + "0.5",
        "│" + "- " * 50_000 + "x",
        "\xa0\f",
    ):
        assert statuses(text) == []
    assert perf_counter() - start < 20
