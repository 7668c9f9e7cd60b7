"""``tf.data``: what is known of a pipeline is what TensorFlow makes of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.knowledge.pipelines import Known, check_dataset, executed

from keras_lint.knowledge.values import Array, Dataset, Rows

ARRAYS = """
x = np.random.randint(0, 256, (50, 6, 8, 3)).astype("uint8")
y = np.random.randint(0, 4, (50,))
base = tf.data.Dataset.from_tensor_slices((x, y))
"""

KNOWN = {
    "slices": "data = base",
    "slices of one": "data = tf.data.Dataset.from_tensor_slices(x)",
    "slices of lists": "data = tf.data.Dataset.from_tensor_slices(([[1.5, 2.0], [3.0, 4.0]], [0, 1]))",
    "slices of strings": "data = tf.data.Dataset.from_tensor_slices((['a', 'b', 'c'], [0, 1, 1]))",
    "slices of a dictionary": (
        "data = tf.data.Dataset.from_tensor_slices(({'image': x, 'size': [1.0] * 50}, y)).batch(7)"
    ),
    "tensors": "data = tf.data.Dataset.from_tensors((x, y))",
    "range": "data = tf.data.Dataset.range(3, 40, 4)",
    "range backwards": "data = tf.data.Dataset.range(9, 0, -2)",
    "batch": "data = base.batch(8)",
    "batch of even parts": "data = base.batch(10)",
    "batch without remainder": "data = base.batch(8, drop_remainder=True)",
    "batch twice": "data = base.batch(8).batch(2)",
    "batch and unbatch": "data = base.batch(8).unbatch()",
    "repeat and batch": "data = base.repeat(3).batch(16)",
    "endless": "data = base.repeat().batch(16)",
    "endless, taken": "data = base.repeat().batch(16).take(5)",
    "take": "data = base.take(12)",
    "take more than there is": "data = base.take(120)",
    "take all": "data = base.take(-1)",
    "skip": "data = base.skip(12)",
    "skip everything but": "data = base.skip(48).batch(4)",
    "take batches": "data = base.batch(8).take(2)",
    "skip batches": "data = base.batch(8).skip(2)",
    "shuffle": "data = base.shuffle(100, reshuffle_each_iteration=False).batch(4).prefetch(tf.data.AUTOTUNE)",
    "shard": "data = base.shard(num_shards=3, index=1)",
    "cache and options": "data = base.cache().with_options(tf.data.Options()).prefetch(2)",
    "enumerate": "data = base.enumerate().batch(5)",
    "zip of two": "data = tf.data.Dataset.zip((base, tf.data.Dataset.range(20)))",
    "zip of many": "data = tf.data.Dataset.zip(base, base).batch(9)",
    "concatenate": "data = base.take(10).concatenate(base.skip(40))",
    "lambda": "data = base.map(lambda image, label: (tf.cast(image, tf.float32) / 255.0, label)).batch(8)",
    "division by a whole number": "data = base.map(lambda image, label: (image / 255, label))",
    "one-hot": "data = base.map(lambda image, label: (image, tf.one_hot(label, 4))).batch(8)",
    "dictionaries": (
        "data = base.map(lambda image, label: {'image': image, 'label': label}).map(lambda d: (d['image'], d['label']))"
    ),
    "rank": "data = base.map(lambda image, label: (tf.expand_dims(image, 0), tf.reshape(label, (1, 1))))",
    "resize": "data = base.map(lambda image, label: (tf.image.resize(image, (4, 5)), label)).batch(2)",
    "resize to the nearest": (
        "data = base.map(lambda image, label: (tf.image.resize(image, [4, 5], method='nearest'), label))"
    ),
    "resize with padding": "data = base.map(lambda image, label: (tf.image.resize_with_pad(image, 12, 12), label))",
    "crop or pad": "data = base.map(lambda image, label: (tf.image.resize_with_crop_or_pad(image, 12, 4), label))",
    "type of an image": (
        "data = base.map(lambda image, label: (tf.image.convert_image_dtype(image, tf.float32), label))"
    ),
    "grey": "data = base.map(lambda image, label: (tf.image.rgb_to_grayscale(image), label))",
    "crop": "data = base.map(lambda image, label: (tf.image.random_crop(image, (3, 3, 3)), label))",
    "box": "data = base.map(lambda image, label: (tf.image.crop_to_bounding_box(image, 1, 1, 3, 2), label))",
    "layer": "data = base.batch(4).map(lambda image, label: (layers.Rescaling(1 / 255)(image), label))",
    "layers": """
augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.2)])
scaling = keras.Sequential([layers.Resizing(4, 4), layers.Rescaling(1 / 127.5, offset=-1)])
data = base.batch(4).map(lambda image, label: (tf.cast(image, tf.float32), label))
data = data.map(lambda image, label: (augmentation(image, training=True), label))
data = data.map(lambda image, label: (scaling(image), label))
""",
    "layers on single images": """
flip = layers.RandomFlip()
scaling = keras.Sequential([layers.Resizing(4, 5), layers.Rescaling(1 / 255)])
data = base.map(lambda image, label: (tf.cast(image, tf.float32), label))
data = data.map(lambda image, label: (scaling(flip(image)), label))
""",
    "shapes": """
def prepare(image, label):
    image = tf.image.resize(image, (16, 16))
    image = image / 127.5 - 1
    label = tf.expand_dims(label, -1)
    return image, label
data = base.map(prepare, num_parallel_calls=tf.data.AUTOTUNE).cache().shuffle(10).batch(4, drop_remainder=True)
""",
    "functions of functions": """
def scale(image, label):
    return tf.cast(image, tf.float32) / 255.0, label
def pipeline(dataset, training=False):
    dataset = dataset.map(scale)
    if training:
        dataset = dataset.shuffle(20).repeat(2)
    return dataset.batch(4).prefetch(1)
data = pipeline(base, training=True)
""",
    "apply": "data = base.apply(lambda dataset: dataset.batch(3))",
    "padding": "data = base.padded_batch(4)",
    "generator with a signature": """
def numbers():
    for i in range(10):
        yield np.ones((4, 2)), i
data = tf.data.Dataset.from_generator(
    numbers, output_signature=(tf.TensorSpec(shape=(4, 2), dtype=tf.float32), tf.TensorSpec(shape=(), dtype=tf.int32))
).batch(2)
""",
    "generator with types": """
def numbers():
    for i in range(10):
        yield np.ones((4, 2)), i
data = tf.data.Dataset.from_generator(numbers, output_types=(tf.float32, tf.int32), output_shapes=((4, 2), ())).batch(2)
""",
    "series": (
        "data = keras.utils.timeseries_dataset_from_array(np.ones((40, "
        "3)), np.zeros((40,)), sequence_length=5, batch_size=4)"
    ),
    "series without targets": (
        "data = keras.utils.timeseries_dataset_from_array(np.ones((40, 3)), None, sequence_length=5)"
    ),
}
"""Programs that bind `data`, of whose elements all shapes and types are known."""

PARTLY = {
    "filter": "data = base.filter(lambda image, label: label > 1)",
    "random colours": "data = base.map(lambda image, label: (tf.image.random_brightness(image, 0.2), label))",
    "standardised": "data = base.map(lambda image, label: (tf.image.per_image_standardization(image), label))",
    "saturation": (
        "data = base.map(lambda image, label: (tf.image.stateless_random_saturation(image, 0.5, 1.0, (1, 2)), label))"
    ),
    "bicubic": "data = base.map(lambda image, label: (tf.image.resize(image, (9, 9), method='bicubic'), label))",
    "middle": "data = base.map(lambda image, label: (tf.image.central_crop(image, 0.5), label))",
    "turn": "data = base.map(lambda image, label: (tf.image.rot90(image), label))",
    "python": "data = base.map(lambda image, label: (tf.py_function(lambda v: v, [image], tf.uint8), label))",
    "windows": (
        "data = tf.data.Dataset.range(20).window(5, drop_remainder=True).flat_map(lambda window: window.batch(5))"
    ),
    "interleave": "data = base.interleave(lambda *e: tf.data.Dataset.from_tensors(e).repeat(2))",
    "padding to a size": "data = base.padded_batch(4, padded_shapes=([8, 8, 3], []))",
    "shapes that differ": "data = base.batch(8).concatenate(base.batch(4))",
    "noise": "data = base.map(lambda image, label: (tf.cast(image, tf.float32) + tf.random.normal((6, 8, 3)), label))",
    "narrow": "data = base.map(lambda image, label: (tf.cast(tf.cast(image, tf.float32) * 3, tf.uint8), label))",
    "conditional": "data = base.map(lambda image, label: (tf.image.flip_left_right(image) if True else image, label))",
}
"""Programs of which something is not known: what is, is right."""


@pytest.mark.parametrize("name", [*KNOWN, *PARTLY])
def test_what_is_known_of_a_dataset_is_true(name):
    code = ARRAYS + (KNOWN.get(name) or PARTLY[name])
    known, real = Known(code), executed(code)
    fact = known["data"]
    assert isinstance(fact, Dataset)
    found = check_dataset(known, fact, real["data"], name)
    if name in KNOWN:
        import tensorflow as tf

        assert found == len(tf.nest.flatten(real["data"].element_spec)), "an array of the elements is not known"


UNIQUE = """
numbers = tf.data.Dataset.from_tensor_slices(np.arange(60))
"""

SPLITS = {
    "in order": "a, b = numbers.take(40), numbers.skip(40)",
    "batched": "data = numbers.batch(5)\na, b = data.take(8), data.skip(8)",
    "batched and not": "a, b = numbers.take(40), numbers.batch(5).skip(8)",
    "other numbers": "a, b = numbers.take(40), numbers.skip(30)",
    "shuffled": "data = numbers.shuffle(60)\na, b = data.take(40), data.skip(40)",
    "shuffled with a seed": "data = numbers.shuffle(60, seed=1)\na, b = data.take(40), data.skip(40)",
    "shuffled once": "data = numbers.shuffle(60, reshuffle_each_iteration=False)\na, b = data.take(40), data.skip(40)",
    "shuffled once, other numbers": (
        "data = numbers.shuffle(60, reshuffle_each_iteration=False)\na, b = data.take(40), data.skip(20)"
    ),
    "shuffled once, twice": """
a = numbers.shuffle(60, seed=1, reshuffle_each_iteration=False).take(40)
b = numbers.shuffle(60, seed=2, reshuffle_each_iteration=False).skip(40)
""",
    "shuffled after": "a, b = numbers.take(40).shuffle(60), numbers.skip(40).shuffle(60).batch(3)",
    "three parts": "a, rest = numbers.take(20), numbers.skip(20)\nb = rest.take(20)",
    "shards": "a, b = numbers.shard(3, 0), numbers.shard(3, 1)",
    "shards of other numbers": "a, b = numbers.shard(3, 0), numbers.shard(2, 1)",
    "sliced before": (
        "z = np.arange(60)\na, b = (tf.data.Dataset.from_tensor_slices(part) for part in (z[:40], z[40:]))"
    ),
    "sliced and skipped": (
        "z = np.arange(60)\na, b = tf.data.Dataset.from_tensor_slices(z[:40]), "
        "tf.data.Dataset.from_tensor_slices(z).skip(40)"
    ),
    "repeated": "data = numbers.repeat(2)\na, b = data.take(80), data.skip(80)",
    "repeated after": "a, b = numbers.take(40).repeat(), numbers.skip(40)",
    "filtered": "a, b = numbers.filter(lambda n: n < 30), numbers.filter(lambda n: n >= 20)",
    "mapped": "data = numbers.map(lambda n: n * 2)\na, b = data.take(40), data.skip(40)",
}


@pytest.mark.parametrize("name", SPLITS)
def test_parts_said_to_share_no_rows_share_none(name):
    code = UNIQUE + SPLITS[name]
    known, real = Known(code), executed(code)
    facts = [known[part] for part in "ab"]
    rows = [fact.rows if isinstance(fact, Dataset) else None for fact in facts]
    seen = []
    for part in "ab":
        epochs = [
            {int(n) for batch in real[part].take(200).as_numpy_iterator() for n in np.atleast_1d(batch)}
            for _ in range(4)
        ]
        seen.append(set().union(*epochs))
    if all(isinstance(part, Rows) for part in rows) and rows[0].apart(rows[1]):
        assert not seen[0] & seen[1]


@pytest.mark.parametrize(
    "name",
    [
        "in order",
        "batched",
        "batched and not",
        "shuffled once",
        "three parts",
        "shards",
        "mapped",
        "sliced and skipped",
    ],
)
def test_ways_to_split_without_leakage_are_recognised(name):
    known = Known(UNIQUE + SPLITS[name])
    assert known["a"].rows.apart(known["b"].rows)


def test_what_was_done_is_remembered():
    known = Known(
        ARRAYS
        + """
def augment(image, label):
    return tf.image.random_flip_left_right(image), label
plain = base.map(lambda image, label: (tf.cast(image, tf.float32) / 255.0, label))
data = plain.shuffle(1000).map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(32).prefetch(tf.data.AUTOTUNE)
hidden = plain.map(lambda image, label: (mystery(image), label))
"""
    )
    data, plain, hidden = known["data"], known["plain"], known["hidden"]
    assert (plain.augmented, plain.shuffled, plain.batch_size) == (False, False, None)
    assert (data.augmented, data.shuffled, data.batch_size) == (True, True, 32)
    assert [step.kind for step in data.steps if step.kind in ("divided", "shuffled", "augmented")] == [
        "divided",
        "shuffled",
        "augmented",
    ]
    assert [link.name for link in data.pipeline] == ["from_tensor_slices", "map", "shuffle", "map", "batch", "prefetch"]
    assert data.stage("shuffle").options["buffer_size"] == 1000
    assert data.stage("map").options["num_parallel_calls"] == "AUTOTUNE"
    assert not isinstance(hidden.augmented, bool)
    assert data.rows == plain.rows == known.read(known.names["x"]).rows


def test_elements_of_a_loop_are_known():
    known = Known(ARRAYS + "for image, label in base.batch(4).take(1):\n    pass\nfirst = next(iter(base))")
    image = known["image"]
    assert isinstance(image, Array)
    assert image.shape == (None, 6, 8, 3)
    assert known.read(known["first"].items[0]).shape == (6, 8, 3)
