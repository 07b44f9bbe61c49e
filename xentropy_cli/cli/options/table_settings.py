"""What the options of a command that reads tables ask for, how a table is written, and which of them exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.cli.options.refusals import clash, typed

if TYPE_CHECKING:
    from xentropy_cli.scoring.method import Clip
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Form

DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "bar": "|",
    "pipe": "|",
    "blank": " ",
    "space": " ",
}


def settings_of(options: dict[str, Any], *, bins: int, top: int) -> Settings:
    """Read the options of a command that reads tables."""
    from xentropy_cli.scoring.settings import Settings

    refuse_clashes(options)
    if "truth" in options and options["truth"] is None and options["on"] is not None:
        raise typed(options["on"], where="--on").refuse(
            "option-misfit",
            "--on needs --truth.",
            why="Labels from another file are joined to the predictions by a column that names the rows in both.",
            fix="Type: --truth FILE --on COLUMN",
        )
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

    classes = options["classes"]
    named = {name: options[name] for name in Wanted._fields if name in options}
    own = {
        "on": None,
        "ignore": options.get("ignore_label"),
        "classes": () if classes is None else tuple(name.strip() for name in classes.split(",")),
    }
    return Wanted(**{**named, **own})


def form_of(options: dict[str, Any]) -> Form:
    """What the caller says about how the table is written."""
    from xentropy_cli.tables.form import Form

    delimiter = options["delimiter"]
    return Form(
        delimiter=None if delimiter is None else DELIMITERS.get(delimiter) or one_character(delimiter, "--delimiter"),
        header=options["header"],
        quote=one_character(options["quote"], "--quote"),
        decimal=options["decimal"],
        comment=options["comment"] or None,
        skip_lines=options["skip_lines"],
        percent=options["percent"],
        encoding=options["encoding"],
    )


def one_character(text: str, flag: str) -> str:
    """Refuse more than one character, and one that cannot separate."""
    if len(text) > 1 or (text and (text.isalnum() or text in "\r\n.-+" or not text.isascii())):
        raise typed(text, where=flag).refuse(
            "bad-value",
            f"{flag} takes one character.",
            why="It must be an ASCII character that is part of no number and no name.",
            fix="Type --quote \"'\" or another mark; '' for none."
            if flag == "--quote"
            else f"Type {flag} ';' or another mark.",
        )
    return text


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
