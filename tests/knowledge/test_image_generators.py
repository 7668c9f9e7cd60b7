"""Folders of images and ``ImageDataGenerator``: what is known of the batches is what Keras makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.knowledge.pipelines import Known, check_array, check_dataset, executed

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import SLICES, Array, Dataset, Tuple

IMAGES = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two classes of small pictures in colour."""
    from PIL import Image

    root = tmp_path_factory.mktemp("pictures")
    draw = np.random.default_rng(0)
    for name in ("cats", "dogs"):
        (root / name).mkdir()
        for number in range(IMAGES // 2):
            Image.fromarray(draw.integers(0, 256, (20, 30, 3), dtype="uint8")).save(root / name / f"{number}.png")
    return root


LOAD = "keras.utils.image_dataset_from_directory(folder, "
DIRECTORIES = {
    "plain": f"data = {LOAD}image_size=(8, 9))",
    "default size": f"data = {LOAD}batch_size=4)",
    "one-hot": f"data = {LOAD}label_mode='categorical', image_size=(8, 9), class_names=['cats', 'dogs'])",
    "binary": f"data = {LOAD}label_mode='binary', image_size=(8, 9), batch_size=4)",
    "no labels": f"data = {LOAD}labels=None, image_size=(8, 9), batch_size=4)",
    "no label mode": f"data = {LOAD}label_mode=None, image_size=(8, 9), batch_size=4)",
    "grey, not batched": f"data = {LOAD}color_mode='grayscale', image_size=(8, 9), batch_size=None)",
    "alpha": f"data = {LOAD}color_mode='rgba', image_size=(8, 9), shuffle=False)",
    "bicubic": f"data = {LOAD}image_size=(8, 9), interpolation='bicubic')",
    "channels first": f"data = {LOAD}image_size=(8, 9), data_format='channels_first')",
    "part": f"data = {LOAD}image_size=(8, 9), validation_split=0.25, subset='training', seed=1)",
    "both parts": f"other, data = {LOAD}image_size=(8, 9), validation_split=0.25, subset='both', seed=1)",
    "old name": "data = tf.keras.preprocessing.image_dataset_from_directory(folder, image_size=(8, 9))",
    "further on": f"""
data = {LOAD}image_size=(8, 9), batch_size=4)
names = data.class_names
scaling = layers.Rescaling(1.0 / 255)
data = data.map(lambda image, label: (scaling(image), label)).cache().prefetch(2)
""",
    "files": """
def load(path):
    image = tf.image.decode_png(tf.io.read_file(path), channels=3)
    image = tf.image.resize(image, [8, 9])
    return image / 255.0
data = tf.data.Dataset.list_files(folder + "/*/*.png").map(load).batch(4)
""",
    "files of other kinds": """
data = tf.data.Dataset.list_files(folder + "/*/*.png", shuffle=False)
data = data.map(lambda path: tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False))
data = data.map(lambda image: tf.image.convert_image_dtype(image, tf.float32))
""",
    "decoded as floats": """
data = tf.data.Dataset.list_files(folder + "/*/*.png")
data = data.map(lambda path: tf.io.decode_image(tf.io.read_file(path), dtype=tf.float32))
""",
}


@pytest.mark.parametrize("name", DIRECTORIES)
def test_what_is_known_of_a_folder_is_true(name, folder):
    code = f"folder = {str(folder)!r}\n" + DIRECTORIES[name]
    known, real = Known(code), executed(code)
    assert isinstance(known["data"], Dataset)
    found = check_dataset(known, known["data"], real["data"], name)
    assert found or name in ("channels first", "decoded as floats")


def test_parts_of_one_folder_share_no_rows():
    code = """
def part(name, seed):
    return keras.utils.image_dataset_from_directory("pictures", validation_split=0.2, subset=name, seed=seed)
train, validation, other = part("training", 1), part("validation", 1), part("validation", 2)
"""
    known = Known(code)
    train, validation, other = (known[name] for name in ("train", "validation", "other"))
    assert train.rows.apart(validation.rows)
    assert not train.rows.apart(other.rows)
    assert (train.part, validation.part) == ("train", "validation")


# --- ImageDataGenerator ----------------------------------------------------------------------------------------------

FROM = "flow_from_directory(folder, target_size=(8, 9), batch_size=5"
GENERATORS = {
    "plain": f"ImageDataGenerator().{FROM})",
    "default size": "ImageDataGenerator().flow_from_directory(folder)",
    "rescaled": f"ImageDataGenerator(rescale=1.0 / 255).{FROM}, class_mode='binary')",
    "augmented": (
        "ImageDataGenerator(rescale=1 / 255, rotation_range=30, "
        f"zoom_range=0.2, horizontal_flip=True).{FROM}, class_mode='sparse')"
    ),
    "filled": f"ImageDataGenerator(width_shift_range=0.5, fill_mode='constant', cval=300.0).{FROM}, class_mode=None)",
    "brighter": f"ImageDataGenerator(brightness_range=(0.5, 1.5), rescale=1 / 255).{FROM}, class_mode='input')",
    "shifted channels": f"ImageDataGenerator(channel_shift_range=40.0).{FROM})",
    "samplewise": f"ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True).{FROM})",
    "preprocessed": f"ImageDataGenerator(preprocessing_function=lambda image: image / 127.5 - 1).{FROM})",
    "preprocessed and rescaled": (
        f"ImageDataGenerator(preprocessing_function=lambda image: 255 - image, rescale=0.5).{FROM})"
    ),
    "preprocessed by Keras": (
        f"ImageDataGenerator(preprocessing_function=keras.applications.vgg16.preprocess_input).{FROM})"
    ),
    "grey": f"ImageDataGenerator().{FROM}, color_mode='grayscale', classes=['cats', 'dogs'])",
    "part": f"ImageDataGenerator(validation_split=0.25).{FROM}, subset='validation')",
    "arrays": "ImageDataGenerator(rescale=1 / 255).flow(x, y, batch_size=8)",
    "arrays, part": "ImageDataGenerator(validation_split=0.25).flow(x, y, batch_size=8, subset='training')",
    "arrays, other part": (
        "ImageDataGenerator(validation_split=0.25).flow(x, y, batch_size=8, subset='validation', shuffle=False)"
    ),
    "arrays alone": "ImageDataGenerator(shear_range=10, vertical_flip=True).flow(x)",
    "arrays with weights": "ImageDataGenerator().flow(x, y, sample_weight=np.ones(30), batch_size=8)",
    "arrays as doubles": "ImageDataGenerator(dtype='float64').flow(x, y)",
    "one-hot arrays": "ImageDataGenerator().flow(x, keras.utils.to_categorical(y, 3), batch_size=8)",
    "cubic": "ImageDataGenerator(rotation_range=45, interpolation_order=3).flow(x, y, batch_size=8)",
}


@pytest.mark.parametrize("name", GENERATORS)
def test_what_is_known_of_a_generator_is_true(name, folder):
    code = f"""
folder = {str(folder)!r}
np.random.seed(0)  # all classes in either subset: Keras refuses others
x = np.random.randint(0, 256, (30, 8, 8, 3)).astype("uint8")
y = np.random.randint(0, 3, (30, 1))
data = {GENERATORS[name]}
count, size, length = data.n, data.batch_size, len(data)
"""
    known, real = Known(code), executed(code)
    fact, data = known["data"], real["data"]
    assert isinstance(fact, Dataset)
    for _ in range(len(data)):
        batch = next(data)
        parts = batch if isinstance(batch, tuple) else (batch,)
        facts = fact.elements.items if isinstance(fact.elements, Tuple) else (fact.elements,)
        assert len(parts) == len(facts)
        for i, (part, array) in enumerate(zip(parts, facts, strict=True)):
            assert isinstance(array, Array)
            shape = (None, *part.shape[1:])
            check_array(array, shape, str(part.dtype), part, f"{name}[{i}]")
    inputs = known.read(fact.inputs)
    assert not any(isinstance(dim, Unknown) for dim in inputs.shape)
    for known_number, number in (
        (fact.samples, data.n),
        (fact.batch_size, data.batch_size),
        (fact.cardinality, len(data)),
    ):
        assert isinstance(known_number, Unknown) or known_number == number
    assert known.program.run.python(known.names["size"]) == data.batch_size
    for key, number in (("count", data.n), ("length", len(data))):
        found = known.program.run.python(known.names[key])
        assert isinstance(found, Unknown) or found == number


def test_a_generator_says_what_it_does():
    known = Known("""
train = ImageDataGenerator(rescale=1.0 / 255, rotation_range=20, horizontal_flip=True, zoom_range=0.0)
flow = train.flow_from_directory("train", target_size=(64, 64), class_mode="binary", batch_size=16)
plain = ImageDataGenerator().flow_from_directory("train", shuffle=False)
x = np.zeros((10, 8, 8, 3))
scaler = ImageDataGenerator(featurewise_center=True)
before = scaler.flow(x)
scaler.fit(x[:5])
after = scaler.flow(x)
""")
    flow, plain = known["flow"], known["plain"]
    assert (flow.augmented, plain.augmented, flow.shuffled, plain.shuffled) == (True, False, True, False)
    augmenting = [step.name for step in flow.steps if step.kind == "augmented"]
    assert augmenting == ["rotation_range", "horizontal_flip"]
    assert [step.kind for step in flow.steps if step.kind == "divided"] == ["divided"]
    assert not known.read(plain.inputs).has_step("divided", "augmented", "normalized")
    assert flow.stage("flow_from_directory").options["class_mode"] == "binary"
    assert flow.generator.name == "ImageDataGenerator"
    labels = known.read(flow.targets).labels
    assert (labels.form, labels.classes) == ("integer", 2)
    step = known["after"].steps[-1]
    assert (step.kind, step.fitted_on) == ("normalized", known["x"].rows.part(SLICES, "0:5"))
    assert known["before"].steps[-1].fitted_on is None


def test_subsets_of_arrays_share_no_rows():
    known = Known("""
x, y = np.zeros((40, 8, 8, 3)), np.zeros((40,))
datagen = ImageDataGenerator(validation_split=0.25)
train, validation = datagen.flow(x, y, subset="training"), datagen.flow(x, y, subset="validation")
""")
    assert known["train"].rows.apart(known["validation"].rows)
    assert (known["train"].samples, known["validation"].samples) == (30, 10)


# --- files -----------------------------------------------------------------------------------------------------------

FILES = {
    "load_img": "a = keras.utils.img_to_array(keras.utils.load_img(path, target_size=(8, 9)))",
    "load_img in grey": (
        "a = keras.utils.img_to_array(keras.utils.load_img(path, color_mode='grayscale', target_size=(8, 9)))"
    ),
    "load_img of numpy": "a = np.array(keras.utils.load_img(path, target_size=(8, 9))) / 255.0",
    "old names": """
from tensorflow.keras.preprocessing import image
a = np.expand_dims(image.img_to_array(image.load_img(path, target_size=(8, 9))), axis=0)
""",
    "PIL": "from PIL import Image\na = np.array(Image.open(path).convert('RGB').resize((9, 8)))",
    "PIL in grey": (
        "from PIL import Image\na = np.asarray(Image.open(path).convert('L').resize((9, 8)), dtype='float32') / 255"
    ),
    "many": """
from PIL import Image
import glob
images = []
for name in glob.glob(folder + "/*/*.png"):
    images.append(np.array(Image.open(name).convert("RGB").resize((9, 8))))
a = np.array(images)
""",
    "comprehension": (
        "import glob\na = np.array([keras.utils.img_to_array(keras.utils."
        "load_img(f, target_size=(8, 9))) for f in glob.glob(folder + '/*/*')])"
    ),
    "TensorFlow": "a = tf.image.resize(tf.io.decode_png(tf.io.read_file(path), channels=1), (8, 9))",
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_known_of_images_from_files_is_true(name, folder):
    code = f"folder = {str(folder)!r}\npath = {str(folder / 'cats' / '0.png')!r}\n" + FILES[name]
    known, real = Known(code), executed(code)
    array, value = known["a"], np.asarray(real["a"])
    assert isinstance(array, Array)
    check_array(array, value.shape, str(value.dtype), value, name)
    assert array.range_known
    assert isinstance(array.shape, tuple)
    assert array.has_step("loaded")
