"""A record whose numbers are exact, and the evaluator of paths and conditions on any record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.core.real import Real, is_infinite, real, sign
from xentropy_cli.figures import INFINITY, figure, given, percent
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.paths import (
    EVERY,
    EXTREMES,
    LAST,
    NUMBER,
    SPELLED,
    WHOLE,
    Literal,
    Path,
    PathError,
    Step,
    not_yet_a_number,
    of_two_meanings,
    of_which_field,
    operand_of,
    row_steps,
    unknown,
)
from xentropy_cli.text import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xentropy_cli.pages.paths import Condition, Relation

HOLDS = {
    "<": lambda way: way < 0,
    ">": lambda way: way > 0,
    "≤": lambda way: way <= 0,
    "≥": lambda way: way >= 0,
    "=": lambda way: way == 0,
    "≠": lambda way: way != 0,
}
PERCENT = " %"


class Fact(NamedTuple):
    """A number of a record, exact, and how tables show it: computed, as it was given, or as a share."""

    value: Real
    kind: str = "computed"


class Facts(NamedTuple):
    """A record that paths lead into.

    With `digits` numbers are compared as they are shown, so that what prints alike is alike; without, exactly. What a
    record holds as None does not apply, and a path there finds nothing.
    """

    record: Mapping[str, Any]
    digits: int | None = None

    def found(self, path: Path) -> list[Any]:
        """Everything that a path leads to; nothing, where it does not apply.

        Raises PathError where a name is none of this record and none that it may have.
        """
        return list(self._from(self.record, path.steps))

    def holds(self, condition: Condition) -> bool:
        """Tell whether every part of a condition holds, for all that its paths lead to.

        >>> from xentropy_cli.pages.paths import condition_of
        >>> Facts({"n": 4, "groups": [{"mean": 0.5}, {"mean": 0.7}]}).holds(condition_of("n = 4 and groups.*.mean <= 0.6"))
        False

        Raises PathError.
        """
        parts = [
            self._part_holds(part) for part in condition
        ]  # every part is read, so that every misspelt name is found
        return all(parts)

    def shown(self, path: Path) -> str | None:
        """What a path leads to as tables show it, several joined by commas; None where it does not apply.

        Raises PathError, also where it leads to rows, which are no text.
        """
        found = self.leaves(path)
        return ", ".join(map(self.written, found)) if found else None

    def leaves(self, path: Path) -> list[Any]:
        """The numbers and texts that a path leads to; of what is counted and described, how many there are.

        >>> from xentropy_cli.pages.paths import path_of
        >>> Facts({"infinite": {"count": 2, "rows": []}}).leaves(path_of("infinite"))
        [2]

        Raises PathError, also where it leads to rows, which are neither.
        """
        found = self.found(path)
        found = [each["count"] if hasattr(each, "keys") and "count" in each else each for each in found]
        rows = next((each for each in found if isinstance(each, list) or hasattr(each, "keys")), None)
        if rows is not None:
            raise not_yet_a_number(path, rows)
        return found

    def written(self, leaf: Any) -> str:
        """Write a number as tables do; a text as it is."""
        digits = 4 if self.digits is None else self.digits
        if isinstance(leaf, Fact):
            if leaf.kind == "share":
                return percent(float(leaf.value))
            return figure(leaf.value, digits) if leaf.kind == "computed" else given(leaf.value, digits)
        if isinstance(leaf, float):
            return figure(leaf, digits)
        return INFINITY if leaf == "Infinity" else str(leaf)

    def compared(self, a: Any, b: Any) -> int:
        """Return -1, 0 or 1 as a is smaller than b, alike, or larger; a number in a condition is held exactly."""
        x, y = real_of(a), real_of(b)
        if x is None or y is None:
            return 0 if _text(a) == _text(b) else 1
        is_typed = self.digits is None or isinstance(a, Literal) or isinstance(b, Literal)
        return 0 if not is_typed and self.written(a) == self.written(b) else _way(x, y)

    def seen(self, a: Any, b: Any) -> int:
        """Compare as a reader does, who sees no more of a number than is shown."""
        return self.compared(*(each if isinstance(each, Literal) else self._as_shown(each) for each in (a, b)))

    def way(self, pair: str) -> int | None:
        """Compare the two sides of `a:b` as a reader does; None where one of them does not apply.

        Raises PathError.
        """
        first, _, second = pair.partition(":")
        left, right = self.values(operand_of(first)), self.values(operand_of(second, len(first) + 1))
        return self.seen(left[0], right[0]) if len(left) == len(right) == 1 else None

    def _as_shown(self, leaf: Any) -> Any:
        text = self.written(leaf)
        if text.endswith(PERCENT):
            return Fact(Literal(text.removesuffix(PERCENT)).value / 100)
        return Fact(Literal(text).value) if NUMBER.fullmatch(text) else leaf

    def _part_holds(self, part: Relation) -> bool:
        if part.right is None:
            return isinstance(part.left, Path) and bool(self.found(part.left))
        held = [holds for *_, holds in self.checks(part)]
        return bool(held) and all(held)

    def checks(self, part: Relation) -> list[tuple[str, Any, Any, bool]]:
        """Every value that a part of a condition speaks of: its name, the value, the other side, and whether it holds.

        A path beside texts is a text too. Raises PathError.
        """
        left = [("", part.left)] if isinstance(part.left, Literal) else list(self.each(part.left))
        if part.right is None:
            return [(name, value, None, True) for name, value in left]
        are_texts = left and all(isinstance(value, str) and real_of(value) is None for _, value in left)
        right = [str(part.right)] if are_texts else self.values(part.right)
        return [(name, value, other, self.agrees(value, part.sign, other)) for name, value in left for other in right]

    def agrees(self, a: Any, sign: str, b: Any) -> bool:
        """Tell whether a sign of comparison is right between two values.

        Raises PathError where a word would have to be larger or smaller.
        """
        word = next((each for each in (a, b) if real_of(each) is None), None)
        if word is not None and sign not in ("=", "≠"):
            raise PathError(f"{_text(word)} is a word, and no number: it is = or ≠ another.", WHOLE)
        return bool(HOLDS[sign](self.compared(a, b)))

    def each(self, path: Path, shown: Path | None = None) -> Iterator[tuple[str, Any]]:
        """Everything that a path leads to, under the path in which the names of rows stand for `*`.

        >>> from xentropy_cli.pages.paths import path_of
        >>> list(Facts({"groups": [{"name": "b", "mean": 0.5}]}).each(path_of("groups.*.mean")))
        [('groups.b.mean', 0.5)]

        Raises PathError.
        """
        shown, found = shown or path, self.leaves(path)
        at = next((at for at, step in enumerate(path.steps) if step.name == EVERY and step.value is None), None)
        if at is None:
            yield from ((str(shown), value) for value in found)
            return
        rows = self.found(Path(path.steps[:at]))[0] if found else []
        names = [str(row["name"]) if isinstance(row, dict) and "name" in row else None for row in rows]
        for place, named in enumerate(row_steps(names)):
            here = Step(str(place), path.steps[at].end, is_place=True)
            yield from self.each(_at_step(path, at, here), _at_step(shown, at, named))

    def values(self, side: Path | Literal) -> list[Any]:
        """What a side of a comparison stands for."""
        return [side] if isinstance(side, Literal) else self.leaves(side)

    def _from(self, node: Any, steps: Sequence[Step]) -> Iterator[Any]:
        if not steps and node is not None:
            yield node
        if not steps or node is None:
            return
        step, rest = steps[0], steps[1:]
        if isinstance(node, list):
            yield from self._from_rows(node, step, rest)
        elif hasattr(node, "keys"):
            if step.name not in node or step.value is not None:
                raise unknown(step, list(node))
            yield from self._from(node[step.name], rest)
        else:
            raise unknown(step, [])

    def _from_rows(self, rows: list[Any], step: Step, rest: Sequence[Step]) -> Iterator[Any]:
        if step.name in EXTREMES and step.value is None:
            if not rest:
                raise of_which_field(step, rows)
            self._refuse_unknown(rows, rest[0])
            yield from self._extreme(rows, EXTREMES[step.name], rest)
            return
        chosen = self._chosen(rows, step)
        if rest and rest[0].value is None and any(isinstance(row, dict) for row in chosen):
            self._refuse_unknown(rows, rest[0])
            chosen = [{rest[0].name: None, **row} for row in chosen]
        for row in chosen:
            yield from self._from(row, rest)

    def _chosen(self, rows: list[Any], step: Step) -> list[Any]:
        """The rows that a step leads to, all of them or one at most."""
        if step.value is not None:
            self._refuse_unknown(rows, step)
            return self._of_value(rows, step.name, step.value)
        names = [str(row["name"]) for row in rows if isinstance(row, dict) and "name" in row]
        if step.is_place or (step.name.isdecimal() and not names):
            return rows[place_in(step.name) :][:1]
        if step.name == EVERY:
            return rows
        if step.name == LAST:
            return rows[-1:]
        if step.name.isdecimal():
            raise of_two_meanings(step)
        if rows and step.name not in names:
            known = [str(named).removeprefix(".") for named in row_steps(names)] or ["[0]"]
            raise unknown(step, [*known, LAST, *EXTREMES, EVERY])
        return self._of_value(rows, "name", step.name)

    def _of_value(self, rows: list[Any], field: str, value: str) -> list[Any]:
        """The first row whose field holds a value."""
        literal = Literal(value) if NUMBER.fullmatch(value) else value
        match = (row for row in rows if self._is(row.get(field), literal, value))
        return [row for row, _ in zip(match, (1,), strict=False)]

    def _is(self, leaf: Any, literal: Literal | str, text: str) -> bool:
        return leaf is not None and (
            str(leaf) == text or (not isinstance(leaf, str) and self.compared(leaf, literal) == 0)
        )

    def _extreme(self, rows: list[Any], way: int, rest: Sequence[Step]) -> Iterator[Any]:
        """The field of the row where it is largest or smallest, or another field of that row, if it is the only one."""
        field = rest[0].name
        kept = [row for row in rows if row.get(field) is not None and real_of(row[field]) is not None]
        if not kept:
            return
        best = kept[0]
        for row in kept[1:]:
            best = row if self.compared(row[field], best[field]) == way else best
        if len(rest) == 1:
            yield best[field]
        elif sum(self.compared(row[field], best[field]) == 0 for row in kept) == 1:
            yield from self._from(best, rest[1:])

    def _refuse_unknown(self, rows: list[Any], step: Step) -> None:
        names = {name: None for row in rows if isinstance(row, dict) for name in row}
        if rows and step.name not in names:
            raise unknown(step, list(names))


def _way(x: Real, y: Real) -> int:
    """Return -1, 0 or 1; an infinity is no larger than itself."""
    if is_infinite(x) or is_infinite(y):
        return (float(x) > float(y)) - (float(x) < float(y))
    return sign(x - y)


def real_of(leaf: Any) -> Real | None:
    """The number that a value of a record stands for; None for a text."""
    if isinstance(leaf, Fact | Literal):
        return leaf.value
    if isinstance(leaf, str):
        return SPELLED.get(leaf)
    return real(leaf)


def _text(leaf: Any) -> str:
    return leaf.text if isinstance(leaf, Literal) else str(leaf)


def _at_step(path: Path, at: int, step: Step) -> Path:
    """The path with another step in the place of one."""
    return Path((*path.steps[:at], step, *path.steps[at + 1 :]))
