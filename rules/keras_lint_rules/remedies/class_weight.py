"""Weight the classes by how rare they are."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.training_data import TrainingData


class WeightClasses(Remedy):
    """Let errors on a rare class count as much as those on a frequent one."""

    id = "class-weight"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Weight the classes by how rare they are (`class_weight`)"

    def edit(self, editor: Editor) -> None:
        """Count the labels before ``fit`` and give it weights under integer keys, the mean over all samples being 1."""
        data = TrainingData(editor, self.fit)
        balanced = self.fit.argument_value("class_weight") == "balanced"  # what scikit-learn takes, and Keras refuses
        if not (balanced or self.fit.given("class_weight") is False) or self.fit.given("sample_weight") is not False:
            raise NotApplicable("the classes or samples are weighted already")
        if self.fit.model is None or not isinstance(self.fit.model.output_units, int):
            raise NotApplicable("weights are for models with a single output")
        numpy = editor.add_plain_import("numpy", "np")
        labels, counts, weights = (editor.free_name(name) for name in ("labels", "counts", "class_weight"))
        weight = f"len({data.y}) / (len({labels}) * count)"
        data.lines += [
            f"{labels}, {counts} = {numpy}.unique({data.class_numbers(data.y)}, return_counts=True)",
            f"{weights} = {{int(label): {weight} for label, count in zip({labels}, {counts})}}",
        ]
        data.write_lines()
        if "class_weight" in self.fit.arguments:
            editor.set_argument(self.fit.site, "class_weight", weights)
        else:
            editor.add_argument(self.fit.site, f"class_weight={weights}")


class NumberWeights(Remedy):
    """Number the weights of a list or array."""

    id = "class-weight-dict"
    safe = True

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Turn the class weights into a dictionary"

    def edit(self, editor: Editor) -> None:
        """Wrap the argument."""
        argument = self.fit.arguments.get("class_weight")
        if argument is None or argument.site is None:
            raise NotApplicable("the weights are not written in the call")
        editor.replace(argument.site, f"dict(enumerate({editor.code(argument.site)}))")
