"""Write examples/notebook.ipynb: each cell is executed here, and what it gives is kept as a notebook keeps it.

    python examples/notebook.py [FILE]

It needs nothing but xent: a cell is executed as Python, and the last line of a cell, if it is an expression, is shown by its
`_repr_html_`, as Jupyter would. The paths in it are those of a notebook that is opened in this folder.
"""

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent

TITLE = """# Two models of breast cancer, from a notebook

`predictions/cancer_a.csv` and `cancer_b.csv` hold the label and the probability of class 1 of the same 228 held-out rows
(`predictions/make.py` fits both models). Everything below is what `xent` prints, and each object shows its page."""

OTHER = """## The other model on the same rows

Differences are paired by the id, so what both find hard cancels. The forest gave probability 0 to one thing that happened, so
its mean is infinite; what the other rows say stands beside that."""

CELLS = [
    TITLE,
    ["from xentropy_cli import *"],
    "## One model\n\nThe mean loss, what it is worth beside two baselines, and the rows that cost most.",
    ["a = score('predictions/cancer_a.csv', id='id', top=3)", "a"],
    "Every field has a name; these are the names of `xent score --format json`.",
    ["f'{a.mean:.4f} {a.unit}, accuracy {a.accuracy:.4f}, skill {a.skill:.4f}'"],
    OTHER,
    ["compare('predictions/cancer_a.csv', 'predictions/cancer_b.csv', on='id', top=3)"],
    "## One row, by hand\n\nThe worst row of the first model, worked out term by term.",
    ["worst = a.worst[0]", "derive(pred=[worst['q']])"],
    "## Another tool prints another number\n\nSomebody reports a loss for the first model. Which convention or slip gives it?",
    ["reported = f'{a.mean / 0.6931471805599453:.4f}'", "why(reported, 'predictions/cancer_a.csv')"],
]


def output_of(value: object) -> dict[str, object]:
    """What a notebook keeps of a value: its page, if it has one, and its text."""
    data = {"text/plain": lines(repr(value))}
    page = getattr(value, "_repr_html_", None)
    if page is not None:
        data = {"text/html": lines(page()), "text/plain": lines(f"<{type(value).__name__}>")}
    return {"data": data, "metadata": {}, "output_type": "execute_result"}


def lines(text: str) -> list[str]:
    """Lines with their ends, as the format has them."""
    return text.splitlines(keepends=True)


def executed(code: str, scope: dict[str, object], number: int) -> dict[str, object]:
    """Execute a cell, and keep what it prints and gives."""
    tree, printed, outputs = ast.parse(code), io.StringIO(), []
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), scope)  # noqa: S102  the cells above
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), scope) if last else None  # noqa: S307  as above
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines(printed.getvalue())})
    if value is not None:
        outputs.append({**output_of(value), "execution_count": number})
    return {
        "cell_type": "code",
        "execution_count": number,
        "id": f"cell-{number}",
        "metadata": {},
        "outputs": outputs,
        "source": lines(code),
    }


def notebook() -> dict[str, object]:
    """Execute all cells in their order."""
    scope: dict[str, object] = {}
    cells, number = [], 0
    for at, cell in enumerate(CELLS):
        if isinstance(cell, str):
            cells.append({"cell_type": "markdown", "id": f"text-{at}", "metadata": {}, "source": lines(cell)})
        else:
            number += 1
            cells.append(executed("\n".join(cell), scope, number))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def main(path: Path) -> None:
    """Write the notebook."""
    path = path.absolute()
    os.chdir(HERE)
    path.write_text(json.dumps(notebook(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "notebook.ipynb")
