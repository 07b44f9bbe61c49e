"""Where libraries clip: how near 0 and 1 each lets a probability come. Each of these numbers stands here, and nowhere else."""

from __future__ import annotations

from fractions import Fraction

from xentropy_cli.named_tuple import NamedTuple

HOW = {"both": "{}", "below": "{}, below only", "added": "{}, added to q"}


class LibraryClip(NamedTuple):
    """The least probability a library takes the logarithm of, exactly, and as people write it.

    One that clips `both` keeps probabilities below 1 less that as well; one that is `added` is added to each.
    """

    exact: Fraction
    text: str
    how: str = "both"

    @property
    def low(self) -> float:
        """The least probability, as a double.

        >>> CLIPS["keras"].low
        1e-07
        """
        return float(self.exact)

    @property
    def words(self) -> str:
        """What a table says of it.

        >>> CLIPS["xgboost"].words
        '1e-16, below only'
        """
        return HOW[self.how].format(self.text)


def _decimal(text: str, how: str = "both") -> LibraryClip:
    return LibraryClip(Fraction(text), text, how)


CLIPS = {
    "sklearn": LibraryClip(Fraction(1, 2**52), "2^-52"),
    "sklearn-float32": LibraryClip(Fraction(1, 2**23), "2^-23"),
    "sklearn-1.2": _decimal("1e-15"),
    "keras": _decimal("1e-7"),
    "xgboost": _decimal("1e-16", "below"),
    "lightgbm": _decimal("1e-15", "below"),
    "h2o": _decimal("1e-15", "below"),
    "flux": LibraryClip(Fraction(1, 2**23), "2^-23", "added"),
    "spark": _decimal("1e-15"),
    "kaggle": _decimal("1e-15"),
    "mlmetrics": _decimal("1e-15"),
    "mlr3": _decimal("1e-15"),
    "caret": _decimal("1e-15"),
    "mlnet": _decimal("1e-15", "below"),
    "yardstick": LibraryClip(Fraction(1, 2**52), "2^-52"),
    "weka": LibraryClip(Fraction(1, 2**1074), "4.9e-324", "below"),
}
"""Each library's clip: the distance from 1 to the next number in scikit-learn and yardstick, the least double in Weka."""

TORCH_LEAST_LOG = -100
"""PyTorch's binary_cross_entropy clips the logarithm: none goes below this."""

TORCH_LEAST = 3.720075976020836e-44
"""The probability of that logarithm, e^-100, correctly rounded."""
