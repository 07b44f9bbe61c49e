"""A request → a question: which reading the numbers take, and the examples they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import sigmoid
from xentropy_cli.core.real import Real, real, total
from xentropy_cli.derivation.model import Example, Question
from xentropy_cli.derivation.notes import Note
from xentropy_cli.inputs import labels, options
from xentropy_cli.inputs import option_rules as fit
from xentropy_cli.inputs.distributions import numbers, probability_of, read_distribution, said_of
from xentropy_cli.inputs.notation import named
from xentropy_cli.inputs.pasted import is_deep
from xentropy_cli.inputs.request import Request, span_of
from xentropy_cli.inputs.sums_to_one import MOST
from xentropy_cli.text import counted, there_are

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.inputs.notation import Piece, Row

Read = tuple[tuple[Example, ...], tuple[Note, ...]]


def read(request: Request) -> Question:
    """Read a request.

    Raises XentError where a number, a name, a count or a combination of options makes no sense.
    """
    fit.refuse_other_words(request)
    fit.refuse_two_answers(request)
    request = labels.with_flags(labels.with_whole_numbers(labels.with_whole_labels(request)))
    reading = request.reading or choose_reading(request)
    fit.refuse_misfits(request, reading)
    examples, notes = READERS[reading](request)
    question = options.complete(request, reading, examples, notes)
    if request.asks_more:
        from xentropy_cli.inputs.extras import with_further

        return with_further(request, question)
    return question


def choose_reading(request: Request) -> str:
    """Choose what the numbers mean from their shape alone, or refuse."""
    rows, count = request.rows, len(request.label)
    singles = all(len(row) == 1 for row in rows)
    if request.true:
        are_numbers = singles and rows and all(len(row) == 1 and named(row[0]).name is None for row in request.true)
        return "binary" if are_numbers and not request.names else "distribution"
    if not request.label:
        return "events"
    if len(rows) == 1 and count == 1:
        return "binary" if singles and not request.names else "categorical"
    return "binary" if len(rows) == 1 or singles else "categorical"


def read_events(request: Request) -> Read:
    """n numbers without a truth: n independent events that happened."""
    if len(request.rows) > 1:
        from xentropy_cli.inputs.mistakes import with_points

        raise span_of(request.rows[1]).refuse(
            "needs-truth",
            "Several rows need a truth.",
            why="Without one, numbers are events that happened, and those stand in a single row.",
            fix=with_points(request.rows[1][0].source.text)
            or "Add one --label for each row (or --true), or put the events in one row: --pred 0.7,0.8",
        )
    read = numbers(request.rows[0], request.kind_alone, clips=request.clip is not None)
    names = labels.class_names(request.rows, request.names)
    named_here = bool(request.names) or read[0].piece.name is not None
    examples = tuple(
        Example(
            name=name if named_here else str(at),
            classes=(name,),
            p=(real(1),),
            q=(_yes_and_no(entry.value, request)[1],),
            logits=(entry.value,) if request.given == "logits" else (),
            label=name,
        )
        for at, (entry, name) in enumerate(zip(read, names, strict=True), 1)
    )
    return examples, (*said_of(read), *_maybe_a_distribution(request, examples))


def _maybe_a_distribution(request: Request, examples: tuple[Example, ...]) -> tuple[Note, ...]:
    """Name the other reading of several numbers that add up to 1."""
    if request.reading or len(examples) == 1 or request.given != "pred" or total(e.q[0] for e in examples) - 1:
        return ()
    text = (
        "The numbers add up to 1. If they are one distribution, use --true for its entropy, or add --label or --true."
    )
    return (Note("other-reading", f"{text} --as events settles this reading."),)


def _yes_and_no(number: Real, request: Request) -> tuple[Real, Real]:
    """Q(class 0) and Q(class 1) from the one number that was given for class 1."""
    if request.given == "logits":
        return sigmoid(number)
    yes = probability_of(number, request) if request.given == "logprobs" else number
    return 1 - yes, yes


def read_binary(request: Request) -> Read:
    """n numbers and n labels 0 or 1: n binary predictions of class 1."""
    row = tuple(piece for each in request.rows for piece in each)
    truths = request.label or tuple(piece for each in request.true for piece in each)
    read = numbers(row, request.kind_alone, clips=request.clip is not None)
    _refuse_unequal(row, truths)
    if request.names:
        labels.refuse_count(request.names, row)
    if not request.true:
        labels.refuse_two_names([truth for truth in truths if not request.ignores(truth.text)])
    names = [piece.text for piece in request.names] or [entry.piece.name or str(at) for at, entry in enumerate(read, 1)]
    examples = []
    for entry, truth, name in zip(read, truths, names, strict=True):
        label = None if request.true or request.ignores(truth.text) else labels.binary_label(truth)
        yes = numbers((truth,), "probability")[0].value if request.true else real(int(label or 0))
        examples.append(
            Example(
                name=name,
                classes=("0", "1"),
                p=(1 - yes, yes),
                q=_yes_and_no(entry.value, request),
                logits=(entry.value,) if request.given == "logits" else (),
                label=truth.text if request.ignores(truth.text) else label,
            )
        )
    return tuple(examples), (*said_of(read), *_maybe_one_hot(request, row))


def _refuse_unequal(row: Row, truths: Row) -> None:
    if len(row) != len(truths):
        raise span_of(truths).refuse(
            "lengths-differ",
            f"{there_are(len(row), 'prediction')} and {counted(len(truths), 'label')}.",
            why="Each binary prediction needs one label; none is repeated or left out.",
            fix=f"Give {counted(len(row), 'label')}; or one label alone, if the numbers are the classes of one prediction.",
        )


def _maybe_one_hot(request: Request, row: Row) -> tuple[Note, ...]:
    """Name the other reading of labels that could be one one-hot class."""
    if request.reading or request.true or len(row) == 1 or len(request.rows) > 1:
        return ()
    hot = [
        at for at, label in enumerate(request.label) if labels.is_binary(label) and labels.binary_label(label) == "1"
    ]
    if len(hot) != 1 or (request.given == "pred" and not _nearly_one(row, request)):
        return ()
    text = f"If this is one prediction over {len(row)} classes whose truth is class {hot[0]}, type --label {hot[0]}"
    return (Note("other-reading", f"{text}, or --as categorical. --as binary settles this reading."),)


def _nearly_one(row: Row, request: Request) -> bool:
    off = total(entry.value for entry in numbers(row, "probability", clips=request.clip is not None)) - 1
    return float(max(off, -off)) < MOST


def read_categorical(request: Request) -> Read:
    """m rows of K numbers and m labels: m predictions over K classes."""
    rows = request.rows
    classes = labels.class_names(rows, request.names)
    given_labels = request.label
    if len(rows) == 1 and len(given_labels) == len(classes) > 1:
        given_labels = (_one_hot(given_labels, classes),)
    predictions = [read_distribution(labels.in_order(row, classes), request.kind, request) for row in rows]
    if len(given_labels) != len(rows):
        raise span_of(given_labels).refuse(
            "lengths-differ",
            f"{there_are(len(rows), 'row')} of predictions and {counted(len(given_labels), 'label')}.",
            why="Each row of class probabilities needs one label; none is repeated or left out.",
            fix=f"Give {counted(len(rows), 'label')}, separated by commas{_or_each(request)}.",
        )
    notes = list(labels.clash(given_labels, classes))
    examples = []
    for at, (prediction, label) in enumerate(zip(predictions, given_labels, strict=True), 1):
        notes += prediction.notes
        ignored = request.ignores(label.text)
        name = label.text if ignored else labels.class_label(label, classes)
        p = tuple(real(int(each == name)) for each in classes)
        examples.append(Example(str(at), classes, p, prediction.q, prediction.logits, name))
    return tuple(examples), (*notes, *_matched(rows, classes), *_classes_last(rows))


def _classes_last(rows: tuple[Row, ...]) -> tuple[Note, ...]:
    """Say which brackets of three or more hold the classes: some libraries keep them second."""
    if len(rows) == 1 or not is_deep(rows[0][0].source.text):
        return ()
    text = "Of lists within lists the innermost are the rows, so that the classes come last."
    return (Note("other-reading", f"{text} Numbers in PyTorch's order, (N, C, …), need them moved to the end first."),)


def _or_each(request: Request) -> str:
    """What else may be meant by as many labels as there are numbers in all rows."""
    are_each = len(request.label) == sum(len(row) for row in request.rows)
    return "; or, if each number is a prediction by itself, add --as binary" if are_each else ""


def _one_hot(row: Row, classes: tuple[str, ...]) -> Piece:
    """Take 0/1 labels, exactly one of them 1, as the label of one class."""
    hot = [at for at, label in enumerate(row) if labels.binary_label(label) == "1"]
    if len(hot) != 1:
        raise span_of(row).refuse(
            "unknown-label",
            f"{len(hot)} of these {len(row)} labels are 1.",
            why="One prediction over several classes has exactly one true class.",
            fix="Type the class itself, such as --label 0; or --as binary for one label a number.",
        )
    return row[hot[0]]._replace(text=classes[hot[0]])


def _matched(rows: tuple[Row, ...], classes: tuple[str, ...]) -> tuple[Note, ...]:
    """Say that rows in another order were matched by the names of their classes."""
    orders = [tuple(named(piece).name for piece in row) for row in rows]
    if all(order == classes or None in order for order in orders):
        return ()
    return (Note("matched-by-name", f"Rows were matched by class name; the order is {', '.join(classes)}."),)


def read_distributions(request: Request) -> Read:
    """Rows of truth and rows of prediction: pairs of distributions; or one side alone."""
    truths, rows = request.true, request.rows
    if request.label and len(request.label) == 1:
        raise request.label[0].refuse(
            "option-misfit",
            "A label is no distribution.",
            why="This reading compares two distributions; a label says which class happened.",
            fix="Give the truth with --true, or leave --as distribution out.",
        )
    if request.label:  # 0 or 1 for each class: the truth of one pair
        truths = (tuple(label._replace(text=labels.binary_label(label)) for label in request.label),)
    elif not truths:
        truths, rows = rows, ()
    if rows and len(rows) != len(truths):
        raise span_of(truths[0]).refuse(
            "lengths-differ",
            f"{there_are(len(truths), 'row')} of truth and {len(rows)} of prediction.",
            why="Each prediction is compared with a truth of its own; none is repeated.",
            fix=f"Give {counted(len(rows), 'row')} of --true, one for each prediction.",
        )
    truth_kind = "probability" if request.true or request.label else request.kind
    classes = labels.class_names(truths, request.names)
    if rows and not request.names and named(truths[0][0]).name is None:
        classes = labels.class_names(rows, ())
    examples, notes = [], [*_matched((*truths, *rows), classes), *_classes_last(rows or truths)]
    for at, truth in enumerate(truths, 1):
        p = read_distribution(labels.in_order(truth, classes), truth_kind, request)
        notes += p.notes
        if not rows:
            examples.append(Example(str(at), classes, p.q, (), p.logits))
            continue
        q = read_distribution(labels.in_order(rows[at - 1], classes), request.kind, request)
        notes += q.notes
        examples.append(Example(str(at), classes, p.q, q.q, q.logits))
    return tuple(examples), tuple(notes)


READERS: dict[str, Callable[[Request], Read]] = {
    "events": read_events,
    "binary": read_binary,
    "categorical": read_categorical,
    "distribution": read_distributions,
}
