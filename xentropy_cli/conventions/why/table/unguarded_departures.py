"""Departures that end in nan or in infinity: formulas as they are written, in floats, without a guard.

Each row: key, rarity in bits, what was done, how to put it right. {0}, {1}, … stand for what differs from input to input.
"""

UNGUARDED = (
    ("zero-times-infinity", 1, "0 · log 0 was multiplied out, and in floats 0 · (−∞) is nan",
     "leave out terms whose weight is 0 (xlogy in PyTorch, TensorFlow and SciPy does), or clip q first"),
    ("weight-times-infinity", 1, "an infinite loss was multiplied by its weight or mask of 0, and 0 · ∞ is nan",
     "leave such rows out before the loss is taken: loss[mask], or where()"),
    ("kl-as-written", 1.5, "p · log(p / q) was multiplied out: p = 0 makes it 0 · (−∞), which is nan, and q = 0 makes it ∞",
     "leave out terms of p = 0, as rel_entr of SciPy does"),
    ("epsilon-lost", 2,
     "q was clipped at an ε below 6e-8 in float32, where 1 − ε is 1: log(1 − q) is −∞ all the same, and 0 · (−∞) is nan",
     "clip at 1e-7 or more, compute in float64, or take the loss from logits"),
    ("rounded-away", 2, "{0} rounds a probability to 0 or to 1, and the logarithm of what is left is −∞ (times 0: nan)",
     "take the loss from logits, or clip q first"),
    ("exp-overflow", 2, "e^z was taken in {0}, where it is ∞ from z = {1} on, and ∞ / ∞ is nan",
     "subtract the largest logit of the row first, as log_softmax does"),
    ("perplexity-overflow", 3, "the perplexity e^loss is beyond what {0} holds: ∞ from a loss of {1} on",
     "report the loss, or bits"),
    ("empty-mean", 1, "the weights add up to 0, so the mean is 0 / 0", "leave out what has no weight before the mean is taken"),
)  # fmt: skip
