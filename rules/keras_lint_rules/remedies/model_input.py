"""Put a layer in front of all others of a model."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable
from keras_lint.program.entrance import entering
from keras_lint.program.views import LayerView, ModelView
from keras_lint.syntax import Site
from keras_lint_rules.remedies.arguments import expression, rewrite
from keras_lint_rules.remedies.stack import insert_layer_before

SHAPE_ARGUMENTS = ("input_shape", "input_dim", "batch_input_shape")


def first_layer(model: ModelView) -> LayerView:
    """The only layer that takes the model's only input.

    Raises:
        NotApplicable: the model is not known, has several inputs, or several layers take its input.
    """
    if model.fact.kind == "Subclass" or model.fact.changed is not None:
        raise NotApplicable("the model's layers are not known")
    found = entering(model)
    if len(found) != 1 or found[0].fact is None or len(found[0].use.inputs) != 1:
        raise NotApplicable("several inputs, or several layers that take the input")
    if any(view.fact is None and view.use.operation == "unknown" for view in model.layers):
        raise NotApplicable("the model's layers are not all known")
    return found[0]


def insert_at_input(editor: Editor, model: ModelView, text: str) -> None:
    """Insert the layer written ``text`` behind the model's input.

    A Sequential whose first layer declares the input's shape gets an ``Input`` of its own: the declaration counts
    on the first layer only.

    Raises:
        NotApplicable: the first layer is not written where another can stand before it.
    """
    layer = first_layer(model)
    editor.check(layer.site)
    shape = declared_input(editor, layer) if model.fact.kind == "Sequential" else None
    if shape is not None:
        insert_layer_before(editor, layer, f"{editor.name_of('keras.Input')}(shape={shape})")
        rewrite(editor, layer.site, remove=SHAPE_ARGUMENTS)
    insert_layer_before(editor, layer, text)


def declared_input(editor: Editor, layer: LayerView) -> str | None:
    """The input's shape where the layer itself declares it.

    Raises:
        NotApplicable: it is declared with the batch axis.
    """
    node = layer.site.node
    for argument in node.args if isinstance(node, cst.Call) else ():
        name = argument.keyword.value if argument.keyword is not None else ""
        text = expression(editor, layer.site.at(argument.value))
        if name == "input_shape":
            return text
        if name == "input_dim":
            return f"({text},)"
        if name == "batch_input_shape":
            raise NotApplicable("the input's shape is declared with its batch axis")
    return None


def statement_of_input(model: ModelView) -> Site:
    """The statement before which a layer has to be made that stands first in the model.

    Raises:
        NotApplicable: the statement is not known.
    """
    layer = first_layer(model)
    if model.fact.kind != "Sequential" and layer.use.statement is not None:
        return layer.use.statement
    for event in model.program.of("model"):
        if event.site.key == model.site.key:
            return event.statement
    raise NotApplicable("the statement that makes the model is not known")


__all__ = ["first_layer", "insert_at_input", "statement_of_input"]
