"""KL109: a classifier trains on classes of very unequal size as they are."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array, Labels
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.class_weight import WeightClasses
from keras_lint_rules.remedies.focal_loss import FocalLoss
from keras_lint_rules.remedies.smote import Smote, UndersampleRandomly

OF_CLASSES = ("binary", "categorical", "sparse")
"""Families of losses whose targets are classes."""


class ClassImbalance(Rule):
    """A classifier trains on labels that are known to be imbalanced, and nothing makes up for it.

    ## What it does
    Finds `fit` of a classifier on labels that are known to be imbalanced (by the weights given to
    `make_classification`, by a public data set such as the credit card frauds, by their own values) with no
    resampling, no `class_weight`, no `sample_weight` and no focal loss. Imbalanced means that the rarest class has
    at most a quarter of the samples of the most frequent one.

    ## Why is this bad?
    The loss is a mean over samples: where one class has 95 % of them, the network does well by always naming that
    class. Accuracy looks fine, and the rare cases, usually those that matter, are missed.

    ## Example
    ```python
    import keras
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95, 0.05], random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=20, validation_data=(X_test, y_test))  # KL109
    ```

    ## Use instead
    ```python
    import keras
    from imblearn.over_sampling import SMOTE
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95, 0.05], random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    X_train_resampled, y_train_resampled = SMOTE(random_state=42).fit_resample(X_train, y_train)
    model.fit(X_train_resampled, y_train_resampled, epochs=20, validation_data=(X_test, y_test))
    ```

    ```python
    import keras
    import numpy as np
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    X, y = make_classification(n_samples=2000, n_features=10, weights=[0.95, 0.05], random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
    model = keras.Sequential([
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    labels, counts = np.unique(y_train, return_counts=True)
    class_weight = {int(label): len(y_train) / (len(labels) * count) for label, count in zip(labels, counts)}
    model.fit(X_train, y_train, epochs=20, validation_data=(X_test, y_test), class_weight=class_weight)
    ```

    ## Fix safety
    Unsafe: the model trains on other rows, or weighs them differently. More of the rare cases are found, and more
    of the others are mistaken for them; probabilities are no longer calibrated.

    ## References
    - Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: Synthetic Minority Over-sampling Technique", 2002
    - Lin, Goyal, Girshick, He and Dollár, "Focal Loss for Dense Object Detection", 2017
    - Google, "Machine Learning Crash Course", on imbalanced datasets
    """

    code = "KL109"
    name = "class-imbalance"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the labels are known to be imbalanced and nothing makes up for it."""
        labels = labels_of(fit)
        if labels is None or labels.imbalanced is None or not is_plain_classifier(fit):
            return
        if any(fit.given(argument) is not False for argument in ("class_weight", "sample_weight")):
            return
        targets = fit.targets
        assert isinstance(targets, Array)
        if targets.has_step("resampled") or (isinstance(fit.inputs, Array) and fit.inputs.has_step("resampled")):
            return
        loaded = targets.last_step("loaded", "generated")
        yield Finding(
            fit.site,
            f"nothing balances the classes: {labels.imbalanced}",
            remedies=[Smote(fit), UndersampleRandomly(fit), WeightClasses(fit), FocalLoss(fit)],
            related=[Related(loaded.site, "the labels come from here")] if loaded is not None else [],
        )


def labels_of(fit: FitCall) -> Labels | None:
    """What is known of the labels as labels."""
    return fit.targets.labels if isinstance(fit.targets, Array) else None


def is_plain_classifier(fit: FitCall) -> bool:
    """Whether the model has one output and a loss of classes that looks at all samples alike."""
    model = fit.model
    if model is None or not fit.complete or not isinstance(model.loss, Loss):
        return False
    weighted = model.loss.configured is not None and "class_weight" in model.loss.configured.arguments
    return model.loss.family in OF_CLASSES and "focal" not in model.loss.name and not weighted
