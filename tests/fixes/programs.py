"""Programs that the fixes are tried on: the same training, written in the ways people write it.

A program is put together from its data, its model, and where its code stands; each has several findings.
"""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tests.conftest import THOROUGH

FLAVOURS = {
    "tf.keras": "import tensorflow as tf\nfrom tensorflow.keras import layers\n",
    "keras": "import keras\nfrom keras import layers\n",
    "names": (
        "from tensorflow.keras.models import Sequential, Model\nfrom tensorflow.keras import Input\n"
        "from tensorflow.keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\nfrom tensorflow.keras.utils import to_categorical\n"
        "from tensorflow.keras.datasets import cifar10, mnist\n"
    ),
    "bare names": (
        "from keras import Input, Model, Sequential\nfrom keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
        "from keras.utils import to_categorical\nfrom keras.datasets import cifar10, mnist\n"
    ),
}
"""Imports: how names of Keras are reached."""

IMPORTS = "import numpy as np\nfrom sklearn.datasets import make_classification\nfrom sklearn.model_selection import train_test_split\n"

TABLES = """
x, y = make_classification(n_samples=400, n_features=12, n_informative=6, n_classes=3, weights=[0.7, 0.2, 0.1], random_state=0)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=0)
"""
BINARY = """
x, y = make_classification(n_samples=400, n_features=12, weights=[0.9, 0.1], random_state=0)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=0)
"""
IMAGES = """
(x_train, y_train), (x_test, y_test) = {keras}.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1)
x_test = x_test.reshape(-1, 28, 28, 1)
"""
COLOURS = """
(x_train, y_train), (x_test, y_test) = {keras}.datasets.cifar10.load_data()
"""
ONE_HOT = """y_train = {keras}.utils.to_categorical(y_train, {classes})
y_test = {keras}.utils.to_categorical(y_test, {classes})
"""

DENSE = ['Dense(128, activation="relu")', 'Dense(64, activation="relu")']
CONVOLUTIONS = [
    'Conv2D(16, 3, activation="relu")',
    "MaxPooling2D()",
    'Conv2D(32, 3, activation="relu")',
    "MaxPooling2D()",
    "Flatten()",
    'Dense(64, activation="relu")',
]


@dataclass(frozen=True, slots=True)
class Kind:
    """Data and what they call for."""

    data: str
    shape: str
    classes: int
    hidden: tuple[str, ...]
    one_hot: bool = False

    @property
    def loss(self) -> str:
        if self.classes == 1:
            return "binary_crossentropy"
        return "categorical_crossentropy" if self.one_hot else "sparse_categorical_crossentropy"


KINDS = {
    "binary": Kind(BINARY, "(12,)", 1, tuple(DENSE)),
    "integer": Kind(TABLES, "(12,)", 3, tuple(DENSE)),
    "one-hot": Kind(TABLES, "(12,)", 3, tuple(DENSE), one_hot=True),
    "images": Kind(IMAGES, "(28, 28, 1)", 10, tuple(CONVOLUTIONS)),
    "images-one-hot": Kind(IMAGES, "(28, 28, 1)", 10, tuple(CONVOLUTIONS), one_hot=True),
    "colours": Kind(COLOURS, "(32, 32, 3)", 10, tuple(CONVOLUTIONS)),
}
STYLES = ("list", "add", "functional")
PLACES = ("script", "function", "method", "notebook")
VALIDATIONS = {"": "", "split": ", validation_split=0.2", "test": ", validation_data=(x_test, y_test)"}


class Writing(NamedTuple):
    """One way to write the training down."""

    kind: str
    style: str
    flavour: str
    validation: str
    place: str

    @property
    def name(self) -> str:
        """For the tests' ids."""
        return "-".join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class TrialProgram:
    """A program as a file."""

    name: str
    filename: str
    data: bytes
    writing: Writing


def body(kind: Kind, style: str, flavour: str, validation: str) -> str:
    """The statements behind the imports."""
    keras = "tf.keras" if flavour == "tf.keras" else "keras"
    activation = "sigmoid" if kind.classes == 1 else "softmax"
    stack = [f"layers.{layer}" for layer in [*kind.hidden, f'Dense({kind.classes}, activation="{activation}")']]
    code = kind.data.strip("\n") + "\n"
    if kind.one_hot:
        code += ONE_HOT.replace("{classes}", str(kind.classes))
    entrance = f"{{keras}}.Input(shape={kind.shape})"
    if style == "list":
        code += (
            f"model = {{keras}}.Sequential([\n    {entrance},\n"
            + "".join(f"    {layer},\n" for layer in stack)
            + "])\n"
        )
    elif style == "add":
        code += f"model = {{keras}}.Sequential()\nmodel.add({entrance})\n" + "".join(
            f"model.add({layer})\n" for layer in stack
        )
    else:
        code += f"inputs = {entrance}\nx = {stack[0]}(inputs)\n" + "".join(f"x = {layer}(x)\n" for layer in stack[1:-1])
        code += f"outputs = {stack[-1]}(x)\nmodel = {{keras}}.Model(inputs, outputs)\n"
    code += f'model.compile(optimizer="adam", loss="{kind.loss}", metrics=["accuracy"])\n'
    code += f"model.fit(x_train, y_train, batch_size=32, epochs=50{VALIDATIONS[validation]})\n"
    code += "model.evaluate(x_test, y_test)\n"
    code = code.replace("{keras}", keras)
    if flavour.endswith("names"):
        code = re.sub(r"\bkeras\.datasets\.|\bkeras\.utils\.|\bkeras\.|\blayers\.", "", code).replace('"', "'")
    return code


def placed(imports: str, code: str, place: str) -> str:
    """The code where it stands."""
    if place == "function":
        return f"{imports}\n\ndef main():\n{textwrap.indent(code, '    ')}\n\nmain()\n"
    if place == "method":
        own = re.sub(r"\b(x_train|x_test|y_train|y_test|model)\b(?!\()", r"self.\1", code)
        data, build = own.split("self.model = ", 1) if "self.model = " in own else (own, "")
        methods = [("load", data), ("train", f"self.model = {build}")] if "inputs = " not in data else [("train", own)]
        written = "\n".join(f"    def {name}(self):\n{textwrap.indent(lines, '        ')}" for name, lines in methods)
        calls = "".join(f"trainer.{name}()\n" for name, _ in methods)
        return f"{imports}\n\nclass Trainer:\n{written}\n\ntrainer = Trainer()\n{calls}"
    return f"{imports}\n{code}"


def notebook(imports: str, code: str) -> bytes:
    """The code in cells: one for the imports, one up to the model, one for the rest; with a magic and a text cell."""
    data, rest = code.split("model", 1)
    cut = data.rfind("\n") + 1
    cells = [f"%matplotlib inline\n{imports}", code[:cut], code[cut:] if rest else "", "# 📈 done\n!nvidia-smi"]
    written = [{"cell_type": "markdown", "metadata": {}, "source": ["# Training 🚀"]}]
    for cell in cells:
        source = cell.strip("\n").splitlines(keepends=True)
        written.append({"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source})  # type: ignore[dict-item]
    content = {"cells": written, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


CHOSEN = [
    Writing("binary", "list", "tf.keras", "split", "script"),
    Writing("binary", "add", "names", "", "script"),
    Writing("binary", "functional", "keras", "", "function"),
    Writing("binary", "list", "keras", "split", "notebook"),
    Writing("integer", "functional", "keras", "test", "script"),
    Writing("integer", "add", "tf.keras", "split", "method"),
    Writing("integer", "list", "bare names", "", "function"),
    Writing("one-hot", "list", "keras", "split", "function"),
    Writing("one-hot", "add", "names", "", "notebook"),
    Writing("one-hot", "functional", "tf.keras", "split", "script"),
    Writing("images", "list", "keras", "split", "script"),
    Writing("images", "functional", "tf.keras", "", "function"),
    Writing("images", "add", "names", "test", "notebook"),
    Writing("images-one-hot", "list", "tf.keras", "split", "method"),
    Writing("images-one-hot", "functional", "tf.keras", "split", "script"),
    Writing("images", "functional", "keras", "", "script"),
    Writing("images-one-hot", "functional", "keras", "split", "notebook"),
    Writing("images-one-hot", "add", "keras", "", "script"),
    Writing("colours", "list", "tf.keras", "", "script"),
    Writing("colours", "list", "keras", "split", "function"),
]
"""Every kind, style, flavour and place, and those pairs of them in which repairs differ."""

TOGETHER = 2
"""A thorough run meets every pair of choices, each with every remedy: the whole product would run for hours."""


def every_writing() -> list[Writing]:
    """The whole product of the choices."""
    return [Writing(*chosen) for chosen in itertools.product(KINDS, STYLES, FLAVOURS, VALIDATIONS, PLACES)]


def covering(together: int) -> list[Writing]:
    """Ways of writing in which each combination of values of any so many choices occurs, chosen greedily."""
    product = every_writing()
    choices = list(itertools.combinations(range(len(Writing._fields)), together))
    met = {w: {(places, *(w[place] for place in places)) for places in choices} for w in product}
    missing = set().union(*met.values())
    chosen = []
    while missing:
        best = max(product, key=lambda writing: len(met[writing] & missing))
        missing -= met[best]
        chosen.append(best)
    return chosen


def trial_programs() -> Iterator[TrialProgram]:
    """All programs to try."""
    for writing in dict.fromkeys([*CHOSEN, *covering(TOGETHER)]) if THOROUGH else CHOSEN:
        code = body(KINDS[writing.kind], writing.style, writing.flavour, writing.validation)
        imports = IMPORTS + FLAVOURS[writing.flavour]
        if writing.place == "notebook":
            yield TrialProgram(writing.name, "/example/example.ipynb", notebook(imports, code), writing)
        else:
            data = placed(imports, code, writing.place).encode()
            yield TrialProgram(writing.name, "/example/example.py", data, writing)
    writing = Writing("images", "list", "keras", "", "function")
    awkward = placed(IMPORTS + FLAVOURS["keras"], body(KINDS["images"], "list", "keras", ""), "function").replace(
        "    ", "\t"
    )
    awkward = "# 🦊 trained\tby night\n" + awkward
    data = b"\xef\xbb\xbf" + awkward.replace("\n", "\r\n").encode()
    yield TrialProgram("tabs-crlf-bom", "/example/example.py", data, writing)
