"""Augment images inside the model, by layers that change them at random during training only."""

from __future__ import annotations

from keras_lint.knowledge.datasets import KERAS, OPENML
from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.entrance import augments, scales_inside
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.model_input import insert_at_input, statement_of_input
from keras_lint_rules.remedies.scale_by_division import SCALED

ROTATION = 0.05
"""A share of a full turn: 18 degrees to either side leaves a 6 a 6."""
SHIFT = 0.1
ZOOM = 0.1
CONTRAST = 0.1
BRIGHTNESS = 0.1
"""A tenth of the image's size, or of its range: what Keras's own guides use for photographs."""


def is_oriented(images: Array) -> bool:
    """Whether mirroring an image may change its class, as it does with digits and letters."""
    name = images.origin or ""
    known = KERAS.get(name) or OPENML.get(name)
    return (
        known.oriented
        if known is not None
        else name in ("digits", "emnist", "svhn", "svhn_cropped", "kmnist", "omniglot")
    )


def value_range(images: Array) -> str | None:
    """The range of the images as ``RandomBrightness`` wants to know it; ``None`` where it is no usual one."""
    if not is_known(images.low) or not is_known(images.high):
        return None
    return {(0.0, 1.0): "(0, 1)", (0.0, 255.0): "(0, 255)"}.get((float(images.low), float(images.high)))


class AddAugmentationLayers(Remedy):
    """Put random layers in front of the model: they work on whatever reaches it, and only during training."""

    id = "augmentation-layers"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Augment the images with layers in front of the model"

    def edit(self, editor: Editor) -> None:
        """Bind the random layers to a name before the model is built, and insert them at its input."""
        images, model = self.fit.inputs, self.fit.model
        if model is None or any(augments(view) for view in model.all_layers):
            raise NotApplicable("the model is not known, or augments already")
        shape = (
            model.input_shape
            if isinstance(model.input_shape, tuple)
            else images.shape
            if isinstance(images, Array)
            else None
        )
        if not isinstance(shape, tuple) or len(shape) != 4:
            raise NotApplicable("the inputs are not known to be images")
        statement = statement_of_input(model)
        editor.place = statement.span.start
        name = editor.free_name("augmentation")
        known = images if isinstance(images, Array) else Array()
        coloured = known.has_step(*SCALED) or scales_inside(model) is True
        lines = ",\n    ".join(self.layers(editor, known, coloured=coloured))
        editor.insert_before(statement, f"{name} = {editor.name_of('keras.Sequential')}([\n    {lines},\n])")
        insert_at_input(editor, model, name)

    @staticmethod
    def layers(editor: Editor, images: Array, *, coloured: bool) -> list[str]:
        """The layers, in the order from moving to colouring. What shifts colours has to know the range of the
        images: it is left out where they are still to be scaled.
        """

        def layer(cls: str, arguments: str) -> str:
            return f"{editor.name_of(f'keras.layers.{cls}')}({arguments})"

        found = [] if is_oriented(images) else [layer("RandomFlip", editor.quoted("horizontal"))]
        found += [
            layer("RandomRotation", str(ROTATION)),
            layer("RandomTranslation", f"{SHIFT}, {SHIFT}"),
            layer("RandomZoom", str(ZOOM)),
        ]
        span = value_range(images)
        if span is not None and coloured:
            found += [
                layer("RandomContrast", str(CONTRAST)),
                layer("RandomBrightness", f"{BRIGHTNESS}, value_range={span}"),
            ]
        return found
