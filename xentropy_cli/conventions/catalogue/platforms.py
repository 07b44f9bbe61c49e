"""Platforms: H2O, Spark, ML.NET, MATLAB, Flux, BigQuery and Weka."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import float_sum, ln, single
from xentropy_cli.conventions.catalogue.convention import (
    BINARY,
    BINARY_LABELS,
    COLUMNS,
    LABELS,
    PREDICTIONS,
    Convention,
    Unfit,
)
from xentropy_cli.conventions.catalogue.rules import (
    mean_by_weight,
    mean_over_rows,
    of_label,
    probability_cells,
    truth_cells,
)
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from xentropy_cli.conventions.inputs import Inputs

BY_WEIGHTS = "mean; weights divide by their sum"


def h2o(inputs: Inputs) -> float:
    """The error 1 - q, then -log(1 - error), at most -log 1e-15; of two classes only the second column is given."""
    most = -ln(CLIPS["h2o"].low)
    losses = []
    for row, label in zip(inputs.q, inputs.labels, strict=True):
        q = 1 - row[1] if len(row) == 2 and label == 0 else row[label]  # noqa: PLR2004  two classes
        losses.append(min(-ln(1 - (1 - q)), most))
    return mean_by_weight(losses, inputs)


def spark(inputs: Inputs) -> float:
    """Below 1e-15 it is -log 1e-15, and above 1 - 1e-15 it is -log(1 - 1e-15)."""
    by, low = inputs.by, CLIPS["spark"].low
    highest, lowest = -ln(low), -math.log1p(-low)
    losses = by.for_each(
        lambda q: by.either(q < low, highest, by.either(q > 1 - low, lowest, -by.ln(q))), inputs.happened(inputs.q)
    )
    return mean_by_weight(losses, inputs)


def mlnet_binary(inputs: Inputs) -> float:
    """-log₂ of q, or of 1 - q in doubles of a q that is a single; nothing is clipped."""
    by = inputs.by
    happened = of_label(by.column(by.in_precision(inputs.q, "float32"), 1), inputs, by.double)
    return mean_by_weight(by.for_each(lambda q: -by.log2(q), happened), inputs, empty=0.0)


def mlnet_multiclass(inputs: Inputs) -> float:
    """-log of what happened, taken from 1e-15 to 1 in singles."""
    by, floor = inputs.by, single(CLIPS["mlnet"].low)
    happened = inputs.happened(by.in_precision(inputs.q, "float32"))
    return mean_by_weight(by.for_each(lambda q: -by.ln(by.kept(q, floor, 1.0)), happened), inputs, empty=0.0)


def matlab(inputs: Inputs) -> float:
    """-t log y of every element, divided by their number; a single output counts both of its sides."""
    rows = [[*map(_element, p, q)] for p, q in zip(inputs.truth, inputs.q, strict=True)]
    return float_sum(map(float_sum, rows)) / (len(rows) if inputs.is_binary else sum(map(len, rows)))


def _element(t: float, y: float) -> float:
    if not t and not y:
        raise Unfit("is documented without a number for 0 · log 0")
    return -t * ln(y)


def flux(inputs: Inputs) -> float:
    """-Σ p log(q + ε), ε the distance from 1 to the next single; both sides of a binary prediction."""
    epsilon = CLIPS["flux"].low
    losses = []
    for p, q in zip(truth_cells(inputs), probability_cells(inputs, "float32"), strict=True):
        pairs = [
            *zip(p, q, strict=True),
            *((1 - t, single(1 - y)) for t, y in zip(p, q, strict=True) if inputs.is_binary),
        ]
        losses.append(float_sum(-t * single(ln(single(y + epsilon))) for t, y in pairs if t))
    return mean_over_rows(losses, inputs)


def bigquery(inputs: Inputs) -> float:
    """-log of what happened, averaged."""
    by, happened = inputs.by, inputs.happened(inputs.q)
    if 0 in happened:
        raise Unfit("is documented without a number for a probability of 0")
    return mean_over_rows(by.for_each(lambda q: -by.ln(q), happened), inputs)


def weka(inputs: Inputs) -> float:
    """Class complexity | scheme, bits an instance: log₂, probabilities of at least the smallest double."""
    by, floor = inputs.by, CLIPS["weka"].low
    return mean_by_weight(by.for_each(lambda q: -by.log2(by.larger(q, floor)), inputs.happened(inputs.q)), inputs)


H2O = """\
import h2o

h2o.init(verbose=False)
h2o.no_progress()
classes = $classes
q = h2o.H2OFrame($h2o_q, column_names=$h2o_columns)
y = h2o.H2OFrame([[name] for name in $y_texts], column_names=["y"], column_types=["enum"])
w = h2o.H2OFrame([[each] for each in $all_weights], column_names=["w"])
print(h2o.make_metrics(q, y, domain=classes, weights=w).logloss())
"""

SPARK = """\
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").getOrCreate()
rows = [(0.0, float(y), Vectors.dense(q), w) for y, q, w in zip($y, $q, $all_weights)]
data = spark.createDataFrame(rows, ["prediction", "label", "probability", "weight"])
print(MulticlassClassificationEvaluator(metricName="logLoss", weightCol="weight").evaluate(data))
"""

MLNET_BINARY = """\
# ML.NET's LogLoss of a binary classifier, by its source (BinaryClassifierEvaluator.cs): bits, nothing clipped
import numpy as np

y = np.array($y)
q = np.array($column, dtype="float32").astype("float64")
with np.errstate(divide="ignore"):
    loss = -np.log2(np.where(y == 1, q, 1 - q))
w = np.array($all_weights)
print((w * loss).sum() / w.sum() if w.any() else 0.0)
"""

MLNET_MULTI = """\
# ML.NET's LogLoss of a multiclass classifier, by its source (MulticlassClassificationEvaluator.cs): nats, clipped below
import numpy as np

y = np.array($y)
q = np.array($q, dtype="float32")
happened = np.clip(q[np.arange(len(y)), y], np.float32(1e-15), 1).astype("float64")
w = np.array($all_weights)
print((w * -np.log(happened)).sum() / w.sum() if w.any() else 0.0)
"""

MATLAB = """\
% crossentropy(net, t, y) as its documentation gives it, without a network
t = $matrix_p';
y = $matrix_q';
if size(t, 1) == 1
    ce = -t .* log(y) - (1 - t) .* log(1 - y);
else
    ce = -t .* log(y);
end
fprintf('%.17g\\n', sum(ce(:)) / numel(ce))
"""

FLUX = """\
using Flux

q = permutedims(Float32$matrix_q)
y = permutedims(Float32$matrix_p)
println(Flux.$flux_loss(q, y$flux_sum))
"""

BIGQUERY = """\
# the log_loss of ML.EVALUATE, by its documentation, which says nothing of a clip
import numpy as np

y = np.array($y)
q = np.array($q)
print(-np.log(q[np.arange(len(y)), y]).mean())
"""

WEKA = """\
# Weka's "Class complexity | scheme" in bits an instance, by its source (weka.classifiers.Evaluation)
import numpy as np

y = np.array($y)
q = np.array($q)
w = np.array($all_weights)
bits = -np.log2(np.maximum(q[np.arange(len(y)), y], 5e-324))
with np.errstate(invalid="ignore"):
    print((w * bits).sum() / w.sum())
"""


WEIGHT = frozenset({"weight"})
_row = partial(Convention, expects="probabilities")

ROWS = (
    _row(
        "h2o", "H2O", "3.46.0.12", "make_metrics(q, y).logloss()",
        does=f"no loss above −ln {CLIPS['h2o'].text}; columns by their names",
        precision="float64", takes=LABELS, options=WEIGHT, reduction=BY_WEIGHTS, clip=CLIPS["h2o"].words,
        class_order="by name", loss=h2o, program=H2O,
    ),
    _row(
        "spark", "Spark ML", "4.3.0", 'Evaluator(metricName="logLoss")',
        does=f"clips at {CLIPS['spark'].text} to 1 − {CLIPS['spark'].text}",
        precision="float64", takes=LABELS, options=WEIGHT, reduction=BY_WEIGHTS, clip=CLIPS["spark"].words,
        loss=spark, program=SPARK,
    ),
    _row(
        "mlnet", "ML.NET", "5.0", "BinaryClassification.Evaluate().LogLoss",
        does="log₂ of a float32 probability; clips nothing",
        precision="float32", takes=BINARY_LABELS, options=WEIGHT, reduction=BY_WEIGHTS, base="2",
        loss=mlnet_binary, program=MLNET_BINARY,
        checked="source, Microsoft.ML.Data/Evaluators/BinaryClassifierEvaluator.cs; not run here",
    ),
    _row(
        "mlnet-multiclass", "ML.NET", "5.0", "MulticlassClassification.Evaluate().LogLoss",
        does=f"ln, unlike its binary one, of a float32 probability; none of what happened below {CLIPS['mlnet'].text}",
        precision="float32", takes=("classes",), options=WEIGHT, reduction=BY_WEIGHTS, clip=CLIPS["mlnet"].words,
        loss=mlnet_multiclass, program=MLNET_MULTI,
        checked="source, Microsoft.ML.Data/Evaluators/MulticlassClassificationEvaluator.cs; not run here",
    ),
    _row(
        "matlab", "MATLAB", "Deep Learning Toolbox", "crossentropy(net, t, y)", does="divides by rows × classes",
        precision="float64", takes=PREDICTIONS, reduction="mean over all elements", loss=matlab, program=MATLAB,
        language="matlab", checked="documentation, mathworks.com/help/deeplearning/ref/crossentropy.html; not run here",
    ),
    _row(
        "flux", "Flux.jl", "0.16", "Flux.crossentropy(q, y)", does=f"adds {CLIPS['flux'].text} to every q, in float32",
        precision="float32", takes=COLUMNS, options=frozenset({"sum"}), reduction="mean over rows", clip=CLIPS["flux"].words,
        loss=flux, program=FLUX.replace("$flux_loss", "crossentropy"), language="julia",
        checked="source, src/losses/functions.jl; not run here",
    ),
    _row(
        "flux-binary", "Flux.jl", "0.16", "Flux.binarycrossentropy(q, y)",
        does=f"adds {CLIPS['flux'].text} to q and to 1 − q, in float32",
        precision="float32", takes=BINARY, options=frozenset({"sum"}), reduction="mean over examples", clip=CLIPS["flux"].words,
        loss=flux, program=FLUX.replace("$flux_loss", "binarycrossentropy"), language="julia",
        checked="source, src/losses/functions.jl; not run here",
    ),
    _row(
        "bigquery", "BigQuery ML", "GoogleSQL", "ML.EVALUATE(…).log_loss", does="mean of −ln q of what happened",
        precision="float64", takes=BINARY_LABELS, reduction="mean", loss=bigquery, program=BIGQUERY,
        checked="documentation: no clip; of several classes a macro average, whose formula it does not give; not run here",
    ),
    _row(
        "weka", "Weka", "3.8", "Class complexity | scheme (bits/instance)",
        does=f"log₂; no probability below {CLIPS['weka'].text}",
        precision="float64", takes=LABELS, options=WEIGHT, reduction=BY_WEIGHTS, clip=CLIPS["weka"].words, base="2",
        loss=weka, program=WEKA, checked="source, weka/classifiers/Evaluation.java; not run here",
    ),
)  # fmt: skip
