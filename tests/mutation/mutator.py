"""Changes one thing at a time in a module, and counts the changes that its tests notice: a mutation score.

    python tests/mutation/mutator.py CHECK MODULE... [--most N] [--seed N] [--show]

CHECK is `file.py:function` in this folder: a function that raises where something is wrong. What its file imports at the top is
loaded once; every mutant is forked from there. A mutant in equivalents.py changes nothing that can be seen and is not counted:
an entry that is noticed, or that names no mutant, is an error. Not run by the tests: it takes minutes.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.util
import itertools
import multiprocessing
import os
import random
import resource
import sys
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from equivalents import EQUIVALENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SECONDS = 30
"""Of a processor: a mutant that takes longer is noticed, since it hangs."""

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
OPPOSITES = {
    "down": "up",
    "low": "high",
    "min": "max",
    "next_minus": "next_plus",
    "inf": "pi",
    "sub": "add",
    "mul": "truediv",
}
TWINS = OPPOSITES | {twin: name for name, twin in OPPOSITES.items()}
"""Names that are easily taken for one another."""


class Mutant(NamedTuple):
    """A change of a module: the place of its node in the walk over the tree, which change of the node, its line, and its key.

    The key is the innermost function (or the module), the node as it is, and the node changed.
    """

    module: str
    place: int
    which: int = 0
    line: int = 0
    key: str = ""


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of one operator, number, truth value, condition or name in the functions and constants of a module."""
    tree = tree_of(module)
    where: dict[int, str] = {}
    for node in ast.walk(tree):
        for part, name in parts(node):
            where |= {id(inner): name for inner in ast.walk(part)}
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in where:
            for which in range(len(list(changes(node)))):
                yield Mutant(module, place, which, getattr(node, "lineno", 0), key(tree, place, which, where[id(node)]))


def parts(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What is carried out: the body of a function, and what a module or a class gives a name to."""
    if isinstance(node, ast.FunctionDef):
        yield from ((part, node.name) for part in node.body)
    if isinstance(node, ast.Module | ast.ClassDef):
        values = [part.value for part in node.body if isinstance(part, ast.Assign | ast.AnnAssign) and part.value]
        yield from ((value, getattr(node, "name", "module")) for value in values)


def key(tree: ast.Module, place: int, which: int, name: str) -> str:
    """What tells a mutant from the others of its module, and survives a change elsewhere in it."""
    node = copy.deepcopy(next(itertools.islice(ast.walk(tree), place, None)))
    before = ast.unparse(node).partition("\n")[0]
    list(changes(node))[which](node)
    return f"{name}: {before} -> {ast.unparse(ast.fix_missing_locations(node)).partition(chr(10))[0]}"


def tree_of(module: str) -> ast.Module:
    """The tree of a module as it is."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return ast.parse(Path(spec.origin).read_text("utf-8"))


UNCHANGED = -1
"""The place of no node: a mutant that is the module itself, which no check may notice."""


def changed(mutant: Mutant) -> ast.Module:
    """The tree of a module with the change made."""
    tree = tree_of(mutant.module)
    if mutant.place == UNCHANGED:
        return tree
    node = next(itertools.islice(ast.walk(tree), mutant.place, None))
    list(changes(node))[mutant.which](node)
    return ast.fix_missing_locations(tree)


def changes(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    """What can be changed at a node."""
    for at, op in enumerate(node.ops if isinstance(node, ast.Compare) else ()):
        yield lambda twin, at=at, op=op: twin.ops.__setitem__(at, SWAPPED[type(op)]())
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPPED:
        yield lambda twin: setattr(twin, "op", SWAPPED[type(twin.op)]())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield lambda twin: setattr(twin, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        new = not node.value if isinstance(node.value, bool) else node.value + 1
        yield lambda twin: setattr(twin, "value", new)
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield lambda twin: setattr(twin, "test", ast.UnaryOp(ast.Not(), twin.test))
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in TWINS:
        yield lambda twin: setattr(twin, "id", TWINS[twin.id])
    if isinstance(node, ast.Attribute) and node.attr in TWINS:
        yield lambda twin: setattr(twin, "attr", TWINS[twin.attr])


def are_noticed(chosen: Sequence[Mutant], check: str, at_once: int) -> list[bool]:
    """Run the check on every mutant in a process of its own, so many at once.

    All are started from one thread: a process that is forked while another thread imports hangs, and a mutant that hangs counts
    as noticed.
    """
    context = multiprocessing.get_context("fork")
    run = function(check)
    noticed = [True] * len(chosen)
    waiting = list(enumerate(chosen))
    running: dict[int, Any] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            at, mutant = waiting.pop(0)
            running[at] = context.Process(target=_run, args=(mutant, run))
            running[at].start()
        wait([process.sentinel for process in running.values()])
        for at, process in list(running.items()):
            if not process.is_alive():
                process.join()
                noticed[at] = process.exitcode != 0
                del running[at]
    return noticed


def _run(mutant: Mutant, check: Callable[[], None]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  the process ends with it
    spec = importlib.util.find_spec(mutant.module)
    assert spec is not None
    loader = spec.loader
    assert loader is not None
    code = compile(changed(mutant), mutant.module, "exec")
    loader.get_code = lambda _: code  # type: ignore[attr-defined]
    sys.meta_path.insert(0, Only(mutant.module, spec))
    check()


class Only:
    """A finder that knows one module: the changed one."""

    def __init__(self, name: str, spec: object) -> None:
        """Keep its name and specification."""
        self.name, self.spec = name, spec

    def find_spec(self, name: str, *_: object) -> object:
        """The changed module, if it is that."""
        return self.spec if name == self.name else None


def function(check: str) -> Callable[[], None]:
    """Load a check: file.py:function in this folder."""
    file, _, name = check.partition(":")
    spec = importlib.util.spec_from_file_location("check", Path(__file__).parent / file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[], None] = getattr(module, name)
    return found


def main() -> None:
    """Print the score of every module, and what was not noticed."""
    ask = argparse.ArgumentParser()
    ask.add_argument("check")
    ask.add_argument("modules", nargs="+")
    ask.add_argument("--most", type=int, default=10**9, help="mutants of each module, drawn at random")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    ask.add_argument("--show", action="store_true")
    asked = ask.parse_args()
    for module in asked.modules:
        measure(module, asked)


def measure(module: str, asked: argparse.Namespace) -> None:
    """Print the score of one module."""
    assert not any(are_noticed([Mutant(module, UNCHANGED)], asked.check, 1)), (
        f"{asked.check} fails on {module} as it is"
    )
    found = list(mutants(module))
    excused = EQUIVALENTS.get(module, {})
    assert not (gone := excused.keys() - {mutant.key for mutant in found}), f"no such mutants of {module}: {gone}"
    chosen = random.Random(asked.seed).sample(found, min(asked.most, len(found)))
    noticed = are_noticed(chosen, asked.check, asked.jobs)
    for mutant, is_known in zip(chosen, noticed, strict=True):
        if is_known == (mutant.key in excused) and (asked.show or is_known):
            print(
                f"{module}:{mutant.line}: {mutant.key}" + (" is listed as equivalent, and noticed" if is_known else "")
            )
    same = sum(mutant.key in excused for mutant in chosen)
    print(
        f"{module}: {sum(noticed)} of {len(chosen) - same} mutants noticed ({sum(noticed) / (len(chosen) - same):.1%}),"
        f" {same} equivalent; {len(found)} there are",
        flush=True,
    )


if __name__ == "__main__":
    main()
