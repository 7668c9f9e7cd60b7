"""Building models: layers, tensors, Sequential, functional and subclassed models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.adapting import mismatch
from keras_lint.knowledge.applications import application
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown, is_known
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import LayerConfig, Refused
from keras_lint.knowledge.names import activation_name, canonical
from keras_lint.knowledge.values import (
    Argument,
    Array,
    Configured,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Ref,
    Symbol,
    Tensor,
    Tuple,
    Use,
    Value,
)
from keras_lint.program.binding import bind
from keras_lint.program.data_layers import called_on_data
from keras_lint.program.values import Class, Function, Instance, LibraryMethod
from keras_lint.syntax import Site

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

# --- layers ---------------------------------------------------------------------------------------------------------------------------


def make_layer(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``layers.Dense(64, activation="relu")``."""
    cls = path.rpartition(".")[2]
    if cls == "Input":
        return make_input(run, path, written, arguments, node)
    bound, complete = bind(path, arguments, run.python, written)
    wrapped = bound["layer"].value if "layer" in bound else None
    name = run.python(bound["name"].value) if "name" in bound else None
    trainable = run.python(bound["trainable"].value) if "trainable" in bound else True
    layer = Layer(
        cls,
        path,
        bound,
        configuration(run, bound),
        run.site(node),
        name if isinstance(name, (str, Unknown)) else None,
        trainable=trainable if isinstance(trainable, bool) else UNKNOWN,
        wrapped=wrapped,
        complete=complete,
    )
    reference = run.new(layer)
    run.event("layer", node, layer=reference)
    return reference


def configuration(run: Run, bound: dict[str, Argument]) -> dict[str, Any]:
    """Arguments as Python values for ``knowledge.layers``."""
    return {name: config_value(run, argument.value) for name, argument in bound.items()}


def config_value(run: Run, value: Value) -> Any:
    """One argument as a Python value: activations by name, wrapped layers as ``LayerConfig``, what is not known as ``Unknown``."""
    fact = run.read(value)
    if isinstance(fact, Layer):
        return LayerConfig(fact.cls, fact.config) if not fact.custom else Unknown("a custom layer")
    if isinstance(fact, (Symbol, Function)):
        name = activation_name(fact.path) if isinstance(fact, Symbol) else None
        return name if name is not None else Unknown("a function")
    return run.python(value)


def layer_output(run: Run, layer: Layer, inputs: tuple[Tensor, ...]) -> tuple[Any, str | None]:
    """Shape (or list of shapes) of what a layer returns, and Keras's words where it refuses."""
    knowledge = LAYERS.get(layer.cls) if not layer.custom else None
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


def tensors_in(run: Run, value: Value) -> tuple[Tensor, ...] | None:
    """The tensors in an argument: one, or a (nested) list, tuple or dict of them; ``None`` where something is no tensor."""
    fact = run.read(value)
    if isinstance(fact, Tensor):
        return (fact,)
    if isinstance(fact, Instance) or fact is None:
        return None
    if isinstance(fact, Dict) and fact.complete:
        parts: tuple[Value, ...] | None = tuple(fact.entries.values())
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


def apply(run: Run, function: Ref, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a layer or a model on tensors (or on data)."""
    fact = run.read(function)
    given = [value for value, _ in arguments.positional[:1]] or [
        arguments.keywords[name][0] for name in ("inputs", "input", "x", "query") if name in arguments.keywords
    ]
    inputs = tensors_in(run, given[0]) if given else None
    more = [t for value, _ in arguments.positional[1:] for t in (tensors_in(run, value) or ())]
    more += [t for value, _ in arguments.keywords.values() for t in (tensors_in(run, value) or ())]
    if inputs is None:
        first = run.read(given[0]) if given else UNKNOWN
        if isinstance(first, Array):
            training = arguments.keywords.get("training")
            return called_on_data(run, fact, first, training is not None and run.python(training[0]) is False)
        inputs = (Tensor(UNKNOWN),)
    if isinstance(fact, Layer) and fact.cls in ("MultiHeadAttention", "Attention", "AdditiveAttention"):
        inputs = (*inputs, *more)
        more = []
    if isinstance(fact, Model):
        return apply_model(run, function, fact, inputs, node)
    return apply_layer(run, function, fact, inputs, node)


def apply_layer(run: Run, function: Ref, layer: Layer, inputs: tuple[Tensor, ...], node: cst.CSTNode | Site) -> Value:
    """The output of a layer: a tensor, or a list of tensors."""
    shapes, refused = layer_output(run, layer, inputs)
    site = node if isinstance(node, Site) else run.site(node)
    statement = run.site(run.statement) if run.statement is not None else None
    use = Use(function, layer.cls, inputs, site, statement, refused)
    if refused is not None:
        run.event("refused", site, use=use)
    if isinstance(shapes, list):
        return run.new(List(tuple(Tensor(shape, use) for shape in shapes)))
    return Tensor(shapes, use)


def apply_model(run: Run, function: Ref, model: Model, inputs: tuple[Tensor, ...], node: cst.CSTNode | Site) -> Value:
    """The output of a model that is called like a layer."""
    site = node if isinstance(node, Site) else run.site(node)
    statement = run.site(run.statement) if run.statement is not None else None
    refused = model_refusal(model, inputs)
    use = Use(function, model.cls or model.application or model.kind, inputs, site, statement, refused)
    if refused is not None:
        run.event("refused", site, use=use)
    if model.kind == "Sequential" and isinstance(model.inputs, Unknown) and isinstance(model.members, tuple) and len(inputs) == 1:
        chained = chain(run, model.members, inputs[0])
        return Tensor(chained.shape if chained is not None else UNKNOWN, use)
    if isinstance(model.outputs, Unknown):
        return Tensor(UNKNOWN, use)
    shapes = output_shapes_for(model, inputs)
    tensors = tuple(Tensor(shape, use) for shape in shapes)
    return tensors[0] if len(tensors) == 1 else run.new(List(tensors))


def model_refusal(model: Model, inputs: tuple[Tensor, ...]) -> str | None:
    """Keras's words where a functional model is called on a tensor of another shape than its input's."""
    if model.kind != "Functional" or not isinstance(model.inputs, tuple) or len(model.inputs) != 1 or len(inputs) != 1:
        return None
    expected, found = model.inputs[0].shape, inputs[0].shape
    return mismatch(expected, found) if isinstance(expected, tuple) and isinstance(found, tuple) else None


def output_shapes_for(model: Model, inputs: tuple[Tensor, ...]) -> list[Shape | Unknown]:
    """Shapes of a model's outputs when it is called on other tensors than it was built on."""
    assert isinstance(model.outputs, tuple)
    fixed = isinstance(model.inputs, tuple) and all(
        isinstance(tensor.shape, tuple) and None not in tensor.shape[1:] for tensor in model.inputs
    )
    if fixed:
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
    fact = run.read(member)
    muted, run.muted = run.muted, run.muted
    if isinstance(fact, Layer):
        out = apply_layer(run, member, fact, (tensor,), fact.site)
    elif isinstance(fact, Model):
        out = apply_model(run, member, fact, (tensor,), fact.site)
    elif isinstance(fact, Instance) and fact.fact is not None:
        inner = run.read(fact.fact)
        out = Tensor(UNKNOWN, Use(fact.fact, getattr(inner, "cls", None) or "Model", (tensor,), inner.site))
    else:
        out = Tensor(UNKNOWN, Use(None, "unknown", (tensor,), tensor.use.site if tensor.use else run.site(run.statement)))  # type: ignore[arg-type]
    run.muted = muted
    result = run.read(out)
    if isinstance(result, List):
        return None
    return result if isinstance(result, Tensor) else None


# --- tensors ------------------------------------------------------------------------------------------------------------------------------


def operation_on_tensors(run: Run, operator: str, values: tuple[Value, ...], node: cst.CSTNode) -> Value:
    """An operation on symbolic tensors outside of layers: ``x / 255.``, ``tf.concat([a, b], 1)``."""
    inputs = tuple(t for value in values for t in (tensors_in(run, value) or ()))
    use = Use(None, operator, inputs, run.site(node), run.site(run.statement) if run.statement is not None else None)
    elementwise = operator in _ELEMENTWISE and len(values) <= 2
    shapes = [t.shape for t in inputs]
    if elementwise and shapes and all(isinstance(s, tuple) for s in shapes):
        others = [run.read(v) for v in values if not isinstance(run.read(v), Tensor)]
        if all(isinstance(o, Literal) for o in others) and all(s == shapes[0] for s in shapes):
            return Tensor(shapes[0], use)
    return Tensor(Unknown(f"the result of `{operator}`"), use)


_ELEMENTWISE = frozenset("Add Subtract Multiply Divide Power Minus FloorDivide Modulo".split())


def unknown_tensor(run: Run, arguments: Arguments, node: cst.CSTNode, path: str = "a function") -> Tensor:
    """What a function that is not described makes of tensors."""
    tensors = tuple(t for value in arguments.values() for t in (tensors_in(run, value) or ()))
    use = Use(None, path, tensors, run.site(node), run.site(run.statement) if run.statement is not None else None)
    return Tensor(Unknown(f"the result of `{path}`"), use)


def tensor_item(run: Run, tensor: Tensor, axes: list[Any], node: cst.CSTNode) -> Value:
    """``tensor[...]``."""
    use = Use(None, "getitem", (tensor,), run.site(node))
    if isinstance(tensor.shape, tuple) and len(axes) <= len(tensor.shape):
        shape: list[Any] = []
        for dim, axis in zip(tensor.shape, axes, strict=False):
            if axis[0] == "slice":
                shape.append(dim if axis[1:] == (None, None, None) else UNKNOWN)
            elif not isinstance(run.python(axis[1]), int):
                return Tensor(UNKNOWN, use)
        return Tensor((*shape, *tensor.shape[len(axes) :]), use)
    return Tensor(UNKNOWN, use)


# --- models -------------------------------------------------------------------------------------------------------------------------------


def make_input(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.Input(shape=(28, 28, 1))``."""
    bound, complete = bind("keras.Input", arguments)
    name = run.python(bound["name"].value) if "name" in bound else None
    return Tensor(input_shape(run, bound, complete), None, run.python(bound["dtype"].value) if "dtype" in bound else UNKNOWN, name, run.site(node))


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
    name = run.python(bound["name"].value) if "name" in bound else None
    model = Model("Sequential", run.site(node), name=name if isinstance(name, (str, Unknown)) else None, arguments=bound)
    reference = run.new(model)
    given = bound.get("layers")
    if given is not None and not (isinstance(given.value, Literal) and given.value.value is None):
        members = run.items(given.value)
        if members is None:
            run.update(reference, replace(model, members=UNKNOWN, inputs=UNKNOWN, outputs=UNKNOWN))
        else:
            for member in members:
                add_member(run, reference, member)
    elif not complete:
        run.update(reference, replace(model, members=UNKNOWN))
    run.event("model", node, model=reference)
    return reference


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
        tensor = Tensor(input_shape(run, fact.arguments, fact.complete), None, UNKNOWN, fact.name, fact.site)
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
        tensor = next_tensor(run, member, outputs[0])
        outputs = (tensor,) if tensor is not None else UNKNOWN
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
    bound, _complete = bind("keras.Model", arguments)
    for position, name in ((0, "inputs"), (1, "outputs")):
        if f"*{position}" in bound and name not in bound:
            bound[name] = bound.pop(f"*{position}")
    inputs = tensors_in(run, bound["inputs"].value) if "inputs" in bound else None
    outputs = tensors_in(run, bound["outputs"].value) if "outputs" in bound else None
    name = run.python(bound["name"].value) if "name" in bound else None
    model = Model(
        "Functional",
        run.site(node),
        inputs if inputs is not None else UNKNOWN,
        outputs if outputs is not None else UNKNOWN,
        members=UNKNOWN,
        name=name if isinstance(name, (str, Unknown)) else None,
        arguments=bound,
    )
    reference = run.new(model)
    run.event("model", node, model=reference)
    return reference


def make_application(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.applications.ResNet50(include_top=False, ...)``."""
    name = path.rpartition(".")[2]
    knowledge = application(name)
    bound, complete = bind(path, arguments)
    for argument in ("include_top", "weights", "input_tensor", "input_shape", "pooling", "classes"):
        bound.setdefault(argument, Argument(UNKNOWN)) if not complete else None
    weights = run.python(bound["weights"].value) if "weights" in bound else "imagenet"
    given = run.read(bound["input_tensor"].value) if "input_tensor" in bound else None
    shape = run.python(bound["input_shape"].value) if "input_shape" in bound else None
    top = run.python(bound["include_top"].value) if "include_top" in bound else True
    if isinstance(given, Tensor):
        start = given
    elif isinstance(shape, tuple) and len(shape) == 3:
        start = Tensor((None, *shape), None, input_site=run.site(node))
    elif isinstance(shape, Unknown) or isinstance(top, Unknown):
        start = Tensor((None, UNKNOWN, UNKNOWN, UNKNOWN), None, input_site=run.site(node))
    elif top:
        default = knowledge.default_shape if knowledge is not None else UNKNOWN
        start = Tensor((None, *default) if isinstance(default, tuple) else UNKNOWN, None, input_site=run.site(node))
    else:
        start = Tensor((None, None, None, 3), None, input_site=run.site(node))
    model = Model(
        "Functional",
        run.site(node),
        (start,),
        members=UNKNOWN,
        application=name,
        arguments=bound,
        pretrained=UNKNOWN if isinstance(weights, Unknown) else weights is not None,
    )
    configured = {key: run.python(argument.value) for key, argument in bound.items()}
    use = Use(None, name, (start,), run.site(node))
    shape_out = application_shape(name, configured, start.shape)
    reference = run.new(replace(model, outputs=(Tensor(shape_out, use),)))
    run.event("model", node, model=reference)
    return reference


def application_output(model: Model, shape: Shape) -> Shape | Unknown:
    """Shape of the output of an application model on another input."""
    configured = {
        key: (argument.value.value if isinstance(argument.value, Literal) else UNKNOWN) for key, argument in model.arguments.items()
    }
    return application_shape(model.application or "", configured, shape)


def application_shape(name: str, configured: dict[str, Any], shape: Shape | Unknown) -> Shape | Unknown:
    """Shape of the output of an application model with these arguments."""
    knowledge = application(name)
    top, pooling, classes = (configured.get("include_top", True), configured.get("pooling"), configured.get("classes", 1000))
    if knowledge is None or not isinstance(shape, tuple) or any(isinstance(v, Unknown) for v in (top, pooling, classes)):
        return Unknown(f"the output of `{name}`")
    if any(isinstance(dim, Unknown) for dim in shape[1:]) and not (top or pooling):
        return Unknown(f"the output of `{name}`")
    try:
        found = knowledge.output_shape(include_top=bool(top), input_shape=tuple(shape[1:]), pooling=pooling, classes=classes)
    except (Refused, ValueError, TypeError) as error:
        return Unknown(str(error))
    return found


def clone_model(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.models.clone_model(model)``: the same architecture, nothing learnt, not compiled."""
    source = run.read(arguments.positional[0][0]) if arguments.positional else UNKNOWN
    if not isinstance(source, Model):
        return UNKNOWN
    return run.new(replace(source, site=run.site(node), compiled=None, trained=False, pretrained=False))


# --- subclasses ---------------------------------------------------------------------------------------------------------------------------


def fact_of_subclass(run: Run, cls: Class, arguments: Arguments, node: cst.CSTNode) -> Ref | None:
    """What an object of a program's class is to Keras: a model, a layer, or neither."""
    for base in cls.library_bases():
        path = canonical(base.path) if isinstance(base, Symbol) else ""
        if path in ("keras.Model", "keras.Sequential"):
            return run.new(Model("Subclass", run.site(node), members=UNKNOWN, cls=cls.name))
        if path.startswith("keras.layers.") and path.count(".") == 2:
            return run.new(Layer(cls.name, path, {}, {}, run.site(node), custom=True))
        if path in ("keras.utils.PyDataset", "keras.utils.Sequence"):
            from keras_lint.knowledge.values import Dataset

            return run.new(Dataset(kind="sequence"))
        if path.startswith(("keras.callbacks.", "keras.losses.", "keras.metrics.", "keras.optimizers.")):
            return run.new(Configured(path, {}, run.site(node), complete=False, state={"custom": cls.name}))
    if any(isinstance(base, Unknown) for base in cls.library_bases()):
        return run.new(Unknown(f"an object of `{cls.name}`, whose base is not known"))
    return None


def apply_custom(run: Run, reference: Value, instance: Instance, arguments: Arguments, node: cst.CSTNode) -> Value:
    """A custom layer or model called on tensors: its ``call`` is followed for the shape it returns."""
    from keras_lint.program.calls import Arguments as CallArguments
    from keras_lint.program.calls import call_function

    assert instance.fact is not None
    fact = run.read(instance.fact)
    inputs = tuple(t for value in arguments.values() for t in (tensors_in(run, value) or ())) or (Tensor(UNKNOWN),)
    function = instance.cls.lookup("call")
    shape: Any = UNKNOWN
    if isinstance(function, Function):
        bound = CallArguments([(reference, None), *arguments.positional], arguments.keywords, arguments.complete)
        run.muted += 1
        result = call_function(run, function, bound, node)
        run.muted -= 1
        inner = run.read(result)
        if isinstance(inner, Tensor):
            shape = inner.shape
        elif isinstance(inner, (List, Tuple)):
            parts = tensors_in(run, result)
            if parts is not None:
                use = Use(instance.fact, instance.cls.name, inputs, run.site(node))
                tensors = tuple(Tensor(t.shape, use) for t in parts)
                return Tuple(tensors)
    if isinstance(fact, (Layer, Model)):
        statement = run.site(run.statement) if run.statement is not None else None
        return Tensor(shape, Use(instance.fact, instance.cls.name, inputs, run.site(node), statement))
    return UNKNOWN


# --- attributes and methods -----------------------------------------------------------------------------------------------------------------


def attribute(run: Run, owner: Value, fact: Any, name: str) -> Value | None:
    """Known attributes of models, layers and tensors; ``None`` for methods."""
    if isinstance(fact, Tensor):
        if name == "shape" and isinstance(fact.shape, tuple):
            return Tuple(tuple(d if isinstance(d, Unknown) else Literal(d) for d in fact.shape))
        return UNKNOWN if name in ("shape", "dtype", "name") else None
    if name == "trainable" and is_known(fact.trainable):
        return Literal(fact.trainable)
    if isinstance(fact, Model):
        if name in ("input", "inputs", "output", "outputs"):
            tensors = fact.inputs if name.startswith("input") else fact.outputs
            if not isinstance(tensors, tuple):
                return Tensor(UNKNOWN) if name in ("input", "output") else UNKNOWN
            return tensors[0] if len(tensors) == 1 and not name.endswith("s") else run.new(List(tensors))
        if name == "layers":
            refs = layer_refs(fact)
            return run.new(List(tuple(refs)) if refs and fact.application is None else List((), UNKNOWN))
        if name in ("input_shape", "output_shape"):
            tensors = fact.inputs if name.startswith("input") else fact.outputs
            if isinstance(tensors, tuple) and len(tensors) == 1 and isinstance(tensors[0].shape, tuple):
                return Tuple(tuple(d if isinstance(d, Unknown) else Literal(d) for d in tensors[0].shape))
            return UNKNOWN
        if name == "history":
            run.note_read(fact.history)
            return fact.history if fact.history is not None else UNKNOWN
    if isinstance(fact, Layer) and name == "output":
        return Tensor(UNKNOWN)
    return None


def layer_refs(model: Model) -> tuple[Value, ...]:
    """References to a model's layers in the order of ``model.layers``, inputs left out."""
    if isinstance(model.members, tuple):
        return model.members
    if isinstance(model.outputs, tuple):
        refs: dict[Value, None] = {}
        for tensor in trace(model.outputs):
            if tensor.use is not None and tensor.use.layer is not None:
                refs[tensor.use.layer] = None
        return tuple(refs)
    return ()


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
            stack.extend((inner, False) for inner in reversed(tensor.use.inputs))
    return order


def call_layer_method(run: Run, receiver: Value, layer: Layer, name: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``normalization.adapt(x)``, ``vectorizer(x)``, …"""
    if name == "adapt":
        data = run.read(arguments.positional[0][0]) if arguments.positional else UNKNOWN
        run.event("adapt", node, layer=receiver, data=data)
        return Literal(None)
    if name in ("__call__", "call"):
        return apply(run, receiver, arguments, node)  # type: ignore[arg-type]
    return Unknown(f"the result of `.{name}()`")


def walk(outputs: tuple[Tensor, ...]) -> Iterator[Use]:
    """The calls that lead to the outputs, in order, each once."""
    seen: set[int] = set()
    for tensor in trace(outputs):
        if tensor.use is not None and id(tensor.use) not in seen:
            seen.add(id(tensor.use))
            yield tensor.use


MAKERS: dict[str, Callable[[Run, str, str, Arguments, cst.CSTNode], Value]] = {
    "keras.Sequential": make_sequential,
    "keras.Model": make_functional,
    "keras.Input": make_input,
    "keras.models.clone_model": clone_model,
}

__all__ = ["MAKERS", "LibraryMethod", "apply", "attribute", "make_application", "make_layer", "trace", "walk"]
