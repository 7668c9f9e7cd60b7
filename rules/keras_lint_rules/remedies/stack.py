"""Put one more layer between two: in the list of a Sequential, after ``model.add``, or around a call on a tensor."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable
from keras_lint.program.views import LayerView
from keras_lint.syntax import Site


def insert_layer_after(editor: Editor, layer: LayerView, text: str) -> None:
    """Insert the layer written ``text`` behind ``layer``.

    Raises:
        NotApplicable: the layer stands in no list, ``add`` or call on a tensor that can be extended.
    """
    _insert(editor, layer, text, after=True)


def insert_layer_before(editor: Editor, layer: LayerView, text: str) -> None:
    """Insert the layer written ``text`` in front of ``layer``.

    Raises:
        NotApplicable: as for :func:`insert_layer_after`.
    """
    _insert(editor, layer, text, after=False)


def _insert(editor: Editor, layer: LayerView, text: str, *, after: bool) -> None:
    if layer.fact is None:
        raise NotApplicable("an operation, not a layer")
    if layer.model.fact.kind == "Subclass":
        raise NotApplicable("a layer called in a class has to be made in its `__init__`")
    if layer.model.fact.kind == "Sequential":
        element = _list_element(layer)
        if element is not None:
            _beside(editor, element, text, after)
            return
        added = _add_statement(layer)
        if added is not None:
            statement, receiver = added
            insert = editor.insert_after if after else editor.insert_before
            insert(statement, f"{receiver}.add({text})")
            return
        raise NotApplicable("the layer is not written in the list of the model or in `add`")
    _on_tensor(editor, layer, text, after)


# --- Sequential -----------------------------------------------------------------------------------------------------


def _list_element(layer: LayerView) -> Site | None:
    """The layer's place in the list given to ``Sequential``."""
    site = layer.model.site
    if not isinstance(site.node, cst.Call):
        return None
    lists = [argument.value for argument in site.node.args if isinstance(argument.value, (cst.List, cst.Tuple))]
    for node in lists[:1]:
        for element in node.elements:
            if element.value is layer.site.node:
                return site.at(element.value)
        if any(isinstance(element, cst.StarredElement) for element in node.elements):
            return None
        return _element_by_position(layer, site, node)
    return None


def _element_by_position(layer: LayerView, site: Site, node: cst.List | cst.Tuple) -> Site | None:
    """A name in the list that stands for a layer made elsewhere."""
    members = layer.model.fact.members
    if not isinstance(members, tuple) or layer.use.layer not in members:
        return None
    inputs = len(node.elements) - len(members)
    position = members.index(layer.use.layer) + inputs
    if inputs not in (0, 1) or not 0 <= position < len(node.elements):
        return None
    value = node.elements[position].value
    return site.at(value) if isinstance(value, cst.Name) else None


def _beside(editor: Editor, element: Site, text: str, after: bool) -> None:
    """Insert an element before or after another, on a line of its own where the other has one."""
    editor.check(element)
    start, end = element.span
    line_start = editor.text.rfind("\n", 0, start) + 1
    own_line = not editor.text[line_start:start].strip()
    separator = f",\n{editor.text[line_start:start]}" if own_line else ", "
    if after:
        editor.insert(end, f"{separator}{text}")
    else:
        editor.insert(start, f"{text}{separator}")


def _add_statement(layer: LayerView) -> tuple[Site, str] | None:
    """The statement ``model.add(layer)`` and the text of ``model``."""
    made = layer.program.creations.get(layer.use.layer.address) if layer.use.layer is not None else None
    for statement in (layer.use.statement, made.statement if made is not None else None):
        call = _only_call(statement)
        if (
            call is None
            or not isinstance(call.func, cst.Attribute)
            or call.func.attr.value != "add"
            or len(call.args) != 1
        ):
            continue
        assert statement is not None
        value = call.args[0].value
        if value is layer.site.node or isinstance(value, cst.Name):
            return statement, statement.at(call.func.value).code
    return None


def _only_call(statement: Site | None) -> cst.Call | None:
    """The call that a statement consists of."""
    node = statement.node if statement is not None else None
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1 and isinstance(node.body[0], cst.Expr):
        node = node.body[0]
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
        return node.value
    return None


# --- functional -----------------------------------------------------------------------------------------------------


def _on_tensor(editor: Editor, layer: LayerView, text: str, after: bool) -> None:
    """``x = Dense(8)(x)``: a statement of its own where the result has a name, else a call around the call."""
    call = layer.use.site
    editor.check(call)
    if not isinstance(call.node, cst.Call) or len(call.node.args) != 1:
        raise NotApplicable("the layer is not called on one tensor")
    statement = layer.use.statement
    target = _assigned_name(statement, call.node)
    if after and target is not None and statement is not None:
        editor.insert_after(statement, f"{target} = {text}({target})")
        return
    inner = call if after else call.at(call.node.args[0].value)
    editor.insert(inner.span.start, f"{text}(")
    editor.insert(inner.span.end, ")")


def _assigned_name(statement: Site | None, call: cst.Call) -> str | None:
    """The name in ``name = call``."""
    node = statement.node if statement is not None else None
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        node = node.body[0]
    if not isinstance(node, cst.Assign) or node.value is not call or len(node.targets) != 1:
        return None
    target = node.targets[0].target
    return target.value if isinstance(target, cst.Name) else None
