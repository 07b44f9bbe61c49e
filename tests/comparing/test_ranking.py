"""Three models or more: ranked by what `score` gives, each held against the best as `compare` holds two."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Four models on the same rows, the third the best; and all of them in one file."""
    draw, found = random.Random(6), []
    labels = [draw.randint(0, 1) for _ in range(40)]
    columns = []
    for at, noise in enumerate((0.5, 0.3, 0.05, 0.31)):
        q = [round(min(max(abs(1 - y - draw.uniform(0, 2 * noise)), 0.01), 0.99), 3) for y in labels]
        q = [round(1 - p, 3) for p in q]
        columns.append(q)
        path = tmp_path / f"m{at}.csv"
        path.write_text("id,y,p\n" + "".join(f"{k},{y},{p}\n" for k, (y, p) in enumerate(zip(labels, q, strict=True))))
        found.append(str(path))
    rows = zip(labels, *columns, strict=True)
    (tmp_path / "all.csv").write_text("y,a,b,c,d\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))
    return [*found, str(tmp_path / "all.csv")]


def fields(call: Runner, *argv: str) -> Any:
    ran = call(*argv, "--format", "json")
    assert ran.status == 0, ran
    return json.loads(ran.out)


def test_models_are_ranked_and_held_against_the_best(call: Runner, paths: list[str]) -> None:
    files = paths[:4]
    found = fields(call, "compare", *files)
    means = {name: fields(call, "score", name)["mean"] for name in files}
    assert [model["name"] for model in found["models"]] == sorted(files, key=means.__getitem__)
    assert [model["mean"] for model in found["models"]] == sorted(means.values())
    best, *others = found["models"]
    assert "difference" not in best
    for model in others:
        pair = fields(call, "compare", best["name"], model["name"])
        assert (model["difference"], model["interval_t"]) == (pair["value"], pair["interval_t"])
        assert (model["won"], model["lost"]) == (pair["won"], pair["lost"])
    assert fields(call, "compare", *files, "--on", "id")["models"][0]["name"] == best["name"]
    page = call("compare", *files).out
    assert page.startswith(f"Best of 4: {best['name']}, mean loss ")


def test_predictions_of_one_file_are_models_too(call: Runner, paths: list[str]) -> None:
    options = [word for column in "abcd" for word in ("--pred", column)]
    one, several = fields(call, "compare", paths[4], *options), fields(call, "compare", *paths[:4])
    assert [model["mean"] for model in one["models"]] == [model["mean"] for model in several["models"]]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--max-increase", "1"), "option-misfit"),
        (("--by", "y"), "option-misfit"),
        (("-",), "option-misfit"),
        (("--pred", "p", "--pred", "p"), "two-models"),
        (("--require", "models.*.mean < 0"), None),
    ],
)
def test_what_belongs_to_two_models_is_refused(
    more: tuple[str, ...], code: str | None, call: Runner, paths: list[str]
) -> None:
    ran = call("compare", *paths[:3], *more)
    if code is None:
        assert (ran.status, ran.err.count("limit: ")) == (1, 3)
    else:
        assert (ran.status, ran.out) == (2, ""), ran
        assert ran.err.endswith(f"more: xent explain {code}\n")


def test_a_note_names_the_model_it_is_of_whichever_place_that_has(call: Runner, tmp_path: Path) -> None:
    for name, q in (("a", 0.9), ("b", 0.8), ("c", 0)):
        (tmp_path / f"{name}.csv").write_text(f"y,p\n1,{q}\n0,0.2\n")
    ran = call("compare", *(str(tmp_path / f"{name}.csv") for name in "abc"))
    assert f"{tmp_path / 'c.csv'} gave probability 0 to what happened in 1 row" in " ".join(ran.out.split())
