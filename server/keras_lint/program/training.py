"""What a program does with a model: compile, fit, evaluate, predict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.call import METHODS
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import (
    Argument,
    Array,
    Compiled,
    Configured,
    Dataset,
    Dict,
    List,
    Literal,
    Model,
    Ref,
    Tensor,
    Tuple,
    Value,
)
from keras_lint.program import custom, layers, models, naming, parts, tracking
from keras_lint.program.binding import bind, bind_generator_method
from keras_lint.program.generators import as_data
from keras_lint.program.tensors import tensors_in

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

ModelMethod = Callable[["Run", Any, Model, "Arguments", "cst.CSTNode"], Value]


def call_model_method(
    run: Run, receiver: Value, model: Model, name: str, arguments: Arguments, node: cst.CSTNode
) -> Value:
    """Call a method of a model."""
    if name == "add_loss":
        run.event("add_loss", node, layer=receiver)
        return Literal(None)
    if name in ("add_weight", "add_variable"):
        return tracking.add_weight(run, receiver, arguments)
    if name in ("call", "__call__"):
        return layers.apply(run, receiver, arguments, node)
    method = MODEL_METHODS.get(name)
    if method is not None:
        return method(run, receiver, model, arguments, node)
    if name in _READ_ONLY:
        run.event(name, node, model=receiver)
        if name == "count_params":
            return parts.count_params(run, receiver)
        return Unknown(f"the result of `.{name}()`")
    if name in _LOADING:
        run.update(receiver, replace(model, trained=True, pretrained=True))
        return UNKNOWN
    naming.lose(run)  # `from_config` and the like
    return Unknown(f"the result of `.{name}()`")


_READ_ONLY = frozenset(
    ["summary", "save", "save_weights", "get_config", "to_json", "get_weights", "count_params", "export"]
)
_LOADING = frozenset(["load_weights", "set_weights"])


def compile_model(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.compile(optimizer, loss, metrics)``; a literal ``...`` stands for arguments that are elsewhere."""
    bound, complete = bind("keras.Model.compile", arguments)
    if any(isinstance(a.value, Literal) and a.value.value is ... for a in bound.values()):
        bound, complete = {}, False
    compiled = Compiled(bound, run.site(node), complete)
    run.update(receiver, replace(model, compiled=compiled))
    if isinstance(receiver, Ref) and model.kind == "Subclass":
        custom.foresee(run, receiver, Tensor(Unknown("the shape of the data is not known")), node)
    run.event("compile", node, model=receiver, compiled=compiled)
    return Literal(None)


def fit_model(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.fit(x, y, ...)`` and the old ``fit_generator``."""
    bound, complete = bind("keras.Model.fit", arguments)
    if any(isinstance(a.value, Literal) and a.value.value is ... for a in bound.values()):
        complete = False
        bound = {name: a for name, a in bound.items() if not (isinstance(a.value, Literal) and a.value.value is ...)}
    bound = as_data(run, bound)
    build_on(run, receiver, model, bound.get("x"), node)
    history = run.new(
        Configured("keras.callbacks.History", {"model": Argument(receiver)}, run.site(node), state={"history": True})
    )
    run.event("fit", node, model=receiver, arguments=bound, complete=complete, history=history)
    fact = run.read(receiver)
    if isinstance(fact, Model):
        run.update(receiver, replace(fact, trained=True, history=history))
    return history


def inputs_of(run: Run, data: Value) -> Value:
    """What a model gets of the data that it is trained or tried on."""
    fact = run.read(data)
    return fact.inputs if isinstance(fact, Dataset) else data


def build_on(run: Run, receiver: Value, model: Model, data: Argument | None, node: cst.CSTNode) -> None:
    """A model without an input shape takes it from the first data it sees."""
    if not isinstance(receiver, Ref) or data is None:
        return
    if model.kind == "Subclass" and not custom.has_graph(model):
        custom.build_on(run, model, inputs_of(run, data.value), node)
    if model.kind != "Sequential" or not isinstance(model.inputs, Unknown):
        return
    fact = run.read(data.value)
    if isinstance(fact, Dataset):
        fact = run.read(fact.inputs)
    if isinstance(fact, Array) and isinstance(fact.shape, tuple) and fact.shape:
        naming.after_building(run, again=False)
        models.build_sequential(run, receiver, fact.shape)
    else:
        naming.after_building(run, again=True)


def evaluate_model(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.evaluate(x, y)``."""
    bound, complete = bind("keras.Model.evaluate", arguments)
    bound = as_data(run, bound)
    build_on(run, receiver, model, bound.get("x"), node)
    run.event("evaluate", node, model=receiver, arguments=bound, complete=complete)
    return Unknown("what the model scores")


def predict_model(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.predict(x)``: an array with the model's output shape."""
    bound, complete = bind("keras.Model.predict", arguments)
    bound = as_data(run, bound)
    build_on(run, receiver, model, bound.get("x"), node)
    run.event("predict", node, model=receiver, arguments=bound, complete=complete)
    fact = run.read(receiver)
    data = run.read(bound["x"].value) if "x" in bound else UNKNOWN
    if isinstance(fact, Model) and fact.kind == "Subclass":
        return predicted_by_call(run, fact, bound, node)
    if not isinstance(fact, Model) or not isinstance(fact.outputs, tuple) or len(fact.outputs) != 1:
        return run.new(Array(library="numpy"))
    shape = fact.outputs[0].shape
    samples = data.samples if isinstance(data, Array) else UNKNOWN
    rows = data.rows if isinstance(data, Array) else UNKNOWN
    return run.new(
        Array((samples, *shape[1:]) if isinstance(shape, tuple) else UNKNOWN, "float32", rows=rows, library="numpy")
    )


def predicted_by_call(run: Run, model: Model, bound: dict[str, Argument], node: cst.CSTNode) -> Value:
    """What a subclassed model predicts: its ``call`` decides, on the shape of these very data."""
    if "predict_step" in model.overrides or "x" not in bound:
        return run.new(Array(library="numpy"))
    run.muted += 1
    outer, run.training = run.training, False
    result = custom.build_on(run, model, inputs_of(run, bound["x"].value), node)
    run.training = outer
    run.muted -= 1
    data = run.read(bound["x"].value)
    samples = data.samples if isinstance(data, Array) else UNKNOWN
    rows = data.rows if isinstance(data, Array) else UNKNOWN

    def predicted(tensor: Any) -> Value:
        shape = (samples, *tensor.shape[1:]) if isinstance(tensor.shape, tuple) and tensor.shape else UNKNOWN
        return run.new(Array(shape, rows=rows, library="numpy"))

    if not tensors_in(run, result):
        return run.new(Array(library="numpy"))
    return custom.mapped(run, result, predicted)


def train_on_batch(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.train_on_batch(x, y)``: training by hand."""
    run.event("train_on_batch", node, model=receiver)
    run.update(receiver, replace(model, trained=True))
    return UNKNOWN


def add_layer(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.add(layer)``."""
    given = [value for value, _ in arguments.positional] or [value for value, _ in arguments.keywords.values()]
    if isinstance(receiver, Ref) and given:
        models.add_member(run, receiver, given[0])
        changed = run.read(receiver)
        first = isinstance(model.inputs, Unknown) and not isinstance(changed.inputs, Unknown)
        naming.after_stacking(run, changed, first)
    return Literal(None)


def pop_layer(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.pop()``: the last layer leaves."""
    if not isinstance(model.members, tuple) or not model.members:
        return UNKNOWN
    members, last = model.members[:-1], model.members[-1]
    naming.after_building(run, again=True)
    outputs = layers.chain(run, members, model.inputs[0]) if isinstance(model.inputs, tuple) and model.inputs else None
    run.update(receiver, replace(model, members=members, outputs=(outputs,) if outputs is not None else UNKNOWN))
    return last


def build_model(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``model.build(input_shape=(None, 8))``."""
    value = next(iter(arguments.values()), UNKNOWN)
    shape = run.python(value)
    if model.kind == "Subclass" and isinstance(receiver, Ref):  # Keras 3 makes no weights here, as Keras 2 does
        custom.foresee(run, receiver, Tensor(tracking.shape_of(run, value)), node)
    if isinstance(receiver, Ref) and model.kind == "Sequential" and isinstance(shape, tuple) and shape:
        naming.after_building(run, again=not isinstance(model.inputs, Unknown))
        models.build_sequential(run, receiver, shape)
    return Literal(None)


def of_generator(method: str, current: ModelMethod) -> ModelMethod:
    """An old ``*_generator`` method: the current one, with other positional arguments."""

    def call(run: Run, receiver: Value, model: Model, arguments: Arguments, node: cst.CSTNode) -> Value:
        return current(run, receiver, model, bind_generator_method(method, arguments), node)

    return call


MODEL_METHODS: dict[str, ModelMethod] = {
    "compile": compile_model,
    "fit": fit_model,
    "fit_generator": of_generator("fit_generator", fit_model),
    "evaluate": evaluate_model,
    "evaluate_generator": of_generator("evaluate_generator", evaluate_model),
    "predict": predict_model,
    "predict_generator": of_generator("predict_generator", predict_model),
    "train_on_batch": train_on_batch,
    "add": add_layer,
    "pop": pop_layer,
    "build": build_model,
    "get_layer": parts.get_layer,
}

_KERAS_FIT_ARGUMENTS = frozenset(
    ["epochs", "nb_epoch", "validation_data", "validation_split", "callbacks", "steps_per_epoch"]
)


def call_unknown_method(run: Run, receiver: Value, name: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """A method of an object that is not known. What only a Keras model takes is recorded as what it is."""
    if name in ("fit", "fit_generator") and _KERAS_FIT_ARGUMENTS & arguments.keywords.keys():
        bound, complete = bind("keras.Model.fit", arguments)
        history = run.new(Unknown("the result of `.fit()`"))
        run.event("fit", node, model=receiver, arguments=bound, complete=complete, history=history)
        return history
    if name in ("fit", "evaluate", "score", "predict", "predict_proba", "transform"):
        run.event(f"unknown_{name}", node, receiver=receiver, arguments=dict(enumerate(arguments.positional)))
        return UNKNOWN
    if name in ("reshape", "astype") and METHODS.get((Array, name)) is not None:
        from keras_lint.program.library import LibraryCall

        array = run.new(Array())
        return METHODS[Array, name](LibraryCall(run, name, arguments, run.site(node), array))
    naming.after_method(run, name, arguments.values())
    for value in arguments.values():
        if not isinstance(run.read(value), (Dict, List, Tuple)):
            run.havoc(value, f"passed to `.{name}()`")
    return Unknown(f"the result of `.{name}()`")
