"""Every base that is read gives a number, the same in a file as on the command line; one too near to 1 is refused."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from xentropy_cli import score, surprisal
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from pathlib import Path

BASES = ["2", "10", "2.5", "4/3", "355/113", "1.000001", "1.0000012345678901234567890123", "2.718281828459045", "1e300"]
NEAR_ONE = ["1", "1.0000009", "1.000000000000001", "1.0000000000000001", "1." + "0" * 400 + "1", "0.5", "0", "-2"]


@pytest.mark.parametrize("base", BASES)
def test_a_file_and_the_command_line_take_a_base_alike(tmp_path: Path, base: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("y,p\n1,0.7\n", encoding="utf-8")
    excess = float(Fraction(base) - 1)  # log1p keeps what a double of the base itself would lose
    want = -math.log(0.7) / math.log1p(excess)
    found = score(path, base=base)
    assert math.isclose(found.mean, want, rel_tol=1e-15)
    assert math.isclose(surprisal("0.7", base=base), want, rel_tol=1e-15)
    assert math.isclose(found.perplexity, 1 / 0.7, rel_tol=1e-12)  # base^(−log_base q) is 1/q in any base


@pytest.mark.parametrize("base", NEAR_ONE)
def test_a_base_too_near_to_1_is_refused_everywhere(tmp_path: Path, base: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("y,p\n1,0.7\n", encoding="utf-8")
    for asked in (lambda: score(path, base=base), lambda: surprisal("0.7", base=base)):
        with pytest.raises(XentError) as caught:
            asked()
        assert caught.value.code == "bad-base"
