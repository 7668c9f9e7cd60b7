"""The arrays that a ``fit`` trains on, as remedies write them: their names, their labels, and a real split of them."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable
from keras_lint.program.views import FitCall
from keras_lint.syntax import Site
from keras_lint_rules.remedies.arguments import inside

SEED = 42
"""Remedies that draw at random say so by a seed, so that two runs can be compared."""


class TrainingData:
    """``x`` and ``y`` of a ``fit`` on arrays, as text that can be written more than once.

    What is no name is bound to one first: ``lines`` holds statements that go before the ``fit``.

    Raises:
        NotApplicable: the model trains on a dataset or generator, or arguments are hidden.
    """

    def __init__(self, editor: Editor, fit: FitCall) -> None:
        if fit.dataset is not None or not fit.complete or fit.given("y") is not True:
            raise NotApplicable("the model is not trained on arrays that are written in the call")
        editor.check(fit.site)
        self.editor = editor
        self.fit = fit
        if editor.place is None:
            editor.place = fit.statement.span.start
        self.lines: list[str] = []
        self.x_site, self.y_site = self._site("x"), self._site("y")
        self.x = self._named(self.x_site, "x_train")
        self.y = self._named(self.y_site, "y_train")

    def _site(self, argument: str) -> Site:
        site = self.fit.arguments[argument].site if argument in self.fit.arguments else None
        if site is None:
            raise NotApplicable(f"`{argument}` is not written in the call")
        self.editor.check(site)
        return site

    def _named(self, site: Site, wanted: str) -> str:
        """The expression where it is a name, else a new name that it is bound to."""
        if isinstance(site.node, cst.Name) or _is_dotted(site.node):
            return self.editor.code(site)
        name = self.editor.free_name(wanted)
        self.lines.append(f"{name} = {inside(self.editor, site)}")
        return name

    # --- what is known ----------------------------------------------------------------------------------

    @property
    def inputs(self) -> Array | None:
        """What is known of ``x``."""
        return self.fit.inputs if isinstance(self.fit.inputs, Array) else None

    @property
    def targets(self) -> Array | None:
        """What is known of ``y``."""
        return self.fit.targets if isinstance(self.fit.targets, Array) else None

    @cached_property
    def rank(self) -> int:
        """Number of axes of ``x``, by its own facts or by what the model takes.

        Raises:
            NotApplicable: neither is known.
        """
        if self.inputs is not None and is_known(self.inputs.rank):
            return self.inputs.rank
        shape = self.fit.model.input_shape if self.fit.model is not None else None
        if isinstance(shape, tuple):
            return len(shape)
        raise NotApplicable("the rank of the inputs is not known")

    @cached_property
    def one_hot(self) -> bool:
        """Whether the labels are rows of zeros and a one, by their own facts or by what the loss takes.

        Raises:
            NotApplicable: the labels are not classes of a single output, or their form is not known.
        """
        model = self.fit.model
        loss = model.loss if model is not None else None
        if model is None or not isinstance(loss, Loss) or loss.family not in ("categorical", "sparse", "binary"):
            raise NotApplicable("the loss is not known to be one of classes")
        labels = self.targets.labels if self.targets is not None else None
        form = labels.form if labels is not None and is_known(labels.form) else None
        if form in ("string", "float"):
            raise NotApplicable("the labels are not whole numbers")
        if loss.family == "binary" and model.output_units != 1:
            raise NotApplicable("several labels for one sample, or an output whose size is not known")
        expected = loss.family == "categorical"
        if form is not None and (form == "one-hot") != expected:
            raise NotApplicable("the labels do not fit the loss")
        return expected

    def require_classes(self) -> None:
        """Refuse targets that are no classes of a single output.

        Raises:
            NotApplicable: as for ``one_hot``.
        """
        _ = self.one_hot

    def class_numbers(self, labels: str) -> str:
        """An expression for labels in the form of ``y`` as one number for each sample."""
        if not self.one_hot:
            return labels
        numpy = self.editor.add_plain_import("numpy", "np")
        library = self.targets.library if self.targets is not None else None
        return f"{numpy}.argmax({labels if library == 'numpy' else f'{numpy}.asarray({labels})'}, axis=1)"

    @property
    def counts(self) -> tuple[int, ...] | None:
        """Samples of each class, where known."""
        labels = self.targets.labels if self.targets is not None else None
        return labels.counts if labels is not None and isinstance(labels.counts, tuple) else None

    # --- edits ----------------------------------------------------------------------------------

    def train_on(self, x: str, y: str) -> None:
        """Give ``fit`` other arrays."""
        self.editor.replace(self.x_site, x)
        self.editor.replace(self.y_site, y)

    def write_lines(self) -> None:
        """Insert the statements collected before the ``fit``."""
        if self.lines:
            self.editor.insert_before(self.fit.statement, "\n".join(self.lines))


def _is_dotted(node: cst.CSTNode) -> bool:
    """``self.x_train``, ``data.x``: looked up again without doing anything."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)


__all__ = ["SEED", "TrainingData"]
