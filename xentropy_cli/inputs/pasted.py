"""What people paste: lists within lists, the prints of NumPy, PyTorch and R, and what stands round their numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

WRAPPED = r"(?a:(?:[A-Za-z_]\w*\.)*(?:tensor|Tensor|array|Array|asarray|matrix|c|list|tuple|vector|Series)\(\s*)"
"""A call whose arguments are the numbers: tensor([…]), np.array([…]), c(…)."""

MORE = (
    r"(?:\s*,\s*(?:dtype|device|requires_grad|grad_fn|shape|layout|name|index|weak_type)\s*=\s*"
    r"(?:<[^<>]*>|'[^']*'|\"[^\"]*\"|\([^()]*\)|[^,()<>]*))*\s*\)\s*"
)
"""What such a call tells behind the numbers."""

BRACKETS = {"[": "]", "(": ")"}


class Span(NamedTuple):
    """From one place of a text to another."""

    start: int
    end: int


def inside_calls(text: str, span: Span) -> Span:
    """Read through calls, brackets and blanks round a text, as far as each opens and closes it.

    >>> text = "tensor([[0.7, 0.3]], dtype=torch.float64)"
    >>> text[slice(*inside_calls(text, Span(0, len(text))))]
    '0.7, 0.3'
    """
    start, end = span
    while True:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        inner = unwrapped(text, Span(start, end))
        if inner is None:
            return Span(start, end)
        start, end = inner


def unwrapped(text: str, span: Span) -> Span | None:
    """Take one call or pair of brackets off; None where none holds the whole text."""
    start, end = span
    call = call_at(text, span)
    if call is not None:
        if closing(text, text.index("(", start)) != end - 1:
            return None
        more = next((found for found in re.compile(MORE).finditer(text, call.end(), end) if found.end() == end), None)
        return None if more is None else Span(call.end(), more.start())
    if end - start > 1 and BRACKETS.get(text[start]) == text[end - 1] and closing(text, start) == end - 1:
        return Span(start + 1, end - 1)
    return None


def call_at(text: str, span: Span) -> re.Match[str] | None:
    """Find the call with which a text begins; what closes none is not worth the pattern, which takes 1 ms to compile."""
    return re.compile(WRAPPED).match(text, *span) if text.find(")", *span) >= 0 else None


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at a place is closed."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "[(") - (text[at] in "])")
        if not depth:
            return at
    return None


def row_spans(text: str) -> list[Span]:
    r"""The rows of what was pasted: each list of a list of lists, or all of it as one.

    >>> text = "array([[0.7, 0.3],\n       [0.2, 0.8]])"
    >>> [text[slice(*span)] for span in row_spans(text)]
    ['0.7, 0.3', '0.2, 0.8']
    """
    inner = inside_calls(text, Span(0, len(text)))
    rows, at = [], inner.start
    while at < inner.end:
        if text[at] in " ,\n\r\t" or text[at].isspace():
            at += 1
            continue
        call = call_at(text, Span(at, inner.end))
        opened = at if call is None else text.index("(", at)
        end = closing(text, opened) if text[opened] in BRACKETS else None
        if end is None or end >= inner.end:
            return [inner]
        rows.append(inside_calls(text, Span(at, end + 1)))
        at = end + 1
    return rows if len(rows) > 1 else [inner]
