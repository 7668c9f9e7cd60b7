"""KL107: oversampling before the split, or of the data the model is judged by."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Array, Step
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.held_out import HeldOut, adds_rows, held_out
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.resample_after_split import ResampleAfterSplit


class ResamplingLeakage(Rule):
    """Rows are made up or repeated before the split, or among the data the model is judged by.

    ## What it does
    Finds oversampling (SMOTE and its relatives, `RandomOverSampler`, `sklearn.utils.resample` with replacement) of
    data that are split afterwards, and oversampling of the validation or test part. Undersampling leaves rows out
    and repeats none: it is left alone.

    ## Why is this bad?
    SMOTE puts new rows between two rows of the same class, and random oversampling repeats rows. Split afterwards,
    such a row lies in the test part and what it was made of in the training part: the model is asked what it has
    seen. And a test part with as many rare cases as frequent ones says nothing about the world, where they are
    rare.

    ## Example
    ```python
    import keras
    from imblearn.over_sampling import SMOTE
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95], random_state=0)
    X_res, y_res = SMOTE(random_state=0).fit_resample(X, y)  # KL107
    X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.2, random_state=0)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=10)
    model.evaluate(X_test, y_test)
    ```

    ## Use instead
    ```python
    import keras
    from imblearn.over_sampling import SMOTE
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95], random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=10)
    model.evaluate(X_test, y_test)
    ```

    ## Fix safety
    Unsafe: the model trains on other rows, and the score becomes an honest one. A fix is offered only where the
    statements are so simple that nothing else depends on their order.

    ## References
    - imbalanced-learn user guide, "Common pitfalls and recommended practices", on data leakage
    """

    code = "KL107"
    name = "resampling-leakage"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each oversampling that the held-out data went through."""
        train = fit.inputs
        if not isinstance(train, Array):
            return
        for held in held_out(fit):
            steps = held.data.steps
            for place, step in enumerate(steps):
                if step.kind != "resampled" or not adds_rows(held.data, step):
                    continue
                split = next((later for later in steps[place:] if later.kind == "split" and later in train.steps), None)
                if split is not None and step in train.steps and held.data.rows != train.rows:
                    yield self.before_split(program, held, step, split)
                elif held.data.part in ("validation", "test") and step not in train.steps:
                    yield Finding(
                        step.site,
                        f"`{step.name}` adds rows to the {held.role} data, which are to stay as they come",
                        related=[Related(held.site, f"the {held.role} data are used here")],
                    )

    def before_split(self, program: Program, held: HeldOut, step: Step, split: Step) -> Finding:
        """The finding for rows that were added to both parts."""
        return Finding(
            step.site,
            f"`{step.name}` adds rows before the split: the {held.role} data hold copies of training rows",
            remedies=[ResampleAfterSplit(program, step, split)],
            related=[
                Related(split.site, "the data are split here"),
                Related(held.site, f"the {held.role} data are used here"),
            ],
        )
