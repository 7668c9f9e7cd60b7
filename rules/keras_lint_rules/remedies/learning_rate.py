"""Set the learning rate of an optimizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy

if TYPE_CHECKING:
    from keras_lint.knowledge.learning_rates import Optimizer
    from keras_lint.syntax import Site


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
        """Replace the argument, or set it; a string becomes an optimizer object."""
        site, argument = self.optimizer.site, self.optimizer.argument
        if site is None:
            raise NotApplicable("the optimizer is not written in the file")
        if argument is not None:
            if argument.site is None:
                raise NotApplicable("the argument comes out of a dictionary")
            editor.replace_value(argument, str(self.rate))
        elif self.optimizer.configured is not None:
            if not self.optimizer.configured.complete:
                raise NotApplicable("the optimizer's arguments are not all known")
            editor.add_argument(site, f"learning_rate={self.rate}")
        else:
            self._replace_string(editor, site)

    def _replace_string(self, editor: Editor, site: Site) -> None:
        """Replace ``"adagrad"`` by an object, which models cannot share: one ``compile`` alone may take it."""
        given = [compilation.compiled.arguments.get("optimizer") for compilation in editor.program.compilations]
        places = [getattr(argument.value, "site", None) for argument in given if argument is not None]
        if sum(1 for place in places if place is not None and place.key == site.key) > 1:
            raise NotApplicable("several models take this optimizer")
        cls = editor.name_of(f"keras.optimizers.{self.optimizer.cls}")
        editor.replace(site, f"{cls}(learning_rate={self.rate})")
