"""What a result may say beside its numbers: a closed list, so that scripts can act on the code of a note."""

from __future__ import annotations

from xentropy_cli.named_tuple import NamedTuple


class Note(NamedTuple):
    """Something the reader should know about a result; `code` is one of `NOTES`."""

    code: str
    text: str


NOTES = {
    "other-reading": "the input could also be read in another way, which is named",
    "rounded-sum": "probabilities miss 1 by no more than rounding explains, and are used as typed",
    "sum-as-is": "probabilities that do not add up to 1 are used as they are, as asked",
    "normalized": "rows were divided by their sums, as asked",
    "mixed-notation": "percentages and plain numbers stand in one vector, or in one column",
    "names-win": "a label is both a class name and a position; it was taken as the name",
    "matched-by-name": "rows name their classes in different orders; they were matched by name",
    "infinite": "something happened that was given probability 0: what, and where",
    "no-size": "the numbers of bytes or words are all 0, so that there is no loss for each",
    "faint": "a probability is so small that a double keeps few of its digits",
    "just-outside": "numbers at most 0.0001 outside 0 to 1 were taken for 0 or 1 under --clip: how many",
    "clipped": "what the clipping policy does, and what it changed",
    "denominator": "what the total was divided by",
    "smoothed": "the truth was smoothed, as asked",
    "ignored": "examples were left out, as asked",
    "pos-weight": "examples of class 1 count more, as asked",
    "undecided": "400 digits do not tell to which double a value rounds",
    "not-a-divergence": "the weights do not average whole examples: the mean is no cross-entropy, and has no H + KL",
    "temperature": "logits were divided by a temperature, as asked",
    "softmax-twice": "the softmax was applied to its own result, as asked",
    "descent": "the rule of a step of gradient descent",
    "doubles": "what was worked out in double precision, and how",
    "step": "the step of the central difference",
    "read-otherwise": "files were read in another way than the first: how",
    "repeated": "a file was added twice, or two files have one name",
    "skipped": "bad rows were left out, as asked: how many, and where",
    "joined-lines": "a quoted cell holds a line end: where",
    "untold": "tokens that nothing predicted, the first of a list, were not scored",
    "left-out": "columns of numbers that are part of nothing were left out",
    "blank-lines": "blank lines were passed over",
    "constant": "every row holds the same prediction",
    "decisions": "every prediction is 0 or 1",
    "applied-twice": "predictions lie where a softmax or sigmoid of probabilities would put them",
    "flipped": "higher predictions go with the other class",
    "exchanged": "two class columns exchanged would give a much higher accuracy",
    "no-skill": "the loss is above that of always saying the proportions of the labels",
    "off-by-one": "most labels are the class beside the predicted one",
    "same-model": "a model is compared with itself",
    "other-classes": "the two models predict different classes",
    "no-more-questions": "an exercise has fewer different questions than were asked of it, so that they came again",
    "bootstrap": "how the bootstrap interval was made",
}

OF_THE_PAGE = frozenset({"bootstrap", "blank-lines", "step", "descent"})
"""Notes about what stands beside a number, which leave that number what it is: where only the number is asked for they are
not said."""
