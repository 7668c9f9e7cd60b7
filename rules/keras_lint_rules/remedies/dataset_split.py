"""Hold the first batches of a ``tf.data.Dataset`` back for validation."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.facts import is_known
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.validation_split import SHARE

FEWEST_BATCHES = 5
"""Batches from which a fifth of them is at least one."""


class SplitDataset(Remedy):
    """Take the first fifth of the batches for validation, and skip them in training."""

    id = "dataset-split"
    refactoring = FitCall

    def __init__(self, fit: FitCall, replaces_split: bool = False) -> None:
        self.fit = fit
        self.replaces_split = replaces_split

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Validate on the first {SHARE:.0%} of the batches, and skip them in training"

    def edit(self, editor: Editor) -> None:
        """Split before the statement; the parts take the dataset's place in the call.

        Raises:
            NotApplicable: the dataset is not of tf.data, has no known number of batches, or is shuffled (then each
            epoch
                would take other samples first).
        """
        dataset, argument = self.fit.dataset, self.fit.arguments.get("x")
        if dataset is None or dataset.kind != "tf.data" or argument is None or argument.site is None:
            raise NotApplicable("the data are no `tf.data.Dataset` that is written in the call")
        if not is_known(dataset.shuffled) or dataset.shuffled or not is_known(dataset.augmented) or dataset.augmented:
            raise NotApplicable("the dataset is shuffled or augmented, or may be")
        if not isinstance(dataset.cardinality, int) or dataset.cardinality < FEWEST_BATCHES:
            raise NotApplicable("the number of batches is not known, or too small")
        if self.fit.given("steps_per_epoch") is not False or not isinstance(argument.site.node, cst.Name):
            raise NotApplicable("the steps are counted, or the dataset has no name")
        written = self.fit.arguments.get("validation_split")
        if self.replaces_split and (written is None or written.site is None or written.written is None):
            raise NotApplicable("`validation_split` is not written in the call")
        if not self.replaces_split and (written is not None or self.fit.validated is not False):
            raise NotApplicable("there are validation data, or may be")
        self._split(editor, argument.site.node.value, int(dataset.cardinality * SHARE))

    def _split(self, editor: Editor, name: str, count: int) -> None:
        validation, rest = editor.free_name(f"{name}_validation"), editor.free_name(f"{name}_remaining")
        editor.insert_before(self.fit.statement, f"{validation}, {rest} = {name}.take({count}), {name}.skip({count})")
        data, written = self.fit.arguments["x"].site, self.fit.arguments.get("validation_split")
        if data is not None:
            editor.replace(data, rest)
        if self.replaces_split and written is not None and written.site is not None:
            call = self.fit.site
            keyword = next(a.keyword for a in call.node.args if a.value is written.site.node)  # type: ignore[attr-defined]
            editor.replace(call.at(keyword), "validation_data")
            editor.replace(written.site, validation)
        else:
            editor.add_argument(self.fit.site, f"validation_data={validation}")
