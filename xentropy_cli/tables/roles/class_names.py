"""Which class the name of a column tells, and how the labels of a file call the classes of several; never a guess."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.inputs.words import BINARY
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.form import is_number
from xentropy_cli.tables.known_names import KNOWN
from xentropy_cli.tables.truths.columns import common_start
from xentropy_cli.text import place_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

WORDS = {"-1": "0", "neg": "0", "negative": "0", "pos": "1", "positive": "1"} | {
    word: value for word, value in BINARY.items() if not word.isalpha() or len(word) > 1
}
"""What the end of a name says of a truth that is 0 or 1, in lower case; a single letter says nothing."""
FILLERS = frozenset([
    "p", "q", "pr", "prob", "probs", "proba", "probability", "probabilities", "pred", "preds", "predicted",
    "prediction", "predictions", "predict", "y", "yhat", "hat", "class", "classes", "label", "labels", "target",
    "outcome", "category", "logit", "logits", "logprob", "logprobs", "log", "score", "scores", "confidence", "of",
    "is", "for", "distribution", "raw", "output", "outputs", "softmax", "sigmoid", "calibrated",
])  # fmt: skip
"""Words beside the class in the name of a column, which leave its meaning as it is."""
NEGATIONS = frozenset(["not", "non", "no", "un", "without", "other", "against", "anti"])
OTHERWISE = r"!=|≠|≥|≤|<|>|~|¬|\A\s*1\s*[-−]"
"""Signs that turn a probability into that of something else."""
CONDITION = r"\|[^()]*(?=\))"
PERCENT = r"\s*(?:\bin\s*%|[\[(]?\s*(?:%|percent|pct)\s*[\])]?)\s*\Z"
WORD = r"(?<![^\W_])-\d+|\d+|[^\W\d_]+"
WHOLE = r"([+-]?)(0|[1-9][0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,2}))?"


class Said(NamedTuple):
    """The class that a name tells, as the labels call it; `is_sure` only if nothing else stands there but known words."""

    label: str | None = None
    is_sure: bool = True
    is_turned: bool = False  # whether the name may tell the opposite


def whole_label(text: str) -> str:
    """A whole number as labels are named, however a program writes it; any other text as it is.

    >>> [whole_label(text) for text in ("1.0", "1.000000000000000000e+00", "1.2e1", "-0.0", "+1", "-1", "1.5", "007", "cat")]
    ['1', '1', '12', '0', '1', '-1', '1.5', '007', 'cat']
    """
    if text in {"0", "1"}:
        return text  # without the cost of the pattern
    match = re.fullmatch(WHOLE, text)
    if match is None:
        return text
    decimals, power = (match[3] or "").rstrip("0"), int(match[4] or 0)
    if power < len(decimals):
        return text
    digits = (match[2] + decimals + "0" * (power - len(decimals))).lstrip("0")
    return f"-{digits}" if digits and match[1] == "-" else digits or "0"


def tokens(name: str) -> list[str]:
    """The words and numbers of a name, in lower case.

    >>> tokens("probClass0"), tokens("P(y = -1)"), tokens("new_york")
    (['prob', 'class', '0'], ['p', 'y', '-1'], ['new', 'york'])
    """
    return re.findall(WORD, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def unglued(word: str, classes: Collection[str]) -> list[str]:
    """A word that is a known one with a class behind it, as these two.

    >>> unglued("probno", ["no"]), unglued("piano", ["no"])
    (['prob', 'no'], ['piano'])
    """
    ends = [end for end in classes if end.isalpha() and word.endswith(end) and word[: -len(end)] in FILLERS]
    return [word[: -len(ends[0])], ends[0]] if ends else [word]


def said_by(name: str, labels: Collection[str]) -> Said:
    """The class that the name of a single column ends in: a label, or a word for 0 or 1 where labels are such words.

    >>> said_by("P(Y=0|x)", ["0", "1"]).label, said_by("prob_No", ["yes", "no"]).label, said_by("y_prob", ["0", "1"]).label
    ('0', 'no', None)
    >>> said_by("p_old", ["0", "1"]).is_sure, said_by("prob_not_spam", ["spam", "ham"])
    (False, Said(label='spam', is_sure=False, is_turned=True))
    """
    if name in labels:
        return Said(name)
    if name.lower() in KNOWN:
        return Said()
    found = tokens(re.sub(PERCENT, "", re.sub(CONDITION, "", name)))
    ends = {label: tokens(label) for label in labels}
    if found:
        found[-1:] = unglued(found[-1], (*WORDS, *map(str.lower, labels)))
    while True:
        label, size = class_at_end(found, ends)
        before = found[: len(found) - size]
        if label is not None or not found or found[-1] not in FILLERS:
            break
        found = found[:-1]
    is_dashed = f"-{label}" in labels and re.search(rf"\w-{label}(?!\d)", name) is not None  # a hyphen, or a minus sign
    is_turned = (
        is_dashed
        or bool(re.search(OTHERWISE, name))
        or not NEGATIONS.isdisjoint(before if label is not None else found)
    )
    return Said(label, is_sure=FILLERS.issuperset(before) and not is_turned, is_turned=is_turned)


def class_at_end(found: Sequence[str], ends: dict[str, list[str]]) -> tuple[str | None, int]:
    """The one label, of those that are longest, that words end in, and how many of the words it has."""
    fits = [label for label, words in ends.items() if words and list(found[-len(words) :]) == words]
    longest = max((len(ends[label]) for label in fits), default=0)
    fits = [label for label in fits if len(ends[label]) == longest]
    if fits:
        return (fits[0], longest) if len(fits) == 1 else (None, 0)
    value = WORDS.get(found[-1]) if found and all(word_value(label) is not None for label in ends) else None
    if value is None:
        return None, 0
    return next((label for label in ends if word_value(label) == value), value), 1


def word_value(label: str) -> str | None:
    """What a label says of a truth that is 0 or 1; None for any other.

    >>> word_value("No"), word_value("pos"), word_value("Y"), word_value("cat")
    ('0', '1', '1', None)
    """
    return WORDS.get(label.lower(), BINARY.get(label.lower()))


def called(names: Sequence[str], labels: Collection[str]) -> tuple[str, ...] | None:
    """How labels call the classes that columns are named after; None where names and labels do not go together.

    As they are; without what all of them begin or end with; in any case; or as words for 0 and 1: in whichever way each
    label is that of one name alone. Numbers are those of some names only if the names count from 0.

    >>> called(["class1", "class0"], ["0", "1"]), called(["no", "yes"], ["Yes", "No"]), called(["c10", "c11"], ["0", "1"])
    (('1', '0'), ('No', 'Yes'), None)
    """
    if set(labels) <= set(names) or not names:
        return tuple(names)
    for parts in (tuple(names), rests(names)):
        for form in (str, str.casefold, value_or_self):
            mine, theirs = [form(part) for part in parts], {form(label): label for label in labels}
            if len(set(mine)) == len(mine) and len(theirs) == len(set(labels)) and go_together(mine, theirs):
                return tuple(theirs.get(key, part) for key, part in zip(mine, parts, strict=True))
    return None


def value_or_self(text: str) -> str:
    """The value of a word for 0 or 1, or the text itself."""
    return word_value(text) or text


def go_together(names: Sequence[str], labels: Collection[str]) -> bool:
    """Tell whether labels are exactly the names, or some of them that are no numbers by another count."""
    if set(labels) == set(names):
        return True
    counts = set(names) == set(map(str, range(len(names))))
    return bool(labels) and set(labels) < set(names) and (counts or not any(map(str.isdecimal, labels)))


def rests(names: Sequence[str]) -> tuple[str, ...]:
    """Names without what all begin and end with, as far as whole words; as they are if that is a negation.

    >>> rests(["p_hat_1", "p_hat_0"]), rests(["cat_prob", "dog_prob"]), rests(["dog", "duck"]), rests(["not_a", "not_b"])
    (('1', '0'), ('cat', 'dog'), ('dog', 'duck'), ('not_a', 'not_b'))
    """
    most = range(1, len(common_start(names)) + 1)
    start = max((k for k in most if are_edges(names, k) or FILLERS.issuperset(tokens(names[0][:k]))), default=0)
    cut = [name[start:] for name in names]
    ending = len(common_start([name[::-1] for name in cut]))
    end = max((k for k in range(1, ending + 1) if are_edges(cut, -k)), default=0)
    shared = [*tokens(names[0][:start]), *tokens(cut[0][len(cut[0]) - end :])]
    if not NEGATIONS.isdisjoint(shared):
        return tuple(names)
    return tuple(name[: len(name) - end] for name in cut)


def are_edges(names: Sequence[str], k: int) -> bool:
    """Tell whether a word or a number begins or ends before the same letter of all names."""
    return all(is_edge(name[:k][-1:], name[k:][:1]) for name in names)


def is_edge(before: str, after: str) -> bool:
    """Tell whether one word or number ends between two letters.

    >>> is_edge("_", "c"), is_edge("b", "C"), is_edge("s", "1"), is_edge("1", "0"), is_edge("d", "u"), is_edge("s", "")
    (True, True, True, False, False, False)
    """
    if not (before.isalnum() and after.isalnum()):
        return bool(before and after)
    return before.isdecimal() != after.isdecimal() or (before.islower() and after.isupper())


def count_upwards(names: Sequence[str]) -> bool:
    """Tell whether names are no numbers, and those that end in one count upwards, so that labels may be positions.

    >>> count_upwards(["cat", "dog"]), count_upwards(["c1", "c2"]), count_upwards(["c2", "c1"]), count_upwards(["5", "7"])
    (True, True, False, False)
    """
    ends = [re.search("[0-9]+$", name) for name in names]
    numbers = [place_in(end[0]) for end in ends if end]
    are_all = len(numbers) == len(names) and all(after == before + 1 for before, after in pairwise(numbers))
    return not any(map(is_number, names)) and (not numbers or are_all)
