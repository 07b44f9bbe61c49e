"""The plan of a table: which column is the label, which the predictions, and what they are predictions of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.inputs.pasted import unquoted
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.binary_labels import binary_labels
from xentropy_cli.tables.class_columns import (
    PREFIXES,
    SCALED_PREFIXES,
    Case,
    asked_predictions,
    behind,
    class_columns,
    is_named,
    labels_of,
    left_out,
    other_classes,
    other_number,
    positions,
    zeros_of,
)
from xentropy_cli.tables.columns import Wanted, resolve, resolve_one
from xentropy_cli.tables.form import are_vectors
from xentropy_cli.tables.known_names import PREDICTIONS, SCALES
from xentropy_cli.tables.roles.class_names import whole_label
from xentropy_cli.tables.roles.decisions import DECISIONS, choice_of
from xentropy_cli.tables.roles.labels import (
    as_labelled,
    known_label,
    no_label,
    own_labels,
    refuse_several_labels,
    refuse_twice,
    unnamed_label,
)
from xentropy_cli.tables.strict.records import BLANKS
from xentropy_cli.tables.token_columns import are_events, are_lists, log_factor, refuse_distributions, size_columns
from xentropy_cli.tables.tool_headers import holds_predictions, tool_families, weka_labels
from xentropy_cli.tables.truths.columns import with_truths

if TYPE_CHECKING:
    from xentropy_cli.tables.class_columns import Predictions
    from xentropy_cli.tables.form import Shape


class Plan(NamedTuple):
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
    on: int | None = None  # the id that rows are joined by
    left_out: tuple[str, ...] = ()  # columns of numbers that are part of nothing
    zeros: tuple[int, ...] = ()  # of these, those that are no class because they are 0 in the sample, and must stay so
    truths: tuple[int, ...] = ()  # of a truth that is a distribution, in the order of the classes
    by_position: bool = False  # whether those were matched by position, since their names say nothing
    is_joined: bool = False  # whether the label is an id, and its code the place of that id in another file
    log_factor: float = 1.0  # what logarithms are multiplied by to be natural ones
    sizes: tuple[tuple[str, int], ...] = ()  # the columns that count the bytes or words of a row
    cells: tuple[Plan, ...] = ()  # of several labels a row: each with its prediction
    percent: bool = False  # whether numbers in columns are percent
    keeps_ignored: bool = False  # whether rows that do not count stay in their places, with a label that is no class

    @property
    def ignored(self) -> int:
        """The code of the label of rows that do not count: the one behind those of the classes."""
        return max(len(self.classes), 1)

    @property
    def ignored_label(self) -> str | None:
        """The label of rows that do not count, if one is given."""
        return next((label for label, code in self.labels.items() if code == self.ignored), None)

    def keeping_ignored(self) -> Plan:
        """The same plan with the rows that do not count in their places, so that rows of two files can be paired."""
        return self._replace(keeps_ignored=True, cells=tuple(cell.keeping_ignored() for cell in self.cells))

    @property
    def are_tokens(self) -> bool:
        """Whether a row is a list of events."""
        return self.vector and self.kind == "events"

    def code_of(self, label: str) -> int | None:
        """The position of the class that a label names: yes and No in any case, 1.0 and 1e0 as 1."""
        keys = (label, label.lower() if self.kind == "binary" else label, whole_label(label))
        found = next((self.labels[key] for key in keys if key in self.labels), None)
        is_numbered = found is None and ":" in label and not label.endswith(":?")  # Weka's 1:name, and 1:? of nothing
        return self.labels.get(label[: label.find(":") + 1]) if is_numbered else found


def plan_of(shape: Shape, wanted: Wanted, name: str, any_sum: str = "") -> Plan:
    """Assign every column its part; `any_sum` is the option by which class columns need not add up to 1, if one is given."""
    case, is_asked = Case(shape, wanted, name, any_sum), wanted.reading == "events"
    if are_events(case):
        wanted = wanted._replace(reading="events")
        case = case._replace(wanted=wanted)
    parts = ("label", "id", "on", "weight", "by")
    specs = ((part, getattr(wanted, part)) for part in parts)
    refuse_several_labels(case)
    taken = {part: resolve_one(spec, shape, f"--{part}", name) for part, spec in specs if spec is not None}
    truths = tuple(resolve(wanted.true, shape, "--true", name)) if wanted.true is not None else ()
    label = truths[0] if truths else taken.get("label")  # what it holds tells the kind of prediction
    if label is None and wanted.reading != "events":
        label = known_label(case, set(taken.values()))
    used = {*taken.values(), *truths} if label is None else {*taken.values(), *truths, label}
    scale, preds, stems = predictions(case, used, label)
    if label is None and not is_asked:
        refuse_distributions(case, preds, scale)
    if label is None and wanted.reading != "events" and (shape.fields > 1 or len(preds) > 1):
        label = unnamed_label(case, preds, taken)
    if label in preds and wanted.prediction is None:  # no header: of two columns the other one is the prediction
        preds = tuple(k for k in (0, 1) if k != label)
    refuse_twice(case, label, truths, preds, taken.get("weight"))
    if label is not None and len(preds) > 1 and is_named(shape):
        stems = as_labelled(case, label, tuple(stem.strip(BLANKS) for stem in stems))
    kind, vector, classes, labels = reading_of(case, label, preds, stems)
    if kind == "classes" and not vector:
        preds, classes = in_class_order(case, preds, stems, classes)
        labels = {stem: k for k, stem in enumerate(classes)} | (weka_labels(classes) if shape.mark else {})
    key = taken.get("on", taken.get("id"))
    weight, by = taken.get("weight"), taken.get("by")
    if wanted.ignore is not None:
        labels = {**labels, wanted.ignore: max(len(classes), 1)}  # as Plan.ignored tells
    plan = Plan(kind, scale, label, preds, classes, labels, vector, key, weight, by, on=taken.get("on"))
    factor = log_factor(wanted.log_base) if scale in ("logprobs", "nll") else 1.0
    plan = plan._replace(log_factor=factor, sizes=size_columns(wanted, shape, name))
    used |= {*preds, *(k for _, k in plan.sizes)}
    unused = left_out(case, preds, used)
    names = tuple(shape.names[k] for k in unused) + own_labels(case, used.union(unused))
    plan = plan._replace(left_out=names, zeros=zeros_of(case, preds, unused))
    return with_truths(plan, truths, shape, name) if truths else plan


def predictions(case: Case, taken: set[int], label: int | None) -> Predictions:
    """Return the scale of the predictions, their columns and the class each is named after."""
    shape, wanted = case.shape, case.wanted
    if wanted.prediction is not None:
        return asked_predictions(case, *wanted.prediction)
    free = [k for k in range(shape.fields) if k not in taken and shape.names[k]]
    lower = {k: shape.names[k].lower() for k in free}
    usual = [k for k in free if lower[k] in PREDICTIONS or lower[k] in SCALES]
    single = [k for k in usual if holds_predictions(k, shape)]
    tools = tool_families([k for k in free if k not in single], shape)
    free = [k for k in free if not any(k in dict(found) for found in tools.values())]
    families = {prefix: [k for k in free if lower[k].startswith(prefix)] for prefix in (*PREFIXES, *SCALED_PREFIXES)}
    families = {prefix: found for prefix, found in families.items() if found and not set(found) & set(single)}
    if not tools and are_bare(case, free, label, single, list(families.values())):
        return "pred", *bare_columns(case, free, label)
    if len(single) + len(families) + len(tools) > 1:
        raise choice_of(case, single)
    if not (single or tools or families) and len(usual) == 1:
        single = usual
    if single:
        return SCALES.get(lower[single[0]], "pred"), tuple(single), (shape.names[single[0]],)
    if tools or families:
        return of_family(tools, families, shape)
    if not shape.has_header and shape.fields <= 2 and free:  # noqa: PLR2004  a column of events, or a label beside it
        return "pred", (free[-1],), (shape.names[free[-1]],)
    return "pred", *bare_columns(case, free, label)


def are_bare(case: Case, free: list[int], label: int | None, single: list[int], families: list[list[int]]) -> bool:
    """Tell whether columns are named after labels, whatever others are called; refuse where they may be the truth."""
    shape, seen = case.shape, labels_of(case, label)
    named = [k for k in free if shape.has_header and shape.names[k] in seen and case.are_numbers(k)]
    if len(named) <= 1 or set(named) & set(single):
        return False
    is_truth = bool(single or families) and all(set(shape.column(k)) <= DECISIONS for k in named)
    if is_truth or any(len(found) > 1 for found in families):
        raise case.refusal("More than one column could be the prediction.", "--pred COLUMN,…")
    return True


def bare_columns(case: Case, free: list[int], label: int | None) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The columns named after the classes, and those names; without a header all that hold numbers."""
    found = [k for k in free if case.are_numbers(k)]
    if not case.shape.has_header and label is not None and len(found) == len(free) > 1:
        return tuple(found), positions(len(found))
    columns = class_columns(case, free, label)
    return columns, tuple(case.shape.names[k] for k in columns)


def of_family(
    tools: dict[str, list[tuple[int, str]]], families: dict[str, list[int]], shape: Shape
) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """The columns that one tool, or one well-known prefix, names after the classes."""
    for named in tools.values():
        return "pred", tuple(k for k, _ in named), tuple(name for _, name in named)
    prefix, found = next(iter(families.items()))
    stems = behind(prefix, [shape.names[k] for k in found])
    return SCALED_PREFIXES.get(prefix, "pred"), tuple(found), stems


def reading_of(
    case: Case, label: int | None, preds: tuple[int, ...], stems: tuple[str, ...]
) -> tuple[str, bool, tuple[str, ...], dict[str, int]]:
    """Return the kind of prediction, whether cells are vectors, the classes and what each label text means."""
    shape, wanted = case.shape, case.wanted
    if label is None:
        if len(preds) > 1:
            raise no_label(case, len(preds))
        return "events", are_lists(case, preds[0]), (), {}
    filled = [cell for cell in shape.column(preds[0]) if cell]
    if len(preds) == 1 and are_vectors(filled, shape):
        return "classes", True, *vector_classes(case, label, vector_names(filled[0]))
    if len(preds) == 1:
        return ("binary", False, *binary_labels(case, label, preds[0]))
    names = wanted.classes or stems
    if len(names) != len(preds):
        raise other_number(names, len(preds), "column")
    if len(set(names)) != len(names):
        raise case.refusal("Each class column needs a class name of its own.", "--classes A,B,…")
    return "classes", False, names, {stem: k for k, stem in enumerate(names)}


def vector_classes(case: Case, label: int, stems: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, int]]:
    """The classes of lists, whose entries may have names, and what each label text means."""
    asked = case.wanted.classes
    if len(asked or stems) != len(stems):
        raise other_number(asked, len(stems), "number")
    if asked and stems == positions(len(stems)):
        return asked, {text: k for k, text in enumerate(asked)}
    texts = as_labelled(case, label, stems)
    if set(texts) == set(asked):
        stems, texts = tuple(stems[texts.index(text)] for text in asked), asked
    return stems, {text: k for names in (texts, stems) for k, text in enumerate(names)}


def in_class_order(
    case: Case, preds: tuple[int, ...], stems: tuple[str, ...], classes: tuple[str, ...]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Put class columns in the order that was asked for, by their names, or else in that of the numbers they are named by."""
    asked = case.wanted.classes
    if asked and is_named(case.shape) and set(asked) & set(stems):
        if set(asked) != set(stems):
            raise other_classes(case, stems)
        return tuple(preds[stems.index(name)] for name in asked), asked
    if asked or not all(stem.isdecimal() for stem in stems):
        return preds, classes
    order = sorted(range(len(stems)), key=lambda k: int(stems[k]))
    return tuple(preds[k] for k in order), tuple(stems[k] for k in order)


def vector_names(cell: str) -> tuple[str, ...]:
    """The names in a vector cell `cat=0.7,dog=0.3`, or in one of a dictionary, else positions from 0.

    >>> vector_names("cat=0.7,dog=0.3"), vector_names("{'cat': 0.7, 'dog': 0.3}"), vector_names("[0.7, 0.3]")
    (('cat', 'dog'), ('cat', 'dog'), ('0', '1'))
    """
    inner = cell.strip("[](){} ")
    if cell[:1] == "{" and ":" in cell:
        keys = [part.rpartition(":")[0].strip() for part in inner.split(",")]
        return tuple(key[slice(*unquoted(key, 0, len(key)))] for key in keys)
    parts = [part for part in re.split(r"[,;\s]+", inner) if part]
    names = [part.rpartition("=")[0] for part in parts]
    return tuple(names) if all(names) else positions(len(parts))
