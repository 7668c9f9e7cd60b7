"""TensorFlow functions on tensors of data that numpy has no like of; the others stand with numpy's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from keras_lint.knowledge.arrays import dtype_name, holds_tensor
from keras_lint.knowledge.call import Call, describes, pure
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.numpy.creation import converted
from keras_lint.knowledge.structure import tensor_of
from keras_lint.knowledge.values import Array, Value

pure("tensorflow")


def changed(call: Call, name: str, change: Callable[[Array], Array | Unknown]) -> Value:
    """The first argument, called ``name``, after a change; Unknown where it is not known.

    A model's symbolic tensor is left to the model's graph (``NotImplemented``).
    """
    value = call.arg(0, name)
    if holds_tensor(call, value):
        return NotImplemented
    array = tensor_of(call, value)
    if isinstance(array, Unknown):
        return array
    result = change(array)
    return result if isinstance(result, Unknown) else call.new(result)


@describes("tensorflow.saturate_cast")
def saturate_cast(call: Call) -> Value:
    """Another type, numbers beyond its bounds cut to them."""
    dtype = dtype_name(call, call.arg(1, "dtype"))
    return changed(call, "value", lambda array: replace(converted(array, dtype), labels=None))


@describes("tensorflow.ensure_shape", "tensorflow.stop_gradient", "tensorflow.grad_pass_through")
def unchanged(call: Call) -> Value:
    """The same numbers."""
    return changed(call, "input", lambda array: array)


@describes("tensorflow.py_function", "tensorflow.numpy_function", "tensorflow.py_func", "tensorflow.compat.v1.py_func")
def python_function(call: Call) -> Value:
    """What Python functions behind TensorFlow's back return is not known, not even to TensorFlow."""
    return Unknown(f"the result of `{call.path}`") if call.args else UNKNOWN


__all__ = ["changed"]
