"""Mutants that no test can notice, by module, each with the reason: they are left out of the score."""

CORE = "xentropy_cli.core"
AUDIT = "xentropy_cli.conventions.audit"
NOISE = "it moves the noise of doubles, and no typed number lies there"
MORE_DIGITS = "any more digits give the same number"
INFINITE = "an infinity is not 0, and lies above 1 where it lies above 0"
UNITS = "a number of at least 1 is written without an exponent in any case"
SAME_LENGTH = "their lengths are the same: they were compared, or every ball has its three parts"
FIRST = "only the first of what follows is looked at"
BOUNDS_TIME = "a ratio that is cut at nothing is enclosed as one that is written out; the limit bounds the time"
LENGTHS, LIMIT = "max(top.bit_length(), bottom.bit_length())", "LONG + BITS_A_DIGIT * digits"
ANY_BASE = "without a bare logarithm every base gives the same"
EDGES = "an edge is looked at for its kind, and comes before the first character"
MOVED = "abs(10.0 ** (round(moved) - moved) - 1)"
CUT = "abs(right.value) - abs(stated)"
ROUGH = "off - noise {} max(right.rough + claimed.rough, about)"
EQUIVALENTS: dict[str, dict[str, str]] = {
    f"{CORE}.definitions": {
        "js_divergence: True -> False": "M is as long as the shorter, beside which kl_divergence refuses the longer",
        "sigmoid: 0 -> 1": INFINITE,
    },
    f"{CORE}.interval": {
        "module: 9 -> 10": MORE_DIGITS,
        "of_ratio: BITS_A_DIGIT * digits -> BITS_A_DIGIT / digits": BOUNDS_TIME,
        "of_ratio: LONG + BITS_A_DIGIT * digits -> LONG - BITS_A_DIGIT * digits": BOUNDS_TIME,
        f"of_ratio: {LENGTHS} > {LIMIT} -> {LENGTHS} >= {LIMIT}": BOUNDS_TIME,
        "of_long_ratio: True -> False": "there are two of each",
        "of_long_ratio: cuts[0] > cuts[1] -> cuts[0] >= cuts[1]": "where they are equal, the power of 2 is 1",
        "of_long_ratio: value > 0 -> value >= 0": "0 is not long",
        "log1p: x.low > 0 -> x.low >= 0": "0 - x² lies below log(1 + 0) as well",
        "log1p: x.high.adjusted() < -digits -> x.high.adjusted() <= -digits": "both formulas enclose at the limit",
        "log1p: x.high -> x.low (3)": "x² may be that of either end: only its half is needed",
        "log1p: x.high -> x.low (4)": "as the one before",
        "log1p: up -> down": "x² rounded down is still more than its half",
        "halfway: 2 -> 3": MORE_DIGITS,
    },
    f"{CORE}.operations": {
        "module: 4096 -> 4097": "a product has the same value as a ratio and as a recipe; the limit bounds the time",
    },
    f"{CORE}.powers": {
        "module: 4096 -> 4097": "a power has the same value as a ratio and as a recipe; the limit bounds the time",
    },
    f"{CORE}.real": {
        "module: 2e+18 -> 2e+18": "one more is the same double",
        "module: 40 -> 41": MORE_DIGITS,
        "module: 120 -> 121": MORE_DIGITS,
        "module: 2000 -> 2001": MORE_DIGITS,
        "module: 400 -> 401": MORE_DIGITS,
        "module: 1100 -> 1101": MORE_DIGITS,
        "__init__: 0 -> 1": "nobody asks for an enclosure of one digit",
        "_agree: low -> high (2)": "they are the same there",
        "_agree: low -> high (4)": "they are the same there",
        "_agree: -1 -> +1 (2)": "what was enclosed more narrowly is kept",
        "_agree: 1 -> 2 (2)": "as the one before",
        "_agree: self.enclose(DIGITS_OF_DOUBLES + bits).low -> self.enclose(DIGITS_OF_DOUBLES + bits).high": MORE_DIGITS,
        "rounded: 1 -> 2": "the step tells by its exponent alone",
        "sign: low -> high (2)": "both ends have one sign there",
        "sign: low > 0 -> low >= 0 (2)": "where an end below 0 was found to be one, the other is none",
    },
    "xentropy_cli.inputs.notation": {"row_of: True -> False": "its texts have a start and a name each"},
    "xentropy_cli.figures": {
        "module: 1000 -> 1001": MORE_DIGITS,
        "_terminating: 40 -> 41": MORE_DIGITS,
        "json_number: double > 0 -> double >= 0": INFINITE,
        "json_number: 0 -> 1": INFINITE,
        "_figure_of_real: shown > 0 -> shown >= 0": INFINITE,
        "_figure_of_real: 0 -> 1": INFINITE,
        "_figure_of_real: shown.adjusted() < 0 -> shown.adjusted() <= 0": UNITS,
        "_figure_of_real: 0 -> 1 (3)": UNITS,
        "_figure_of_double: x > 0 -> x >= 0": INFINITE,
        "_figure_of_double: 0 -> 1": INFINITE,
        "_figure_of_double: abs(x) < 1 -> abs(x) <= 1": UNITS,
        "_figure_of_double: 1 -> 2": UNITS,
    },
    f"{AUDIT}.grammar": {"readings: True -> False": SAME_LENGTH},
    f"{AUDIT}.evaluation": {
        "_number: EPSILON / 2 -> EPSILON * 2": NOISE,
        "_softmax: 4 -> 5": NOISE,
        "_sum: True -> False": SAME_LENGTH,
        "_scaled: True -> False": SAME_LENGTH,
        "_plus: True -> False": SAME_LENGTH,
        "rule: True -> False": SAME_LENGTH,
        "_looks_rounded: abs(value) > 1 -> abs(value) >= 1": "1.0 is a whole number of halves",
    },
    f"{AUDIT}.claims.vectors": {
        "adds_up: off < NEARLY -> off <= NEARLY": NOISE,
        "adds_up: off <= room -> off < room": "the room is no sum of typed digits: it has the rounding of doubles in it",
        "_distribution: abs(whole - 1) <= min(digits, FEW_DIGITS) -> abs(whole - 1) < min(digits, FEW_DIGITS)": NOISE,
    },
    f"{AUDIT}.claims.cells": {
        "_cells_of_html: True -> False": SAME_LENGTH,
        "_between: True -> False": SAME_LENGTH,
    },
    f"{AUDIT}.reach": {"_is_bare: at > 1 -> at >= 1": "behind a sign that begins a text stands no e"},
    f"{AUDIT}.claims.losses": {
        "module: 10000 -> 10001": "the parts of a longer table are judged alike; the limit bounds the memory",
        "_is_other: abs(other - stated) <= HALF_OF_TWO_DIGITS -> abs(other - stated) < HALF_OF_TWO_DIGITS": NOISE,
        "cells_of: True -> False": "the edges of as many pieces",
        "cells_of: True -> False (2)": "the edges of as many pieces",
    },
    f"{AUDIT}.chains": {
        "with_results: token.start < end -> token.start <= end": "no token starts at the end of a line",
    },
    f"{AUDIT}.wholeness": {
        "_is_given: 1 -> 2 (2)": "the symbol itself stands there",
        "are_whole: first < last -> first <= last": "a side and the one behind it have two tokens at least",
    },
    f"{AUDIT}.links": {"links: True -> False": SAME_LENGTH},
    f"{AUDIT}.reasons": {
        "slip: True -> False": SAME_LENGTH,
        "__init__: 0 -> 1": "nothing was multiplied in that line",
        "simple_reason: abs(number - stated) <= unit / 2 -> abs(number - stated) < unit / 2": NOISE,
        "simple_reason: right * stated -> right / stated": "their sign is the same, and a stated 0 was left alone",
    },
    f"{AUDIT}.expression": {
        "has_open_log: part.kind == 'log' and part.name != 'ln' and (len(part.parts) == 1)"
        " -> part.kind == 'log' or part.name != 'ln' or len(part.parts) == 1": ANY_BASE,
    },
    f"{AUDIT}.audit": {
        "_statement: start <= outcome.place < end -> start < outcome.place < end": "no claim starts with an equals sign",
    },
    f"{AUDIT}.tokens": {
        "module: -1 -> +1 (2)": EDGES,
        "module: 1 -> 2": EDGES,
        "module: 1 -> 2 (2)": EDGES,
    },
    f"{AUDIT}.judgement": {
        "verdicts: True -> False": SAME_LENGTH,
        "bases_of: 1 -> 2": ANY_BASE,
        f"status_of: {ROUGH.format('<=')} -> {ROUGH.format('<')}": NOISE,
        "_of_number: off <= unit * ROUNDED_TWICE -> off < unit * ROUNDED_TWICE": NOISE,
        "_of_number: off <= unit / 2 + right.rough -> off < unit / 2 + right.rough": NOISE,
        "_of_number: off <= SINGLE * abs(right.value) -> off < SINGLE * abs(right.value)": NOISE,
        f"_of_number: 0 < {CUT} < unit - noise -> 0 < {CUT} <= unit - noise": NOISE,
        f"_of_number: 0 < {CUT} < unit - noise -> 0 <= {CUT} < unit - noise": "what is the same was found to be right before",
    },
    f"{AUDIT}.certainty": {
        "_is_near: off <= unit * (1 + NEARLY) -> off < unit * (1 + NEARLY)": NOISE,
        f"_places: {MOVED} <= LOOSELY -> {MOVED} < LOOSELY": NOISE,
    },
    f"{AUDIT}.doubts": {
        "is_doubtful: abs(stated) < SUBNORMAL -> abs(stated) <= SUBNORMAL": "no typed number is 2^-126",
    },
    f"{AUDIT}.unrounded": {
        "may_be_unrounded: off <= CLOSE * abs(right) -> off < CLOSE * abs(right)": NOISE,
        "may_be_unrounded: off <= rough * (1 + NEARLY) -> off < rough * (1 + NEARLY)": NOISE,
        "may_be_unrounded: abs(stated) < abs(right) -> abs(stated) <= abs(right)": "they are not the same",
        "_has_measured: worked.value >= SMALLEST_LARGE -> worked.value > SMALLEST_LARGE": "10.0 has a last zero",
    },
}
