"""Rows and columns of frames: ``df["a"]``, ``df[["a", "b"]]``, ``df[mask]``, ``df.iloc[:, :-1]``, ``df.loc[mask,
"a"]``, ``df.a``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import Axis
from keras_lint.knowledge.call import Call, attribute
from keras_lint.knowledge.datasets import known_file
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown
from keras_lint.knowledge.indexing import index_array
from keras_lint.knowledge.labels import imbalance
from keras_lint.knowledge.values import Array, Indexer, Labels, List, Literal, Rows, Tuple, Value
from keras_lint.syntax import Site

NAMES = frozenset(
    """
    T abs add agg aggregate align all any apply applymap asfreq asof assign astype at attrs axes backfill between
    bfill bool boxplot cat clip columns combine compare convert_dtypes copy corr corrwith count cov cummax cummin
    cumprod cumsum describe diff div divide dot drop drop_duplicates droplevel dropna dt dtype dtypes duplicated
    empty eq equals eval ewm expanding explode factorize ffill fillna filter first first_valid_index flags floordiv
    from_dict from_records ge get groupby gt hasnans head hist iat idxmax idxmin iloc index infer_objects info
    insert interpolate is_monotonic_increasing is_unique isin isna isnull item items iterrows itertuples join keys
    kurt kurtosis last le loc lt map mask max mean median melt memory_usage merge min mod mode mul multiply name
    ndim ne nlargest notna notnull nsmallest nunique pad pct_change pipe pivot pivot_table plot pop pow prod product
    quantile query radd rank ravel reindex rename rename_axis reorder_levels repeat replace resample reset_index
    rolling round sample searchsorted select_dtypes sem set_axis set_index shape shift size skew sort_index
    sort_values sparse squeeze stack std str style sub subtract sum swapaxes swaplevel tail take to_clipboard to_csv
    to_dict to_excel to_feather to_frame to_hdf to_html to_json to_latex to_list to_markdown to_numpy to_parquet
    to_period to_pickle to_records to_sql to_string tolist transform transpose truediv truncate tz_convert
    tz_localize unique unstack update value_counts values var view where xs
    """.split()  # noqa: SIM905 - one name after the other reads better
)
"""Attributes of frames and series; any other name is a column."""


def column_count(index: Any) -> Dim:
    """Number of columns that a list of names picks."""
    if isinstance(index, (List, Tuple)):
        rest = index.rest if isinstance(index, List) else None
        return len(index.items) if rest is None else UNKNOWN
    if isinstance(index, Array) and isinstance(index.shape, tuple) and len(index.shape) == 1:
        return index.shape[0]
    return UNKNOWN


def column(array: Array, name: Any) -> Array:
    """One column of a frame, as a series: its labels are known where the file is."""
    shape = array.shape[:1] if isinstance(array.shape, tuple) and array.shape else (Axis("the number of rows"),)
    kind: Any = array.kind
    labels = file_labels(array, name) if isinstance(name, str) else None
    low, high = (UNKNOWN, UNKNOWN) if labels is not None else (array.low, array.high)
    return replace(
        array,
        shape=shape,
        dtype=UNKNOWN,
        data=UNKNOWN,
        labels=labels,
        kind="labels" if labels is not None else kind,
        low=low,
        high=high,
    )


def file_labels(array: Array, name: str) -> Labels | None:
    """Labels of a well-known file's target column; their counts as long as all rows are there."""
    step = next((step for step in array.steps if step.kind == "loaded"), None)
    known = known_file(step.detail) if step is not None and step.detail else None
    if known is None or known.target != name:
        return None
    why = imbalance(known.class_counts)
    counts: Any = known.class_counts if array.samples == known.rows else UNKNOWN
    words = f"{known.about} (`{known.name}`): {why}" if why is not None else None
    return Labels(UNKNOWN, len(known.class_counts), counts, "classification", words)


def columns_of(array: Array, count: Dim) -> Array:
    """A frame of some of the columns."""
    first = array.shape[0] if isinstance(array.shape, tuple) and array.shape else Axis("the number of rows")
    dtype = array.dtype if isinstance(array.dtype, str) and array.dtype != "object" else UNKNOWN
    return replace(array, shape=(first, count), data=UNKNOWN, labels=None, dtype=dtype)


def select(array: Array, by: str | None, axes: Sequence[Any], site: Site, fresh: Callable[[], int]) -> Array:
    """``df[…]`` (``by`` is None), ``df.iloc[…]`` or ``df.loc[…]``."""
    if by == "iloc":
        found = index_array(replace(array, library="numpy"), axes, site, fresh)
        return replace(found, library="pandas") if isinstance(found, Array) else Array(library="pandas")
    if by == "loc":
        return by_label(array, axes, site, fresh)
    if len(axes) != 1:
        return replace(array, shape=UNKNOWN, data=UNKNOWN, labels=None, rows=selected(array, fresh))
    return by_item(array, axes[0], site, fresh)


def selected(array: Array, fresh: Callable[[], int]) -> Rows | Unknown:
    """Some of the rows."""
    return array.rows.part(fresh(), "selected") if isinstance(array.rows, Rows) else UNKNOWN


def by_item(array: Array, axis: Any, site: Site, fresh: Callable[[], int]) -> Array:
    """``df[item]``: a name or several, a mask, or a slice of the rows."""
    series = array.rank == 1
    if axis[0] == "slice" or series:
        found = index_array(replace(array, library="numpy"), [axis], site, fresh)
        return replace(found, library="pandas") if isinstance(found, Array) else Array(library="pandas")
    index = axis[1]
    if isinstance(index, Literal):
        return column(array, index.value)
    if isinstance(index, (List, Tuple)):
        return columns_of(array, column_count(index))
    if isinstance(index, Array):
        if index.dtype == "bool":
            return some_rows(array, fresh)
        if index.dtype in ("str", "object") or index.rank == 1:
            return columns_of(array, column_count(index))
    return replace(array, shape=UNKNOWN, dtype=UNKNOWN, data=UNKNOWN, labels=None, rows=selected(array, fresh))


def some_rows(array: Array, fresh: Callable[[], int]) -> Array:
    """The rows where a mask holds."""
    shape = (
        (Axis("the number of rows where a mask holds"), *array.shape[1:])
        if isinstance(array.shape, tuple) and array.shape
        else UNKNOWN
    )
    labels = replace(array.labels, counts=UNKNOWN) if array.labels is not None else None
    return replace(array, shape=shape, data=UNKNOWN, labels=labels, rows=selected(array, fresh))


def by_label(array: Array, axes: Sequence[Any], site: Site, fresh: Callable[[], int]) -> Array:
    """``df.loc[rows, columns]``."""
    rows, *others = axes
    whole = rows[0] == "slice" and tuple(rows[1:]) == (None, None, None)
    part = array if whole else some_rows(array, fresh)
    if not whole and rows[0] == "index" and isinstance(rows[1], Literal):
        return replace(array, shape=UNKNOWN, rows=UNKNOWN, data=UNKNOWN, labels=None)
    if not others:
        return part
    columns = others[0]
    if columns[0] == "slice":
        return part if tuple(columns[1:]) == (None, None, None) else columns_of(part, UNKNOWN)
    if isinstance(columns[1], Literal):
        return column(part, columns[1].value)
    if isinstance(columns[1], (List, Tuple, Array)):
        mask = isinstance(columns[1], Array) and columns[1].dtype == "bool"
        return columns_of(part, UNKNOWN if mask else column_count(columns[1]))
    return replace(part, shape=UNKNOWN, labels=None, data=UNKNOWN)


@attribute(Array, "iloc", "loc", "iat", "at")
def indexer(call: Call) -> Value:
    """``df.iloc``: what is indexed next."""
    return Indexer(call.receiver, "iloc" if call.path in ("iloc", "iat") else "loc")
