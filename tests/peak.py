"""Run `xent` and say on the last line of stderr how many bytes of memory it took at most: python peak.py [ARGUMENT]…"""

from __future__ import annotations

import sys

from xentropy_cli.cli.run import run


def peak() -> int:
    """The most memory that this process held."""
    try:  # what `resource` tells of a process on Linux begins with the memory of the one that started it
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    ended = run(sys.argv[1:])
    sys.stderr.write(f"{peak()}\n")
    sys.exit(ended)
