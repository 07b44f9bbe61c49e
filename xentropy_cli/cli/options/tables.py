"""The options of every command that reads tables of predictions, and what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from xentropy_cli.cli.options.completing import complete_base, complete_clip, complete_columns
from xentropy_cli.cli.options.help_page import EXTRAS, INPUT, OUTPUT, READING, WEIGHTS, option_in
from xentropy_cli.cli.options.table_form import form_of
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.scoring.method import Clip
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.columns import Wanted

Command = TypeVar("Command", bound="Callable[..., Any]")


def table_options(*, repeated: bool) -> Callable[[Command], Command]:
    """Add the options that say what the columns are and how the table is written; `repeated` for two predictions."""

    def add(function: Command) -> Command:
        for option in reversed((*PREDICTION_OPTIONS[repeated], *TABLE_OPTIONS)):
            function = option(function)
        return function

    return add


PREDICTION_OPTIONS = {
    repeated: (
        option_in(
            INPUT, "--label", metavar="COL", shell_complete=complete_columns, help="The column that says what happened."
        ),
        option_in(
            INPUT,
            "--true",
            metavar="COL,…",
            shell_complete=complete_columns,
            help="Columns of the true distribution: one-hot, soft, or counts with --normalize.",
        ),
        option_in(
            INPUT,
            "--pred",
            metavar="COL,…",
            shell_complete=complete_columns,
            multiple=repeated,
            help="Columns of probabilities: names, numbers, 3-7, prob_*.",
        ),
        option_in(
            INPUT,
            "--logits",
            metavar="COL,…",
            shell_complete=complete_columns,
            multiple=repeated,
            help="Columns of scores before softmax or sigmoid.",
        ),
        option_in(
            INPUT,
            "--logprobs",
            metavar="COL,…",
            shell_complete=complete_columns,
            multiple=repeated,
            help="Columns of natural logarithms of probabilities; of tokens also a column of lists, or a path into JSON.",
        ),
    )
    for repeated in (False, True)
}
TABLE_OPTIONS = (
    option_in(
        INPUT,
        "--nll",
        metavar="COL",
        shell_complete=complete_columns,
        help="A column of negative log-probabilities of what happened.",
    ),
    option_in(
        READING,
        "--log-base",
        type=click.Choice(["e", "2", "10"]),
        default="e",
        help="Base of the logarithms in the file.",
    ),
    option_in(
        EXTRAS, "--bytes", metavar="COL", shell_complete=complete_columns, help="Bytes of a row: tells bits per byte."
    ),
    option_in(
        EXTRAS, "--words", metavar="COL", shell_complete=complete_columns, help="Words of a row: tells loss per word."
    ),
    option_in(
        INPUT,
        "--long",
        metavar="ID,CLASS,PROB",
        shell_complete=complete_columns,
        help="Read one row a class: the columns of its id, its class and its probability.",
    ),
    option_in(INPUT, "--id", metavar="COL", shell_complete=complete_columns, help="A column that names the rows."),
    option_in(WEIGHTS, "--weight", metavar="COL", shell_complete=complete_columns, help="A column of weights."),
    option_in(
        EXTRAS, "--by", metavar="COL", shell_complete=complete_columns, help="Report each value of a column apart."
    ),
    option_in(READING, "--classes", metavar="A,B,…", help="Class names, in the order of the columns (binary: NO,YES)."),
    option_in(READING, "--ignore-label", metavar="Y", help="Leave rows with this label out, and count them."),
    option_in(READING, "--positive", metavar="CLASS", help="The class a single probability is for."),
    option_in(
        READING,
        "--as",
        "reading",
        type=click.Choice(["events", "binary"]),
        help="Take a column as events that happened, or each of several labels as binary.",
    ),
    option_in(
        OUTPUT, "--base", metavar="e|2|10|B", shell_complete=complete_base, help="Base of the logarithm.  [default: e]"
    ),
    option_in(READING, "--normalize", is_flag=True, help="Divide each row by its sum; takes counts."),
    option_in(READING, "--percent", is_flag=True, help="Take probabilities without a sign as percent: 30 is 0.3."),
    option_in(READING, "--as-is", is_flag=True, help="Use rows that do not add up to 1 as they are."),
    option_in(
        READING,
        "--clip",
        metavar="EPS|sklearn|keras|torch",
        shell_complete=complete_clip,
        help="Keep probabilities away from 0 and 1, and say so.",
    ),
    option_in(READING, "--skip-bad", is_flag=True, help="Leave bad rows out, and count them."),
    option_in(READING, "--delimiter", metavar="CHAR", help="What separates cells: a character, tab or blank."),
    option_in(READING, "--header/--no-header", default=None, help="Whether the first row names the columns."),
    option_in(READING, "--quote", default='"', metavar="CHAR", help="The quote character; '' for none."),
    option_in(READING, "--decimal", type=click.Choice([".", ","]), help="The decimal mark."),
    option_in(READING, "--comment", metavar="TEXT", help="Pass over lines that begin with it."),
    option_in(
        READING, "--skip-lines", type=click.IntRange(0), default=0, metavar="N", help="Pass over the first N lines."
    ),
    option_in(READING, "--encoding", metavar="NAME", help="The encoding, where it is not UTF-8."),
)


def settings_of(options: dict[str, Any], *, bins: int, top: int) -> Settings:
    """Read the options of a command that reads tables."""
    from xentropy_cli.scoring.settings import Settings

    refuse_clashes(options)
    return Settings(
        wanted=wanted_of(options),
        form=form_of(options),
        base=base_of(options["base"]),
        bins=bins,
        normalize=options["normalize"],
        as_is=options["as_is"],
        clip=clip_of(options["clip"]),
        clip_text=options["clip"],
        truth=options.get("truth"),
        on=options.get("on") if options.get("truth") else None,
        top=top,
        skip_bad=options["skip_bad"],
    )


def refuse_clashes(options: dict[str, Any]) -> None:
    """Refuse options that exclude each other."""
    given = [name for name in ("pred", "logits", "logprobs", "nll") if options[name] is not None]
    if len(given) > 1:
        clash(f"--{given[0]} {options[given[0]]}", f"--{given[1]} {options[given[1]]}", "Both name the prediction.")
    if options["long"] is not None:
        refuse_beside_long(options)
    if options["normalize"] and options["as_is"]:
        clash("--normalize", "--as-is", "One divides a row by its sum, the other leaves it alone.")
    if options["percent"] and given and given[0] != "pred":
        clash(f"--{given[0]}", "--percent", "It scales probabilities, and these are none.")
    if options["log_base"] != "e" and not {"logprobs", "nll"} & set(given) and given:
        clash("--log-base", f"--{given[0]}", "It is the base of logarithms, and these are none.")
    if options["nll"] is not None and options["label"] is not None:
        clash("--nll", "--label", "A negative log-probability is that of what happened, and needs no label.")
    if options["label"] is not None and options.get("true") is not None:
        clash("--label", "--true", "A label says which class happened; --true gives the probability of each.")
    for name in ("normalize", "clip"):
        if options[name] and given and given[0] != "pred":
            clash(f"--{given[0]}", f"--{name}", "It changes probabilities, and these are none.")


def refuse_beside_long(options: dict[str, Any]) -> None:
    """Refuse what --long names already, and what is no distribution."""
    long = f"--long {options['long']}"
    for name in ("pred", "logits", "logprobs", "nll", "id", "bytes", "words"):
        if options[name]:
            clash(long, f"--{name} {options[name]}", "It names the id and the probability of each class.")
    if options["reading"] is not None:
        clash(long, f"--as {options['reading']}", "It gives each id one prediction over classes.")


def wanted_of(options: dict[str, Any]) -> Wanted:
    """What the caller says about the columns."""
    from xentropy_cli.tables.columns import Wanted

    names = (
        "nll",
        "log_base",
        "bytes",
        "words",
        "long",
        "label",
        "pred",
        "logits",
        "logprobs",
        "id",
        "weight",
        "by",
        "positive",
        "reading",
    )
    classes = options["classes"]
    return Wanted(
        **{name: options[name] for name in names},
        true=options.get("true"),
        columns=options.get("columns"),
        ignore=options.get("ignore_label"),
        classes=() if classes is None else tuple(name.strip() for name in classes.split(",")),
    )


def base_of(text: str | None) -> str:
    """Read the base of the logarithm."""
    if text is None:
        return "e"
    from xentropy_cli.inputs.options import read_base
    from xentropy_cli.inputs.request import option

    return read_base(option("--base", text)).text


def clip_of(text: str | None) -> Clip | None:
    """Read a clipping policy as bounds for doubles: those of clipping.py."""
    if text is None:
        return None
    from xentropy_cli.inputs.options import read_clip
    from xentropy_cli.inputs.request import option
    from xentropy_cli.scoring.method import CLIPS, Clip

    policy = read_clip(option("--clip", text))
    return CLIPS[policy] if isinstance(policy, str) else Clip(float(policy), 1.0 - float(policy), rescale=False)


def clash(first: str, second: str, why: str) -> None:
    """Refuse two options that exclude each other."""
    text = f"{first} {second}"
    raise XentError(
        "two-answers",
        f"{first} and {second} exclude each other.",
        where="the command line",
        text=text,
        span=(len(first) + 1, len(text)),
        why=why,
        fix="Keep one of them.",
    )
