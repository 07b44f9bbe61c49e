"""What is wrong with a cell of a table, and what to write or type instead: more than a single number would tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.inputs.mistakes import INFINITE, TRUTHS
from xentropy_cli.tables.form import COMMA_NUMBER, GROUPED, IMPOSSIBLE

if TYPE_CHECKING:
    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Piece

NAMES = {
    "logits": "A logit",
    "logprobs": "A log-probability",
    "nll": "A surprisal",
    "weight": "A weight",
    "count": "A count",
    "size": "A number of bytes or words",
}
INSTEAD = {
    "logprobs": "Type 0 for a certain class; for one number a row write its logit, and give it with --logits.",
    "nll": "Type 0 for a certain event.",
    "weight": "Multiply all weights by one number, which leaves the mean as it is.",
    "size": "Type 0, or a number that a text may have.",
    "count": "Multiply all numbers of the row by one number, which leaves their shares as they are.",
    "pred": "Write logarithms of the probabilities into the file, and give them with --logprobs.",
}


def misread(piece: Piece, scale: str, decimal: str) -> XentError | None:
    """Explain a cell that is no number here, as far as a table makes it clear."""
    text, word = piece.text, piece.text.lower().lstrip("+-")
    if decimal == "," and re.fullmatch(COMMA_NUMBER, text):
        return None
    message = "This may be one number or another."
    if "\n" in text or "\r" in text:
        message = "A line ends inside this cell."
        why = "A quote that was opened and not closed joins rows into one cell."
        fix = "Close the quote before the end of the line; if quotes are plain text in this file: --quote ''."
    elif decimal == "," and "." in text:
        why = "In this file a comma marks decimals, so the point may set thousands apart, or be another decimal mark."
        fix = "Write the number without the point, with a comma for decimals; if points mark decimals: --decimal ."
    elif re.fullmatch(GROUPED, text):
        why = "Its marks may set thousands apart, mark decimals, or stand between several numbers."
        fix = "Write it with digits and one decimal mark (and --decimal , if that is a comma), or a list in brackets: [1.5, 2]"
    elif re.fullmatch(COMMA_NUMBER, text):
        why = "The comma may mark decimals, or stand between two numbers."
        fix = "If commas mark decimals in this file: --decimal ,  If this is a list, write it in brackets: [1, 0]"
    elif scale.startswith("log") and text.lower() in IMPOSSIBLE:
        return None
    elif word in INFINITE and scale in NAMES:
        message = "This is not a finite number."
        why = f"{NAMES[scale]} is finite{', or -inf for what is impossible' if scale.startswith('log') else ''}."
        fix = "Type a finite number."
    elif word in TRUTHS:
        message = "This is not a number."
        why = "It is a label: it says what happened, not how probable it was."
        fix = "Name the columns: --label COLUMN --pred COLUMN"
    else:
        return None
    return piece.refuse("not-a-number", message, why=why, fix=fix)


def beyond(piece: Piece, scale: str, limit: str) -> XentError:
    """Refuse a number so large that sums of such numbers leave the doubles."""
    return piece.refuse(
        "too-extreme",
        f"{piece.text} is beyond {limit}.",
        why=f"{NAMES[scale]} may reach {limit}, so that what is computed from a row stays within double precision.",
        fix="Divide all of them by one number." if scale in ("weight", "count") else "Check the exponent.",
    )


def vanished(piece: Piece, scale: str, value: float) -> XentError:
    """Refuse a number that double precision takes for another, with another surprisal."""
    return piece.refuse(
        "too-extreme",
        f"A double cannot tell this from {abs(value):.0f}.",
        why="Files are scored in double precision, and the row would count nothing."
        if scale in ("weight", "size")
        else "Files are scored in double precision, and the surprisal would become infinite or 0.",
        fix=INSTEAD[scale],
    )


def above_0(piece: Piece) -> XentError:
    """Refuse the logarithm of more than 1."""
    return piece.refuse(
        "not-a-probability",
        f"{piece.text} is not the logarithm of a probability.",
        why="A probability is at most 1, so its logarithm is at most 0.",
        fix="Are these scores? Then give them with --logits; probabilities with --pred, negative log-probabilities with --nll.",
    )


def negative(piece: Piece, scale: str) -> XentError:
    """Refuse a weight, count or size below 0."""
    if scale == "size":
        return piece.refuse(
            "bad-amount",
            f"{piece.text} is negative.",
            why="It is how many bytes or words a text has.",
            fix="Type a number from 0 up, or name the column that counts them: --bytes COLUMN, --words COLUMN",
        )
    if scale == "count":
        return piece.refuse(
            "not-a-probability",
            f"{piece.text} is negative.",
            why="--normalize divides each number of a row by their sum, and a share is not negative.",
            fix="Type a number from 0 up; or are these scores? Then give them with --logits, without --normalize.",
        )
    return piece.refuse(
        "bad-weight",
        f"The weight {piece.text} is negative.",
        why="A weight says how many times a row counts.",
        fix="Type a weight from 0 up.",
    )
