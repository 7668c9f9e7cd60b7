"""Callbacks: what one watches, which way is better for it, and what it does about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from typing import Literal as Choice

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.given import default
from keras_lint.knowledge.values import MISSING, Configured, Value

WATCHING = frozenset({"EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"})
"""Callbacks that watch a name of the logs."""

Python = Callable[[Value], Any]


@dataclass(frozen=True, slots=True)
class Watch:
    """A callback that watches a name of the logs, with the defaults of Keras where arguments are left out."""

    callback: Configured = field(compare=False)
    monitor: str | Unknown
    mode: Choice["auto", "min", "max"] | Unknown
    patience: int | Unknown
    """Epochs without improvement it waits; Unknown for checkpoints."""
    start_from_epoch: int | Unknown
    stops_early: bool
    lowers_rate: bool
    keeps_best: bool | Unknown
    """Whether the best weights are left at the end, in the model or in a file of their own."""
    acts: bool | Unknown
    """Whether what it does hangs on the value it watches: a checkpoint of every epoch's weights does not."""

    @property
    def on_validation(self) -> bool | Unknown:
        """Whether it watches a number of the validation."""
        return self.monitor.startswith("val_") if isinstance(self.monitor, str) else UNKNOWN

    @property
    def metric(self) -> str | Unknown:
        """The name it watches without ``val_``."""
        return self.monitor.removeprefix("val_") if isinstance(self.monitor, str) else UNKNOWN


def option(callback: Configured, name: str, python: Python) -> Any:
    """An argument of a callback of Keras, its default where it is left out; ``MISSING`` where it has none."""
    value = callback.value(name)
    return default(callback.path, name) if value is MISSING else python(value)


def watch_of(callback: Any, python: Python) -> Watch | None:
    """What a callback watches; ``None`` for callbacks that watch nothing, or are not Keras's own."""
    if not isinstance(callback, Configured) or callback.name not in WATCHING or "custom" in callback.state:
        return None
    if not callback.path.startswith("keras.callbacks."):
        return None
    monitor, mode = option(callback, "monitor", python), option(callback, "mode", python)
    kept = keeps_best(callback, python)
    return Watch(
        callback,
        monitor if isinstance(monitor, str) else UNKNOWN,
        mode if mode in ("auto", "min", "max") else UNKNOWN,
        whole(option(callback, "patience", python)),
        whole(option(callback, "start_from_epoch", python)),
        callback.name == "EarlyStopping",
        callback.name == "ReduceLROnPlateau",
        kept,
        callback.name != "ModelCheckpoint" or truth(option(callback, "save_best_only", python)),
    )


def truth(value: Any) -> bool | Unknown:
    """A flag."""
    return value if isinstance(value, bool) else UNKNOWN


def whole(value: Any) -> int | Unknown:
    """A number of epochs."""
    return value if isinstance(value, int) and not isinstance(value, bool) else UNKNOWN


def keeps_best(callback: Configured, python: Python) -> bool | Unknown:
    """Whether the best weights are left at the end: restored, or saved to a file that later epochs do not overwrite."""
    if callback.name not in ("EarlyStopping", "ModelCheckpoint"):
        return False
    flag = "restore_best_weights" if callback.name == "EarlyStopping" else "save_best_only"
    kept = option(callback, flag, python)
    if kept is True or callback.name == "EarlyStopping":
        return kept if isinstance(kept, bool) else UNKNOWN
    path = option(callback, "filepath", python)
    if isinstance(path, str) and "{" in path:  # a file for each epoch: the best is among them
        return True
    return kept if isinstance(kept, bool) and isinstance(path, str) else UNKNOWN


__all__ = ["WATCHING", "Watch", "option", "watch_of"]
