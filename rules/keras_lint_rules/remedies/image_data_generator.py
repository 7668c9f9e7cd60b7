"""Augment images on their way into ``fit``, by ``ImageDataGenerator``."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.values import MISSING
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.arguments import call_node, expression, rewrite, whole
from keras_lint_rules.remedies.augmentation_layers import is_oriented
from keras_lint_rules.remedies.real_split import split_first, splits_off
from keras_lint_rules.remedies.training_data import TrainingData

DEGREES = 15
"""Rotation to either side, in degrees: what the examples of Keras use for photographs."""
SHIFT = 0.1
ZOOM = 0.1
BATCH = 32
"""Keras's own default, of ``fit`` and of ``flow``."""
IMAGES = 4
"""Axes of a batch of images: ``flow`` refuses any other number."""


class AddImageDataGenerator(Remedy):
    """Train on ``datagen.flow(x, y)``; what is validated on stays as it is."""

    id = "image-data-generator"
    refactoring = FitCall
    packages = ("scipy",)

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Augment the images with `ImageDataGenerator`"

    def edit(self, editor: Editor) -> None:
        """Make the generator before ``fit`` and let it feed the arrays, with the batch size and order that ``fit``
        had.
        """
        if editor.keras_root != "tensorflow.keras":
            raise NotApplicable("bare Keras 3 has no `ImageDataGenerator`")
        data = TrainingData(editor, self.fit)
        self.check(data)
        x, y, replaced = data.x, data.y, {}
        if splits_off(self.fit):
            parts = split_first(data, stratify=data.targets is not None and data.targets.labels is not None)
            x, y, replaced = parts.x, parts.y, {"validation_split": parts.validation}
        name = editor.free_name("datagen")
        data.lines += [f"{name} = {self.generator(editor, data)}"]
        data.write_lines()
        self.feed(editor, f"{name}.flow({x}, {y}, {self.options(editor)})", replaced)

    def check(self, data: TrainingData) -> None:
        """Refuse what ``flow`` refuses.

        Raises:
            NotApplicable: the inputs are no images, are augmented already, or the samples carry weights.
        """
        data.require_classes()  # targets that are images would have to be moved as well
        if data.rank != IMAGES:
            raise NotApplicable("`flow` takes arrays of four axes only")
        if self.fit.given("sample_weight") is not False:
            raise NotApplicable("`flow` cannot stand beside `sample_weight`")
        if data.inputs is not None and data.inputs.has_step("augmented"):
            raise NotApplicable("the images are augmented already")

    @staticmethod
    def generator(editor: Editor, data: TrainingData) -> str:
        """The call that makes the generator. Digits and letters are not mirrored."""
        flip = "" if data.inputs is not None and is_oriented(data.inputs) else ", horizontal_flip=True"
        options = (
            f"rotation_range={DEGREES}, width_shift_range={SHIFT}, height_shift_range={SHIFT}, zoom_range={ZOOM}{flip}"
        )
        return f"{editor.name_of('keras.preprocessing.image.ImageDataGenerator')}(\n    {options}\n)"

    def options(self, editor: Editor) -> str:
        """Batch size and order, which ``fit`` leaves to the generator."""
        size = self.fit.arguments.get("batch_size")
        if size is not None and size.site is None:
            raise NotApplicable("the batch size is not written in the call")
        text = str(BATCH)
        if size is not None and size.site is not None and self.fit.argument_value("batch_size") is not None:
            text = expression(editor, size.site)
        shuffle = self.fit.arguments.get("shuffle")
        order = ""
        if shuffle is not None and shuffle.site is not None and self.fit.argument_value("shuffle") is not True:
            order = f", shuffle={expression(editor, shuffle.site)}"
        return f"batch_size={text}{order}"

    def feed(self, editor: Editor, flow: str, replaced: dict[str, str]) -> None:
        """Put the flow in the place of x and y.

        Raises:
            NotApplicable: arguments behind y are written without their names.
        """
        call = self.fit.site
        node = call_node(call)
        positional = [argument for argument in node.args if argument.keyword is None]
        if len(positional) > 2:
            raise NotApplicable("arguments behind y are written without their names")
        if "steps_per_epoch" in self.fit.arguments and self.fit.steps_per_epoch is MISSING:
            raise NotApplicable("`steps_per_epoch` is not written in the call")
        gone = ["batch_size", "shuffle", "steps_per_epoch"]
        x, y = self.fit.arguments["x"].site, self.fit.arguments["y"].site
        assert x is not None
        assert y is not None
        editor.replace(x, flow)
        if len(positional) == 2:
            remove_positional(editor, self.fit, x.node, y.node)
        else:
            gone.append("y")
        if "validation_split" in self.fit.arguments and "validation_split" not in replaced:
            gone.append("validation_split")
        rewrite(editor, call, remove=gone, replace=replaced)


def remove_positional(editor: Editor, fit: FitCall, x: cst.CSTNode, y: cst.CSTNode) -> None:
    """Delete y behind x, where both are written without their names."""
    call = fit.site
    node = call_node(call)
    if node.args[0].value is not x or node.args[1].value is not y:
        raise NotApplicable("x and y are not the first two arguments")
    editor.delete(whole(editor, call.at(x)).end, whole(editor, call.at(y)).end)
