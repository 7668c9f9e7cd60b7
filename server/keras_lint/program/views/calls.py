"""The calls of ``fit``, ``evaluate`` and ``predict`` as rules look at them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.callbacks import Watch, watch_of
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.values import (
    MISSING,
    Argument,
    Array,
    Configured,
    Dataset,
    List,
    Literal,
    Model,
    Ref,
    Tuple,
    Value,
)
from keras_lint.program.values import Instance
from keras_lint.program.views.base import View
from keras_lint.program.views.model import ModelView

if TYPE_CHECKING:
    from keras_lint.syntax import Site


class ModelCall(View):
    """A call of a method of a model."""

    @property
    def arguments(self) -> dict[str, Argument]:
        """Arguments by their current Keras names."""
        found: dict[str, Argument] = self.event.details["arguments"]
        return found

    @property
    def complete(self) -> bool:
        """Whether no argument is hidden (``**kwargs``, a literal ``...``)."""
        return bool(self.event.details["complete"])

    @property
    def model_reference(self) -> Value:
        """The model, as a reference."""
        return self.event.details["model"]

    @cached_property
    def model(self) -> ModelView | None:
        """The model as it is at this call; ``None`` where it is not known."""
        fact = self.read(self.model_reference)
        return ModelView(self.event, self.program, fact, self.model_reference) if isinstance(fact, Model) else None

    def given(self, name: str) -> bool | Unknown:
        """Whether an argument is given (and is not ``None``); Unknown where it may be hidden."""
        argument = self.arguments.get(name)
        if argument is None:
            return False if self.complete else UNKNOWN
        if isinstance(argument.value, Literal):
            return argument.value.value is not None
        if isinstance(argument.value, Unknown):
            return UNKNOWN
        return True

    def written(self, name: str) -> bool:
        """Whether an argument stands in the call (whatever its value), or may be hidden in what is unpacked."""
        return name in self.arguments or not self.complete

    def argument_value(self, name: str) -> Any:
        """An argument as Python data; ``MISSING`` where it is left out."""
        argument = self.arguments.get(name)
        if argument is None:
            return MISSING if self.complete else UNKNOWN
        return self.python(argument.value)

    def site_of(self, name: str) -> Site:
        """Where an argument is written; the call itself where it is left out or comes out of a dictionary."""
        argument = self.arguments.get(name)
        return argument.site if argument is not None and argument.site is not None else self.site

    def item_site(self, name: str, index: int) -> Site | None:
        """Where an item of a list is written that stands in the call; ``None`` where it stands elsewhere."""
        argument = self.arguments.get(name)
        node = argument.site.node if argument is not None and argument.site is not None else None
        if not isinstance(node, (cst.List, cst.Tuple)) or any(isinstance(e, cst.StarredElement) for e in node.elements):
            return None
        return self.site_of(name).at(node.elements[index].value) if index < len(node.elements) else None

    @cached_property
    def dataset(self) -> Dataset | None:
        """What is given as x, where it is a dataset or generator."""
        fact = self.read(self.arguments["x"].value) if "x" in self.arguments else None
        return fact if isinstance(fact, Dataset) else None

    def _data(self, name: str) -> Any:
        argument = self.arguments.get(name)
        if argument is None:
            return MISSING if self.complete else UNKNOWN
        fact = self.read(argument.value)
        if isinstance(fact, Literal) and fact.value is None:
            return MISSING
        return fact if isinstance(fact, (Array, Dataset, Unknown, Tuple, List)) else UNKNOWN

    @cached_property
    def inputs(self) -> Array | Unknown:
        """The array the model gets as x: of the dataset's elements where x is a dataset (then shapes are those of a
        batch).
        """
        data = self._data("x")
        if isinstance(data, Dataset):
            data = self.read(data.inputs)
        return data if isinstance(data, Array) else UNKNOWN

    @cached_property
    def targets(self) -> Array | None | Unknown:
        """The array the model gets as y; ``None`` where there is none."""
        if self.dataset is not None:
            if self.dataset.targets is None:
                return None
            fact = self.read(self.dataset.targets)
            return fact if isinstance(fact, Array) else UNKNOWN
        data = self._data("y")
        if data is MISSING:
            return None if is_known(self._data("x")) else UNKNOWN
        return data if isinstance(data, Array) else UNKNOWN

    @property
    def takes_arrays(self) -> bool | Unknown:
        """Whether x is an array (and not a dataset or generator)."""
        if self.dataset is not None:
            return False
        if is_known(self.inputs) or self.given("y") is True or (self.written("y") and self.complete):
            return True
        return UNKNOWN

    @property
    def samples(self) -> int | Unknown:
        """Number of samples the model gets."""
        if self.dataset is not None:
            return self.dataset.samples
        return self.inputs.samples if isinstance(self.inputs, Array) else UNKNOWN


class FitCall(ModelCall):
    """``model.fit(...)`` (and the old ``fit_generator``)."""

    @property
    def epochs(self) -> int | Unknown:
        """Number of epochs."""
        value = self.argument_value("epochs")
        if value is MISSING:
            return 1
        return value if isinstance(value, int) else UNKNOWN

    @property
    def batch_size(self) -> int | None | Unknown:
        """Samples in a batch."""
        if self.dataset is not None:
            return self.dataset.batch_size
        value = self.argument_value("batch_size")
        if value is MISSING or value is None:
            return 32 if self.takes_arrays is True else UNKNOWN
        return value if isinstance(value, int) else UNKNOWN

    @property
    def validated(self) -> bool | Unknown:
        """Whether anything is validated during training."""
        data, split = self.given("validation_data"), self.argument_value("validation_split")
        if data is True or (isinstance(split, (int, float)) and split > 0):
            return True
        if data is False and (split is MISSING or split in (0, 0.0, None)):
            return False
        return UNKNOWN

    @cached_property
    def validation(self) -> tuple[Any, Any]:
        """X and y of ``validation_data``: facts, ``MISSING`` or Unknown."""
        argument = self.arguments.get("validation_data")
        if argument is None:
            return (MISSING, MISSING) if self.complete else (UNKNOWN, UNKNOWN)
        fact = self.read(argument.value)
        if isinstance(fact, Dataset):
            return self.read(fact.inputs), self.read(fact.targets) if fact.targets is not None else None
        items = self.items(argument.value)
        if items is not None and len(items) >= 2:
            return self.read(items[0]), self.read(items[1])
        return UNKNOWN, UNKNOWN

    @cached_property
    def callbacks(self) -> tuple[Any, ...] | Unknown:
        """The callbacks as facts (``Configured``, an ``Instance``, Unknown items); Unknown where the list is not
        known.
        """
        argument = self.arguments.get("callbacks")
        if argument is None:
            return () if self.complete else UNKNOWN
        if isinstance(argument.value, Literal) and argument.value.value is None:
            return ()
        items = self.items(argument.value)
        if items is not None:
            return tuple(self.read(item) for item in items)
        fact = self.read(argument.value)
        return (fact,) if isinstance(fact, Configured) else UNKNOWN

    @cached_property
    def watches(self) -> tuple[Watch, ...]:
        """The callbacks of Keras that watch a name of the logs: early stopping, checkpoints, plateaus."""
        found = self.callbacks if isinstance(self.callbacks, tuple) else ()
        watches = [watch_of(callback, self.python) for callback in found]
        return tuple(watch for watch in watches if watch is not None)

    @property
    def has_unknown_callback(self) -> bool:
        """Whether a callback may be anything."""
        return not isinstance(self.callbacks, tuple) or not all(
            isinstance(c, (Configured, Instance)) for c in self.callbacks
        )

    def callback(self, *names: str) -> Configured | None:
        """The first callback of one of these classes."""
        found = self.callbacks if isinstance(self.callbacks, tuple) else ()
        return next((c for c in found if isinstance(c, Configured) and c.name in names), None)

    @property
    def history_used(self) -> bool:
        """Whether the ``History`` it returns is looked at: stored, returned, passed on, or read through its name.

        In a notebook, what a cell ends with is shown, and what a global name holds can be looked at in a later cell.
        """
        history = self.event.details["history"]
        found = history.address in self.program.run.reads if isinstance(history, Ref) else True
        kind = self._result_goes_to
        if found or kind == "elsewhere":
            return True
        if not self.program.source.is_notebook:
            return False
        return (kind == "name" and not self.event.context.calls) or (kind == "nowhere" and self._ends_its_cell)

    @property
    def _result_goes_to(self) -> str:
        """``nowhere`` where the call is a statement of its own, ``name`` where it is bound to names, else
        ``elsewhere``.
        """
        for small in getattr(self.statement.node, "body", ()):
            if getattr(small, "value", None) is not self.site.node:
                continue
            if isinstance(small, cst.Expr):
                return "nowhere"
            targets = (
                [t.target for t in small.targets] if isinstance(small, cst.Assign) else [getattr(small, "target", None)]
            )
            return "name" if all(isinstance(target, cst.Name) for target in targets) else "elsewhere"
        return "elsewhere"

    @property
    def _ends_its_cell(self) -> bool:
        """Whether nothing follows in the notebook's cell: then its value is shown."""
        end = self.statement.span.end
        cell = next((cell for cell in self.program.source.cells if cell.start <= end <= cell.end), None)
        rest = self.program.source.text[end : cell.end] if cell is not None else ""
        return all(not line.strip() or line.lstrip().startswith("#") for line in rest.split("\n"))

    @property
    def steps_per_epoch(self) -> Any:
        """``steps_per_epoch`` as Python data; ``MISSING`` where it is left out."""
        return self.argument_value("steps_per_epoch")


class EvaluateCall(ModelCall):
    """``model.evaluate(...)``."""


class PredictCall(ModelCall):
    """``model.predict(...)``."""
