"""The command line: the only place that reads argv, opens streams, and exits."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run `xent` with the arguments of this process, and leave with its exit code."""
    gc.disable()  # a small calculation ends before there is anything to collect
    try:
        from xentropy_cli.cli.run import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that a module was still being loaded
        from xentropy_cli.cli.output.ending import end_by

        status = end_by("SIGINT")
    gc.freeze()  # all that is left ends with the process, and need not be searched for cycles first
    sys.exit(status)
