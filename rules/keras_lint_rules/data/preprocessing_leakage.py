"""KL106: what is learnt from all rows before they are split, or from the test rows themselves."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Array, Dataset, Rows, Step
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.held_out import HeldOut, apart, held_out, sources, split_of
from keras_lint.program.program import Program
from keras_lint.program.run import Event
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.fit_after_split import FitAfterSplit, TransformOnly

HARMLESS = frozenset({
    "LabelEncoder", "OrdinalEncoder", "OneHotEncoder", "LabelBinarizer", "MultiLabelBinarizer",
    "get_dummies", "factorize", "HashingVectorizer", "FeatureHasher", "DictVectorizer",
    "PolynomialFeatures", "FunctionTransformer", "Normalizer", "Binarizer", "MissingIndicator",
    "StringLookup", "IntegerLookup",
})  # fmt: skip
"""They learn which values there are, or nothing; no number of theirs depends on how the test rows are distributed."""
LEARNING = ("scaled", "normalized", "imputed", "reduced", "selected", "preprocessed", "encoded")
"""Kinds of steps that apply what was computed from data."""


class PreprocessingLeakage(Rule):
    """A scaler, imputer, vectorizer or statistic has seen the rows the model is judged by.

    ## What it does
    Finds a transformer (or a mean, or a standard deviation) computed on rows of which a part is later the
    validation or test data of the model, and a transformer that is fitted again on the test data alone. Encoders
    that only learn which values there are (`LabelEncoder`, `OneHotEncoder`, `pandas.get_dummies`) are no leak, nor
    is a division by a constant. A `validation_split` of data scaled as a whole is left alone.

    ## Why is this bad?
    The test data are to stand for data nobody has seen. If their mean, their vocabulary or their components went
    into the training data, the score is too good, and nothing shows it. A transformer fitted again on the test data
    maps equal values to different numbers there: the score is then wrong in either direction.

    ## Example
    ```python
    import keras
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    X, y = load_wine(return_X_y=True)
    scaler = StandardScaler()
    X = scaler.fit_transform(X)  # KL106
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    model = keras.Sequential([
        keras.Input((13,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=50)
    model.evaluate(X_test, y_test)
    ```

    ```python
    import keras
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.fit_transform(X_test)  # KL106
    model = keras.Sequential([
        keras.Input((13,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=50)
    model.evaluate(X_test, y_test)
    ```

    ```python
    import keras
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    X, y = load_wine(return_X_y=True)
    scaler = StandardScaler()
    scaler.fit(X)  # KL106
    X_scaled = scaler.transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=0.2, random_state=0)
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=50)
    model.evaluate(X_test, y_test)
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
    model.fit(X_train, y_train, epochs=50)
    model.evaluate(X_test, y_test)
    ```

    ## Fix safety
    Unsafe: the model gets other numbers. A fix is offered only where the statements are so simple that nothing else
    depends on their order.

    ## References
    - scikit-learn user guide, "Common pitfalls", on data leakage
    - Yang, Brower-Sinning, Lewis and Kästner, "Data Leakage in Notebooks", ASE 2022
    """

    code = "KL106"
    name = "preprocessing-leakage"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each step of the held-out data that was computed on rows it should not know."""
        train = fit.inputs
        if not isinstance(train, Array):
            return
        for held in held_out(fit):
            if not apart(train, held.data):
                continue
            for step in held.data.steps:
                if (
                    step.kind in LEARNING
                    and step.certain
                    and step.name not in HARMLESS
                    and isinstance(step.fitted_on, Rows)
                ):
                    yield from self.leak(program, train, held, step, step.fitted_on)
            yield from self.adapted(fit, train, held)

    def adapted(self, fit: FitCall, train: Array, held: HeldOut) -> Iterator[Finding]:
        """The findings for layers of the model that were adapted to the rows of both parts."""
        for event, layer in adaptations(fit):
            seen = event.details["data"].rows
            if layer in HARMLESS or not all(any(r.within(seen) for r in sources(data)) for data in (train, held.data)):
                continue
            split = split_of(held.data, train)
            yield Finding(
                event.site,
                f"`{layer}` knows the rows that become {held.role} data: adapt it to the training part only",
                related=[
                    *([Related(split.site, "the data are split here")] if split is not None else []),
                    Related(held.site, f"the {held.role} data are used here"),
                ],
            )

    def leak(self, program: Program, train: Array, held: HeldOut, step: Step, seen: Rows) -> Iterator[Finding]:
        """The finding for one step, if it saw both parts, or the held-out part alone."""
        knows_held = any(rows.within(seen) for rows in sources(held.data))
        fitted = fitting(program, step)
        site = fitted.site if fitted is not None else step.site
        used = Related(held.site, f"the {held.role} data are used here")
        if knows_held and any(rows.within(seen) for rows in sources(train)):
            split = split_of(held.data, train)
            yield Finding(
                site,
                f"{known_as(step)} knows the rows that become {held.role} data: fit it on the training part only",
                remedies=[FitAfterSplit(program, fitted, split)] if fitted is not None and split is not None else [],
                related=[*([Related(split.site, "the data are split here")] if split is not None else []), used],
            )
        elif knows_held and any(other.name == step.name and other.fitted_on != seen for other in train.steps):
            yield Finding(
                site,
                f"{known_as(step)} is fitted again on the {held.role} data: transform them as the training data were",
                remedies=[TransformOnly(fitted)] if fitted is not None else [],
                related=[used],
            )


def adaptations(fit: FitCall) -> Iterator[tuple[Event, str]]:
    """The calls of ``adapt`` on layers of the model, with rows that are known, and the layers' classes."""
    layers = {view.use.layer: view.cls for view in fit.model.all_layers} if fit.model is not None else {}
    for event in fit.program.of("adapt"):
        data = event.details["data"]
        if event.details["layer"] in layers and isinstance(data, (Array, Dataset)) and isinstance(data.rows, Rows):
            yield event, layers[event.details["layer"]]


def known_as(step: Step) -> str:
    """How to speak of what was fitted."""
    return "a statistic of the data" if step.name == "arithmetic" else f"`{step.name}`"


def fitting(program: Program, step: Step) -> Event | None:
    """The fit behind a step."""
    found = [e for e in program.of("transformer") if step.identity and e.details.get("identity") == step.identity]
    return found[0] if found else None
