"""A browser without a window, where one is installed: what a page is once its script has run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PROGRAM = next(filter(None, map(shutil.which, NAMES)), None)
needs_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def opened(page: str, folder: Path, wide: int = 800) -> str:
    """Open a page in a window so many pixels wide, and take the document as it is then."""
    assert PROGRAM is not None
    (folder / "page.html").write_text(page, "utf-8")
    done = subprocess.run(
        [
            PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=5000",
            f"--window-size={wide},800",
            f"--user-data-dir={folder / 'profile'}", "--dump-dom", f"file://{folder / 'page.html'}",
        ],
        capture_output=True,
        timeout=100,
        check=True,
    )  # fmt: skip
    return done.stdout.decode()


TELL = """
const tell = data => {
  const element = document.createElement("pre");
  element.id = "told";
  element.textContent = JSON.stringify(data);
  document.body.append(element);
};
"""


def told(page: str, driver: str, folder: Path, wide: int = 800) -> Any:
    """Run a program of the test after the page's own, and take what it gives to `tell`; it may do what the page may not."""
    with_driver = POLICY.sub("", page).replace("</body>", f'<script type="module">{TELL}{driver}</script></body>')
    found = re.search(r'<pre id="told">(.*?)</pre>', opened(with_driver, folder, wide), re.DOTALL)
    assert found is not None, "the program told nothing"
    return json.loads(unescape(found[1]))
