"""Give the output as many units as there are classes."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.heads import Head
from keras_lint_rules.remedies.losses import ReplaceLoss
from keras_lint_rules.remedies.output_activation import set_activation


class OutputUnits(Remedy):
    """Change the number of units of the output layer."""

    id = "output-units"

    def __init__(self, head: Head, units: int) -> None:
        self.head = head
        self.units = units

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Use {self.units} units in `{self.head.source.name}`"

    def edit(self, editor: Editor) -> None:
        """Replace the argument that holds the number."""
        set_units(editor, self.head, self.units)


class MultipleClasses(OutputUnits):
    """One probability for each class instead of a single yes or no."""

    id = "multiple-classes"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Use {self.units} units with softmax and `sparse_categorical_crossentropy`"

    def edit(self, editor: Editor) -> None:
        """Change units, activation and loss together: none is right alone."""
        set_units(editor, self.head, self.units)
        set_activation(editor, self.head.source, "softmax")
        ReplaceLoss(self.head, "sparse_categorical_crossentropy").edit(editor)


def set_units(editor: Editor, head: Head, units: int) -> None:
    """Write the number of units of the layer that makes the output.

    Raises:
        NotApplicable: the number is not written in the layer's call.
    """
    argument = head.source.argument("units" if head.source.cls == "Dense" else "filters")
    if argument is None or argument.site is None or not head.plain:
        raise NotApplicable("the number of units is not written in the call")
    editor.replace_value(argument, str(units))
