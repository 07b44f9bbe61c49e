"""What the fix of an error tells a person to type, as runs of xent: each piece of advice, applied to what was refused.

A fix is read as a person reads it: whole commands (`xent …`), options (`--normalize`, `--label COLUMN`), another word
or number for what is underlined ("Did you mean bird?", "Type 97% or 0.97"), and what to leave out. A placeholder (FILE,
COLUMN, A,B,…) stands for anything of the case that fits. What is left is work done by hand ("Fill the cell in").
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import click

from xentropy_cli.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentropy_cli.errors import XentError


Asked = Sequence[tuple[str, str | None]]
"""Options that a fix names, with their values."""


class Trial(NamedTuple):
    """A run of xent: its words, what is piped in, and the files that stand in its folder."""

    argv: tuple[str, ...]
    stdin: bytes
    files: Mapping[str, bytes]


class Advice(NamedTuple):
    """One thing that a fix says to type, quoted, and the trials that it may stand for."""

    quoted: str
    trials: list[Trial]


FOREIGN = re.compile(r"\b(?:jq|gzip|iconv|unzip|head|ls) -?\S[^;,]*?(?: \| xent \S+ -|(?=[;,])|$)")
"""What another program does first."""

END = r"(?=[,;?.)]*(?: |$))"
COMMAND = re.compile(rf"(?<!`)\bxent (?!itself\b|printed\b|that\b)\S+?{END}(?: (?!\()\S+?{END})*")
OMITTED = re.compile(
    r"\b(?<!To )[Ll]eave ([^,;]+?) out|(?:[Dd]elete|[Tt]ake) (it|the comma)\b|Type (\S+) (alone)|Keep one of them"
)
MEANT = re.compile(r"Did you mean (\S+)\?")
UNLIKE_A_VALUE = r"(?:or|and|to|out|alone|for|in|if|with|takes|the|too|once|a row)\b"
VALUE = rf"""'[^']*'|"[^"]*"|,(?= |$)|(?!{UNLIKE_A_VALUE})[^\s-](?:[^\s;?)]*[^\s.,;:?)])?"""
OPTION = rf"(?<![\w-])--?(?!inf\b)[a-z][\w-]*(?:=\S*[^\s.,;?)]| (?:{VALUE})(?=[\s.,;?)]|$))?"
OPTIONS = re.compile(
    rf"(?<!after )(?<!repeat )(?<!rows of )(?<!column of )(?<!each of )(?<!without ){OPTION}(?:(?: and)? {OPTION})*"
)
LITERAL = re.compile(r"(?:[Tt]ype|such as|(?<!\()\bor|/odds:|[a-z]:(?=\s\S+$)) (?=\S*\d|-inf)([^\s;?]*[^\s;?.,:)])")
SUCH = re.compile(r"such as ([a-z]+)\b")
NEW_FILE = "result.txt"
PLACEHOLDER = re.compile(r"\b[A-Z]+(?:\.csv)?(?:,[A-Z]+)*(?:,…)?(?![\w-])")
OTHER_KINDS = {"N": ["1", "2", "3"], "TOPIC": ["doors"]}
SCALES = ("--pred", "--logits", "--logprobs", "--nll")
TRUTHS = ("--label", "--true")


def advice_in(error: XentError, given: Trial) -> Iterator[Advice]:
    """Every piece of advice of a fix, in its order of reading: commands, then what is left out, words, options."""
    rest = FOREIGN.sub("; ", error.fix)
    for pattern, apply in READINGS:
        for found in pattern.finditer(rest):
            trials = [filled for trial in apply(found, error, given) for filled in filled_in(trial, given)]
            if not (is_binary(given) and trials and all(trial == given for trial in trials)):
                yield Advice(found[0], trials)
        rest = pattern.sub("; ", rest)


def is_binary(given: Trial) -> bool:
    """Tell whether the case has a file in which no text can be put in the place of another."""
    return any(b"\0" in data for data in given.files.values())


def whole_command(found: re.Match[str], _: XentError, given: Trial) -> Iterator[Trial]:
    """Run the command as it stands."""
    yield given._replace(argv=tuple(shlex.split(found[0])[1:]))


def omitted(found: re.Match[str], error: XentError, given: Trial) -> Iterator[Trial]:
    """Leave out an option with its value, or what is underlined; of `--x alone` only the value."""
    if found[4]:
        yield replaced(error, given, found[3])
        return
    by_name = {"the option": error.where, None: f"{error.where} {error.text}" if found[0].startswith("Keep") else ""}
    if found[1] == "it" and error.where.startswith("-"):
        yield given._replace(argv=without(given.argv, error.where))
    options = re.findall(r"(?<![\w-])--?[a-z][\w-]*", by_name.get(found[1], found[1] or ""))
    for option in options:
        yield given._replace(argv=without(given.argv, option))
    if found[2] == "the comma":
        start = error.text.rindex(",", 0, error.span[1] + 1)
        error = underlining(error, start, start + 1)
    if not options:
        yield replaced(error, given, "")


def another_word(found: re.Match[str], error: XentError, given: Trial) -> Iterator[Trial]:
    """Put a word in the place of what is underlined, or of all that is quoted."""
    yield replaced(error, given, found[1])
    yield replaced(error, given, found[1], whole=True)


def more_options(found: re.Match[str], error: XentError, given: Trial) -> Iterator[Trial]:
    """Add options, or give one another value: to the command, to one that the fix names, or to that of a lesson.

    They may take the place of the other way to give a truth, of the option that is wrong, or of what is underlined.
    """
    asked = list(pairs(shlex.split(found[0])))
    for name in re.findall(r"without (--[\w-]+)", error.fix):
        given = given._replace(argv=without(given.argv, name))
    for base in (
        given,
        *(given._replace(argv=tuple(shlex.split(line[0])[1:])) for line in COMMAND.finditer(error.fix)),
    ):
        argv = with_options(base.argv, asked)
        yield base._replace(argv=argv)
        for others in taken_out(asked, error):
            kept = base.argv
            for name in others:
                kept = without(kept, name)
            yield base._replace(argv=with_options(kept, asked, base.argv))
        if "ive it as" in error.fix or error.where == "the command line":
            yield replaced(error, base._replace(argv=argv), "")
    line = re.match(r"standard input, line (\d+): -", error.where)
    if line:
        lines = given.stdin.decode().split("\n")
        words = tuple(shlex.split(lines[int(line[1]) - 1].removeprefix("$ xent ")))
        lines[int(line[1]) - 1] = f"$ {shlex.join(('xent', *with_options(words, asked)))}"
        yield given._replace(stdin="\n".join(lines).encode())


def taken_out(asked: Asked, error: XentError) -> Iterator[Sequence[str]]:
    """The options that others may take the place of: the other truths, or the one that is wrong ("Use --weight")."""
    if {name for name, _ in asked} & {*TRUTHS, "--nll"}:
        yield TRUTHS
    if error.fix.startswith("Use "):
        yield [error.where]


READINGS = (
    (COMMAND, whole_command),
    (OMITTED, omitted),
    (MEANT, another_word),
    (OPTIONS, more_options),
    (LITERAL, another_word),
    (SUCH, another_word),
)


def pairs(words: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Options with their values, where they have one."""
    for word, after in zip(words, (*words[1:], "-"), strict=True):
        name, equals, value = word.partition("=")
        if word.startswith("-") and not (word == "-" or word[1:2].isdigit()):
            yield name, value if equals else None if after.startswith("-") or after == "and" else after


def with_options(argv: tuple[str, ...], asked: Asked, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Add options to a command line, or change their values there; of several scales one takes the place of another.

    One that is named without its value takes that of another of its kind.
    """
    for name, value in asked:
        parameter = parameter_of(argv, name)
        takes_value = parameter is not None and not parameter.is_flag
        kind = next((kind for kind in (TRUTHS, SCALES) if name in kind), SCALES)
        held = [word for other in kind if (word := value_of(before or argv, other)) is not None]
        for other in SCALES if name in SCALES else (name,):
            argv = without(argv, other)
        filled = value if value is not None else next(iter(held), "COLUMN,…")
        argv = (*argv, f"{name}={filled}" if takes_value else name)
    return argv


def parameter_of(argv: Sequence[str], name: str) -> click.Option | None:
    """The option of this name of the command that is run."""
    context = click.Context(app)
    command = app.get_command(context, argv[0]) if argv else None
    parameters = [] if command is None else command.params
    return next(
        (one for one in parameters if isinstance(one, click.Option) and name in (*one.opts, *one.secondary_opts)), None
    )


def value_of(argv: Sequence[str], name: str) -> str | None:
    """What an option is given, where it is there."""
    for word, after in zip(argv, (*argv[1:], ""), strict=True):
        if word == name:
            return after
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def without(argv: tuple[str, ...], name: str) -> tuple[str, ...]:
    """A command line without an option and its value."""
    parameter = parameter_of(argv, name)
    kept, skips = [], False
    for word in argv:
        if skips:
            skips = False
        elif word == name:
            skips = parameter is not None and not parameter.is_flag
        elif not word.startswith(f"{name}="):
            kept.append(word)
    return tuple(kept)


def underlining(error: XentError, start: int, end: int) -> XentError:
    """The same error, with other text underlined."""
    changed = error.adding()
    changed.span = (start, end)
    return changed


def replaced(error: XentError, given: Trial, new: str, *, whole: bool = False) -> Trial:
    """What was refused, with other text in the place of what is underlined, wherever that was read."""
    start, end = (0, len(error.text)) if whole else error.span
    text = error.text[:start] + new + error.text[end:]
    if error.where == "the command line":
        typed = shlex.join(("xent", *given.argv))
        if error.text not in typed:  # an option beside its value, however these were typed
            return given._replace(argv=without(given.argv, error.text.partition("=")[0]))
        return given._replace(argv=tuple(shlex.split(typed.replace(error.text, text, 1))[1:]))
    if error.where.startswith("standard input"):
        return given._replace(stdin=put_in(given.stdin, error.text, text))
    name = error.where.partition(":")[0]
    if name in given.files:
        return given._replace(files={**given.files, name: put_in(given.files[name], error.text, text)})
    words = (text.join(word.rsplit(error.text, 1)) if word.endswith(error.text) else word for word in given.argv)
    return given._replace(argv=tuple(words))


def put_in(data: bytes, old: str, new: str) -> bytes:
    """Bytes with other text in the place of a line that was quoted; an error shows the ends of lines as blanks."""
    quoted = re.escape(old.encode()).replace(rb"\ ", rb"\s")
    return re.sub(quoted, lambda _: new.encode(), data, count=1)


def filled_in(trial: Trial, given: Trial) -> Iterator[Trial]:
    """The trial, with whatever of the case fits in the place of each placeholder."""
    new = [word not in given.argv for word in trial.argv]
    wanted = [
        [NEW_FILE] if word.startswith(("-o=", "--output=")) else fitting(name, given)
        for word, is_new in zip(trial.argv, new, strict=True)
        if is_new
        for name in PLACEHOLDER.findall(word)
    ]
    for values in product(*wanted):
        yield trial._replace(argv=tuple(put_into(trial.argv, new, iter(values))))


def put_into(argv: Sequence[str], new: Sequence[bool], values: Iterator[str]) -> Iterator[str]:
    """Words with values in the place of their placeholders, one after the other."""
    for word, is_new in zip(argv, new, strict=True):
        yield PLACEHOLDER.sub(lambda _: next(values), word) if is_new else word


def fitting(placeholder: str, given: Trial) -> list[str]:
    """What a placeholder may stand for in this case; some names are written like one."""
    if placeholder in ("FILE", "A.csv", "B.csv", "A", "B"):
        return [next(iter(given.files), "-")]
    if placeholder in OTHER_KINDS:
        return OTHER_KINDS[placeholder]
    if is_binary(given):
        return ["y", "p", "z", "t", "w"] if placeholder.startswith("COL") else ["a,b", "a,b,c"]
    text = next(iter(given.files.values()), given.stdin).decode("utf-8", "replace")
    table = [line.split(",") for line in text.split("\n")]
    columns = list(zip(*(row for row in table if len(row) == len(table[0])), strict=True))
    if not placeholder.startswith("COL"):
        orders = [values for column in columns for values in (column[1:], column[:0:-1])]
        named = [[*dict.fromkeys(values), *"xyz"] for values in orders]
        return [placeholder, *(",".join(names[:k]) for names in named for k in range(1, len(names) + 1))]
    names = table[0]
    most = [",".join(name for name in names if name != one) for one in names] if "," in placeholder else []
    return [*names, *most]
