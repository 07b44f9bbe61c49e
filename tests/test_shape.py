"""The size of things: functions of 40 lines at most (15 in core), modules of 300; and no code that is only a comment."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

from parsed import tree_of

import xentropy_cli

ROOT = Path(xentropy_cli.__file__).parent
PATHS = sorted(ROOT.rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_IN_CORE = 15


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


class Shape(NamedTuple):
    """The functions of a module with their lines, and its public names that have no docstring."""

    functions: tuple[tuple[str, int], ...]
    untold: tuple[str, ...]


@cache
def shape_of(path: Path) -> Shape:
    tree = tree_of(path)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]
    return Shape(
        tuple((node.name, lines_of(node)) for node in functions),
        tuple(node.name for node in public if not ast.get_docstring(node)),
    )


def test_modules_are_short() -> None:
    lines = {named(path): len(path.read_text("utf-8").splitlines()) for path in PATHS}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    """Decorators (the options of a command) are counted by the eye, not here."""
    too_long = {
        f"{named(path)}: {name}": lines
        for path in PATHS
        for name, lines in shape_of(path).functions
        if lines > (LONGEST_IN_CORE if named(path).startswith("core/") else LONGEST_FUNCTION)
    }
    assert too_long == {}


def lines_of(function: ast.FunctionDef) -> int:
    """The lines of a function without its docstring, which may be as long as it needs to be."""
    first, last = function.body[0], function.end_lineno or function.lineno
    said = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(function) else 0
    return last - function.lineno + 1 - said


def test_every_public_name_says_what_it_is() -> None:
    assert {named(path): shape_of(path).untold for path in PATHS if shape_of(path).untold} == {}
