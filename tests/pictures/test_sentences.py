"""The sentence of a picture, for those who cannot see it, is true whatever the numbers: it names all that are alike."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from derived import derivation_of

from xentropy_cli.figures import figure
from xentropy_cli.pictures import PICTURES, SCORE_PICTURES, fitting, picture_of
from xentropy_cli.pictures.fitted import common_name
from xentropy_cli.pictures.kinds import Bars

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

    from xentropy_cli.derivation.model import Derivation

SAID = re.compile(r"The (?:largest|highest|least|longest)[a-z ]*, (\S+?)(?: \w+)?, is that of (.+?)\.(?: |$)")

EXAMPLES = Path(__file__).parents[2] / "examples" / "predictions"

FEW = ("0.5", "0.25", "1/2", "0.5", "1", "0.75", "0.1", "0")
"""Few numbers, so that many draws have equals among them."""


def costs(derivation: Derivation) -> list[tuple[str, float]]:
    return [(term.name, float(term.value)) for term in derivation.terms]


def arrows(derivation: Derivation) -> list[tuple[str, float]]:
    example = derivation.examples[0]
    gaps = zip(example.classes, example.p, example.q, strict=True)
    return [(name, abs(float(p) - float(q))) for name, p, q in gaps]


def areas(derivation: Derivation) -> list[tuple[str, float]]:
    return [(row.name, float(row.entropy)) for row in derivation.classes]


COMPARED: dict[str, Callable[[Derivation], list[tuple[str, float]]]] = {
    "total": costs,
    "surprisal": costs,
    "two-curves": costs,
    "pulls": arrows,
    "surprise-areas": areas,
}
"""What the sentence of a picture compares; `floors` has rows of its own."""


def lines(random: Random) -> list[str]:
    """Command lines of every reading: events, two classes and more, with a label, smoothed, a truth, logits."""
    k = random.randint(1, 4)
    events = ",".join(random.choice(FEW) for _ in range(k))
    labels = ",".join(random.choice("01") for _ in range(k))
    logits = ",".join(random.choice(("0", "0", "1", "-3")) for _ in range(k + 1))
    weights = [random.choice((1, 1, 2, 5)) for _ in range(k + 1)]
    truth = ",".join(f"{w}/{sum(weights)}" for w in weights)
    other = ",".join(f"{w}/{sum(weights)}" for w in random.sample(weights, k + 1))
    true = random.randint(0, k)
    return [
        f"--pred {events}",
        f"--pred {events} --label {labels} --as binary",
        f"--pred {other} --label {true}",
        f"--pred {other} --label {true} --label-smoothing 0.1",
        f"--logits={logits} --label {true}",
        f"--logits={logits} --true {truth} --descend 1",
        f"--true {truth} --pred {other} --base 2",
        f"--true {truth} --code huffman",
        f"--true {truth} --pred {other} --true {other} --pred {other}",
    ]


def test_what_a_sentence_calls_the_largest_are_all_that_are_as_large() -> None:
    random, seen, tied = Random(5), set(), 0
    for line in (line for _ in range(20) for line in lines(random)):
        derivation = derivation_of(line)
        for picture in fitting(PICTURES, derivation):
            drawing = picture_of(PICTURES, derivation, 4, picture)
            seen.add(picture)
            found = SAID.search(drawing.says)
            assert (found is not None) == (picture in COMPARED or picture == "floors"), drawing.says
            assert not re.search(r"\b1 (steps|classes)\b", drawing.says)
            if found is None:
                continue
            pairs = COMPARED[picture](derivation) if picture in COMPARED else []
            if isinstance(drawing, Bars) and picture == "floors":
                pairs = [(row.name, sum(piece.length for piece in row.pieces)) for row in drawing.rows]
                best = found[1]
            else:
                best = figure(max(value for _, value in pairs), 4)
            alike = [name for name, value in pairs if figure(value, 4) == best]
            tied += len(alike) > 1
            assert (found[1], found[2]) == (best, common_name(alike)), (line, picture, drawing.says)
    assert seen == set(PICTURES)
    assert tied > 50


def test_what_stands_out_in_a_score_are_all_groups_that_are_as_high() -> None:
    random = Random(6)
    for _ in range(40):
        rows = [{"name": str(k), "mean": random.choice((0.5, 0.50001, 0.1))} for k in range(random.randint(1, 4))]
        found = picture_of(SCORE_PICTURES, {"groups": rows, "unit": "nats"}, 4, "groups")
        assert isinstance(found, Bars)
        best = figure(max(float(str(row["mean"])) for row in rows), 4)
        alike = [str(row["name"]) for row in rows if figure(float(str(row["mean"])), 4) == best]
        assert found.says == f"The highest, {best} nats, is that of {common_name(alike)}."
        assert [row.name for row in found.rows if row.is_lit] == alike


def test_a_picture_that_stands_alone_has_its_title_and_its_sentence_at_its_root(call: Runner) -> None:
    """What assistive software reads of an image is what stands at its root."""
    for line in ("compute --true 1/2,1/4,1/8,1/8 --base 2", f"score {EXAMPLES}/cancer_a.csv", "libraries --pred 0.7"):
        shown = call(*line.split(), "--show", "chart", "--format", "svg").out
        title, about = re.findall(r"<svg[^>]*>\s*<title>(.+?)</title>\s*<desc>(.+?)</desc>", shown)[0]
        drawn = re.findall(r'<g class="plot">\s*<title>(.+?)</title>', shown)
        assert (title != "xent", [about]) == (True, drawn)
    page = call("compute", "--pred", "0.7", "--chart", "--format", "svg").out
    assert "The highest cost, 0.3567 nats, is that of 1.</desc>" in page
    assert "<title>Total surprisal: 0.3567 nats</title>\n<desc>Read as" in page


def test_a_smoothed_label_has_no_picture_of_one_that_is_not() -> None:
    """The losses and marks of those are of the label that happened; with smoothing every class counts."""
    derivation = derivation_of("--logits=2,1,0.1 --label 0 --label-smoothing 0.1")
    assert not {"shares", "staircase", "bent-line", "once-twice", "over-temperature"} & {*fitting(PICTURES, derivation)}
