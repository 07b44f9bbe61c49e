"""CONTRIBUTING tells what is: its map is that of the code, its files exist, and a forgotten step of a recipe is named here."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from importlib import import_module
from inspect import isfunction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from oracle import __file__ as oracle_file
from test_imports import ORDER

import xentropy_cli
from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.core import definitions
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.rendering import FORMATS
from xentropy_cli.teaching.course import topics

if TYPE_CHECKING:
    from conftest import Runner

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PACKAGE = Path(xentropy_cli.__file__).parent
FIRST_STEPS = ("surprisal", "total", "mean", "likelihood")
"""What terms and sums are called wherever they stand, under other names in the oracle."""


def test_the_picture_is_the_order_of_the_imports() -> None:
    lines = re.findall(r"^  (\w+(?: --> \w+)+)$", TEXT, re.MULTILINE)
    chains = [line.split(" --> ") for line in lines]
    assert [chains[0][0], *(name for chain in chains for name in chain[1:])] == list(ORDER)
    assert all(before[-1] == after[0] for before, after in pairwise(chains))


def test_every_folder_has_its_row_in_the_map_and_says_what_it_is() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == list(ORDER)
    for name in ORDER:
        module = PACKAGE / name / "__init__.py"
        first = (module if module.exists() else PACKAGE / f"{name}.py").read_text("utf-8").partition("\n")[0]
        assert re.match(r'"""\S', first), f"{name} has no docstring"


def test_every_file_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:xentropy_cli|tests|\.ci)/[\w./-]*)`", TEXT)) - {"tests/FOLDER"}
    assert len(named) > 15
    for name in named:
        path = PACKAGE.parent / name if name.startswith("xentropy_cli") else ROOT / name
        assert path.exists(), f"CONTRIBUTING.md names {name}"


@pytest.mark.parametrize("key", QUANTITIES)
def test_no_step_of_a_quantity_is_forgotten(key: str, call: Runner) -> None:
    row = QUANTITIES[key]
    _, *argv = shlex.split(row.example)
    assert call(*argv).status == 0, f"{row.example} does not run: a number without its row in derivation/quantities.py?"
    page, answer = call(*argv).out, json.loads(call(*argv, "--format", "json").out)
    assert key in answer or key in answer["terms"][0], f"{key} applies nowhere: derivation/derive.py"
    assert row.symbol.text in page or key in FIRST_STEPS, f"{key} is on no page: pages/parts/step_lines.py"
    assert f"`{key}`" in (PACKAGE / "reference" / "json.md").read_text("utf-8"), f"{key} is not in reference/json.md"
    lessons = "".join((PACKAGE / "teaching" / "lessons" / f"{topic}.md").read_text("utf-8") for topic in topics())
    assert row.symbol.text in lessons or row.name in lessons, f"{key} is in no lesson: teaching/lessons/"
    by_hand = (ROOT / "tests" / "derivation" / "test_quantities.py").read_text("utf-8")
    assert f'"{key}": (' in by_hand, f"{key} has no value by hand: BY_HAND in tests/derivation/test_quantities.py"
    other_way = Path(oracle_file).read_text("utf-8")
    assert f'"{key}"' in other_way or key in FIRST_STEPS, f"{key} is computed no other way: tests/oracle.py"


@pytest.mark.parametrize("name", FORMATS)
def test_no_step_of_a_format_is_forgotten(name: str) -> None:
    row = FORMATS[name]
    module = import_module(f"xentropy_cli.rendering.{row.module}")
    assert callable(getattr(module, f"render_{name}", None)), f"rendering/{row.module}.py has no render_{name}"
    assert f"| `{name}` |" in (PACKAGE / "reference" / "formats.md").read_text("utf-8"), f"{name}: reference/formats.md"
    assert re.search(rf"\b{name}\b", (ROOT / "README.md").read_text("utf-8")), f"{name}: README.md"
    seen = (ROOT / "tests" / "rendered.py").read_text("utf-8")
    assert not row.is_document or f'"{name}"' in seen, f"{name}: SEEN in tests/rendered.py"
    checks = (ROOT / "tests" / "rendering" / "test_rendering.py").read_text("utf-8").partition("CHECKS: ")[2]
    assert f'"{name}": ' in checks, f"{name}: what no text may do to it, CHECKS in tests/rendering/test_rendering.py"


def test_no_module_of_a_format_is_forgotten() -> None:
    for path in (PACKAGE / "rendering").glob("[!_]*.py"):
        for name in re.findall(r"^def render_(\w+)", path.read_text("utf-8"), re.MULTILINE):
            assert name in FORMATS, f"rendering/{path.name} writes {name}, which has no row in rendering/__init__.py"


def test_no_definition_is_forgotten() -> None:
    """A function of the core that nothing names is one whose row in derivation/quantities.py was not written."""
    words = Counter(word for path in PACKAGE.rglob("*.py") for word in re.findall(r"\w+", path.read_text("utf-8")))
    for name, value in vars(definitions).items():
        if isfunction(value) and value.__module__ == definitions.__name__ and not name.startswith("_"):
            assert words[name] > 1, f"{name} is in no row: derivation/quantities.py"


@pytest.mark.parametrize("library", sorted({row.library for row in CONVENTIONS.values()}))
def test_no_library_is_forgotten(library: str) -> None:
    page = (PACKAGE / "reference" / "conventions.md").read_text("utf-8")
    assert library.split(maxsplit=1)[0] in page, f"{library}: whether it was run stands in reference/conventions.md"


def test_no_module_of_conventions_is_forgotten() -> None:
    for path in (PACKAGE / "conventions" / "catalogue").glob("*.py"):
        rows = getattr(import_module(f"xentropy_cli.conventions.catalogue.{path.stem}"), "ROWS", ())
        assert {row.key for row in rows} <= set(CONVENTIONS), f"{path.name} is not in conventions/catalogue/table.py"


def test_no_lesson_is_forgotten() -> None:
    files = {path.stem for path in (PACKAGE / "teaching" / "lessons").glob("*.md")}
    assert files - set(topics()) == set(), "not in teaching/lessons/order.txt"
    assert set(topics()) - files == set(), "in teaching/lessons/order.txt, but there is no such file"
