"""What a page of HTML shows on paper and on a wide screen, without a scroll bar under a table.

On paper nothing scrolls, so nothing may be wider than the sheet; on a screen a wide table goes on beyond the lines of text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import needs_browser

if TYPE_CHECKING:
    from browser import Browser
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
    f"libraries {Path(__file__).parents[2] / 'examples' / 'predictions' / 'iris_a.csv'}",
    "why 0.685 --pred 0.7,0.8,0.97",
    "score --calibration 5",
    "worksheet binary doors --seed 7",
]


@needs_browser
@pytest.mark.parametrize("command", PAGES)
def test_nothing_is_wider_than_the_paper(command: str, call: Runner, browser: Browser) -> None:
    page = call(*command.split(), "--format", "html", stdin="y,p\n1,0.9\n0,0.2\n1,0.7\n0,0.6\n").out
    assert "@media print" in page
    assert browser.told(page.replace("@media print", "@media all"), WIDER) == []


SCROLLED = """
const parts = [...document.querySelectorAll(".scroll, dl")].filter(part => part.scrollWidth > part.clientWidth);
const root = document.documentElement;
tell([root.clientWidth, root.scrollWidth, ...parts.map(part => part.textContent)]);
"""


@needs_browser
@pytest.mark.parametrize(("command", "wide"), [*((each, 1280) for each in PAGES[5:9]), (PAGES[6], 600)])
def test_no_table_is_scrolled_on_a_screen_of_1280_pixels_and_no_page(
    command: str, wide: int, call: Runner, browser: Browser
) -> None:
    page = call(*command.split(), "--format", "html", stdin="y,p\n1,0.9\n0,0.2\n1,0.7\n0,0.6\n").out
    room, used, *scrolled = browser.told(page, SCROLLED, wide)
    assert (wide - 20 <= room <= wide, used) == (True, room)
    assert wide < 1280 or scrolled == []
