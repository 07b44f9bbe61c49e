"""Refusals of numbers, frames and arrays in the words of Python: `label="y"` for `--label y`, and a call for a command."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES = {"as": "reading"}
"""The options of the command that go by another name in Python."""
FLAGS = ("skip_bad", "percent", "normalize", "as_is")
KEYWORDS = (
    *("label", "true", "pred", "logits", "logprobs", "nll", "long", "weight", "by", "id", "on", "classes", "positive"),
    *("reading", "ignore_label", "log_base", "base", "bytes", "words", "columns", *FLAGS),
    *("names", "class_weight", "pos_weight", "label_smoothing", "temperature"),
)
QUOTED = r"""'[^']*'(?:"'"'[^']*')*"""
"""A word as `shlex.quote` writes it."""
VALUE = rf"(?:=|\s)({QUOTED}|(?!--|or\b|to\b|if\b|for\b|and\b)[^\s;()]*[^\s;().:,])"
OPTION = rf"(?<![\w-])--([a-z]+(?:-[a-z]+)*)(?:{VALUE})?"
COMMAND = rf"\bxent score ({QUOTED}|\S+)((?: --[a-z-]+(?:{VALUE})?)+)"
"""The command that a refusal suggests: its file, and its options."""
OF_NUMBERS = rf"\bxent compute((?: --[a-z-]+(?:{VALUE})?)+)"
BETWEEN = r"""(=(?:"[^"]*"|True|\[[^\]]*\])) (?=[a-z_]+=)"""
"""Behind one keyword, before the next."""
ENDING = r"""(=(?:"[^"]*"|\[[^\]]*\])) (?=[A-Z][a-z]+ )"""
"""A keyword that ends a sentence."""
OF_FILES = r" ?[Cc]heck the command before the pipe; head FILE shows what is there\."


class Call(NamedTuple):
    """What was called: a function, the names of what it was given, its options; and whether these are arrays."""

    function: str = "score"
    data: str = ""
    options: Mapping[str, Any] = {}
    of_arrays: bool = False

    def again(self, file: str, options: str) -> str:
        """The call with further options, and all those that can be written.

        >>> Call(options={"by": "g", "label": "x"}).again("frame", " --label t")
        'score(frame, by="g", label="t")'
        """
        asked = dict(_named(match) for match in re.finditer(OPTION, options))
        given = {name: _written(value) for name, value in self.options.items()}
        every = {name: text for name, text in {**given, **asked}.items() if text}
        return f"{self.function}({', '.join((self.data or file, *(f'{name}={text}' for name, text in every.items())))})"


@contextmanager
def in_python_words(call: Call = Call()) -> Iterator[None]:  # noqa: B008  it is frozen
    """Say what is refused of numbers, of a frame or of arrays in the words of Python."""
    try:
        yield
    except XentError as slip:
        raise translated(slip, call) from None


def translated(slip: XentError, call: Call) -> XentError:
    """The same refusal, with keywords for options."""
    texts = (python_words(text, call) for text in (slip.message, slip.why, slip.fix))
    found = slip.adding()
    found.message, found.why, found.fix = map(_of_arrays, texts) if call.of_arrays else texts
    found.where = re.sub(r"^--([a-z-]+)", lambda match: keyword_name(match[1]), slip.where)
    found.fix = re.sub(OF_FILES, " Check what the rows hold.", found.fix).strip()
    found.args = (found.message,)
    return found


def _of_arrays(text: str) -> str:
    """Leave out the keywords that name a column: arrays are themselves the labels, predictions and weights.

    >>> _of_arrays('Type label="label", reading="binary" for labels by themselves, or true="label" for one truth.')
    'Type reading="binary" for labels by themselves, or true=True for one truth.'
    """
    return re.sub(r'\b(label|pred|weight)="\1"(?:, )?', "", text).replace('true="label"', "true=True")


def python_words(text: str, call: Call = Call()) -> str:  # noqa: B008  it is frozen
    """Write options as keywords.

    >>> python_words("Did you mean: xent score frame --label t --pred q,r")
    'Did you mean: score(frame, label="t", pred="q,r")'
    >>> python_words("add --normalize, or name them with --logits.")
    'add normalize=True, or name them with logits.'
    """
    text = re.sub(COMMAND, lambda match: call.again(match[1], match[2]), text)
    text = re.sub(OF_NUMBERS, lambda match: f"derive({arguments(match[1])})", text)
    text = re.sub(BETWEEN, r"\1, ", re.sub(OPTION, keyword, text))
    return re.sub(ENDING, r"\1. ", text)


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
    name, value = _named(match)
    if name.startswith("--"):
        return match[0]
    if name in FLAGS:
        return f"{name}=True{match[0][len(f'--{match[1]}') :]}"
    return f"{name}={value}" if value else name


def _named(match: re.Match[str]) -> tuple[str, str]:
    """The keyword of one option, and its value as Python writes it, if it has one."""
    name, value = keyword_name(match[1]), match[2]
    if name in FLAGS:
        return name, "True"
    if value is None:
        return name, ""
    value = value[1:-1].replace("'\"'\"'", "'") if value.startswith("'") else value
    if name == "classes":
        return name, f"[{', '.join(part if part == '…' else quoted(part) for part in value.split(','))}]"
    return name, quoted(value)


def _written(value: object) -> str:
    """An option's value as Python writes it; "" for what is no text, number or list of such.

    >>> _written("g"), _written(["a", 1]), _written(True), _written(None), _written({})
    ('"g"', '["a", 1]', 'True', '', '')
    """
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool | int | float):
        return repr(value)
    is_list = isinstance(value, list | tuple) and len(value) > 0 and all(map(_written, value))
    return f"[{', '.join(map(_written, value))}]" if is_list and isinstance(value, list | tuple) else ""


def quoted(text: str) -> str:
    """A text as Python writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
