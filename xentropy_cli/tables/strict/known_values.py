"""Values of JSON in the forms of tools: vectors of Spark, lists of a label with its probability."""

from __future__ import annotations

from xentropy_cli.tables.strict.paths import SEVERAL

SCORES = ("score", "prob", "probability", "confidence")
"""How a tool calls the probability beside a label: pipelines of Hugging Face, BigQuery ML and others."""


def known_value(value: object) -> object:
    """A plain list or object of numbers in place of one that a tool wraps; any other value as it is.

    >>> known_value({"type": "1", "values": ["0.8", "0.2"]})
    ['0.8', '0.2']
    >>> known_value({"type": "0", "size": "3", "indices": ["2"], "values": ["1.0"]})
    ['0', '0', '1.0']
    >>> known_value([{"label": "cat", "score": "0.7"}, {"label": "dog", "score": "0.3"}])
    {'cat': '0.7', 'dog': '0.3'}
    """
    if isinstance(value, dict) and value.keys() >= {"type", "values"}:
        return vector(value)
    if isinstance(value, list) and value and all(isinstance(entry, dict) and "label" in entry for entry in value):
        return by_label(value)
    return value


def known_cell(cell: str) -> str:
    """A cell of a table as Python wrote it: numbers of NumPy bare, and a list of labels with their scores by their names.

    >>> known_cell("[np.float64(0.1), np.float64(0.9)]")
    '[0.1, 0.9]'
    >>> known_cell("[{'label': 'a', 'score': 0.9}, {'label': 'b', 'score': 0.1}]")
    '{a=0.9,b=0.1}'
    """
    if cell[:1] != "[" or not ("float" in cell or cell.startswith("[{")):
        return cell
    import json
    import re

    cell = re.sub(r"(?a:(?:np|numpy)\.float(?:16|32|64)\(([^()]*)\))", r"\1", cell)
    if not cell.startswith("[{"):
        return cell
    try:
        value = known_value(json.JSONDecoder(parse_float=str, parse_int=str).decode(cell.replace("'", '"')))
    except ValueError:
        return cell
    if not isinstance(value, dict) or any(mark in f"{key}" for key in value for mark in ",={}"):
        return cell
    return "{" + ",".join(f"{key}={number}" for key, number in value.items()) + "}"


def known_record(found: dict[str, object]) -> dict[str, object]:
    """An object whose `labels` and `scores` are lists side by side, with each score under its label; any other as it is.

    >>> known_record({"gold": "art", "labels": ["art", "sport"], "scores": ["0.7", "0.3"]})
    {'gold': 'art', 'scores': {'art': '0.7', 'sport': '0.3'}}
    """
    for key, form in FORMS.items():
        if key in found:
            return form(found)
    choices = found.get("choices")
    if isinstance(choices, list):
        return {**found, "choices": [of_the_prompt(each) if isinstance(each, dict) else each for each in choices]}
    labels, scores = found.get("labels"), found.get("scores")
    if not (isinstance(labels, list) and isinstance(scores, list) and len(labels) == len(scores) > 1):
        return found
    if not all(isinstance(label, str) for label in labels) or len(set(labels)) < len(labels):
        return found
    rest = {key: value for key, value in found.items() if key != "labels"}
    return {**rest, "scores": dict(zip(labels, scores, strict=True))}


def of_the_prompt(found: dict[str, object]) -> dict[str, object]:
    """An answer of vLLM with each token of its prompt alone, where the ids beside them tell which of several it is.

    >>> of_the_prompt({"prompt_token_ids": ["7"], "prompt_logprobs": [{"7": "-1.5", "2": "-0.3"}]})["prompt_logprobs"]
    [{'7': '-1.5'}]
    """
    ids, tokens = found.get("prompt_token_ids"), found.get("prompt_logprobs")
    if not (isinstance(ids, list) and isinstance(tokens, list) and len(ids) == len(tokens)):
        return found
    own = [
        {key: told[key]} if isinstance(told, dict) and (key := str(at)) in told else told
        for at, told in zip(ids, tokens, strict=True)
    ]
    return {**found, "prompt_logprobs": own}


def of_what_was_chosen(found: dict[str, object]) -> dict[str, object]:
    """An answer of llama.cpp before 2024 with the probability of each token: the one among `probs` that has its text.

    >>> token = {"content": "a", "probs": [{"tok_str": "b", "prob": "0.6"}, {"tok_str": "a", "prob": "0.3"}]}
    >>> of_what_was_chosen({"completion_probabilities": [token]})["completion_probabilities"][0]["prob"]
    '0.3'
    """
    tokens = found["completion_probabilities"]
    if not isinstance(tokens, list):
        return found
    return {
        **found,
        "completion_probabilities": [with_own(each) if isinstance(each, dict) else each for each in tokens],
    }


def with_own(token: dict[str, object]) -> dict[str, object]:
    """A token with its own probability among those of others; where it is not among them, none is guessed."""
    others, text = token.get("probs"), token.get("content")
    if not isinstance(others, list) or "prob" in token:
        return token
    own = [other.get("prob") for other in others if isinstance(other, dict) and other.get("tok_str") == text]
    return {**token, "prob": own[0] if len(own) == 1 else SEVERAL}


def of_sglang(found: dict[str, object]) -> dict[str, object]:
    """An answer of SGLang with the log-probability of each token alone, which is the first of three.

    >>> of_sglang({"meta_info": {"output_token_logprobs": [["-0.5", "7", None], ["-1.5", "9", None]]}})
    {'meta_info': {'output_token_logprobs': ['-0.5', '-1.5']}}
    """
    told = found["meta_info"]
    tokens = told.get("output_token_logprobs") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(tokens, list):
        return found
    own = [token[0] if isinstance(token, list) and token else token for token in tokens]
    return {**found, "meta_info": {**told, "output_token_logprobs": own}}


FORMS = {
    "prompt_logprobs": of_the_prompt,
    "completion_probabilities": of_what_was_chosen,
    "meta_info": of_sglang,
}
"""Answers whose numbers stand among others, by a key that they have."""


def vector(value: dict[str, object]) -> object:
    """A vector of Spark: dense, or sparse with a 0 where it names none."""
    numbers, places = value["values"], value.get("indices")
    if not isinstance(numbers, list) or places is None:
        return numbers if isinstance(numbers, list) else value
    size = value.get("size")
    if not (isinstance(places, list) and isinstance(size, str) and size.isdecimal() and len(places) == len(numbers)):
        return value
    found = dict(zip(map(str, places), numbers, strict=True))
    return [found.get(str(k), "0") for k in range(int(size))]


def by_label(entries: list[dict[str, object]]) -> object:
    """Labels with their probabilities as an object; the list as it is where the entries are of another form."""
    name = next((name for name in SCORES if all(name in entry for entry in entries)), None)
    found = {str(entry["label"]): entry[name] for entry in entries} if name is not None else {}
    return found if len(found) == len(entries) else entries
