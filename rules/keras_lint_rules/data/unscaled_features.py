"""KL102: features of large or unequal range reach a network as they are."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import Unknown, is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.entrance import entrance, scales_inside
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall, ModelView
from keras_lint_rules.remedies.normalization_layer import AddNormalizationLayer
from keras_lint_rules.remedies.scale_by_division import SCALED
from keras_lint_rules.remedies.standard_scaler import AddStandardScaler

LARGE = 20
"""scikit-learn's iris (up to 7.9) trains as well unscaled as scaled; wine (up to 1,680) and breast cancer (up to
4,254) do not."""
HOPELESS = 500
"""From here on a small network ends near a constant answer within tens of epochs."""
FEATURES = frozenset({"Dense", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "Conv1D", "EinsumDense"})
"""First layers that take numbers as amounts; an `Embedding` takes them as names."""


class UnscaledFeatures(Rule):
    """Features whose values are large, or of very unequal size, reach a network unscaled.

    ## What it does
    Finds a `fit` on a table or a series whose range is known (a data set of scikit-learn or Keras, generated
    numbers such as `np.arange(1000)`, literals) and reaches beyond 20, where neither the data nor the model's first
    layers scale it.

    ## Why is this bad?
    A feature that runs to 1,000 beside one that runs to 1 decides alone what the first layer answers, and its
    gradient is a thousand times as large: a rate that suits the one is useless for the other. From 500 on this is a
    warning: in our runs small networks did not get beyond a constant answer, or the loss became `nan`.

    ## Example
    ```python
    import keras
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    model = keras.Sequential([
        keras.Input((13,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test))  # KL102
    ```

    ## Use instead
    ```python
    import keras
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    model = keras.Sequential([
        keras.Input((13,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test))
    ```

    Or let the model do it:
    ```python
    import keras
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    normalization = keras.layers.Normalization()
    normalization.adapt(X_train)
    model = keras.Sequential([
        keras.Input((13,)),
        normalization,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test))
    ```

    ## Fix safety
    Unsafe: the model trains on other numbers, and everything it later predicts needs the same scaling.

    ## References
    - LeCun, Bottou, Orr and Müller, "Efficient BackProp", section 4.3
    - Keras guide, "Preprocessing layers", on `Normalization`
    """

    code = "KL102"
    name = "unscaled-features"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where large features reach the model and it does not scale them itself."""
        data, model = fit.inputs, fit.model
        if not isinstance(data, Array) or model is None or not is_large(data) or not takes_amounts(model):
            return
        inside = scales_inside(model)
        if isinstance(inside, Unknown) or inside:
            return
        written = fit.arguments["x"].site if "x" in fit.arguments else None
        name = f"`{written.code}`" if written is not None and len(written.code) <= 30 else "the data"
        made = data.last_step("loaded", "generated")
        origin = f" (`{made.name}`, line {made.site.row})" if made is not None else ""
        yield Finding(
            written or fit.site,
            f"{name} holds {data.low:,g} to {data.high:,g}{origin} and reaches `fit` unscaled",
            remedies=[AddStandardScaler(fit), AddNormalizationLayer(fit)],
            related=[Related(made.site, "the data come from here")] if made is not None else [],
            severity=Severity.WARNING if largest(data) >= HOPELESS else None,
        )


def is_large(data: Array) -> bool:
    """Whether these are features of known range that reaches far beyond 1, and were never scaled."""
    if data.kind in ("image", "text", "labels") or data.labels is not None or data.has_step(*SCALED, "encoded"):
        return False
    if not is_known(data.rank) or data.rank not in (1, 2, 3):
        return False
    return largest(data) >= LARGE


def largest(data: Array) -> float:
    """The largest absolute value that the data are known to reach; 0 where that is not known."""
    return max(abs(data.low), abs(data.high)) if is_known(data.low) and is_known(data.high) else 0.0


def takes_amounts(model: ModelView) -> bool:
    """Whether all first layers take numbers as amounts."""
    first = entrance(model).first
    return bool(first) and all(view.cls in FEATURES for view in first)
