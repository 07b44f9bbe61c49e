"""Data flows one way: what is typed or read → numbers → records → pages → renderers. What a module may load, and what it does.

Type annotations bind nobody: what stands under TYPE_CHECKING is not loaded.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from parsed import tree_of

import xentropy_cli
from xentropy_cli.cli.options.gates import PICTURE_NAMES
from xentropy_cli.pictures import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(xentropy_cli.__file__).parent

ORDER = (
    "named_tuple",
    "errors",
    "text",
    "figures",
    "core",
    "derivation",
    "arrays",
    "inputs",
    "tables",
    "scoring",
    "comparing",
    "conventions",
    "pictures",
    "pages",
    "rendering",
    "teaching",
    "api",
    "cli",
    "__main__",
)
"""What is at the top of xentropy_cli, in the order in which data flows: each loads only what stands before it."""

ARRAYS = ("arrays", "tables", "scoring", "comparing", "conventions.many_rows")
OUTSIDE = {
    "click": ("cli",),
    "rich": ("rendering.table",),
    "numpy": ARRAYS,
    "pyarrow": ("tables.sources", "tables.columnar.arrow"),
    "compression": ("tables.sources.unpacking",),  # of the standard library from Python 3.14 on
}
"""The packages that xent needs (or an extra of it), and the folders or modules that may load them."""


def modules() -> dict[str, Path]:
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted(ROOT.rglob("*.py"))}
    return {name.removesuffix(".__init__"): path for name, path in paths.items()}


MODULES = modules()


@cache
def loaded(path: Path) -> tuple[str, ...]:
    """Every module that a file loads, at the top or within a function."""

    def visit(node: ast.AST) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            if isinstance(child, ast.Import):
                yield from (alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                module = child.module or ""
                assert not child.level, "imports are absolute"
                yield from ((f"{module}.{alias.name}" for alias in child.names) if module in PACKAGES else (module,))
            else:
                yield from visit(child)

    return tuple(visit(tree_of(path)))


PACKAGES = {"xentropy_cli", *(f"xentropy_cli.{name}" for name, path in MODULES.items() if path.name == "__init__.py")}


def is_within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


def test_the_order_names_what_is_at_the_top() -> None:
    assert {name.partition(".")[0] for name in MODULES} - {"__init__"} == set(ORDER)


def test_a_module_loads_only_what_stands_before_it() -> None:
    for name in MODULES.keys() - {"__init__"}:
        found = {
            module.removeprefix("xentropy_cli.")
            for module in loaded(MODULES[name])
            if module.startswith("xentropy_cli.")
        }
        before = ORDER[: ORDER.index(name.partition(".")[0]) + 1]
        assert {module for module in found if not is_within(module, (*before, "__version__"))} == set(), name


def test_a_module_loads_no_package_that_it_has_no_business_with() -> None:
    for name, path in MODULES.items():
        found = {module.partition(".")[0] for module in loaded(path)} - sys.stdlib_module_names - {"xentropy_cli"}
        assert {package for package in found if not is_within(name, OUTSIDE.get(package, ()))} == set(), name


ONLY_CLI = {"sys.argv", "sys.exit", "sys.stdin", "sys.stdout", "sys.stderr", "os.environ", "print", "input", "exit"}


def test_only_cli_touches_argv_streams_exits_and_the_environment() -> None:
    for name, path in MODULES.items():
        if not is_within(name, ("cli",)):
            assert {part for part in names_used(path) if part in ONLY_CLI} == set(), name


def names_used(path: Path) -> Iterator[str]:
    """The attributes of names in a module, and the names that it calls."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield ast.unparse(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


HEAVY = ("numpy", "rich", "mpmath", "asyncio", "http", "unittest", "email", "multiprocessing")

EXPLORING = ("xentropy_cli.cli.exploring", "xentropy_cli.teaching.scenes", "termios")

LOADS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "import": ((), (*HEAVY, "click", "decimal", "json")),
    "--help": (("--help",), (*HEAVY, *EXPLORING, "decimal", "json", "tempfile")),
    "--version": (("--version",), (*HEAVY, "decimal", "json", "tempfile")),
    "compute --help": (("compute", "--help"), HEAVY),
    "explore --help": (("explore", "--help"), (*HEAVY, *EXPLORING)),
    "a refused number": (("compute", "--pred", "97"), (*HEAVY, *EXPLORING)),
    "a refused option": (("compute", "--prde", "0.7"), HEAVY),
    "a refused command": (("cmpute",), HEAVY),
    "a refused pipe": (("compute", "--pred", "-"), HEAVY),
    "compute in a pipe": (("compute", "--pred", "0.7,0.8,0.97"), (*HEAVY, *EXPLORING)),
    "compute -q": (("compute", "--pred", "0.7,0.8,0.97", "-q"), (*HEAVY, "json", "tempfile")),
    "compute as json": (("compute", "--pred", "0.7,0.8,0.97", "--format", "json"), HEAVY),
    "compute as csv": (("compute", "--pred", "0.7,0.8,0.97", "--format", "csv"), HEAVY),
    "compute as html": (("compute", "--pred", "0.7,0.8,0.97", "--format", "html"), HEAVY),
    "compute as svg": (("compute", "--pred", "0.7,0.8,0.97", "--format", "svg"), HEAVY),
    "compute as a table": (("compute", "--pred", "0.7,0.8,0.97", "--format", "table"), ("numpy", "mpmath", "asyncio")),
    "score, options that clash": (("score", "-", "--pred", "p", "--logits", "z"), HEAVY),
    "compare, one model": (("compare", "a.csv"), HEAVY),
    "libraries": (("libraries", "--pred", "0.9,0.2", "--label", "1,0"), HEAVY),
    "why": (("why", "0.685", "--pred", "0.7,0.8,0.97"), HEAVY),
    "audit": (("audit", "-"), HEAVY),
    "explain": (("explain", "sum-not-one"), HEAVY),
    "the lessons": (("explain",), HEAVY),
    "a lesson": (("explain", "doors"), (*HEAVY, *EXPLORING)),
    "the scenes": (("explore",), HEAVY),
    "explore without a terminal": (("explore", "doors"), HEAVY),
    "a course without a folder": (("course",), (*HEAVY, "json", "tempfile")),
    "a lesson as a page": (("explain", "training", "--format", "html"), HEAVY),
}

DRAWING = ("xentropy_cli.pictures", "xentropy_cli.pages.pictured", "xentropy_cli.rendering.pictures")

ROWS = "y,p\n1,0.9\n0,0.2\n"

DRAWS_NOTHING = {
    **{
        name: argv for name, (argv, _) in LOADS.items() if not {"explain", "explore", "course", "html", "svg"} & {*argv}
    },
    **{f"{command} --help": (command, "--help") for command in ("score", "compare", "libraries", "why", "audit")},
    "a bar": ("compute", "0.7", "1.8"),
    "two distributions": ("compute", "--true", "0.5,0.5", "--pred", "0.75,0.25", "--gradient"),
    **{
        f"score as {form}": ("score", "-", "--format", form)
        for form in ("table", "plain", "markdown", "json", "csv", "value")
    },
    "a score, refused": ("score", "-", "--pred", "z"),
    "a picture that there is not": ("score", "-", "--picture", "z"),
    "libraries as json": ("libraries", "--pred", "0.9,0.2", "--label", "1,0", "--format", "json"),
}
"""Command lines that ask for no picture, and formats that have none unasked."""

PROBE = """\
import sys
import xentropy_cli
if sys.argv[1:]:
    from xentropy_cli.cli.run import run
    run(sys.argv[1:])
print(*sys.modules, file=open("loaded", "w"))
"""


COURSE = (
    "xentropy_cli.rendering.site",
    "xentropy_cli.rendering.script",
    "xentropy_cli.teaching.scenes.table",
    "xentropy_cli.cli.lessons.course_pages",
    "xentropy_cli.pictures.frame",
)
"""What makes pages that play: none but those, and what plays on a terminal, loads it."""

PLAYS = {"the scenes", "explore without a terminal", "a lesson as a page"}


@cache
def modules_of(argv: tuple[str, ...]) -> frozenset[str]:
    """What a command line loads, with a few rows on its standard input."""
    probe = [sys.executable, "-I", "-c", PROBE, *argv]
    with TemporaryDirectory() as folder:
        subprocess.run(probe, cwd=folder, capture_output=True, input=ROWS.encode(), check=True)
        return frozenset((Path(folder) / "loaded").read_text().split())


@pytest.mark.parametrize("name", {**LOADS, **DRAWS_NOTHING})
def test_nothing_is_loaded_that_a_command_does_not_need(name: str) -> None:
    """Nothing heavy, no pictures and no course where none is asked for."""
    argv, heavy = LOADS.get(name) or (DRAWS_NOTHING[name], ())
    unwanted = (*heavy, *DRAWING * (name in DRAWS_NOTHING), *COURSE * (name not in PLAYS))
    found = modules_of(argv)
    assert "xentropy_cli" in found
    assert {module for module in found if is_within(module, unwanted)} == set()


def test_a_picture_that_is_asked_for_is_loaded_so_the_probe_would_see_it() -> None:
    assert set(DRAWING) <= modules_of(("score", "-", "--picture", "reliability"))


def test_the_names_of_the_option_are_those_of_the_pictures() -> None:
    assert {command: tuple(table) for command, table in TABLES.items()} == PICTURE_NAMES


def test_the_table_is_drawn_by_rich_so_the_probe_would_see_it() -> None:
    assert "rich" in modules_of(LOADS["compute as a table"][0])


def test_what_makes_pages_that_play_is_there_so_the_probe_would_see_it() -> None:
    assert {name for name in COURSE if name.removeprefix("xentropy_cli.") not in MODULES} == set()
