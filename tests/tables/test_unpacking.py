"""A compressed file is read whole, whatever streams it is made of, or refused: no byte of it is passed over."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentropy_cli.errors import XentError
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

DRAW = random.Random(1)
HEAD, *LINES = ["y,p\n", *(f"{DRAW.randrange(2)},{DRAW.random():.9f}\n" for _ in range(300))]
TEXT = (HEAD + "".join(LINES)).encode()
WANT = score_file("-", Settings(), io.BytesIO(TEXT)).sums


def zstd(data: bytes) -> bytes:
    try:
        from compression.zstd import compress
    except ImportError:
        pa = pytest.importorskip("pyarrow")
        return bytes(pa.compress(data, codec="zstd", asbytes=True))
    return bytes(compress(data))


KINDS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}


def outcome(data: bytes, block: int = 1 << 20) -> object:
    try:
        return score_file("-", Settings(block=block), io.BytesIO(data)).sums
    except XentError as error:
        return error.status


@pytest.mark.parametrize("kind", KINDS)
def test_several_streams_one_behind_the_other_are_one_text(kind: str) -> None:
    pack = KINDS[kind]
    assert outcome(pack(TEXT)) == WANT
    for cut in (0, 1, 1000, len(TEXT)):
        assert outcome(pack(TEXT[:cut]) + pack(TEXT[cut:])) == WANT
    assert outcome(b"".join(pack(TEXT[k : k + 500]) for k in range(0, len(TEXT), 500))) == WANT


@pytest.mark.parametrize("kind", KINDS)
def test_a_packed_file_longer_than_a_few_blocks_has_the_bits_of_its_text(kind: str) -> None:
    text = TEXT + "".join(LINES).encode() * 20
    assert outcome(KINDS[kind](text), block=10_000) == outcome(text) != WANT


@pytest.mark.parametrize("kind", KINDS)
def test_a_packed_file_cut_at_any_byte_is_refused(kind: str) -> None:
    packed = KINDS[kind](TEXT)
    assert {outcome(packed[:cut]) for cut in range(len(packed))} == {3}


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_stream_cut_at_any_byte_is_refused(kind: str) -> None:
    first, second = (KINDS[kind](part) for part in (TEXT[:2000], TEXT[2000:]))
    assert {outcome(first + second[:cut]) for cut in range(1, len(second))} == {3}


@given(
    st.sampled_from(["gzip", "bzip2", "xz"]), st.binary(min_size=1, max_size=20).filter(lambda data: data.strip(b"\0"))
)
def test_other_bytes_behind_the_end_are_refused(kind: str, garbage: bytes) -> None:
    packed = KINDS[kind](TEXT)
    assert outcome(packed + garbage) == 3
    assert outcome(packed + b"\0" * 8 + garbage) == 3


def test_padding_that_the_format_allows_is_passed_over() -> None:
    for kind in ("gzip", "xz"):
        packed = KINDS[kind](TEXT)
        assert outcome(packed + b"\0" * 100_000) == WANT
    first, second = lzma.compress(TEXT[:2000]), lzma.compress(TEXT[2000:])
    assert outcome(first + bytes(8) + second) == WANT


@given(st.sampled_from(["gzip", "xz"]), st.data())
def test_a_byte_changed_anywhere_changes_no_number_in_silence(kind: str, data: st.DataObject) -> None:
    """Both formats hold a checksum of their text; of the header of gzip some bytes mean nothing."""
    packed = bytearray(KINDS[kind](TEXT))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    assert outcome(bytes(packed)) in (3, WANT)


def test_zstd_without_a_library_says_what_to_install(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "compression"):
        monkeypatch.setitem(sys.modules, name, None)
    ran = call("score", "-", stdin=b"\x28\xb5\x2f\xfd" + bytes(20))
    assert (ran.status, ran.out, "needs-extra" in ran.err) == (4, "", True)
    assert "pip install 'xentropy-cli[arrow]'" in ran.err
