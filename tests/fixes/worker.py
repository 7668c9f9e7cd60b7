"""Runs programs, one after the other, in one TensorFlow process, and writes down how each went.

    python -m tests.fixes.worker JOBS.json RESULTS.jsonl

Each program runs in a namespace and a folder of its own. Training is real, but short: one epoch over a few batches; by functions
that Keras traces and compiles where the job says so, else by eager ones. A model that was compiled and never trained is trained on data that fit its inputs and its loss; one that was only built is called.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS = 90
"""Longer than this and a program counts as hanging."""
MOST_ROWS = 48
"""Rows of arrays that are trained on; more add nothing but time."""
MOST_STEPS = 3
MOST_PIXELS = 64 * 64 * 4
"""Per sample; larger ones are trained on in batches of two."""


class Watch:
    """What happens while a program runs."""

    def __init__(self, epochs: int = 1) -> None:
        self.epochs = epochs
        self.outputs: list[Any] = []
        self.fits: list[dict[str, Any]] = []
        self.compiled: list[Any] = []
        self.trained: list[Any] = []
        self.resampled_rows: set[int] = set()
        self.adapted_rows: set[int] = set()
        self.problems: list[str] = []


WATCH = Watch()


def described(value: Any) -> Any:
    """Shape and range of an array; the type of anything else."""
    import numpy as np

    if isinstance(value, (list, tuple)):
        return [described(item) for item in value]
    if isinstance(value, dict):
        return {str(key): described(item) for key, item in value.items()}
    if not hasattr(value, "shape") or not hasattr(value, "dtype"):
        return type(value).__name__
    array = np.asarray(value)
    if array.dtype == object or not array.size:
        return {"shape": list(array.shape), "dtype": str(array.dtype)}
    return {"shape": list(array.shape), "dtype": str(array.dtype), "min": float(array.min()), "max": float(array.max())}


def class_counts(labels: Any) -> list[int] | None:
    """Samples of each class, of class numbers or one-hot rows."""
    import numpy as np

    if not hasattr(labels, "shape") or not len(labels.shape):
        return None
    array = np.asarray(labels)
    array = array.argmax(axis=1) if array.ndim == 2 and array.shape[1] > 1 else array.reshape(-1)
    return np.unique(array, return_counts=True)[1].tolist() if len(set(array.tolist())) <= 100 else None


def few(value: Any, rows: int) -> Any:
    """At most so many rows of arrays, spread over all of them."""
    if isinstance(value, (list, tuple)) and value and not isinstance(value[0], (int, float, str, list)):
        return type(value)(few(item, rows) for item in value)
    if isinstance(value, dict):
        return {key: few(item, rows) for key, item in value.items()}
    if hasattr(value, "shape") and len(value.shape) and value.shape[0] is not None and value.shape[0] > rows:
        step = -(-int(value.shape[0]) // rows)
        return value.iloc[::step] if hasattr(value, "iloc") else value[::step]
    return value


def shorten(given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a ``fit`` that ends after an epoch (or as many as the job asks for) of a few steps."""
    import tensorflow as tf

    short = dict(given)
    short["epochs"] = int(given.get("initial_epoch") or 0) + WATCH.epochs
    short["verbose"] = 0
    x = given.get("x")
    if hasattr(x, "shape") or isinstance(x, (list, tuple, dict)):
        for name in ("x", "y", "sample_weight"):
            short[name] = few(given.get(name), MOST_ROWS)
        if hasattr(x, "shape") and len(x.shape) > 2 and (x.size if hasattr(x, "size") else 0) / len(x) > MOST_PIXELS:
            short["x"], short["y"] = few(short["x"], 4), few(short["y"], 4)
        if given.get("steps_per_epoch") is not None:
            short["steps_per_epoch"] = 1
    elif isinstance(x, tf.data.Dataset):
        if given.get("steps_per_epoch") is None:
            short["x"] = x.take(MOST_STEPS)
        else:
            short["steps_per_epoch"] = min(given["steps_per_epoch"], MOST_STEPS)
    elif given.get("steps_per_epoch") is not None:
        short["steps_per_epoch"] = min(given["steps_per_epoch"], MOST_STEPS)
    elif x is not None and hasattr(x, "__len__"):
        short["steps_per_epoch"] = min(len(x), MOST_STEPS)
    short["validation_data"] = few(given.get("validation_data"), MOST_ROWS // 2)
    if isinstance(short["validation_data"], tf.data.Dataset) and given.get("validation_steps") is None:
        short["validation_data"] = short["validation_data"].take(MOST_STEPS)
    return short


def watched_fit(original: Callable[..., Any]) -> Callable[..., Any]:
    """``fit`` with a record of what reaches it."""
    import functools
    import inspect

    import numpy as np

    signature = inspect.signature(original)

    @functools.wraps(original)
    def fit(*args: Any, **options: Any) -> Any:
        try:
            given = dict(signature.bind(*args, **options).arguments)
        except TypeError:
            return original(*args, **options)
        model, x = given.pop("self"), given.get("x")
        rows = int(x.shape[0]) if hasattr(x, "shape") and len(x.shape) else None
        split = given.get("validation_split") or 0.0
        WATCH.fits.append({
            "x": described(x), "y": described(given.get("y")), "validation_split": split, "epochs": given.get("epochs", 1),
            "counts": class_counts(given.get("y")),
            "validated": given.get("validation_data") is not None or split > 0,
            "validation_data": described(given.get("validation_data")),
            "callbacks": [type(callback).__name__ for callback in given.get("callbacks") or []],
            "class_weight": given.get("class_weight") is not None, "steps_per_epoch": given.get("steps_per_epoch"),
        })  # fmt: skip
        if split and rows in WATCH.resampled_rows:
            WATCH.problems.append("validation_split takes synthetic rows: fit is given what a sampler made")
        if split and rows in WATCH.adapted_rows:
            WATCH.problems.append("a layer is adapted to the rows that validation_split holds back")
        if split and not isinstance(x, np.ndarray) and hasattr(x, "__len__") and not hasattr(x, "shape"):
            WATCH.problems.append("validation_split beside a generator")
        WATCH.trained.append(model)
        history = original(model, **shorten(given))
        WATCH.fits[-1]["loss"] = history.history["loss"][-1] if history.history.get("loss") else None
        return history

    return fit


def watched_compile(original: Callable[..., Any]) -> Callable[..., Any]:
    """``compile`` with a record of the models."""
    import functools

    @functools.wraps(original)
    def compile_model(model: Any, *args: Any, **options: Any) -> Any:
        WATCH.compiled.append(model)
        return original(model, *args, **options)

    return compile_model


def watched_adapt(original: Callable[..., Any]) -> Callable[..., Any]:
    """``adapt`` with a note of how many rows the layer saw."""
    import functools

    @functools.wraps(original)
    def adapt(layer: Any, data: Any, *args: Any, **options: Any) -> Any:
        if hasattr(data, "shape") and len(data.shape):
            WATCH.adapted_rows.add(int(data.shape[0]))
        return original(layer, data, *args, **options)

    return adapt


def watch_sampling() -> None:
    """Note the numbers of rows that samplers return, and splits of such rows."""
    import functools

    import sklearn.model_selection as selection
    from imblearn.base import SamplerMixin

    resample, split = SamplerMixin.fit_resample, selection.train_test_split

    @functools.wraps(resample)
    def fit_resample(sampler: Any, x: Any, y: Any, **options: Any) -> Any:
        result = resample(sampler, x, y, **options)
        if len(result[0]) > len(x):
            WATCH.resampled_rows.add(len(result[0]))
        return result

    @functools.wraps(split)
    def train_test_split(*arrays: Any, **options: Any) -> Any:
        if arrays and len(arrays[0]) in WATCH.resampled_rows:
            WATCH.problems.append("synthetic rows are split into training and test rows")
        return split(*arrays, **options)

    SamplerMixin.fit_resample = fit_resample
    for name, module in list(sys.modules.items()):
        if name.startswith("imblearn") and "fit_resample" in vars(module):
            module.fit_resample = fit_resample  # type: ignore[attr-defined]
    selection.train_test_split = train_test_split


def exercise(namespace: dict[str, Any]) -> str:
    """Train or call the models that the program itself has not trained."""
    import keras

    done = []
    models = [value for value in namespace.values() if isinstance(value, keras.Model)]
    for model in {id(m): m for m in [*WATCH.compiled, *models]}.values():
        if any(model is trained for trained in WATCH.trained) or not model.built or not getattr(model, "inputs", None):
            continue
        inputs = [made_input(tensor) for tensor in model.inputs]
        outputs = model(inputs[0] if len(inputs) == 1 else inputs)
        targets = targets_for(model, outputs) if model.compiled and any(model is m for m in WATCH.compiled) else None
        if targets is not None:
            model.fit(inputs[0] if len(inputs) == 1 else inputs, targets, epochs=1, verbose=0)
            done.append("trained")
        else:
            WATCH.outputs.append(described(outputs))
            done.append("called")
    return "trained" if "trained" in done else "called" if done else "ran"


def made_input(tensor: Any) -> Any:
    """A batch of eight for an input of a model."""
    import numpy as np

    shape = (8, *(16 if size is None else size for size in tensor.shape[1:]))
    return (np.zeros(shape) if "int" in str(tensor.dtype) else np.random.default_rng(0).uniform(size=shape)).astype(
        tensor.dtype
    )


def targets_for(model: Any, outputs: Any) -> Any:
    """Targets that suit a plain loss over one output; ``None`` where the loss is more than that."""
    import keras
    import numpy as np

    if isinstance(outputs, (list, tuple, dict)):
        return None
    loss = (
        model.loss if isinstance(model.loss, str) else getattr(model.loss, "name", getattr(model.loss, "__name__", ""))
    )
    shape = tuple(outputs.shape)
    labels = np.arange(int(np.prod(shape[:-1]))).reshape(shape[:-1]) % shape[-1]
    if "sparse" in loss:
        return labels
    if "categorical" in loss:
        return keras.utils.to_categorical(labels, shape[-1])
    return (np.arange(int(np.prod(shape))).reshape(shape) % 2).astype("float32")


def run(job: dict[str, Any], loading: Any) -> dict[str, Any]:
    """Run one program; how it ended, and what was seen."""
    global WATCH
    import keras
    import matplotlib.pyplot as plt
    import tensorflow as tf

    from tests.fixes.shims import Facts

    WATCH = Watch(job["epochs"])
    tf.config.run_functions_eagerly(not job["traced"])  # tracing costs more than all the training there is
    keras.backend.clear_session()
    keras.utils.set_random_seed(0)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    output = io.StringIO()
    start = time.perf_counter()
    result: dict[str, Any] = {"id": job["id"], "ok": False}
    home = Path.cwd()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
    ):
        os.chdir(folder)
        signal.alarm(SECONDS)
        try:
            loading.facts, loading.folder = Facts(job["code"]), Path(folder)
            exec(compile(job["code"], job["id"], "exec"), namespace)
            result["exercised"] = "trained" if WATCH.fits else exercise(namespace)
            result["ok"] = True
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the program raises is the result
            result["error"] = f"{type(error).__name__}: {error}"[:1500]
            frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == job["id"]]
            result["row"] = frames[-1].lineno if frames else None
        finally:
            signal.alarm(0)
            os.chdir(home)
            plt.close("all")
    result |= {"fits": WATCH.fits, "outputs": WATCH.outputs, "problems": WATCH.problems}
    result["seconds"] = round(time.perf_counter() - start, 2)
    return result


def main() -> None:
    """Run all jobs of a file."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("MPLBACKEND", "Agg")
    jobs = json.loads(Path(sys.argv[1]).read_text())
    import keras
    import tensorflow as tf

    from tests.fixes.shims import Loading

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    loading = Loading()
    loading.install()
    gc.freeze()  # what was imported stays: else collecting between programs costs a fifth of the time
    watch_sampling()
    keras.Model.fit = watched_fit(keras.Model.fit)
    keras.Model.compile = watched_compile(keras.Model.compile)
    keras.layers.Normalization.adapt = watched_adapt(keras.layers.Normalization.adapt)
    signal.signal(signal.SIGALRM, _too_long)
    with Path(sys.argv[2]).open("a") as results:
        for job in jobs:
            results.write(json.dumps({"started": job["id"]}) + "\n")
            results.flush()
            results.write(json.dumps(run(job, loading), default=str) + "\n")
            results.flush()


def _too_long(*_: Any) -> None:
    raise TimeoutError(f"ran for more than {SECONDS} seconds")


if __name__ == "__main__":
    main()
