"""Cross-entropy and its relatives, by definition. Read this file first.

P is the truth, Q the prediction: sequences of K probabilities, one a class (two of different lengths raise ValueError).
Every number is a `Real` (real.py), so these are the textbook's formulas and nothing else: no rounding, no underflow, no
epsilon. `log` is the natural logarithm, and each function that has a unit takes the `base` of its logarithm: None for e
(nats), 2 (bits), 10 (bans), any number above 1. That a probability is one is checked where it is read (inputs/).

References: [CT] Cover and Thomas, Elements of Information Theory, 2nd edition, 2006. [L] Lin, Divergence measures based
on the Shannon entropy, IEEE Transactions on Information Theory 37, 1991. [ES] Endres and Schindelin, A new metric for
probability distributions, same journal 49, 2003. [GBC] Goodfellow, Bengio and Courville, Deep Learning, 2016. [SZ]
Szegedy and others, Rethinking the Inception architecture, CVPR 2016. [J] Jelinek and others, Perplexity, a measure of the
difficulty of speech recognition tasks, Journal of the Acoustical Society of America 62, 1977. [LPW] Levin, Peres and
Wilmer, Markov Chains and Mixing Times, 2nd edition, 2017.
"""

from collections.abc import Iterable, Sequence

from xentropy_cli.core.powers import raised, whole_logarithm
from xentropy_cli.core.real import (
    Real,
    exp,
    is_infinite,
    log,
    log1p,
    product,
    real,
    sqrt,
    total,
)

Distribution = Sequence[Real]
Base = Real | None


def logarithm(x: Real, base: Base = None) -> Real:
    """log x in the given base: exact for whole powers of the base, so that bits of 1/2, 1/4, 1/8 are 1, 2, 3.

    >>> logarithm(real("1/8"), real(2))
    real(-3)
    """
    if base is None:
        return log(x)
    whole = whole_logarithm(x, base)
    return real(whole) if whole is not None else log(x) / log(base)


def power(x: Real, base: Base = None) -> Real:
    """Raise the base to the power x: the way back from a logarithm.

    >>> power(real(-3), real(2))
    real(1/8)
    """
    return exp(x) if base is None else raised(base, x)


def surprisal(q: Real, base: Base = None) -> Real:
    """-log q: how surprising an event of probability q is when it happens ([CT] 2.1). 0 for q = 1, infinite for q = 0.

    >>> float(surprisal(real("0.7")))
    0.3566749439387324
    """
    return -logarithm(q, base)


def part(p: Real, surprise: Real) -> Real:
    """p times a surprise, with 0 · ∞ = 0: what never happens surprises nobody ([CT] 2.1).

    >>> part(real(0), surprisal(real(0)))
    real(0)
    """
    return p * surprise if p else real(0)


def entropy(p: Distribution, base: Base = None) -> Real:
    """H(P) = Σ p · (-log p), with 0 · log 0 = 0 ([CT] 2.1): the average surprisal of one who knows P.

    >>> entropy([real("1/2"), real("1/4"), real("1/8"), real("1/8")], real(2))
    real(7/4)
    """
    return total(part(p_k, surprisal(p_k, base)) for p_k in p)


def cross_entropy(p: Distribution, q: Distribution, base: Base = None) -> Real:
    """H(P, Q) = Σ p · (-log q): the average surprisal of one who believes Q while P holds ([GBC] 3.13).

    >>> float(cross_entropy([real("0.5"), real("0.5")], [real("0.75"), real("0.25")], real(2)))
    1.207518749639422
    """
    return total(part(p_k, surprisal(q_k, base)) for p_k, q_k in zip(p, q, strict=True))


def kl_divergence(p: Distribution, q: Distribution, base: Base = None) -> Real:
    """KL(P‖Q) = Σ p · log(p / q): what believing Q costs beyond H(P) ([CT] 2.3). Never negative; 0 only for Q = P.

    >>> float(kl_divergence([real("0.5"), real("0.5")], [real("0.75"), real("0.25")], real(2)))
    0.2075187496394219
    """
    return total(kl_term(p_k, q_k, base) for p_k, q_k in zip(p, q, strict=True))


def kl_term(p: Real, q: Real, base: Base = None) -> Real:
    """p · log(p / q), one class's part of KL(P‖Q), from log(p / q) = (-log q) - (-log p). Only the sum is never negative.

    >>> kl_term(real("1/2"), real("1/4"), real(2))
    real(1/2)
    """
    return p * (surprisal(q, base) - surprisal(p, base)) if p and p - q else real(0)


def js_divergence(p: Distribution, q: Distribution, base: Base = None) -> Real:
    """JS(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M), M = ½ (P + Q) ([L] 4.1). Symmetric, and at most log 2.

    >>> js_divergence([real(1), real(0)], [real(0), real(1)], real(2))
    real(1)
    """
    m = [(p_k + q_k) / 2 for p_k, q_k in zip(p, q, strict=True)]
    return (kl_divergence(p, m, base) + kl_divergence(q, m, base)) / 2


def js_distance(p: Distribution, q: Distribution, base: Base = None) -> Real:
    """√JS(P, Q): a metric, as the divergence itself is not ([ES]).

    >>> js_distance([real(1), real(0)], [real(0), real(1)], real(2))
    real(1)
    """
    return sqrt(js_divergence(p, q, base))


def total_variation(p: Distribution, q: Distribution) -> Real:
    """TV(P, Q) = ½ Σ |p - q|: the largest difference that any event makes ([LPW] 4.1). A metric, and at most 1.

    >>> total_variation([real("0.5"), real("0.5")], [real("0.75"), real("0.25")])
    real(1/4)
    """
    return total(p_k - q_k if p_k > q_k else q_k - p_k for p_k, q_k in zip(p, q, strict=True)) / 2


def perplexity(mean: Real, base: Base = None) -> Real:
    """base^mean: the number of equally likely outcomes that would surprise as much ([J]).

    >>> perplexity(real(3), real(2))
    real(8)
    """
    return power(mean, base)


def likelihood(q: Iterable[Real]) -> Real:
    """Π q: the probability that all of it happens ([GBC] 5.5). Its surprisal is the total.

    >>> likelihood([real("0.7"), real("0.8"), real("0.97")])
    real(679/1250)
    """
    return product(q)


def softmax(logits: Sequence[Real]) -> list[Real]:
    """q_k = e^{z_k} / Σ e^{z_j} ([GBC] 4.1), kept as e^{z_k - log Σ e^{z_j}}: its logarithm never passes through q.

    >>> float(surprisal(softmax([real(40), real(0)])[0]))
    4.248354255291589e-18
    """
    largest, rest = log_sum_exp(logits)
    return [exp((z - largest) - rest) for z in logits]


def log_sum_exp(logits: Sequence[Real]) -> tuple[Real, Real]:
    """log Σ e^{z_j} in two parts: the largest logit m, and log(1 + Σ e^{z_j - m}) over the others ([GBC] 4.1).

    >>> log_sum_exp([real(1000), real(1000)])
    (real(1000), real(≈0.6931471805599453))
    """
    largest = max(z for z in logits if not is_infinite(z))
    others = list(logits)
    others.remove(largest)
    return largest, log1p(total(exp(z - largest) for z in others))


def sigmoid(logit: Real) -> tuple[Real, Real]:
    """1 - σ(z) and σ(z) = 1 / (1 + e^{-z}) ([GBC] 3.10): the softmax of the logits (0, z); σ(-∞) = 0, σ(∞) = 1.

    >>> [float(q) for q in sigmoid(real(0))]
    [0.5, 0.5]
    """
    if is_infinite(logit) and logit > 0:
        return real(0), real(1)
    no, yes = softmax([real(0), logit])
    return no, yes


def gradient(p: Distribution, q: Distribution) -> list[Real]:
    """∂H(P, Q)/∂z_k = q_k - p_k in nats, Q = softmax(z) ([GBC] 6.2.2.3); with weights p that add up to S, S q_k - p_k.

    >>> gradient([real(1), real(0)], [real("0.75"), real("0.25")])
    [real(-1/4), real(1/4)]

    That of the only class with a weight is -S times what all others have: S q_k - S would cancel where q_k is nearly 1.
    """
    whole = total(p)
    return [
        whole * q_k - p_k if whole - p_k else -whole * others(q, k)
        for k, (p_k, q_k) in enumerate(zip(p, q, strict=True))
    ]


def central_differences(p: Distribution, q: Distribution, step: Real) -> list[Real]:
    """(H(P, softmax(z + h e_k)) - H(P, softmax(z - h e_k))) / 2h in nats, Q = softmax(z): the slopes, without calculus.

    H is Σ p log Σ e^z - Σ p z, and moving z_k by ±h multiplies Σ e^z by 1 + q_k (e^{±h} - 1), whatever the other logits;
    that is e^{±h} (1 + r (e^{∓h} - 1)), r = 1 - q_k, from which the slope of the only class with a weight does not cancel.

    >>> slopes = central_differences([real(1), real(0)], [real("1/2"), real("1/2")], real("1e-6"))
    >>> [slope.rounded(6) for slope in slopes]
    [Decimal('-0.500000'), Decimal('0.500000')]
    """
    whole, gain, loss = total(p), exp(step) - 1, 1 - exp(-step)
    parts = [
        (q_k, p_k, 1) if whole - p_k else (others(q, k), real(0), -1)
        for k, (p_k, q_k) in enumerate(zip(p, q, strict=True))
    ]
    moved = [(log1p(part * (gain + loss) / (1 - part * loss)), held, sign) for part, held, sign in parts]
    return [(sign * whole * moved_k - 2 * step * held) / (2 * step) for moved_k, held, sign in moved]


def others(q: Distribution, k: int) -> Real:
    """Σ q_j over all classes but k: 1 - q_k, however near q_k is to 1.

    >>> others([real("1/2"), real("1/4"), real("1/4")], 0)
    real(1/2)
    """
    return total(q_j for j, q_j in enumerate(q) if j != k)


def smooth(p: Distribution, epsilon: Real) -> list[Real]:
    """Label smoothing over all K classes ([SZ] 7; PyTorch, Keras): (1 - ε) p + ε / K.

    >>> smooth([real(1), real(0), real(0)], real("0.3"))
    [real(4/5), real(1/10), real(1/10)]
    """
    return [(1 - epsilon) * p_k + epsilon / len(p) for p_k in p]


def smooth_others(p: Distribution, epsilon: Real) -> list[Real]:
    """Label smoothing over the K - 1 classes that are not the truth: the truth keeps 1 - ε.

    >>> smooth_others([real(1), real(0), real(0)], real("0.3"))
    [real(7/10), real(3/20), real(3/20)]
    """
    return [(1 - epsilon) * p_k + epsilon * (1 - p_k) / (len(p) - 1) for p_k in p]
