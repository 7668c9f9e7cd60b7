"""Looking at models and layers: their attributes, their layers by place and by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.values import MISSING, Layer, List, Literal, Model, Tensor, Tuple, Use, Value
from keras_lint.program.graph import graph_of
from keras_lint.program.tensors import trace
from keras_lint.program.values import Instance
from keras_lint.program.weights import total, weightless, weights_of

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


@dataclass(frozen=True, slots=True, eq=False)
class PartOf(Unknown):
    """A layer of a model whose layers are not listed one by one (``keras.applications``)."""

    of: Value = None


def tensor_attribute(fact: Tensor, name: str) -> Value | None:
    """Attributes of a symbolic tensor; ``None`` for methods."""
    if name == "shape" and isinstance(fact.shape, tuple):
        return Tuple(tuple(d if isinstance(d, Unknown) else Literal(d) for d in fact.shape))
    if name == "ndim" and isinstance(fact.shape, tuple):
        return Literal(len(fact.shape))
    if name == "dtype" and is_known(fact.dtype):
        return Literal(fact.dtype)
    return UNKNOWN if name in ("shape", "ndim", "dtype", "name") else None


def attribute(run: Run, owner: Value, fact: Any, name: str) -> Value | None:
    """Known attributes of models, layers and tensors; ``None`` for methods."""
    if isinstance(fact, Tensor):
        return tensor_attribute(fact, name)
    if name == "trainable" and is_known(fact.trainable):
        return Literal(fact.trainable)
    if name == "name":
        known = name_of(fact)
        return Literal(known) if known is not None else Unknown("a name that Keras gives")
    if name in _WEIGHTS:
        return run.new(List((), Unknown("a weight")))
    return model_attribute(run, owner, fact, name) if isinstance(fact, Model) else layer_attribute(run, fact, name)


_WEIGHTS = frozenset(
    f"{kind}{what}" for kind in ("", "trainable_", "non_trainable_") for what in ("weights", "variables")
)


def model_attribute(run: Run, owner: Value, fact: Model, name: str) -> Value | None:
    """Attributes of a model."""
    if name in ("input", "inputs", "output", "outputs"):
        tensors = fact.inputs if name.startswith("input") else fact.outputs
        if not isinstance(tensors, tuple):
            return Tensor(UNKNOWN) if name in ("input", "output") else UNKNOWN
        return tensors[0] if len(tensors) == 1 and not name.endswith("s") else run.new(List(tensors))
    if name == "layers":
        found = layers_of(run, fact)
        return run.new(List(found) if found is not None else List((), PartOf("a layer of a model", owner)))
    if name in ("input_shape", "output_shape"):
        tensors = fact.inputs if name.startswith("input") else fact.outputs
        return shape_of_only(tensors)
    if name == "history":
        run.note_read(fact.history)
        return fact.history if fact.history is not None else UNKNOWN
    return None


def shape_of_only(tensors: tuple[Tensor, ...] | Unknown) -> Value:
    """The shape of the only tensor, as the program sees it."""
    if isinstance(tensors, tuple) and len(tensors) == 1:
        return tensor_attribute(tensors[0], "shape")
    return UNKNOWN


def layer_attribute(run: Run, fact: Layer, name: str) -> Value | None:
    """Attributes of a layer: what it made, and the arguments it keeps under their names."""
    if name in ("output", "output_shape"):
        made = fact.made if fact.made is not None else Tensor(Unknown("the layer was not called"))
        if name == "output":
            return made
        return shape_of_only((made,)) if isinstance(made, Tensor) else UNKNOWN
    if name in ("input", "input_shape"):
        use = fact.made.use if isinstance(fact.made, Tensor) else None
        tensors = use.inputs if use is not None else UNKNOWN
        if name == "input_shape":
            return shape_of_only(tensors)
        if not isinstance(tensors, tuple):
            return Tensor(UNKNOWN)
        return tensors[0] if len(tensors) == 1 else run.new(List(tensors))
    if name in _KEPT and not fact.custom:
        value = fact.value(name)
        return value if value is not MISSING else None
    return None


_KEPT = frozenset({"units", "filters", "rate", "input_dim", "output_dim", "num_heads", "key_dim"})
"""Numbers that layers keep as they are given."""


def name_of(fact: Layer | Model) -> str | None:
    """The name of a layer or model: that it is given, else that Keras gives it, if it is known."""
    name = fact.name if fact.name is not None else fact.default_name
    return name if isinstance(name, str) else None


def layers_of(run: Run, model: Model) -> tuple[Value, ...] | None:
    """``model.layers`` as Keras orders them; ``None`` where they are not all known."""
    if model.application is not None or model.changed is not None:
        return None
    if model.kind == "Subclass":
        return model.parts if isinstance(model.parts, tuple) else None
    if isinstance(model.members, tuple):
        return model.members
    if not isinstance(model.inputs, tuple) or not isinstance(model.outputs, tuple):
        return None
    graph = graph_of(model.inputs, model.outputs)
    if isinstance(graph, Unknown):
        return None
    found: list[Value] = []
    for operation in graph.operations:
        if operation.source is not None:
            found.append(operation.source.input_layer or run.new(input_layer(model, operation.source)))
            continue
        use = operation.uses[0]
        if use.layer is not None:
            found.append(use.layer)
        elif not weightless(use.operation):
            return None
    return tuple(found)


def input_layer(model: Model, tensor: Tensor) -> Layer:
    """The layer of an input that no ``Input`` of the program made."""
    site = tensor.input_site if tensor.input_site is not None else model.site
    path = "keras.layers.InputLayer"
    return Layer("InputLayer", path, {}, {}, site, UNKNOWN, made=tensor)


def layer_refs(model: Model) -> tuple[Value, ...]:
    """References to a model's layers in the order of ``model.layers``, inputs left out."""
    if model.kind == "Subclass":
        return model.parts if isinstance(model.parts, tuple) else ()
    if isinstance(model.members, tuple):
        return model.members
    if isinstance(model.outputs, tuple):
        refs: dict[Value, None] = {}
        for tensor in trace(model.outputs):
            if tensor.use is not None and tensor.use.layer is not None:
                refs[tensor.use.layer] = None
        return tuple(refs)
    return ()


def get_layer(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.get_layer(name)`` or by index."""
    given = dict(zip(("name", "index"), (value for value, _ in arguments.positional), strict=False))
    given.update({name: value for name, (value, _) in arguments.keywords.items()})
    key, index = (run.python(given[name]) if name in given else None for name in ("name", "index"))
    layers = layers_of(run, model)
    if layers is None:
        return PartOf("a layer of a model", receiver)
    if isinstance(index, int) and key is None and -len(layers) <= index < len(layers):
        return layers[index]
    facts = [(ref, fact_of(run, ref)) for ref in layers]
    if isinstance(key, str):
        named = [ref for ref, fact in facts if isinstance(fact, (Layer, Model)) and name_of(fact) == key]
        if len(named) == 1:
            return named[0]
    return UNKNOWN


def fact_of(run: Run, reference: Value) -> Any:
    """The layer or model behind a reference, an object of the program's own class included."""
    fact = run.read(reference)
    return run.read(fact.fact) if isinstance(fact, Instance) else fact


def part_attribute(run: Run, part: PartOf, name: str, node: cst.CSTNode) -> Value | None:
    """``base.get_layer("block4_pool").output``: a tensor of the model, of unknown shape."""
    model = run.read(part.of)
    if name not in ("output", "input") or not isinstance(model, Model) or not isinstance(model.inputs, tuple):
        return None
    return Tensor(Unknown("a tensor inside of a model"), Use(None, "unknown", model.inputs, run.site(node)))


def count_params(run: Run, receiver: Value) -> Value:
    """``model.count_params()``."""
    number = total(weights_of(run.state.heap, receiver))
    return Literal(number) if isinstance(number, int) and number else Unknown("a number of weights")
