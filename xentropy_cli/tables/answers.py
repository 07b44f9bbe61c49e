"""The answers of language models and the logs of their evaluation, known by their keys: where the log-probabilities stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.strict.paths import value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.tables.columns import Wanted


class Answer(NamedTuple):
    """A form of answers: who writes it, the scale and path of its numbers, and where bytes and words are counted."""

    writer: str
    scale: str
    path: str
    bytes: str | None = None
    words: str | None = None
    beside: str | None = None  # a key that must be there too, where the path alone would fit other tables


ANSWERS = (
    Answer("OpenAI chat completions", "logprobs", "choices.logprobs.content.logprob"),
    Answer("OpenAI completions", "logprobs", "choices.logprobs.token_logprobs"),
    Answer("OpenAI responses", "logprobs", "output.content?.logprobs?.logprob"),
    Answer("OpenAI batches", "logprobs", "response.body.choices.logprobs.content.logprob"),
    Answer("OpenAI batches", "logprobs", "response.body.choices.logprobs.token_logprobs"),
    Answer("OpenAI batches", "logprobs", "response.body.output.content?.logprobs?.logprob"),
    Answer("an OpenAI chat choice", "logprobs", "logprobs.content.logprob"),
    Answer("an OpenAI completion choice", "logprobs", "logprobs.token_logprobs"),
    Answer("the logprobs of an OpenAI chat choice", "logprobs", "content.logprob"),
    Answer("the logprobs of an OpenAI completion choice", "logprobs", "token_logprobs", beside="tokens"),
    Answer("the tokens of an OpenAI chat choice", "logprobs", "logprob", beside="top_logprobs"),
    Answer("Ollama", "logprobs", "logprobs.logprob"),
    Answer("Gemini", "logprobs", "candidates.logprobsResult.chosenCandidates.logProbability"),
    Answer("text-generation-inference", "logprobs", "details.tokens.logprob"),
    Answer("vLLM", "logprobs", "choices.prompt_logprobs.*.logprob"),
    Answer("vLLM", "logprobs", "prompt_logprobs.*.logprob"),
    Answer("the server of llama.cpp", "logprobs", "completion_probabilities.logprob"),
    Answer("the server of llama.cpp", "pred", "completion_probabilities.prob"),
    Answer("SGLang", "logprobs", "meta_info.output_token_logprobs"),
    Answer("lm-evaluation-harness", "logprobs", "word_perplexity.0", "byte_perplexity.1", "word_perplexity.1"),
    Answer("lm-evaluation-harness", "logprobs", "byte_perplexity.0", "byte_perplexity.1"),
    Answer("lm-evaluation-harness", "logprobs", "bits_per_byte.0", "bits_per_byte.1"),
    Answer("the Trainer of Hugging Face", "nll", "log_history.eval_loss?"),
    Answer("the Trainer of Hugging Face", "nll", "eval_loss"),
)
"""Sources: the API references of OpenAI (chat, completions, responses, batches), Gemini (generateContent) and text-
generation-inference, and answers recorded in public repositories; Ollama's API (generate and chat, logprobs); of vLLM
(a prompt token by its id, null for the first); the README of llama.cpp's server (`logprob` since its change of 2024,
`prob` with post_sampling_probs, before it `probs` of the likeliest); the native API of SGLang (return_logprob: log-
probability, id and text of each token); the samples_*.jsonl of lm-evaluation-harness (word_perplexity: [log-
likelihood, words]; lm_eval/evaluator.py); trainer_state.json and all_results.json of the Trainer."""


def known_answer(found: Mapping[str, object]) -> Answer | None:
    """The form of an object, if its keys show one and there are numbers.

    >>> known_answer({"completion_probabilities": [{"logprob": "-0.5"}]}).writer
    'the server of llama.cpp'
    """
    for answer in ANSWERS:
        if answer.beside is not None and answer.beside not in found:
            continue
        value = value_at(found, answer.path)
        entries = value if isinstance(value, list) else [value]
        if any(isinstance(entry, str) for entry in entries):
            return answer
    return None


def with_answer(wanted: Wanted, answer: Answer) -> Wanted:
    """Name the columns of an answer, where the caller names none."""
    scale: dict[str, Any] = {answer.scale: answer.path}
    return wanted._replace(
        reading="events",
        **scale,
        bytes=wanted.bytes or answer.bytes,
        words=wanted.words or answer.words,
    )
