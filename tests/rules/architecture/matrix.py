"""What real Keras does with every combination of labels, units, activation and loss; run it to write ``matrix.json``.

    python -m tests.rules.architecture.matrix

Each combination trains one dense layer for 42 steps on 96 separable samples. Its outcome is ``raises``, ``constant``
(the prediction or the loss never changes), or the share of samples that are right in the end.
"""

from __future__ import annotations

import json
import os
from itertools import product
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".json")
LABELS = ("int3", "int2", "int3col", "int2col", "oh3", "oh2", "multi3")
"""Integer labels of 3 and 2 classes, as rows and as a column; one-hot rows; rows of several labels."""
LOSSES = ("CategoricalCrossentropy", "SparseCategoricalCrossentropy", "BinaryCrossentropy")
SAMPLES, STILL = 96, 1e-3


def data(form: str) -> tuple[Any, Any]:
    """Separable inputs, and labels in one form."""
    import numpy as np

    rng = np.random.default_rng(0)
    classes = 2 if "2" in form else 3
    integers = np.arange(SAMPLES) % classes
    inputs = (rng.normal(size=(classes, 4)) * 3)[integers] + rng.normal(size=(SAMPLES, 4)) * 0.5
    if form.startswith("multi"):
        return inputs.astype("float32"), (inputs[:, :3] > 0).astype("float32")
    if form.startswith("oh"):
        return inputs.astype("float32"), np.eye(classes, dtype="float32")[integers]
    return inputs.astype("float32"), integers[:, None] if form.endswith("col") else integers


def outcome(form: str, units: int, activation: str | None, loss: str, from_logits: bool) -> str | float:
    """Train one combination."""
    import keras

    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    inputs, labels = data(form)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units, activation=activation)])
    try:
        model.compile(keras.optimizers.Adam(0.1), getattr(keras.losses, loss)(from_logits=from_logits))
        losses = model.fit(inputs, labels, epochs=14, batch_size=32, verbose=0).history["loss"]
        predicted = model.predict_on_batch(inputs)
    except Exception:  # noqa: BLE001  whatever it is, the user's program ends here
        return "raises"
    if float(predicted.std(0).max()) < STILL or abs(losses[0]) + abs(losses[-1]) < STILL:
        return "constant"
    return right(form, labels, predicted, 0.0 if activation is None else 0.5)


def right(form: str, labels: Any, predicted: Any, threshold: float) -> float:
    """Share of the samples that are predicted right."""
    if form.startswith("multi"):
        return round(float(((predicted > threshold) == labels).mean()), 3) if predicted.shape == labels.shape else 0.0
    wanted = labels if labels.ndim == 1 else labels[:, 0] if labels.shape[1] == 1 else labels.argmax(1)
    found = predicted[:, 0] > threshold if predicted.shape[1] == 1 else predicted.argmax(1)
    return round(float((found == wanted).mean()), 3)


def combinations() -> list[tuple[str, int, str | None, str, bool]]:
    """All of them, in order."""
    return list(product(LABELS, (1, 2, 3), (None, "sigmoid", "softmax"), LOSSES, (False, True)))


def main() -> None:
    """Write the table."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    lines = [json.dumps([*combination, outcome(*combination)]) for combination in combinations()]
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
