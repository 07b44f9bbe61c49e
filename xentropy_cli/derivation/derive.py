"""A question → its derivation: the terms, the steps that lead to the answer, and the quantities beside it."""

from __future__ import annotations

from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, is_infinite, real, sqrt, total
from xentropy_cli.derivation.classes import class_rows
from xentropy_cli.derivation.model import Denominator, Derivation, Example, LogSumExp, Question, Term
from xentropy_cli.derivation.remarks import read_as, remarks
from xentropy_cli.derivation.steps import steps_to
from xentropy_cli.errors import XentError
from xentropy_cli.figures import given
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.derivation.notes import Note

MOST_ACCUMULATED = 200
"""Terms up to which a running total is kept; a longer table is read for its sum."""

SHOWN_DIGITS = 12

SMOOTHINGS = {"K": core.smooth, "K-1": core.smooth_others}


class Weighed(NamedTuple):
    """An example with the weight of each of its classes.

    `is_certain` when one class alone was the truth, `is_weighted` when any weight was given.
    """

    example: Example
    weights: tuple[Real, ...]
    is_certain: bool
    is_weighted: bool


def derive(question: Question) -> Derivation:
    """Work a question out.

    Raises XentError where the weights of the examples that are left add up to 0.
    """
    examples, clip_notes = _prepared(question)
    weighed = tuple(_weigh(example, question) for example in examples)
    terms = _accumulated(_terms(weighed, question))
    denominator = _denominator(weighed, question)
    quantities = _quantities(weighed, terms, denominator, question)
    classes = class_rows(examples[0], question.base.value) if _is_by_class(question, weighed[0]) else ()
    asked = _asked(question, quantities)
    found = Derivation(
        reading=question.reading,
        read_as=read_as(question),
        given=question.given,
        quantity=asked,
        base=question.base,
        n=len(examples),
        examples=examples,
        terms=terms,
        steps=steps_to(asked, terms, classes, quantities, denominator),
        quantities=quantities,
        denominator=denominator,
        classes=classes,
        is_weighted=_is_weighted(question),
        ignored=question.ignored,
        temperature=question.temperature,
        notes=(*question.notes, *clip_notes),
    )
    if question.gradient:
        from xentropy_cli.derivation.gradient import slopes

        parts = [(each.example, each.weights) for each in weighed]
        found = found._replace(gradient=slopes(question, parts, denominator))
    if question.further:
        from xentropy_cli.derivation.extras import workings_of

        found = found._replace(workings=tuple(workings_of(question, found)))
    notes = (*found.notes, *remarks(found, question), *(note for each in found.workings for note in each.notes))
    return found._replace(notes=notes)


def _prepared(question: Question) -> tuple[tuple[Example, ...], tuple[Note, ...]]:
    """Smooth the truths and clip the predictions, where asked."""
    examples = question.examples
    if question.smoothing is not None:
        smooth = SMOOTHINGS[question.smoothing_kind]
        examples = tuple(e._replace(p=tuple(smooth(e.p, question.smoothing))) for e in examples)
    if question.clip is None:
        return examples, ()
    from xentropy_cli.derivation.clipping import clipped

    examples, note = clipped(examples, question.clip)
    return examples, (note,)


def _is_weighted(question: Question) -> bool:
    return bool(question.class_weights) or question.examples[0].weight is not None


def _weigh(example: Example, question: Question) -> Weighed:
    """Multiply the weights that an example and its classes were given."""
    of_class = question.class_weights or (real(1),) * len(example.classes)
    if question.pos_weight is not None:
        of_class = (of_class[0], of_class[1] * question.pos_weight)
    of_example = real(1) if example.weight is None else example.weight
    is_certain = example.label is not None and question.smoothing is None
    is_weighted = _is_weighted(question) or question.pos_weight is not None
    return Weighed(example, tuple(of_example * weight for weight in of_class), is_certain, is_weighted)


def _terms(weighed: tuple[Weighed, ...], question: Question) -> tuple[Term, ...]:
    base = question.base.value
    if len(weighed) == 1 and not weighed[0].is_certain:
        return _class_terms(weighed[0], base)
    return tuple(_certain_term(each, base) if each.is_certain else _soft_term(each, base) for each in weighed)


def _is_by_class(question: Question, first: Weighed) -> bool:
    """Tell whether to show the classes of the one example: more of them matter than the one that happened."""
    is_over_classes = question.reading in ("categorical", "distribution") or not first.is_certain
    return len(question.examples) == 1 and is_over_classes


def _accumulated(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Give each term the sum so far, and its share of the total, where there are few enough to be read one by one."""
    if len(terms) > MOST_ACCUMULATED:
        return terms
    sums = list(accumulate(term.value for term in terms))
    has_shares = bool(sums[-1]) and not is_infinite(sums[-1])
    return tuple(
        term._replace(running=sum_, share=term.value / sums[-1] if has_shares else None)
        for term, sum_ in zip(terms, sums, strict=True)
    )


def _class_terms(weighed: Weighed, base: core.Base) -> tuple[Term, ...]:
    """One addend a class: p · (-log q), or p · (-log p) for a truth alone."""
    example, weights = weighed.example, weighed.weights
    terms = []
    for k, name in enumerate(example.classes):
        surprisal = core.surprisal(example.q[k] if example.q else example.p[k], base)
        value = core.part(weights[k] * example.p[k], surprisal)
        terms.append(Term(name, value, example.p[k], example.q[k] if example.q else None, surprisal))
    return tuple(terms)


def _certain_term(weighed: Weighed, base: core.Base) -> Term:
    """The surprisal of what happened, times its weight."""
    example, weights = weighed.example, weighed.weights
    q, weight = example.q[example.happened], weights[example.happened]
    surprisal = core.surprisal(q, base)
    shown = weight if weighed.is_weighted else None
    term = Term(example.name, core.part(weight, surprisal), real(1), q, surprisal, weight=shown)
    if len(example.logits) > 1:
        term = term._replace(log_sum_exp=LogSumExp(example.logits[example.happened], *core.log_sum_exp(example.logits)))
    return term if example.classes == (example.label,) else term._replace(label=example.label)


def _soft_term(weighed: Weighed, base: core.Base) -> Term:
    """The weighted cross-entropy of one example (the entropy, where there is a truth alone)."""
    example, weights = weighed.example, weighed.weights
    parts = [weight * p_k for weight, p_k in zip(weights, example.p, strict=True)]
    entropy = core.entropy(example.p, base)
    if not example.q:
        return Term(example.name, entropy, entropy=entropy)
    value = core.cross_entropy(parts, example.q, base)
    divergence = core.kl_divergence(example.p, example.q, base)
    return Term(
        example.name, value, label=example.label, weight=example.weight, entropy=entropy, kl_divergence=divergence
    )


def _denominator(weighed: tuple[Weighed, ...], question: Question) -> Denominator:
    """n, or the sum of the weights: of the class that happened, or of each class as far as it is the truth."""
    if not _is_weighted(question) or question.weight_norm == "count":
        return Denominator("n", real(len(weighed)))
    of_class = question.class_weights or (real(1),) * len(weighed[0].example.classes)
    weights = []
    for example in (each.example for each in weighed):
        alone = real(1) if example.weight is None else example.weight
        shares = zip(of_class, example.p, strict=True)
        weights.append(
            alone * (total(w * p_k for w, p_k in shares) if example.label is None else of_class[example.happened])
        )
    if not (sum_ := total(weights)) and question.reduction != "sum":
        raise _no_weight_left(of_class)
    return Denominator("Σ w", sum_)


def _no_weight_left(of_class: tuple[Real, ...]) -> XentError:
    return XentError(
        "bad-weight",
        "The weights of all examples add up to 0.",
        where="--class-weight",
        text=",".join(given(weight, SHOWN_DIGITS) for weight in of_class),
        why="Every example belongs to a class of weight 0, and there is no mean of nothing.",
        fix="Give some class that happens a weight above 0, or divide by the count: --weight-norm count",
    )


def _quantities(
    weighed: tuple[Weighed, ...], terms: tuple[Term, ...], denominator: Denominator, question: Question
) -> dict[str, Real]:
    """Every quantity that applies, by name."""
    base = question.base.value
    total_ = total(term.value for term in terms)
    if not denominator.value:
        return {"total": total_}
    mean = total_ / denominator.value
    found = {"total": total_, "mean": mean}
    if all(each.is_certain for each in weighed) and not _is_weighted(question) and question.pos_weight is None:
        found["likelihood"] = core.likelihood(each.example.q[each.example.happened] for each in weighed)
    if not _is_average(weighed, denominator, question):
        return found
    found["perplexity"] = core.perplexity(mean, base)
    if len(weighed) > 1 and all(each.is_certain for each in weighed):
        found["typical_probability"] = core.power(-mean, base)
    if not weighed[0].example.q:
        return {**found, "entropy": mean}
    averaged = partial(_averaged, weighed, denominator)
    found["entropy"] = averaged(lambda e: core.entropy(e.p, base))
    found["kl_divergence"] = averaged(lambda e: core.kl_divergence(e.p, e.q, base))
    found["cross_entropy"] = mean
    if question.reading == "distribution":
        found["reverse_kl_divergence"] = averaged(lambda e: core.kl_divergence(e.q, e.p, base))
        found["js_divergence"] = averaged(lambda e: core.js_divergence(e.p, e.q, base))
        found["total_variation"] = averaged(lambda e: core.total_variation(e.p, e.q))
        if len(weighed) == 1:
            found["js_distance"] = sqrt(found["js_divergence"])
    return found


def _is_average(weighed: tuple[Weighed, ...], denominator: Denominator, question: Question) -> bool:
    """Tell whether the mean averages the examples, each as a whole: then it is a cross-entropy, with all that follows."""
    if question.pos_weight is not None or (_is_weighted(question) and denominator.name == "n"):
        return False
    return not question.class_weights or all(each.is_certain for each in weighed)


def _averaged(weighed: tuple[Weighed, ...], denominator: Denominator, function: Callable[[Example], Real]) -> Real:
    """The mean over the examples, each counting as it does in the total."""
    counted = [each.weights[each.example.happened if each.is_certain else 0] for each in weighed]
    parts = (core.part(weight, function(each.example)) for weight, each in zip(counted, weighed, strict=True))
    return total(parts) / denominator.value


def _asked(question: Question, quantities: dict[str, Real]) -> str:
    """Name the quantity that answers the question."""
    if question.reduction == "sum" or (question.reading == "events" and question.reduction is None):
        return "total"
    if len(question.examples) > 1 or question.reading == "events":
        return "mean"
    return "cross_entropy" if "cross_entropy" in quantities else "entropy" if "entropy" in quantities else "mean"
