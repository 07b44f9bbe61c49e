"""Mutants that no test can notice, by module, each with the reason: they are left out of the score."""

CORE = "xentropy_cli.core"
EQUIVALENTS: dict[str, dict[str, str]] = {
    f"{CORE}.definitions": {
        "js_divergence: True -> False": "M is as long as the shorter, beside which kl_divergence refuses the longer",
        "sigmoid: 0 -> 1": "an infinity lies above 1 where it lies above 0",
    },
    f"{CORE}.interval": {
        "log1p: x.low > 0 -> x.low >= 0": "0 - x² lies below log(1 + 0) as well",
        "log1p: x.high.adjusted() < -digits -> x.high.adjusted() <= -digits": "both formulas enclose at the limit",
        "log1p: x.high -> x.low (3)": "x² may be that of either end: only its half is needed",
        "log1p: x.high -> x.low (4)": "as the one before",
        "log1p: up -> down": "x² rounded down is still more than its half",
        "halfway: 2 -> 3": "any more digits give the same middle",
    },
    f"{CORE}.operations": {
        "module: 4096 -> 4097": "a product has the same value as a ratio and as a recipe; the limit bounds the time",
    },
}
