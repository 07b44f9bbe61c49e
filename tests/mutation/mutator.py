"""Changes one thing at a time in a module, and counts the changes that its tests notice: a mutation score.

    python tests/mutation/mutator.py CHECK MODULE... [--most N] [--seed N] [--show]

CHECK is `file.py:function` in this folder: a function that raises where something is wrong, or that returns such functions. Of
those, only the ones that reach a changed statement are run, the quickest first, and a changed function is changed in place.
What its file imports at the top is loaded once; every mutant is forked from there. A mutant in equivalents.py changes nothing
that can be seen and is not counted: an entry that is noticed, or that names no mutant, is an error. Not run by the tests: it
takes minutes.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import copy
import importlib.util
import inspect
import itertools
import multiprocessing
import os
import random
import resource
import sys
import time
from collections import Counter
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from equivalents import EQUIVALENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import CodeType

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

    The key is the innermost function (or the module), the node as it is, and the node changed; (2) is the second such one.
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
    keys: Counter[str] = Counter()
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in where:
            for which in range(len(list(changes(node)))):
                name = key(tree, place, which, where[id(node)])
                keys[name] += 1
                name += f" ({keys[name]})" if keys[name] > 1 else ""
                yield Mutant(module, place, which, getattr(node, "lineno", 0), name)


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


def are_noticed(chosen: Sequence[Mutant], check: Callable[[Mutant], None], at_once: int) -> list[bool]:
    """Check every mutant in a process of its own, so many at once.

    All are started from one thread: a process that is forked while another thread imports hangs, and a mutant that hangs counts
    as noticed.
    """
    context = multiprocessing.get_context("fork")
    noticed = [True] * len(chosen)
    waiting = list(enumerate(chosen))
    running: dict[int, Any] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            at, mutant = waiting.pop(0)
            running[at] = context.Process(target=_run, args=(mutant, check))
            running[at].start()
        wait([process.sentinel for process in running.values()])
        for at, process in list(running.items()):
            if not process.is_alive():
                process.join()
                noticed[at] = process.exitcode != 0
                del running[at]
    return noticed


def _run(mutant: Mutant, check: Callable[[Mutant], None]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  the process ends with it
    check(mutant)


def install(module: str, tree: ast.Module) -> None:
    """Have a module imported as another tree, where it is not loaded yet."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    loader = spec.loader
    assert loader is not None
    code = compile(tree, module, "exec")
    loader.get_code = lambda _: code  # type: ignore[attr-defined]
    sys.meta_path.insert(0, Only(module, spec))


class Whole:
    """A check that is run from its start to its end on every mutant."""

    def __init__(self, run: Callable[[], None]) -> None:
        """Keep what raises."""
        self.run = run

    def __call__(self, mutant: Mutant) -> None:
        """Raise where the mutant is noticed."""
        install(mutant.module, changed(mutant))
        self.run()


class Parts:
    """A check of parts, of which those are run that reach a changed statement of a module."""

    def __init__(
        self, load: Callable[[], Sequence[Callable[[], None]]], parts: Sequence[Callable[[], None]], loaded: set[str]
    ) -> None:
        """Keep what loads the parts, the loaded ones, and the names of the modules that were loaded with them."""
        self.load, self.parts, self.loaded = load, parts, loaded
        self.order: list[int] = []
        self.reached: list[frozenset[tuple[str, int]]] = []

    def look_at(self, modules: Sequence[str]) -> None:
        """See which statements of the modules each part reaches, by their lines, and how long it takes."""
        reading, writing = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("fork").Process(target=self._reach, args=(modules, writing))
        process.start()
        writing.close()
        seconds, self.reached = reading.recv()
        process.join()
        self.order = sorted(range(len(self.parts)), key=seconds.__getitem__)

    def _reach(self, modules: Sequence[str], writing: Connection) -> None:
        self.forget()
        builtins.reached = lines = set()  # type: ignore[attr-defined]
        for module in modules:
            install(module, ast.fix_missing_locations(Marked(module).visit(tree_of(module))))
        seconds, reached = [], []
        for part in self.load():
            lines.clear()
            start = time.process_time()
            part()
            seconds.append(time.process_time() - start)
            reached.append(frozenset(lines))
        writing.send((seconds, reached))

    def forget(self) -> None:
        """Have everything that the parts loaded loaded again."""
        for name in self.loaded:
            sys.modules.pop(name, None)

    def __call__(self, mutant: Mutant) -> None:
        """Raise where the mutant is noticed."""
        tree = changed(mutant)
        owner, line = owner_of(tree, mutant.place)
        is_replaced = bool(owner) and replace(mutant.module, owner, compile(tree, mutant.module, "exec"))
        if not is_replaced:
            self.forget()
            install(mutant.module, tree)
        parts = self.parts if is_replaced else self.load()
        for at in self.order:
            if not is_replaced or (mutant.module, line) in self.reached[at]:
                parts[at]()


class Marked(ast.NodeTransformer):
    """A module whose functions note the line of each statement that they reach."""

    def __init__(self, module: str) -> None:
        """Keep its name."""
        self.module = module

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Put a note before every statement of a body."""
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and not isinstance(node, ast.Module):
                setattr(node, name, [part for each in body for part in self._noted(each)])
        return node

    def _noted(self, statement: ast.stmt) -> list[ast.stmt]:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        return (
            [statement]
            if is_text
            else [*ast.parse(f"reached.add(({self.module!r}, {statement.lineno}))").body, statement]
        )


def owner_of(tree: ast.Module, place: int) -> tuple[str, int]:
    """The function of a node, as `name` or `Class.name`, and the line of its innermost statement.

    No function where it is carried out at the import, or belongs to one that is made when another is called.
    """
    node = next(itertools.islice(ast.walk(tree), place, None))
    around = [outer for outer in ast.walk(tree) if any(inner is node for inner in ast.walk(outer))]
    functions = [outer for outer in around if isinstance(outer, ast.FunctionDef)]
    made = [each for outer in functions for each in ast.walk(outer) if isinstance(each, ast.FunctionDef)]
    names = [outer.name for outer in around if isinstance(outer, ast.FunctionDef | ast.ClassDef)]
    line = max((outer.lineno for outer in around if isinstance(outer, ast.stmt)), default=0)
    return ".".join(names) if functions and len(made) == 1 else "", line


def replace(module: str, owner: str, code: CodeType) -> bool:
    """Give the function of a loaded module the code that it has in another one's, if there is such a function."""
    found: Any = sys.modules[module]
    for name in owner.split("."):
        found = getattr(found, name) if not isinstance(found, type) else vars(found)[name]
        code = next(each for each in code.co_consts if isinstance(each, type(code)) and each.co_name == name)
    found = found.fget if isinstance(found, property) else found
    if not hasattr(found, "__code__"):
        return False
    found.__code__ = code
    return True


class Only:
    """A finder that knows one module: the changed one."""

    def __init__(self, name: str, spec: object) -> None:
        """Keep its name and specification."""
        self.name, self.spec = name, spec

    def find_spec(self, name: str, *_: object) -> object:
        """The changed module, if it is that."""
        return self.spec if name == self.name else None


def function(check: str) -> Callable[[], Any]:
    """Load a check: file.py:function in this folder."""
    file, _, name = check.partition(":")
    spec = importlib.util.spec_from_file_location("check", Path(__file__).parent / file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[], Any] = getattr(module, name)
    return found


def loaded(check: str) -> Whole | Parts:
    """Load a check, and its parts, if it has some."""
    run = function(check)
    if not inspect.signature(run).return_annotation.startswith("list"):
        return Whole(run)
    before = set(sys.modules)
    parts = run()
    return Parts(run, parts, set(sys.modules) - before)


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
    check = loaded(asked.check)
    if isinstance(check, Parts):
        check.look_at(asked.modules)
    for module in asked.modules:
        measure(module, check, asked)


def measure(module: str, check: Whole | Parts, asked: argparse.Namespace) -> None:
    """Print the score of one module."""
    if isinstance(check, Whole):
        assert not any(are_noticed([Mutant(module, UNCHANGED)], check, 1)), f"{asked.check} fails on {module} as it is"
    found = list(mutants(module))
    excused = EQUIVALENTS.get(module, {})
    assert not (gone := excused.keys() - {mutant.key for mutant in found}), f"no such mutants of {module}: {gone}"
    chosen = random.Random(asked.seed).sample(found, min(asked.most, len(found)))
    noticed = are_noticed(chosen, check, asked.jobs)
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
