"""What a server sends while a model answers, `data: {…}` a line: the pieces of an answer as the whole answer, on one line."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.sources.produced import Produced
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    Json = dict[str, Any]

BEGINNING = rb"(?:(?:event|id|retry|):[^\n]*\n|\s)*data: ?\{"
DATA, END = "data:", "[DONE]"
OF_TOKENS = ("content", "tokens", "token_logprobs")
"""The lists in the `logprobs` of a choice that go on from piece to piece (chat completions and completions of OpenAI)."""
OF_LLAMA = "completion_probabilities"
SHOWN = 160


def is_event_stream(head: bytes) -> bool:
    r"""Tell whether a stream begins with an event that brings an object.

    >>> is_event_stream(b'data: {"choices": []}'), is_event_stream(b"data,p\n1,0.9\n")
    (True, False)
    """
    return re.match(BEGINNING, head) is not None


class AnswerLines(Produced):
    """The answers of a stream of events, one a line; an object that is no piece of an answer is a line by itself."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        """Begin before the first event."""
        self.stream, self.name = stream, name
        self.lines = self.answers()

    def more(self, size: int) -> bytes:  # noqa: ARG002  a line waits until there is room for it
        """The next answer."""
        found = next(self.lines, None)
        return b"" if found is None else f"{json.dumps(found)}\n".encode()

    def answers(self) -> Iterator[Json]:
        """Each answer, once its last piece is there."""
        answer: Json | None = None
        for number, line in enumerate(self.stream, 1):
            text = line.decode("utf-8", "surrogateescape").strip()
            if not text.startswith(DATA):
                continue  # the name of an event, a comment that keeps the connection alive, or the end of an event
            found = self.object_of(text.removeprefix(DATA).strip(), number)
            if found is not None and not is_piece(found):
                yield found
            elif found is not None:
                answer = found if answer is None else with_piece(answer, found)
            elif answer is not None:
                yield answer
                answer = None
        if answer is not None:
            yield answer

    def object_of(self, text: str, line: int) -> Json | None:
        """The object of an event; None for the mark at the end of an answer."""
        try:
            found = None if text == END else json.loads(text)
        except (ValueError, RecursionError):
            found = text
        if found is None or isinstance(found, dict):
            return found
        raise XentError(
            "bad-json",
            "This event holds no JSON object.",
            where=f"{visible(self.name)}:{line}",
            text=visible(text[:SHOWN]),
            why="In a stream of events every line of data is an object, or [DONE] at the end.",
            fix="Repair the line; or ask the server for the answer as a whole: stream=false.",
            status=BAD_DATA,
        )


def is_piece(found: Json) -> bool:
    """Tell whether an object is a piece of an answer: whatever else it is, the reader of its line judges."""
    choices, tokens = found.get("choices", []), found.get(OF_LLAMA, [])
    are_lists = isinstance(choices, list) and isinstance(tokens, list)
    return are_lists and not {"choices", OF_LLAMA}.isdisjoint(found) and all(map(_is_choice, choices))


def _is_choice(choice: object) -> bool:
    """Tell whether this is one of the answers that are sent at once, with lists for what is said of its tokens."""
    if not isinstance(choice, dict) or not isinstance(choice.get("index"), int | None):
        return False
    logprobs = choice.get("logprobs") or {}
    return isinstance(logprobs, dict) and all(isinstance(logprobs.get(key), list | None) for key in OF_TOKENS)


def with_piece(answer: Json, piece: Json) -> Json:
    """An answer with the tokens of its next piece: of each choice by itself.

    >>> one, two = ({"choices": [{"index": 0, "logprobs": {"content": [{"logprob": x}]}}]} for x in (-1, -2))
    >>> with_piece(one, two)["choices"][0]["logprobs"]["content"]
    [{'logprob': -1}, {'logprob': -2}]
    """
    if OF_LLAMA in piece:
        answer.setdefault(OF_LLAMA, []).extend(piece[OF_LLAMA])
    known = {choice.get("index"): choice for choice in answer.get("choices", [])}
    for choice in piece.get("choices", []):
        own = known.get(choice.get("index"))
        if own is None:
            answer.setdefault("choices", []).append(choice)
        else:
            own["logprobs"] = _longer(own.get("logprobs") or {}, choice.get("logprobs") or {}) or None
    return answer


def _longer(told: Json, more: Json) -> Json:
    """The lists of a choice with what its next piece adds to them, in place: a stream has thousands of pieces."""
    for key in more.keys() & {*OF_TOKENS}:
        told[key] = told.get(key) or []
        told[key].extend(more[key] or [])
    return told
