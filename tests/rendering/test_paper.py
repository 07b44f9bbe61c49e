"""What a page of HTML shows on paper: nothing scrolls there, so nothing may be wider than the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import needs_browser, told

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

WIDTH = 718  # CSS pixels between the margins of 1 cm of A4, as browsers print it
WIDER = f"""
document.documentElement.style.width = "{WIDTH}px";
const parts = [...document.querySelectorAll(".scroll, dl, p, h1")];
tell(parts.filter(part => part.scrollWidth > {WIDTH}).map(part => part.textContent));
"""
PAGES = [
    "compute 0.7 0.8 0.97 --blank",
    "compute --true 0.5,0.5 --pred 0.75,0.25 --blank",
    "compute --true 0.5,0.3,0.2 --pred 0.75,0.15,0.1 --digits 6",
    "compute --logits=2,1,0.1 --label 0 --gradient --squared-error",
    "compute --logits=2,1,0.1 --label 0 --blank",
    "libraries --pred 0.9,0.2 --label 1,0",
    "libraries --logits=2,1,0.1 --label 0",
    "why 0.685 --pred 0.7,0.8,0.97",
    "score --calibration 5",
    "worksheet binary doors --seed 7",
]


@needs_browser
@pytest.mark.parametrize("command", PAGES)
def test_nothing_is_wider_than_the_paper(command: str, call: Runner, tmp_path: Path) -> None:
    page = call(*command.split(), "--format", "html", stdin="y,p\n1,0.9\n0,0.2\n1,0.7\n0,0.6\n").out
    assert "@media print" in page
    assert told(page.replace("@media print", "@media all"), WIDER, tmp_path) == []
