"""One row a quantity: how it is written, what it means, where it is from, and the function that computes it.

Help, tables, JSON, README and lessons read these facts here. A formula's `log` is written for the base in use by `in_base`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, product, total
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.derivation.model import Base


class Quantity(NamedTuple):
    """A quantity's facts. `unit` is "information", "probability" or "number"; `example` is a command that shows it.

    `gloss` says in a few words what the number says; `{}` in it stands for the number.
    """

    key: str
    symbol: Formula
    name: str
    formula: Formula
    unit: str
    meaning: str
    gloss: str
    reference: str
    example: str
    function: Callable[..., Real]

    def gloss_of(self, number: str) -> str:
        """Say in a few words what a number says, as `figure` wrote it.

        >>> QUANTITIES["perplexity"].gloss_of("4.00"), QUANTITIES["perplexity"].gloss_of("1.00")
        ('as unsure as 4 equal outcomes', 'as unsure as 1 equal outcome')
        """
        short = number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number
        gloss = self.gloss.format(short)
        return gloss.removesuffix("s") if short == "1" and "{}" in self.gloss else gloss


QUANTITIES = {
    row.key: row
    for row in (
        Quantity(
            "surprisal",
            Formula("−log q", r"-\log q"),
            "surprisal",
            Formula("−log q", r"-\log q"),
            "information",
            "how surprising an event of probability q is when it happens",
            "how surprising it is",
            "Cover and Thomas, Elements of Information Theory, 2.1",
            "xent compute --pred 0.7",
            core.surprisal,
        ),
        Quantity(
            "total",
            Formula("total", r"\text{total}"),
            "total",
            Formula("Σ −log q", r"\sum -\log q"),
            "information",
            "the surprise of everything that happened",
            "the surprise of it all",
            "Goodfellow and others, Deep Learning, 5.5",
            "xent compute --pred 0.7,0.8,0.97",
            total,
        ),
        Quantity(
            "mean",
            Formula("mean", r"\text{mean}"),
            "mean",
            Formula("total / n", r"\text{total} / n"),
            "information",
            "the average surprise of an example",
            "what each costs on average",
            "Goodfellow and others, Deep Learning, 5.5",
            "xent compute --pred 0.9,0.2 --label 1,0",
            lambda total, denominator: total / denominator,
        ),
        Quantity(
            "likelihood",
            Formula("product", r"\text{product}"),
            "likelihood",
            Formula("Π q", r"\prod q"),
            "probability",
            "the probability that all of it happens",
            "the chance that all of it happens",
            "Goodfellow and others, Deep Learning, 5.5",
            "xent compute --pred 0.7,0.8,0.97",
            product,
        ),
        Quantity(
            "typical_probability",
            Formula("typical q", r"\text{typical } q"),
            "typical probability",
            Formula("base^−mean", r"\text{base}^{-\text{mean}}"),
            "probability",
            "the one probability that, given to each, would surprise as much: the geometric mean",
            "as if each had had this chance",
            "Cover and Thomas, Elements of Information Theory, 3.1",
            "xent compute --pred 0.7,0.8,0.97",
            lambda mean, base=None: core.power(-mean, base),
        ),
        Quantity(
            "perplexity",
            Formula("perplexity", r"\text{perplexity}"),
            "perplexity",
            Formula("base^mean", r"\text{base}^{\text{mean}}"),
            "number",
            "how many equally likely outcomes would surprise as much",
            "as unsure as {} equal outcomes",
            "Jelinek and others, Journal of the Acoustical Society of America 62, 1977",
            "xent compute --pred 0.25,0.25,0.25",
            core.perplexity,
        ),
        Quantity(
            "entropy",
            Formula("H(P)", r"H(P)"),
            "entropy",
            Formula("Σ p·(−log p)", r"\sum p \cdot (-\log p)"),
            "information",
            "the surprise that is left to one who knows the truth",
            "what even knowing P leaves open",
            "Shannon, A Mathematical Theory of Communication, 1948, section 6",
            "xent compute --true 0.5,0.25,0.125,0.125 --base 2",
            core.entropy,
        ),
        Quantity(
            "cross_entropy",
            Formula("H(P, Q)", r"H(P, Q)"),
            "cross-entropy",
            Formula("Σ p·(−log q)", r"\sum p \cdot (-\log q)"),
            "information",
            "the average surprise of one who believes Q while P holds",
            "what believing Q costs in all",
            "Goodfellow and others, Deep Learning, 3.13",
            "xent compute --true 0.5,0.5 --pred 0.75,0.25 --base 2",
            core.cross_entropy,
        ),
        Quantity(
            "kl_divergence",
            Formula("KL(P‖Q)", r"\mathrm{KL}(P \,\|\, Q)"),
            "KL divergence",
            Formula("Σ p·log(p/q)", r"\sum p \cdot \log(p / q)"),
            "information",
            "what believing Q costs beyond H(P)",
            "what believing Q adds",
            "Kullback and Leibler, Annals of Mathematical Statistics 22, 1951",
            "xent compute --true 0.5,0.5 --pred 0.75,0.25 --base 2",
            core.kl_divergence,
        ),
        Quantity(
            "reverse_kl_divergence",
            Formula("KL(Q‖P)", r"\mathrm{KL}(Q \,\|\, P)"),
            "reverse KL divergence",
            Formula("Σ q·log(q/p)", r"\sum q \cdot \log(q / p)"),
            "information",
            "what believing P would cost if Q held",
            "what believing P would add",
            "Kullback and Leibler, Annals of Mathematical Statistics 22, 1951",
            "xent compute --true 0.5,0.5 --pred 0.75,0.25 --base 2",
            lambda p, q, base=None: core.kl_divergence(q, p, base),
        ),
        Quantity(
            "js_divergence",
            Formula("JS(P, Q)", r"\mathrm{JS}(P, Q)"),
            "Jensen–Shannon divergence",
            Formula("½ KL(P‖M) + ½ KL(Q‖M)", r"\tfrac12 \mathrm{KL}(P \,\|\, M) + \tfrac12 \mathrm{KL}(Q \,\|\, M)"),
            "information",
            "how far both lie from their average M = ½ (P + Q); symmetric, at most log 2",
            "how far both lie from their mean",
            "Lin, IEEE Transactions on Information Theory 37, 1991",
            "xent compute --true 0.5,0.5 --pred 0.75,0.25 --base 2",
            core.js_divergence,
        ),
        Quantity(
            "js_distance",
            Formula("√JS(P, Q)", r"\sqrt{\mathrm{JS}(P, Q)}"),
            "Jensen–Shannon distance",
            Formula("√JS(P, Q)", r"\sqrt{\mathrm{JS}(P, Q)}"),
            "number",
            "a true distance: symmetric, and a detour is never shorter",
            "its root: a true distance",
            "Endres and Schindelin, IEEE Transactions on Information Theory 49, 2003",
            "xent compute --true 0.5,0.5 --pred 0.75,0.25 --base 2",
            core.js_distance,
        ),
        Quantity(
            "total_variation",
            Formula("TV(P, Q)", r"\mathrm{TV}(P, Q)"),
            "total variation distance",
            Formula("½ Σ |p − q|", r"\tfrac12 \sum |p - q|"),
            "probability",
            "how far P and Q can lie apart on any event: 0 where they agree, 1 where they share no outcome",
            "the most they differ on an event",
            "Levin, Peres and Wilmer, Markov Chains and Mixing Times, 4.1",
            "xent compute --true 0.5,0.5 --pred 0.75,0.25",
            core.total_variation,
        ),
    )
}


def logarithm_sign(base: Base) -> Formula:
    """Write the logarithm of a base: ln, log₂, log₁₀.

    >>> from xentropy_cli.core.real import real
    >>> from xentropy_cli.derivation.model import Base
    >>> logarithm_sign(Base(real(2), "2", "bits")).text
    'log₂'
    """
    if base.value is None:
        return Formula("ln", r"\ln")
    if base.text.isdecimal():
        return Formula("log" + base.text.translate(SUBSCRIPTS), rf"\log_{{{base.text}}}")
    return Formula(f"log[{base.text}]", rf"\log_{{{base.text}}}")


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


OPEN_LOG = re.compile(r"log(?![₀-₉])")
OPEN_LATEX_LOG = re.compile(r"\\log(?!_)")
"""A logarithm whose base is left open; one with a base written to it keeps that."""

OPEN_BASE = re.compile(r"\bbase\b(?!-)")
"""The base of a power; that of a unit, as in base-3 units, is a name."""


def in_base(formula: Formula, base: Base) -> Formula:
    """Write a formula for the base in use.

    >>> from xentropy_cli.derivation.model import Base
    >>> [in_base(Formula(text, ""), Base(None, "e", "nats")).text for text in ("base^−mean", "total (base-3 units)")]
    ['e^−mean', 'total (base-3 units)']
    """
    sign = logarithm_sign(base)
    text = OPEN_BASE.sub(base.text, OPEN_LOG.sub(sign.text, formula.text))
    latex = OPEN_LATEX_LOG.sub(lambda _: sign.latex, formula.latex)
    return Formula(text, latex.replace(r"\text{base}", base.text))
