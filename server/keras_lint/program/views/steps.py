"""What is done before training, as rules look at it: ``compile``, splits, resampling, fitted transformers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.values import (
    Compiled,
    Layer,
    Model,
    Use,
    Value,
)
from keras_lint.program.views.base import View
from keras_lint.program.views.model import ModelView

if TYPE_CHECKING:
    pass


class CompileCall(View):
    """``model.compile(...)``."""

    @property
    def compiled(self) -> Compiled:
        """Its arguments."""
        found: Compiled = self.event.details["compiled"]
        return found

    @property
    def model_reference(self) -> Value:
        """The model, as a reference."""
        return self.event.details["model"]

    @cached_property
    def model(self) -> ModelView | None:
        """The model right after this call; ``None`` where it is not known."""
        fact = self.read(self.model_reference)
        return ModelView(self.event, self.program, fact, self.model_reference) if isinstance(fact, Model) else None


class SplitCall(View):
    """``train_test_split(...)`` and the like."""

    @property
    def arrays(self) -> tuple[Any, ...]:
        """The facts of what is split."""
        found: tuple[Any, ...] = self.event.details["arrays"]
        return found

    @property
    def number(self) -> int:
        """The number of this split in ``Rows.parts``."""
        return int(self.event.details["number"])


class ResampleCall(View):
    """``SMOTE().fit_resample(X, y)`` and the like."""

    @property
    def sampler(self) -> str:
        """Class name of the sampler."""
        return str(self.event.details["sampler"])

    @property
    def inputs(self) -> Any:
        """What is resampled."""
        return self.event.details["inputs"]

    @property
    def targets(self) -> Any:
        """Its labels."""
        return self.event.details["targets"]


class TransformerFit(View):
    """A scaler, encoder, imputer, vectorizer, … is fitted: ``scaler.fit_transform(X)``, ``normalization.adapt(x)``."""

    @property
    def transformer(self) -> str:
        """Class name of what is fitted."""
        return str(self.event.details["transformer"])

    @property
    def data(self) -> Any:
        """What it is fitted on."""
        return self.event.details["data"]


class Refusal(View):
    """A layer gets an input that Keras refuses."""

    @property
    def use(self) -> Use:
        """The refused call."""
        found: Use = self.event.details["use"]
        return found

    @property
    def called(self) -> Layer | Model | None:
        """What is called: a layer or a model."""
        fact = self.read(self.use.layer) if self.use.layer is not None else None
        return fact if isinstance(fact, (Layer, Model)) else None

    @property
    def layer(self) -> Layer | None:
        """The layer; ``None`` where a model is called."""
        fact = self.read(self.use.layer) if self.use.layer is not None else None
        return fact if isinstance(fact, Layer) else None
