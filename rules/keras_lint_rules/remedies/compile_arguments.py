"""Compile with an object that has a name already."""

from __future__ import annotations

from keras_lint.knowledge.values import Compiled
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy


class CompileWith(Remedy):
    """Give ``compile`` the optimizer or loss that was made for it."""

    id = "compile-with"

    def __init__(self, compiled: Compiled, role: str, name: str) -> None:
        self.compiled = compiled
        self.role = role
        self.name = name

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Compile with `{self.name}`"

    def edit(self, editor: Editor) -> None:
        """Replace the argument, or add it."""
        argument = self.compiled.arguments.get(self.role)
        if argument is None and self.compiled.complete:
            editor.add_argument(self.compiled.site, f"{self.role}={self.name}")
        elif argument is not None and argument.site is not None:
            editor.replace(argument.site, self.name)
        else:
            raise NotApplicable("the arguments are not all written in the call")
