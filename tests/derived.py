"""Derivations for tests, from command lines of `xent compute`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.cli.compute import command, parts_of, request_of
from xentropy_cli.cli.options.inputs import take_bare_numbers
from xentropy_cli.cli.output.deliver import choose_target
from xentropy_cli.derivation.derive import derive
from xentropy_cli.inputs.readings import read

if TYPE_CHECKING:
    from xentropy_cli.derivation.model import Derivation


def derivation_of(line: str) -> Derivation:
    """Derive what a command line asks for."""
    options = dict(command.make_context("compute", line.split()).params)
    choose_target(options)
    parts_of(options)
    take_bare_numbers(options.pop("numbers"), options)
    options.pop("picture")
    options.pop("blank")
    return derive(read(request_of(options)))
