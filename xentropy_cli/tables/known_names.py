"""Names of columns that need no option: of labels, of predictions, and of their scales."""

from __future__ import annotations

LABELS = frozenset([
    "y", "y_true", "ytrue", "true_label", "true_class", "label", "labels", "target", "targets", "class",
    "truth", "ground_truth", "actual", "outcome", "observed", "obs", "gold", "y_test",
])  # fmt: skip
PREDICTIONS = frozenset([
    "p", "q", "prob", "proba", "probs", "probability", "probabilities", "pred", "preds", "predicted",
    "prediction", "y_pred", "y_prob", "y_proba", "y_score", "y_hat", "yhat", "phat", "p_hat", "score", "scores",
    "forecast", "confidence",
])  # fmt: skip
SCALES = {
    "logit": "logits",
    "logits": "logits",
    "logprob": "logprobs",
    "logprobs": "logprobs",
    "log_prob": "logprobs",
    "log_probs": "logprobs",
}

KNOWN = LABELS | PREDICTIONS | SCALES.keys()
