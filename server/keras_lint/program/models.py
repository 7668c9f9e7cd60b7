"""Building models: Sequential, functional and subclassed ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown, is_known
from keras_lint.knowledge.layers.naming import FUNCTIONAL, INPUT, SEQUENTIAL
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import (
    Argument,
    Configured,
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
from keras_lint.program import naming
from keras_lint.program.binding import bind
from keras_lint.program.layers import chain, given_name, next_tensor, uncounted
from keras_lint.program.tensors import tensors_in, trace, walk
from keras_lint.program.values import Class

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


def make_input(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.Input(shape=(28, 28, 1))``."""
    bound, complete = bind("keras.Input", arguments)
    name = given_name(run, bound, complete)
    return Tensor(
        input_shape(run, bound, complete),
        None,
        run.python(bound["dtype"].value) if "dtype" in bound else UNKNOWN,
        name,
        run.site(node),
        naming.name_object(run, INPUT, name),
    )


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
    name = given_name(run, bound, complete)
    default = naming.name_object(run, SEQUENTIAL, name)
    model = Model("Sequential", run.site(node), name=name, default_name=default, arguments=bound)
    reference = run.new(model)
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
        shape = input_shape(run, fact.arguments, fact.complete)
        tensor = Tensor(shape, None, UNKNOWN, fact.name, fact.site, fact.default_name)
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
    for position, parameter in ((0, "inputs"), (1, "outputs")):
        if f"*{position}" in bound and parameter not in bound:
            bound[parameter] = bound.pop(f"*{position}")
    inputs = tensors_in(run, bound["inputs"].value) if "inputs" in bound else None
    outputs = tensors_in(run, bound["outputs"].value) if "outputs" in bound else None
    name = given_name(run, bound, complete)
    if any(tensor.use is not None for tensor in inputs or ()):
        for use in walk(outputs or ()):  # Keras calls the layers anew where it cuts a model out of another
            uncounted(run, use.layer)
    model = Model(
        "Functional",
        run.site(node),
        inputs if inputs is not None else UNKNOWN,
        outputs if outputs is not None else UNKNOWN,
        members=UNKNOWN,
        name=name,
        default_name=naming.name_object(run, FUNCTIONAL, name),
        arguments=bound,
    )
    reference = run.new(model)
    run.event("model", node, model=reference)
    return reference


def clone_model(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.models.clone_model(model)``: the same architecture, nothing learnt, not compiled."""
    source = run.read(arguments.positional[0][0]) if arguments.positional else UNKNOWN
    if not isinstance(source, Model):
        naming.lose(run)
        return UNKNOWN
    naming.doubt(run, INPUT, FUNCTIONAL)
    return run.new(replace(source, site=run.site(node), compiled=None, trained=False, pretrained=False))


def fact_of_subclass(run: Run, cls: Class, arguments: Arguments, node: cst.CSTNode) -> Ref | None:
    """What an object of a program's class is to Keras: a model, a layer, or neither."""
    for base in cls.library_bases():
        path = canonical(base.path) if isinstance(base, Symbol) else ""
        if path in ("keras.Model", "keras.Sequential"):
            return run.new(Model("Subclass", run.site(node), members=UNKNOWN, cls=cls.name))
        if path == "keras.Layer" or (path.startswith("keras.layers.") and path.count(".") == 2):
            return run.new(Layer(cls.name, path, {}, {}, run.site(node), custom=True))
        if path in ("keras.utils.PyDataset", "keras.utils.Sequence"):
            from keras_lint.knowledge.values import Dataset

            return run.new(Dataset(kind="sequence"))
        if path.startswith(("keras.callbacks.", "keras.losses.", "keras.metrics.", "keras.optimizers.")):
            return run.new(Configured(path, {}, run.site(node), complete=False, state={"custom": cls.name}))
    if any(isinstance(base, Unknown) for base in cls.library_bases()):
        return run.new(Unknown(f"an object of `{cls.name}`, whose base is not known"))
    return None


def attribute(run: Run, owner: Value, fact: Any, name: str) -> Value | None:
    """Known attributes of models, layers and tensors; ``None`` for methods."""
    if isinstance(fact, Tensor):
        if name == "shape" and isinstance(fact.shape, tuple):
            return Tuple(tuple(d if isinstance(d, Unknown) else Literal(d) for d in fact.shape))
        if name == "ndim" and isinstance(fact.shape, tuple):
            return Literal(len(fact.shape))
        if name == "dtype" and is_known(fact.dtype):
            return Literal(fact.dtype)
        return UNKNOWN if name in ("shape", "ndim", "dtype", "name") else None
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


MAKERS: dict[str, Callable[[Run, str, str, Arguments, cst.CSTNode], Value]] = {
    "keras.Sequential": make_sequential,
    "keras.Model": make_functional,
    "keras.Input": make_input,
    "keras.models.clone_model": clone_model,
}
