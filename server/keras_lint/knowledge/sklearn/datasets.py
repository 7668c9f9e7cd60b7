"""Data sets of scikit-learn: made up, bundled, downloaded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import dim_argument, flag
from keras_lint.knowledge.call import Call, attribute, describes
from keras_lint.knowledge.datasets import dataset
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.keras_data import features_of, targets_of
from keras_lint.knowledge.labels import IMBALANCE_RATIO, MIN_SAMPLES
from keras_lint.knowledge.values import MISSING, Array, Dict, Labels, Literal, Tuple, Value

# --- made up
# ----------------------------------------------------------------------------------------------------------------------


def made(call: Call, columns: Any, labels: Labels | None, samples: Any, target_shape: tuple[Any, ...] = ()) -> Value:
    """Features and targets of one source of rows."""
    name = call.path.rpartition(".")[2]
    rows, step = call.new_rows(), call.step("generated", name, identity=call.fresh())
    x = Array((samples, columns), "float64", kind="tabular", rows=rows, steps=(step,), library="numpy", column=0)
    classes = labels.classes if labels is not None and labels.form == "integer" else UNKNOWN
    low, high = (0.0, float(classes - 1)) if isinstance(classes, int) else (UNKNOWN, UNKNOWN)
    dtype = "int64" if labels is not None and labels.form == "integer" else "float64"
    y = Array((samples, *target_shape), dtype, low, high, "labels", labels, rows, (step,), "numpy", column=1)
    return Tuple((call.new(x), call.new(y)))


def whole(call: Call, position: int | None, name: str, default: int) -> Any:
    """A number of the call, Unknown where it is not known."""
    value = call.arg(position, name)
    return default if value is MISSING else dim_argument(call, value)


@describes("sklearn.datasets.make_classification", "sklearn.datasets.samples_generator.make_classification")
def make_classification(call: Call) -> Value:
    """``make_classification(n_samples=1000, weights=[0.95])``: imbalanced on purpose."""
    samples, columns = whole(call, 0, "n_samples", 100), whole(call, 1, "n_features", 20)
    classes = whole(call, None, "n_classes", 2)
    if len(call.args) > 5:
        classes = dim_argument(call, call.args[5])
    weights = call.python(call.arg(7, "weights", default=Literal(None)))
    labels = Labels("integer", classes, UNKNOWN, "classification", unequal_weights(weights, classes, samples))
    return made(call, columns, labels, samples)


def unequal_weights(weights: Any, classes: Any, samples: Any) -> str | None:
    """Why classes of these weights are imbalanced; the last weight may be left out."""
    if (
        not isinstance(weights, (tuple, list))
        or not all(isinstance(w, (int, float)) for w in weights)
        or not isinstance(classes, int)
    ):
        return None
    full = [*weights, 1 - sum(weights)] if len(weights) == classes - 1 else list(weights)
    few = isinstance(samples, int) and samples < MIN_SAMPLES
    if len(full) != classes or min(full) < 0 or min(full) > IMBALANCE_RATIO * max(full) or few:
        return None
    return f"`make_classification` gets weights from {min(full):.3g} to {max(full):.3g}"


@describes("sklearn.datasets.make_regression")
def make_regression(call: Call) -> Value:
    """``make_regression(1000, 10)``."""
    targets = whole(call, 3, "n_targets", 1)
    if flag(call, call.arg(None, "coef")) is not False:
        return Unknown("what `make_regression` returns")
    extra = () if targets == 1 else (targets,)
    labels = Labels("float", task="regression")
    return made(call, whole(call, 1, "n_features", 100), labels, whole(call, 0, "n_samples", 100), extra)


@describes("sklearn.datasets.make_moons", "sklearn.datasets.make_circles", "sklearn.datasets.make_gaussian_quantiles")
def two_features(call: Call) -> Value:
    """``make_moons(1000, noise=0.1)``: two features, two classes of the same size."""
    samples = call.arg(0, "n_samples")
    total: Any = 100 if samples is MISSING else dim_argument(call, samples)
    if call.path.endswith("quantiles"):
        return made(call, UNKNOWN, Labels("integer", UNKNOWN, task="classification"), UNKNOWN)
    counts: Any = (total // 2, total - total // 2) if isinstance(total, int) else UNKNOWN
    if isinstance(total, int) and total % 2:
        counts = (total // 2, total - total // 2)
    return made(call, 2, Labels("integer", 2, counts, "classification"), total)


@describes("sklearn.datasets.make_blobs", "sklearn.datasets.samples_generator.make_blobs")
def make_blobs(call: Call) -> Value:
    """``make_blobs(n_samples=1000, centers=3)``."""
    samples_value, centers = call.arg(0, "n_samples"), call.arg(2, "centers")
    listed = call.python(samples_value) if samples_value is not MISSING else 100
    counts: Any = UNKNOWN
    known_centers = call.python(centers) if centers is not MISSING else None
    classes: Any = 3 if known_centers is None else known_centers if isinstance(known_centers, int) else UNKNOWN
    columns = whole(call, 1, "n_features", 2)
    if isinstance(known_centers, tuple):
        classes = len(known_centers)
        columns = len(known_centers[0]) if known_centers and isinstance(known_centers[0], tuple) else UNKNOWN
    elif isinstance(classes, Unknown) and centers is not MISSING:
        columns = UNKNOWN
    total: Any = listed if isinstance(listed, int) else UNKNOWN
    imbalanced = None
    if isinstance(listed, tuple) and all(isinstance(n, int) for n in listed):
        from keras_lint.knowledge.labels import imbalance

        counts, total, classes = listed, sum(listed), len(listed)
        imbalanced = imbalance(listed)
    elif isinstance(total, int) and isinstance(classes, int) and classes > 0:
        counts = tuple(total // classes + (1 if i < total % classes else 0) for i in range(classes))
    if flag(call, call.arg(None, "return_centers")) is not False:
        return UNKNOWN
    return made(call, columns, Labels("integer", classes, counts, "classification", imbalanced), total)


# --- bundled and downloaded
# ----------------------------------------------------------------------------------------------------------------------

LOADERS = (
    "load_iris",
    "load_digits",
    "load_wine",
    "load_breast_cancer",
    "load_diabetes",
    "load_linnerud",
    "load_boston",
)
FETCHERS = (
    "fetch_california_housing", "fetch_covtype", "fetch_olivetti_faces", "fetch_openml", "fetch_20newsgroups",
    "fetch_lfw_people",
    "fetch_kddcup99", "fetch_rcv1", "fetch_mldata", "fetch_20newsgroups_vectorized",
)  # fmt: skip


@describes(*(f"sklearn.datasets.{name}" for name in (*LOADERS, *FETCHERS)))
def load(call: Call) -> Value:
    """``load_iris(return_X_y=True)``, or the bunch with ``data``, ``target``, … ."""
    options = {name: call.python(value) for name, value in call.kwargs.items()}
    if call.args and call.path.endswith("fetch_openml"):
        options.setdefault("name", call.python(call.args[0]))
    found = dataset(call.path, options) if call.complete else None
    name = call.path.rpartition(".")[2]
    rows, step = call.new_rows(), call.step("loaded", name, identity=call.fresh())
    origin = name.removeprefix("load_").removeprefix("fetch_")
    if name == "fetch_openml" and isinstance(options.get("name"), str):
        origin = options["name"]
    if found is None or "all" not in found.splits:
        x = Array(rows=rows, steps=(step,), origin=origin, column=0)
        y = Array(rows=rows, steps=(step,), kind="labels", origin=origin, column=1)
    else:
        split = found.splits["all"]
        x = features_of(found, split, rows, (step,), origin, None)
        y = targets_of(found, split, rows, (step,), origin, None)
    if options.get("as_frame", name == "fetch_openml") is not False:
        framed = "pandas" if options.get("as_frame") is True else UNKNOWN
        x, y = replace(x, library=framed, dtype=UNKNOWN), replace(y, library=framed, dtype=UNKNOWN)  # type: ignore[arg-type]
    data, target = call.new(x), call.new(y)
    pair = flag(call, call.arg(None, "return_X_y"))
    if isinstance(pair, Unknown):
        return pair
    if pair:
        return Tuple((data, target))
    entries: dict[Any, Value] = {"data": data, "target": target}
    if name in ("load_digits", "fetch_olivetti_faces") and isinstance(x.shape, tuple):
        side = (8, 8) if name == "load_digits" else (64, 64)
        entries["images"] = call.new(replace(x, shape=(x.shape[0], *side)))
    if found is not None and found.classes is not None:
        entries["target_names"] = call.new(Array((found.classes,), "str", library="numpy"))
    if found is not None and found.x_shape is not None:
        entries["feature_names"] = call.new(Array(found.x_shape[:1], "str", library="python"))
    return call.new(Dict(entries, complete=False))


@attribute(Dict, *("data", "target", "images", "target_names", "feature_names", "frame", "DESCR", "categories"))
def bunch_item(call: Call) -> Value:
    """``iris.data``: a bunch's entries are attributes as well."""
    fact: Dict = call.read(call.receiver)
    return fact.entries.get(call.path, Unknown(f"`{call.path}` of a bunch"))
