"""Drop or set one argument of a call of a model."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views.calls import ModelCall
from keras_lint_rules.remedies.arguments import expression, whole


class DropArgument(Remedy):
    """Leave an argument out."""

    id = "drop-argument"

    def __init__(self, call: ModelCall, name: str, why: str, *, safe: bool = False) -> None:
        self.call = call
        self.name = name
        self.why = why
        self.safe = safe  # type: ignore[misc]  # safe where the program could only fail before

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Drop `{self.name}`: {self.why}"

    def edit(self, editor: Editor) -> None:
        """Remove the keyword, as it is spelt in the call."""
        argument = self.call.arguments.get(self.name)
        if argument is None or argument.written is None:
            raise NotApplicable("the argument is not written as a keyword of the call")
        editor.remove_argument(self.call.site, argument.written)


class RoundDown(Remedy):
    """Make a whole number of a quotient."""

    id = "round-down"
    safe = True

    def __init__(self, call: ModelCall, name: str) -> None:
        self.call = call
        self.name = name

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Round `{self.name}` down to a whole number"

    def edit(self, editor: Editor) -> None:
        """Write ``//`` for the division, else take ``int`` of a positive number."""
        argument = self.call.arguments.get(self.name)
        value = self.call.argument_value(self.name)
        if argument is None or argument.site is None:
            raise NotApplicable("the argument is not written in the call")
        if isinstance(value, (str, int)) or (isinstance(value, float) and value < 1):
            raise NotApplicable("it is no positive number")
        node = argument.site.node
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Divide):
            left, right = argument.site.at(node.left), argument.site.at(node.right)
            between = editor.text[whole(editor, left).end : whole(editor, right).start].replace("/", "//")
            editor.replace(argument.site, f"{expression(editor, left)}{between}{expression(editor, right)}")
        else:
            editor.replace(argument.site, f"int({editor.code(argument.site)})")
