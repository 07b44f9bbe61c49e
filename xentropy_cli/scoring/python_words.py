"""Refusals of numbers, frames and arrays in the words of Python: `label="y"` for `--label y`, and a call for a command."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"as": "reading"}
"""The options of the command that go by another name in Python."""
FLAGS = ("skip_bad", "percent", "normalize", "as_is")
KEYWORDS = (
    *("label", "true", "pred", "logits", "logprobs", "nll", "long", "weight", "by", "id", "on", "classes", "positive"),
    *("reading", "ignore_label", "log_base", "base", "bytes", "words", "columns", *FLAGS),
    *("names", "class_weight", "pos_weight", "label_smoothing", "temperature"),
)
VALUE = r"(?:=|\s)('[^']*'|(?!--|or\b|to\b|if\b|for\b|and\b)[^\s;()]*[^\s;().:,])"
OPTION = rf"(?<![\w-])--([a-z]+(?:-[a-z]+)*)(?:{VALUE})?"
COMMAND = rf"\bxent (score|compare) (\S+)((?: --[a-z-]+(?:{VALUE})?)+)"
OF_NUMBERS = rf"\bxent compute((?: --[a-z-]+(?:{VALUE})?)+)"
BETWEEN = r"""(=(?:"[^"]*"|True|\[[^\]]*\])) (?=[a-z_]+=)"""
"""Behind one keyword, before the next."""
OF_FILES = r" ?[Cc]heck the command before the pipe; head FILE shows what is there\."


@contextmanager
def in_python_words() -> Iterator[None]:
    """Say what is refused of numbers, of a frame or of arrays in the words of Python."""
    try:
        yield
    except XentError as slip:
        raise translated(slip) from None


def translated(slip: XentError) -> XentError:
    """The same refusal, with keywords for options."""
    found = slip.adding()
    found.message, found.why, found.fix = (python_words(text) for text in (slip.message, slip.why, slip.fix))
    found.where = re.sub(r"^--([a-z-]+)", lambda match: keyword_name(match[1]), slip.where)
    found.fix = re.sub(OF_FILES, " Check what the rows hold.", found.fix).strip()
    found.args = (found.message,)
    return found


def python_words(text: str) -> str:
    """Write options as keywords.

    >>> python_words("Did you mean: xent score frame --label t --pred q,r")
    'Did you mean: score(frame, label="t", pred="q,r")'
    >>> python_words("add --normalize, or name them with --logits.")
    'add normalize=True, or name them with logits.'
    """
    text = re.sub(COMMAND, lambda match: f"{match[1]}({match[2]}, {arguments(match[3])})", text)
    text = re.sub(OF_NUMBERS, lambda match: f"derive({arguments(match[1])})", text)
    return re.sub(BETWEEN, r"\1, ", re.sub(OPTION, keyword, text))


def arguments(options: str) -> str:
    """The arguments of a call."""
    return ", ".join(keyword(match) for match in re.finditer(OPTION, options))


def keyword_name(option: str) -> str:
    """The keyword of an option; one that Python does not have stays as it is.

    >>> keyword_name("ignore-label"), keyword_name("as"), keyword_name("comment")
    ('ignore_label', 'reading', '--comment')
    """
    name = NAMES.get(option, option.replace("-", "_"))
    return name if name in KEYWORDS else f"--{option}"


def keyword(match: re.Match[str]) -> str:
    """One option with its value as a keyword."""
    name, value = keyword_name(match[1]), match[2]
    if name.startswith("--"):
        return match[0]
    if name in FLAGS:
        rest = match[0][len(f"--{match[1]}") :]
        return f"{name}=True{rest}"
    if value is None:
        return name
    value = value.strip("'")
    if name == "classes":
        return f"classes=[{', '.join(part if part == '…' else quoted(part) for part in value.split(','))}]"
    return f"{name}={quoted(value)}"


def quoted(text: str) -> str:
    """A text as Python writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
