"""The form of a table, read off its first lines: delimiter, header, decimal mark. Whatever later does not fit is refused."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.words import MINUS, WIDE, plain_cell
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.known_names import KNOWN
from xentropy_cli.tables.strict.preamble import no_rows, refuse_left_out, refuse_preamble, with_row_names, without_mark
from xentropy_cli.tables.strict.records import Record, cells, records
from xentropy_cli.text import place_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.tables.strict.records import Block

SAMPLE = 100
DELIMITERS = (",", ";", "\t", "|", " ")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks", None: "none"}
IN_DECIMALS = "0123456789.eE+-"
DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?"
# compiled where a cell asks for them, which most tables never do
PERCENT = rf"[ {WIDE}]?%"  # many languages write a blank before it
NUMBER = rf"(?i:{DECIMAL}{PERCENT}|{DECIMAL}/{DECIMAL}|[+-]?inf(?:inity)?)"
UNUSUAL = frozenset("%/iI")  # one of which a number holds that is no decimal
VECTOR = r"[\[({]?\s*[^\s,;]+(?:\s*[,;\s]\s*[^\s,;]+)+\s*[\])}]?"
EDGE = rf"[ \t{WIDE}]*"
COMMA_NUMBER = rf"{EDGE}[+{MINUS}-]?[0-9]*,[0-9]+(?:[eE][+{MINUS}-]?[0-9]+)?(?:{PERCENT})?{EDGE}"
GROUPS = r"(?:,[0-9]{3})+(?:\.[0-9]+)?|(?:\.[0-9]{3})+,[0-9]+|(?:[ '][0-9]{3})+(?:[.,][0-9]+)?"
GROUPED = rf"{EDGE}[+{MINUS}-]?[1-9][0-9]{{0,2}}(?:{GROUPS}){EDGE}"
"""Digits in groups of three, as in 1,234.5 or 1.234,5 or 1 234: one number, or several."""
IMPOSSIBLE = ("-inf", "-infinity", "-∞")
"""The logit or log-probability of what cannot happen."""
CERTAIN = ("inf", "+inf", "infinity", "+infinity", "∞", "+∞")
"""The logit of what must happen, of a sigmoid."""


class Form(NamedTuple):
    """How to read a table; what is None is found out."""

    delimiter: str | None = None
    header: bool | None = None
    quote: str = '"'
    decimal: str | None = None
    comment: str | None = None
    skip_lines: int = 0
    encoding: str | None = None
    percent: bool = False


class Shape(NamedTuple):
    """What the first lines of a table show: its delimiter (None: one column), the names of its columns, a sample.

    `is_point` tells that decimals are known to have a point: the caller says so, or they were never typed.
    """

    delimiter: str | None
    names: tuple[str, ...]
    has_header: bool
    fields: int
    decimal: str = "."
    quote: str = ""
    comment: str | None = None
    sample: tuple[tuple[str, ...], ...] = ()
    json: bool = False
    is_point: bool = False
    mark: str = ""  # what a tool writes before the number of the class that it predicts
    own: int | None = None  # how many columns may be named, where those behind them come from another file

    @property
    def named(self) -> tuple[str, ...]:
        """The names of the columns that may be asked for by name."""
        return self.names[: self.own]

    def column(self, index: int) -> list[str]:
        """The sampled cells of a column."""
        return [row[index] for row in self.sample if len(row) > index]


def decimal_value(cell: str) -> float | None:
    """Read a plain decimal number; None for everything else, such as the names, blanks and _ that `float` would take.

    >>> decimal_value("-.5e1"), decimal_value("1_0"), decimal_value("nan"), decimal_value("")
    (-5.0, None, None, None)
    """
    if cell.strip(IN_DECIMALS):
        return None
    try:
        return float(cell)
    except ValueError:
        return None


def decimal_or_percent(cell: str) -> float | None:
    """A plain decimal, or a percentage, as a double; None for everything else.

    >>> decimal_or_percent("0.9"), decimal_or_percent("90 %"), decimal_or_percent("9/10")
    (0.9, 0.9, None)
    """
    if not (cell := plain_cell(cell)).endswith("%"):
        return decimal_value(cell)
    value = decimal_value(cell[:-1].rstrip())
    return None if value is None else value / 100.0


def is_number(cell: str, decimal: str = ".") -> bool:
    """Tell whether a cell reads as a number: a decimal, a percentage or a fraction."""
    text = plain_cell(cell.replace(",", ".") if decimal == "," else cell)
    is_pointed = decimal == "," and "." in cell
    if is_pointed or decimal_value(text) is not None:
        return not is_pointed
    return not UNUSUAL.isdisjoint(text) and re.fullmatch(NUMBER, text) is not None


def is_comma_number(cell: str) -> bool:
    """Tell whether a cell reads as a number with a decimal comma.

    >>> is_comma_number("0,9"), is_comma_number("45,2%"), is_comma_number("1,2,3")
    (True, True, False)
    """
    return "," in cell and re.fullmatch(COMMA_NUMBER, cell) is not None


def is_vector(cell: str) -> bool:
    """Tell whether a cell holds several numbers; `0,9` and `1,234.5` may be one each, and are not taken for two.

    Lines end only within brackets: elsewhere a stray quote may have joined rows.

    >>> is_vector("0.7,0.3"), is_vector("[1 0]"), is_vector("1,234.5")
    (True, True, False)
    """
    if cell[:1] not in ("[", "(", "{") and re.search(r"[\r\n]", cell):
        return False
    return bool(re.fullmatch(VECTOR, cell)) and not re.fullmatch(f"{COMMA_NUMBER}|{GROUPED}|{NUMBER}", cell)


def are_vectors(cells: Sequence[str], shape: Shape) -> bool:
    """Tell whether cells hold several numbers: the first may, and one of them cannot be a single number."""
    return bool(
        cells
        and not is_number(cells[0], shape.decimal)
        and re.fullmatch(VECTOR, cells[0])
        and any(is_vector(cell) or (shape.is_point and is_comma_number(cell)) for cell in cells)
    )


def is_json(block: Block) -> bool:
    """Tell whether a block begins with a JSON object or array."""
    return block.data.lstrip(b" \t\r\n")[:1] in (b"{", b"[")


def shape_of(block: Block, form: Form, wanted: Iterable[str] = ()) -> Shape:
    """Read the form of a table off the first 100 records of its first block."""
    lines = []
    for place in records(block, form.quote, form.comment):
        if place.text.strip():
            lines.append(place)
        if len(lines) > SAMPLE:
            break
    if not lines:
        raise no_rows(block.name)
    refuse_left_out(lines)
    delimiter = form.delimiter or sniffed_delimiter(lines, form)
    lines = sampled(lines, delimiter, form)
    rows = with_row_names(without_mark([cells(line, delimiter, form.quote) for line in lines]))
    if len({len(row) for row in rows}) > 1 and form.delimiter is None and form.header is None:
        find_table(lines, form)
    decimal = form.decimal or sniffed_decimal(rows, delimiter)
    header = form.header if form.header is not None else has_header(rows, decimal, set(wanted))
    names = tuple(rows[0]) if header else tuple(str(k + 1) for k in range(len(rows[0])))
    sample = tuple(tuple(row) for row in rows[1 if header else 0 :])
    shape = Shape(delimiter, names, header, len(rows[0]), decimal, form.quote, form.comment, sample)
    return shape._replace(is_point=form.decimal == ".")


def find_table(lines: Sequence[Record], form: Form) -> None:
    """Refuse lines of another form above a table, whatever separates its cells."""
    cut = []
    for delimiter in DELIMITERS[:-1]:
        with suppress(XentError):
            cut.append([cells(line, delimiter, form.quote) for line in lines])
    refuse_preamble(lines, cut, has_numbers)


def sampled(lines: Sequence[Record], delimiter: str | None, form: Form) -> list[Record]:
    """The sampled records that can be cut into cells; the strict reader explains the others."""
    good = []
    for number, line in enumerate(lines):
        try:
            cells(line, delimiter, form.quote)
        except XentError:
            if not number:
                raise
        else:
            good.append(line)
    return good


def sniffed_delimiter(lines: Sequence[Record], form: Form) -> str | None:
    """Return the first of `, ; TAB | blank` that gives every line the same number (> 1) of fields and a column of numbers."""
    for delimiter in DELIMITERS:
        try:
            rows = [cells(line, delimiter, form.quote) for line in lines]
        except XentError:
            continue
        width = len(rows[0])
        if width > 1 and all(len(row) == width for row in rows) and has_numbers(rows, width):
            return delimiter
    first = lines[0].text.strip()
    likely = [d for d in DELIMITERS if d in first and (d != " " or not is_number(first))]
    return likely[0] if likely else None


def has_numbers(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether some column holds numbers below its first cell."""
    body = rows[1:] or rows
    return any(
        all(is_number(row[k]) or re.fullmatch(f"{COMMA_NUMBER}|{GROUPED}", row[k]) or is_vector(row[k]) for row in body)
        for k in range(width)
    )


def sniffed_decimal(rows: Sequence[Sequence[str]], delimiter: str | None) -> str:
    """Return `,` where a column holds numbers with one comma each, not all of them before thousands, and none with a point."""
    if delimiter == ",":
        return "."
    for column in zip(*rows[1:], strict=False):
        plain = [cell for cell in column if is_number(cell)]
        with_comma = [cell for cell in column if is_comma_number(cell)]
        if (
            not all(re.fullmatch(GROUPED, cell) for cell in with_comma)
            and len(plain) + len(with_comma) == len(column)
            and not any("." in cell for cell in plain)
        ):
            return ","
    return "."


def has_header(rows: Sequence[Sequence[str]], decimal: str, wanted: set[str]) -> bool:
    """Tell whether the first row names the columns rather than opening the data.

    It does if it holds no number; or else if a name stands in it that was asked for or is well known, and that name stands
    above numbers, or the numbers beside it are whole and differ, as those of classes do.
    """
    first, body = rows[0], rows[1:]
    asked = {text for text in wanted if not (text.isdecimal() and place_in(text) <= len(first))}
    names = [
        k
        for k, cell in enumerate(first)
        if (cell in asked or (cell.lower() in KNOWN and not holds_numbers(cell, decimal)))
        and all(row[k : k + 1] != [cell] for row in body)
    ]
    numbers = [cell for k, cell in enumerate(first) if k not in names and holds_numbers(cell, decimal)]
    if not numbers:
        return True
    are_whole = all(re.fullmatch("-?[0-9]+", cell) for cell in numbers) and len(set(numbers)) == len(numbers)
    are_above_numbers = any(holds_numbers(cell, decimal) for k in names for row in body for cell in row[k : k + 1])
    return (bool(names) and (are_above_numbers or are_whole)) or (
        are_whole and is_of_another_form(first, body, decimal)
    )


def is_of_another_form(first: Sequence[str], body: Sequence[Sequence[str]], decimal: str) -> bool:
    """Tell whether a first row of names and whole numbers stands above other cells: text above numbers, whole above decimals.

    >>> is_of_another_form(["match", "1", "X", "2"], [["a", "0.5", "0.3", "0.2"]], ".")
    True
    >>> is_of_another_form(["a", "1", "0"], [["b", "0.5", "0.5"]], ".")
    False
    """
    below = [[row[k] for row in body if len(row) > k] for k in range(len(first))]
    texts = [k for k, cell in enumerate(first) if not holds_numbers(cell, decimal)]
    are_decimals = all(
        bool(cells) and not any(cell.lstrip("-").isdecimal() for cell in cells)
        for k, cells in enumerate(below)
        if k not in texts
    )
    above = [k for k in texts if below[k] and all(holds_numbers(cell, decimal) for cell in below[k])]
    return are_decimals and len(texts) > 1 and bool(above)


def holds_numbers(cell: str, decimal: str) -> bool:
    """Tell whether a cell is a number, however its decimals are marked, or several.

    >>> holds_numbers("0,9", "."), holds_numbers("[a=0.1 b=0.9]", "."), holds_numbers("new york", ".")
    (True, True, False)
    """
    if is_number(cell, decimal) or is_number(cell) or is_comma_number(cell):
        return True
    entries = re.split(r"[,;\s]+", cell.strip("[](){} "))
    return is_vector(cell) and all(is_number(entry.rpartition("=")[2]) for entry in entries)
