"""Balance the classes of the training data with SMOTE or by undersampling."""

from __future__ import annotations

from typing import ClassVar

from keras_lint.knowledge.facts import is_known
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.arguments import rewrite
from keras_lint_rules.remedies.real_split import split_first, splits_off
from keras_lint_rules.remedies.training_data import SEED, TrainingData

NEIGHBOURS = 5
"""SMOTE's own default of ``k_neighbors``: the rarest class needs one sample more."""


class Resample(Remedy):
    """Draw the classes of the training part again until they are equal; validation and test data stay as they are."""

    refactoring = FitCall
    packages = ("imbalanced-learn",)
    sampler: ClassVar[str]

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    def edit(self, editor: Editor) -> None:
        """Split if ``fit`` did, resample the training part under new names, and train on that."""
        data = TrainingData(editor, self.fit)
        self.check(data)
        if splits_off(self.fit):
            parts = split_first(data, stratify=True)
            rewrite(editor, self.fit.site, replace={"validation_split": parts.validation})
            x, y = self.resampled(data, parts.x, parts.y)
        else:
            x, y = self.resampled(data, data.x, data.y)
        data.train_on(x, y)
        data.write_lines()

    def check(self, data: TrainingData) -> None:
        """Refuse what cannot be resampled.

        Raises:
            NotApplicable: other arguments speak of the rows as they are, or a row is no point in space.
        """
        for argument in ("sample_weight", "class_weight"):
            if self.fit.given(argument) is not False:
                raise NotApplicable(f"`{argument}` balances the classes already, or does not fit the new rows")
        if "steps_per_epoch" in self.fit.arguments:
            raise NotApplicable("`steps_per_epoch` counts the rows as they are")
        for array in (data.inputs, data.targets):
            if array is not None and array.has_step("resampled"):
                raise NotApplicable("the data is resampled already")

    def constructor(self, data: TrainingData) -> str:
        """The call that makes the sampler."""
        return f"{data.editor.name_of(self.sampler)}(random_state={SEED})"

    def resampled(self, data: TrainingData, x: str, y: str) -> tuple[str, str]:
        """Add the lines that resample; returns the names of the new arrays.

        imblearn takes rows of one axis only, so images are flattened and given their shape back; and it returns the
        labels of two one-hot classes as a single column, so one-hot labels go through class numbers.
        """
        editor = data.editor
        new_x, new_y = (editor.free_name(f"{name.rpartition('.')[2]}_resampled") for name in (x, y))
        wide = data.rank > 2
        rows = f"{x}.reshape(len({x}), -1)" if wide else x
        labels = data.class_numbers(y)
        data.lines.append(f"{new_x}, {new_y} = {self.constructor(data)}.fit_resample({rows}, {labels})")
        if wide:
            data.lines.append(f"{new_x} = {new_x}.reshape(-1, *{x}.shape[1:])")
        if data.one_hot:
            data.lines.append(
                f"{new_y} = {editor.name_of('keras.utils.to_categorical')}({new_y}, num_classes={y}.shape[1])"
            )
        return new_x, new_y


class Smote(Resample):
    """Add samples of the rarer classes, made between neighbours of the same class."""

    id = "smote"
    sampler = "imblearn.over_sampling.SMOTE"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Balance the classes of the training data with SMOTE"

    def check(self, data: TrainingData) -> None:
        """A point between two token numbers means nothing, and a class of one sample has no neighbours.

        Raises:
            NotApplicable: the samples cannot be interpolated.
        """
        super().check(data)
        inputs = data.inputs
        if inputs is not None and (
            inputs.kind in ("text", "sequence") or (is_known(inputs.dtype) and inputs.dtype in ("object", "str"))
        ):
            raise NotApplicable("samples that cannot be interpolated")
        model = self.fit.model
        if model is None or any(view.cls == "Embedding" for view in model.all_layers):
            raise NotApplicable("token numbers cannot be interpolated")
        if data.counts is not None and min(data.counts) < 3:
            raise NotApplicable("the rarest class has too few samples")

    def constructor(self, data: TrainingData) -> str:
        """Fewer neighbours where the rarest class is smaller than SMOTE's default needs."""
        counts = data.counts
        share = self.fit.argument_value("validation_split")
        kept = 1 - share if isinstance(share, float) else 1
        if counts is not None and int(min(counts) * kept) <= NEIGHBOURS:
            neighbours = max(1, int(min(counts) * kept) - 1)
            return f"{data.editor.name_of(self.sampler)}(k_neighbors={neighbours}, random_state={SEED})"
        return super().constructor(data)


class UndersampleRandomly(Resample):
    """Leave out samples of the frequent classes at random."""

    id = "random-undersampling"
    sampler = "imblearn.under_sampling.RandomUnderSampler"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Balance the classes of the training data by undersampling"


__all__ = ["Smote", "UndersampleRandomly"]
