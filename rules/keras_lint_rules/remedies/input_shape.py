"""Let data and model agree on a shape."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.facts import Shape
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import ModelCall, ModelView
from keras_lint.syntax import Site


class AddChannelAxis(Remedy):
    """Give images an axis for their one channel."""

    id = "channel-axis"

    def __init__(self, call: ModelCall) -> None:
        self.call = call

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Add a channel axis to the data"

    def edit(self, editor: Editor) -> None:
        """Index the argument with ``[..., None]``."""
        argument = self.call.arguments.get("x")
        if argument is None or argument.site is None or not isinstance(argument.site.node, (cst.Name, cst.Attribute)):
            raise NotApplicable("the data have no name here")
        editor.replace(argument.site, f"{editor.code(argument.site)}[..., None]")


class ReplaceInputShape(Remedy):
    """Declare the input as the data are."""

    id = "input-shape"

    def __init__(self, model: ModelView, shape: Shape) -> None:
        self.model = model
        self.shape = shape

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Declare the input as `{self.text}`"

    @property
    def text(self) -> str:
        """The shape without its batch axis, as Python writes it."""
        return repr(tuple(self.shape[1:]))

    def edit(self, editor: Editor) -> None:
        """Replace the shape given to ``Input`` or to the first layer."""
        if not all(isinstance(dim, int) for dim in self.shape[1:]):
            raise NotApplicable("the data's shape is not known in full")
        inputs = self.model.fact.inputs
        site = inputs[0].input_site if isinstance(inputs, tuple) and len(inputs) == 1 else None
        if site is None:
            raise NotApplicable("no input is declared")
        name, value = declared_shape(site)
        if name == "input_dim":
            if len(self.shape) != 2:
                raise NotApplicable("`input_dim` takes one axis")
            editor.replace(value, str(self.shape[1]))
        else:
            editor.replace(value, self.text)


def declared_shape(site: Site) -> tuple[str, Site]:
    """The argument of a call that declares the input's shape, and its expression.

    Raises:
        NotApplicable: the call declares it in another way.
    """
    node = site.node
    if not isinstance(node, cst.Call):
        raise NotApplicable("the input is not declared by a call")
    for argument in node.args:
        if argument.keyword is not None and argument.keyword.value in ("shape", "input_shape", "input_dim"):
            return argument.keyword.value, site.at(argument.value)
    first = node.args[0] if node.args else None
    if first is not None and first.keyword is None and isinstance(first.value, cst.Tuple):
        return "shape", site.at(first.value)
    raise NotApplicable("the shape is not written in the call")


__all__ = ["AddChannelAxis", "ReplaceInputShape"]
