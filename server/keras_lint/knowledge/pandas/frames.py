"""Methods and functions of frames and series."""

from __future__ import annotations

from dataclasses import replace

from keras_lint.knowledge.arrays import Axis, flag, integer, to_array
from keras_lint.knowledge.call import Call, attribute, method
from keras_lint.knowledge.facts import UNKNOWN, Dim, is_known
from keras_lint.knowledge.numpy.labels import classes_of, counts_inspected
from keras_lint.knowledge.pandas.selection import column, columns_of, selected
from keras_lint.knowledge.values import MISSING, Array, Dict, Labels, Literal, Value


def subject(call: Call) -> Array:
    """The frame or series."""
    fact: Array = call.read(call.receiver)
    return fact


def outcome(call: Call, changed: Array) -> Value:
    """A new frame, or with ``inplace=True`` the same one changed."""
    in_place = flag(call, call.arg(None, "inplace"), default=False)
    if in_place is True:
        call.update(call.receiver, changed)
        return Literal(None)
    if in_place is not False:
        call.update(call.receiver, replace(changed, shape=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN))
    return call.new(changed)


def fewer_rows(call: Call, array: Array, why: str) -> Array:
    """An array that lost an unknown number of rows."""
    shape = (Axis(why), *array.shape[1:]) if isinstance(array.shape, tuple) and array.shape else UNKNOWN
    labels = replace(array.labels, counts=UNKNOWN) if array.labels is not None else None
    return replace(array, shape=shape, data=UNKNOWN, labels=labels, rows=selected(array, call.fresh))


# --- columns --------------------------------------------------------------------------------------------------------


@method(Array, "drop")
def drop(call: Call) -> Value:
    """``df.drop("label", axis=1)``, ``df.drop(columns=["a", "b"])``, ``df.drop(index)``."""
    array = subject(call)
    axis = call.python(call.arg(1, "axis", default=Literal(0)))
    columns = call.arg(None, "columns")
    if columns is MISSING and axis in (1, "columns"):
        columns = call.arg(0, "labels")
    if columns is MISSING:
        return outcome(call, fewer_rows(call, array, "the number of rows left"))
    width = array.shape[1] if isinstance(array.shape, tuple) and len(array.shape) == 2 else UNKNOWN
    fact, items = call.read(columns), call.items(columns)
    gone = len(items) if items is not None else 1 if isinstance(fact, Literal) else None
    sure = (
        isinstance(width, int)
        and gone is not None
        and call.python(call.arg(None, "errors", default=Literal("raise"))) == "raise"
    )
    count: Dim = (
        width - gone if sure and isinstance(width, int) and gone is not None else Axis("the number of columns left")
    )
    return outcome(call, columns_of(array, count))


@method(Array, "pop")
def pop(call: Call) -> Value:
    """``y = df.pop("label")``: the column leaves the frame."""
    array = subject(call)
    if array.library == "python":
        return UNKNOWN
    width = array.shape[1] if isinstance(array.shape, tuple) and len(array.shape) == 2 else UNKNOWN
    call.update(
        call.receiver, columns_of(array, width - 1 if isinstance(width, int) else Axis("the number of columns left"))
    )
    return call.new(column(array, call.python(call.arg(0, "item"))))


@method(Array, "assign", "insert", "join", "merge", "pivot", "pivot_table", "melt", "explode", "stack", "unstack")
def widened(call: Call) -> Value:
    """Methods after which the columns are others."""
    array = subject(call)
    if call.path == "insert":
        call.update(call.receiver, columns_of(array, Axis("the number of columns")))
        return Literal(None)
    if call.path == "assign":
        return call.new(replace(columns_of(array, UNKNOWN), low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN))
    return call.new(
        Array(
            (Axis("rows of a joined frame"), UNKNOWN),
            kind=array.kind,
            rows=call.new_rows(),
            steps=array.steps,
            library="pandas",
        )
    )


@method(Array, "select_dtypes", "filter")
def some_columns(call: Call) -> Value:
    """``df.select_dtypes("number")``."""
    return call.new(columns_of(subject(call), UNKNOWN))


@attribute(Array, "columns")
def columns(call: Call) -> Value:
    """``df.columns``."""
    array = subject(call)
    width = array.shape[1] if isinstance(array.shape, tuple) and len(array.shape) == 2 else UNKNOWN
    return call.new(Array((width,), "str", library="pandas"))


@attribute(Array, "index")
def index(call: Call) -> Value:
    """``df.index``: an index of all rows."""
    array = subject(call)
    return call.new(
        Array(array.shape[:1] if isinstance(array.shape, tuple) else UNKNOWN, rows=array.rows, library="pandas")
    )


# --- rows -----------------------------------------------------------------------------------------------------------


@method(Array, "head", "tail")
def head(call: Call) -> Value:
    """``df.head(100)``."""
    from keras_lint.knowledge.indexing import index_array

    count = integer(call, call.arg(0, "n"), 5)
    axis = (
        ("slice", None, count, None)
        if call.path == "head"
        else ("slice", -count if isinstance(count, int) else UNKNOWN, None, None)
    )
    found = index_array(replace(subject(call), library="numpy"), [axis], call.site, call.fresh)
    return call.new(replace(found, library="pandas"))


@method(Array, "sample")
def sample(call: Call) -> Value:
    """``df.sample(frac=1)``: shuffled; a smaller share is a part of the rows."""
    array = subject(call)
    share, count = (
        call.python(call.arg(None, "frac", default=Literal(None))),
        call.python(call.arg(0, "n", default=Literal(None))),
    )
    step = call.step("shuffled", "sample", identity=call.fresh())
    again = flag(call, call.arg(None, "replace"), default=False) is not False
    if isinstance(share, (int, float)) and share == 1 and not again:
        return call.new(replace(array, data=UNKNOWN).with_step(step))
    part = fewer_rows(call, array, "the number of rows drawn")
    total = array.samples
    if isinstance(part.shape, tuple) and is_known(total) and isinstance(share, float):
        part = replace(part, shape=(round(share * total), *part.shape[1:]))
    elif isinstance(part.shape, tuple) and isinstance(count, int):
        part = replace(part, shape=(count, *part.shape[1:]))
    if again and isinstance(part.labels, Labels):
        part = replace(part, labels=replace(part.labels, imbalanced=None))
    return call.new(part.with_step(step))


@method(Array, "dropna", "drop_duplicates", "query", "nlargest", "nsmallest", "truncate")
def dropped(call: Call) -> Value:
    """``df.dropna()``: rows with missing values leave."""
    array = subject(call)
    if call.path == "dropna":
        call.event("missing_values", array=array, method=call.path)
    if call.path == "dropna" and call.python(call.arg(0, "axis", default=Literal(0))) in (1, "columns"):
        return outcome(call, columns_of(array, UNKNOWN).with_step(call.step("imputed", "dropna")))
    part = fewer_rows(call, array, "the number of rows left")
    return outcome(call, part.with_step(call.step("imputed", "dropna")) if call.path == "dropna" else part)


@method(Array, "fillna", "interpolate", "ffill", "bfill", "pad", "backfill")
def filled(call: Call) -> Value:
    """``df.fillna(df.mean())``: what was missing is made up, from the rows of the statistic where it is one."""
    array = subject(call)
    call.event("missing_values", array=array, method=call.path)
    value = (
        to_array(call, call.arg(0, "value")) if call.path == "fillna" and call.arg(0, "value") is not MISSING else None
    )
    fitted = (
        next((step.fitted_on for step in reversed(value.steps) if step.kind == "reduced"), None)
        if value is not None
        else None
    )
    step = call.step("imputed", call.path, fitted_on=fitted)
    return outcome(call, replace(array, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN).with_step(step))


@method(
    Array, "isnull", "isna", "notnull", "notna", "isin", "between", "duplicated", "eq", "ne", "gt", "lt", "ge", "le"
)
def tested(call: Call) -> Value:
    """``df.isnull()``: true or false for each value."""
    array = subject(call)
    if call.path in ("isnull", "isna", "notnull", "notna"):
        call.event("missing_values", array=array, method=call.path)
    shape = array.shape[:1] if call.path == "duplicated" and isinstance(array.shape, tuple) else array.shape
    return call.new(Array(shape, "bool", 0.0, 1.0, rows=array.rows, library=array.library))


@method(Array, "info", "describe")
def looked_at(call: Call) -> Value:
    """``df.info()`` says how many values are missing."""
    call.event("missing_values", array=subject(call), method=call.path)
    return call.new(Array(library="pandas")) if call.path == "describe" else Literal(None)


@method(
    Array,
    "reset_index",
    "set_index",
    "rename",
    "sort_values",
    "sort_index",
    "reindex",
    "set_axis",
    "rename_axis",
    "convert_dtypes",
)
def rearranged(call: Call) -> Value:
    """The same rows under other names or in another order."""
    array = subject(call)
    if call.path == "reset_index" and flag(call, call.arg(None, "drop"), default=False) is not True:
        return outcome(call, replace(array, shape=UNKNOWN, data=UNKNOWN, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN))
    if call.path in ("set_index", "reindex"):
        return outcome(call, replace(array, shape=UNKNOWN, data=UNKNOWN, labels=None))
    return outcome(call, replace(array, data=UNKNOWN if call.path.startswith("sort") else array.data))


# --- values ---------------------------------------------------------------------------------------------------------


@method(
    Array,
    "map",
    "replace",
    "apply",
    "applymap",
    "transform",
    "where",
    "mask",
    "infer_objects",
    "shift",
    "update",
    "pipe",
    "rolling",
)
def mapped(call: Call) -> Value:
    """``df["label"].map({"no": 0, "yes": 1})``: of the new values nothing is known but how many there are."""
    array = subject(call)
    if array.library not in ("pandas",):
        return UNKNOWN
    classes = array.labels
    labels = None
    if call.path in ("map", "replace") and classes is not None:
        table = call.read(call.arg(0, "arg", "to_replace"))
        one_to_one = isinstance(table, Dict) and len({repr(call.python(v)) for v in table.entries.values()}) == len(
            table.entries
        )
        labels = replace(classes, form=UNKNOWN, counts=UNKNOWN) if one_to_one else None
    keeps = call.path in ("map", "replace", "applymap", "where", "mask", "transform", "infer_objects", "shift")
    shape = array.shape if keeps or (call.path == "apply" and array.rank == 1) else UNKNOWN
    changed = replace(array, shape=shape, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN, data=UNKNOWN, labels=labels)
    return outcome(call, changed)


@attribute(Array, "values")
def values(call: Call) -> Value:
    """``df.values``."""
    return call.new(replace(subject(call), library="numpy"))


@method(Array, "to_numpy", "as_matrix", "to_frame")
def to_numpy(call: Call) -> Value:
    """``df.to_numpy()``."""
    array = subject(call)
    if call.path == "to_frame":
        shape = (*array.shape, 1) if isinstance(array.shape, tuple) and len(array.shape) == 1 else UNKNOWN
        return call.new(replace(array, shape=shape))
    return call.new(replace(array, library="numpy"))


@attribute(Array, "cat", "str", "dt", "codes")
def accessor(call: Call) -> Value:
    """``df["c"].cat.codes``, ``df["text"].str.lower()``: still a series of as many values."""
    array = subject(call)
    return call.new(replace(array, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN, data=UNKNOWN, labels=None))


@method(Array, "value_counts")
def value_counts(call: Call) -> Value:
    """``df["label"].value_counts()``."""
    counts_inspected(call, call.receiver)
    return call.new(Array((classes_of(subject(call)),), UNKNOWN, 0.0, library="pandas"))


@method(Array, "groupby")
def groupby(call: Call) -> Value:
    """``df.groupby("label")``: somebody may look at the sizes."""
    array = subject(call)
    name = call.python(call.arg(0, "by"))
    if isinstance(name, str):
        call.event("counts_inspected", array=column(array, name), value=call.receiver, function="groupby")
    return call.new(Array(library="pandas", steps=array.steps))


@method(Array, "nunique")
def nunique(call: Call) -> Value:
    """``y.nunique()``."""
    count = classes_of(subject(call)) if subject(call).rank == 1 else UNKNOWN
    return Literal(count) if isinstance(count, int) else UNKNOWN


@method(Array, "unique")
def unique(call: Call) -> Value:
    """``y.unique()``."""
    array = subject(call)
    return call.new(Array((classes_of(array),), array.dtype, array.low, array.high, library="numpy"))


@method(
    Array,
    "to_csv",
    "to_pickle",
    "to_excel",
    "to_json",
    "to_parquet",
    "to_dict",
    "corr",
    "cov",
    "hist",
    "plot",
    "boxplot",
    "items",
    "iterrows",
    "itertuples",
    "to_string",
    "memory_usage",
    "keys",
    "count",
    "tofile",
    "dump",
    "tobytes",
)
def read_only(call: Call) -> Value:
    """Methods that only look."""
    if call.path in ("corr", "cov"):
        array = subject(call)
        width = array.shape[1] if isinstance(array.shape, tuple) and len(array.shape) == 2 else UNKNOWN
        return call.new(Array((width, width), "float64", library="pandas"))
    return UNKNOWN
