"""A model as rules look at it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.applications import application
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
from keras_lint.program.run import Event, read
from keras_lint.program.tensors import walk
from keras_lint.program.values import Function, Instance
from keras_lint.program.views.base import View
from keras_lint.program.views.layer import LayerView
from keras_lint.program.weights import frozen, weights_of, weights_of_application

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

    @property
    def own_training(self) -> bool:
        """Whether its class decides itself what is trained: by ``train_step`` (a GAN), ``compute_loss``, …"""
        return bool(self.fact.overrides & OWN_TRAINING)

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
        """Numbers of all weights, by what is trained and what is not; a layer used twice counts once."""
        return weights_of(self.heap, self.fact)

    @cached_property
    def trained_weights(self) -> Weights:
        """The same as Keras counts them for this model: where the model itself is frozen, none is trained."""
        return frozen(self.weights, self.fact.trainable)

    @property
    def parameters(self) -> int | Unknown:
        """Number of all weights."""
        trainable, fixed = self.weights.trainable, self.weights.non_trainable
        return trainable + fixed if isinstance(trainable, int) and isinstance(fixed, int) else UNKNOWN

    @property
    def application_weights(self) -> Weights:
        """Numbers of weights of a ``keras.applications`` model."""
        return weights_of_application(self.heap, self.fact)

    def nested(self, fact: Model) -> ModelView:
        """The view of a model inside this one."""
        return ModelView(self.event, self.program, fact)

    @cached_property
    def all_layers(self) -> tuple[LayerView, ...]:
        """Its layers and those of the models inside, to any depth."""
        found: list[LayerView] = []
        for view in self.layers:
            found.append(view)
            inside = view.inside
            if inside is not None:
                found.extend(inside.all_layers)
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


OWN_TRAINING = frozenset({"train_step", "test_step", "compute_loss", "compute_metrics", "fit", "train_on_batch"})
"""Methods by which a class of the program decides itself what its outputs and its loss are for."""
TRANSPARENT = frozenset({"Dropout", "Reshape", "Flatten", "Identity", "Cropping2D", "Permute", "GaussianNoise"})
"""Layers that leave each number as it is (at inference)."""
