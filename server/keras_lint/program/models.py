"""Building models: Sequential, functional and subclassed ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers.naming import FUNCTIONAL, INPUT, SEQUENTIAL
from keras_lint.knowledge.values import (
    Argument,
    Layer,
    Literal,
    Model,
    OneOf,
    Ref,
    Tensor,
    Use,
    Value,
)
from keras_lint.program import cloning, naming
from keras_lint.program.binding import bind
from keras_lint.program.layers import chain, configuration, next_tensor, uncounted
from keras_lint.program.tensors import tensors_in, walk

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


def make_input(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.Input(shape=(28, 28, 1))``."""
    bound, complete = bind("keras.Input", arguments)
    name = naming.given_name(run, bound, complete)
    dtype = run.python(bound["dtype"].value) if "dtype" in bound else UNKNOWN
    default = naming.name_object(run, INPUT, name)
    layer = Layer("InputLayer", "keras.layers.InputLayer", bound, {}, run.site(node), name, default, complete=complete)
    reference = run.new(layer)
    tensor = Tensor(input_shape(run, bound, complete), None, dtype, run.site(node), reference)
    run.update(reference, replace(layer, made=tensor))
    return tensor


def input_shape(run: Run, bound: dict[str, Argument], complete: bool) -> Shape | Unknown:
    """The shape an ``Input`` or a first layer is given, batch axis included; Unknown where it is not known."""
    for name in ("batch_shape", "batch_input_shape"):
        if name in bound:
            shape = run.python(bound[name].value)
            return shape if isinstance(shape, tuple) else Unknown("the batch shape is not known")
    batch = run.python(bound["batch_size"].value) if "batch_size" in bound else None
    for name in ("shape", "input_shape"):
        if name in bound:
            value = bound[name].value
            shape = run.python(value)
            items = run.items(value)
            if items is not None:  # some axes may be known where others are not
                shape = tuple(run.python(item) for item in items)
            if isinstance(shape, int):
                shape = (shape,)
            if isinstance(shape, tuple) and all(d is None or isinstance(d, (int, Unknown)) for d in shape):
                return (batch if batch is None or isinstance(batch, int) else UNKNOWN, *shape)
            return Unknown("the input shape is not known")
    if "input_dim" in bound:
        dim = run.python(bound["input_dim"].value)
        length = run.python(bound["input_length"].value) if "input_length" in bound else None
        if isinstance(dim, int) and "input_length" in bound:
            return (batch, length if isinstance(length, int) else UNKNOWN, dim)
        return (batch, dim if isinstance(dim, int) else Unknown("`input_dim` is not known"))
    return Unknown("no input shape is given" if complete else "arguments are not known")


def make_sequential(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.Sequential([...])``."""
    bound, complete = bind("keras.Sequential", arguments)
    name = naming.given_name(run, bound, complete)
    default = naming.name_object(run, SEQUENTIAL, name)
    model = Model("Sequential", run.site(node), name=name, default_name=default, arguments=bound)
    reference = run.new(model)
    fill_sequential(run, reference, model, bound, complete)
    if "trainable" in bound:
        flag = run.python(bound["trainable"].value)
        run.update(reference, replace(run.read(reference), trainable=flag if isinstance(flag, bool) else UNKNOWN))
    run.event("model", node, model=reference)
    return reference


def fill_sequential(run: Run, reference: Ref, model: Model, bound: dict[str, Argument], complete: bool) -> None:
    """Put the layers that a Sequential is given into it."""
    given = bound.get("layers")
    if given is not None and not (isinstance(given.value, Literal) and given.value.value is None):
        members = run.items(given.value)
        if members is None:
            run.update(reference, replace(model, members=UNKNOWN, inputs=UNKNOWN, outputs=UNKNOWN))
        else:
            for member in members:
                add_member(run, reference, member)
            naming.after_stacking(run, run.read(reference), first=True)
    elif not complete:
        run.update(reference, replace(model, members=UNKNOWN))


def add_member(run: Run, reference: Ref, member: Value) -> None:
    """``model.add(layer)``."""
    model: Model = run.read(reference)
    if isinstance(model.members, Unknown):
        return
    fact = run.read(member)
    if isinstance(fact, Tensor):  # keras.Input inside a Sequential
        run.update(reference, replace(model, inputs=(fact,), outputs=(fact,)))
        return
    if isinstance(fact, Layer) and fact.cls == "InputLayer":
        shape = input_shape(run, fact.arguments, fact.complete)
        tensor = Tensor(shape, None, UNKNOWN, fact.site, member if isinstance(member, Ref) else None)
        run.update(reference, replace(model, inputs=(tensor,), outputs=(tensor,)))
        return
    if isinstance(fact, Unknown) or isinstance(member, OneOf):
        run.update(reference, replace(model, members=(*model.members, member), outputs=UNKNOWN))
        if isinstance(model.outputs, tuple):
            use = Use(None, "unknown", model.outputs, model.site)
            run.update(reference, replace(model, members=(*model.members, member), outputs=(Tensor(UNKNOWN, use),)))
        return
    inputs, outputs = model.inputs, model.outputs
    if not model.members and isinstance(inputs, Unknown):
        start = first_input(run, fact)
        if start is not None:
            inputs, outputs = (start,), (start,)
    if isinstance(outputs, tuple) and outputs:
        following = next_tensor(run, member, outputs[0])
        outputs = (following,) if following is not None else UNKNOWN
    run.update(reference, replace(model, members=(*model.members, member), inputs=inputs, outputs=outputs))


def first_input(run: Run, fact: Any) -> Tensor | None:
    """The input tensor that a first layer (or model) of a Sequential implies."""
    if isinstance(fact, Layer):
        source = fact
        if not any(name in source.arguments for name in _INPUT_ARGUMENTS) and fact.wrapped is not None:
            inner = run.read(fact.wrapped)
            source = inner if isinstance(inner, Layer) else fact
        if any(name in source.arguments for name in _INPUT_ARGUMENTS):
            if source.cls == "Embedding" and not any(
                n in source.arguments for n in ("input_shape", "batch_input_shape", "batch_shape")
            ):
                if "input_length" not in source.arguments:
                    return None
                length = run.python(source.arguments["input_length"].value)
                return Tensor((None, length if isinstance(length, int) else UNKNOWN), None, input_site=source.site)
            shape = input_shape(run, source.arguments, source.complete)
            return Tensor(shape, None, input_site=source.site) if isinstance(shape, tuple) else None
    if isinstance(fact, Model) and isinstance(fact.inputs, tuple) and len(fact.inputs) == 1:
        return Tensor(fact.inputs[0].shape, None, input_site=fact.site)
    return None


_INPUT_ARGUMENTS = ("input_shape", "batch_input_shape", "batch_shape", "input_dim", "input_length")


def build_sequential(run: Run, reference: Ref, shape: Shape) -> None:
    """Build a Sequential that was given no input shape, on data of this shape (batch axis included)."""
    model: Model = run.read(reference)
    if not isinstance(model.members, tuple) or not isinstance(model.inputs, Unknown):
        return
    start = Tensor((None, *shape[1:]))
    end = chain(run, model.members, start)
    run.update(reference, replace(model, inputs=(start,), outputs=(end,) if end is not None else UNKNOWN))


def make_functional(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.Model(inputs, outputs)``."""
    bound, complete = bind("keras.Model", arguments)
    bound = ends_named(bound)
    name = naming.given_name(run, bound, complete)
    model = Model(
        "Functional",
        run.site(node),
        members=UNKNOWN,
        name=name,
        default_name=naming.name_object(run, FUNCTIONAL, name),
    )
    model = functional_from(run, model, bound)
    if isinstance(model.inputs, tuple) and any(tensor.use is not None for tensor in model.inputs):
        for use in walk(model.outputs if isinstance(model.outputs, tuple) else ()):
            uncounted(run, use.layer)  # Keras calls the layers anew where it cuts a model out of another
    reference = run.new(model)
    if "trainable" in bound:
        from keras_lint.program.assignment import set_trainable

        flag = run.python(bound["trainable"].value)
        set_trainable(run, reference, flag if isinstance(flag, bool) else UNKNOWN)
    run.event("model", node, model=reference)
    return reference


def ends_named(bound: dict[str, Argument]) -> dict[str, Argument]:
    """The arguments of a functional model by name: Keras itself takes them as ``*args``."""
    found = dict(bound)
    for position, parameter in ((0, "inputs"), (1, "outputs")):
        if f"*{position}" in found and parameter not in found:
            found[parameter] = found.pop(f"*{position}")
    return found


def functional_from(run: Run, model: Model, bound: dict[str, Argument]) -> Model:
    """A model with the tensors that it is given as its ends."""
    inputs = tensors_in(run, bound["inputs"].value) if "inputs" in bound else None
    outputs = tensors_in(run, bound["outputs"].value) if "outputs" in bound else None
    return replace(
        model,
        kind="Functional",
        inputs=inputs if inputs is not None else UNKNOWN,
        outputs=outputs if outputs is not None else UNKNOWN,
        arguments=bound,
    )


def clone_model(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.models.clone_model(model)``: the same architecture, nothing learnt, not compiled."""
    source = run.read(arguments.positional[0][0]) if arguments.positional else UNKNOWN
    if not isinstance(source, Model):
        naming.lose(run)
        return UNKNOWN
    cloning.counted_anew(run, source)
    reference = cloning.clone(run, source, run.site(node))
    run.event("model", node, model=reference)
    return reference


def initialize(run: Run, reference: Ref, arguments: Arguments) -> None:
    """``super().__init__(…)`` of a subclass: what the library's own class makes of its arguments."""
    fact = run.read(reference)
    if isinstance(fact, Layer):
        bound, complete = bind(fact.path, arguments, run.python)
        initialize_layer(run, reference, fact, bound, complete)
        return
    if not isinstance(fact, Model):
        return
    bound, complete = bind("keras.Sequential" if fact.kind == "Sequential" else "keras.Model", arguments)
    bound = ends_named(bound)
    name = run.python(bound["name"].value) if "name" in bound else fact.name
    fact = replace(fact, name=name if isinstance(name, (str, Unknown)) else None)
    run.update(reference, fact)
    if fact.kind == "Sequential":
        fill_sequential(run, reference, fact, bound, complete)
    elif "outputs" in bound:
        run.update(reference, functional_from(run, fact, bound))


def initialize_layer(run: Run, reference: Ref, fact: Layer, bound: dict[str, Argument], complete: bool) -> None:
    """``super().__init__(units, activation="relu", name="head")`` of a subclass of a layer."""
    name = run.python(bound["name"].value) if "name" in bound else fact.name
    trainable = run.python(bound["trainable"].value) if "trainable" in bound else fact.trainable
    run.update(
        reference,
        replace(
            fact,
            arguments=bound,
            config=configuration(run, bound),
            complete=complete,
            name=name if isinstance(name, (str, Unknown)) else None,
            trainable=trainable if isinstance(trainable, bool) else UNKNOWN,
        ),
    )


MAKERS: dict[str, Callable[[Run, str, str, Arguments, cst.CSTNode], Value]] = {
    "keras.Sequential": make_sequential,
    "keras.Model": make_functional,
    "keras.Input": make_input,
    "keras.models.clone_model": clone_model,
}
