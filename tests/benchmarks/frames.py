"""How long a frame of each scene takes, from a key to the text for the screen: python tests/benchmarks/frames.py

Times are those of the processor, so that other programs count less. Exit 1 where the median is above the limit: a frame that
follows its key within 20 ms is seen as moved by it.
"""

from __future__ import annotations

import statistics
import sys
import time

from xentropy_cli.cli.exploring.frame import screenful
from xentropy_cli.teaching.scenes.exploration import Exploration
from xentropy_cli.teaching.scenes.table import scenes

SCENES = scenes()

LIMIT = 0.020
KEYS = 25


def seconds(exploration: Exploration) -> float:
    """Time the frame after one key."""
    began = time.process_time()
    exploration.press("right")
    screenful(exploration, 100, 40)
    return time.process_time() - began


def main() -> int:
    """Print a line for each picture of each scene."""
    slow = 0
    for scene in SCENES:
        exploration = Exploration(scene)
        for name in scene.pictures:
            seconds(exploration)  # loads what it needs
            median = statistics.median(seconds(exploration) for _ in range(KEYS))
            slow += median > LIMIT
            print(f"{scene.name:10} {name:18} {median * 1000:6.1f} ms")
            exploration.press("p")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
