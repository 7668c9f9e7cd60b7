"""Let data and model agree on a shape."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.adapting import printed
from keras_lint.knowledge.facts import Shape
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall, ModelCall, ModelView
from keras_lint.syntax import Site


class ChangeData(Remedy):
    """Change the data wherever the model meets them: in ``fit``, ``validation_data``, ``evaluate``, ``predict``."""

    def __init__(self, model: ModelView, shape: Shape) -> None:
        self.model = model
        self.shape = shape

    def changed(self, editor: Editor, code: str) -> str:
        """The expression that gives the data in the right shape."""
        raise NotImplementedError

    def edit(self, editor: Editor) -> None:
        """Change each expression that gives data of this shape."""
        places: dict[object, Site] = {}
        program = self.model.program
        for call in (*program.fits, *program.evaluations, *program.predictions):
            if call.model_reference == self.model.reference:
                places.update({site.key: site for site in self.data_sites(call)})
        if not places:
            raise NotApplicable("the data have no name where they are used")
        for site in places.values():
            editor.replace(site, self.changed(editor, editor.code(site)))

    def data_sites(self, call: ModelCall) -> list[Site]:
        """The names that give a call its data.

        Raises:
            NotApplicable: data of this shape are given in another way.
        """
        argument = call.arguments.get("x")
        sites = [argument.site if argument is not None else None] if self.is_same(call.inputs) else []
        if isinstance(call, FitCall) and self.is_same(call.validation[0]):
            validation = call.arguments.get("validation_data")
            node = validation.site.node if validation is not None and validation.site is not None else None
            pair = isinstance(node, (cst.Tuple, cst.List)) and len(node.elements) > 1
            sites.append(validation.site.at(node.elements[0].value) if pair else None)  # type: ignore[union-attr]
        if any(site is None or not isinstance(site.node, (cst.Name, cst.Attribute)) for site in sites):
            raise NotApplicable("the data have no name here")
        return [site for site in sites if site is not None]

    def is_same(self, data: object) -> bool:
        """Whether data have the shape that is refused."""
        return isinstance(data, Array) and isinstance(data.shape, tuple) and data.shape[1:] == self.shape[1:]


class AddChannelAxis(ChangeData):
    """Give images an axis for their one channel."""

    id = "channel-axis"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Add a channel axis to the data"

    def changed(self, editor: Editor, code: str) -> str:
        """Index with ``[..., None]``."""
        return f"{code}[..., None]"


class ReshapeData(ChangeData):
    """Give the data the shape of the input where both have as many numbers."""

    id = "reshape-data"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Reshape the data to {printed(self.model.input_shape)}"  # type: ignore[arg-type]

    def changed(self, editor: Editor, code: str) -> str:
        """Reshape each sample, whatever their number."""
        expected = self.model.input_shape
        assert isinstance(expected, tuple)
        return f"{code}.reshape({', '.join(['-1', *map(str, expected[1:])])})"


class MoveChannels(ChangeData):
    """Put the channels last, where Keras looks for them."""

    id = "channels-last"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Move the channels to the last axis"

    def changed(self, editor: Editor, code: str) -> str:
        """Move axis 1 to the end."""
        return f"{editor.add_plain_import('numpy', 'np')}.moveaxis({code}, 1, -1)"


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
            bare = not editor.code(value).startswith("(")  # the parentheses of a tuple are not part of its node's text
            editor.replace(value, self.text[1:-1] if bare and isinstance(value.node, cst.Tuple) else self.text)


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


__all__ = ["AddChannelAxis", "MoveChannels", "ReplaceInputShape", "ReshapeData"]
