"""Perplexities: the rows are the tokens of one text, and the class that happened is the token that came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import exponential, in_precision, ln, single, softmax_row
from xentropy_cli.conventions.catalogue.convention import LABELS, Convention
from xentropy_cli.conventions.catalogue.rules import logit_rows, mean_over_rows
from xentropy_cli.conventions.catalogue.tensorflow import softmax_of_labels

if TYPE_CHECKING:
    from xentropy_cli.conventions.inputs import Inputs


def torchmetrics_perplexity(inputs: Inputs) -> float:
    """e to the mean of -log softmax(z)[y], the softmax taken first, in singles: what underflows is infinite."""
    rows = in_precision(tuple(map(softmax_row, logit_rows(inputs, "float32"))), "float32")
    return single(exponential(mean_over_rows([-single(ln(q)) for q in inputs.happened(rows)], inputs)))


def text_perplexity(inputs: Inputs) -> float:
    """e to the mean of -log_softmax(z)[y] over the tokens of one text."""
    return single(exponential(softmax_of_labels(inputs)))


TORCHMETRICS = """\
import torch
from torchmetrics.functional.text import perplexity

z = torch.tensor([$z])
y = torch.tensor([$y])
print(perplexity(z, y).item())
"""

HUGGING_FACE = """\
# Hugging Face evaluate's perplexity of one text, by its source; "mean_perplexity" is the mean of those of several texts
import torch
from torch.nn import CrossEntropyLoss

z = torch.tensor($z)
y = torch.tensor($y)
print(torch.exp(CrossEntropyLoss(reduction="none")(z, y).sum() / len(y)).item())
"""


_row = partial(
    Convention, expects="logits", precision="float32", takes=LABELS, options=frozenset({"ignore-label"}),
    quantity="perplexity",
)  # fmt: skip

ROWS = (
    _row(
        "torchmetrics-perplexity", "TorchMetrics", "1.9.0", "perplexity(z, y)",
        does="e to the mean loss, of a softmax taken first; one text of n tokens", reduction="e to the mean over tokens",
        loss=torchmetrics_perplexity, program=TORCHMETRICS,
    ),
    _row(
        "hf-perplexity", "Hugging Face evaluate", "0.4", 'load("perplexity")',
        does="e to the mean loss of one text; of several texts, the mean of their perplexities",
        reduction="e to the mean over tokens, then a mean over texts", loss=text_perplexity, program=HUGGING_FACE,
        checked="source, measurements/perplexity/perplexity.py; not run here: it loads a language model",
    ),
)  # fmt: skip
