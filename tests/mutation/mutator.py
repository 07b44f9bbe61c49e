"""Changes one thing at a time in a module, and counts the changes that its tests notice: a mutation score.

    python tests/mutation/mutator.py CHECK MODULE... [--most N] [--seed N] [--show]

CHECK is `file.py:function` in this folder: a function that raises where something is wrong. Every mutant runs in a process
of its own. Not run by the tests: it takes minutes.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import itertools
import multiprocessing
import os
import random
import sys
import time
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SECONDS = 120
"""A mutant that takes longer is noticed: it hangs."""

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


class Mutant(NamedTuple):
    """A change of a module: the place of its node in the walk over the tree, which change of the node, its line."""

    module: str
    place: int
    which: int
    line: int
    what: str


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of one operator, number, truth value or condition inside the functions of a module."""
    tree = tree_of(module)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for part in function.body for node in ast.walk(part)}
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in inside:
            for which, (what, _) in enumerate(changes(node)):
                yield Mutant(module, place, which, getattr(node, "lineno", 0), what)


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
    _, change = list(changes(node))[mutant.which]
    change(node)
    return ast.fix_missing_locations(tree)


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """What can be changed at a node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        yield f"{type(node.ops[0]).__name__}", lambda twin: twin.ops.__setitem__(0, SWAPPED[type(twin.ops[0])]())  # type: ignore[attr-defined]
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPPED:
        yield f"{type(node.op).__name__}", lambda twin: setattr(twin, "op", SWAPPED[type(twin.op)]())  # type: ignore[attr-defined]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign", lambda twin: setattr(twin, "op", ast.UAdd())  # type: ignore[attr-defined]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        new = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} to {new}", lambda twin: setattr(twin, "value", new)
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "the opposite condition", lambda twin: setattr(twin, "test", ast.UnaryOp(ast.Not(), twin.test))  # type: ignore[attr-defined]


def are_noticed(chosen: Sequence[Mutant], check: str) -> list[bool]:
    """Run the check on every mutant in a process of its own, as many at once as there are processors.

    All are started from one thread: a process that is forked while another thread imports hangs, and a mutant that hangs counts
    as noticed.
    """
    context = multiprocessing.get_context("fork")
    noticed = [True] * len(chosen)
    waiting = list(enumerate(chosen))
    running: dict[int, tuple[Any, float]] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            at, mutant = waiting.pop(0)
            process = context.Process(target=_run, args=(mutant, check))
            process.start()
            running[at] = process, time.monotonic()
        wait([process.sentinel for process, _ in running.values()], timeout=1)
        for at, (process, began) in list(running.items()):
            is_late = time.monotonic() - began > SECONDS
            if is_late:
                process.kill()
            if is_late or not process.is_alive():
                process.join()
                noticed[at] = is_late or process.exitcode != 0
                del running[at]
    return noticed


def _run(mutant: Mutant, check: str) -> None:
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  the process ends with it
    spec = importlib.util.find_spec(mutant.module)
    assert spec is not None
    loader = spec.loader
    assert loader is not None
    code = compile(changed(mutant), mutant.module, "exec")
    loader.get_code = lambda _: code  # type: ignore[attr-defined]
    sys.meta_path.insert(0, Only(mutant.module, spec))
    function(check)()


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
    ask.add_argument("--most", type=int, default=10**9)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--show", action="store_true")
    asked = ask.parse_args()
    found = [mutant for module in asked.modules for mutant in mutants(module)]
    unchanged = [Mutant(module, UNCHANGED, 0, 0, "") for module in asked.modules]
    for module, fails in zip(asked.modules, are_noticed(unchanged, asked.check), strict=True):
        assert not fails, f"{asked.check} fails on {module} as it is"
    chosen = random.Random(asked.seed).sample(found, min(asked.most, len(found)))
    noticed = are_noticed(chosen, asked.check)
    for mutant, is_known in zip(chosen, noticed, strict=True):
        if asked.show and not is_known:
            print(f"{mutant.module}:{mutant.line}: {mutant.what}")
    print(f"{sum(noticed)} of {len(chosen)} mutants noticed ({sum(noticed) / len(chosen):.1%}); {len(found)} there are")


if __name__ == "__main__":
    main()
