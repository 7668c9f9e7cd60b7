"""Frames from files, dictionaries and arrays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from keras_lint.knowledge.arrays import Axis, common_dtype, dtype_name, hull, integer, to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.datasets import known_file
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.labels import labels_of_literal
from keras_lint.knowledge.numpy.operand import is_none
from keras_lint.knowledge.values import MISSING, Array, Dict, List, Literal, Tuple, Value

READERS = ("read_csv", "read_table", "read_excel", "read_json", "read_parquet", "read_feather", "read_pickle",
           "read_hdf", "read_sql", "read_fwf", "read_html", "read_sas", "read_stata",
           "read_sql_query", "read_orc")  # fmt: skip
FILE = ("filepath_or_buffer", "io", "path", "path_or_buf")
_CUTS = frozenset({"nrows", "skiprows", "skipfooter", "header"})
"""Arguments after which a file no longer gives the rows it is known for."""


@describes(*(f"pandas.{name}" for name in READERS))
def read(call: Call) -> Value:
    """``pd.read_csv("creditcard.csv")``: rows of its own; a well-known file has a known number of them."""
    name = call.path.rpartition(".")[2]
    if not is_none(call.arg(None, "chunksize")) or not is_none(call.arg(None, "iterator")) or name == "read_html":
        return Unknown(f"what `{name}` returns")
    path = call.python(call.arg(0, *FILE))
    file = PurePath(path.replace("\\", "/")).name if isinstance(path, str) else ""
    known = known_file(path) if isinstance(path, str) else None
    first: Dim = (
        known.rows
        if known is not None and not _CUTS & call.kwargs.keys() and call.complete
        else Axis("the number of rows of a file")
    )
    step = call.step("loaded", f"pd.{name}", identity=call.fresh(), detail=file)
    frame = Array(
        (first, columns_read(call, name)), kind="tabular", rows=call.new_rows(), steps=(step,), library="pandas"
    )
    if call.python(call.arg(None, "squeeze", default=Literal(False))) is not False:
        frame = replace(frame, shape=UNKNOWN)
    return call.new(frame)


def columns_read(call: Call, name: str) -> Dim:
    """Number of columns where the call says it."""
    if name not in ("read_csv", "read_table", "read_excel"):
        return Axis("the number of columns of a file")
    listed = call.arg(None, "usecols")
    listed = call.arg(None, "names") if is_none(listed) else listed
    items = call.items(listed) if listed is not MISSING else None
    index = integer(call, call.arg(None, "index_col"))
    if items is None or isinstance(index, Unknown):
        return Axis("the number of columns of a file")
    return len(items) - (1 if isinstance(index, int) else 0)


@describes("pandas.DataFrame", "pandas.DataFrame.from_dict", "pandas.DataFrame.from_records")
def data_frame(call: Call) -> Value:
    """``pd.DataFrame({"a": [1, 2], "b": [3, 4]})``, ``pd.DataFrame(x, columns=[…])``."""
    value = call.arg(0, "data")
    fact = call.read(value)
    names = call.arg(2, "columns")
    wide: Dim = UNKNOWN
    if not is_none(names):
        items = call.items(names)
        found_names = call.read(names)
        known = isinstance(found_names, Array) and found_names.rank == 1 and isinstance(found_names.shape, tuple)
        wide = len(items) if items is not None else found_names.shape[0] if known else UNKNOWN
    if isinstance(fact, Dict):
        return call.new(of_columns(call, fact, wide, is_none(names)))
    found = to_array(call, value)
    if found is None or (isinstance(fact, (List, Tuple)) and not is_known(found.data) and found.rank != 2):
        return call.new(
            Array((Axis("the number of rows"), wide), kind="tabular", rows=call.new_rows(), library="pandas")
        )
    if isinstance(found.shape, tuple):
        first: Dim = found.shape[0] if found.shape else UNKNOWN
        second: Dim = found.shape[1] if len(found.shape) > 1 else 1 if found.shape else UNKNOWN
        shape: Any = (first, second)
    else:
        shape = (Axis("the number of rows"), wide)
    rows = found.rows if is_known(found.rows) else call.new_rows()
    return call.new(
        replace(
            found,
            shape=shape,
            kind=found.kind if is_known(found.kind) else "tabular",
            rows=rows,
            library="pandas",
            labels=None,
            data=UNKNOWN,
        )
    )


def of_columns(call: Call, columns: Dict, wide: Dim, all_columns: bool) -> Array:
    """A frame of named columns."""
    arrays = [to_array(call, value) for value in columns.entries.values()]
    known = [array for array in arrays if array is not None and array.rank == 1]
    lengths = {array.samples for array in known if isinstance(array.samples, int)}
    first: Dim = lengths.pop() if len(lengths) == 1 else Axis("the number of rows")
    count: Dim = len(columns.entries) if columns.complete and all_columns else wide
    complete = columns.complete and len(known) == len(columns.entries) and all_columns
    low, high = hull(known) if complete and known else (UNKNOWN, UNKNOWN)
    dtype = (
        common_dtype(known)
        if complete and known and len({array.dtype for array in known if is_known(array.dtype)}) == 1
        else UNKNOWN
    )
    rows = next((array.rows for array in known if is_known(array.rows)), None)
    steps = known[0].steps if known and all(array.steps == known[0].steps for array in known) else ()
    return Array(
        (first, count),
        dtype,
        low,
        high,
        "tabular",
        None,
        rows if rows is not None else call.new_rows(),
        steps,
        "pandas",
    )


@describes("pandas.Series", "pandas.Categorical", "pandas.to_numeric", "pandas.to_datetime", "pandas.Index")
def series(call: Call) -> Value:
    """``pd.Series([0, 1, 1])``."""
    value = call.arg(0, "data", "arg", "values")
    found = to_array(call, value)
    if found is None or found.rank == 0:
        return call.new(Array((Axis("the length of a series"),), rows=call.new_rows(), library="pandas"))
    labels = labels_of_literal(found.data) if is_known(found.data) else found.labels
    rows = found.rows if is_known(found.rows) else call.new_rows()
    dtype = found.dtype if call.path == "pandas.Series" else UNKNOWN
    if not is_none(call.arg(2, "dtype")):
        dtype = dtype_name(call, call.arg(2, "dtype"))
    return call.new(replace(found, labels=labels, rows=rows, dtype=dtype, library="pandas"))
