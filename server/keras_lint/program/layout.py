"""Where images have their channels: Keras's setting for the whole program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Literal, Value

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

CHANNELS_LAST = "channels_last"
"""The default of every backend, unless ``keras.json`` says otherwise."""
ORDERINGS = {"tf": CHANNELS_LAST, "th": "channels_first"}
"""What Keras 1 called them."""


def current(run: Run) -> str | Unknown:
    """The layout that holds now; Unknown where branches set several."""
    fact = run.read(run.image_data_format)
    return fact.value if isinstance(fact, Literal) else UNKNOWN


def image_data_format(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``K.image_data_format()``."""
    layout = current(run)
    return layout if isinstance(layout, Unknown) else Literal(layout)


def image_dim_ordering(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``K.image_dim_ordering()``."""
    layout = current(run)
    return next((Literal(old) for old, new in ORDERINGS.items() if new == layout), UNKNOWN)


def set_image_data_format(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``K.set_image_data_format("channels_first")``, and ``K.set_image_dim_ordering("th")`` of Keras 1."""
    given = run.python(arguments.values()[0]) if len(arguments.values()) == 1 else UNKNOWN
    run.update(run.image_data_format, Literal(layout_named(given)))
    return Literal(None)


def layout_named(given: Any) -> str | Unknown:
    """The layout of this name, new or old."""
    if not isinstance(given, str):
        return UNKNOWN
    return ORDERINGS.get(given, given)


FUNCTIONS: dict[str, Callable[[Run, str, str, Arguments, cst.CSTNode], Value]] = {
    "keras.config.image_data_format": image_data_format,
    "keras.config.set_image_data_format": set_image_data_format,
    "keras.backend.image_dim_ordering": image_dim_ordering,
    "keras.backend.set_image_dim_ordering": set_image_data_format,
}
"""The functions that read and change it."""
