"""The models of ``keras.applications``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.applications import CLASSES, Application, application
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers.base import Refused
from keras_lint.knowledge.layers.naming import INPUT
from keras_lint.knowledge.values import Argument, Literal, Model, Tensor, Use, Value
from keras_lint.program import naming
from keras_lint.program.binding import bind
from keras_lint.program.tensors import trace

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


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
    configured = {key: run.python(argument.value) for key, argument in bound.items()}
    refused = refusal(knowledge, configured) if not isinstance(given, Tensor) else None
    if isinstance(given, Tensor):
        start = given
    elif isinstance(shape, tuple) and len(shape) == 3:
        start = Tensor((None, *shape), None, input_site=run.site(node))
    elif isinstance(shape, Unknown) or isinstance(top, Unknown):
        start = Tensor((None, UNKNOWN, UNKNOWN, UNKNOWN), None, input_site=run.site(node))
    else:
        default = (None, *knowledge.default_shape(bool(top))) if isinstance(knowledge, Application) else UNKNOWN
        start = Tensor(default if refused is None else UNKNOWN, None, input_site=run.site(node))
    model = Model(
        "Functional",
        run.site(node),
        tuple(tensor for tensor in trace((start,)) if tensor.use is None),
        members=UNKNOWN,
        application=name,
        arguments=bound,
        pretrained=UNKNOWN if isinstance(weights, Unknown) else weights is not None,
    )
    use = Use(None, name, (start,), run.site(node), refused=refused)
    shape_out = Unknown(refused) if refused is not None else application_shape(name, configured, start.shape)
    model = replace(model, **named(run, name, configured, bound, complete, start))
    reference = run.new(replace(model, outputs=(Tensor(shape_out, use),)))
    run.event("model", node, model=reference)
    return reference


def named(
    run: Run, name: str, configured: dict[str, Any], bound: dict[str, Argument], complete: bool, start: Tensor
) -> dict[str, Any]:
    """The model's name, given and by default; the layers without a name that it makes are counted.

    Args:
        run: the run.
        name: the model's function.
        configured: its arguments as Python values.
        bound: its arguments.
        complete: whether these are all.
        start: the input of the model.
    """
    given = naming.given_name(run, bound, complete)
    knowledge = application(name, configured)
    defaults = {"include_top": True, "pooling": None, "include_preprocessing": True}
    top, pooling, inside = (configured.get(option, default) for option, default in defaults.items())
    if not isinstance(knowledge, Application) or any(isinstance(option, Unknown) for option in (top, pooling, inside)):
        naming.lose(run)
        return {"name": given}
    made = knowledge.made(bool(top), pooling, bool(inside))
    if start.use is not None or start.input_layer is not None:
        made[INPUT] -= 1  # the program's own input is taken
    elif isinstance(configured.get("input_tensor"), Unknown):
        naming.doubt(run, INPUT)
    naming.take_all(run, made)
    shape = start.shape[1:] if isinstance(start.shape, tuple) else None
    return {"name": given, "default_name": knowledge.named(shape)}


def refusal(knowledge: Application | Unknown | None, configured: dict[str, Any]) -> str | None:
    """Why Keras refuses these arguments; ``None`` where it does not, as far as is known."""
    top, shape = configured.get("include_top", True), configured.get("input_shape")
    if not isinstance(knowledge, Application) or isinstance(top, Unknown) or isinstance(shape, Unknown):
        return None
    imagenet = configured.get("weights", "imagenet")
    return knowledge.refusal(
        bool(top),
        shape if isinstance(shape, tuple) else None,
        isinstance(imagenet, str) and imagenet == "imagenet",
        configured.get("classes", CLASSES),
    )


def application_output(model: Model, shape: Shape) -> Shape | Unknown:
    """Shape of the output of an application model on another input."""
    configured = {
        key: (argument.value.value if isinstance(argument.value, Literal) else UNKNOWN)
        for key, argument in model.arguments.items()
    }
    return application_shape(model.application or "", configured, shape)


def application_shape(name: str, configured: dict[str, Any], shape: Shape | Unknown) -> Shape | Unknown:
    """Shape of the output of an application model with these arguments."""
    knowledge = application(name, configured)
    top, pooling, classes = (
        configured.get("include_top", True),
        configured.get("pooling"),
        configured.get("classes", 1000),
    )
    if (
        not isinstance(knowledge, Application)
        or not isinstance(shape, tuple)
        or any(isinstance(v, Unknown) for v in (top, pooling, classes))
    ):
        return Unknown(f"the output of `{name}`")
    if any(isinstance(dim, Unknown) for dim in shape[1:]) and not (top or pooling):
        return Unknown(f"the output of `{name}`")
    try:
        found = knowledge.output_shape(
            include_top=bool(top), input_shape=tuple(shape[1:]), pooling=pooling, classes=classes
        )
    except (Refused, ValueError, TypeError) as error:
        return Unknown(str(error))
    return found
