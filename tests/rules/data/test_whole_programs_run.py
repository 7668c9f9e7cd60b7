"""The verdicts on the whole programs, held against what the programs do when they are run with Keras."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import numpy as np
import pytest

from tests.rules.data.test_whole_programs import CASES, Case, name_of
from tests.rules.whole_programs import FORMS, ROUTES, Written


@dataclass
class Seen:
    """What a program did."""

    fits: list[dict[str, Any]] = field(default_factory=list)
    """Arguments of each ``fit`` of Keras, with the model and its first batch of inputs."""
    scaled: list[int] = field(default_factory=list)
    """Rows that scalers were fitted on."""
    resampled: list[int] = field(default_factory=list)
    """Rows that were resampled."""
    made: list[int] = field(default_factory=list)
    """Rows that were generated."""
    error: str = ""


def images(classes: int) -> Callable[..., Any]:
    """A data set of noise in the shape of small photographs."""

    def load_data(*_: Any, **__: Any) -> Any:
        draws = np.random.default_rng(0)
        return tuple(
            (draws.integers(0, 256, (n, 32, 32, 3), "uint8"), (np.arange(n) % classes)[:, None].astype("uint8"))
            for n in (40 * classes, 10 * classes)
        )

    return load_data


def houses() -> Any:
    """A table in the range of Boston's."""
    draws = np.random.default_rng(0)
    return tuple((draws.uniform(0, 711, (n, 13)), draws.uniform(5, 50, n)) for n in (404, 102))


@contextmanager
def watched(seen: Seen) -> Iterator[None]:
    """Small data in the place of downloads, one epoch in the place of many; what the program does is noted."""
    import imblearn.base
    import keras
    import sklearn.datasets
    from keras.src.backend.tensorflow.trainer import TensorFlowTrainer
    from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

    fit = TensorFlowTrainer.fit

    def fit_once(model: Any, x: Any = None, y: Any = None, **options: Any) -> Any:
        batch = x if isinstance(x, np.ndarray) else next(iter(x))
        seen.fits.append(
            {**options, "x": x, "y": y, "model": model, "inputs": np.asarray(batch[0] if batch is not x else x)}
        )
        return fit(model, x, y, **{**options, "epochs": 1, "verbose": 0})

    def noting(function: Any, rows: list[int], result: bool = False) -> Any:
        def noted(*args: Any, **kwargs: Any) -> Any:
            returned = function(*args, **kwargs)
            rows.append(len(returned[0] if result else args[1]))
            return returned

        return noted

    patches = [
        mock.patch.object(TensorFlowTrainer, "fit", fit_once),
        mock.patch.object(keras.datasets.cifar10, "load_data", images(10)),
        mock.patch.object(keras.datasets.cifar100, "load_data", images(20)),
        mock.patch.object(keras.datasets.boston_housing, "load_data", houses),
        mock.patch.object(
            sklearn.datasets,
            "make_classification",
            noting(sklearn.datasets.make_classification, seen.made, result=True),
        ),
        mock.patch.object(
            imblearn.base.SamplerMixin, "fit_resample", noting(imblearn.base.SamplerMixin.fit_resample, seen.resampled)
        ),
        *(
            mock.patch.object(scaler, "fit", noting(scaler.fit, seen.scaled))
            for scaler in (StandardScaler, MinMaxScaler, RobustScaler)
        ),
        mock.patch.object(sys, "argv", ["train.py"]),
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def run(program: Written) -> Seen:
    """Run a program, and see what it does; the magics of a notebook are left out."""
    import matplotlib

    matplotlib.use("Agg")
    lines = [line.removeprefix("%time ") for cell in program.cells for line in cell.split("\n")]
    text = "\n".join(line for line in lines if not line.startswith(("%", "!")))
    seen = Seen()
    with watched(seen):
        try:
            exec(compile(text, "train.py", "exec"), {"__name__": "__main__"})
        except SystemExit:
            pass
        except Exception as error:  # noqa: BLE001 - that it fails, and how, is what is asked
            seen.error = f"{type(error).__name__}: {error}"
    return seen


def changes_images(call: dict[str, Any]) -> bool:
    """Whether the images of a ``fit`` come in another form each time."""
    random = any(type(layer).__name__.startswith("Random") for layer in call["model"].layers)
    return random or getattr(getattr(call["x"], "image_data_generator", None), "horizontal_flip", False)


def of_rarest(y: Any) -> float:
    """Samples of the rarest class for one of the most frequent."""
    counts = np.unique(y, return_counts=True)[1]
    return float(counts.min() / counts.max())


def tail_is_one_class(call: dict[str, Any]) -> bool:
    """Whether what ``validation_split`` cuts off is of one class, and the rest is not."""
    share = call.get("validation_split") or 0
    tail = call["y"][int(len(call["y"]) * (1 - share)) :]
    return share > 0 and len(np.unique(tail)) == 1


WRONG: dict[str, Callable[[Seen], bool]] = {
    "KL101": lambda seen: seen.fits[0]["inputs"].max() > 100,
    "KL102": lambda seen: abs(seen.fits[-1]["inputs"]).max() > 20,
    "KL106": lambda seen: seen.scaled[0] > len(seen.fits[0]["x"]),
    "KL107": lambda seen: bool(seen.resampled) and seen.resampled[0] == seen.made[0],
    "KL108": lambda seen: "Found array with dim" in seen.error,
    "KL109": lambda seen: of_rarest(seen.fits[0]["y"]) <= 0.25 and seen.fits[0]["class_weight"] is None,
    "KL110": lambda seen: seen.fits[0]["epochs"] > 1 and not changes_images(seen.fits[0]),
    "KL113": lambda seen: "must have" in seen.error,
    "KL115": lambda seen: bool(seen.error),
    "KL130": lambda seen: tail_is_one_class(seen.fits[0]),
}
"""What each rule says of a program that it finds wrong."""


@pytest.mark.long
@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=map(name_of, CASES))
def test_the_verdict_is_that_of_keras(number: int, case: Case) -> None:
    form, route = FORMS[number % 3], ROUTES[number // 3 % 3]
    wrong = run(case.program.written(form, route, {**case.others, case.setting: case.wrong}))
    right = run(case.program.written(form, route, {**case.others, case.setting: case.right}))
    assert right.error == ""
    assert WRONG[case.code](wrong)
    assert not WRONG[case.code](right)
