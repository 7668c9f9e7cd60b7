"""Scalers, imputers, selectors and decompositions: ``fit``, ``transform``, ``fit_transform``, ``inverse_transform``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.sklearn.fitting import data_argument, fitted_step, option_value, remember_fit, same_fit
from keras_lint.knowledge.values import MISSING, Array, Configured, Dict, List, StepKind, Tuple, Value

SCALERS = (
    "StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "PowerTransformer",
    "QuantileTransformer",
)  # fmt: skip
IMPUTERS = ("SimpleImputer", "KNNImputer", "IterativeImputer", "Imputer", "MissingIndicator")
SELECTORS = (
    "SelectKBest", "SelectPercentile", "SelectFromModel", "RFE", "RFECV", "VarianceThreshold",
    "SequentialFeatureSelector", "SelectFdr",
    "SelectFpr",
)  # fmt: skip
DECOMPOSITIONS = (
    "PCA", "TruncatedSVD", "KernelPCA", "IncrementalPCA", "FastICA", "NMF", "FactorAnalysis",
    "LinearDiscriminantAnalysis", "TSNE",
    "SparsePCA", "LatentDirichletAllocation",
)  # fmt: skip
OTHERS = ("PolynomialFeatures", "KBinsDiscretizer", "FunctionTransformer", "Binarizer")
COMPOSED = ("Pipeline", "ColumnTransformer", "FeatureUnion")
MODULES = ("preprocessing", "preprocessing.data", "impute", "decomposition", "feature_selection",
           "discriminant_analysis", "manifold", "pipeline", "compose", "preprocessing.imputation")  # fmt: skip
STATELESS = ("Normalizer", "FunctionTransformer", "Binarizer")
"""Learn nothing from the data they are fitted on."""

KIND: dict[str, StepKind] = {
    **dict.fromkeys(SCALERS, "scaled"),
    **dict.fromkeys(IMPUTERS, "imputed"),
    **dict.fromkeys((*SELECTORS, *DECOMPOSITIONS), "reduced"),
    **dict.fromkeys(OTHERS, "preprocessed"),
    **dict.fromkeys(COMPOSED, "preprocessed"),
}


def paths(method: str) -> list[str]:
    """All classes' method, wherever the class may stand."""
    return [f"sklearn.{module}.{name}.{method}" for module in MODULES for name in KIND]


@describes(*paths("fit"), *paths("partial_fit"))
def fit(call: Call) -> Value:
    """``scaler.fit(x_train)``: returns the scaler."""
    _, data = data_argument(call)
    if call.read(call.receiver).name in STATELESS:
        return call.receiver
    remember_fit(call, data, call.path, targets_argument(call))
    return call.receiver


def targets_argument(call: Call) -> Any:
    """The y of ``fit(X, y)``; ``None`` where it is left out."""
    value = call.arg(1, "y")
    return to_array(call, value) if value is not MISSING else None


@describes(*paths("fit_transform"))
def fit_transform(call: Call) -> Value:
    """``scaler.fit_transform(x_train)``."""
    _, data = data_argument(call)
    fitted = call.read(call.receiver)
    if isinstance(fitted, Configured) and fitted.name not in STATELESS:
        fitted = remember_fit(call, data, "fit_transform", targets_argument(call))
    return call.new(transformed(call, fitted, data))


@describes(*paths("transform"))
def transform(call: Call) -> Value:
    """``scaler.transform(x_test)``."""
    _, data = data_argument(call)
    return call.new(transformed(call, call.read(call.receiver), data))


def transformed(call: Call, fitted: Any, data: Array) -> Array:
    """What an array becomes."""
    if not isinstance(fitted, Configured):
        return Array(steps=(*data.steps, fitted_step(call, fitted, "scaled")), rows=data.rows)
    kind = KIND.get(fitted.name, "preprocessed")
    step = fitted_step(call, fitted, kind)
    if fitted.name in STATELESS:
        step = replace(step, fitted_on=None)
    low, high = range_after(call, fitted, data)
    members = members_of(call, fitted) if fitted.name == "Pipeline" else None
    shape, dtype = shape_after(call, fitted, data), dtype_after(fitted, data, kind)
    if members is not None:
        shape, dtype = data.shape, data.dtype
        for member in members:
            so_far = replace(data, shape=shape, dtype=dtype)
            shape = shape_after(call, member, so_far)
            dtype = dtype_after(member, so_far, KIND.get(member.name, "preprocessed"))
    made = replace(
        data,
        shape=shape,
        dtype=dtype,
        low=low,
        high=high,
        data=UNKNOWN,
        library="numpy",
        labels=None,
    ).with_step(step)
    if fitted.name in COMPOSED:
        inner = inner_steps(call, fitted)
        made = replace(made, steps=(*made.steps, *(replace(step, kind=k, name=n) for k, n in inner)))
    return made


def members_of(call: Call, pipeline: Configured) -> list[Configured] | None:
    """The transformers of a pipeline in order; ``None`` where they are not all known."""
    given = pipeline.arguments.get("steps")
    values = [argument.value for argument in pipeline.arguments.values()]
    steps = call.items(given.value if given is not None else values[0]) if given is not None or values else None
    if steps is not None:  # `Pipeline([("scale", StandardScaler())])`
        pairs = [call.items(step) for step in steps]
        values = [pair[1] for pair in pairs if pair is not None and len(pair) == 2]
        if len(values) < len(steps):
            return None
    found = [call.read(value) for value in values]
    known = [fact for fact in found if isinstance(fact, Configured) and fact.name != "Pipeline"]
    return known if len(known) == len(found) else None


def dtype_after(fitted: Configured, data: Array, kind: StepKind) -> str | Unknown:
    """The dtype that a transformer leaves."""
    if data.dtype in ("float32", "float64") and (kind == "scaled" or fitted.name == "PCA"):
        return data.dtype
    return float_of(data, kind)


def float_of(data: Array, kind: str) -> str | Unknown:
    """The dtype of the result where the input's is whole or not known."""
    if kind == "scaled":
        return "float64" if isinstance(data.dtype, str) and data.dtype.startswith(("int", "uint", "bool")) else UNKNOWN
    return (
        data.dtype if kind == "imputed" and isinstance(data.dtype, str) and data.dtype.startswith("float") else UNKNOWN
    )


def range_after(call: Call, fitted: Configured, data: Array) -> tuple[Any, Any]:
    """The value range where the transformer promises one."""
    if fitted.name == "MinMaxScaler":
        asked = option_value(call, fitted, 0, "feature_range", (0, 1))
        sure = same_fit(data, fitted) or option_value(call, fitted, None, "clip", default=False) is True
        if (
            sure
            and isinstance(asked, (tuple, list))
            and len(asked) == 2
            and all(isinstance(v, (int, float)) for v in asked)
        ):
            return float(asked[0]), float(asked[1])
    if fitted.name == "MaxAbsScaler" and same_fit(data, fitted):
        return (0.0 if is_known(data.low) and data.low >= 0 else -1.0), 1.0
    if fitted.name == "Normalizer":
        return (0.0 if is_known(data.low) and data.low >= 0 else -1.0), 1.0
    if fitted.name == "Binarizer":
        return 0.0, 1.0
    if (
        fitted.name == "QuantileTransformer"
        and option_value(call, fitted, None, "output_distribution", "uniform") == "uniform"
    ):
        return 0.0, 1.0
    if (
        fitted.name == "SimpleImputer"
        and option_value(call, fitted, None, "strategy", "mean") != "constant"
        and same_fit(data, fitted)
    ):
        return data.low, data.high
    if fitted.name in SELECTORS:
        return data.low, data.high
    return UNKNOWN, UNKNOWN


def shape_after(call: Call, fitted: Configured, data: Array) -> Any:
    """Scaling keeps the shape; selection and decomposition say how many columns they leave."""
    if not isinstance(data.shape, tuple) or not data.shape:
        return UNKNOWN
    if fitted.name in SCALERS or fitted.name in ("FunctionTransformer", "Binarizer"):
        return data.shape if fitted.name != "FunctionTransformer" else UNKNOWN
    columns: Dim = UNKNOWN
    if fitted.name in DECOMPOSITIONS:
        default = 2 if fitted.name in ("TruncatedSVD", "TSNE") else None
        asked = option_value(call, fitted, 0, "n_components", default)
        columns = asked if isinstance(asked, int) and not isinstance(asked, bool) else UNKNOWN
        if asked is None and fitted.name == "PCA" and all(isinstance(d, int) for d in data.shape):
            columns = min(d for d in data.shape if isinstance(d, int)) if same_fit(data, fitted) else UNKNOWN
    elif fitted.name == "SelectKBest":
        asked = option_value(call, fitted, 1, "k", 10)
        columns = asked if isinstance(asked, int) else data.shape[-1] if asked == "all" else UNKNOWN
    return (data.shape[0], columns)


def inner_steps(call: Call, fitted: Configured) -> list[tuple[StepKind, str]]:
    """The transformers inside a pipeline, that are known, as kinds and names of steps."""
    found: list[tuple[StepKind, str]] = []

    def walk(value: Value, depth: int = 0) -> None:
        fact = call.read(value)
        if isinstance(fact, Configured) and fact.name in KIND:
            found.append((KIND[fact.name], fact.name))
            if fact.name not in COMPOSED:
                return
        if depth < 6 and isinstance(fact, Configured):
            for argument in fact.arguments.values():
                walk(argument.value, depth + 1)
        elif depth < 6 and isinstance(fact, (List, Tuple)):
            for item in call.items(value) or ():
                walk(item, depth + 1)
        elif depth < 6 and isinstance(fact, Dict):
            for item in fact.entries.values():
                walk(item, depth + 1)

    for argument in fitted.arguments.values():
        walk(argument.value)
    return found


@describes("sklearn.pipeline.make_pipeline", "sklearn.compose.make_column_transformer", "sklearn.pipeline.make_union")
def make_pipeline(call: Call) -> Value:
    """``make_pipeline(SimpleImputer(), StandardScaler())``."""
    from keras_lint.knowledge.values import Argument

    path = {"make_pipeline": "pipeline.Pipeline", "make_union": "pipeline.FeatureUnion"}
    cls = path.get(call.path.rpartition(".")[2], "compose.ColumnTransformer")
    arguments = {f"*{i}": Argument(value) for i, value in enumerate(call.args)}
    return call.new(Configured(f"sklearn.{cls}", arguments, call.site, complete=call.complete))


@describes(*paths("inverse_transform"))
def inverse_transform(call: Call) -> Value:
    """``scaler.inverse_transform(predictions)``: back in the units of the data it was fitted on; the step of its
    scaling is gone.
    """
    _, data = data_argument(call)
    fitted = call.read(call.receiver)
    identity = fitted.state.get("identity", 0) if isinstance(fitted, Configured) else 0
    steps = tuple(step for step in data.steps if step.identity != identity or not identity)
    shape = data.shape if isinstance(fitted, Configured) and fitted.name in SCALERS else UNKNOWN
    return call.new(
        replace(data, shape=shape, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN, steps=steps, labels=None, library="numpy")
    )
