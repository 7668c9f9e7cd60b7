"""Leave the number of steps to Keras."""

from __future__ import annotations

from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.call_arguments import DropArgument


class DropStepsPerEpoch(DropArgument):
    """Without ``steps_per_epoch`` an epoch is one pass over all data."""

    id = "drop-steps-per-epoch"

    def __init__(self, fit: FitCall) -> None:
        super().__init__(fit, "steps_per_epoch", "an epoch is then one pass over the data")
