"""KL218: a sequence is wanted and not passed on, or passed on and not wanted."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import heads
from keras_lint.program.program import Program
from keras_lint.program.recurrence import last_recurrent, starved_by
from keras_lint.program.targets import one_per_sample
from keras_lint.program.views import LayerView, ModelView
from keras_lint_rules.remedies.return_sequences import DropSequences, ReturnSequences


class RecurrentSequences(Rule):
    """A recurrent layer passes on its last output where the next needs the sequence, or the reverse.

    ## What it does
    Finds recurrent layers without `return_sequences=True` in front of a layer that needs `(batch, steps, features)`,
    and a last recurrent layer with it where the labels hold one target per sequence.

    ## Why is this bad?
    Without `return_sequences=True` an `LSTM` gives one vector per sequence. The next one refuses it: "Input 0 with
    name 'None' of layer 'lstm_1' is incompatible with the layer: expected ndim=3, found ndim=2. Full shape received:
    (None, 64)".

    At the end of a stack it is the other way round: with it the model gives one prediction per step. Against one
    target per sequence the cross-entropies fail, and `mse` broadcasts `(n, steps, 1)` against `(n, 1)` without a
    word.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((30, 8)),
        layers.LSTM(64),  # KL218
        layers.Dropout(0.2),
        layers.LSTM(32),
        layers.Dense(1),
    ])
    ```

    One label for each sequence, and a prediction for each step:

    ```python
    import keras
    import numpy as np
    from keras import layers

    x = np.random.default_rng(0).normal(size=(200, 30, 8))
    y = (x.mean(axis=(1, 2)) > 0).astype("float32")
    model = keras.Sequential([
        keras.Input((30, 8)),
        layers.LSTM(32, return_sequences=True),  # KL218
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=5)
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((30, 8)),
        layers.LSTM(64, return_sequences=True),
        layers.Dropout(0.2),
        layers.LSTM(32),
        layers.Dense(1),
    ])
    ```

    ## Fix safety
    Safe where it adds `return_sequences=True`: the program could only fail. Unsafe where it removes it.

    ## References
    - Keras API, `keras.layers.LSTM`, `return_sequences`
    """

    code = "KL218"
    name = "recurrent-sequences"
    severity = Severity.ERROR

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding for each layer that keeps its sequence, then for a last one that passes it on for nothing."""
        for view in model.layers:
            source = starved_by(view.use, model.read)
            earlier = model.by_use.get(id(source)) if source is not None else None
            if earlier is None:
                continue
            yield Finding(
                earlier.site,
                f"`{earlier.name}` passes on only its last output, but `{view.name}` needs the sequence",
                remedies=[ReturnSequences(earlier)] if self.all_starve(earlier, program) else [],
                related=[Related(view.site, f"`{view.name}` expects (batch, steps, features)")],
            )
        yield from self.needless(model)

    @staticmethod
    def all_starve(earlier: LayerView, program: Program) -> bool:
        """Whether every layer made by this call keeps back a sequence that is needed."""
        starved = {
            id(source)
            for model in program.models
            for view in model.layers
            if (source := starved_by(view.use, model.read)) is not None
        }
        return all(id(view.use) in starved for view in program.made_at(earlier.site))

    @staticmethod
    def needless(model: ModelView) -> Iterator[Finding]:
        """A last recurrent layer that gives a prediction per step for one target per sequence."""
        for head in heads(model):
            target = one_per_sample(head)
            last = last_recurrent(head.layer) if target is not None and head.rank == 3 else None
            if last is None or target is None:
                continue
            yield Finding(
                last.site,
                f"`{last.name}` passes on every step, but the targets hold one value per sequence",
                remedies=[DropSequences(last)],
                related=[Related(head.layer.site, "the output gives one prediction per step")],
            )
