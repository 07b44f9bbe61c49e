"""Logs of tokens: lists of log-probabilities, paths into nested JSON, known answers, bases and sizes."""

from __future__ import annotations

import io
import json
import math
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli.scoring.score import score_table
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.opening import open_table
from xentropy_cli.tables.sources.event_streams import with_piece

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

DOCUMENTS = [[-0.3, -1.2, -0.1], [-2.0, -0.5], [-1.0]]
LISTS = "".join(f'{{"id":"d{k}","b":{k + 1},"l":{json.dumps(each)}}}\n' for k, each in enumerate(DOCUMENTS))
TOTAL = -math.fsum(x for each in DOCUMENTS for x in each)


def score(call: Runner, text: str | bytes, *args: str) -> dict[str, Any]:
    ran = call("score", "-", *args, "--format", "json", stdin=text)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_tokens_are_pooled_and_documents_told_apart(call: Runner) -> None:
    found = score(call, LISTS, "--logprobs", "l", "--by", "id")
    assert math.isclose(found["value"], TOTAL / 6, rel_tol=1e-15)
    assert (found["n"], found["documents"]) == (6, 3)
    each = [-math.fsum(part) / len(part) for part in DOCUMENTS]
    assert math.isclose(found["mean_document_perplexity"], sum(map(math.exp, each)) / 3, rel_tol=1e-15)
    assert math.isclose(found["perplexity"], math.exp(TOTAL / 6), rel_tol=1e-15)
    assert [group["mean"] for group in found["groups"]] == pytest.approx(each, rel=1e-15)


def test_a_row_has_the_loss_of_its_list(call: Runner) -> None:
    ran = call("score", "-", "--logprobs", "l", "--rows", "--format", "json", stdin=LISTS)
    losses = [json.loads(line)["loss"] for line in ran.out.splitlines()]
    assert losses == pytest.approx([-math.fsum(each) for each in DOCUMENTS], rel=1e-15)
    worked = call("score", "-", "--logprobs", "l", "--explain", "2", "-q", stdin=LISTS)
    assert float(worked.out) == pytest.approx(2.5, rel=1e-15)


def test_sizes_count_each_row_once(call: Runner) -> None:
    found = score(call, LISTS, "--logprobs", "l", "--bytes", "b", "--words", "b")
    assert math.isclose(found["bits_per_byte"], TOTAL / math.log(2) / 6, rel_tol=1e-14)
    assert math.isclose(found["loss_per_word"], TOTAL / 6, rel_tol=1e-14)
    assert math.isclose(found["word_perplexity"], math.exp(TOTAL / 6), rel_tol=1e-14)


@pytest.mark.parametrize("cell", ["[null, -1.0, -2.0]", "[null, null, -1.0, -2]"])
def test_a_leading_null_is_left_out_and_counted(cell: str, call: Runner) -> None:
    ran = call("score", "-", "--logprobs", "l", "--format", "json", stdin=f'{{"l":{cell}}}\n')
    found = json.loads(ran.out)
    assert found["total"] == 3
    assert [note["text"][:1] for note in found["notes"] if note["code"] == "untold"] == [str(cell.count("null"))]
    inside = call("score", "-", "--logprobs", "l", stdin='{"l":[-1, null, -2]}\n')
    assert (inside.status, inside.out) == (3, "")


@pytest.mark.parametrize("seed", range(4))
def test_lists_read_fast_and_row_by_row_are_the_same_bits(seed: int) -> None:
    draw = random.Random(seed)
    rows = [
        {"t": 'a "b" c', "g": draw.choice("xy"), "l": [round(-draw.random() * 9, 5) for _ in range(draw.randint(1, 9))]}
        for _ in range(60)
    ]
    fast = "".join(json.dumps(row) + "\n" for row in rows)
    slow = "".join(json.dumps(dict(reversed(row.items()))) + "\n" + json.dumps(row) + "\n" for row in rows)
    found = [
        score_table(open_table("-", Settings().reading, io.BytesIO(text.encode())), Settings(wanted=wanted))
        for text in (fast + fast, slow)
        for wanted in [Wanted(logprobs="l", by="g")]
    ]
    assert found[0].sums == found[1].sums
    assert found[0].groups == found[1].groups


ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    "OpenAI chat completions": (
        {"id": "x", "choices": [{"index": 0, "logprobs": {"content": [{"token": "a", "logprob": -1.5, "bytes": [97]},
                                                                        {"token": "b", "logprob": -0.5}]}}]}, "2"),
    "OpenAI completions": (
        {"choices": [{"text": "ab", "logprobs": {"tokens": ["a", "b"], "token_logprobs": [None, -2.0]}}]}, "2"),
    "an OpenAI chat choice": ({"logprobs": {"content": [{"token": "a", "logprob": -2.0}]}}, "2"),
    "vLLM": ({"prompt_logprobs": [None, {"15": {"logprob": -1.25, "rank": 1}}, {"7": {"logprob": -0.75}}]}, "2"),
    "the server of llama.cpp": (
        {"content": "a", "completion_probabilities": [{"id": 1, "token": "a", "logprob": -2.0}]}, "2"),
    "SGLang": (
        {"text": "ab", "meta_info": {"id": "x", "output_token_logprobs": [[-1.5, 7, None], [-0.5, 9, "b"]]}}, "2"),
    "lm-evaluation-harness": (
        {"doc_id": 0, "word_perplexity": [-2.0, 4], "byte_perplexity": [-2.0, 16], "bits_per_byte": [-2.0, 16]}, "2"),
    "the Trainer of Hugging Face": ({"epoch": 1.0, "eval_loss": 2.0}, "2"),
}  # fmt: skip


@pytest.mark.parametrize("writer", ANSWERS)
def test_answers_are_known_by_their_keys(writer: str, call: Runner) -> None:
    answer, total = ANSWERS[writer]
    ran = call("score", "-", "--format", "json", stdin=json.dumps(answer) + "\n")
    assert ran.status == 0, ran.err
    found = json.loads(ran.out)
    assert found["total"] == float(total)
    assert f"as {writer} writes them" in call("score", "-", stdin=json.dumps(answer) + "\n").out
    if writer == "lm-evaluation-harness":
        assert math.isclose(found["bits_per_byte"], 2 / math.log(2) / 16, rel_tol=1e-15)
        assert math.isclose(found["loss_per_word"], 0.5, rel_tol=1e-15)


def test_old_answers_of_llama_tell_the_probability_of_the_token_that_was_chosen(call: Runner) -> None:
    """1/2 and 1/4 are of what stands there; of a token that is not among the likeliest nothing is told, and none is guessed."""
    token = {"content": "a", "probs": [{"tok_str": "b", "prob": 0.3}, {"tok_str": "a", "prob": 0.5}]}
    other = {"content": "b", "probs": [{"tok_str": "b", "prob": 0.25}]}
    found = score(call, json.dumps({"content": "ab", "completion_probabilities": [token, other]}) + "\n")
    assert found["total"] == pytest.approx(math.log(8), rel=1e-15)
    hidden = json.dumps({"completion_probabilities": [{**token, "content": "c"}, other]}) + "\n"
    ran = call("score", "-", stdin=hidden)
    assert (ran.status, ran.out, "none is guessed" in ran.err) == (3, "", True)


def events(pieces: list[dict[str, Any]]) -> str:
    """What a server sends: an event each, a comment between, and the end."""
    return "\n\n: alive\n\n".join(f"data: {json.dumps(piece)}" for piece in pieces) + "\n\ndata: [DONE]\n\n"


def chat(index: int, *logprobs: float) -> dict[str, Any]:
    content = [{"token": "a", "logprob": x, "top_logprobs": []} for x in logprobs]
    return {
        "choices": [{"index": index, "delta": {"content": "a"}, "logprobs": {"content": content} if content else None}]
    }


STREAMS = {
    "chat": [chat(0), chat(0, -1.5), chat(0, -0.25, -0.25), chat(0), {"choices": [], "usage": {"total_tokens": 3}}],
    "chat, two choices": [chat(0, -1.0), chat(1, -0.5), chat(1), chat(0, -0.5)],
    "completions": [
        {"choices": [{"index": 0, "text": "a", "logprobs": {"tokens": ["a"], "token_logprobs": [-1.5]}}]},
        {"choices": [{"index": 0, "text": "b", "logprobs": {"tokens": ["b"], "token_logprobs": [-0.5]}}]},
    ],
    "llama.cpp": [
        {"content": "a", "completion_probabilities": [{"token": "a", "logprob": -1.5}]},
        {"content": "b", "completion_probabilities": [{"token": "b", "logprob": -0.5}]},
        {"content": "", "completion_probabilities": []},
    ],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", STREAMS)
def test_the_pieces_of_an_answer_are_one_row(name: str, encoding: str, call: Runner) -> None:
    """The log-probabilities of each stream add up to -2; two streams are two rows."""
    text = events(STREAMS[name])
    assert score(call, text.encode(encoding))["total"] == 2
    found = score(call, text + text.replace("\n", "\r\n"))
    assert (found["total"], found["documents"]) == (4, 2)


def test_events_that_are_no_pieces_are_rows_and_bad_ones_are_refused(call: Runner) -> None:
    rows = score(call, 'event: row\ndata: {"y":1,"p":0.9}\n\ndata: {"y":0,"p":0.2}\n')
    assert rows["n"] == 2
    ran = call("score", "-", stdin='data: {"y":1,"p":0.9}\n\ndata: oops\n')
    assert (ran.status, ran.out, "input:3" in ran.err) == (3, "", True)
    assert score(call, "data,p\n1,0.9\n", "--label", "data")["n"] == 1


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything that stands within a piece."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [each for key, below in inner for each in ((*path, key), *places(below, (*path, key)))]


@pytest.mark.parametrize("odd", [1, "x", None, True, [1], [[]], {"a": 1}], ids=repr)
@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_of_another_shape_is_read_or_refused(name: str, odd: object, call: Runner) -> None:
    """Whatever stands in the place of whatever a server sends."""
    for path in places(STREAMS[name]):
        pieces = json.loads(json.dumps(STREAMS[name]))
        inner = pieces
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = odd
        ran = call("score", "-", "-q", stdin=events(pieces))
        assert ran.status in (0, 2, 3), (path, ran.err)
        assert (ran.out == "") == (ran.status != 0), path


def test_a_long_answer_is_read_in_the_time_of_its_length() -> None:
    """No piece copies what came before it."""
    answer = chat(0, -1.0)
    tokens = answer["choices"][0]["logprobs"]["content"]
    assert with_piece(answer, chat(0, -2.0))["choices"][0]["logprobs"]["content"] is tokens
    assert [token["logprob"] for token in tokens] == [-1.0, -2.0]


@pytest.mark.parametrize(("path", "total"), [("a.b.c", 3.0), ("a.b.1.c", 2.0), ("a.d", 0.5)])
def test_a_path_goes_into_nested_json(path: str, total: float, call: Runner) -> None:
    text = '{"a":{"b":[{"c":-1},{"c":-2}],"d":-0.5}}\n'
    assert score(call, text, "--logprobs", path)["total"] == total


@pytest.mark.parametrize(("base", "factor"), [("e", 1.0), ("2", math.log(2)), ("10", math.log(10))])
@pytest.mark.parametrize("option", ["--nll", "--logprobs"])
def test_logarithms_of_another_base(base: str, factor: float, option: str, call: Runner) -> None:
    sign = "" if option == "--nll" else "-"
    found = score(call, f"token,x\na,{sign}0.3\nb,{sign}1.2\n", option, "x", "--log-base", base)
    assert math.isclose(found["value"], 0.75 * factor, rel_tol=1e-15)


def test_what_is_no_negative_logarithm_is_refused(call: Runner) -> None:
    ran = call("score", "-", "--nll", "x", stdin="t,x\na,0.3\nb,-1.2\n")
    assert (ran.status, ran.out) == (3, "")
    assert "--logprobs" in ran.err
    assert "--nll" in call("score", "-", "--logprobs", "x", "--as", "events", stdin="t,x\na,0.3\nb,1.2\n").err


MARKED = "-9999.0"


@pytest.mark.parametrize(
    ("text", "args"),
    [
        (json.dumps({"choices": [{"logprobs": {"content": [{"logprob": -0.3}, {"logprob": -9999.0}]}}]}), ()),
        (f"t,lp\na,-0.3\nb,{MARKED}\n", ("--logprobs", "lp")),
        ('{"l": [-0.3, -9999.0]}\n' * 3, ("--logprobs", "l")),
        ("t,lp\n" + "a,-0.3\n" * 5000 + f"b,{MARKED}\n", ("--logprobs", "lp")),
    ],
)
def test_a_mark_for_unlikely_tokens_is_no_logarithm(text: str, args: tuple[str, ...], call: Runner) -> None:
    """OpenAI writes -9999.0 for a token that was not among the likeliest, which a mean would take for a number."""
    ran = call("score", "-", *args, stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "OpenAI" in ran.err


def test_a_mark_is_refused_wherever_a_logarithm_stands_alone(call: Runner, tmp_path: Path) -> None:
    np.savez(tmp_path / "l.npz", lp=np.array([-0.3, -9999.0]))
    ran = call("score", str(tmp_path / "l.npz"), "--logprobs", "lp")
    assert (ran.status, "OpenAI" in ran.err) == (3, True)
    assert call("score", str(tmp_path / "l.npz"), "--logprobs", "lp", "--skip-bad", "-q").out == "0.3\n"
    assert "OpenAI" in call("compute", f"--logprobs=-0.3,{MARKED}").err


def test_beside_other_classes_a_mark_only_says_that_there_is_nothing(call: Runner) -> None:
    """A class without a share: what happened is told, and its loss is 0.5."""
    args = ("--logprobs", "a,b", "--label", "y", "--as-is", "-q")
    assert call("score", "-", *args, stdin=f"y,a,b\na,-0.5,{MARKED}\n").out == "0.5\n"
    assert call("compute", f"--logprobs=-0.5,{MARKED}", "--label", "0", "--as-is", "-q").out == "0.5\n"


@pytest.mark.parametrize("is_choice", [True, False])
def test_ids_of_a_prompt_tell_which_alternative_is_its_token(call: Runner, is_choice: bool) -> None:
    """vLLM gives the likeliest tokens beside that of the prompt: -0.5 and -1.5 are of 11 and 12, -0.2 is of 9."""
    several = {"11": {"logprob": -0.5, "rank": 2}, "9": {"logprob": -0.2, "rank": 1}}
    answer = {"prompt_token_ids": [1, 11, 12], "prompt_logprobs": [None, several, {"12": {"logprob": -1.5}}]}
    found = score(call, json.dumps({"choices": [answer]} if is_choice else answer))
    assert (found["total"], found["n"]) == (2.0, 2)
    unlike = json.dumps({**answer, "prompt_token_ids": [1, 11]})
    assert call("score", "-", stdin=unlike).status == 3


@pytest.mark.parametrize("what", ["bytes", "words"])
@pytest.mark.parametrize(
    "text",
    ["lp,n\n-5,0\n-1,0\n", '{"lp":-5,"n":0}\n{"lp":-1,"n":0}\n', '{"lp":[-5,-1],"n":0}\n{"lp":[-1],"n":0}\n'],
)
def test_texts_without_bytes_or_words_are_noted(what: str, text: str, call: Runner) -> None:
    ran = call("score", "-", "--logprobs", "lp", f"--{what}", "n", stdin=text)
    assert f"Note: All numbers of {what} are 0, so there is no loss for each of the {what}." in ran.out
    some = call("score", "-", "--logprobs", "lp", f"--{what}", "n", stdin=text.replace("0", "4", 1))
    assert "are 0" not in some.out
    assert "per" in some.out


@pytest.mark.parametrize(("size", "code"), [("-3", "bad-amount"), ("1e-400", "too-extreme"), ("1e200", "too-extreme")])
def test_a_number_of_words_that_no_text_has_is_called_by_its_name(size: str, code: str, call: Runner) -> None:
    ran = call("score", "-", "--logprobs", "lp", "--words", "n", stdin=f"lp,n\n-5,{size}\n")
    assert (ran.status, ran.out) == (3, "")
    assert f"xent explain {code}" in ran.err
    assert "eight" not in ran.err  # nobody gave a weight


@pytest.mark.parametrize(
    "text",
    [
        '{"lp":[-1,null,-2]}\n',
        '{"lp":[-1,-2,null]}\n',
        '{"lp":[-1,-2]}\n{"lp":[-1,null,-2]}\n',
        'lp\n"[-1, None, -2]"\n',
    ],
)
def test_a_gap_within_a_list_of_tokens_is_called_one(text: str, call: Runner) -> None:
    ran = call("score", "-", "--logprobs", "lp", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "no number is made up for it" in ran.err or "none is made up for it" in ran.err
