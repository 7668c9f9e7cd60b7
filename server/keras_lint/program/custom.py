"""The program's own layers and models: their ``__init__``, ``build`` and ``call`` are followed.

An object of such a class is an ``Instance``; beside it the heap holds what it is to Keras, a ``Layer`` or a ``Model``.
Its ``call`` is run on tensors that stand for the inputs, so that what happens inside is a graph of its own: the graph
of a subclassed model is its layers, that of a custom layer hangs at the call (``Use.inside``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import (
    Array,
    Configured,
    Dataset,
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
from keras_lint.program import naming
from keras_lint.program.join import join_shapes
from keras_lint.program.tensors import tensors_in, undecided, walk
from keras_lint.program.tracking import shape_of
from keras_lint.program.values import Class, Function, Instance

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


LAYER = "keras.Layer"
"""The class that all layers inherit from."""


def fact_of_subclass(run: Run, cls: Class, node: cst.CSTNode) -> Ref | None:
    """What an object of a program's class is to Keras: a model, a layer, a dataset, …, or nothing."""
    for base in cls.library_bases():
        path = canonical(base.path) if isinstance(base, Symbol) else ""
        if path == "keras.Sequential":
            return run.new(Model("Sequential", run.site(node), cls=cls.name, overrides=cls.methods()))
        if path == "keras.Model":
            return run.new(Model("Subclass", run.site(node), members=UNKNOWN, cls=cls.name, overrides=cls.methods()))
        if path == LAYER or (path.startswith("keras.layers.") and path.count(".") == 2):
            return run.new(Layer(cls.name, path, {}, {}, run.site(node), custom=True, overrides=cls.methods()))
        if path in ("keras.utils.PyDataset", "keras.utils.Sequence"):
            return run.new(Dataset(kind="sequence"))
        if path.startswith(("keras.callbacks.", "keras.losses.", "keras.metrics.", "keras.optimizers.")):
            return run.new(Configured(path, {}, run.site(node), complete=False, state={"custom": cls.name}))
    if any(isinstance(base, Unknown) for base in cls.library_bases()):
        return run.new(Unknown(f"an object of `{cls.name}`, whose base is not known"))
    return None


def new_instance(run: Run, cls: Class, fact: Ref | None) -> Ref:
    """An object of a class, that stands for ``fact`` to Keras."""
    instance = run.new(Instance(cls, {}, fact))
    known = run.read(fact)
    if isinstance(known, Model):
        run.update(fact, replace(known, instance=instance))
    return instance


# --- calling --------------------------------------------------------------------------------------------------------


def call_custom(run: Run, reference: Ref, instance: Instance, arguments: Arguments, node: cst.CSTNode) -> Value:
    """An object of a custom layer or model is called: on tensors, or on data."""
    from keras_lint.program import layers

    assert instance.fact is not None
    fact = run.read(instance.fact)
    if not isinstance(fact, (Layer, Model)):
        for value in arguments.values():
            run.havoc(value, f"passed to a `{instance.cls.name}`")
        return UNKNOWN
    if "call" not in fact.overrides and not (isinstance(fact, Model) and fact.kind == "Subclass"):
        return layers.apply(run, reference if isinstance(fact, Layer) else instance.fact, arguments, node)
    outer: list[Tensor] = []
    on_data = False

    def stand_in(tensor: Tensor | Array) -> Tensor:
        nonlocal on_data
        if isinstance(tensor, Tensor):
            outer.append(tensor)
            return Tensor(tensor.shape, None, tensor.dtype)
        on_data = True
        return Tensor(batch_of(tensor.shape), None, tensor.dtype)

    inner = replace(
        arguments,
        positional=[(mapped(run, value, stand_in), site) for value, site in arguments.positional],
        keywords={name: (mapped(run, value, stand_in), site) for name, (value, site) in arguments.keywords.items()},
    )
    result = followed(run, reference, inner, node)
    if on_data and not outer:
        return mapped(run, result, lambda tensor: run.new(Array(as_data(tensor), library="tensorflow")))
    statement = run.site(run.statement) if run.statement is not None else None
    made = tensors_in(run, result)
    shapes = declared_shapes(run, reference, instance, inner, node) if isinstance(fact, Layer) else None
    inputs = tuple(outer) or (Tensor(UNKNOWN),)
    number = layers.numbered(run, reference)
    use = Use(reference, instance.cls.name, inputs, run.site(node), statement, number=number, inside=made or ())
    if made is None:
        return Tensor(shapes if isinstance(shapes, tuple) else UNKNOWN, use)
    if isinstance(shapes, tuple) and len(made) == 1:
        return Tensor(shapes if isinstance(made[0].shape, Unknown) else join_shapes([shapes, made[0].shape]), use)
    places = iter(range(len(made)))
    found = mapped(run, result, lambda tensor: Tensor(tensor.shape, use, tensor.dtype, place=next(places)))
    note_made(run, reference, found)
    return found


def as_data(tensor: Tensor | Array) -> Shape | Unknown:
    """The shape of data that came out of a model, whose number of rows is not followed."""
    shape = tensor.shape
    return (UNKNOWN if shape[0] is None else shape[0], *shape[1:]) if isinstance(shape, tuple) and shape else shape


def mapped(run: Run, value: Value, change: Callable[[Any], Value]) -> Value:
    """A structure with each tensor (and array of one axis or more) in it changed."""
    fact = run.read(value)
    if isinstance(value, OneOf) and isinstance(fact, OneOf):
        fact = undecided(run, value) or fact
    if isinstance(fact, Tensor) or (isinstance(fact, Array) and fact.shape != ()):
        return change(fact)
    if isinstance(fact, Tuple):
        return Tuple(tuple(mapped(run, item, change) for item in fact.items))
    if isinstance(fact, List) and fact.rest is None:
        return run.new(List(tuple(mapped(run, item, change) for item in fact.items)))
    if isinstance(fact, Dict):
        return run.new(Dict({key: mapped(run, item, change) for key, item in fact.entries.items()}, fact.complete))
    return value


def followed(run: Run, reference: Ref, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Build the object where it is not built, and run its ``call``; both with and without training where it asks.

    What it returns in training is what counts; where it returns something else otherwise, the result is undecided.
    """
    instance: Instance = run.read(reference)
    fact = run.read(instance.fact)
    first = isinstance(fact, Model) and not has_graph(fact)
    build(run, reference, instance, arguments, node)
    function = instance.cls.lookup("call")
    if not isinstance(function, Function):
        return UNKNOWN
    counts = run.read(run.layer_counts).entries
    run.inside_call += 1
    result = in_both_modes(run, reference, function, arguments, node)
    run.inside_call -= 1
    naming.doubt_changes(run, counts)
    return end(run, reference, arguments, result) if first else result


def in_both_modes(run: Run, reference: Ref, function: Function, arguments: Arguments, node: cst.CSTNode) -> Value:
    """What ``call`` returns in training; undecided where that differs from what it returns otherwise."""
    given = training_given(run, function, arguments)
    outer = run.training
    if given is not None or outer is not None:
        run.training = given if given is not None else outer
        result = run_call(run, reference, function, arguments, node)
        run.training = outer
        return result
    run.training = True
    asked, run.training_asked = run.training_asked, False
    result = run_call(run, reference, function, arguments, node)
    if run.training_asked:
        kept, run.state = run.state, run.state.fork()
        run.training = False
        run.muted += 1
        otherwise = run_call(run, reference, function, arguments, node)
        run.muted -= 1
        if not alike(run, result, otherwise):
            result = mapped(run, result, lambda tensor: Tensor(UNKNOWN, open_use(run, (tensor,), node)))
        run.state = kept
    run.training, run.training_asked = outer, asked
    return result


def open_use(run: Run, inputs: tuple[Tensor, ...], node: cst.CSTNode) -> Use:
    """What becomes of tensors is not known."""
    return Use(None, "unknown", inputs, run.site(node))


def training_given(run: Run, function: Function, arguments: Arguments) -> bool | None:
    """The flag that a call is made with; ``None`` where it is left to Keras."""
    from keras_lint.program.calls import parameters_of

    value = arguments.keywords["training"][0] if "training" in arguments.keywords else None
    positional = parameters_of(function)[0]
    if value is None and "training" in positional and positional.index("training") - 1 < len(arguments.positional):
        value = arguments.positional[positional.index("training") - 1][0]
    flag = run.python(value) if value is not None else None
    return flag if isinstance(flag, bool) else None


def run_call(run: Run, reference: Ref, function: Function, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Run ``call`` with the arguments that Keras adds: ``training``, and ``mask`` where there may be one."""
    from keras_lint.program.calls import call_function, parameters_of

    positional, keyword_only, _, _ = parameters_of(function)
    keywords = dict(arguments.keywords)
    names = {*positional[len(arguments.positional) + 1 :], *keyword_only}
    if "training" in names:
        run.training_asked = True
        keywords["training"] = (Literal(run.training), None)
    else:
        keywords.pop("training", None)
    if "mask" in names and "mask" not in keywords:
        keywords["mask"] = (Unknown("whether there is a mask"), None)
    bound = replace(arguments, positional=[(reference, None), *arguments.positional], keywords=keywords)
    return call_function(run, function, bound, node)


def alike(run: Run, result: Value, other: Value) -> bool:
    """Whether two runs of ``call`` returned the outputs of the same layers, in the same shapes."""
    first, second = tensors_in(run, result), tensors_in(run, other)
    if first is None or second is None or len(first) != len(second):
        return first is None and second is None
    return all(same_shape(a.shape, b.shape) and end_of(a) == end_of(b) for a, b in zip(first, second, strict=True))


def same_shape(a: Shape | Unknown, b: Shape | Unknown) -> bool:
    """Whether two shapes say the same, what is not known included."""
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        return isinstance(a, Unknown) and isinstance(b, Unknown)
    return len(a) == len(b) and all(
        x == y or (isinstance(x, Unknown) and isinstance(y, Unknown)) for x, y in zip(a, b, strict=True)
    )


SILENT_AT_INFERENCE = frozenset(
    {"Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout"}
)
"""Layers that programs leave out themselves when they do not train."""


def end_of(tensor: Tensor) -> Any:
    """What makes a tensor, by layer or by place, noise aside."""
    use = tensor.use
    while use is not None and use.operation in SILENT_AT_INFERENCE and len(use.inputs) == 1:
        use = use.inputs[0].use
    return None if use is None else use.layer if use.layer is not None else (use.operation, use.site.key)


def end(run: Run, reference: Ref, arguments: Arguments, result: Value) -> Value:
    """A model that was called for the first time has its layers now."""
    instance: Instance = run.read(reference)
    fact = run.read(instance.fact)
    if isinstance(fact, Model) and fact.kind == "Subclass":
        inputs = tuple(t for value in arguments.values() for t in (tensors_in(run, value) or ()))
        outputs = tensors_in(run, result) or Unknown("what `call` returns is not known")
        run.update(instance.fact, replace(fact, inputs=inputs or UNKNOWN, outputs=outputs))
    return result


def has_graph(model: Model) -> bool:
    """Whether a subclassed model has its weights, and was followed on inputs of known shape."""
    return (
        model.built is True
        and isinstance(model.outputs, tuple)
        and isinstance(model.inputs, tuple)
        and all(isinstance(tensor.shape, tuple) for tensor in model.inputs)
    )


# --- building -------------------------------------------------------------------------------------------------------


def build(run: Run, reference: Ref, instance: Instance, arguments: Arguments, node: cst.CSTNode) -> None:
    """Before the first call: the class's own ``build`` makes weights for the shape of the input."""
    fact = run.read(instance.fact)
    if fact.built_on is not None if isinstance(fact, Layer) else fact.built is not False:
        return
    function = instance.cls.lookup("build")
    given = build_arguments(run, instance, function, arguments) if isinstance(function, Function) else []
    first = tensors_in(run, next(iter(arguments.values()), UNKNOWN)) or ()
    mark_built(run, instance.fact, tuple(tensor.shape for tensor in first))
    if isinstance(function, Function):
        call_build(run, reference, function, given, node)


def mark_built(run: Run, reference: Value, shapes: tuple[Shape | Unknown, ...]) -> None:
    """Remember the shape that a layer was first called on."""
    fact = run.read(reference)
    if isinstance(fact, Instance) and fact.fact is not None:
        reference, fact = fact.fact, run.read(fact.fact)
    if isinstance(fact, Layer) and fact.built_on is None:
        known = shapes and all(isinstance(shape, tuple) for shape in shapes)
        run.update(reference, replace(fact, built_on=shapes if known else Unknown("built on a shape not known")))
    elif isinstance(fact, Model) and fact.built is not True:
        run.update(reference, replace(fact, built=True))


def note_made(run: Run, reference: Value, made: Value) -> None:
    """Remember what the first call of a layer returned."""
    fact = run.read(reference)
    if isinstance(fact, Instance) and fact.fact is not None:
        reference, fact = fact.fact, run.read(fact.fact)
    if isinstance(fact, Layer) and fact.made is None:
        run.update(reference, replace(fact, made=made))


def call_build(run: Run, reference: Ref, function: Function, given: list[Value], node: cst.CSTNode) -> None:
    """Run the class's ``build``."""
    from keras_lint.program.calls import Arguments, call_function

    call_function(run, function, Arguments([(value, None) for value in (reference, *given)]), node)


def build_arguments(run: Run, instance: Instance, function: Function, arguments: Arguments) -> list[Value]:
    """What Keras calls ``build`` with: the shape of the first argument of ``call``, or one shape for each
    ``…_shape``.
    """
    from keras_lint.program.calls import parameters_of

    wanted = parameters_of(function)[0][1:]
    call = instance.cls.lookup("call")
    names = parameters_of(call)[0][1:] if isinstance(call, Function) else []
    given = {**dict(zip(names, (value for value, _ in arguments.positional), strict=False))}
    given.update({name: value for name, (value, _) in arguments.keywords.items()})
    if len(wanted) == 1:
        first = next(iter(given.values()), UNKNOWN)
        return [given_shape(run, given.get(wanted[0].removesuffix("_shape"), first))]
    return [given_shape(run, given.get(name.removesuffix("_shape"), UNKNOWN)) for name in wanted]


def given_shape(run: Run, value: Value) -> Value:
    """The shape of a tensor, or of each in a structure, as the program sees it."""
    return mapped(run, value, lambda tensor: shape_value(tensor.shape)) if tensors_in(run, value) else UNKNOWN


def shape_value(shape: Shape | Unknown) -> Value:
    """A shape as a tuple of the program."""
    if not isinstance(shape, tuple):
        return shape
    return Tuple(tuple(dim if isinstance(dim, Unknown) else Literal(dim) for dim in shape))


def build_called(run: Run, reference: Ref, instance: Instance, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``layer.build(shape)`` in the program's own words: it is built then, and will not be again."""
    function = instance.cls.lookup("build")
    mark_built(run, instance.fact, (shape_of(run, next(iter(arguments.values()), UNKNOWN)),))
    if isinstance(function, Function):
        call_build(run, reference, function, arguments.values(), node)
    return Literal(None)


def build_on(run: Run, model: Model, inputs: Value, node: cst.CSTNode) -> Value:
    """A subclassed model is called on inputs like these (data, tensors, or a structure of them), as ``fit`` and
    ``build`` do; returns tensors.
    """
    from keras_lint.program.calls import Arguments

    if model.instance is None:
        return UNKNOWN
    structure = mapped(run, inputs, lambda given: Tensor(batch_of(given.shape), None, given.dtype))
    if tensors_in(run, structure) is None:
        structure = Tensor(Unknown("the shape of the data is not known"))
    return followed(run, model.instance, Arguments([(structure, None)]), node)


def foresee(run: Run, reference: Ref, inputs: Value, node: cst.CSTNode) -> None:
    """What a subclassed model will do with such inputs, where it is not called yet: its graph, but no weights."""
    model = run.read(reference)
    if not isinstance(model, Model) or model.kind != "Subclass" or has_graph(model):
        return
    kept, run.state = run.state, run.state.fork()
    run.muted += 1
    build_on(run, model, inputs, node)
    run.muted -= 1
    foreseen = run.read(reference)
    run.state = kept
    if isinstance(foreseen, Model) and isinstance(foreseen.outputs, tuple):
        uses = list(walk(foreseen.outputs))
        if all(use.layer is None or use.layer.address in run.state.heap for use in uses):  # not made in `build`
            run.update(reference, replace(model, inputs=foreseen.inputs, outputs=foreseen.outputs))


def batch_of(shape: Shape | Unknown) -> Shape | Unknown:
    """The shape of a batch of any size, by that of data."""
    return (None, *shape[1:]) if isinstance(shape, tuple) else shape


def declared_shapes(
    run: Run, reference: Ref, instance: Instance, arguments: Arguments, node: cst.CSTNode
) -> Shape | Unknown | None:
    """What the class's own ``compute_output_shape`` says; ``None`` where it has none."""
    from keras_lint.program.calls import Arguments as CallArguments
    from keras_lint.program.calls import call_function

    function = instance.cls.lookup("compute_output_shape")
    if not isinstance(function, Function):
        return None
    given = build_arguments(run, instance, function, arguments)
    run.muted += 1
    found = call_function(run, function, CallArguments([(v, None) for v in (reference, *given)]), node)
    run.muted -= 1
    items = run.items(found)
    if items is None or any(run.items(item) is not None for item in items):
        return None
    return shape_of(run, found)
