"""What a model does to its inputs before the first layer that learns from them: scaling, augmentation."""

from __future__ import annotations

from dataclasses import dataclass

from keras_lint.knowledge.applications import Application, application
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Layer, Model
from keras_lint.program.views import LayerView, ModelView

SCALING = frozenset({
    "Rescaling", "Normalization", "BatchNormalization", "LayerNormalization", "GroupNormalization",
    "UnitNormalization", "RMSNormalization",
})  # fmt: skip
"""Layers behind which the scale of the inputs does not matter any more."""
PASSING = frozenset({
    "Flatten", "Reshape", "Permute", "Identity", "Masking",
    "Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout",
    "Resizing", "CenterCrop", "Cropping1D", "Cropping2D", "ZeroPadding1D",
    "ZeroPadding2D", "UpSampling2D", "Concatenate", "RepeatVector", "MaxPooling2D",
    "AveragePooling2D", "MaxPooling1D", "AveragePooling1D",
})  # fmt: skip
"""Layers without weights that leave the range of what they pass on as it is."""
AUGMENTING = frozenset(
    {"AugMix", "AutoContrast", "CutMix", "Equalization", "MaxNumBoundingBoxes", "MixUp", "RandAugment", "Solarization"}
)
"""Layers that augment and are not called ``Random…``."""


def augments(layer: LayerView) -> bool:
    """Whether a layer changes what it passes on at random during training, as augmentation does."""
    return layer.cls.startswith("Random") or layer.cls in AUGMENTING


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way of the inputs into a model: layers passed, then the first that do something with the numbers."""

    passed: tuple[LayerView, ...]
    first: tuple[LayerView, ...]
    complete: bool = True
    """Whether the way begins at the model's inputs: where it does not, what lies before is not known."""


def entrance(model: ModelView) -> Entrance:
    """The layers from the inputs up to and including the first that are not merely passed; nested models are gone
    into.
    """
    reached: set[int] = set()
    inputs = model.fact.inputs if isinstance(model.fact.inputs, tuple) else ()
    complete = True
    passed: list[LayerView] = []
    first: list[LayerView] = []
    for view in model.layers:
        if not all(tensor.use is None or id(tensor.use) in reached for tensor in view.use.inputs):
            continue
        if inputs and any(
            tensor.use is None and not any(tensor is given for given in inputs) for tensor in view.use.inputs
        ):
            complete = False
        inner = nested(model, view)
        if inner is not None:
            passed.extend(inner.passed)
            first.extend(inner.first)
            complete = complete and inner.complete
            if not inner.first:
                reached.add(id(view.use))
        elif view.cls in PASSING or augments(view):
            passed.append(view)
            reached.add(id(view.use))
        else:
            first.append(view)
    return Entrance(tuple(passed), tuple(first), complete)


def nested(model: ModelView, view: LayerView) -> Entrance | None:
    """The entrance of a model inside the model; ``None`` for layers and for the models of ``keras.applications``."""
    if (
        not isinstance(view.fact, Model)
        or view.fact.application is not None
        or application(view.use.operation) is not None
    ):
        return None
    inner = model.nested(view.fact)
    return entrance(inner) if inner.fact.changed is None and inner.layers else None


def scales_inside(model: ModelView) -> bool | Unknown:
    """Whether the model brings its inputs to a common scale itself; Unknown where it holds what is not known."""
    if model.fact.changed is not None or not model.layers:
        return UNKNOWN
    way = entrance(model)
    answers = [scales(view) for view in (*way.passed, *way.first)]
    if any(answer is True for answer in answers if not isinstance(answer, Unknown)):
        return True
    return False if way.complete and way.first and all(answer is False for answer in answers) else UNKNOWN


def scales(view: LayerView) -> bool | Unknown:
    """Whether one layer makes the scale of its input irrelevant."""
    if view.cls in SCALING:
        return True
    found = backbone(view)
    if found is not None:
        return UNKNOWN if isinstance(found, Unknown) else rescales(view, found)
    if not isinstance(view.fact, Layer):
        return UNKNOWN
    if view.fact.custom or view.cls in UNCLEAR or not view.fact.path.startswith("keras.layers."):
        return UNKNOWN
    return False


NAMES = frozenset({"Embedding", "TextVectorization", "StringLookup", "IntegerLookup", "CategoryEncoding", "Hashing"})
"""Layers whose input is not an amount of something."""
UNCLEAR = frozenset({"Lambda", "TFSMLayer", "TimeDistributed", "Wrapper", "HashedCrossing", "FeatureSpace", "Pipeline"})
"""Layers that may do anything."""


def backbone(view: LayerView) -> Application | Unknown | None:
    """The model of ``keras.applications`` that a layer is."""
    name = view.fact.application if isinstance(view.fact, Model) else None
    found = application(name or view.use.operation) if view.fact is None or isinstance(view.fact, Model) else None
    if found is None and isinstance(view.fact, Model):
        return UNKNOWN
    return found


def rescales(view: LayerView, found: Application) -> bool | Unknown:
    """Whether a backbone takes images in 0..255 and scales them itself."""
    given = view.fact.arguments.get("include_preprocessing") if isinstance(view.fact, Model) else None
    if given is not None and found.include_preprocessing:
        flag = view.model.python(given.value)
        return flag if isinstance(flag, bool) else UNKNOWN
    return found.rescales


def normalizes_at_once(model: ModelView) -> bool:
    """Whether every first layer feeds a batch normalisation, behind which the scale of its output is gone."""
    first = entrance(model).first
    return bool(first) and all(any(c.cls in SCALING for c in view.consumers) for view in first)


def takes_names(model: ModelView) -> bool:
    """Whether some input is not amounts but names: numbers of tokens or categories, or text."""
    return any(view.cls in NAMES for view in entrance(model).first)


def entering(model: ModelView) -> tuple[LayerView, ...]:
    """The layers that take the model's inputs themselves."""
    return tuple(
        view for view in model.layers if view.use.inputs and all(tensor.use is None for tensor in view.use.inputs)
    )


__all__ = [
    "Entrance",
    "augments",
    "backbone",
    "entering",
    "entrance",
    "normalizes_at_once",
    "scales_inside",
    "takes_names",
]
