"""KL108: a sampler of imbalanced-learn gets images or sequences."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import ResampleCall
from keras_lint_rules.remedies.reshape_for_resampling import ReshapeForResampling

MOST_AXES = 2
"""imbalanced-learn takes a table: one row for each sample, one column for each feature."""


class ResamplingRank(Rule):
    """Images or sequences are given to a sampler that takes tables only.

    ## What it does
    Finds `fit_resample` on an array that is known to have more than two axes.

    ## Why is this bad?
    Every sampler of imbalanced-learn refuses it: `ValueError: Found array with dim 4, while dim <= 2 is required by
    SMOTE.` Each image has to become one row, and gets its shape back afterwards.

    ## Example
    ```python
    from imblearn.over_sampling import SMOTE
    from keras.datasets import fashion_mnist
    import keras

    (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
    x_res, y_res = SMOTE().fit_resample(x_train, y_train)  # KL108
    ```

    ## Use instead
    ```python
    from imblearn.over_sampling import SMOTE
    from keras.datasets import fashion_mnist
    import keras

    (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
    x_res, y_res = SMOTE().fit_resample(x_train.reshape(len(x_train), -1), y_train)
    x_res = x_res.reshape(-1, 28, 28)
    ```

    ## Fix safety
    Safe: the call could only fail before.

    ## References
    - imbalanced-learn API, `fit_resample`: "`X` : array-like of shape (n_samples, n_features)"
    """

    code = "KL108"
    name = "resampling-rank"
    severity = Severity.ERROR

    def check(self, call: ResampleCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the array has more axes than a table."""
        data = call.inputs
        if (
            not isinstance(data, Array)
            or not is_known(data.rank)
            or data.rank <= MOST_AXES
            or call.sampler == "resample"
        ):
            return
        yield Finding(
            call.site,
            f"`{call.sampler}` takes rows of one axis: it refuses an array of {data.rank} axes",
            remedies=[ReshapeForResampling(call)],
            notes=[f"ValueError: Found array with dim {data.rank}, while dim <= 2 is required by {call.sampler}."],
        )
