"""Symbolic tensors: what is done to them outside of layers, and the way back from an output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.arrays import DTYPES
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.layers.base import Refused
from keras_lint.knowledge.tensors import OPERATORS, DynamicSize, Spec, operation_at
from keras_lint.knowledge.tensors.elementwise import itself
from keras_lint.knowledge.tensors.indexing import indexed
from keras_lint.knowledge.values import Array, Dict, Literal, OneOf, Symbol, Tensor, Tuple, Use, Value
from keras_lint.program import naming
from keras_lint.program.join import join_shapes
from keras_lint.program.values import Instance

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


def tensors_in(run: Run, value: Value) -> tuple[Tensor, ...] | None:
    """The tensors in an argument: one, or a (nested) list, tuple or dict of them; ``None`` where something is no
    tensor.
    """
    fact = run.read(value)
    if isinstance(fact, Tensor):
        return (fact,)
    if isinstance(fact, OneOf):
        choice = undecided(run, fact)
        return (choice,) if choice is not None else None
    if isinstance(fact, Instance) or fact is None:
        return None
    if isinstance(fact, Dict) and fact.complete:
        keys = sorted(fact.entries, key=str)  # Keras flattens dictionaries in the order of their keys
        parts: tuple[Value, ...] | None = tuple(fact.entries[key] for key in keys)
    else:
        parts = run.items(value)
    if parts is None:
        return None
    found: list[Tensor] = []
    for part in parts:
        inner = tensors_in(run, part)
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found)


def undecided(run: Run, value: OneOf) -> Tensor | None:
    """One of several tensors, which one is not known, as a tensor; ``None`` where an option is no tensor."""
    options = [run.read(option) for option in value.options]
    sites = [tensor.use.site for tensor in options if isinstance(tensor, Tensor) and tensor.use is not None]
    if not sites or not all(isinstance(option, Tensor) for option in options):
        return None
    # what leads to the options is left out: a layer that may not be there is no layer of the model
    return Tensor(join_shapes([tensor.shape for tensor in options]), Use(None, "unknown", (), sites[0]))


def read_decided(run: Run, value: Value) -> Any:
    """The fact of a value; one tensor for several of which one is taken."""
    fact = run.read(value)
    return (undecided(run, fact) or fact) if isinstance(fact, OneOf) else fact


METHODS = {
    "reshape": "keras.ops.reshape",
    "squeeze": "keras.ops.squeeze",
    "get_shape": "keras.backend.int_shape",
}
"""Methods of tensors, and the functions that do the same."""


def symbolic(run: Run, arguments: Arguments) -> bool:
    """Whether an argument is, or holds, a tensor of a model or a size that only the running graph knows."""
    return any(_symbolic(run, value, 0) for value in arguments.values())


def _symbolic(run: Run, value: Value, depth: int) -> bool:
    fact = read_decided(run, value)
    if isinstance(fact, (Tensor, DynamicSize)):
        return True
    parts = run.items(value) if depth < 3 else None
    return parts is not None and any(_symbolic(run, part, depth + 1) for part in parts[:MAX_PARTS])


MAX_PARTS = 32
"""Items of a list that are looked at for tensors: shapes and lists to be joined are short."""


def operate(run: Run, path: str, arguments: Arguments, node: cst.CSTNode, name: str | None = None) -> Value:
    """The operation of a library on symbolic tensors: ``tf.concat([a, b], 1)``; ``name`` is what it is recorded as."""
    operation = operation_at(path)
    if operation is not None and operation.function is itself and arguments.positional:
        return arguments.positional[0][0]
    tensors = tuple(t for value in arguments.values() for t in _all_tensors(run, value, 0))
    given = naming.name_operation(run, name or path) if operation is None or operation.cls else UNKNOWN
    statement = run.site(run.statement) if run.statement is not None else None
    use = Use(None, name or path, tensors, run.site(node), statement, number=0, name=given)
    if operation is None or not arguments.complete:
        return Tensor(Unknown(f"the result of `{path}`"), use)
    args = [_operand(run, value, 0) for value, _ in arguments.positional]
    options = {key: _operand(run, value, 0) for key, (value, _) in arguments.keywords.items()}
    try:
        result = operation(*args, **options)
    except Refused as refused:
        return Tensor(Unknown(str(refused)), use)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, AssertionError, ZeroDivisionError):
        return Tensor(Unknown(f"`{path}` could not be followed"), use)
    return _result(result, use, path)


def _all_tensors(run: Run, value: Value, depth: int) -> tuple[Tensor, ...]:
    fact = read_decided(run, value)
    if isinstance(fact, Tensor):
        return (fact,)
    parts = run.items(value) if depth < 3 else None
    return tuple(t for part in (parts or ())[:MAX_PARTS] for t in _all_tensors(run, part, depth + 1))


def _operand(run: Run, value: Value, depth: int) -> Any:
    """An argument as descriptions of operations take it."""
    fact = read_decided(run, value)
    if isinstance(fact, Tensor) or (isinstance(fact, Array) and isinstance(fact.data, Unknown)):
        return Spec(fact.shape, fact.dtype)
    if isinstance(fact, Array):
        return fact.data  # a shape, or paddings: `tf.constant([[0, 0], [1, 1]])`
    if isinstance(fact, Symbol):
        return DTYPES.get(fact.name, UNKNOWN)
    parts = run.items(value)
    if parts is not None and depth < 8:
        return tuple(_operand(run, part, depth + 1) for part in parts)
    return run.python(value)


def _result(result: Any, use: Use, path: str) -> Value:
    """What a description says, as a value of the program."""
    if isinstance(result, Spec):
        return Tensor(result.shape, use, result.dtype)
    if isinstance(result, DynamicSize):
        return result
    if isinstance(result, Unknown):
        return Tensor(result if result.reason != UNKNOWN.reason else Unknown(f"the result of `{path}`"), use)
    if isinstance(result, (tuple, list)):
        return Tuple(tuple(part if isinstance(part, Unknown) else _result(part, use, path) for part in result))
    return Literal(result)


def operation_on_tensors(run: Run, operator: str, values: tuple[Value, ...], node: cst.CSTNode) -> Value:
    """An operator on symbolic tensors: ``x / 255.``, ``-x``, ``a @ b``."""
    from keras_lint.program.calls import Arguments

    path = f"keras.ops.{OPERATORS.get(operator, operator)}"
    return operate(run, path, Arguments([(value, None) for value in values]), node, operator)


def unknown_tensor(run: Run, arguments: Arguments, node: cst.CSTNode, path: str = "a function") -> Tensor:
    """What a function that is not described makes of tensors."""
    tensors = tuple(t for value in arguments.values() for t in (tensors_in(run, value) or ()))
    use = Use(None, path, tensors, run.site(node), run.site(run.statement) if run.statement is not None else None)
    return Tensor(Unknown(f"the result of `{path}`"), use)


def tensor_item(run: Run, tensor: Tensor, axes: list[Any], node: cst.CSTNode) -> Value:
    """``tensor[...]``."""
    name = naming.name_operation(run, "getitem")
    use = Use(None, "getitem", (tensor,), run.site(node), number=0, name=name)
    found = [(axis[0], *(run.read(value) if axis[0] == "index" else value for value in axis[1:])) for axis in axes]
    try:
        shape = indexed(tensor.shape, found)
    except Refused as refused:
        shape = Unknown(str(refused))
    return Tensor(shape, use, tensor.dtype)


def trace(outputs: tuple[Tensor, ...]) -> list[Tensor]:
    """All tensors that the outputs depend on, inputs first (a loop, not a recursion: graphs are deep)."""
    order: list[Tensor] = []
    done: set[int] = set()
    stack: list[tuple[Tensor, bool]] = [(tensor, False) for tensor in reversed(outputs)]
    while stack:
        tensor, ready = stack.pop()
        if ready:
            order.append(tensor)
            continue
        if id(tensor) in done:
            continue
        done.add(id(tensor))
        stack.append((tensor, True))
        if tensor.use is not None:
            stack.extend((inner, False) for inner in reversed(tensor.use.sources))
    return order


def walk(outputs: tuple[Tensor, ...]) -> Iterator[Use]:
    """The calls that lead to the outputs, in order, each once."""
    seen: set[int] = set()
    for tensor in trace(outputs):
        if tensor.use is not None and id(tensor.use) not in seen:
            seen.add(id(tensor.use))
            yield tensor.use
