"""A browser without a window, where one is installed: what a page is once its script has run."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
from itertools import count
from typing import TYPE_CHECKING, Any, Self

import pytest

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PROGRAM = next(filter(None, map(shutil.which, NAMES)), None) if os.name == "posix" else None
needs_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
LONGEST = 100
"""Seconds after which a page hangs."""

TALKING = ("sh", "-c", 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1', "sh")
"""A browser is told what to do through its descriptor 3, and answers through 4."""

SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe")

TOLD = """(() => {
  "use strict";
  let told;
  const tell = data => { told = JSON.stringify(data); };
  DRIVER
  return told;
})()"""


class Browser:
    """A browser that shows one page after another: its start takes as long as some twenty pages."""

    def __init__(self, folder: Path) -> None:
        assert PROGRAM is not None
        self.page = folder / "page.html"
        command = [*TALKING, PROGRAM, *SWITCHES, f"--user-data-dir={folder / 'profile'}", "about:blank"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.numbers, self.said, self.loaded = count(1), b"", set[str]()
        self.tab: dict[str, str] = {}

    def __enter__(self) -> Self:
        (tab,) = (each for each in self.ask("Target.getTargets")["targetInfos"] if each["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=tab["targetId"], flatten=True)
        self.tab = {"sessionId": attached["sessionId"]}
        self.ask("Page.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.__exit__(None, None, None)  # nobody talks to it any more, and it ends

    def opened(self, page: str, wide: int = 800) -> str:
        """Open a page in a window so many pixels wide, and take the document as it is then."""
        self._open(page, wide)
        return self._value("document.documentElement.outerHTML")

    def told(self, page: str, driver: str, wide: int = 800) -> Any:
        """Run a program of the test after the page's own, and take what it gives to `tell`; it may do what the page may not."""
        self._open(POLICY.sub("", page), wide)
        return json.loads(self._value(TOLD.replace("DRIVER", driver)))

    def _open(self, page: str, wide: int) -> None:
        self.page.write_text(page, "utf-8")
        self.ask("Emulation.setDeviceMetricsOverride", width=wide, height=800, deviceScaleFactor=1, mobile=False)
        document = self.ask("Page.navigate", url=f"file://{self.page}")["loaderId"]
        while document not in self.loaded:
            self._hear()

    def _value(self, program: str) -> str:
        found = self.ask("Runtime.evaluate", expression=program)
        assert "value" in found["result"], f"the program told nothing: {found}"
        return str(found["result"]["value"])

    def ask(self, method: str, **params: Any) -> Any:
        """Send a command of the DevTools protocol, and wait for its answer."""
        assert self.process.stdin is not None
        number = next(self.numbers)
        self.process.stdin.write(
            json.dumps({"id": number, "method": method, "params": params, **self.tab}).encode() + b"\0"
        )
        while (answer := self._hear()).get("id") != number:
            pass
        assert "result" in answer, (method, answer)
        return answer["result"]

    def _hear(self) -> Any:
        """Take one message; of those that answer nothing, keep which document has been loaded."""
        assert self.process.stdout is not None
        while b"\0" not in self.said:
            assert select.select([self.process.stdout], [], [], LONGEST)[0], "the browser hangs"
            more = self.process.stdout.read(1 << 20)
            assert more, "the browser has ended"
            self.said += more
        message, _, self.said = self.said.partition(b"\0")
        heard = json.loads(message)
        if heard.get("method") == "Page.lifecycleEvent" and heard["params"]["name"] == "load":
            self.loaded.add(heard["params"]["loaderId"])
        return heard
