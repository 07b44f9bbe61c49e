"""A stream that is one JSON array of objects → JSON lines, an object a line, so that it is read like any other table."""

from __future__ import annotations

import codecs
import json
import re
from itertools import islice
from typing import IO, TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.sources.produced import Produced
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = " \t\r\n"
AT_ONCE = 1 << 16
LONGEST = 1 << 22
SHOWN = 40
LINES_AT_ONCE = 1 << 10
BLANK = re.compile(r"[ \t\r\n]*")
PLAIN = re.compile(r'[ \t\r\n]*+(\{[^{}"]*+(?:"[^"\\]*+"[^{}"]*+)*+\})[ \t\r\n]*+,')
"""An object without objects in it, before another; whether it is one is judged where it is read."""
LF, CR = "\n", "\r"


def is_array(head: bytes) -> bool | None:
    """Tell whether a stream that begins so is an array of objects; None where that is not yet told.

    >>> is_array(b' [ {"y"'), is_array(b"[0.7, 0.3]"), is_array(b"[ "), is_array(b"y,p")
    (True, False, None, False)
    """
    begun = head.lstrip(BLANKS.encode())
    if begun[:1] not in (b"", b"["):
        return False
    inner = begun[1:].lstrip(BLANKS.encode())
    return inner[:1] in (b"{", b"]") if inner else None


def is_over_lines(head: bytes) -> bool:
    r"""Tell whether a stream begins with an object that goes over lines, as programs indent it.

    >>> is_over_lines(b'{\n "y": 1'), is_over_lines(b'{"y": 1}\n{"y"')
    (True, False)
    """
    first, line_end, _ = head.lstrip(BLANKS.encode()).partition(b"\n")
    return first.strip() == b"{" and bool(line_end)


class ArrayLines(Produced):
    """The objects of an array, one a line; they are counted from 1, as lines are."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        """Begin before the array."""
        self.stream, self.name = stream, name
        self.decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self.scan = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).raw_decode
        self.text, self.at, self.is_over, self.count = "", 0, False, 0
        self.lines = self.objects()

    def more(self, size: int) -> bytes:  # noqa: ARG002  lines wait until there is room for them
        """The next lines."""
        some = (f"{line.replace(LF, ' ').replace(CR, ' ')}\n" for line in islice(self.lines, LINES_AT_ONCE))
        return "".join(some).encode("utf-8", "surrogateescape")

    def objects(self) -> Iterator[str]:
        """The text of each object."""
        self.expect("[")
        if self.peek() == "]":
            self.expect("]")
        else:
            yield self.element()
            while self.expect(",]") == ",":
                yield from self.plain_objects()
                yield self.element()
        if self.peek():
            raise self.refusal("Something stands behind the array.", "A file is one array, or one object a line.")

    def plain_objects(self) -> Iterator[str]:
        """The text of those that follow and hold no others, but for the last that is known."""
        while match := PLAIN.match(self.text, self.at):
            self.at = match.end()
            self.count += 1
            yield match[1]

    def read_on(self) -> bool:
        """Read on; tell whether there was more."""
        data = self.stream.read(max(AT_ONCE, len(self.text) - self.at))
        self.text = self.text[self.at :] + self.decoder.decode(data, final=not data)
        self.at, self.is_over = 0, not data
        return not self.is_over

    def peek(self) -> str:
        """The next character that is no blank; nothing at the end."""
        while True:
            match = BLANK.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text) or not self.read_on():
                return self.text[self.at : self.at + 1]

    def expect(self, marks: str) -> str:
        """Pass over one of some marks."""
        found = self.peek()
        if not found or found not in marks:
            what = f"Here {' or '.join(marks)} should stand." if found else "The array ends early."
            raise self.refusal(what, "Objects of an array are separated by commas, and it ends with ].")
        self.at += 1
        return found

    def element(self) -> str:
        """The text of the next object."""
        self.peek()
        while True:
            slip = None
            try:
                _, end = self.scan(self.text, self.at)
            except (ValueError, RecursionError) as raised:
                slip, end = raised, len(self.text)
            if end == len(self.text) and len(self.text) - self.at < LONGEST and not self.is_over:
                self.read_on()
                continue  # a number or a text may go on
            if slip is not None:
                self.at = min(max(getattr(slip, "pos", 0), self.at), len(self.text))
                is_cut = self.at == len(self.text) or told(slip).startswith("Unterminated")
                what = "The array ends early." if is_cut else f"This is not JSON: {told(slip)}."
                raise self.refusal(what, "Each entry of the array is an object of names and values.")
            found, self.at = self.text[self.at : end], end
            self.count += 1
            return found

    def refusal(self, message: str, why: str) -> XentError:
        """Refuse an array that is not well formed, at the place that was reached."""
        start = max(self.at - SHOWN, 0)
        text = self.text[start : self.at + SHOWN].replace(LF, " ").replace(CR, " ").rstrip() + " "
        place = min(self.at - start, len(text) - 1)
        return XentError(
            "bad-json",
            message,
            where=f"{visible(self.name)}, behind object {self.count}" if self.count else visible(self.name),
            text=text,
            span=(place, place + 1),
            why=why,
            fix="Repair the array; jq . FILE shows where it is broken.",
            status=BAD_DATA,
        )


class ObjectLines(ArrayLines):
    """Objects that go over lines, each on one line."""

    def objects(self) -> Iterator[str]:
        """The text of each object."""
        while self.peek():
            yield self.element()


def told(slip: Exception) -> str:
    """What a reader of JSON has to say."""
    return getattr(slip, "msg", "too deeply nested")
