"""Which columns hold the classes where they are named after nothing else, and the command that settles a doubt."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.sums_to_one import allowance, most_decimals, typed_decimals
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.columns import refusal, resolve, typed_name
from xentropy_cli.tables.form import decimal_or_percent, is_number
from xentropy_cli.tables.known_names import LABELS
from xentropy_cli.tables.roles.class_names import count_upwards, whole_label
from xentropy_cli.tables.roles.decisions import DECISIONS, positive_beside
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.truths.columns import class_parts, common_start, matched
from xentropy_cli.text import counted, typed_file, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape

BESIDES = {"id", "ids", "index", "row", "row_id", "rowid", "idx", "fold", "split", "name", "weight", "weights", "group"}
PREFIXES = ("y_pred_", "y_prob_", "probability_", "proba_", "prob_", "pred_", "p_", "q_", "score_", "p.", "p(")
SCALED_PREFIXES = {"logits_": "logits", "logit_": "logits", "logprob_": "logprobs", "log_prob_": "logprobs"}


class Case(NamedTuple):
    """A table whose columns are to be understood; `any_sum` is the option --normalize or --as-is, if one is given."""

    shape: Shape
    wanted: Wanted
    name: str
    any_sum: str = ""

    def refusal(self, message: str, option: str) -> XentError:
        """Make the error of one who will not guess, with the command that the columns suggest."""
        fault = refusal(message, self.shape, self.name, option)
        command = suggestion(self)
        return fault if command is None else fault.adding(fix=f" Did you mean: {command}")

    def are_numbers(self, column: int) -> bool:
        """Tell whether the sample of a column holds numbers alone."""
        return all(is_number(cell, self.shape.decimal) for cell in self.shape.column(column))

    def values(self, column: int) -> list[float | None]:
        """The sample of a column as doubles, as far as its cells are plain decimals, or such with a sign of percent."""
        point = "," if self.shape.decimal == "," else "."
        return [decimal_or_percent(cell.replace(point, ".")) for cell in self.shape.column(column)]


Predictions = tuple[str, tuple[int, ...], tuple[str, ...]]
"""The scale of predictions, their columns, and the class that each is named after."""


def class_columns(case: Case, free: Sequence[int], label: int | None) -> tuple[int, ...]:
    """The columns named after the classes, none of them guessed.

    They are all that hold numbers, if each occurs as a label or every row of the sample adds up to 1 with them; else those
    that occur as labels, if these add up to 1. Of two columns one label tells both, but not under an option
    that takes any sum. One that is 0 throughout and no label adds nothing, and is left out.
    """
    names, seen = case.shape.names, labels_of(case, label)
    found = [k for k in free if case.are_numbers(k) and (names[k] in seen or names[k].lower() not in BESIDES)]
    asked = [k for k in found if names[k] in case.wanted.classes]
    if asked and {names[k] for k in asked} == set(case.wanted.classes):
        return tuple(asked)
    found = [k for k in found if names[k] in seen or any(case.values(k))]
    labelled = [k for k in found if names[k] in seen]
    if len(found) < 2 or not labelled or len({names[k] for k in found}) < len(found):  # noqa: PLR2004  classes
        raise case.refusal("No column is known to be the prediction.", "--label COLUMN --pred COLUMN,…")
    if labelled == found or (len(found) == 2 and not case.any_sum) or adds_up(case, found):  # noqa: PLR2004  two at least
        return tuple(found)
    if len(labelled) > 1 and adds_up(case, labelled):
        return tuple(labelled)
    raise unclear(case, label, found, labelled)


def labels_of(case: Case, label: int | None) -> set[str]:
    """The labels of the sample, each as a column is named after it: 1.0 as 1, unless a column has the longer name."""
    cells = () if label is None else case.shape.column(label)
    return {cell if cell in case.shape.named else whole_label(cell) for cell in cells}


def adds_up(case: Case, columns: Sequence[int]) -> bool:
    """Tell whether every row of the sample adds up to 1 with these columns, as exactly as their digits allow."""
    cells_of = [case.shape.column(k) for k in columns]
    if len(set(map(len, cells_of))) > 1:
        return False  # a row has fewer cells than the header
    rows = zip(*(case.values(k) for k in columns), strict=True)
    texts = zip(*cells_of, strict=True)
    return all(
        None not in row
        and abs(sum(x for x in row if x is not None) - 1.0)
        <= allowance(len(row), most_decimals([typed_decimals(cell) for cell in cells]))
        for row, cells in zip(rows, texts, strict=True)
    )


def unclear(case: Case, label: int | None, found: Sequence[int], labelled: Sequence[int]) -> XentError:
    """Refuse columns that may be classes or something else, with the command that says which are."""
    names = case.shape.names
    others = ", ".join(names[k] for k in found if k not in labelled)
    fault = refusal(f"Is {others} a class? No label there says so.", case.shape, case.name, "--pred COLUMN,…")
    few, every = (command(case, label, columns) for columns in (labelled, found))
    return fault.adding(fix=f" Did you mean: {few} (or, with {others}: {every})")


def suggestion(case: Case) -> str | None:
    """The command that the columns suggest: one that can be the label, and one that can be a probability; else None."""
    shape = case.shape
    if not shape.has_header or case.wanted.prediction is not None:
        return without_header(case) if case.wanted.prediction is None else None
    free = [k for k in range(shape.fields) if shape.names[k] and shape.names[k].lower() not in BESIDES]
    classes = [(k, seen) for k in free if len(seen := named_by(case, k)) > 1]
    if len(classes) == 1:
        return command(case, *classes[0])
    known = [k for k in free if shape.names[k] == case.wanted.label or shape.names[k].lower() in LABELS]
    decided = [k for k in free if set(shape.column(k)) <= DECISIONS]
    labels = known or decided
    likely = [k for k in free if k not in decided and k not in known and is_probability(case, k)]
    if shape.own is not None:
        likely = [k for k in range(shape.own) if shape.names[k].lower() not in BESIDES and is_probability(case, k)]
        return f"--pred {quote(shape.names[likely[0]])}" if len(likely) == 1 else None
    if len(labels) == 1 and len(likely) > 1:
        return by_prefix(case, labels[0], likely) or by_position(case, labels[0], likely)
    if not known and len(likely) > 1:
        return beside_truths(case, decided, likely)
    return single_command(case, labels[0], likely[0]) if len(labels) == len(likely) == 1 else None


def single_command(case: Case, label: int, pred: int) -> str | None:
    """The command that names a label and one probability; None where it seems to be of what was decided."""
    positive = positive_beside(case, label, pred)
    return None if positive is None else command(case, label, [pred]) + positive


def without_header(case: Case) -> str | None:
    """The command for a table without names whose first or last column holds positions of the others, which add up to 1."""
    last = case.shape.fields
    for label, begin, end in ((0, 2, last), (last - 1, 1, last - 1)):
        columns = range(begin - 1, end)
        if len(columns) > 1 and labels_of(case, label) <= set(positions(len(columns))) and adds_up(case, columns):
            return f"{command(case, label, ()).rpartition(' --pred ')[0]} --pred {begin}-{end}"
    return None


def by_position(case: Case, label: int, columns: Sequence[int]) -> str | None:
    """The command that takes labels for positions of the class columns, if they are such, and the columns add up to 1."""
    places = positions(len(columns))
    if (
        not count_upwards([case.shape.names[k] for k in columns])
        or not labels_of(case, label) <= set(places)
        or not adds_up(case, columns)
    ):
        return None
    return f"{command(case, label, columns)} --classes {','.join(places)}"


def beside_truths(case: Case, truths: Sequence[int], preds: Sequence[int]) -> str | None:
    """The command that names one column of the truth for each of the predictions, if their names go together."""
    names = case.shape.names
    order = matched([names[k] for k in preds], [names[k] for k in truths])
    if order is None or not truths or not adds_up(case, truths) or not adds_up(case, preds):
        return None
    true = quote(",".join(names[truths[k]] for k in order))
    before, option, after = command(case, None, preds).partition(" --pred ")
    return f"{before} --true {true}{option}{after}"


def by_prefix(case: Case, label: int, columns: Sequence[int]) -> str | None:
    """The command that names class columns by what their names begin with, if the labels are what follows."""
    names = [case.shape.names[k] for k in columns]
    start = common_start(names)
    alike = [k for k, name in enumerate(case.shape.names) if name.startswith(start)]
    if not start or alike != list(columns) or not labels_of(case, label) <= {name[len(start) :] for name in names}:
        return None
    return command(case, label, columns).rpartition(" --pred ")[0] + f" --pred {quote(start + '*')}"


def named_by(case: Case, label: int) -> list[int]:
    """The columns of probabilities that are named after what a column holds, if it holds nothing else."""
    seen = labels_of(case, label)
    found = [k for k, name in enumerate(case.shape.names) if name in seen and is_probability(case, k)]
    if len(found) < len(seen):
        return []
    others = [k for k in range(case.shape.fields) if k not in found and k != label and is_probability(case, k)]
    every = sorted([*found, *others])
    return every if adds_up(case, every) else found


def is_probability(case: Case, column: int) -> bool:
    """Tell whether the sample of a column holds numbers from 0 to 1 alone."""
    values = case.values(column)
    return bool(values) and all(x is not None and 0.0 <= x <= 1.0 for x in values)


def command(case: Case, label: int | None, preds: Sequence[int]) -> str:
    """The command that names a label and predictions."""
    names = [typed_name(case.shape, k) for k in preds]
    file = "-" if case.name == "standard input" else case.name
    given = "" if label is None else f" --label {quote(typed_name(case.shape, label))}"
    return " ".join(
        filter(None, (f"xent score {typed_file(file or STDIN)}{given} --pred {quote(','.join(names))}", case.any_sum))
    )


def left_out(case: Case, preds: Sequence[int], used: set[int]) -> tuple[int, ...]:
    """The columns of numbers that are part of nothing, beside class columns with bare names; and of others, weights."""
    names = case.shape.names
    rest = [k for k in range(case.shape.fields) if k not in used and names[k]]
    is_bare = len(preds) > 1 and case.wanted.prediction is None
    return tuple(k for k in rest if case.are_numbers(k) and (is_bare or "weight" in names[k].lower()))


def zeros_of(case: Case, preds: Sequence[int], unused: Sequence[int]) -> tuple[int, ...]:
    """The unused columns that might be classes, were they not 0: of other columns the sums of the rows tell it."""
    if not case.any_sum or len(preds) < 2 or case.wanted.prediction is not None or case.wanted.classes:  # noqa: PLR2004
        return ()
    return tuple(k for k in unused if not any(case.values(k)))


def is_named(shape: Shape) -> bool:
    """Tell whether the columns have names: their numbers, from 1, say nothing about what they hold."""
    return shape.has_header and shape.names != tuple(str(k + 1) for k in range(shape.fields))


def other_number(classes: Sequence[str], count: int, what: str) -> XentError:
    """Refuse more or fewer class names than there are columns, or numbers in a cell."""
    return XentError(
        "lengths-differ",
        f"{counted(len(classes), 'name')} for {counted(count, what)}.",
        where="--classes",
        text=",".join(map(visible, classes)),
        why=f"Every class has a name and a {what}, in the same order.",
        fix=f"Give {counted(count, 'name')}, separated by commas: --classes A,B,…",
        status=BAD_DATA,
    )


def other_classes(case: Case, stems: tuple[str, ...]) -> XentError:
    """Refuse classes some of which are names of columns and some not."""
    given = ",".join(map(visible, case.wanted.classes))
    named = ",".join(map(visible, stems))
    return XentError(
        "ambiguous-columns",
        f"The columns are named after the classes {named}, and --classes after others.",
        where="--classes",
        text=given,
        why="Class columns are matched by name, and a name must not be given to the column of another class.",
        fix=f"Type --classes {named} in any order; to name columns anew, pass over their names: "
        "--skip-lines 1 --no-header, with columns by number.",
        status=BAD_DATA,
    )


def asked_predictions(case: Case, scale: str, spec: str) -> Predictions:
    """The columns that the caller names as the prediction."""
    shape = case.shape
    asked = tuple(resolve(spec, shape, f"--{scale}", case.name))
    if not is_named(shape):
        return scale, asked, positions(len(asked))
    names = tuple(shape.names[k] for k in asked)
    stems = stems_of(names, spec)
    is_beside_truth = case.wanted.true is not None and len(asked) > 1
    return scale, asked, class_parts(stems) if is_beside_truth and stems == names else stems


def positions(count: int) -> tuple[str, ...]:
    """Classes without names are called by their positions, from 0."""
    return tuple(str(k) for k in range(count))


def stems_of(names: Sequence[str], spec: str) -> tuple[str, ...]:
    """The classes that columns are named after: what a pattern's * stands for, or the names without a common known prefix."""
    if spec.endswith("*") and spec.count("*") == 1 and all(column.startswith(spec[:-1]) for column in names):
        return tuple(column[len(spec) - 1 :] for column in names)
    for prefix in (*PREFIXES, *SCALED_PREFIXES):
        if all(column.lower().startswith(prefix) and len(column) > len(prefix) for column in names):
            return behind(prefix, names)
    return tuple(names)


def behind(prefix: str, names: Sequence[str]) -> tuple[str, ...]:
    """What names hold behind a prefix: of one that opens a bracket up to its end, where the same follows in all.

    >>> behind("p(", ["P(cat)", "P(dog)"]), behind("p(", ["P(cat) in %", "P(dog) in %"]), behind("p_", ["p_f(x)"])
    (('cat', 'dog'), ('cat', 'dog'), ('f(x)',))
    """
    stems = tuple(name[len(prefix) :] for name in names)
    if not prefix.endswith("("):
        return stems
    inner, _, ends = zip(*(stem.rpartition(")") for stem in stems), strict=True)
    return inner if all(inner) and len(set(ends)) == 1 else stems
