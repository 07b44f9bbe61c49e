"""Which column is what: named by the caller, or recognised by a well-known name; never guessed between two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NoReturn

from xentropy_cli.errors import BAD_DATA, MISUSE, XentError
from xentropy_cli.reading.labels import BINARY
from xentropy_cli.reading.sniff import LABELS, PREDICTIONS, SCALES, is_number, is_vector
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.reading.sniff import Shape

PREFIXES = ("y_pred_", "y_prob_", "probability_", "proba_", "prob_", "pred_", "p_", "q_", "score_", "p.", "p(")
SCALED_PREFIXES = {"logits_": "logits", "logit_": "logits", "logprob_": "logprobs", "log_prob_": "logprobs"}
BESIDES = frozenset("id ids index row row_id rowid idx fold split name weight weights sample_weight group".split())
RANGE = re.compile(r"([0-9]+)-([0-9]+)")
MOST_LISTED = 12


@dataclass(frozen=True)
class Wanted:
    """The columns the caller names, as typed, and how labels are to be read."""

    label: str | None = None
    pred: str | None = None
    logits: str | None = None
    logprobs: str | None = None
    id: str | None = None
    weight: str | None = None
    by: str | None = None
    classes: tuple[str, ...] = ()
    positive: str | None = None
    reading: str | None = None

    @property
    def prediction(self) -> tuple[str, str] | None:
        """The option that names the prediction, and its value."""
        for scale in ("pred", "logits", "logprobs"):
            if getattr(self, scale) is not None:
                return scale, getattr(self, scale)
        return None

    @property
    def specs(self) -> list[str]:
        """Everything that may name a column."""
        found = [self.label, self.id, self.weight, self.by, self.prediction and self.prediction[1]]
        return [part for spec in found if spec for part in (spec, *spec.split(","))]


@dataclass(frozen=True)
class Plan:
    """What each column is: `kind` is events, binary or classes; `vector` tells that one cell holds all classes."""

    kind: str
    scale: str
    label: int | None
    preds: tuple[int, ...]
    classes: tuple[str, ...]
    labels: dict[str, int]
    vector: bool = False
    id: int | None = None
    weight: int | None = None
    by: int | None = None


def plan_of(shape: Shape, wanted: Wanted, name: str) -> Plan:
    """Assign every column its part."""
    taken = {
        part: resolve_one(spec, shape, f"--{part}", name)
        for part, spec in (("label", wanted.label), ("id", wanted.id), ("weight", wanted.weight), ("by", wanted.by))
        if spec is not None
    }
    label = taken.get("label")
    if label is None and wanted.reading != "events":
        label = known_label(shape, set(taken.values()), name)
    scale, preds, stems = predictions(shape, wanted, {*taken.values(), *([] if label is None else [label])}, label, name)
    if label is None and wanted.reading != "events" and (shape.fields > 1 or len(preds) > 1):
        label = unnamed_label(shape, preds, name)
    if len(preds) == 1 and label is not None and not shape.has_header and wanted.prediction is None:
        preds = tuple({0, 1} - {label})
    kind, vector, classes, labels = reading_of(shape, wanted, label, preds, stems, name)
    if kind == "classes" and not vector and all(stem.isdecimal() for stem in classes):
        order = sorted(range(len(classes)), key=lambda k: int(classes[k]))
        if not wanted.classes:
            preds, classes = tuple(preds[k] for k in order), tuple(classes[k] for k in order)
            labels = {stem: k for k, stem in enumerate(classes)}
    return Plan(kind, scale, label, preds, classes, labels, vector, taken.get("id"), taken.get("weight"), taken.get("by"))


def resolve(spec: str, shape: Shape, option: str, name: str) -> list[int]:
    """Return the positions of the columns that a list of names, 1-based numbers, ranges and patterns stands for."""
    if spec in shape.names:
        return [position(spec, shape, option, name)]
    found: list[int] = []
    for part in (piece.strip() for piece in spec.split(",")):
        if part in shape.names:
            found.append(position(part, shape, option, name))
        elif part.isascii() and part.isdecimal():
            found.append(numbered(int(part), shape, option, spec, name))
        elif match := RANGE.fullmatch(part):
            first, last = (numbered(int(text), shape, option, spec, name) for text in match.groups())
            found += range(first, last + 1)
        else:
            matches = [k for k, column in enumerate(shape.names) if fnmatchcase(column, part)] if part else []
            if not matches:
                no_column(part, shape, option, spec, name)
            found += matches
    return found


def position(column: str, shape: Shape, option: str, name: str) -> int:
    """The position of a name that must stand only once."""
    if shape.names.count(column) > 1:
        refuse("ambiguous-columns", f"Two columns are called {visible(column)}.", shape, name, option, column)
    return shape.names.index(column)


def numbered(number: int, shape: Shape, option: str, spec: str, name: str) -> int:
    """The position of the column with a 1-based number."""
    if number == 0:
        raise XentError(
            "no-column",
            "There is no column 0.",
            where=option,
            text=spec,
            span=(0, len(spec)),
            why="Columns are counted from 1.",
            fix=f"Type {option} 1 for the first column, or its name.",
            status=MISUSE,
        )
    if number > shape.fields:
        no_column(str(number), shape, option, spec, name)
    return number - 1


def resolve_one(spec: str, shape: Shape, option: str, name: str) -> int:
    """Return the position of one column."""
    found = resolve(spec, shape, option, name)
    if len(found) > 1:
        no_column(spec, shape, option, spec, name)
    return found[0]


def no_column(column: str, shape: Shape, option: str, spec: str, name: str) -> NoReturn:
    """Refuse a column that is not there, with the list of those that are."""
    from difflib import get_close_matches

    near = get_close_matches(column, shape.names, n=1)
    raise XentError(
        "no-column",
        f"{visible(name)} has no column {visible(column)}.",
        where=option,
        text=spec or " ",
        span=(0, max(len(spec), 1)),
        why=f"Its columns are {listed(shape.names)}.",
        fix=f"Did you mean {option} {visible(near[0])}?" if near else f"Type one of these names, or a number from 1 to {shape.fields}.",
        status=BAD_DATA,
    )


def listed(names: Sequence[str]) -> str:
    """Names of columns, as many as a person reads."""
    shown = [visible(column) if column else "(unnamed)" for column in names[:MOST_LISTED]]
    return ", ".join(shown) + (f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else "")


def refuse(code: str, message: str, shape: Shape, name: str, option: str, marked: str = "") -> NoReturn:
    """Refuse to guess, with the list of columns."""
    text = listed(shape.names) or " "
    start = text.find(visible(marked)) if marked else 0
    span = (start, start + len(visible(marked))) if marked and start >= 0 else (0, len(text))
    raise XentError(
        code,
        message,
        where=f"{visible(name)}, columns",
        text=text,
        span=span,
        why="Columns are taken by well-known names (y, label, target, …; p, prob, pred, score, …; prob_CLASS), never guessed.",
        fix=f"Say which is which: {option}",
        status=BAD_DATA,
    )


def known_label(shape: Shape, taken: set[int], name: str) -> int | None:
    """The one column with a well-known label name."""
    found = [k for k, column in enumerate(shape.names) if column.lower() in LABELS and k not in taken]
    if len(found) > 1:
        refuse("ambiguous-columns", "More than one column could be the label.", shape, name, "--label COLUMN")
    return found[0] if found else None


def unnamed_label(shape: Shape, preds: Sequence[int], name: str) -> int:
    """The label of a headerless table of two columns, one of which holds only labels; else a refusal."""
    if not shape.has_header and shape.fields == 2:  # noqa: PLR2004  a label and a probability
        binary = [all(cell.lower() in BINARY for cell in shape.column(k)) for k in (0, 1)]
        if binary.count(True) == 1:
            return binary.index(True)
        others = [k for k in (0, 1) if k not in preds]
        if len(preds) == 1 and binary[others[0]]:
            return others[0]
    refuse("ambiguous-columns", "No column is known to be the label.", shape, name, "--label COLUMN (or --as events)")


def predictions(
    shape: Shape, wanted: Wanted, taken: set[int], label: int | None, name: str
) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """Return the scale of the predictions, their columns and the class each is named after."""
    if wanted.prediction is not None:
        scale, spec = wanted.prediction
        found = tuple(resolve(spec, shape, f"--{scale}", name))
        return scale, found, stems_of([shape.names[k] for k in found], spec)
    free = [k for k in range(shape.fields) if k not in taken and shape.names[k]]
    lower = {k: shape.names[k].lower() for k in free}
    single = [k for k in free if lower[k] in PREDICTIONS or lower[k] in SCALES]
    families = {prefix: [k for k in free if lower[k].startswith(prefix)] for prefix in (*PREFIXES, *SCALED_PREFIXES)}
    families = {prefix: found for prefix, found in families.items() if found and not set(found) & set(single)}
    if len(single) + len(families) > 1:
        refuse("ambiguous-columns", "More than one column could be the prediction.", shape, name, "--pred COLUMN,…")
    if single:
        return SCALES.get(lower[single[0]], "pred"), tuple(single), (shape.names[single[0]],)
    for prefix, found in families.items():
        stems = tuple(shape.names[k][len(prefix) :].removesuffix(")") for k in found)
        return SCALED_PREFIXES.get(prefix, "pred"), tuple(found), stems
    if not shape.has_header and shape.fields <= 2:  # noqa: PLR2004  a column of events, or a label beside it
        return "pred", (shape.fields - 1,), (shape.names[-1],)
    return "pred", *class_columns(shape, free, label, name)


def class_columns(shape: Shape, free: list[int], label: int | None, name: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The columns named after the classes: all that hold numbers, if a label is among their names."""
    found = [
        k
        for k in free
        if shape.names[k].lower() not in BESIDES and all(is_number(cell, shape.decimal) for cell in shape.column(k))
    ]
    names = [shape.names[k] for k in found]
    seen = set(shape.column(label)) if label is not None else set()
    if len(found) > 1 and len(set(names)) == len(names) and seen & set(names):
        return tuple(found), tuple(names)
    refuse("ambiguous-columns", "No column is known to be the prediction.", shape, name, "--label COLUMN --pred COLUMN,…")


def stems_of(names: Sequence[str], spec: str) -> tuple[str, ...]:
    """The classes that columns are named after: what a pattern's * stands for, or the names without a common known prefix."""
    if spec.endswith("*") and spec.count("*") == 1 and all(column.startswith(spec[:-1]) for column in names):
        return tuple(column[len(spec) - 1 :] for column in names)
    for prefix in (*PREFIXES, *SCALED_PREFIXES):
        if all(column.lower().startswith(prefix) and len(column) > len(prefix) for column in names):
            return tuple(column[len(prefix) :].removesuffix(")") for column in names)
    return tuple(names)


def reading_of(
    shape: Shape, wanted: Wanted, label: int | None, preds: tuple[int, ...], stems: tuple[str, ...], name: str
) -> tuple[str, bool, tuple[str, ...], dict[str, int]]:
    """Return the kind of prediction, whether cells are vectors, the classes and what each label text means."""
    if label is None:
        if len(preds) > 1:
            refuse("ambiguous-columns", "Several predictions in a row need a label.", shape, name, "--label COLUMN")
        return "events", False, (), {}
    first = next((cell for cell in shape.column(preds[0]) if cell), "")
    if len(preds) == 1 and not is_number(first, shape.decimal) and is_vector(first):
        names = wanted.classes or vector_names(first)
        return "classes", True, names, {stem: k for k, stem in enumerate(names)}
    if len(preds) == 1:
        return ("binary", False, *binary_labels(shape, wanted, label, stems[0], name))
    names = wanted.classes or stems
    if len(names) != len(preds) or len(set(names)) != len(names):
        refuse("ambiguous-columns", "Each class column needs a class name of its own.", shape, name, "--classes A,B,…")
    return "classes", False, names, {stem: k for k, stem in enumerate(names)}


def vector_names(cell: str) -> tuple[str, ...]:
    """The names in a vector cell `cat=0.7,dog=0.3`, else positions from 0."""
    parts = [part for part in re.split(r"[,;\s]+", cell.strip("[](){} ")) if part]
    names = [part.rpartition("=")[0] for part in parts]
    return tuple(names) if all(names) else tuple(str(k) for k in range(len(parts)))


def binary_labels(
    shape: Shape, wanted: Wanted, label: int, stem: str, name: str
) -> tuple[tuple[str, str], dict[str, int]]:
    """Return the two classes, the second of which the probability is for, and what each label text means."""
    seen = list(dict.fromkeys(cell for cell in shape.column(label) if cell))
    if wanted.classes:
        if len(wanted.classes) != 2:  # noqa: PLR2004  binary
            refuse("ambiguous-columns", "One probability a row means two classes.", shape, name, "--classes NO,YES")
        no, yes = wanted.classes
        return (no, yes), {no: 0, yes: 1}
    positive = wanted.positive if wanted.positive is not None else stem if stem in seen else None
    if positive is None or positive.lower() in BINARY:
        flip = positive is not None and BINARY[positive.lower()] == "0"
        texts = {text: int(value) ^ flip for text, value in BINARY.items()} | {"0.0": int(flip), "1.0": int(not flip)}
        return (("1", "0") if flip else ("0", "1")), texts
    others = [text for text in seen if text != positive]
    if len(others) != 1:
        refuse("ambiguous-columns", f"Besides {visible(positive)} one other label is needed.", shape, name, "--classes NO,YES")
    return (others[0], positive), {others[0]: 0, positive: 1}
