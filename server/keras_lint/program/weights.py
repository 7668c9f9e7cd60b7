"""Numbers of weights of layers and models as they stand in the heap, by what may be trained and what may not.

As Keras counts: a weight may be trained where the layer that made it is not frozen, whatever the flags of the layers
and models around it say (setting ``trainable`` sets the flags of everything inside); only the flag of the model that is
asked counts beside. A layer that was not built has no weights yet.
"""

from __future__ import annotations

from math import prod
from typing import Any

from keras_lint.knowledge.applications import Application, application
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights
from keras_lint.knowledge.values import Layer, Model, Ref, Tensor, Use, Value, Weight
from keras_lint.program.custom import LAYER
from keras_lint.program.layers import layer_knowledge
from keras_lint.program.run import python, read
from keras_lint.program.tensors import walk
from keras_lint.program.values import Instance

Heap = dict[int, Any]


def weights_of(heap: Heap, value: Value, counted: set[Ref] | None = None) -> Weights:
    """Weights of a layer or model, given as reference or as fact; those in ``counted`` are left out."""
    counted = counted if counted is not None else set()
    if isinstance(value, Ref):
        if value in counted:
            return Weights(0)
        counted.add(value)
    fact = read(heap, value)
    if isinstance(fact, Instance):
        fact = read(heap, fact.fact)
    if isinstance(fact, Layer):
        return _of_layer(heap, fact, counted)
    return _of_model(heap, fact, counted) if isinstance(fact, Model) else _unknown("something that is not known")


def frozen(weights: Weights, trainable: bool | Unknown) -> Weights:
    """The same weights under a flag."""
    if isinstance(trainable, Unknown):
        return weights if weights.trainable == 0 else Weights(trainable, trainable)
    return weights if trainable else Weights(0, total(weights))


def total(weights: Weights) -> int | Unknown:
    """All weights together."""
    trainable, fixed = weights.trainable, weights.non_trainable
    if isinstance(trainable, Unknown):
        return trainable
    return fixed if isinstance(fixed, Unknown) else trainable + fixed


def _unknown(what: str) -> Weights:
    reason = Unknown(f"weights of {what}")
    return Weights(reason, reason)


def _of_layer(heap: Heap, layer: Layer, counted: set[Ref]) -> Weights:
    knowledge = layer_knowledge(layer)
    if knowledge is None and layer.custom:
        return _own(heap, layer, counted) if layer.path == LAYER else _unknown(f"`{layer.cls}`")
    if layer.built_on is None:
        return Weights(0)
    if knowledge is None or not layer.complete:
        return _unknown(f"`{layer.cls}`")
    inner = read(heap, layer.wrapped) if layer.wrapped is not None else layer
    return frozen(built_weights(layer, knowledge), inner.trainable if isinstance(inner, Layer) else UNKNOWN)


def built_weights(layer: Layer, knowledge: LayerKnowledge) -> Weights:
    """Weights of one of Keras's own layers, whether it is frozen or not."""
    shapes = layer.built_on
    try:
        several = knowledge.multiple_inputs or isinstance(shapes, Unknown)
        return knowledge.weights(layer.config, shapes if several else shapes[0])
    except (Refused, TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError):
        return _unknown(f"`{layer.cls}`")


def _own(heap: Heap, fact: Layer | Model, counted: set[Ref]) -> Weights:
    """What a class of the program made itself, and what it holds."""
    if isinstance(fact.weights, Unknown) or isinstance(fact.parts, Unknown):
        return _unknown(f"`{fact.cls}`")
    total = Weights(0)
    for weight in fact.weights:
        total = total + _of_weight(weight, fact.trainable)
    for part in fact.parts:
        total = total + weights_of(heap, part, counted)
    return total


def _of_weight(weight: Weight, trainable: bool | Unknown) -> Weights:
    if not isinstance(weight.shape, tuple) or not all(isinstance(dim, int) for dim in weight.shape):
        return _unknown("unknown shape")
    size = prod(weight.shape)  # type: ignore[arg-type]
    if isinstance(weight.trainable, Unknown):
        return Weights(UNKNOWN, UNKNOWN)
    return frozen(Weights(size), trainable) if weight.trainable else Weights(0, size)


def _of_model(heap: Heap, model: Model, counted: set[Ref]) -> Weights:
    if model.changed is not None:
        return _unknown("a model that may have changed")
    if model.application is not None:
        return frozen(weights_of_application(heap, model), model.trainable)
    if model.kind == "Subclass":
        if model.built is not True:
            return _unknown("a model that is not built")
        return _own(heap, model, counted)
    if not isinstance(model.outputs, tuple):
        return _unknown("layers that are not known")
    total = Weights(0)
    for use in walk(model.outputs):
        total = total + weights_of_use(heap, use, counted)
    return total


def weights_of_use(heap: Heap, use: Use, counted: set[Ref] | None = None) -> Weights:
    """Weights of what is called; an operation on tensors outside layers has none."""
    if use.layer is not None:
        return weights_of(heap, use.layer, counted)
    backbone = _backbone(heap, use)
    if backbone is not None:
        return frozen(own_weights_of_application(heap, backbone), backbone.trainable)
    return Weights(0) if weightless(use.operation) else _unknown(f"`{use.operation}`")


def _backbone(heap: Heap, use: Use) -> Model | None:
    """The model of ``keras.applications`` whose output was used to go on: ``Dense(3)(base.output)``."""
    if application(use.operation) is None:
        return None
    models = (fact for fact in heap.values() if isinstance(fact, Model) and fact.application == use.operation)
    return next((m for m in models if isinstance(m.outputs, tuple) and any(t.use is use for t in m.outputs)), None)


def weightless(operation: str) -> bool:
    """Whether an operation on tensors outside layers is known to make no weights."""
    if "." in operation:
        return operation.startswith(("tensorflow.", "keras.", "numpy."))
    return operation not in ("unknown", "a function") and application(operation) is None


def weights_of_application(heap: Heap, model: Model) -> Weights:
    """Weights of a ``keras.applications`` model as it is made."""
    made = _made(model)
    if made is not None and made.refused is None and any(tensor.use is not None for tensor in made.inputs):
        before = Unknown("the layers before its `input_tensor` belong to the model")
        return Weights(before, before)
    return own_weights_of_application(heap, model)


def _made(model: Model) -> Use | None:
    """The call that stands for the layers of a ``keras.applications`` model."""
    return model.outputs[0].use if isinstance(model.outputs, tuple) and model.outputs else None


def own_weights_of_application(heap: Heap, model: Model) -> Weights:
    """Weights of the layers that a function of ``keras.applications`` makes; those before its input are left out."""
    made = _made(model)
    if made is not None and made.refused is not None:
        refused = Unknown(made.refused)
        return Weights(refused, refused)
    arguments = {name: python(heap, argument.value) for name, argument in model.arguments.items()}
    knowledge = application(model.application or "", arguments)
    if not isinstance(knowledge, Application):
        reason = knowledge if isinstance(knowledge, Unknown) else Unknown("a model that is not described")
        return Weights(reason, reason)
    inputs: tuple[Tensor, ...] | Unknown = made.inputs if made is not None else model.inputs
    shape = inputs[0].shape if isinstance(inputs, tuple) and len(inputs) == 1 else UNKNOWN
    top, inside = arguments.get("include_top", True), arguments.get("include_preprocessing", True)
    if isinstance(shape, Unknown) or isinstance(top, Unknown) or isinstance(inside, Unknown):
        undecided = Unknown(f"the arguments of `{model.application}` are not all known")
        return Weights(undecided, undecided)
    found = knowledge.weights(
        include_top=bool(top),
        input_shape=tuple(shape[1:]),
        classes=arguments.get("classes", 1000),
        include_preprocessing=bool(inside),
    )
    return found if isinstance(found, Weights) else Weights(found, found)
