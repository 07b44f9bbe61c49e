"""Code words beside probabilities: a prefix code made for one distribution, and what it costs under the truth.

Shannon's code gives class k ⌈−log₂ q⌉ bits ([CT] 5.4); Huffman's is the shortest of all prefix codes ([CT] 5.6).
"""

from __future__ import annotations

import heapq
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, real, sign, total
from xentropy_cli.derivation.extras.records import Field, Outcome, Working
from xentropy_cli.derivation.formula import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question

SPARE_DIGITS = 20
"""Digits beyond those of a word that tell its sum from the next whole number."""

TWO = real(2)

Group = tuple[Real, int, tuple[int, ...]]
"""Classes that are joined: their probability, their rank among equals, and their numbers."""


def codes_working(question: Question, found: Derivation, asked: Further) -> Working:  # noqa: ARG001  the signature of a working
    """Make the code of `asked.kind` for Q (for P, where there is no Q), and average its lengths under P."""
    example = found.examples[0]
    p, q = example.p, example.q or example.p
    lengths = LENGTHS[asked.kind](q)
    words = shannon_words(q, lengths) if asked.kind == "shannon" else code_words(lengths)
    parts = [_part(p_k, length) for p_k, length in zip(p, lengths, strict=True)]
    believed = Formula("q", "q") if example.q else Formula("p", "p")
    fields = (
        Field("name", Formula("class", r"\text{class}"), example.classes),
        Field("p", Formula("p", "p"), p, "given"),
        *((Field("q", believed, q, "given"),) if example.q else ()),
        Field(
            "surprisal",
            Formula(f"−log₂ {believed.text}", rf"-\log_2 {believed.latex}"),
            [core.surprisal(q_k, TWO) for q_k in q],
            made_from=(believed.text,),
            made=lambda x: core.surprisal(x, TWO),
        ),
        Field("word", Formula("word", r"\text{word}"), words),
        Field("length", Formula("length", r"\text{length}"), [n if n is None else real(n) for n in lengths], "count"),
        Field(
            "part", Formula("p·length", r"p \cdot \text{length}"), parts,
            made_from=("p", "length"), made=_part, total=total(parts),
        ),
    )  # fmt: skip
    kind = asked.kind.capitalize()
    outcome = Outcome(
        "code_length",
        Formula("mean length", r"\text{mean length}"),
        total(parts),
        "bits",
        form=Formula("Σ p·length", r"\sum p \cdot \text{length}"),
    )
    return Working("code", f"{kind} code for {'Q' if example.q else 'P'}", fields, (outcome,))


def _part(p: Real, length: int | None) -> Real:
    """p · length; infinite where something possible has no word."""
    return p * length if length is not None else core.part(p, core.surprisal(real(0)))


def shannon_lengths(q: Sequence[Real]) -> list[int | None]:
    """⌈−log₂ q⌉ bits a class; a class of probability 0 has no word.

    >>> shannon_lengths([real("0.5"), real("0.3"), real("0.2")])
    [1, 2, 3]
    """
    return [_whole_surprisal(q_k) if q_k else None for q_k in q]


def _whole_surprisal(q: Real) -> int:
    """The least whole l with 2^−l ≤ q."""
    length = max(0, int(float(core.surprisal(q, TWO))) - 1)
    while real(Fraction(1, 2**length)) > q:
        length += 1
    return length


def huffman_lengths(q: Sequence[Real]) -> list[int | None]:
    """Join the two least probable groups until one is left; each join adds a bit to every word in it.

    Of equally probable ones that which stands first is joined first, and a class before a group.

    >>> huffman_lengths([real("1/2"), real("1/4"), real("1/8"), real("1/8")]), huffman_lengths([real("1/4")] * 3)
    ([1, 2, 3, 3], [2, 2, 1])
    """
    lengths: list[int | None] = [0 if q_k else None for q_k in q]
    groups = [_ranked((q_k, k, (k,))) for k, q_k in enumerate(q) if q_k]
    heapq.heapify(groups)
    while len(groups) > 1:
        (_, (a, first, left)), (_, (b, second, right)) = heapq.heappop(groups), heapq.heappop(groups)
        for k in (*left, *right):
            lengths[k] = (lengths[k] or 0) + 1
        heapq.heappush(groups, _ranked((a + b, max(first, second) + len(q), (*left, *right))))
    return lengths


def _ranked(group: Group) -> tuple[Any, Group]:
    """Put what a group is sorted by before it: equal exact numbers are different objects, so that a tuple would stop there."""
    return _RANK(group), group


def _compared(a: Group, b: Group) -> int:
    return sign(a[0] - b[0]) or a[1] - b[1]


_RANK = cmp_to_key(_compared)


def code_words(lengths: Sequence[int | None]) -> list[str]:
    """Words of the given lengths, none the beginning of another: the canonical code, shorter words first.

    >>> code_words([2, 1, 3, 3])
    ['10', '0', '110', '111']
    """
    words, code, before = [""] * len(lengths), 0, 0
    for length, k in sorted((length, k) for k, length in enumerate(lengths) if length):
        code <<= length - before
        words[k], before = format(code, f"0{length}b"), length
        code += 1
    return words


def shannon_words(q: Sequence[Real], lengths: Sequence[int | None]) -> list[str]:
    """The words of Shannon's code: the more probable classes add up to a number, and the word is its first binary digits.

    >>> shannon_words([real("0.4"), real("0.3"), real("0.2"), real("0.1")], [2, 2, 3, 4])
    ['00', '01', '101', '1110']
    """
    words, before = [""] * len(lengths), real(0)
    for k in sorted(range(len(q)), key=lambda k: -q[k]):
        if length := lengths[k]:
            first_digits = int((before * 2**length).enclose(SPARE_DIGITS + length).high)
            words[k] = format(first_digits, f"0{length}b")
        before = before + q[k]
    return words


LENGTHS = {"huffman": huffman_lengths, "shannon": shannon_lengths}
