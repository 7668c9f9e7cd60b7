"""Replace ``validation_split`` by a split of the arrays themselves."""

from __future__ import annotations

from dataclasses import dataclass

from keras_lint.lint.remedy import NotApplicable
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.arguments import keyword_names
from keras_lint_rules.remedies.train_test_split import part_name
from keras_lint_rules.remedies.training_data import SEED, TrainingData


@dataclass(frozen=True, slots=True)
class Split:
    """The names that the parts of the data got."""

    x: str
    y: str
    x_val: str
    y_val: str

    @property
    def validation(self) -> str:
        """The argument that stands in the place of ``validation_split``."""
        return f"validation_data=({self.x_val}, {self.y_val})"


def splits_off(fit: FitCall) -> bool:
    """Whether ``fit`` cuts its validation data off the arrays itself.

    Raises:
        NotApplicable: whether it does is not known, or it is not written as a keyword.
    """
    if "validation_split" not in fit.arguments:
        if fit.complete:
            return False
        raise NotApplicable("arguments of `fit` are not known")
    if "validation_data" in fit.arguments and fit.given("validation_data") is not False:
        return False  # Keras then leaves `validation_split` aside
    if "validation_split" not in keyword_names(fit.site):
        raise NotApplicable("`validation_split` is not written as a keyword")
    return True


def split_first(data: TrainingData, *, stratify: bool) -> Split:
    """Split the arrays by ``train_test_split`` before the ``fit``; the caller writes ``validation`` into the call.

    ``stratify`` asks for the same share of each class in both parts, where the classes allow it.
    """
    if "sample_weight" in data.fit.arguments:
        raise NotApplicable("the sample weights would have to be split as well")
    share = data.fit.arguments["validation_split"].site
    assert share is not None
    x, x_val = (part_name(data.editor, data.x_site, part, "x") for part in ("fit", "val"))
    y, y_val = (part_name(data.editor, data.y_site, part, "y") for part in ("fit", "val"))
    function = data.editor.name_of("sklearn.model_selection.train_test_split")
    rare = data.counts is not None and min(data.counts) < 2
    evenly = f", stratify={data.y}" if stratify and not rare else ""
    data.lines.append(
        f"{x}, {x_val}, {y}, {y_val} = {function}("
        f"{data.x}, {data.y}, test_size={data.editor.code(share)}{evenly}, random_state={SEED})"
    )
    return Split(x, y, x_val, y_val)


__all__ = ["Split", "split_first", "splits_off"]
