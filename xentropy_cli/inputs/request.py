"""What was typed, cut into pieces but not yet understood."""

from __future__ import annotations

from xentropy_cli.inputs.notation import Piece, Row, Source
from xentropy_cli.named_tuple import NamedTuple

ENTRY_KIND = {"pred": "probability", "logits": "logits", "logprobs": "logprobs", "nll": "nll"}
ALONE_KIND = ENTRY_KIND | {"logits": "logit"}
"""Of a number that is a prediction by itself: the logit of a sigmoid may be +inf, that of a softmax may not."""

WORDS = {
    "reading": ("events", "binary", "categorical", "distribution"),
    "reduction": ("mean", "sum"),
    "smoothing_kind": ("K", "K-1"),
    "weight_norm": ("weights", "count"),
    "log_base": ("e", "2", "10"),
}
"""The options that take one of a few words; the first is what holds when none is given, where one does."""

READINGS = WORDS["reading"]
CHANGES = ("temperature", "softmax_twice")
FURTHER = ("descend", "rate", "squared_error", "code", "units", "times", "accuracy", "bytes", "words", "temperatures")


class Request(NamedTuple):
    """The options of `compute` as they were typed: rows of pieces, words, and switches."""

    pred: tuple[Row, ...] = ()
    logits: tuple[Row, ...] = ()
    logprobs: tuple[Row, ...] = ()
    nll: tuple[Row, ...] = ()
    log_base: str | None = None
    true: tuple[Row, ...] = ()
    label: Row = ()
    names: Row = ()
    weight: Row = ()
    class_weight: Row = ()
    pos_weight: Piece | None = None
    label_smoothing: Piece | None = None
    clip: Piece | None = None
    base: Piece | None = None
    ignore_label: Piece | None = None
    reading: str | None = None
    reduction: str | None = None
    smoothing_kind: str | None = None
    weight_norm: str | None = None
    normalize: bool = False
    as_is: bool = False
    gradient: bool = False
    temperature: Piece | None = None
    softmax_twice: bool = False
    descend: Piece | None = None
    rate: Piece | None = None
    squared_error: bool = False
    code: str | None = None
    units: bool = False
    times: Row = ()
    accuracy: bool = False
    bytes: Piece | None = None
    words: Piece | None = None
    rounding: float = 0.0  # of arrays in single or half precision: UNIT_ROUNDOFF
    temperatures: Row = ()

    @property
    def given(self) -> str:
        """What the prediction is given as, or "" where only a truth is given."""
        return next(
            (name for name in ("pred", "logits", "logprobs") if getattr(self, name)), "logprobs" if self.nll else ""
        )

    @property
    def kind(self) -> str:
        """How an entry of the prediction is read."""
        return ENTRY_KIND["nll" if self.nll else self.given]

    @property
    def kind_alone(self) -> str:
        """How one is read that is a prediction by itself."""
        return "nll" if self.nll else ALONE_KIND[self.given]

    def ignores(self, label: str | None) -> bool:
        """Whether examples with this label do not count."""
        return self.ignore_label is not None and label == self.ignore_label.text

    @property
    def asks_more(self) -> bool:
        """Whether it asks for changed logits or a further working."""
        return any(getattr(self, name) for name in (*CHANGES, *FURTHER))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the prediction."""
        rows: tuple[Row, ...] = self.nll or getattr(self, self.given or "pred")
        return rows


def _fields_of(kind: str) -> tuple[str, ...]:
    return tuple(name for name, each in Request.__annotations__.items() if each == kind)


ROWS, VECTORS, PIECES = _fields_of("tuple[Row, ...]"), _fields_of("Row"), _fields_of("Piece | None")
"""The options that hold several vectors, one vector, and one number or word."""


def span_of(row: Row) -> Piece:
    """Take a row as one piece, to underline all of it."""
    first, last = row[0], row[-1]
    text = first.source.text[first.span[0] : last.span[1]] if first.source is last.source else first.source.text
    return Piece(text, first.source, (first.span[0], max(last.span[1], first.span[0] + 1)))


def option(name: str, text: str, word: str = "") -> Piece:
    """Take the whole value of an option as one piece, or the last place where it has this word."""
    start, found = text.rindex(word) if word else 0, word or text
    return Piece(found, Source(name, text), (start, start + max(len(found), 1)))
