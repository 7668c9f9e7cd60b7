"""Change several arguments of one call together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable
from keras_lint.source import Span, TextEdit
from keras_lint.syntax import Site


def keyword_names(call: Site) -> list[str]:
    """The keywords written in a call."""
    node = call_node(call)
    return [argument.keyword.value for argument in node.args if argument.keyword is not None]


def call_node(call: Site) -> cst.Call:
    """The call at a site.

    Raises:
        NotApplicable: there stands no call, or one that unpacks its arguments.
    """
    node = call.node
    if not isinstance(node, cst.Call):
        raise NotApplicable("no call to edit")
    if any(argument.star for argument in node.args):
        raise NotApplicable("the call unpacks its arguments")
    return node


def rewrite(
    editor: Editor,
    call: Site,
    *,
    remove: Sequence[str] = (),
    replace: Mapping[str, str] | None = None,
    add: Sequence[str] = (),
) -> None:
    """Remove keyword arguments (those that are there), write others anew (``name=value``), and add some at the end.

    Raises:
        NotApplicable: the call unpacks its arguments, or what is to be replaced is no keyword of it.
    """
    editor.check(call)
    node = call_node(call)
    new = dict(replace or {})
    spans = [whole(editor, call.at(a.value)) for a in node.args]
    starts = [
        call.at(a.keyword).span.start if a.keyword is not None else s.start
        for a, s in zip(node.args, spans, strict=True)
    ]
    ends = [span.end for span in spans]
    written = [a.keyword.value if a.keyword is not None else None for a in node.args]
    if set(new) - set(written):
        raise NotApplicable("an argument is not written as a keyword")
    for index, name in enumerate(written):
        if name in new:
            editor.edits.append(TextEdit(starts[index], ends[index], new[name]))
    gone = [name is not None and name in remove for name in written]
    for index in range(len(gone)):
        if not gone[index]:
            continue
        if any(not later for later in gone[index + 1 :]):
            editor.delete(starts[index], starts[index + 1])
        else:  # this and all that follow go: the comma before goes with them
            before = editor.text.rfind(",", 0, starts[index]) if index else starts[index]
            editor.delete(before, ends[-1])
            break
    for text in add:
        editor.add_argument(call, text)


def whole(editor: Editor, site: Site) -> Span:
    """The range of an expression with the parentheses around it."""
    start, end = site.span
    for _ in getattr(site.node, "lpar", ()):
        start = editor.text.rfind("(", 0, start)
    for _ in getattr(site.node, "rpar", ()):
        end = editor.text.index(")", end) + 1
    return Span(start, end)


def expression(editor: Editor, site: Site) -> str:
    """The text of an expression with the parentheses around it."""
    start, end = whole(editor, site)
    return editor.text[start:end]


def inside(editor: Editor, site: Site) -> str:
    """The text of an expression, to be written in another place: in parentheses where it runs over several lines."""
    text = expression(editor, site)
    return f"({text})" if "\n" in text and not text.startswith("(") else text


__all__ = ["expression", "inside", "keyword_names", "rewrite", "whole"]
