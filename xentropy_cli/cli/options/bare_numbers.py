"""Numbers that stand alone on the command line: the predicted probabilities, as a first visitor types them."""

from __future__ import annotations

import re
from typing import Any

import click

from xentropy_cli.inputs.request import ENTRY_KIND

NUMBER_LIKE = r"(?:[^\W\d][^=]*=)?[\[({,;]*[.\d\u00bc-\u00be\u2150-\u215e]\S*|[\[\](){},;/]+|%|-"
"""A number, as far as its first character tells; a bracket, comma or sign of a pasted list; or - for standard input."""

SAID = "numbers without an option are --pred"


def take_bare_numbers(numbers: tuple[str, ...], options: dict[str, Any]) -> None:
    """Make the numbers that stand alone the one row of `--pred`.

    Raises click's UsageError for a word that is no number, and for any word beside an option that gives a prediction.
    """
    if not numbers:
        return
    is_given = any(options[name] for name in ENTRY_KIND)
    odd = numbers if is_given else [word for word in numbers if not re.fullmatch(NUMBER_LIKE, word)]
    if odd:
        raise click.UsageError(f"Got unexpected extra argument ({odd[0]})", click.get_current_context())
    options["pred"] = (" ".join(numbers),)
