"""The command line: the only place that reads argv, opens streams, and exits."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run `xent` with the arguments of this process, and leave with its exit code."""
    gc.disable()  # a small calculation ends before there is anything to collect
    from xentropy_cli.cli.run import run

    sys.exit(run(sys.argv[1:]))
