"""What is known of numpy's arrays is what numpy makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import THOROUGH
from tests.knowledge.oracle import Facts, compare, execute, whole_shape

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array

SETUP = """
import numpy as np
rng = np.random.default_rng(0)
np.random.seed(0)
images = np.random.randint(0, 256, size=(50, 8, 8, 3)).astype("uint8")
x = np.random.rand(60, 4)
signed = np.random.uniform(-3, 2, size=(60, 4))
labels = np.random.randint(0, 3, size=60)
column = np.random.randint(0, 2, (60, 1))
small = np.array([[1, 2, 3], [4, 5, 6]])
y = np.array([0, 1, 1, 0, 1])
mask = x[:, 0] > 0.5
order = np.random.permutation(60)
"""

WHOLE = [
    "np.array([1, 2, 3])", "np.array([[0., 1.], [2., 3.]])", "np.array([0, 1, 1, 0], dtype='float32')",
    "np.array([[0], [1], [1], [0]])", "np.array([True, False])", "np.array(3)", "np.array([[[1, 2], [3, 4]]])",
    "np.array([1, 2.5])", "np.asarray([[0, 0], [0, 1], [1, 0], [1, 1]])", "np.array(['a', 'b'])",
    "np.array([0] * 95 + [1] * 5)", "np.array([[1, 0], [0, 1], [1, 0]])", "np.array([-1, 1, 1])", "np.array(range(7))",
    "np.array([i * 2 for i in range(5)])", "np.array([x[0], x[1]])", "np.array([small, small])", "np.array((1, 2))",
    "np.array(images)", "np.float32(small)", "np.array([300, 2], dtype=np.uint16)",
    "np.array([[1, 2], [3, 4]], float)", "np.array([0.2, 0.9, 0.4])", "np.zeros((3, 4))", "np.ones(5)",
    "np.zeros((2, 3), dtype=np.float32)", "np.full((2, 2), 7)", "np.full((2, 2), 0.5)", "np.eye(4)", "np.eye(3, 5)",
    "np.identity(3)", "np.zeros_like(images)", "np.ones_like(x)", "np.full_like(small, 9)", "np.zeros(x.shape)",
    "np.zeros((len(x), 10))", "np.zeros((x.shape[0], 2))", "np.ones((2, 3), 'uint8')", "np.empty((3, 2))",
    "np.zeros(shape=(2, 2), dtype=int)", "np.arange(10)", "np.arange(2, 10)", "np.arange(0, 1, 0.1)",
    "np.arange(10, 0, -2)", "np.arange(5.0)", "np.linspace(-1, 1, 20)", "np.linspace(0, 5)",
    "np.arange(-50, 50).reshape(-1, 1)", "np.arange(12).reshape(3, 4)", "np.arange(6, dtype='float32')",
    "np.logspace(0, 1, 5)", "np.arange(0)", "np.arange(3)", "np.random.rand(3, 2)", "np.random.randn(3, 2)",
    "np.random.rand()", "np.random.random((4, 5))", "np.random.random(4)", "np.random.random(size=(2, 2))",
    "np.random.randint(10, size=(5, 2))", "np.random.randint(1, 5, 8)", "np.random.randint(0, 2, size=(100, 1))",
    "np.random.normal(0, 1, (3, 3))", "np.random.normal(size=7)", "np.random.uniform(-1, 1, (3, 2))",
    "np.random.uniform(size=3)", "np.random.uniform(2, 5, size=(4,))",
    "np.random.choice([0, 1], size=500, p=[0.95, 0.05])", "np.random.choice(10, 4)",
    "np.random.binomial(1, 0.05, size=2000)", "np.random.permutation(9)", "np.random.permutation(x)",
    "rng.random((3, 2))", "rng.integers(0, 10, size=20)", "rng.integers(0, 4, size=(30,), endpoint=True)",
    "rng.normal(size=(2, 2))", "rng.standard_normal((3, 1))", "rng.uniform(-2, 2, (4, 4))",
    "np.random.standard_normal((2, 3))", "np.random.randint(0, 255, (4, 8, 8, 3), dtype=np.uint8)",
    "np.random.sample((2, 2))", "np.random.exponential(1.0, 5)", "np.random.poisson(3, (4,))",
    "np.random.RandomState(1).rand(3, 3)", "rng.choice([0, 1, 2], 90)", "np.random.randint(5)", "x.reshape(-1)",
    "np.cumsum(x, axis=0)", "x.cumsum(axis=1)", "x @ np.arange(8.0).reshape(4, 2)", "x @ np.ones(4)",
    "small @ small.T", "np.prod(x.shape[1:])", "int(np.prod(images.shape[1:]))", "x.reshape(20, 12)", "x.reshape((20, -1))", "images.reshape(50, -1)", "images.reshape(len(images), 192)",
    "images.reshape((images.shape[0], 8 * 8 * 3))", "images.reshape(-1, 192)", "np.reshape(x, (4, 60))",
    "np.expand_dims(x, -1)", "np.expand_dims(x, axis=0)", "np.squeeze(column)", "column.squeeze(axis=1)", "x.T",
    "x.transpose()", "images.transpose(0, 3, 1, 2)", "np.transpose(images, (0, 2, 1, 3))", "np.swapaxes(images, 1, 2)",
    "images.swapaxes(1, 3)", "np.moveaxis(images, -1, 1)", "np.moveaxis(images, 1, -1)", "x.ravel()", "x.flatten()",
    "column.ravel()", "np.repeat(images, 2, axis=0)", "np.repeat(images[..., :1], 3, axis=-1)", "np.repeat([0, 1], 5)",
    "np.tile(x, (2, 1))", "np.tile(y, 3)", "np.tile(small, (2, 2, 2))", "small.reshape(3, 2)",
    "np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))",
    "np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)), mode='edge')", "np.flip(images, axis=2)", "np.atleast_2d(y)",
    "x.reshape(x.shape + (1,))", "y.reshape(-1, 1)", "np.ravel(column)", "labels.reshape(60, 1)",
    "images.reshape(images.shape[0], -1)", "np.fliplr(small)", "np.concatenate([x, x])",
    "np.concatenate((x, signed), axis=1)", "np.concatenate([labels, labels])", "np.stack([x, signed])",
    "np.stack([x, x], axis=-1)", "np.vstack((x, signed))", "np.vstack([y, y])", "np.hstack((x, column))",
    "np.hstack([y, labels])", "np.append(x, signed, axis=0)", "np.append(labels, 2)", "np.column_stack((x, labels))",
    "np.dstack((small, small))", "np.concatenate([x[:10], x[20:]])", "np.append(y, [0, 1])", "x.astype('float32')",
    "images.astype(np.float32) / 255.0", "images / 255", "images / 255.", "(images - 127.5) / 127.5",
    "images.astype('float32') * (1 / 255)", "images.astype('float32') / 127.5 - 1", "np.divide(images, 255.0)",
    "np.clip(x, 0.2, 0.8)", "x.clip(0, 0.5)", "np.clip(signed, -1, None)", "np.abs(signed)", "np.sqrt(x)",
    "np.exp(signed)", "np.log(x + 1)", "np.log1p(x)", "np.square(signed)", "signed ** 2", "signed ** 3", "labels % 2",
    "labels // 2", "2 * x - 1", "1 - x", "-signed", "x + signed", "x * 10", "images + 1", "images * 2", "small * 2",
    "small + small", "small / 2", "small - 1", "np.round(signed)", "np.sin(signed)", "np.tanh(signed)", "labels + 1",
    "x - 0.5", "np.maximum(signed, 0)", "np.minimum(signed, 0.5)", "x > 0.5", "(x > 0.5).astype(int)", "np.isnan(x)",
    "small.astype(bool)", "signed.astype(int)", "images.astype(int) - 300", "x.astype(np.float64)", "x / 4",
    "np.floor(signed)", "np.where(x > 0.5, 1, 0)", "np.where(labels == 2, 1, 0)", "1 / (x + 1)", "x[:, 0] * 2",
    "np.multiply(x, 2)", "np.subtract(x, 1)", "np.power(x, 2)", "small % 4", "images // 2",
    "images.astype('int32') ** 2", "x.astype('float32') + signed", "images[0] / 255", "np.ceil(x)", "y * 2 - 1",
    "images - 128", "images.astype('int8')", "labels.astype('float32')", "x + 1", "images.astype('float16')",
    "np.expm1(x)", "x.astype(bool)", "np.uint8(labels)", "x.round(1)", "np.cos(x)", "np.zeros((2, 2)) + 5", "x.mean()",
    "x.mean(axis=0)", "np.mean(x, axis=1)", "x.std(axis=0)", "np.max(images)", "images.max()", "images.min()",
    "x.sum(axis=1)", "small.sum()", "small.mean()", "small.max()", "y.sum()", "x.var()", "np.median(x)",
    "np.percentile(x, 90)", "x.max(axis=(0, 1))", "x.mean(axis=0, keepdims=True)", "x.argmax(axis=1)", "np.argmax(x)",
    "np.argmax(x, axis=-1)", "x / x.max()", "x / np.max(x)", "signed - signed.min()", "(x - x.mean()) / x.std()",
    "(x - x.mean(axis=0)) / x.std(axis=0)", "(x - x.min()) / (x.max() - x.min())", "np.ptp(x)", "small.min(axis=0)",
    "(x > 0.5).any()", "images.mean(axis=(0, 1, 2))", "np.sort(x, axis=0)", "np.argsort(y)", "np.cumsum(y)",
    "np.bincount(y)", "np.unique(y)", "np.unique(np.array(['b', 'a', 'b']))", "np.dot(x, x.T)", "np.matmul(x, x.T)",
    "images / images.max()", "np.average(x)", "np.argmin(x, axis=0)", "x[0]", "x[-1]", "x[:10]", "x[10:]", "x[-10:]",
    "x[:-10]", "x[::2]", "x[:, 1]", "x[:, 1:3]", "x[:, :-1]", "x[:, -1]", "x[0, 0]", "images[..., 0]",
    "images[..., np.newaxis]", "x[None]", "x[:, None]", "x[:, :, None]", "images[:, ::2, ::2]", "images[3]",
    "x[[1, 2, 3]]", "x[order]", "x[order[:20]]", "np.eye(3)[labels]", "small[1, 2]", "small[:, 0]", "x[5:15, 2]",
    "images[:, :, :, 0]", "images[10:20, 2:6, 2:6, :]", "y[[0, 2]]", "y[1:4]", "small[1]", "x[np.arange(10)]",
    "x[..., -1]", "labels[:30]", "x[::-1]", "images[0, ..., 0]", "x.shape", "x.shape[0]", "x.ndim", "x.size",
    "x.dtype", "len(x)", "images.shape[1:]", "y.tolist()", "x.copy()", "np.shape(x)", "x.shape[1] * 2",
    "images.shape[1:3]", "(x.shape[1],)", "x.shape[-1]",
]  # fmt: skip
"""Expressions whose shape must be known whole."""

SOUND = [
    "x[mask]", "x[x > 0.5]", "labels[labels > 0]", "np.where(labels == 1)", "np.unique(labels)",
    "np.unique(labels, return_counts=True)", "np.bincount(labels)", "np.nan_to_num(x)", "np.histogram(x)",
    "np.meshgrid(y, y)", "np.array_split(x, 7)", "np.split(x, [10, 30])", "np.split(labels, 3)", "np.triu(small)",
    "np.random.multivariate_normal([0, 0], [[1, 0], [0, 1]], 5)", "np.rot90(small)", "x[order > 5]", "np.diff(y)",
    "np.quantile(x, [0.1, 0.9])", "small.nonzero()", "np.array([x, 3], dtype=object)", "np.delete(x, 0, axis=0)",
    "np.insert(x, 0, 1, axis=1)", "np.random.beta(1, 2, 5)", "np.random.uniform(x)", "np.where(x > 0.5, x, signed)",
    "np.cumprod(x)", "images[mask[:50]]", "np.hsplit(x, 2)", "np.concatenate([x.T, signed.T], axis=-1)",
    "np.einsum('ij,ij->i', x, x)", "x.tolist()", "np.random.choice(labels, 10)",
    "np.unique(labels, return_inverse=True)", "x[labels]", "np.array([labels, labels]).T", "(labels == 1).sum()",
    "np.interp(x, [0, 1], [0, 2])", "np.gradient(y)", "np.apply_along_axis(sum, 1, x)", "x[labels == 1, 0]",
    "x[[True, False] * 30]", "x.max(0).min()",
]  # fmt: skip
"""Expressions of which what is claimed must be true, however little it is."""


@pytest.mark.parametrize("expression", WHOLE)
def test_known_shapes_and_ranges_are_those_of_numpy(expression: str) -> None:
    facts, _, untrue = compare(f"{SETUP}\nresult = {expression}\n")
    assert untrue == []
    fact = facts["result"]
    assert not isinstance(fact, Array) or whole_shape(fact), fact
    assert is_known(fact), fact


@pytest.mark.parametrize("expression", SOUND)
def test_nothing_untrue_is_claimed(expression: str) -> None:
    assert compare(f"{SETUP}\nresult = {expression}\n")[2] == []


STATEMENTS = [
    "x /= 4", "images = images.astype('float32')\nimages /= 255", "x -= 0.5", "x[0] = 9", "labels[labels == 2] = 7",
    "x[:, 1] = signed[:, 1] * 100", "np.random.shuffle(x)", "np.random.shuffle(labels)", "y.sort()", "x.fill(3)",
    "x.sort(axis=0)", "np.copyto(x, signed)", "x.shape = (4, 60)", "a, b = x[:40], x[40:]",
    "out = np.zeros((5, 8, 8, 3))\nfor i in range(5):\n    out[i] = images[i] / 255.",
    "out = []\nfor image in images:\n    out.append(image / 255.)\nout = np.array(out)",
    "out = np.array([image.reshape(-1) for image in images])",
    "out = []\nfor i in range(20, 60):\n    out.append(x[i - 20:i])\nout = np.array(out)", "x = x.T\nx *= 3",
    "values, counts = np.unique(labels, return_counts=True)", "classes = len(np.unique(y))",
    "n = int(0.8 * len(x))\na, b = x[:n], x[n:]", "mean = x.mean(axis=0)\nstd = x.std(axis=0)\nx = (x - mean) / std",
    "x, labels = x[order], labels[order]", "p = np.random.permutation(len(x))\na = x[p[:10]]", "small += 1",
    "small[0] = 5", "y[2] = 0", "y = np.array([1, 1, 0])\ny[:] = 1",
    "one_hot = np.zeros((60, 3))\none_hot[np.arange(60), labels] = 1", "lst = [0.5] * 4\nout = np.array(lst)",
    "x = np.delete(x, 3, axis=1)", "labels = labels.astype('float32')\nlabels -= 1",
    "images = images / 255.\nimages = images[..., :1]", "y = y.reshape(-1, 1).astype('float32')",
]  # fmt: skip


@pytest.mark.parametrize("statements", STATEMENTS)
def test_facts_stay_true_after_statements_that_change_arrays(statements: str) -> None:
    assert compare(f"{SETUP}\n{statements}\n")[2] == []


shapes = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple)
operations = st.sampled_from([
    "a + b", "a - b", "a * b", "a / (b + 300)", "a // 3", "a % 5", "a ** 2", "-a", "a.astype('float32') / 255", "a.T",
    "a.reshape(-1)", "a[0]", "a[:2]", "a[..., None]", "np.stack([a, a])", "np.concatenate([a, a])", "a.sum(axis=0)",
    "a.max()", "a.mean(axis=-1)", "np.clip(a, 2, 9)", "a > 3", "a.astype('uint8')", "np.expand_dims(a, 0)",
    "np.repeat(a, 2, axis=0)", "np.tile(a, 2)", "a * 0.5 + 1", "a.astype('int64') * 1000", "np.abs(a)",
    "a - a.mean(axis=0)", "a / 255",
])  # fmt: skip


@settings(max_examples=2000 if THOROUGH else 120)
@given(
    shape=shapes,
    dtype=st.sampled_from(["int64", "float32", "uint8", "float64", "int8"]),
    steps=st.lists(operations, min_size=1, max_size=4),
)
def test_chains_of_operations_keep_every_claim_true(shape: tuple[int, ...], dtype: str, steps: list[str]) -> None:
    lines = ["import numpy as np", f"a = np.random.randint(0, 100, size={shape}).astype('{dtype}')", "b = a"]
    text = "\n".join([*lines, *(f"a = {step}" for step in steps)])
    try:
        execute(text)
    except (ValueError, IndexError, TypeError, AttributeError, OverflowError):
        return  # numpy refuses the chain
    assert compare(text)[2] == [], text


# --- rows
# -----------------------------------------------------------------------------------------------------------------------------------


def test_slices_that_share_no_rows_are_apart() -> None:
    facts = Facts(f"{SETUP}\na, b, c, d, e = x[:40], x[40:], x[40:50], x[50:], x[30:45]\n")
    rows = {name: facts[name].rows for name in "abcde"}
    assert rows["a"].apart(rows["b"])
    assert rows["a"].apart(rows["c"])
    assert rows["c"].apart(rows["d"])
    assert rows["c"].within(rows["b"])
    assert not rows["a"].apart(rows["e"])
    assert not rows["b"].within(rows["c"])
    assert all(part.within(facts["x"].rows) for part in rows.values())


def test_parts_of_one_order_of_indices_are_apart() -> None:
    facts = Facts(f"{SETUP}\na, b = x[order[:40]], x[order[40:]]\nc = x[order]\nd = x[:40]\n")
    a, b = facts["a"].rows, facts["b"].rows
    assert a.apart(b)
    assert b.within(facts["x"].rows)
    assert not a.apart(facts["d"].rows)
    assert facts["c"].has_step("shuffled")


def test_the_two_sides_of_a_slice_joined_are_the_whole_again() -> None:
    facts = Facts(
        f"{SETUP}\na = np.concatenate([x[:40], x[40:]])\nb = np.concatenate([x[:40], signed])\nc = np.concatenate([x[:40], x[50:]])\n"
    )
    assert facts["a"].rows == facts["x"].rows
    assert not facts["b"].rows.within(facts["x"].rows)
    assert not facts["c"].rows.within(facts["x"].rows)
    assert facts["b"].has_step("appended")


def test_standardising_by_statistics_remembers_whose_they_are() -> None:
    facts = Facts(
        f"{SETUP}\nmean, std = x.mean(axis=0), x.std(axis=0)\na = (x[:40] - mean) / std\nb = x[40:]\nc = (b - b.mean()) / b.std()\n"
    )
    step = facts["a"].last_step("normalized")
    assert step.fitted_on == facts["x"].rows
    assert facts["b"].rows.within(step.fitted_on)
    assert facts["c"].last_step("normalized").fitted_on == facts["b"].rows
    assert sum(s.kind == "normalized" for s in facts["a"].steps) == 1


def test_a_scaling_written_in_two_operations_is_one_step() -> None:
    facts = Facts(
        f"{SETUP}\na = (images - 127.5) / 127.5\nb = images / 127.5 - 1\nc = images / 255. / 255.\nd = labels - 1\n"
    )
    scaling = ("divided", "normalized")
    assert [sum(s.kind in scaling for s in facts[name].steps) for name in "abcd"] == [1, 1, 2, 0]
    assert [(facts[name].low, facts[name].high) for name in "ab"] == [(-1, 1), (-1, 1)]


def test_counting_classes_is_recorded() -> None:
    facts = Facts(
        f"{SETUP}\nfrom collections import Counter\nCounter(labels)\nnp.bincount(labels)\nnp.unique(labels, return_counts=True)\nnp.unique(labels)\n"
    )
    counted = facts.events("counts_inspected")
    assert len(counted) == 3
    assert all(event.details["array"].rows == facts["labels"].rows for event in counted)
