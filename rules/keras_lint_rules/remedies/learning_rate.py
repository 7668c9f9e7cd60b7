"""Set the learning rate of an optimizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy

if TYPE_CHECKING:
    from keras_lint.knowledge.learning_rates import Optimizer


class SetLearningRate(Remedy):
    """Give the optimizer a learning rate that is known to work."""

    id = "learning-rate"

    def __init__(self, optimizer: Optimizer, rate: float) -> None:
        self.optimizer = optimizer
        self.rate = float(rate)  # Keras refuses whole numbers

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Set the learning rate of `{self.optimizer.cls}` to {self.rate}"

    def edit(self, editor: Editor) -> None:
        """Replace the number where it is written, else set the argument; a string becomes an optimizer object."""
        site, argument = self.optimizer.site, self.optimizer.argument
        if site is None:
            raise NotApplicable("the optimizer is not written in the file")
        if argument is not None:
            if argument.site is None or not isinstance(
                argument.site.node, (cst.Float, cst.Integer, cst.UnaryOperation)
            ):
                raise NotApplicable("the number is not written in the call")
            editor.replace(argument.site, str(self.rate))
        elif self.optimizer.configured is not None:
            if not self.optimizer.configured.complete:
                raise NotApplicable("the optimizer's arguments are not all known")
            editor.add_argument(site, f"learning_rate={self.rate}")
        else:
            editor.replace(
                site, f"{editor.name_of(f'keras.optimizers.{self.optimizer.cls}')}(learning_rate={self.rate})"
            )
