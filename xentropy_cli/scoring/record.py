"""A summary as plain data: the one place that names the fields that scripts see."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.arrays.elementary import log_in_base
from xentropy_cli.figures import json_number
from xentropy_cli.scoring import statistics
from xentropy_cli.scoring.calibration import breakdown, reliability
from xentropy_cli.scoring.score_notes import notes_of
from xentropy_cli.scoring.wording import row_count

if TYPE_CHECKING:
    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.scoring.sums import Totals

Json = dict[str, Any]

READINGS = {"events": "events", "binary": "binary", "classes": "categorical"}
"""The word of --as for what a table holds."""

MAY_BE_ABSENT = (
    *("weight", "standard_error", "weighed", "baseline", "skill", "accuracy", "brier", "decomposition", "calibration"),
    *("classes", "groups"),
)
"""The fields that do not apply to every score."""


def record(summary: ScoreSummary) -> Json:
    """Name every field. What does not apply is absent; infinity is the text "Infinity"."""
    sums, weighted, base = summary.sums, summary.weighted, summary.method.base
    value = summary.mean
    return {
        "reading": READINGS[summary.method.kind],
        "given": summary.method.scale,
        "quantity": "mean",
        "value": json_number(value),
        "unit": summary.unit,
        "base": base,
        "n": summary.n,
        **({"rows": row_count(summary), "labels": summary.read.labels} if summary.read.labels else {}),
        **present(weight=statistics.mass_of(sum(sums.mass), summary) if weighted else None),
        "mean": json_number(value),
        "total": json_number(summary.total),
        **uncertainty(statistics.standard_error(sums, weighted=weighted), sums.weighed, weighted=weighted),
        "perplexity": json_number(statistics.exponential(value, base)),
        "typical_probability": json_number(statistics.exponential(-value, base)),
        **(texts(summary) if sums.documents or sums.bytes or sums.words else {}),
        **(truth(summary) if summary.method.has_distributions else {}),
        **(labelled(summary) if summary.is_labelled else {}),
        "infinite": infinite(summary),
        "worst": worst(summary),
        **({"groups": [group(name, part, summary) for name, part in summary.groups.items()]} if summary.groups else {}),
        "read": read(summary),
        "skipped": summary.skipped,
        "ignored": summary.ignored,
        "outside": summary.outside,
        "notes": [{"code": note.code, "text": note.text} for note in notes_of(summary)],
    }


def texts(summary: ScoreSummary) -> Json:
    """What is told of tokens: the documents, and the loss for each byte and word."""
    sums, found = summary.sums, Json()
    if sums.documents:
        found["documents"] = sums.documents
        found["mean_document_perplexity"] = json_number(statistics.mean_document_perplexity(sums))
    if sums.bytes:
        found["bits_per_byte"] = json_number(statistics.loss_per(sums.bytes, summary, "2"))
    if sums.words:
        each = statistics.loss_per(sums.words, summary, summary.method.base)
        found["loss_per_word"] = json_number(each)
        found["word_perplexity"] = json_number(statistics.exponential(each, summary.method.base))
    return found


def truth(summary: ScoreSummary) -> Json:
    """What a truth that is a distribution leaves open, and what the prediction adds to that."""
    entropy = statistics.truth_entropy(summary)
    return {
        "entropy": json_number(entropy),
        "kl_divergence": json_number(statistics.mean_divergence(summary)),
        "soft": summary.sums.soft,
    }


def labelled(summary: ScoreSummary) -> Json:
    """What needs a label: baselines and skill, accuracy, the breakdown, the classes."""
    sums, base = summary.sums, summary.method.base
    proportions = statistics.entropy_of(sums.mass, base)
    return {
        "baseline": {
            "uniform": json_number(log_in_base(len(summary.classes), base)),
            "proportions": json_number(proportions),
        },
        **present(skill=statistics.skill(summary.mean, proportions)),
        "accuracy": json_number(statistics.accuracy(sums)),
        "brier": json_number(statistics.brier(sums, weighted=summary.weighted)),
        **({"decomposition": decomposition(summary)} if math.isfinite(summary.mean) else {}),
        "calibration": [
            {
                "from": b.low,
                "to": b.high,
                **amount(b.rows, summary),
                **present(predicted=b.predicted, observed=b.observed),
            }
            for b in reliability(summary)
        ],
        "classes": [
            {
                "name": row.name,
                **amount(row.rows, summary),
                **present(share=row.share, mean=row.mean),
                **uncertainty(row.standard_error, row.weighed, weighted=summary.weighted),
                **present(accuracy=row.accuracy),
                "infinite": row.infinite,
            }
            for row in statistics.class_rows(summary)
        ],
    }


def amount(rows: float, summary: ScoreSummary) -> Json:
    """How many rows, or the sum of their weights."""
    return {"weight": json_number(rows)} if summary.weighted else {"n": int(rows)}


def decomposition(summary: ScoreSummary) -> Json:
    """The parts of a finite mean: label_entropy − resolution + miscalibration."""
    parts = breakdown(summary)
    return {**present(**parts._asdict()), "bins": summary.method.bins}


def infinite(summary: ScoreSummary) -> Json:
    """The infinite rows: how many, where the first stand, and the mean of the others."""
    count = sum(summary.sums.infinite)
    others = statistics.finite_mean(summary.sums, weighted=summary.weighted) if count else None
    rows = [{"file": file, "line": line} for file, line in summary.infinite]
    return {"count": count, "rows": rows, **present(mean_of_others=others)}


def worst(summary: ScoreSummary) -> list[Json]:
    """The rows with the largest losses."""
    total = summary.total
    return [
        {
            "file": row.file,
            "line": row.line,
            **({} if row.id is None else {"id": row.id}),
            **({"label": summary.classes[row.label]} if summary.classes else {}),
            "q": json_number(row.truth),
            "loss": json_number(row.loss),
            **present(share=statistics.share_of(row, total)),
            **({"columns": dict(row.cells)} if row.cells else {}),
        }
        for row in summary.worst
    ]


def group(name: str, sums: Totals, summary: ScoreSummary) -> Json:
    """What is said about the rows of a group."""
    weighted = summary.weighted
    is_labelled = summary.is_labelled
    return {
        "name": name,
        "n": sums.n,
        **present(mean=statistics.group_mean(sums, weighted=weighted)),
        "total": json_number(statistics.total_loss(sums)),
        **uncertainty(statistics.standard_error(sums, weighted=weighted), sums.weighed, weighted=weighted),
        **present(accuracy=statistics.group_accuracy(sums) if is_labelled else None),
        "infinite": sum(sums.infinite),
    }


def read(summary: ScoreSummary) -> Json:
    """What was read, and which column was taken for what."""
    found = summary.read
    data = {
        "files": list(found.files),
        "format": found.format,
        "delimiter": found.delimiter,
        "header": found.header,
        "decimal": found.decimal,
        "encoding": found.encoding,
        "label": found.label,
        "truth": found.truth,
        "truths": list(found.truths) or None,
        "predictions": list(found.predictions),
        "id": found.id,
        "weight": found.weight,
        "by": found.by,
        "classes": list(summary.classes) or None,
        "left_out": list(found.left_out) or None,
        "positive": summary.classes[1] if summary.method.kind == "binary" else None,
    }
    return {name: value for name, value in data.items() if value is not None}


def uncertainty(error: float | None, rows: int, *, weighted: bool) -> Json:
    """A standard error, and of weighted rows how many of them it is made of: those that weigh something."""
    return {} if error is None else {"standard_error": json_number(error), **({"weighed": rows} if weighted else {})}


def present(**values: float | None) -> Json:
    """The values that apply."""
    return {name: json_number(value) for name, value in values.items() if value is not None}
