"""A model as rules look at it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.applications import Application, application
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers.base import Weights
from keras_lint.knowledge.losses import Loss, loss_of
from keras_lint.knowledge.values import (
    MISSING,
    Argument,
    Compiled,
    Layer,
    Literal,
    Model,
    Ref,
    Tensor,
    Use,
    Value,
)
from keras_lint.program.run import Event, python, read
from keras_lint.program.tensors import walk
from keras_lint.program.values import Function, Instance
from keras_lint.program.views.base import View
from keras_lint.program.views.layer import LayerView

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.program.views.calls import FitCall
    from keras_lint.syntax import Site


class ModelView(View):
    """A model as it stands at its first ``fit`` (or ``compile``, or the end of the run)."""

    def __init__(self, event: Event, program: Program, fact: Model, reference: Value = None) -> None:
        super().__init__(event, program)
        self.fact = fact
        self.reference = reference

    @property
    def site(self) -> Site:
        """Where the model is made."""
        return self.fact.site

    @property
    def known(self) -> bool:
        """Whether all its layers are known, in order."""
        return (
            isinstance(self.fact.outputs, tuple)
            and self.fact.changed is None
            and not any(view.fact is None and view.use.operation == "unknown" for view in self.layers)
        )

    @cached_property
    def layers(self) -> tuple[LayerView, ...]:
        """Its layers (and operations) in the order of data flow; none where the outputs are not known."""
        if not isinstance(self.fact.outputs, tuple):
            return self._members()
        views = []
        for use in walk(self.fact.outputs):
            fact = read(self.heap, use.layer) if use.layer is not None else None
            if isinstance(fact, Instance):
                fact = read(self.heap, fact.fact)
            views.append(LayerView(self, use, fact if isinstance(fact, (Layer, Model)) else None))
        return tuple(views)

    def _members(self) -> tuple[LayerView, ...]:
        """Layers of a Sequential whose input shape is not known: a chain of unknown shapes."""
        if not isinstance(self.fact.members, tuple):
            return ()
        views: list[LayerView] = []
        tensor = Tensor(Unknown("the input shape is not known"))
        for member in self.fact.members:
            fact = read(self.heap, member)
            if isinstance(fact, Instance) and fact.fact is not None:
                fact = read(self.heap, fact.fact)
            known = fact if isinstance(fact, (Layer, Model)) else None
            operation = (known.cls if isinstance(known, Layer) else "Model") if known is not None else "unknown"
            use = Use(
                member if isinstance(member, Ref) else None,
                operation or "Model",
                (tensor,),
                known.site if known else self.fact.site,
            )
            views.append(LayerView(self, use, known))
            tensor = Tensor(Unknown("the input shape is not known"), use)
        self._chain_end = (tensor,)
        return tuple(views)

    @cached_property
    def outputs_of(self) -> dict[int, tuple[Tensor, ...]]:
        """Tensors each call makes, by ``id`` of the call."""
        from keras_lint.program.tensors import trace

        made: dict[int, tuple[Tensor, ...]] = {}
        if isinstance(self.fact.outputs, tuple):
            for tensor in trace(self.fact.outputs):
                if tensor.use is not None:
                    made[id(tensor.use)] = (*made.get(id(tensor.use), ()), tensor)
        return made

    @cached_property
    def by_use(self) -> dict[int, LayerView]:
        """Layers by ``id`` of their call."""
        return {id(view.use): view for view in self.layers}

    @property
    def output_layers(self) -> tuple[LayerView, ...]:
        """The layers that make the model's outputs; none where they are not known."""
        if isinstance(self.fact.outputs, tuple):
            found = [self.by_use.get(id(t.use)) for t in self.fact.outputs if t.use is not None]
            return tuple(view for view in found if view is not None)
        return self.layers[-1:] if isinstance(self.fact.members, tuple) else ()

    @property
    def output(self) -> LayerView | None:
        """The only output layer; ``None`` where there are several or it is not known."""
        return self.output_layers[0] if len(self.output_layers) == 1 else None

    @property
    def input_shape(self) -> Shape | Unknown:
        """Shape of the only input, batch axis included."""
        inputs = self.fact.inputs
        return inputs[0].shape if isinstance(inputs, tuple) and len(inputs) == 1 else UNKNOWN

    @property
    def output_shape(self) -> Shape | Unknown:
        """Shape of the only output, batch axis included."""
        outputs = self.fact.outputs
        return outputs[0].shape if isinstance(outputs, tuple) and len(outputs) == 1 else UNKNOWN

    @cached_property
    def output_activation(self) -> str | None | Unknown:
        """The activation behind the last weights: of the output layer, or of the activation layer after it."""
        view = self.output
        for _ in range(8):
            if view is None:
                return UNKNOWN
            if view.activation is not None:
                return view.activation
            if view.cls not in TRANSPARENT or len(view.sources) != 1:
                return UNKNOWN
            view = view.sources[0]
        return UNKNOWN

    @cached_property
    def output_units(self) -> int | Unknown:
        """Size of the last axis of the only output."""
        shape = self.output_shape
        if isinstance(shape, tuple) and len(shape) > 1 and isinstance(shape[-1], int):
            return shape[-1]
        view = self.output
        for _ in range(8):
            if view is None:
                return UNKNOWN
            if view.cls == "Dense":
                units = view.value("units")
                return units if isinstance(units, int) else UNKNOWN
            if view.cls not in ("Activation", "Softmax", "Dropout", "ReLU", "LeakyReLU") or len(view.sources) != 1:
                return UNKNOWN
            view = view.sources[0]
        return UNKNOWN

    @cached_property
    def weights(self) -> Weights:
        """Numbers of all weights; a layer used twice counts once."""
        total = Weights(0)
        counted: set[Any] = set()
        for view in self.layers:
            key = view.use.layer if view.use.layer is not None else id(view.use)
            if key not in counted:
                counted.add(key)
                total = total + view.weights
        if not isinstance(self.fact.outputs, tuple):
            return Weights(Unknown("the layers are not known"), Unknown("the layers are not known"))
        return total

    @property
    def parameters(self) -> int | Unknown:
        """Number of all weights."""
        trainable, fixed = self.weights.trainable, self.weights.non_trainable
        return trainable + fixed if isinstance(trainable, int) and isinstance(fixed, int) else UNKNOWN

    @property
    def application_weights(self) -> Weights:
        """Numbers of weights of a ``keras.applications`` model."""
        arguments = {name: python(self.heap, a.value) for name, a in self.fact.arguments.items()}
        knowledge = application(self.fact.application or "", arguments)
        shape = self.input_shape
        if not isinstance(knowledge, Application):
            reason = knowledge if isinstance(knowledge, Unknown) else Unknown("a model that is not described")
            return Weights(reason, reason)
        made = self.fact.outputs[0].use if isinstance(self.fact.outputs, tuple) and self.fact.outputs else None
        if made is not None and made.refused is not None:
            refused = Unknown(made.refused)
            return Weights(refused, refused)
        if made is not None and any(tensor.use is not None for tensor in made.inputs):
            before = Unknown("the layers before its `input_tensor` belong to the model")
            return Weights(before, before)
        top, inside = arguments.get("include_top", True), arguments.get("include_preprocessing", True)
        if isinstance(shape, Unknown) or isinstance(top, Unknown) or isinstance(inside, Unknown):
            undecided = Unknown(f"the arguments of `{self.fact.application}` are not all known")
            return Weights(undecided, undecided)
        found = knowledge.weights(
            include_top=bool(top),
            input_shape=tuple(shape[1:]),
            classes=arguments.get("classes", 1000),
            include_preprocessing=bool(inside),
        )
        return found if isinstance(found, Weights) else Weights(found, found)

    def nested(self, fact: Model) -> ModelView:
        """The view of a model inside this one."""
        return ModelView(self.event, self.program, fact)

    @cached_property
    def all_layers(self) -> tuple[LayerView, ...]:
        """Its layers and those of the models inside, to any depth."""
        found: list[LayerView] = []
        for view in self.layers:
            found.append(view)
            if isinstance(view.fact, Model):
                found.extend(self.nested(view.fact).all_layers)
        return tuple(found)

    @property
    def backbones(self) -> tuple[Model, ...]:
        """The ``keras.applications`` models inside (itself, if it is one)."""
        found = [view.fact for view in self.all_layers if isinstance(view.fact, Model) and view.fact.application]
        if not found:
            found = [
                Model("Functional", view.use.site, application=view.use.operation, pretrained=UNKNOWN)
                for view in self.all_layers
                if view.fact is None and application(view.use.operation) is not None
            ]
        return tuple(found) + ((self.fact,) if self.fact.application else ())

    @property
    def compiled(self) -> Compiled | None | Unknown:
        """The last ``compile``; ``None`` where there was none."""
        return self.fact.compiled

    @cached_property
    def losses(self) -> tuple[Loss, ...] | Unknown:
        """The losses it is compiled with, one for each output; Unknown where they are not known."""
        compiled = self.fact.compiled
        if not isinstance(compiled, Compiled):
            return UNKNOWN
        argument = compiled.arguments.get("loss")
        if argument is None:
            return UNKNOWN
        values = self.items(argument.value)
        found = [
            self.loss_from(value, argument.site) for value in (values if values is not None else (argument.value,))
        ]
        return tuple(found) if all(isinstance(loss, Loss) for loss in found) else UNKNOWN  # type: ignore[arg-type]

    def loss_from(self, value: Value, site: Site | None) -> Loss | Unknown:
        """One loss by what ``compile`` was given."""
        fact = self.read(value)
        if isinstance(fact, (Function, Unknown)):
            return UNKNOWN
        return loss_of(fact, self.python, site)

    @property
    def loss(self) -> Loss | Unknown:
        """The only loss."""
        return self.losses[0] if isinstance(self.losses, tuple) and len(self.losses) == 1 else UNKNOWN

    @property
    def loss_argument(self) -> Argument | None:
        """The ``loss=`` argument of the last ``compile``."""
        compiled = self.fact.compiled
        return compiled.arguments.get("loss") if isinstance(compiled, Compiled) else None

    @cached_property
    def metrics(self) -> tuple[Any, ...] | Unknown:
        """Metrics it is compiled with: strings, or facts (``Configured``, ``Symbol``, …); empty where there are
        none.
        """
        compiled = self.fact.compiled
        if not isinstance(compiled, Compiled):
            return UNKNOWN
        value = compiled.value("metrics")
        if value is MISSING or (isinstance(value, Literal) and value.value is None):
            return ()
        items = self.items(value)
        if items is None:
            return (value.value,) if isinstance(value, Literal) else UNKNOWN
        found = [self.read(item) for item in items]
        return tuple(fact.value if isinstance(fact, Literal) else fact for fact in found)

    @property
    def optimizer(self) -> Any:
        """What ``compile`` was given as optimizer: a ``Literal`` string, a ``Configured``, ``MISSING`` or
        ``Unknown``.
        """
        compiled = self.fact.compiled
        if not isinstance(compiled, Compiled):
            return UNKNOWN
        value = compiled.value("optimizer")
        return MISSING if value is MISSING else self.read(value)

    @property
    def fits(self) -> tuple[FitCall, ...]:
        """The calls of ``fit`` on this model."""
        return tuple(fit for fit in self.program.fits if fit.model_reference == self.reference)


TRANSPARENT = frozenset({"Dropout", "Reshape", "Flatten", "Identity", "Cropping2D", "Permute", "GaussianNoise"})
"""Layers that leave each number as it is (at inference)."""
