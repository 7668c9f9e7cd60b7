"""Divide images by their greatest value, training and test data alike."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import MISSING, Array, Configured
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.entrance import takes_names
from keras_lint.program.run import Binding
from keras_lint.program.views import FitCall, ModelCall
from keras_lint_rules.remedies.rescaling_layer import greatest

SCALED = ("scaled", "divided", "normalized", "preprocessed")


class ScaleByDivision(Remedy):
    """Divide every array of one load by the greatest value, right behind the statement that gives it its name."""

    id = "scale-by-division"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        try:
            return f"Divide the images by {greatest(self.fit)}, in training and evaluation alike"
        except NotApplicable:
            return "Divide the images by their greatest value, in training and evaluation alike"

    def edit(self, editor: Editor) -> None:
        """Insert the divisions, or give the image generators their ``rescale``."""
        high = greatest(self.fit)
        self.check_unscaled()
        if self.fit.dataset is not None:
            self.rescale_generators(editor, high)
            return
        for binding in self.places():
            name = binding.name
            editor.insert_after(binding.statement, f"{name} = {name}.astype({editor.quoted('float32')}) / {high}.0")

    # --- arrays ----------------------------------------------------------------------------------

    @property
    def calls(self) -> list[ModelCall]:
        """All calls on the model."""
        program = self.fit.program
        calls: list[ModelCall] = [*program.fits, *program.evaluations, *program.predictions]
        return [call for call in calls if call.model_reference == self.fit.model_reference]

    def reached(self) -> list[Array]:
        """The inputs of all calls on the model, validation data among them."""
        found = [call.inputs for call in self.calls] + [
            call.validation[0] for call in self.calls if isinstance(call, FitCall)
        ]
        if any(data is not MISSING and data is not None and not isinstance(data, Array) for data in found):
            raise NotApplicable("data of the model that are not known")
        return [data for data in found if isinstance(data, Array)]

    def check_unscaled(self) -> None:
        """Nothing is divided twice.

        Raises:
            NotApplicable: some of the model's data are scaled already, or not known.
        """
        if (
            self.fit.model is None
            or takes_names(self.fit.model)
            or any(data.has_step(*SCALED) for data in self.reached())
        ):
            raise NotApplicable("some of the model's data are scaled already")

    def places(self) -> list[Binding]:
        """Where each array of images gets its name first.

        Raises:
            NotApplicable: what reaches the model does not all come from arrays that got a name.
        """
        loads = {id_of(data) for data in self.reached()}
        if None in loads:
            raise NotApplicable("where the data come from is not known")
        found: dict[Any, Binding] = {}
        scaled: list[Array] = []
        for binding in self.fit.program.run.bindings:
            fact = binding.fact
            if (
                not isinstance(fact, Array)
                or fact.kind != "image"
                or id_of(fact) not in loads
                or not is_known(fact.rows)
            ):
                continue
            if any(fact.rows.within(other.rows) for other in scaled if is_known(other.rows)):
                continue
            if fact.library != "numpy" or binding.context.turns:
                raise NotApplicable("the arrays get their names in a loop, or are none of numpy")
            scaled.append(fact)
            found.setdefault((binding.name, binding.statement.key), binding)
        if not found or not all(any(made_of(data, fact) for fact in scaled) for data in self.reached()):
            raise NotApplicable("the arrays have no names of their own")
        if len({binding.statement.tree.source.filename for binding in found.values()}) != 1:
            raise NotApplicable("the arrays get their names in several files")
        return list(found.values())

    # --- generators ----------------------------------------------------------------------------------

    def rescale_generators(self, editor: Editor, high: int) -> None:
        """Give every ``ImageDataGenerator`` behind the model's data ``rescale``.

        Raises:
            NotApplicable: the data do not come from such generators.
        """
        datasets = [call.dataset for call in self.calls]
        validation = [
            call.read(call.arguments["validation_data"].value)
            for call in self.calls
            if "validation_data" in call.arguments
        ]
        generators = [getattr(dataset, "generator", None) for dataset in (*datasets, *validation)]
        if not all(isinstance(generator, Configured) for generator in generators):
            raise NotApplicable("not all data come from an `ImageDataGenerator`")
        for site in {g.site.key: g.site for g in generators if isinstance(g, Configured)}.values():
            editor.set_argument(site, "rescale", f"1.0 / {high}")


def id_of(data: Array) -> object | None:
    """The load that an array comes from."""
    step = data.last_step("loaded")
    return step.site.key if step is not None else None


def made_of(later: Array, earlier: Array) -> bool:
    """Whether the later array is made of (some of) the earlier one's rows."""
    return is_known(later.rows) and is_known(earlier.rows) and later.rows.within(earlier.rows)


__all__ = ["ScaleByDivision"]
