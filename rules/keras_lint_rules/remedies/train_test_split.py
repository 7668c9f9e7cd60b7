"""Hold a part of the training arrays back for validation, by scikit-learn's ``train_test_split``."""

from __future__ import annotations

import re

import libcst as cst

from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint.syntax import Site
from keras_lint_rules.remedies.validation_split import SHARE, require_arrays

FEWEST_PER_CLASS = 5
"""Rows of the rarest class from which a fifth of them is at least one."""


class SplitArrays(Remedy):
    """Split x and y at random before ``fit``, and validate on the smaller part."""

    id = "train-test-split"
    refactoring = FitCall
    packages = ("scikit-learn",)

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Hold back {SHARE:.0%} of the rows at random with `train_test_split`"

    def edit(self, editor: Editor) -> None:
        """Split before the statement, into new names, and hand the parts to ``fit``."""
        require_arrays(self.fit)
        if isinstance(self.fit.inputs, Array) and self.fit.inputs.has_step("resampled"):
            raise NotApplicable("the rows were resampled: the split belongs before that")
        if any(name in self.fit.arguments for name in ("sample_weight", "validation_split", "validation_data")):
            raise NotApplicable("other arguments belong to the rows")
        x, y = self._site("x"), self._site("y")
        names = {part: (part_name(editor, x, part, "x"), part_name(editor, y, part, "y")) for part in ("fit", "val")}
        split = editor.name_of("sklearn.model_selection.train_test_split")
        stratify = f", stratify={editor.code(y)}" if self.stratifies else ""
        left = ", ".join((names["fit"][0], names["val"][0], names["fit"][1], names["val"][1]))
        right = f"{editor.code(x)}, {editor.code(y)}, test_size={SHARE}{stratify}, random_state=42"
        editor.insert_before(self.fit.statement, f"{left} = {split}({right})")
        editor.replace(x, names["fit"][0])
        editor.replace(y, names["fit"][1])
        editor.add_argument(self.fit.site, f"validation_data=({names['val'][0]}, {names['val'][1]})")

    def _site(self, name: str) -> Site:
        argument = self.fit.arguments.get(name)
        if argument is None or argument.site is None:
            raise NotApplicable(f"`{name}` is not written in the call")
        if isinstance(argument.site.node, (cst.List, cst.Tuple, cst.Dict)) or "\n" in argument.site.code:
            raise NotApplicable("several inputs, or one over several lines")
        return argument.site

    @property
    def stratifies(self) -> bool:
        """Whether the labels are known to be whole numbers of classes, each with rows enough for both parts."""
        targets = self.fit.targets
        labels = targets.labels if isinstance(targets, Array) else None
        if (
            labels is None
            or labels.form != "integer"
            or labels.task == "regression"
            or not isinstance(labels.classes, int)
        ):
            return False
        return isinstance(labels.counts, tuple) and min(labels.counts, default=0) >= FEWEST_PER_CLASS


def part_name(editor: Editor, site: Site, part: str, default: str) -> str:
    """A free name for a part of the data: ``X_train`` → ``X_fit`` and ``X_val``."""
    node = site.node
    stem = (
        re.sub(r"_?(train|training|tr)(?=_|$)", "", node.value, flags=re.IGNORECASE)
        if isinstance(node, cst.Name)
        else ""
    )
    return editor.free_name(f"{stem.strip('_') or default}_{part}")
