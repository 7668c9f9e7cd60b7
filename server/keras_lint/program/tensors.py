"""Symbolic tensors: what is done to them outside of layers, and the way back from an output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.arithmetic import broadcast
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Array, Dict, Literal, OneOf, Tensor, Use, Value
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


def operation_on_tensors(run: Run, operator: str, values: tuple[Value, ...], node: cst.CSTNode) -> Value:
    """An operation on symbolic tensors outside of layers: ``x / 255.``, ``tf.concat([a, b], 1)``."""
    inputs = tuple(t for value in values for t in (tensors_in(run, value) or ()))
    name = naming.name_operation(run, operator)
    statement = run.site(run.statement) if run.statement is not None else None
    use = Use(None, operator, inputs, run.site(node), statement, number=0, name=name)
    elementwise = operator in _ELEMENTWISE and len(values) <= 2
    shapes = [t.shape for t in inputs]
    others = [fact for value in values if not isinstance(fact := run.read(value), Tensor)]
    if operator.startswith("keras.activations.") and len(shapes) == 1:
        return Tensor(shapes[0], use)
    if elementwise and all(isinstance(fact, (Literal, Array)) for fact in others):
        shapes += [fact.shape if isinstance(fact, Array) else () for fact in others]
        found = broadcast(shapes[0], shapes[1]) if len(shapes) == 2 else shapes[0]
        return Tensor(found, use)
    return Tensor(Unknown(f"the result of `{operator}`"), use)


_ELEMENTWISE = frozenset(["Add", "Subtract", "Multiply", "Divide", "Power", "Minus", "FloorDivide", "Modulo"])


def unknown_tensor(run: Run, arguments: Arguments, node: cst.CSTNode, path: str = "a function") -> Tensor:
    """What a function that is not described makes of tensors."""
    tensors = tuple(t for value in arguments.values() for t in (tensors_in(run, value) or ()))
    use = Use(None, path, tensors, run.site(node), run.site(run.statement) if run.statement is not None else None)
    return Tensor(Unknown(f"the result of `{path}`"), use)


def tensor_item(run: Run, tensor: Tensor, axes: list[Any], node: cst.CSTNode) -> Value:
    """``tensor[...]``."""
    name = naming.name_operation(run, "getitem")
    use = Use(None, "getitem", (tensor,), run.site(node), number=0, name=name)
    if isinstance(tensor.shape, tuple) and len(axes) <= len(tensor.shape):
        shape: list[Any] = []
        for dim, axis in zip(tensor.shape, axes, strict=False):
            if axis[0] == "slice":
                shape.append(dim if axis[1:] == (None, None, None) else UNKNOWN)
            elif not isinstance(run.python(axis[1]), int):
                return Tensor(UNKNOWN, use)
        return Tensor((*shape, *tensor.shape[len(axes) :]), use)
    return Tensor(UNKNOWN, use)


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
