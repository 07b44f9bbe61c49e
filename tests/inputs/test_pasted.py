"""What people paste into a command line: every print of the same numbers is read as the same rows."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import Source, named, number, rows_in
from xentropy_cli.inputs.standard_input import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

ROWS = [["0.7", "0.2", "0.1"], ["0.1", "0.8", "0.1"]]
LISTED = "[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]"
MATRICES = (
    f"[{LISTED}]",
    f"({LISTED})",
    f"[{LISTED.replace(' ', '')}]",
    f"tensor([{LISTED}])",
    f"tensor([{LISTED}], device='cuda:0', dtype=torch.float64, grad_fn=<SoftmaxBackward0>)",
    f"torch.tensor([{LISTED}])",
    f"array([{LISTED}], dtype=float32)",
    f"np.array([{LISTED}], dtype=np.float64)",
    f"Array([{LISTED}], dtype=float32)",
    "[[0.7 0.2 0.1]\n [0.1 0.8 0.1]]",
    "array([[0.7, 0.2, 0.1],\n       [0.1, 0.8, 0.1]])",
    "[(0.7,\u00a00.2,\u20090.1), (0.1, 0.8,\u202f0.1)]",
    "list(c(0.7, 0.2, 0.1), c(0.1, 0.8, 0.1))",
    "rbind(c(0.7, 0.2, 0.1), c(0.1, 0.8, 0.1))",
    "[0.7 0.2 0.1; 0.1 0.8 0.1]",
    "[0.7, 0.2, 0.1; 0.1, 0.8, 0.1];",
    "0.7 0.2 0.1; 0.1 0.8 0.1",
    "0.7 0.2 0.1\n0.1 0.8 0.1",
    "0.7,0.2,0.1\r\n0.1,0.8,0.1",
    "{{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}}",
    f"[{LISTED},]",
    f"tf.Tensor(\n[{LISTED.replace(', [', ' [')}], shape=(2, 3), dtype=float32)",
    f"<tf.Tensor: shape=(2, 3), dtype=float32, numpy=\narray([{LISTED}], dtype=float32)>",
    "[tensor([0.7, 0.2, 0.1]), tensor([0.1, 0.8, 0.1])]",
    "2×3 Matrix{Float64}:\n 0.7  0.2  0.1\n 0.1  0.8  0.1",
    f"torch.FloatTensor([{LISTED}])",
    f"Variable(torch.DoubleTensor([{LISTED}]))",
    f"K.variable(np.array([{LISTED}]))",
    f"tf.convert_to_tensor([{LISTED}], dtype=tf.float32)",
    f"tf.tensor2d([{LISTED}])",
    f"mx.nd.array([{LISTED}])",
    f"pd.DataFrame([{LISTED}])",
    f"vec![{LISTED}]",
    f"&[{LISTED}]",
    f"[[{LISTED}]]",
    "[[[0.7, 0.2, 0.1]], [[0.1, 0.8, 0.1]]]",
    "Float32[0.7 0.2 0.1; 0.1 0.8 0.1]",
    "[][]float64{{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}}",
    "new double[][] {{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}}",
    "std::vector<std::vector<float>>{{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}}",
    "     [,1] [,2] [,3]\n[1,]  0.7  0.2  0.1\n[2,]  0.1  0.8  0.1",
)
VECTORS = (
    "c(0.7, 0.2, 0.1)",
    "[[0.7, 0.2, 0.1]]",
    "0.7\u2007 0.2 0.1",
    "tensor([0.7, 0.2, 0.1])",
    "0.7;0.2;0.1",
    "[0.7; 0.2; 0.1]",
    "0.7\n0.2\n0.1",
    "[0.7 0.2\n 0.1]",
    "{0.7, 0.2, 0.1}",
    "[]float64{0.7, 0.2, 0.1}",
    "new float[3]{0.7, 0.2, 0.1}",
    "Float64[0.7, 0.2, 0.1]",
    "[0.7, 0.2, 0.1,]",
    '["0.7", "0.2", "0.1"]',
    "[np.float64(0.7), np.float64(0.2), np.float64(0.1)]",
    "[tensor(0.7), tensor(0.2, device='cuda:0'), tensor(0.1)]",
    "[1] 0.7 0.2\n[3] 0.1",
    "3-element Vector{Float64}:\n 0.7\n 0.2\n 0.1",
    "0    0.7\n1    0.2\n2    0.1\nName: p, dtype: float64",
)
NAMED = (
    "a=0.7, b=0.2, c=0.1",
    "{'a': 0.7, 'b': 0.2, 'c': 0.1}",
    '{"a":0.7,"b":0.2,"c":0.1}',
    "c(a = 0.7, b = 0.2, c = 0.1)",
)


def texts(text: str) -> list[list[str]]:
    return [[piece.text for piece in row] for row in rows_in(Source("--pred", text))]


@pytest.mark.parametrize("text", MATRICES)
def test_a_matrix_is_its_rows(text: str) -> None:
    assert texts(text) == ROWS
    assert [[piece.text for piece in row] for row in rows_of(text + "\n")] == ROWS


@pytest.mark.parametrize("text", MATRICES)
def test_every_entry_remembers_where_it_stood(text: str) -> None:
    for row in rows_in(Source("--pred", text)):
        for piece in row:
            assert text[slice(*piece.span)] == piece.text


@pytest.mark.parametrize("text", VECTORS)
def test_a_vector_is_one_row(text: str) -> None:
    assert texts(text) == ROWS[:1]
    assert [[piece.text for piece in row] for row in rows_of(text + "\n")] == ROWS[:1]


def test_a_row_goes_on_behind_a_comma_at_the_end_of_a_line() -> None:
    assert texts("0.7,\n0.2,\n0.1") == ROWS[:1]


@pytest.mark.parametrize("text", NAMED)
def test_entries_are_named_as_dictionaries_name_them(text: str) -> None:
    (row,) = rows_in(Source("--pred", text))
    assert [(named(piece).name, named(piece).text) for piece in row] == [("a", "0.7"), ("b", "0.2"), ("c", "0.1")]


@pytest.mark.parametrize(
    "text",
    [
        "0    0.7\n2    0.3\ndtype: float64",
        "[0.7, 0.3,,]",
        "0.7, 0.3,",
        "70 30%",
        '"0.7, 0.3"',
        "'[0.7, 0.3]'",
    ],
)
def test_what_is_read_otherwise_is_refused(text: str, call: Runner) -> None:
    ran = call("compute", "--pred", text, "--label", "0")
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize("text", ["0,7,0,8", "0,7;0,8", "[0,7 0,8]", "0,7 0,8"])
@pytest.mark.parametrize("label", [(), ("--label", "1,0")])
def test_decimal_commas_are_told(text: str, label: tuple[str, ...], call: Runner) -> None:
    ran = call("compute", "--pred", text, *label)
    assert (ran.status, ran.out) == (2, "")
    assert "type points: 0.7,0.8" in ran.err


@pytest.mark.parametrize("seed", range(5))
def test_what_numpy_prints_is_read_back(seed: int) -> None:
    draw = random.Random(seed)
    shape = draw.randint(2, 4), draw.randint(2, 5)
    values = np.random.default_rng(seed).random(shape).round(3)
    for text in (str(values), repr(values), str(values.tolist())):
        assert [[float(x) for x in row] for row in texts(text)] == values.tolist()


@pytest.mark.parametrize("text", ["(0.7, (0.8)", "sigmoid(0.7)", "array([0.7, 0.8]", "[0.7]]"])
def test_what_does_not_close_is_no_list(text: str, call: Runner) -> None:
    ran = call("compute", "--pred", text)
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize(("text", "value"), [("½", 1 / 2), ("⅓", 1 / 3), ("⅞", 7 / 8), ("3\u20444", 3 / 4)])
def test_a_fraction_is_one_number(text: str, value: float, call: Runner) -> None:
    assert float(call("compute", "--pred", text, "--label", "1", "-q").out) == pytest.approx(-np.log(value), rel=1e-15)


def test_a_file_is_read_as_a_pipe_is(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text(MATRICES[10])
    args = ("--label", "0,1", "-q")
    asked = call("compute", "--pred", f"@{tmp_path}/m.txt", *args)
    assert asked == call("compute", "--pred", "-", *args, stdin=MATRICES[10])
    assert asked.status == 0
    missing = call("compute", "--pred", f"@{tmp_path}/none.txt")
    assert (missing.status, missing.out) != (0, "")


def test_too_many_numbers_are_refused() -> None:
    with pytest.raises(XentError):
        rows_of(f"[{', '.join(['0.5'] * 20_001)}]")


@pytest.mark.parametrize("suffix", ["f", "F", "d", "f32", "f64"])
def test_a_suffix_of_c_java_or_rust_tells_the_type_of_a_number(suffix: str) -> None:
    """0.7f is 0.7; a plain f behind a whole number, as in 10f, tells nothing and stays refused."""
    (row,) = rows_in(Source("--pred", f"{{0.7{suffix}, .25{suffix}, 1e-3f32}}"))
    assert [float(number(piece).value) for piece in row] == [0.7, 0.25, 0.001]
    with pytest.raises(XentError):
        number(rows_in(Source("--pred", "10f"))[0][0])


def test_labels_that_are_kept_as_floats_are_whole_numbers(call: Runner) -> None:
    """PyTorch prints labels of a binary loss as 1., pandas those of a column with a gap as 1.0."""
    for labels in ("1.,0.,1.", "tensor([1., 0., 1.])", "1.0,0.0,1.0"):
        assert call("compute", "--pred", "0.9,0.2,0.7", "--label", labels, "-q") == call(
            "compute", "--pred", "0.9,0.2,0.7", "--label", "1,0,1", "-q"
        )
    rows = ("compute", "--logits=2,1,0", "--logits=0,1,3", "-q")
    assert call(*rows, "--label", "[1., 2.]") == call(*rows, "--label", "1,2")
    assert call(*rows, "--label=-100.0,2.0", "--ignore-label=-100") == call(
        *rows, "--label=-100,2", "--ignore-label=-100"
    )


def test_a_class_that_is_named_as_a_float_keeps_its_name(call: Runner) -> None:
    """--names 1.0,2.0: the label 1.0 is the first class, and not position 1. −ln 0.7 = 0.35667494393873245"""
    done = call("compute", "--pred", "0.7,0.3", "--names", "1.0,2.0", "--label", "1.0", "-q")
    assert done.out == "0.3566749439387324\n"


def test_a_batch_of_sequences_says_which_brackets_hold_the_classes(call: Runner) -> None:
    """The innermost: the mean of −ln 0.7, −ln 0.4, −ln 0.8 and −ln 0.55 is 0.5234865 (mpmath)."""
    batch = "[[[0.3, 0.7], [0.4, 0.6]], [[0.2, 0.8], [0.55, 0.45]]]"
    done = call("compute", "--pred", batch, "--label", "[[1, 0], [1, 0]]")
    assert "0.5235" in done.out
    assert "the innermost are the rows" in done.out


def test_words_as_labels_of_numbers_without_names_lead_to_names(call: Runner) -> None:
    done = call("compute", "--pred", "[[.1, .9], [.9, .1]]", "--label", "['spam', 'ham']")
    assert (done.status, done.out) == (2, "")
    assert "--names ham,spam" in done.err
