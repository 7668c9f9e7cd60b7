"""What rules look at: the program's models, layers and calls, each with the facts as they were then."""

from keras_lint.program.views.base import View
from keras_lint.program.views.calls import EvaluateCall, FitCall, ModelCall, PredictCall
from keras_lint.program.views.layer import (
    ACTIVATION_LAYERS,
    RECURRENT,
    TAKES_ACTIVATION,
    LayerView,
    named_activation,
)
from keras_lint.program.views.model import TRANSPARENT, ModelView
from keras_lint.program.views.steps import CompileCall, Refusal, ResampleCall, SplitCall, TransformerFit
from keras_lint.program.views.unpacking import Unpacking

__all__ = [
    "ACTIVATION_LAYERS",
    "RECURRENT",
    "TAKES_ACTIVATION",
    "TRANSPARENT",
    "CompileCall",
    "EvaluateCall",
    "FitCall",
    "LayerView",
    "ModelCall",
    "ModelView",
    "PredictCall",
    "Refusal",
    "ResampleCall",
    "SplitCall",
    "TransformerFit",
    "Unpacking",
    "View",
    "named_activation",
]
