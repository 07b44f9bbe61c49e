"""Departures: each single way in which a number may have been computed otherwise, how common it is, and how to put it right.

`bits` says how rare a departure is: one that is half as common costs one bit more. Departures add up. A hypothesis of few
and common departures is tried, counted and named before one of many and rare ones.
"""

from __future__ import annotations

from typing import NamedTuple


class Departure(NamedTuple):
    """One departure: its name, its rarity in bits, what it is, and how to put it right."""

    key: str
    bits: float
    text: str
    fix: str


class Hypothesis(NamedTuple):
    """What somebody may have done, and the number that gives. No departure is the calculation as asked."""

    value: float
    bits: float
    departures: tuple[Departure, ...]


DEPARTURES = {
    row.key: row
    for row in (
        # what the numbers were taken for
        Departure("softmax-again", 2.5, "softmax was applied {}",
                  "give the loss logits, or drop the softmax layer: a loss that takes logits applies its own"),
        Departure("sigmoid-again", 2.5, "sigmoid was applied {}",
                  "give the loss logits, or drop the sigmoid layer: a loss that takes logits applies its own"),
        Departure("probabilities-as-logits", 1, "the probabilities were passed as logits",
                  "pass logits, or choose a loss that takes probabilities"),
        Departure("no-log-softmax", 3, "the logits were taken as log-probabilities: log_softmax is missing",
                  "apply log_softmax before nll_loss, or use cross_entropy"),
        Departure("logits-as-probabilities", 3.5, "the logits were taken as probabilities: the softmax or sigmoid is missing",
                  "pass from_logits=True, or apply the softmax or sigmoid first"),
        Departure("sigmoid-for-softmax", 2.5, "each logit went through a sigmoid of its own instead of one softmax",
                  "use a softmax where exactly one class is true"),
        Departure("softmax-rows", 3, "the softmax ran down the columns (over the examples), not over the classes",
                  "take the softmax over the last axis: dim=1"),
        Departure("softmax-all", 5, "the softmax ran over all numbers at once",
                  "take the softmax over the last axis: dim=1"),
        Departure("log-as-probabilities", 4, "the log-probabilities were taken as probabilities",
                  "apply exp first, or use a loss that takes log-probabilities"),
        Departure("percent-entries", 4, "percentages were taken as numbers: 70 for 0.7", "divide them by 100"),
        Departure("base2-logs", 4, "the log-probabilities are to base 2", "multiply them by ln 2 first"),
        Departure("base10-logs", 4, "the log-probabilities are to base 10", "multiply them by ln 10 first"),
        Departure("negated-logits", 4, "the logits had the opposite sign", "check the sign of the logits"),
        Departure("truth-softmax", 3, "a softmax was applied to the truth as well",
                  "the truth is a distribution already: pass it as it is"),
        Departure("rescaled", 1.5, "each row was divided by its sum",
                  "give rows that add up to 1, or compare with --normalize"),
        # clipping
        Departure("clip-sklearn", 1.5, "probabilities were clipped at 2.2e-16, as scikit-learn does in float64",
                  "compare with --clip sklearn"),
        Departure("clip-1e-15", 1.5, "probabilities were clipped at 1e-15, as older scikit-learn and Kaggle do",
                  "compare with --clip 1e-15"),
        Departure("clip-keras", 1.5, "probabilities were clipped at 1e-7, as Keras does", "compare with --clip keras"),
        Departure("clip-float32", 2, "probabilities were clipped at 1.2e-7, as scikit-learn does in float32",
                  "pass float64 probabilities"),
        Departure("clip-keras-plus", 1.5,
                  "probabilities were clipped at 1e-7 in float32 and 1e-7 added in the logarithm, "
                  "as TensorFlow 2's binary_crossentropy does",
                  "compare with --clip 1e-7, or pass logits and from_logits=True"),
        Departure("clip-flt-min", 2, "probabilities were clipped at 1.2e-38, the smallest normal float32, as Caffe does",
                  "compare with --clip 1.17549435e-38"),
        Departure("clip-dbl-min", 2.5, "probabilities were clipped at 2.2e-308, the smallest normal float64",
                  "compare with --clip 2.2250738585072014e-308"),
        Departure("clip-float16", 3, "probabilities were clipped at 0.00098, as scikit-learn does in float16",
                  "pass float64 probabilities"),
        Departure("clip-torch", 1.5, "no logarithm went below −100, as in PyTorch's binary_cross_entropy",
                  "compare with --clip torch"),
        Departure("clip", 3.5, "probabilities were clipped at {}", "compare with --clip {}"),
        Departure("plus-epsilon", 4, "log(q + {}) was taken in place of log q", "take the logarithm of q itself"),
        # order
        Departure("sorted", 1.5, "the columns were taken in the sorted order of the class names: {}",
                  "put the columns in sorted order, or pass the labels as positions"),
        Departure("reversed", 2.5, "the columns were taken in reverse order", "check the order of the classes"),
        Departure("flipped", 2, "the class was flipped: 1 − q was taken for q", "pass the probability of class 1"),
        Departure("off-by-one", 3, "labels were off by one: class {} was taken for class {}",
                  "count classes from 0, in labels and columns alike"),
        Departure("permuted", 5, "the columns were taken in the order {}", "check the order of the classes"),
        Departure("swapped", 5.5, "the columns of the classes {} and {} changed places", "check the order of the classes"),
        Departure("transposed", 4, "rows and columns changed places", "give one row an example"),
        Departure("shifted", 4.5, "each label met the prediction of the {} row", "line the labels up with the rows"),
        Departure("backwards", 5, "the labels came in the reverse order of the rows",
                  "line the labels up with the rows"),
        Departure("other-label", 4, "example {} was taken to be of class {} instead of {}",
                  "check the label of example {}"),
        # entries and terms
        Departure("entry-rounded", 3, "{} taken as {} instead of {}", "check that entry; it was rounded or cut"),
        Departure("entry-mistyped", 4, "{} taken as {} instead of {}", "check that entry"),
        Departure("entry-other", 7, "{} taken as {} instead of {}", "check that entry"),
        Departure("left-out", 3, "{} was left out", "count every example once"),
        Departure("left-out-divided", 4, "{} was left out, and still counted in the mean", "count every example once"),
        Departure("twice", 4, "{} was counted twice", "count every example once"),
        Departure("alone", 3, "only {} was taken", "take every example"),
        # the loss
        Departure("cells", 2,
                  "each class was taken as a binary prediction: −p log q − (1 − p) log(1 − q), averaged over all cells",
                  "use the categorical loss where exactly one class is true"),
        Departure("cells-by-row", 2.5, "each class was taken as a binary prediction, added up over a row",
                  "use the categorical loss where exactly one class is true"),
        Departure("no-log", 2, "−q without the logarithm: nll_loss was given probabilities",
                  "pass log-probabilities to nll_loss, or logits to cross_entropy"),
        Departure("one-minus", 4, "1 − q was taken for −log q", "take the logarithm"),
        Departure("log1p", 4.5, "log(1 + q) was taken in place of log q", "use log, not log1p"),
        Departure("log-of-mean", 3.5, "the logarithm of the mean probability, and not the mean of the logarithms",
                  "take the logarithms first, then their mean"),
        Departure("mean-of-perplexities", 4.5, "the mean of the examples' perplexities, and not the perplexity of their mean",
                  "average the logarithms first, then raise e to the mean"),
        Departure("positive-only", 2.5, "only −y log q was added; the part (1 − y) log(1 − q) is missing",
                  "add both parts, or pass one column a class"),
        Departure("negative-only", 3, "only −(1 − y) log(1 − q) was added; the part y log q is missing", "add both parts"),
        Departure("label-unused", 3.5, "−log q was taken for every example, whatever its label",
                  "take −log(1 − q) where the label is 0"),
        Departure("parts-subtracted", 4, "(1 − y) log(1 − q) was subtracted from y log q, and not added",
                  "add both parts: −[y log q + (1 − y) log(1 − q)]"),
        Departure("log-one-minus", 3.5, "−log(1 − q) of the true class was taken in place of −log q",
                  "take the logarithm of q itself"),
        Departure("error-rate", 3.5, "the error rate (examples whose most probable class is wrong) and not the log loss",
                  "use the log loss"),
        Departure("accuracy", 3.5, "the accuracy and not the log loss", "use the log loss"),
        Departure("uniform", 3, "the loss of a uniform guess, the logarithm of the number of classes",
                  "these predictions were not used: check what reaches the loss"),
        Departure("kl-ratio", 4, "Σ p · (p / q): the logarithm of the ratio is missing", "take Σ p log(p / q)"),
        Departure("kl", 1.5, "KL(P‖Q) and not the cross-entropy", "KL is the cross-entropy less H(P)"),
        Departure("kl-reversed", 2, "KL(Q‖P): the divergence the wrong way round",
                  "the truth comes first; in kl_div it is the second argument"),
        Departure("cross-reversed", 2.5, "H(Q, P): the cross-entropy the wrong way round",
                  "the truth weighs the logarithm of the prediction"),
        Departure("kl-no-log", 2.5, "Σ p (log p − q): kl_div was given q, and not log q", "pass log q to kl_div"),
        Departure("kl-symmetric", 4, "KL(P‖Q) + KL(Q‖P), both ways added", "take KL(P‖Q) alone"),
        Departure("js", 2, "the Jensen–Shannon divergence", "compare it with the divergence that xent compute prints"),
        Departure("js-sum", 3, "KL(P‖M) + KL(Q‖M) with M = (P + Q) / 2: the Jensen–Shannon divergence, not halved", "halve it"),
        Departure("js-distance", 2, "the Jensen–Shannon distance, the root of the divergence", "square it"),
        Departure("entropy", 2, "H(P), the entropy of the truth alone", "give both distributions"),
        Departure("prediction-entropy", 3, "−Σ q log q, the entropy of the prediction alone",
                  "weigh the logarithm with the truth"),
        Departure("unweighted", 3, "−log of each probability was added up without its weight p", "multiply each by p"),
        Departure("impurity", 4, "the Gini impurity 1 − Σ p² and not the entropy", "take −Σ p log p"),
        Departure("own-weight", 3.5, "each −log q was weighed with q itself: −Σ q log q", "what happened has the weight 1"),
        Departure("brier", 2, "the Brier score Σ (p − q)² and not the log loss", "use the log loss"),
        Departure("squared", 2.5, "the mean of (p − q)² over all cells (mean squared error) and not the log loss",
                  "use the log loss"),
        Departure("absolute", 3, "the mean of |p − q| over all cells and not the log loss", "use the log loss"),
        Departure("root-squared", 4, "the root of the mean squared error and not the log loss", "use the log loss"),
        Departure("focal", 4.5, "the focal loss (γ = 2) and not the log loss", "use the log loss"),
        Departure("smoothed", 3, "the truth was smoothed with ε = {} over all classes",
                  "compare with --label-smoothing {}"),
        Departure("smoothed-others", 4, "the truth was smoothed with ε = {} over the other classes",
                  "compare with --label-smoothing {} --smoothing-kind K-1"),
        Departure("smoothed-unshared", 4, "the truth was smoothed to 1 − ε for the true class and ε = {} for each other",
                  "share ε among the classes: they have to add up to 1"),
        Departure("other-smoothing", 1, "the truth was smoothed over {} classes",
                  "use the same kind of smoothing on both sides"),
        Departure("no-smoothing", 1, "the label smoothing was left out", "smooth on both sides or on neither"),
        # weights
        Departure("ignored-counted", 1.5,
                  "the ignored examples were counted in the mean",
                  "divide by the examples that are left"),
        Departure("no-weights", 1, "the weights were ignored", "pass the weights"),
        Departure("by-count", 1, "the weighted total was divided by the count, and not by the sum of the weights",
                  "compare with --weight-norm count"),
        Departure("by-weights", 1, "the weighted total was divided by the sum of the weights, and not by the count",
                  "compare with --weight-norm weights"),
        Departure("by-class-weights", 2.5, "the weighted total was divided by the sum of the classes' weights",
                  "divide by the weights of the examples"),
        Departure("inverse-weights", 3, "each weight was taken as its inverse", "pass 1 / weight, or the weight itself"),
        Departure("reversed-weights", 3, "the weights of the classes came in reverse order",
                  "put the weights in the order of the classes"),
        Departure("weight-on-other", 2.5, "the weight of class 1 was given to class 0", "pos_weight weighs class 1"),
        Departure("balanced", 3.5, "the mean of the classes' own means, and not the mean over the examples",
                  "divide by the number of examples"),
        Departure("over-counted", 2, "the mean ran over the examples that add something, and not over all",
                  "divide by the number of examples"),
        Departure("no-pos-weight", 1, "the weight of class 1 was ignored", "pass pos_weight"),
        Departure("pos-weight-mean", 2, "the weight of class 1 was taken into the denominator", "divide by the count"),
        # the reduction
        Departure("sum", 1, "the sum, and not the mean", "divide by the number of examples: --reduction mean"),
        Departure("mean", 1, "the mean, and not the sum", "add up: --reduction sum"),
        Departure("over-cells", 2,
                  "the mean ran over all cells (rows × classes), and not over the rows",
                  'divide by the rows: reduction="batchmean"'),
        Departure("over-classes", 3, "the total was divided by the number of classes",
                  "divide by the number of examples"),
        Departure("less-one", 4, "the total was divided by n − 1", "divide by n"),
        Departure("twofold", 4, "twice the value, as the deviance is", "halve it"),
        Departure("half", 4.5, "half the value", "double it"),
        Departure("percent", 5, "the value times 100", "divide it by 100"),
        # the base, the sign, the transform
        Departure("base-e", 1, "in nats: the natural logarithm was taken", "compare with --base e"),
        Departure("base-2", 1, "in bits: the logarithm to base 2 was taken", "compare with --base 2"),
        Departure("base-10", 1.5, "in bans: the logarithm to base 10 was taken", "compare with --base 10"),
        Departure("sign", 1.5, "the minus sign is missing", "take −log"),
        Departure("normalised", 3, "the value over the logarithm of the number of classes (normalised entropy)",
                  "multiply it by log K"),
        Departure("perplexity", 2, "the perplexity, e^mean", "take its logarithm"),
        Departure("perplexity-2", 3, "2^mean of a mean in nats: perplexity to the wrong base",
                  "raise e to a mean in nats, 2 to one in bits"),
        Departure("perplexity-e", 3, "e^mean of a mean in bits: perplexity to the wrong base",
                  "raise 2 to a mean in bits, e to one in nats"),
        Departure("perplexity-10", 4, "10^mean of a mean in nats: perplexity to the wrong base",
                  "raise e to a mean in nats"),
        Departure("likelihood", 2, "the product of the probabilities", "take −log of it"),
        Departure("typical", 2.5, "e^−mean, the typical probability", "take −log of it"),
        # rounding
        Departure("terms-rounded", 3, "each term was rounded to {} digits before adding", "round once, at the end"),
        Departure("terms-cut", 4, "each term was cut to {} digits before adding", "round once, at the end"),
        Departure("entries-rounded", 4, "each probability was rounded to {} digits first", "round once, at the end"),
        Departure("truncated", 2, "the number was cut off, not rounded", "round it"),
        Departure("float32", 1, "computed in float32: correct to about seven digits",
                  "compare six digits, or compute in float64"),
        Departure("library", 1.5, "{}: {}", "compare with: xent libraries … --code {}"),
    )
}  # fmt: skip


def departure(key: str, *parts: object, bits: float | None = None) -> Departure:
    """Name a departure, with what its text leaves open.

    >>> departure("clip", "1e-9").text
    'probabilities were clipped at 1e-9'
    """
    row = DEPARTURES[key]
    if not parts and bits is None:
        return row
    fix = row.fix.format(*parts[-row.fix.count("{}") :]) if "{}" in row.fix else row.fix
    return Departure(key, row.bits if bits is None else bits, row.text.format(*parts), fix)
