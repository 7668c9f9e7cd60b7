"""The graph of a functional model in Keras's own order: that of ``model.layers`` and of ``model.summary()``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Ref, Tensor, Use


@dataclass(slots=True, eq=False)
class Operation:
    """A layer, a nested model, an input, or an operation outside layers, with its calls within one model."""

    source: Tensor | None
    """The input, where it is one."""
    uses: list[Use] = field(default_factory=list)
    """Its calls, those nearest to the inputs first; none for an input."""
    depth: int = 0
    """The longest way to an output, in calls."""
    index: int = 0
    """When it was first met on the way back from the outputs."""


@dataclass(frozen=True, slots=True)
class Graph:
    """All operations of a functional model."""

    operations: tuple[Operation, ...]
    """In the order of ``model.operations``: by depth, then as they are met from the outputs."""
    linear: bool
    """Whether Keras prints it as a plain stack: no depth holds two calls, and nothing has two inputs or two calls."""
    rows: dict[Any, int]
    """The place of the operation that makes a tensor, by the key of its owner."""
    starts: frozenset[int]
    """``id`` of the tensors at which the graph begins."""

    def row_of(self, tensor: Tensor) -> int:
        """The place of the operation that makes a tensor."""
        return self.rows[owner_key(tensor, self.starts)]


def graph_of(inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...]) -> Graph | Unknown:
    """The graph between these tensors; Unknown where one comes from somewhere else.

    Depths and ties are Keras's (``keras.src.ops.function.map_graph``), because users know the order from its summaries.
    """
    operations: dict[Any, Operation] = {}
    calls = ordered_calls(inputs, outputs, operations)
    declared = {id(tensor) for tensor in inputs}
    if any(op.source is not None and id(op.source) not in declared for op in operations.values()):
        return Unknown("where a tensor of the model comes from is not known")
    depths: dict[Any, int] = {}
    met: dict[Any, int] = {}
    starts = frozenset(id(tensor) for tensor in inputs)
    for tensor in reversed(calls):
        call, owner = call_key(tensor, starts), owner_key(tensor, starts)
        depth = max(depths.get(call, 0), met.get(owner, 0))
        depths[call] = met[owner] = depth
        for before in parents(tensor, starts):
            key = call_key(before, starts)
            depths[key] = max(depth + 1, depths.get(key, 0))
    for tensor in inputs:
        key = owner_key(tensor, starts)
        if key not in operations:  # an input that leads to no output is a layer of the model all the same
            operations[key] = Operation(tensor, index=-1)
            depths[call_key(tensor, starts)] = met[key] = 0
    for key, operation in operations.items():
        operation.depth = met[key]
    keys = sorted(operations, key=lambda key: (-operations[key].depth, operations[key].index))
    order = [operations[key] for key in keys]
    alone = len(set(depths.values())) == len(depths)
    plain = all(len(op.uses) <= 1 and all(len(use.sources) == 1 for use in op.uses) for op in order)
    return Graph(tuple(order), alone and plain, {key: row for row, key in enumerate(keys)}, starts)


def ordered_calls(
    inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...], operations: dict[Any, Operation]
) -> list[Tensor]:
    """One tensor of each call that leads to the outputs, inputs first; fills ``operations`` as they are met.

    It walks depth first, as Keras does, but by a loop: graphs are deep.
    """
    order: list[Tensor] = []
    starts = frozenset(id(tensor) for tensor in inputs)
    done: set[Any] = set()
    stack = [(tensor, False) for tensor in reversed(outputs)]
    while stack:
        tensor, ready = stack.pop()
        call = call_key(tensor, starts)
        if ready:
            order.append(tensor)
            if not is_start(tensor, starts):
                assert tensor.use is not None
                operations[owner_key(tensor, starts)].uses.append(tensor.use)
            continue
        if call in done:
            continue
        done.add(call)
        owner = owner_key(tensor, starts)
        if owner not in operations:
            operations[owner] = Operation(tensor if is_start(tensor, starts) else None, index=len(operations))
        stack.append((tensor, True))
        stack.extend((before, False) for before in reversed(parents(tensor, starts)))
    return order


def is_start(tensor: Tensor, starts: frozenset[int]) -> bool:
    """Whether the graph begins here: at an ``Input``, or at a tensor the model is cut off at."""
    return tensor.use is None or id(tensor) in starts


def parents(tensor: Tensor, starts: frozenset[int]) -> tuple[Tensor, ...]:
    """The tensors that a tensor's call takes."""
    if is_start(tensor, starts):
        return ()
    assert tensor.use is not None
    return tensor.use.sources


def call_key(tensor: Tensor, starts: frozenset[int]) -> Any:
    """Identifies the call that makes a tensor."""
    return id(tensor) if is_start(tensor, starts) else id(tensor.use)


def owner_key(tensor: Tensor, starts: frozenset[int]) -> Any:
    """Identifies the layer (or operation) that makes a tensor."""
    if is_start(tensor, starts):
        return id(tensor)
    assert tensor.use is not None
    return tensor.use.layer if isinstance(tensor.use.layer, Ref) else id(tensor.use)
