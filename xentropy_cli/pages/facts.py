"""A record whose numbers are exact, and the evaluator of paths and conditions on any record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.core.real import Real, is_infinite, real, sign
from xentropy_cli.figures import INFINITY, figure, given, percent
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.paths import NUMBER, SPELLED, WHOLE, Literal, Path, PathError, operand_of
from xentropy_cli.text import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xentropy_cli.pages.paths import Condition, Relation, Step

HOLDS = {
    "<": lambda way: way < 0,
    ">": lambda way: way > 0,
    "≤": lambda way: way <= 0,
    "≥": lambda way: way >= 0,
    "=": lambda way: way == 0,
    "≠": lambda way: way != 0,
}
EXTREMES = {"max": 1, "min": -1}
EVERY, LAST = "*", "last"
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
        """The numbers and texts that a path leads to.

        Raises PathError, also where it leads to rows, which are neither.
        """
        found = self.found(path)
        if any(isinstance(each, list) or hasattr(each, "keys") for each in found):
            names = [*EXTREMES, LAST, EVERY] if isinstance(found[0], list) else list(found[0])
            raise PathError("This leads to rows, not to a number.", (path.steps[0].end, path.steps[-1].end), names)
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
        for place, row in enumerate(self.found(Path(path.steps[:at]))[0] if found else []):
            name = str(row.get("name", place)) if isinstance(row, dict) else str(place)
            yield from self.each(_at_step(path, at, str(place)), _at_step(shown, at, name))

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
                raise _unknown(step, list(node))
            yield from self._from(node[step.name], rest)
        else:
            raise _unknown(step, [])

    def _from_rows(self, rows: list[Any], step: Step, rest: Sequence[Step]) -> Iterator[Any]:
        every = rows
        if step.value is not None:
            self._refuse_unknown(rows, step)
            literal = Literal(step.value) if NUMBER.fullmatch(step.value) else step.value
            match = (row for row in rows if self._is(row.get(step.name), literal, step.value))
            rows = [row for row, _ in zip(match, (1,), strict=False)]
        elif step.name in EXTREMES and rest:
            self._refuse_unknown(rows, rest[0])
            yield from self._extreme(rows, EXTREMES[step.name], rest)
            return
        elif step.name == LAST:
            rows = rows[-1:]
        elif step.name.isdecimal():
            rows = rows[place_in(step.name) :][:1]
        elif step.name != EVERY:
            raise _unknown(step, ["0", LAST, *EXTREMES, EVERY])
        if rest and rest[0].value is None and any(isinstance(row, dict) for row in rows):
            self._refuse_unknown(every, rest[0])
            rows = [{rest[0].name: None, **row} for row in rows]
        for row in rows:
            yield from self._from(row, rest)

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
            raise _unknown(step, list(names))


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


def _at_step(path: Path, at: int, name: str) -> Path:
    """The path with another name at one of its steps."""
    return Path((*path.steps[:at], path.steps[at]._replace(name=name), *path.steps[at + 1 :]))


def _unknown(step: Step, names: Sequence[str]) -> PathError:
    return PathError(f"There is no {step.name} here.", (step.end - len(step.name), step.end), names, step.name)
