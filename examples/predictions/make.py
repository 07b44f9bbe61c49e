"""Fit two models to each of three data sets that scikit-learn ships, and write their predictions for held-out rows.

    python examples/predictions/make.py FOLDER

needs scikit-learn. The models: A is a regularised linear model, B a small forest, whose probabilities are coarser.
"""

import csv
import sys
from pathlib import Path

from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def models() -> dict[str, object]:
    """The two models, untrained."""
    linear = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
    return {
        "a": linear,
        "b": RandomForestClassifier(n_estimators=100, max_depth=6, min_samples_leaf=3, random_state=SEED),
    }


def write(path: Path, head: list[str], rows: list[list[object]]) -> None:
    """Write a table of predictions."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write two files for each data set."""
    for name, data in {"cancer": load_breast_cancer(), "iris": load_iris(), "digits": load_digits()}.items():
        classes = [str(target) for target in data.target_names]
        rows = list(range(len(data.target)))
        train, test = train_test_split(rows, test_size=0.4, random_state=SEED, stratify=data.target)
        for model_name, model in models().items():
            model.fit(data.data[train], data.target[train])
            q = model.predict_proba(data.data[test])
            path = folder / f"{name}_{model_name}.csv"
            if name == "cancer":
                body = [[row, data.target[row], f"{p[1]:.6f}"] for row, p in zip(test, q, strict=True)]
                write(path, ["id", "y", "p"], body)
            else:
                body = [
                    [row, classes[data.target[row]], *(f"{x:.5f}" for x in p)] for row, p in zip(test, q, strict=True)
                ]
                write(path, ["id", "label", *(f"prob_{c}" for c in classes)], body)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
