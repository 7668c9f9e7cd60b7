"""Programs as people write them: what decides comes through variables, parameters, attributes and dictionaries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keras_lint.lint.finding import Diagnostic

from .snippets import diagnostics, fixed, in_notebook

PROGRAMS = Path(__file__).parents[2] / "data" / "training"
CODES = ("KL301", "KL302", "KL303", "KL305", "KL307", "KL308", "KL309", "KL311", "KL314", "KL320")


def marked(text: str) -> list[tuple[int, str]]:
    """Rows and codes that a program's comments name."""
    rows = enumerate(text.split("\n"), 1)
    return [(row, code) for row, line in rows for code in re.findall(r"KL\d{3}", line.partition("#")[2])]


def shown(found: list[Diagnostic]) -> list[tuple[int, str]]:
    return sorted((diagnostic.place.row, diagnostic.code) for diagnostic in found)


@pytest.mark.parametrize("name", ["script.py", "trainer.py"])
def test_the_marked_lines_are_found_and_no_others(name: str) -> None:
    text = (PROGRAMS / name).read_text(encoding="utf-8")
    assert shown(diagnostics(text, *CODES)) == marked(text)


@pytest.mark.parametrize("name", ["script.py", "trainer.py"])
def test_every_fix_parses_and_ends_its_finding(name: str) -> None:
    text = (PROGRAMS / name).read_text(encoding="utf-8")
    for finding in diagnostics(text, *CODES):
        for fix in finding.fixes:
            result = fixed(text, fix)
            compile(result, name, "exec")
            left = [other.message for other in diagnostics(result, finding.code)]
            before = [other.message for other in diagnostics(text, finding.code)]
            assert len(left) < len(before), (finding.code, fix.remedy)


NOTEBOOK = [
    "# XOR, and what became of it\nimport numpy as np\nimport tensorflow as tf\nfrom tensorflow.keras import Sequential, layers, callbacks\n%matplotlib inline",
    (
        "!pip install -q tensorflow\ntable = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]], dtype='float32')\n"
        "inputs, outputs = table[:, :2], table[:, 2]\nsettings = dict(epochs=12, verbose=0)"
    ),
    (
        "def network(units, rate):\n    model = Sequential([layers.Input((2,)), layers.Dense(units, activation='tanh'), layers.Dense(1, activation='sigmoid')])\n"
        "    model.compile(tf.keras.optimizers.Adam(rate), 'binary_crossentropy', metrics=['accuracy'])\n    return model"
    ),
    "xor = network(units=8, rate=1e-3)\nxor.fit(inputs, outputs, **settings)\nxor.predict(inputs)",
    (
        "(images, digits), (test_images, test_digits) = tf.keras.datasets.mnist.load_data()\nimages, test_images = images / 255., test_images / 255.\n"
        "train = tf.data.Dataset.from_tensor_slices((images, digits)).batch(64)"
    ),
    (
        "classifier = Sequential([layers.Input((28, 28)), layers.Flatten(), layers.Dense(64, activation='relu'), layers.Dense(10, activation='softmax')])\n"
        "classifier.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
        "stop = callbacks.EarlyStopping(monitor='val_acc', patience=3)\nwatch = [stop]"
    ),
    "rounds = 25\nclassifier.fit(train, epochs=rounds, steps_per_epoch=len(images) // 70, callbacks=watch)\nclassifier.save('digits.keras')",
    "late = classifier.fit(images, digits, epochs=rounds, validation_data=(test_images, test_digits), callbacks=watch)",
    "import matplotlib.pyplot as plt\nplt.plot(late.history['loss'])",
]


def test_a_notebook_shows_its_findings_in_their_cells() -> None:
    found = [(diagnostic.place.cell, diagnostic.code) for diagnostic in in_notebook(NOTEBOOK, *CODES)]
    assert found == [(4, "KL307"), (6, "KL305"), (6, "KL303"), (7, "KL314")]


def test_a_notebook_that_is_in_order_is_silent() -> None:
    cells = [
        cell.replace("epochs=12", "epochs=2000")
        .replace("'val_acc'", "'val_accuracy'")
        .replace("patience=3", "patience=3, restore_best_weights=True")
        for cell in NOTEBOOK
        if "len(images)" not in cell
    ]
    assert in_notebook(cells, *CODES) == []
