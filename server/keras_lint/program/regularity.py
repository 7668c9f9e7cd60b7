"""What keeps a model from memorising its training data, as far as the program shows it."""

from __future__ import annotations

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import MISSING, Configured, Layer, Literal, Model
from keras_lint.program.views import FitCall, LayerView, ModelView

_REGULARIZING = (
    "Dropout", "GaussianNoise", "GaussianDropout", "ActivityRegularization", "BatchNormalization",
    "LayerNormalization", "GroupNormalization", "UnitNormalization", "SpectralNormalization", "RMSNormalization",
    "AlphaDropout", "Random", "AugMix", "CutMix", "MixUp", "RandAugment", "Normalization",
)  # fmt: skip
_BY_ARGUMENT = ("regularizer", "constraint", "dropout")
_STOPPING = ("EarlyStopping",)


def regularized(fit: FitCall, model: ModelView) -> bool | Unknown:
    """Whether anything works against memorising: layers, penalties, decay, augmented data, early stopping.

    Unknown where something in the model, the optimizer or the callbacks may do so without being seen.
    """
    verdicts = [layer_regularizes(view) for view in model.all_layers]
    verdicts += [optimizer_decays(model), augmented(fit), stops_early(fit)]
    if any(verdict is True for verdict in verdicts):
        return True
    return UNKNOWN if any(isinstance(verdict, Unknown) for verdict in verdicts) else False


def layer_regularizes(view: LayerView) -> bool | Unknown:
    """Whether a layer drops, adds noise, normalises, or is penalised."""
    if isinstance(view.fact, Model):
        return False if isinstance(view.fact.outputs, tuple) and view.fact.application is None else UNKNOWN
    layer = view.layer
    if layer is None:
        return UNKNOWN
    if layer.custom or not layer.complete or layer.cls in ("Lambda", "RNN", "TFSMLayer"):
        return UNKNOWN
    if layer.cls.startswith(_REGULARIZING) or "Dropout" in layer.cls:
        return True
    if layer.wrapped is not None:
        wrapped = view.inner
        return argument_regularizes(wrapped) if wrapped is not None else UNKNOWN
    return argument_regularizes(layer)


def argument_regularizes(layer: Layer) -> bool:
    """Whether a regularizer, a constraint or a rate of dropout is given."""
    for name, argument in layer.arguments.items():
        if name.endswith(_BY_ARGUMENT) and not (isinstance(argument.value, Literal) and not argument.value.value):
            return True
    return False


def optimizer_decays(model: ModelView) -> bool | Unknown:
    """Whether the optimizer shrinks the weights at every step."""
    optimizer = model.optimizer
    if optimizer is MISSING:
        return False
    if isinstance(optimizer, Literal):
        return str(optimizer.value).lower() == "adamw"
    if isinstance(optimizer, Configured) and optimizer.complete:
        given = optimizer.value("weight_decay")
        return optimizer.name == "AdamW" or (
            given is not MISSING and not (isinstance(given, Literal) and not given.value)
        )
    return UNKNOWN


def augmented(fit: FitCall) -> bool | Unknown:
    """Whether the data change from epoch to epoch; generators of unknown content may."""
    if fit.dataset is not None:
        return UNKNOWN if fit.dataset.kind == "generator" else fit.dataset.augmented
    return False if fit.takes_arrays is True else UNKNOWN


def stops_early(fit: FitCall) -> bool | Unknown:
    """Whether training stops when the network begins to memorise, or may."""
    if fit.callback(*_STOPPING) is not None:
        return True
    return UNKNOWN if fit.has_unknown_callback else False
