"""What people paste: lists within lists, prints of NumPy, PyTorch, TensorFlow, R, Julia and pandas, and what surrounds numbers.

A row is told as the spans of text that hold its entries; where these are cut is a matter of notation.py.
"""

from __future__ import annotations

import re

from xentropy_cli.named_tuple import NamedTuple

WRAPPED = (
    r"(?a:(?:[A-Za-z_]\w*\.)*(?:\w*[Tt]ensor\w*|(?:nd)?array|\w*Array|as_?array|Decimal|Counter|OrderedDict|dict|constant|[Vv]ariable|Parameter|from_numpy|"
    r"matrix|mat|c|rbind|list|tuple|vector|Series|DataFrame|b?float(?:16|32|64)?)\(\s*)"
)
"""A call whose arguments are the numbers: tensor([…]), torch.FloatTensor([…]), np.array([…]), c(…), np.float64(…)."""

TYPED = (
    r"(?a:&?(?:new\s+)?(?:\[[0-9]*\])*(?:(?:\w+::)*(?:[Ff]loat(?:16|32|64)?|[Dd]ouble|real|[Ii]nt(?:32|64)?|long|vec!|vector|"
    r"array|List|Vec|f16|f32|f64|i32|i64|u8|u32|u64)(?:<[\w:, <>]*>)?)?(?:\[[0-9]*\])*\s*)(?=[\[{])"
)
"""What Go, Java, Rust, Julia, C# and C++ write before a list: []float64{…}, new double[] {…}, &[…], vec![…], Float32[…]."""

MORE = (
    r"(?:(?<=\]\])\s*,\s*\[[0-9, ]+\])?"
    r"(?:\s*,\s*(?:dtype|device|requires_grad|grad_fn|shape|layout|name|index|weak_type)\s*=\s*"
    r"(?:<[^<>]*>|'[^']*'|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]|[^,()<>\[\]]*))*\s*\)\s*"
)
"""What such a call tells behind the numbers."""

BRACKETS = {"[": "]", "(": ")", "{": "}"}
QUOTES = ('"', "'")
"""What JSON and R write round a text; round a whole list it is a slip of the shell, and refused."""

TENSORFLOW = r"<tf\.(?:Tensor|Variable)\b[^<>]*?\bnumpy=\s*"
"""How TensorFlow prints a tensor: <tf.Tensor: shape=(2, 3), dtype=float32, numpy=array(…)>."""
NAME = r"(?a:[A-Za-z_$][\w.<>]*(?:\[[0-9, ]*\])?)"
BEFORE = rf"""(?:{NAME}\s+)*(?:{NAME}|"[^"]*"|'[^']*')\s*(?:<-|:=|=|:)\s*"""
"""What stands before a list that was given a name or printed: p =, probs:, Out[3]:, p <-, double p[] =, "probs":."""


class Span(NamedTuple):
    """From one place of a text to another."""

    start: int
    end: int

    def trimmed(self, text: str) -> Span:
        """Without blanks at both ends."""
        inside = text[self.start : self.end]
        start = self.start + len(inside) - len(inside.lstrip())
        return Span(start, max(self.end - (len(inside) - len(inside.rstrip())), start))


def inside_calls(text: str, span: Span) -> Span:
    """Read through calls, brackets and blanks round a text, as far as each opens and closes it.

    >>> text = "tensor([[0.7, 0.3]], dtype=torch.float64)"
    >>> text[slice(*inside_calls(text, Span(0, len(text))))]
    '0.7, 0.3'
    """
    span = span.trimmed(text)
    while (inner := unwrapped(text, span)) is not None:
        span = inner.trimmed(text)
    return span


def unwrapped(text: str, span: Span) -> Span | None:
    """Take one call or pair of brackets off; None where none holds the whole text."""
    start, end = span
    if end - start < 2:  # noqa: PLR2004  a pair
        return None
    call = call_at(text, span)
    if call is not None:
        return inside_call(text, span, call)
    typed = typed_at(text, span)
    if typed is not None:
        return Span(typed.end(), end)
    if text.startswith("<tf.", start) and text[end - 1] == ">":
        head = re.compile(TENSORFLOW).match(text, start, end)
        return None if head is None else Span(head.end(), end - 1)
    return inside_brackets(text, span) if text[start] in BRACKETS else behind_name(text, span)


def behind_name(text: str, span: Span) -> Span | None:
    """The list or call behind its name; None where none is all that stands behind it.

    >>> behind_name("p = [0.7, 0.3]", Span(0, 14)), behind_name("cat=0.7, dog=0.3", Span(0, 16))
    (Span(start=4, end=14), None)
    """
    if text[span.end - 1] not in "])};":
        return None
    found = re.compile(BEFORE).match(text, *span)
    end = span.end - (text[span.end - 1] == ";")
    rest = None if found is None else Span(found.end(), end)
    return rest if rest is not None and rest.end > rest.start and unwrapped(text, rest) is not None else None


def unquoted(text: str, start: int, end: int) -> Span:
    """An entry without the quotes round it.

    >>> unquoted('"0.7"', 0, 5), unquoted("0.7", 0, 3)
    (Span(start=1, end=4), Span(start=0, end=3))
    """
    is_quoted = end - start > 1 and text[start] in QUOTES and text[end - 1] == text[start]
    return Span(start + 1, end - 1) if is_quoted else Span(start, end)


def inside_call(text: str, span: Span, call: re.Match[str]) -> Span | None:
    """The numbers of a call, without what it tells behind them."""
    if closing(text, text.index("(", span.start)) != span.end - 1:
        return None
    ends = re.compile(MORE).finditer(text, call.end(), span.end)
    more = next((found for found in ends if found.end() == span.end), None)
    return None if more is None else Span(call.end(), more.start())


def inside_brackets(text: str, span: Span) -> Span | None:
    """What brackets hold, without a comma at its end, as Python may write, or a semicolon behind them, as MATLAB may."""
    end = closing(text, span.start)
    if end is None or text[end] != BRACKETS[text[span.start]] or text[end + 1 : span.end] not in ("", ";"):
        return None
    inner = Span(span.start + 1, end)
    last = inner.trimmed(text).end - 1
    return Span(inner.start, last) if last >= inner.start and text[last] == "," else inner


def call_at(text: str, span: Span) -> re.Match[str] | None:
    """Find the call with which a text begins; what closes none is not worth the pattern, which takes 1 ms to compile."""
    return re.compile(WRAPPED).match(text, *span) if text.find(")", *span) >= 0 else None


def typed_at(text: str, span: Span) -> re.Match[str] | None:
    """Find the type of numbers that a program writes before a list; plain brackets have none."""
    start, end = span
    may_be_typed = text[start].isalpha() or text[start] == "&" or text.startswith("]", start + 1)
    found = re.compile(TYPED).match(text, start, end) if text[end - 1] in "]}" and may_be_typed else None
    return found if found is not None and found.end() > start and closing(text, found.end()) == end - 1 else None


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at a place is closed."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "[({") - (text[at] in "])}")
        if not depth:
            return at
    return None


class Titled(NamedTuple):
    """A number that was printed beside or below its name."""

    span: Span
    name: str


Spans = list[Span]
Rows = list[Spans] | list[list[Titled]]


def is_deep(text: str) -> bool:
    """Tell whether rows stand in lists of rows, as a batch of sequences does: three brackets open at once.

    >>> is_deep("[[[0.7, 0.3], [0.2, 0.8]]]"), is_deep("tensor([[0.7, 0.3]])")
    (True, False)
    """
    return bool(re.search(r"[\[{]\s*[\[{]\s*[\[{]", text))


def lists_in(text: str, inner: Span) -> list[Spans] | None:
    """The innermost lists of a list as rows; numbers that each stand in a call are one row. None of anything else."""
    found, at = [], inner.start
    while at < inner.end:
        if text[at] in ",;" or text[at].isspace():
            at += 1
            continue
        call = call_at(text, Span(at, inner.end))
        opened = at if call is None else text.index("(", at)
        end = closing(text, opened) if text[opened] in BRACKETS else None
        if end is None or end >= inner.end:
            return None
        span = inside_calls(text, Span(at, end + 1))
        found.append((span, call is not None and not re.search(r"[\s,]", text[slice(*span)])))
        at = end + 1
    if len(found) < 2:  # noqa: PLR2004  several
        return None
    if all(is_number for _, is_number in found):
        return [[span for span, _ in found]]
    return [row for span, _ in found for row in lists_in(text, span) or [[span]]]


def lines_in(text: str, inner: Span) -> list[Spans]:
    """The lines of a text as its rows; one that goes on behind a comma at the end of a line is one row."""
    lines = parts_between(text, inner, "\n")
    goes_on = any(text[line.end - 1] == "," for line in lines[:-1])
    return [[inner]] if goes_on or len(lines) < 2 else as_rows(text, lines)  # noqa: PLR2004  several


def as_rows(text: str, parts: Spans) -> list[Spans]:
    """Parts that hold several entries are rows; if each holds one, they are one row."""
    return [[part] for part in parts] if any(re.search(r"[\s,]", text[slice(*part)]) for part in parts) else [parts]


def parts_between(text: str, span: Span, mark: str) -> Spans:
    """The parts of a text between marks, without blanks round them and without those that hold nothing."""
    parts, at = [], span.start
    for part in text[slice(*span)].split(mark):
        parts.append(Span(at, at + len(part)).trimmed(text))
        at += len(part) + 1
    return [part for part in parts if part.end > part.start]
