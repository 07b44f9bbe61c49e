"""The frozen result of scoring: it merges, it is saved, and every format is a function of it."""

from __future__ import annotations

from heapq import nsmallest
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.words import UNITS
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.method import Clip, Method
from xentropy_cli.scoring.settings import weightless
from xentropy_cli.scoring.sums import Sums, Totals, in_order
from xentropy_cli.scoring.worst import COUNTS, PLACES, Worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMAT = "xent-summary-4"


class Read(NamedTuple):
    """What was read: how the files are written, and which column was taken for what."""

    files: tuple[str, ...]
    format: str
    delimiter: str | None
    header: bool
    decimal: str
    encoding: str
    label: str | None
    predictions: tuple[str, ...]
    id: str | None = None
    weight: str | None = None
    by: str | None = None
    truth: str | None = None
    on: str | None = None
    truths: tuple[str, ...] = ()
    by_position: bool = False
    are_tokens: bool = False
    log_base: str = "e"
    writer: str | None = None
    labels: int = 0  # of each row, where there are several
    left_out: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()  # what is counted of each text: bytes, words
    ignored_label: str | None = None  # of rows that were not to count

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> Read:
        """Take back what was saved."""
        fields: dict[str, Any] = {key: tuple(x) if isinstance(x, list) else x for key, x in saved.items()}
        return cls(**fields)

    @property
    def way(self) -> Read:
        """How the files were read, whichever they are."""
        return self._replace(files=(), ignored_label=None)


class ScoreSummary(NamedTuple):
    """All that is kept of scored rows, in exact sums; `merge` or `+` joins two to the summary of all their rows.

    `read` names all files, and says how the first was read; `read_otherwise` says it of files that were read differently.
    `classes` are named in the order of the columns (of a binary prediction the second is the positive one). The numbers
    that people read are made from it by statistics.py.
    """

    read: Read
    method: Method
    classes: tuple[str, ...]
    weighted: bool
    top: int
    sums: Sums
    groups: dict[str, Totals]
    worst: tuple[Worst, ...] = ()
    infinite: tuple[tuple[str, int], ...] = ()
    skipped: int = 0
    skipped_rows: tuple[tuple[str, int], ...] = ()
    blank: int = 0
    ignored: int = 0
    untold: int = 0
    outside: int = 0
    percents: int = 0
    joined: int = 0
    joined_rows: tuple[tuple[str, int], ...] = ()
    read_otherwise: tuple[Read, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of every loss."""
        return UNITS.get(self.method.base, f"base-{self.method.base} units")

    @property
    def is_labelled(self) -> bool:
        """Whether every row says which class happened."""
        return self.method.kind != "events" and not self.sums.soft

    @property
    def n(self) -> int:
        """How many rows were scored."""
        return self.sums.n

    @property
    def is_weightless(self) -> bool:
        """Whether all rows have weight 0, so that there is no mean."""
        return not any(self.sums.mass)

    @property
    def mean(self) -> float:
        """The mean loss, correctly rounded from the exact sum of the losses; infinite if one is.

        Raises XentError where all weights are 0: such a part has no mean, and may be joined to others.
        """
        from xentropy_cli.scoring.statistics import mean

        if self.is_weightless:
            raise weightless(self.read)
        return mean(self.sums, weighted=self.weighted)

    @property
    def total(self) -> float:
        """The sum of the losses, correctly rounded."""
        from xentropy_cli.scoring.statistics import total_loss

        return total_loss(self.sums)

    def __add__(self, other: ScoreSummary) -> ScoreSummary:  # type: ignore[override]  # not that of a tuple
        """Join the summaries of two sets of rows."""
        return self.merge(other) if isinstance(other, ScoreSummary) else NotImplemented

    def __radd__(self, other: object) -> ScoreSummary:
        """Let `sum` begin with its 0."""
        return self if other == 0 else NotImplemented

    def fields(self) -> dict[str, Any]:
        """Everything there is to know, by the names of `xent score --format json`."""
        from xentropy_cli.scoring.record import record

        return record(self)

    def merge(self, other: ScoreSummary, names: tuple[str, str] | None = None) -> ScoreSummary:
        """Join the summaries of two sets of rows; raise XentError if they were not scored alike, under the names of both."""
        from xentropy_cli.scoring.merging.merge_check import refuse_unlike

        refuse_unlike(self, other, *(names or (self.read.files[0], other.read.files[0])))
        groups = dict(self.groups)
        for group, totals in other.groups.items():
            groups[group] = groups[group].merge(totals) if group in groups else totals
        top = min(self.top, other.top)
        counts: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        places: dict[str, Any] = {
            name: tuple(nsmallest(most, (*getattr(self, name), *getattr(other, name)))) for name, most in PLACES.items()
        }
        return self._replace(
            read=self.read._replace(files=tuple(dict.fromkeys((*self.read.files, *other.read.files)))),
            sums=self.sums.merge(other.sums),
            groups=in_order(groups),
            top=top,
            worst=tuple(nsmallest(top, (*self.worst, *other.worst), key=lambda row: row.rank)),
            read_otherwise=otherwise(self, other),
            repeated=tuple(
                dict.fromkeys((*self.repeated, *other.repeated, *(f for f in other.read.files if f in self.read.files)))
            ),
            **counts,
            **places,
        )

    def to_json(self) -> str:
        """Write the summary so that `from_json` gives it back bit for bit."""
        import json

        saved = self.saved_fields()
        return json.dumps({**saved, "sha256": digest(saved)}, indent=1, allow_nan=False) + "\n"

    def saved_fields(self) -> dict[str, Any]:
        """What is saved, but for its hash."""
        saved = self._asdict()
        saved["format"] = FORMAT
        saved["read"] = self.read._asdict()
        saved["read_otherwise"] = [read._asdict() for read in self.read_otherwise]
        saved["method"] = self.method._asdict() | {"clip": self.method.clip and list(map(repr, self.method.clip))}
        saved["sums"] = self.sums.to_json()
        saved["groups"] = {group: sums.to_json() for group, sums in self.groups.items()}
        saved["worst"] = [
            [repr(row.loss), row.file, row.line, row.label, repr(row.truth), repr(row.weight), row.id]
            for row in self.worst
        ]
        return saved

    @classmethod
    def from_json(cls, text: str, name: str = "summary") -> ScoreSummary:
        """Read a saved summary; raise XentError if it is not one, or was changed."""
        import json

        from xentropy_cli.scoring.merging.summary_check import refuse_impossible, refuse_other_types, refuse_other_words

        try:
            saved = intact(json.loads(text))
            refuse_other_types(saved)
            summary = cls._from(saved)
            refuse_other_words(saved, summary.saved_fields())
            refuse_impossible(summary)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as slip:
            raise XentError(
                "bad-summary",
                "This is not a summary, or it was changed since xent saved it.",
                where=name,
                text=text.strip()[:60],
                why=f"It should be JSON with format {FORMAT} and every field of a summary ({type(slip).__name__}: {slip}).",
                fix="Make it again: xent score FILE --save-summary part.json",
                status=BAD_DATA,
            ) from None
        return summary

    @classmethod
    def _from(cls, saved: dict[str, Any]) -> ScoreSummary:
        if saved["format"] != FORMAT:
            raise ValueError(saved["format"])
        clip = saved["method"]["clip"]
        method = saved["method"] | {"clip": clip and Clip(float(clip[0]), float(clip[1]), clip[2] == "True")}
        places: dict[str, Any] = {name: tuple(map(tuple, saved[name])) for name in PLACES}
        return cls(
            read=Read.from_json(saved["read"]),
            method=Method(**method),
            classes=tuple(saved["classes"]),
            weighted=bool(saved["weighted"]),
            top=int(saved["top"]),
            sums=Sums.from_json(saved["sums"]),
            groups={group: Totals.from_json(totals) for group, totals in saved["groups"].items()},
            worst=tuple(
                Worst(float(loss), f, n, k, float(q), float(w), i) for loss, f, n, k, q, w, i in saved["worst"]
            ),
            **{name: saved[name] for name in COUNTS},
            **places,
            read_otherwise=tuple(map(Read.from_json, saved["read_otherwise"])),
            repeated=tuple(map(str, saved["repeated"])),
        )


def otherwise(a: ScoreSummary, b: ScoreSummary) -> tuple[Read, ...]:
    """The ways of reading that are not that of the first file, each with its files."""
    others = {file for read in b.read_otherwise for file in read.files}
    first = b.read._replace(files=tuple(file for file in b.read.files if file not in others))
    found: dict[Read, tuple[str, ...]] = {}
    for read in (*a.read_otherwise, first, *b.read_otherwise):
        if read.way != a.read.way:
            found[read.way] = tuple(dict.fromkeys((*found.get(read.way, ()), *read.files)))
    return tuple(way._replace(files=files) for way, files in found.items())


def digest(saved: dict[str, Any]) -> str:
    """The SHA-256 of what is saved, however it is laid out."""
    import hashlib
    import json

    return hashlib.sha256(json.dumps(saved, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def intact(saved: dict[str, Any]) -> dict[str, Any]:
    """Take the digest off what was saved; raise ValueError if it is of something else."""
    if saved.pop("sha256") != digest(saved):
        raise ValueError("its content and its sha256 do not belong together")
    return saved


def merged(summaries: Iterable[ScoreSummary], names: Sequence[str] = ()) -> ScoreSummary:
    """Join any number of summaries; where two do not go together they are called by `names`, or by what was scored."""
    found = list(summaries)
    result = found[0]
    for at, other in enumerate(found[1:], 1):
        result = result.merge(other, (names[0], names[at]) if names else None)
    return result


def read_summary(path: str, stdin: IO[bytes] | None = None) -> ScoreSummary:
    """Read a summary from a file or an address, or from standard input for `-`."""
    from io import BufferedReader

    from xentropy_cli.tables.sources.access import STDIN, reading
    from xentropy_cli.tables.sources.streams import open_stream

    with reading(path):
        stream = open_stream(path, stdin)
        if path == STDIN:
            data = stream.read()
        else:
            with BufferedReader(stream) as whole:  # type: ignore[type-var]  # it is raw
                data = whole.read()
    return ScoreSummary.from_json(data.decode("utf-8", "replace"), "standard input" if path == STDIN else path)
