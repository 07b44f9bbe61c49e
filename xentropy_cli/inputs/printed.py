"""What programs print and pages show: numbers beside or below names, between bars, or in one list that is cut into rows."""

from __future__ import annotations

import re

from xentropy_cli.inputs.pasted import (
    BEFORE,
    Rows,
    Span,
    Spans,
    Titled,
    as_rows,
    inside_calls,
    lines_in,
    lists_in,
    parts_between,
    unwrapped,
)

JULIA = r"\s*[0-9]+(?:×[0-9]+|-element)[^\n]*:[ \t]*\n"
"""The line above an array that Julia prints: 2×3 Matrix{Float64}:"""
R_COLUMNS = r"\s*(?:\[,[0-9]+\][ \t]*)+\n"
R_ROW = r"[ \t]*\[[0-9]+,\][ \t]*"
R_PLACE = r"[ \t]*\[[0-9]+\](?=[ \t])[ \t]*"
R_HEADS = ("[,1]", "[1,]", "[1]")
"""What R prints above a matrix, before its rows, and before each line of a vector: [,1] [,2] · [1,] · [1]."""
SERIES = r"\n[ \t]*(?:Name: [^\n]*, )?(?:Length: [0-9]+, )?dtype: \w+\s*$"
"""The last line of a series that pandas prints; each line before it is a place, counted from 0, and a number."""
NUMBER = r"[-+.0-9][-+.0-9eE%/]*"
QUOTED = r"""(?:'[^']*'|"[^"]*")"""
PAIR = rf"[(\[]\s*(?P<name>{QUOTED})\s*,\s*(?P<number>[^\s,()\[\]'\"]+)\s*,?\s*[)\]]"
"""A name and its number, as Python lists them: ('cat', 0.7)."""
LABELLED = rf"__label__(?P<name>\S+)\s+(?P<number>{NUMBER})"
"""A label and its probability, as fastText prints them."""
FILLED = (
    rf"\s*(?:{BEFORE})?(?:\w+(?:\.|::))*(?P<call>matrix|constant|tensor[1-6]d)\(\s*"
    r"(?P<list>c\([^()]*\)|\[[^\[\]]*\])\s*(?P<more>,.*)\)\s*;?\s*"
)
"""A call that cuts one list into rows: matrix(c(…), ncol = 2), tf.constant([…], shape=[2, 2]), tf.tensor2d([…], [2, 2])."""
RULE = r"[-:|+=\s]+|\\\w+(?:\{[^{}]*\})?"
"""A line between rows: |---|---|, or \\hline."""
ROW_END = r"\s*\\\\(?:\[[^\[\]]*\])?\s*$"


def row_spans(text: str) -> Rows:
    r"""The rows of what was pasted, each as the spans of its entries.

    >>> text = "array([[0.7, 0.3],\n       [0.2, 0.8]])"
    >>> [[text[slice(*span)] for span in row] for row in row_spans(text)]
    [['0.7, 0.3'], ['0.2, 0.8']]
    """
    whole = Span(0, len(text)).trimmed(text)
    printed = printed_rows(text)
    if printed is not None:
        return printed
    filled = filled_rows(text)
    if filled is not None:
        return filled
    inner = inside_calls(text, whole)
    if inner.start == inner.end:
        return [[inner]]
    listed = lists_in(text, inner)
    if listed is not None:
        return listed
    if ";" in text[inner.start : inner.end]:
        return as_rows(text, parts_between(text, inner, ";"))
    return lines_in(text, inner) if inner == whole else [[inner]]


def is_pasted(text: str) -> bool:
    r"""Tell whether a text is one list or print as a whole, whose lines are no rows by themselves.

    >>> is_pasted("[0.7,\n0.3]"), is_pasted("0.7\n0.3")
    (True, False)
    """
    return unwrapped(text, Span(0, len(text)).trimmed(text)) is not None or printed_rows(text) is not None


def printed_rows(text: str) -> Rows | None:
    """The rows of what R, Julia, pandas, fastText or a page printed; None of any other text."""
    if "dtype:" in text and (last := re.search(SERIES, text)):
        return series(text, parts_between(text, Span(0, last.start()), "\n"))
    for of in (ruled, pairs, below_names):
        found = of(text)
        if found is not None:
            return found
    if "\n" in text and text.lstrip()[:1].isdigit() and (head := re.match(JULIA, text)):
        return as_rows(text, parts_between(text, Span(head.end(), len(text)), "\n"))
    if not text.lstrip().startswith(R_HEADS):
        return None
    columns = re.match(R_COLUMNS, text)
    lines = parts_between(text, Span(columns.end() if columns else 0, len(text)), "\n")
    for prefix in (R_ROW, R_PLACE):
        heads = [re.compile(prefix).match(text, *line) for line in lines]
        if all(heads):
            rows = [Span(head.end(), line.end) for head, line in zip(heads, lines, strict=True) if head]
            return [[row] for row in rows] if prefix == R_ROW else [rows]
    return None


def line_end(text: str, line: Span) -> Span:
    """The last word of a line."""
    return Span(line.start + 1 + max(text[slice(*line)].rfind(blank) for blank in " \t"), line.end)


def series(text: str, lines: Spans) -> Rows | None:
    """The numbers of a series, each behind its place, or its name."""
    names = [text[slice(*line)].rpartition(" ")[0].strip() for line in lines]
    if names == [str(place) for place in range(len(names))]:
        return [[line_end(text, line) for line in lines]]
    are_names = all(name and not re.fullmatch(NUMBER, name) for name in names)
    return (
        [[Titled(line_end(text, line), name) for line, name in zip(lines, names, strict=True)]] if are_names else None
    )


def pairs(text: str) -> Rows | None:
    """Numbers beside their names, in a list of pairs or behind labels.

    >>> pairs("[('a', 0.7), ('b', 0.3)]")
    [[Titled(span=Span(start=7, end=10), name='a'), Titled(span=Span(start=19, end=22), name='b')]]
    """
    if "__label__" in text:
        found, pattern = re.fullmatch(rf"\s*(?:{LABELLED}\s*)+", text), LABELLED
    elif re.search(rf"[(\[]\s*{QUOTED}", text):
        found, pattern = re.fullmatch(rf"\s*(?:{BEFORE})?[(\[]\s*(?:{PAIR}\s*,?\s*)+[)\]]\s*", text), PAIR
    else:
        return None
    if found is None:
        return None
    return [[Titled(Span(*pair.span("number")), pair["name"].strip("'\"")) for pair in re.finditer(pattern, text)]]


def below_names(text: str) -> Rows | None:
    """Numbers below their names, as R prints a vector that has some, over as many pairs of lines as it takes."""
    if "\n" not in text or not text.lstrip()[:1].isalpha():
        return None
    words = [
        [(found.group(), Span(*found.span())) for found in re.compile(r"\S+").finditer(text, *line)]
        for line in parts_between(text, Span(0, len(text)), "\n")
    ]
    heads, rows = words[::2], words[1::2]
    if [len(head) for head in heads] != [len(row) for row in rows]:
        return None
    both = [pair for head, row in zip(heads, rows, strict=True) for pair in zip(head, row, strict=True)]
    is_printed = all(re.fullmatch(NUMBER, number) and not re.fullmatch(NUMBER, name) for (name, _), (number, _) in both)
    return [[Titled(span, name) for (name, _), (_, span) in both]] if is_printed else None


def ruled(text: str) -> Rows | None:
    r"""The rows of a table of LaTeX or Markdown: cells between & or bars.

    >>> [[text[slice(*cell)] for cell in row] for text in (r"0.7 & 0.3 \\",) for row in ruled(text)]
    [['0.7', '0.3']]
    """
    bare = text.strip()
    mark = "&" if re.search(r"[^\s(]\s*&\s*[^\s\[]", bare) else "|" if bare[:1] == bare[-1:] == "|" != bare else None
    if mark is None:
        return None
    lines = [
        line for line in parts_between(text, Span(0, len(text)), "\n") if not re.fullmatch(RULE, text[slice(*line)])
    ]
    ends = [re.compile(ROW_END).search(text[slice(*line)]) for line in lines]
    lines = [
        line if end is None else Span(line.start, line.start + end.start())
        for line, end in zip(lines, ends, strict=True)
    ]
    rows = [parts_between(text, line, mark) for line in lines]
    return [[cell for row in rows for cell in row]] if all(len(row) == 1 for row in rows) else rows


def filled_rows(text: str) -> list[Spans] | None:
    """The rows into which a call cuts one list of numbers; R's matrix fills its columns first. None of anything else.

    >>> text = "matrix(c(0.7, 0.2, 0.3, 0.8), ncol = 2)"
    >>> [[text[slice(*number)] for number in row] for row in filled_rows(text)]
    [['0.7', '0.3'], ['0.2', '0.8']]
    """
    if ")" not in text or not (found := re.fullmatch(FILLED, text, re.DOTALL)):
        return None
    inner = inside_calls(text, Span(*found.span("list")))
    numbers = parts_between(text, inner, ",")
    rows, columns, by_row = shape_of_call(found["call"], found["more"], len(numbers))
    if not rows and found["call"] != "matrix":
        return None
    if rows * columns != len(numbers):  # or is not told, so that what the call would make of them is not either
        return [[Span(0, len(text))]]
    if by_row:
        return [numbers[row * columns : (row + 1) * columns] for row in range(rows)]
    return [numbers[row::rows] for row in range(rows)]


def shape_of_call(call: str, more: str, count: int) -> tuple[int, int, bool]:
    """How many rows and columns a call makes of so many numbers, and whether it fills rows first; 0 rows if that is not told.

    >>> shape_of_call("matrix", ", nrow = 2, byrow = TRUE", 6), shape_of_call("constant", ", shape=[2, 3]", 6)
    ((2, 3, True), (2, 3, True))
    """
    if call != "matrix":
        sizes = re.search(r"[\[(]\s*([0-9]+)\s*,\s*([0-9]+)\s*[\])]", more)
        return (int(sizes[1]), int(sizes[2]), True) if sizes else (0, 0, True)
    told = dict(re.findall(r"\b(nrow|ncol|byrow)\s*=\s*(\w+)", more))
    told |= dict(zip(("nrow", "ncol"), re.findall(r",\s*([0-9]+)\s*(?=,|$)", more), strict=False))
    rows, columns = (int(told[key]) if told.get(key, "").isdecimal() else 0 for key in ("nrow", "ncol"))
    rows, columns = rows or count // max(columns, 1) * bool(columns), columns or count // max(rows, 1)
    return rows, columns, told.get("byrow", "F").startswith("T")
