"""Layers: made from their arguments, called on tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.adapting import mismatch
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown, whole_shape
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import LayerConfig, LayerKnowledge, Refused
from keras_lint.knowledge.layers.cells import CELL_LAYERS
from keras_lint.knowledge.names import activation_name
from keras_lint.knowledge.values import (
    Argument,
    Array,
    Layer,
    List,
    Literal,
    Model,
    Ref,
    Symbol,
    Tensor,
    Use,
    Value,
)
from keras_lint.program import naming
from keras_lint.program.applications import application_output
from keras_lint.program.binding import bind
from keras_lint.program.custom import mark_built, note_made
from keras_lint.program.data_layers import called_on_data
from keras_lint.program.layout import CHANNELS_LAST, current
from keras_lint.program.tensors import tensors_in
from keras_lint.program.tracking import add_weight, shape_of
from keras_lint.program.values import Function, Instance
from keras_lint.syntax import Site

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


def make_layer(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Ref:
    """``layers.Dense(64, activation="relu")``."""
    cls = path.rpartition(".")[2]
    bound, complete = bind(path, arguments, run.python, written)
    wrapped = bound["layer"].value if "layer" in bound else None
    name = naming.given_name(run, bound, complete)
    trainable = run.python(bound["trainable"].value) if "trainable" in bound else True
    layer = Layer(
        cls,
        path,
        bound,
        {**defaults(run, cls), **configuration(run, bound)},
        run.site(node),
        name,
        naming.name_layer(run, cls, name),
        trainable=trainable if isinstance(trainable, bool) else UNKNOWN,
        wrapped=wrapped,
        complete=complete,
    )
    reference = run.new(layer)
    run.event("layer", node, layer=reference)
    return reference


MERGING = {
    f"keras.layers.{cls.lower()}": f"keras.layers.{cls}"
    for cls in ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
}
"""Functions that make a merging layer and call it, and the layer."""


def merge(run: Run, path: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``layers.concatenate([a, b], axis=1)``: the layer called on the inputs."""
    from keras_lint.program.calls import Arguments as CallArguments

    first = arguments.positional[:1] or [arguments.keywords[k] for k in ("inputs",) if k in arguments.keywords]
    options = {name: value for name, value in arguments.keywords.items() if name != "inputs"}
    cls = MERGING[path]
    layer = make_layer(run, cls, cls, CallArguments(arguments.positional[1:], options, arguments.complete), node)
    return apply(run, layer, CallArguments(first, {}, arguments.complete), node)


def defaults(run: Run, cls: str) -> dict[str, Any]:
    """Defaults that the program has set for all layers made from then on."""
    layout = current(run)
    knowledge = LAYERS.get(cls)
    if layout == CHANNELS_LAST or knowledge is None or "data_format" not in knowledge.defaults:
        return {}
    return {"data_format": layout}


def configuration(run: Run, bound: dict[str, Argument]) -> dict[str, Any]:
    """Arguments as Python values for ``knowledge.layers``."""
    return {name: config_value(run, argument.value) for name, argument in bound.items()}


def config_value(run: Run, value: Value) -> Any:
    """One argument as a Python value: activations by name, wrapped layers as ``LayerConfig``, what is not known as
    ``Unknown``.
    """
    fact = run.read(value)
    if isinstance(fact, Layer):
        return LayerConfig(fact.cls, fact.config) if not fact.custom else Unknown("a custom layer")
    if isinstance(fact, (Symbol, Function)):
        name = activation_name(fact.path) if isinstance(fact, Symbol) else None
        return name if name is not None else Unknown("a function")
    parts = run.items(value)
    if parts is not None and any(isinstance(run.read(part), Layer) for part in parts):
        return [config_value(run, part) for part in parts]  # `RNN([LSTMCell(8), LSTMCell(8)])`
    return run.python(value)


def layer_knowledge(layer: Layer) -> LayerKnowledge | None:
    """The description of a layer's class; that of the library's class where the program's own changes nothing."""
    if layer.custom and layer.overrides & {"call", "build", "compute_output_shape", "__call__"}:
        return None
    return LAYERS.get(layer.path.rpartition(".")[2] if layer.custom else layer.cls)


def layer_output(run: Run, layer: Layer, inputs: tuple[Tensor, ...]) -> tuple[Any, str | None]:
    """Shape (or list of shapes) of what a layer returns, and Keras's words where it refuses."""
    knowledge = layer_knowledge(layer)
    if knowledge is None:
        return Unknown(f"what `{layer.cls}` returns"), None
    if not layer.complete:
        return Unknown(f"arguments of `{layer.cls}` are not known"), None
    shapes = tuple(tensor.shape for tensor in inputs)
    if any(isinstance(shape, Unknown) for shape in shapes):
        return next(shape for shape in shapes if isinstance(shape, Unknown)), None
    try:
        given: Any = shapes if knowledge.multiple_inputs else shapes[0]
        return knowledge.output_shape(layer.config, given), None
    except Refused as refusal:
        return Unknown("Keras refuses this input"), str(refusal)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError) as error:
        return Unknown(f"`{layer.cls}` could not be followed ({type(error).__name__})"), None


def apply(run: Run, function: Ref, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a layer or a model on tensors (or on data)."""
    fact = run.read(function)
    named = () if arguments.positional else ("inputs", "input", "x", "query")
    first_name = next((name for name in named if name in arguments.keywords), None)
    given = [value for value, _ in arguments.positional[:1]]
    if first_name is not None:
        given = [arguments.keywords[first_name][0]]
    if isinstance(fact, Instance):
        fact = run.read(fact.fact)
    inputs = tensors_in(run, given[0]) if given else None
    more = [t for value, _ in arguments.positional[1:] for t in (tensors_in(run, value) or ())]
    others = [value for name, (value, _) in arguments.keywords.items() if name != first_name]
    more += [t for value in others for t in (tensors_in(run, value) or ())]
    if inputs is None:
        first = run.read(given[0]) if given else UNKNOWN
        if isinstance(first, Array):
            mark_built(run, function, (first.shape,))
            training = arguments.keywords.get("training")
            return called_on_data(run, fact, first, training is not None and run.python(training[0]) is False)
        inputs = (Tensor(UNKNOWN),)
    if isinstance(fact, Layer) and fact.cls in SEVERAL_ARGUMENTS and not fact.custom:
        inputs = (*inputs, *more)
        more = []
    if isinstance(fact, Model):
        return apply_model(run, function, fact, inputs, node)
    return apply_layer(run, function, fact, inputs, node, tuple(more))


SEVERAL_ARGUMENTS = frozenset({"MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention"}) | set(
    CELL_LAYERS
)
"""Layers that take their tensors as several arguments."""


def apply_layer(
    run: Run,
    function: Ref,
    layer: Layer,
    inputs: tuple[Tensor, ...],
    node: cst.CSTNode | Site,
    further: tuple[Tensor, ...] = (),
) -> Value:
    """The output of a layer: a tensor, or a list of tensors."""
    naming.after_calling(run, function, layer)
    shapes, refused = layer_output(run, layer, inputs)
    mark_built(run, function, tuple(tensor.shape for tensor in inputs))
    site = node if isinstance(node, Site) else run.site(node)
    statement = run.site(run.statement) if run.statement is not None else None
    outputs = list(flat(shapes)) if isinstance(shapes, list) else shapes
    use = Use(function, layer.cls, inputs, site, statement, refused, further, outputs, numbered(run, function))
    if refused is not None:
        run.event("refused", site, use=use)
    else:
        run.note_accepted(site)
    made = tensors_of(run, shapes, use)
    note_made(run, function, made)
    return made


def tensors_of(run: Run, shapes: Any, use: Use) -> Value:
    """What a call returns: a tensor, or a (nested) list of tensors, numbered through."""
    if isinstance(shapes, list):
        every = made_together(list(flat(shapes)), use)
        return nested(run, shapes, iter(every))
    return Tensor(shapes, use)


def nested(run: Run, shapes: list[Any], tensors: Iterator[Tensor]) -> Value:
    """Tensors in lists like those of their shapes."""
    parts = [nested(run, shape, tensors) if isinstance(shape, list) else next(tensors) for shape in shapes]
    return run.new(List(tuple(parts)))


def flat(shapes: list[Any]) -> Iterator[Shape | Unknown]:
    """The shapes in a (nested) list of shapes."""
    for shape in shapes:
        yield from flat(shape) if isinstance(shape, list) else (shape,)


def numbered(run: Run, reference: Value) -> int | Unknown:
    """How often a layer or model was called before; this call is counted."""
    fact = run.read(reference)
    if isinstance(fact, Instance):
        reference, fact = fact.fact, run.read(fact.fact)
    if not isinstance(reference, Ref) or not isinstance(fact, (Layer, Model)) or isinstance(fact.calls, Unknown):
        return UNKNOWN
    run.update(reference, replace(fact, calls=fact.calls + 1))
    return fact.calls


def uncounted(run: Run, reference: Value) -> None:
    """How often Keras has called a layer is not known: a Sequential calls its layers each time it grows."""
    fact = run.read(reference)
    if isinstance(fact, Instance):
        reference, fact = fact.fact, run.read(fact.fact)
    if isinstance(reference, Ref) and isinstance(fact, (Layer, Model)):
        run.update(reference, replace(fact, calls=UNKNOWN))


def apply_model(run: Run, function: Ref, model: Model, inputs: tuple[Tensor, ...], node: cst.CSTNode | Site) -> Value:
    """The output of a model that is called like a layer."""
    site = node if isinstance(node, Site) else run.site(node)
    statement = run.site(run.statement) if run.statement is not None else None
    refused = model_refusal(model, inputs)
    number = numbered(run, function)
    use = Use(function, model.cls or model.application or model.kind, inputs, site, statement, refused, number=number)
    if refused is not None:
        run.event("refused", site, use=use)
    else:
        run.note_accepted(site)
    if (
        model.kind == "Sequential"
        and isinstance(model.inputs, Unknown)
        and isinstance(model.members, tuple)
        and len(inputs) == 1
    ):
        naming.after_building(run, again=True)
        start = Tensor(inputs[0].shape, None, inputs[0].dtype)
        chained = chain(run, model.members, start)
        if isinstance(start.shape, tuple) and chained is not None:  # it is built by its first call
            run.update(function, replace(run.read(function), inputs=(start,), outputs=(chained,)))
        return Tensor(chained.shape if chained is not None else UNKNOWN, use)
    if isinstance(model.outputs, Unknown):
        return Tensor(UNKNOWN, use)
    shapes = output_shapes_for(model, inputs)
    tensors = made_together(shapes, use)
    return tensors[0] if len(tensors) == 1 else run.new(List(tensors))


def made_together(shapes: Sequence[Shape | Unknown], use: Use) -> tuple[Tensor, ...]:
    """The tensors that one call makes."""
    every = tuple(shapes) if len(shapes) > 1 else ()
    return tuple(Tensor(shape, use, place=place, shapes=every) for place, shape in enumerate(shapes))


def model_refusal(model: Model, inputs: tuple[Tensor, ...]) -> str | None:
    """Keras's words where a functional model is called on a tensor of another shape than its input's."""
    if model.kind != "Functional" or not isinstance(model.inputs, tuple) or len(model.inputs) != 1 or len(inputs) != 1:
        return None
    expected, found = model.inputs[0].shape, inputs[0].shape
    return mismatch(expected, found) if isinstance(expected, tuple) and isinstance(found, tuple) else None


def output_shapes_for(model: Model, inputs: tuple[Tensor, ...]) -> list[Shape | Unknown]:
    """Shapes of a model's outputs when it is called on other tensors than it was built on."""
    assert isinstance(model.outputs, tuple)
    if isinstance(model.inputs, tuple) and len(model.inputs) == len(inputs):
        built, given = [tensor.shape for tensor in model.inputs], [tensor.shape for tensor in inputs]
        fixed = all(isinstance(shape, tuple) and None not in shape[1:] for shape in built)
        if fixed or (all(map(whole_shape, given)) and built == given):
            return [tensor.shape for tensor in model.outputs]
    if model.application is not None and len(inputs) == 1 and isinstance(inputs[0].shape, tuple):
        return [application_output(model, inputs[0].shape)]
    return [Unknown("a model of open size called on another size") for _ in model.outputs]


def chain(run: Run, members: tuple[Value, ...], start: Tensor) -> Tensor | None:
    """The tensor that leaves a stack of layers."""
    tensor: Tensor | None = start
    for member in members:
        if tensor is None:
            return None
        tensor = next_tensor(run, member, tensor)
    return tensor


def next_tensor(run: Run, member: Value, tensor: Tensor) -> Tensor | None:
    """The tensor behind one more layer of a stack; ``None`` where the layer returns several."""
    uncounted(run, member)
    fact = run.read(member)
    if isinstance(fact, Layer):
        out = apply_layer(run, member, fact, (tensor,), fact.site)
    elif isinstance(fact, Model):
        out = apply_model(run, member, fact, (tensor,), fact.site)
    elif isinstance(fact, Instance) and fact.fact is not None and isinstance(member, Ref):
        out = apply_member(run, member, fact, tensor)
    else:
        site = tensor.use.site if tensor.use is not None else tensor.input_site
        out = Tensor(UNKNOWN, Use(None, "unknown", (tensor,), site)) if site is not None else UNKNOWN
    result = run.read(out)
    if isinstance(result, List):
        return None
    return result if isinstance(result, Tensor) else None


def apply_member(run: Run, member: Ref, instance: Instance, tensor: Tensor) -> Value:
    """A custom layer (or model) in a stack, called on the tensor before it."""
    from keras_lint.program.calls import Arguments as CallArguments
    from keras_lint.program.custom import call_custom

    site = run.read(instance.fact).site
    return call_custom(run, member, instance, CallArguments([(tensor, None)]), site.node)


def call_layer_method(
    run: Run, receiver: Value, layer: Layer, name: str, arguments: Arguments, node: cst.CSTNode
) -> Value:
    """``normalization.adapt(x)``, ``vectorizer(x)``, …"""
    if name == "adapt":
        data = run.read(arguments.positional[0][0]) if arguments.positional else UNKNOWN
        run.event("adapt", node, layer=receiver, data=data)
        return Literal(None)
    if name in ("__call__", "call"):
        return apply(run, receiver, arguments, node)
    if name == "count_params":
        from keras_lint.program.parts import count_params

        return count_params(run, receiver)
    if name == "add_loss":
        run.event("add_loss", node, layer=receiver)
        return Literal(None)
    if name in ("add_weight", "add_variable"):
        return add_weight(run, receiver, arguments)
    if name == "build":
        mark_built(run, receiver, (shape_of(run, next(iter(arguments.values()), UNKNOWN)),))
        return Literal(None)
    return Unknown(f"the result of `.{name}()`")
