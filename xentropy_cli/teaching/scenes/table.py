"""The scenes, in the order of their lessons. What a goal states as a number is part of the question; answers are computed."""

from __future__ import annotations

from xentropy_cli.teaching.scenes.scene import Control, Goal, Scene, Shown

ANSWERS = "1,1,0,1,0,1,1,0,0,1,1,1"
SCORES = "4,3,-3,2.5,-1,-2,3.5,-4,2,1,-1.5,5"
"""The logits of a model that is too sure, and what happened: in three of the twelve it leans the wrong way."""

UNDER_BOTH = "what believing Q costs while P holds"


def _probability(name: str, label: str, start: str, low: str = "0") -> Control:
    return Control(name, label, "probability", low, "1", "0.01", start)


def _weights(name: str, label: str, starts: str) -> tuple[Control, ...]:
    """A weight a class; the first is at least 1, so that they never add up to 0."""
    return tuple(
        Control(f"{name}{k}", f"{label}({k})", "weight", "0" if k else "1", "8", "1", start)
        for k, start in enumerate(starts.split())
    )


def _logit(name: str, label: str, reach: str, step: str, start: str) -> Control:
    return Control(name, label, "number", f"-{reach}", reach, step, start)


SCENES: tuple[Scene, ...] = (
    Scene(
        topic="doors",
        name="doors",
        title="Three doors in a row",
        question="Each door opens with the chance shown. The dearest of them gets a little worse, to 0.5. "
        "Can the other two, made certain, make up for it?",
        controls=(
            _probability("duck", "duck", "0.7", "0.01"),
            _probability("dog", "dog", "0.8", "0.01"),
            _probability("cat", "cat", "0.97", "0.01"),
        ),
        command="compute --pred duck={duck},dog={dog},cat={cat}",
        pictures=("total", "surprisal"),
        facts=(
            Shown("likelihood", "product", "the chance that all three open"),
            Shown("total", "total", "what all three cost"),
            Shown("mean", "mean", "what one of them costs on average"),
        ),
        goals=(
            Goal(
                "Make the total one bit: ln 2 = 0.6931 nats, give or take 0.005.",
                "total >= 0.6881 and total <= 0.6981",
                "The product is one half: all three doors together surprise as much as one fair coin.",
            ),
            Goal(
                "The same total once more, but all of it behind a single door.",
                "terms.max.surprisal >= 0.6881 and total <= 0.6981",
                "Certain doors cost nothing, and can give nothing back: one door at one half costs a whole bit.",
            ),
        ),
    ),
    Scene(
        topic="entropy",
        name="areas",
        title="Surprise as areas",
        question="A rare class is a great surprise, and seldom comes. Which adds more to the entropy, "
        "class 0 with p = 1/2 or class 1 with p = 1/4?",
        controls=_weights("w", "weight", "4 2 1 1"),
        command="compute --true {w0},{w1},{w2},{w3} --normalize --base 2",
        pictures=("surprise-areas",),
        facts=(
            Shown("classes.*.p", "p", "the weights, scaled to add up to 1"),
            Shown("entropy", "H(P)", "all areas together"),
            Shown("perplexity", "perplexity", "as many equal classes would be as open"),
        ),
        goals=(
            Goal(
                "H(P) of 1.5 bits, give or take 0.01, with no p of one half.",
                "entropy >= 1.49 and entropy <= 1.51 and classes.*.p != 1/2",
                "Quite different distributions leave equally much open: entropy does not know which class is which.",
            ),
            Goal(
                "The largest H(P) that four classes can have.",
                "entropy = 2",
                "Equal chances leave most open: four classes take two bits, and no weights take more.",
            ),
            Goal(
                "The smallest.",
                "entropy = 0",
                "Where one class is certain nothing is left open; what never comes costs nothing.",
            ),
        ),
    ),
    Scene(
        topic="cross-entropy",
        name="belief",
        title="A coin, and what you believe of it",
        question="The coin shows heads with chance p, and you believe q. Does moving q ever move H(P)?",
        controls=(_probability("p", "p(heads)", "0.5"), _probability("q", "q(heads)", "0.75")),
        command="compute --true heads={p},tails={1-p} --pred heads={q},tails={1-q} --base 2",
        pictures=("over-q", "floors"),
        facts=(
            Shown("cross_entropy", "H(P, Q)", UNDER_BOTH),
            Shown("entropy", "H(P)", "what even knowing P leaves open"),
            Shown("kl_divergence", "KL(P‖Q)", "what is lost by believing Q"),
        ),
        goals=(
            Goal(
                "Keep the coin fair. A belief above one half that costs 1.5 bits, give or take 0.02.",
                "classes.0.p = 1/2 and classes.0.q > 1/2 and cross_entropy >= 1.48 and cross_entropy <= 1.52",
                "H(P) stayed at one bit. All that was added is KL(P‖Q), the length of the line from the floor to Q.",
            ),
            Goal(
                "The other belief about the fair coin that costs as much.",
                "classes.0.p = 1/2 and classes.0.q < 1/2 and cross_entropy >= 1.48 and cross_entropy <= 1.52",
                "One is the mirror image of the other, since the coin is fair: tails are as likely as heads.",
            ),
            Goal(
                "Now a coin with p(heads) = 0.9: the cheapest belief.",
                "classes.0.p = 9/10 and kl_divergence = 0",
                "No belief costs less than the truth. What is left is H(P), and only another coin changes that.",
            ),
        ),
    ),
    Scene(
        topic="kl",
        name="both",
        title="Two directions",
        question="Q gives the weight 0 to a class that P has. Which of the two divergences becomes infinite: "
        "KL(P‖Q), KL(Q‖P), or both?",
        controls=(*_weights("p", "P", "2 1 1"), *_weights("q", "Q", "1 3 1")),
        command="compute --true {p0},{p1},{p2} --pred {q0},{q1},{q2} --normalize --base 2",
        pictures=("both-ways", "pairs"),
        facts=(
            Shown("kl_divergence", "KL(P‖Q)", "what believing Q adds while P holds"),
            Shown("reverse_kl_divergence", "KL(Q‖P)", "what believing P adds while Q holds"),
            Shown("cross_entropy", "H(P, Q)", UNDER_BOTH),
        ),
        goals=(
            Goal(
                "KL(P‖Q) of a tenth of a bit, give or take 0.02.",
                "kl_divergence >= 0.08 and kl_divergence <= 0.12",
                "A class that gets less than its due counts against Q, one that gets more counts for it. "
                "The sum is never below 0.",
            ),
            Goal(
                "KL(P‖Q) above 1 bit, but finite, and KL(Q‖P) below 0.75: let Q nearly leave out what P has most often.",
                "kl_divergence > 1 and kl_divergence < ∞ and reverse_kl_divergence < 0.75",
                "Where P holds the missing class comes often, and each time it is dear. Where Q holds it hardly ever comes.",
            ),
            Goal(
                "KL(P‖Q) infinite, and KL(Q‖P) not.",
                "kl_divergence = ∞ and reverse_kl_divergence < ∞",
                "A class came that Q called impossible, and no number pays for that. "
                "The other way round that class never comes, and nobody asks what P thinks of it.",
            ),
        ),
    ),
    Scene(
        topic="coding",
        name="code",
        title="A code for the wrong frequencies",
        question="The four words come with 1/2, 1/4, 1/8 and 1/8, and the code is made for the weights of Q. "
        "How long can a message become on average, if Q is as wrong as it can be?",
        controls=tuple(control._replace(low="1") for control in _weights("q", "Q", "4 2 1 1")),
        command="compute --true 1/2,1/4,1/8,1/8 --pred {q0},{q1},{q2},{q3} --normalize --base 2 --code huffman",
        pictures=("code", "pairs"),
        facts=(
            Shown("code.*.word", "words", "Huffman's code for Q"),
            Shown("code_length", "mean length", "bits a word, while P holds"),
            Shown("entropy", "H(P)", "no code is shorter on average"),
        ),
        goals=(
            Goal(
                "A mean length of exactly 2 bits.",
                "code_length = 2",
                "Two bits a word are what a code costs that knows nothing of the frequencies.",
            ),
            Goal(
                "A mean length of 2.375 bits.",
                "code_length = 2.375",
                "Frequent words became long: this code is worse than one that knows nothing.",
            ),
            Goal(
                "The dearest code for these frequencies.",
                "code_length = 2.625",
                "The shortest word went to what comes least. "
                "What it costs beyond H(P) is what a wrong belief costs: KL(P‖Q), but for whole bits.",
            ),
        ),
    ),
    Scene(
        topic="binary",
        name="turn",
        title="The label turns the number over",
        question="A model says 0.9, and the label turns from 1 to 0. Does that become twice as dear, ten times, or more?",
        controls=(_probability("q", "q, of class 1", "0.9"), Control("y", "label", "class", "0", "1", "1", "1")),
        command="compute --pred {q} --label {y}",
        pictures=("two-curves", "staircase"),
        facts=(
            Shown("terms.0.label", "label", "what happened"),
            Shown("terms.0.q", "q of that", "what the model gave to it"),
            Shown("value", "loss", "−ln of that"),
        ),
        goals=(
            Goal(
                "Label 0, and a loss of 0.105, give or take 0.001.",
                "terms.0.label = 0 and value >= 0.104 and value <= 0.106",
                "The model's number speaks of class 1. For label 0 what counts is one minus that number.",
            ),
            Goal(
                "A q that costs about ten times as much with label 0 as with label 1. Stand on it with label 0.",
                "terms.0.label = 0 and terms.0.prediction >= 0.83 and terms.0.prediction <= 0.84",
                "Well before a model is certain, a turned label costs it ten times as much.",
            ),
            Goal(
                "A loss without limit.",
                "value = ∞",
                "Certain and wrong: no number of right answers pays this back.",
            ),
        ),
    ),
    Scene(
        topic="logits",
        name="softmax",
        title="Scores, and what softmax makes of them",
        question="Ten is added to every logit. Does the loss rise, fall, or stay?",
        controls=(
            _logit("z0", "z(0)", "6", "0.1", "2"),
            _logit("z1", "z(1)", "6", "0.1", "1"),
            _logit("z2", "z(2)", "6", "0.1", "0"),
            _logit("shift", "added to all", "20", "1", "0"),
            Control("y", "label", "class", "0", "2", "1", "0"),
        ),
        command="compute --logits={z0+shift},{z1+shift},{z2+shift} --label {y}",
        pictures=("shares", "pulls"),
        facts=(
            Shown("classes.*.q", "q", "e to the z, over the sum of all"),
            Shown("terms.0.q", "q(true)", "what the label was given"),
            Shown("value", "loss", "−ln q(true)"),
        ),
        goals=(
            Goal(
                "Add ten or more to every logit.",
                "classes.0.logit >= 12 and classes.1.logit >= 11 and classes.2.logit >= 10",
                "Nothing moved: softmax sees differences only, and adding the same to all changes none.",
            ),
            Goal(
                "Label 0, z(0) = 2, nothing added to all: a loss of 0.2, give or take 0.005, by moving one other class alone.",
                "terms.0.label = 0 and classes.0.logit = 2 and value >= 0.195 and value <= 0.205",
                "The score of the true class stood still, and the loss fell: the classes share one whole.",
            ),
        ),
    ),
    Scene(
        topic="calibration",
        name="heat",
        title="A temperature for a model that is too sure",
        question="Three of these twelve predictions lean the wrong way. Would it cost less if all were surer, or less sure? "
        "And how many would be right then?",
        controls=(Control("t", "T", "number", "0.2", "8", "0.1", "1"),),
        command=f"compute --logits={SCORES} --label {ANSWERS} --as binary --temperature {{t}} --accuracy",
        pictures=("over-temperature", "staircase"),
        facts=(
            Shown("mean", "mean", "the loss of one prediction, on average"),
            Shown("accuracy", "right", "the share on the right side of one half"),
            Shown("terms.max.surprisal", "dearest", "the worst of the twelve"),
        ),
        goals=(
            Goal(
                "The temperature with the smallest mean, to three digits.",
                "mean < 0.4885",
                "Heat makes right predictions dearer and wrong ones cheaper; here the two balance.",
            ),
            Goal(
                "The dearest prediction below one nat. Look how many are right.",
                "terms.max.surprisal < 1",
                "As many as before: a temperature says how sure all of them are, and never turns one over.",
            ),
        ),
    ),
)
"""Every scene."""


def scene_of(word: str) -> Scene | None:
    """Find a scene by its lesson, or by its own name.

    >>> scene_of("kl").title, scene_of("heat").topic, scene_of("units")
    ('Two directions', 'calibration', None)
    """
    return next((scene for scene in SCENES if word in (scene.topic, scene.name)), None)
