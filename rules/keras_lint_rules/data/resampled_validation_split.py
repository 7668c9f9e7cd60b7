"""KL130: ``validation_split`` cuts off the rows that resampling put at the end."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Array, Step
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.held_out import adds_rows
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.split_before_resampling import SplitBeforeResampling


class ResampledValidationSplit(Rule):
    """The validation part is cut off data to which resampling has added rows.

    ## What it does
    Finds `fit(validation_split=…)` on arrays that were resampled.

    ## Why is this bad?
    Keras takes the validation data from the end, before it shuffles. SMOTE and random oversampling put their new
    rows there, all of the rare class, made of rows that stay in the training part; undersampling sorts the rows by
    class. The validation score then says how well one class is known by heart: with 5 % of positives, the last
    fifth after SMOTE is 100 % positive. So it is where rows are picked and appended once more by hand
    (`np.concatenate([X, X[y == 1]])`): the end holds copies of rows that are trained on.

    ## Example
    ```python
    import keras
    from imblearn.over_sampling import SMOTE
    from sklearn.datasets import make_classification

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95], random_state=0)
    X_res, y_res = SMOTE(random_state=0).fit_resample(X, y)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X_res, y_res, epochs=10, validation_split=0.2)  # KL130
    ```

    ## Use instead
    ```python
    import keras
    from imblearn.over_sampling import SMOTE
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95], random_state=0)
    X_fit, X_val, y_fit, y_val = train_test_split(X, y, test_size=0.2, stratify=y, random_state=42)
    X_res, y_res = SMOTE(random_state=0).fit_resample(X_fit, y_fit)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X_res, y_res, epochs=10, validation_data=(X_val, y_val))
    ```

    ## Fix safety
    Unsafe: other rows are trained on, and the validation score becomes an honest one.

    ## References
    - Keras API, `Model.fit`: "The validation data is selected from the last samples in the `x` and `y` data
      provided, before shuffling"
    """

    code = "KL130"
    name = "resampled-validation-split"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the rows that are cut off were added, or are sorted by class."""
        share = fit.argument_value("validation_split")
        if not isinstance(share, (int, float)) or not 0 < share < 1 or fit.given("validation_data") is not False:
            return
        data = fit.inputs
        step = data.last_step("resampled") if isinstance(data, Array) else None
        if not isinstance(data, Array) or step is None:
            return
        where = judged_by(data, step)
        if where is None:
            return
        written = fit.arguments["validation_split"].site
        yield Finding(
            written if written is not None else fit.site,
            f"`validation_split` after `{step.name}` validates on {where}",
            remedies=[SplitBeforeResampling(fit, step)],
            related=[Related(step.site, "the rows are resampled here")],
        )


def judged_by(data: Array, step: Step) -> str | None:
    """What the rows at the end are, in words; ``None`` where nothing is wrong with them."""
    later = data.steps[data.steps.index(step) + 1 :]
    mixed = any(other.kind in ("shuffled", "split", "selected") for other in later)
    if adds_rows(data, step):
        if step.detail == "copies":
            return "copies of training rows"
        if mixed:
            return "rows made of training rows"
        return "the end, where one class stands alone" if step.certain else "the end, where one part stands alone"
    if step.detail == "under" and step.certain and not mixed:
        return "the end, where one class stands alone"
    return None
