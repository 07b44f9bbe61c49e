"""`xent course`: pages whose every link leads somewhere, the same bytes each time, in a folder of their own."""

from __future__ import annotations

import os
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from browser import needs_browser

from xentropy_cli.cli.course import HEAD
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.rendering.script import script
from xentropy_cli.rendering.site import site_style
from xentropy_cli.teaching.course import aliases, order, topics
from xentropy_cli.teaching.lookup import REFERENCES, errors

if TYPE_CHECKING:
    from pathlib import Path

    from browser import Browser
    from conftest import Runner

LIST, REFUSED = "xent-files.txt", "other-files"


class Links(HTMLParser):
    """What a page leads to, loads, and can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert not [name for name in found if name.startswith("on")], tag
        self.ids += filter(None, [found.get("id")])
        self.hrefs += filter(None, [found.get("href") if tag in ("a", "link") else found.get("src")])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Links]:
    return {path.name: Links(path.read_text("utf-8")) for path in sorted(site.glob("*.html"))}


def test_every_topic_page_and_error_has_a_page(pages: dict[str, Links]) -> None:
    names = ("index", "glossary", *topics(), *REFERENCES, *errors())
    assert set(pages) == {f"{name}.html" for name in names}
    assert {key.replace("_", "-") for key in QUANTITIES} <= set(pages["glossary.html"].ids)


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(site: Path, pages: dict[str, Links]) -> None:
    outside = [href for page in pages.values() for href in page.hrefs if href.startswith("https://")]
    found = [(name, href) for name, page in pages.items() for href in page.hrefs if href not in outside]
    assert len(found) > 400
    for name, href in found:
        file, _, anchor = href.partition("#")
        assert os.sep not in file, (name, href)
        assert (site / file).is_file(), (name, href)
        assert not anchor or anchor in pages[file].ids, (name, href)
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_every_page_can_be_reached_from_the_list_and_leads_back(pages: dict[str, Links]) -> None:
    listed = {href.partition("#")[0] for href in pages["index.html"].hrefs}
    assert set(pages) - listed == {"index.html"}
    assert [name for name, page in pages.items() if "index.html" not in page.hrefs] == ["index.html"]


def test_each_section_of_the_list_begins_with_its_question(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    assert len(order()) == 6
    assert all(f"<h2>{part.name}</h2>\n<p><em>{part.question}</em></p>\n<ul>" in text for part in order())


def test_lessons_are_linked_before_and_next_in_reading_order(site: Path) -> None:
    for at, topic in enumerate(topics()):
        text = (site / f"{topic}.html").read_text("utf-8")
        for k, way in ((at - 1, "prev"), (at + 1, "next")):
            is_there = 0 <= k < len(topics())
            assert (f'rel="{way}"' in text) is is_there
            assert not is_there or f'<a rel="{way}" href="{topics()[k]}.html">' in text


def test_the_list_holds_every_name_by_which_it_is_filtered(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    assert all(alias in text for alias in aliases())


FIND = """
const box = document.querySelector(".filter"), input = box.querySelector("input");
const shown = () => [...document.querySelectorAll("main li")].filter(row => !row.hidden)
  .map(row => row.querySelector("a").textContent);
const heads = () => [...document.querySelectorAll("h2")].filter(each => getComputedStyle(each).display !== "none").length;
const every = shown().length, found = ["Log-Loss", "softmax sigmoid", "sum not one", "qqqq", ""].map(text => {
  input.value = text;
  input.dispatchEvent(new Event("input"));
  return [shown(), box.querySelector("[role=status]").textContent, heads()];
});
tell({every, found, isShown: !box.hidden});
"""


@needs_browser
def test_the_list_is_filtered_by_names_and_other_names(site: Path, browser: Browser) -> None:
    page = (site / "index.html").read_text("utf-8")
    page = page.replace('<link rel="stylesheet" href="xent.css">', f"<style>{site_style()}</style>")
    page = page.replace('<script src="xent.js" defer></script>', f'<script type="module">{script()}</script>')
    answer = browser.told(page, FIND)
    (loss, softmax, error, nothing, every) = answer["found"]
    assert "binary" in loss[0]
    assert softmax == [["logits"], "1 found", 1]
    assert "sum-not-one" in error[0]
    assert nothing == [[], "0 found", 0]
    assert len(every[0]) == answer["every"] > 100
    assert (every[2], answer["isShown"]) == (6 + 3, True)  # sections; about the tool, glossary, errors


def test_nothing_comes_from_outside_and_all_is_small(site: Path) -> None:
    for path in site.iterdir():
        text = path.read_text("utf-8")
        assert not any(word in text for word in ("@import", "url(", "fetch(", "eval(", "<img", "http-equiv=refresh"))
    for path in site.glob("*.html"):
        assert path.stat().st_size <= 60_000, path.name
        assert "default-src 'none'" in path.read_text("utf-8")
    assert sum(path.stat().st_size for path in site.iterdir()) <= 900_000


def test_the_same_bytes_each_time(site: Path, tmp_path: Path, xent: Runner) -> None:
    """From another process, so that no order of a set or a hash is in them."""
    assert xent("course", "-o", str(tmp_path / "again")).status == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in site.iterdir()}


def test_it_writes_over_what_it_wrote_and_takes_away_what_is_no_more(site: Path, call: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "doors.html").write_text("old", "utf-8")
    (folder / "gone.html").write_text("old", "utf-8")
    (folder / LIST).write_text((folder / LIST).read_text("utf-8") + "gone.html\n../gone.html\n", "utf-8")
    (tmp_path / "gone.html").write_text("mine", "utf-8")
    assert call("course", "-o", str(folder)).status == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert (tmp_path / "gone.html").read_text("utf-8") == "mine"


@pytest.mark.parametrize("names", [("mine.txt",), (LIST,), ("doors.html",), ("doors.html", LIST)])
def test_it_refuses_a_folder_of_other_files_and_leaves_it_alone(
    call: Runner, tmp_path: Path, names: tuple[str, ...]
) -> None:
    for name in names:
        (tmp_path / name).write_text("mine\ndoors.html\n", "utf-8")
    done = call("course", "-o", str(tmp_path))
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(f"more: xent explain {REFUSED}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_page_that_became_a_link_is_a_file_of_somebody_else(call: Runner, tmp_path: Path) -> None:
    folder, mine = tmp_path / "site", tmp_path / "mine.txt"
    folder.mkdir()
    mine.write_text("mine", "utf-8")
    (folder / LIST).write_text(f"{HEAD}\ndoors.html\n", "utf-8")
    (folder / "doors.html").symlink_to(mine)
    assert call("course", "-o", str(folder)).status == 2
    assert mine.read_text("utf-8") == "mine"


def test_a_file_is_no_folder(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", "utf-8")
    for path, status, said in ((tmp_path / "site", 2, "-o site/"), (tmp_path / "site" / "inner", 4, "cannot-write")):
        done = call("course", "-o", str(path))
        assert (done.status, done.out, said in done.err) == (status, "", True)
    assert (tmp_path / "site").read_text("utf-8") == "mine"
