"""KL326: an optimizer or loss that is configured and never used."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Configured
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.run import Binding
from keras_lint.program.views import CompileCall
from keras_lint_rules.remedies.compile_arguments import CompileWith

ROLES = {"keras.optimizers.": "optimizer", "keras.losses.": "loss"}
"""The argument of `compile` that such an object is for."""


class ObjectNeverUsed(Rule):
    """An optimizer or a loss is configured, and the model is compiled with another one.

    ## What it does
    Finds optimizers and losses of Keras that get a name and are never read again, in a program that compiles a model.

    ## Why is this bad?
    `opt = Adam(1e-4)` and then `compile(optimizer="adam")` trains with the default rate of 1e-3: the string makes a new
    optimizer. Nothing warns, and every experiment with the rate changes nothing.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    optimizer = keras.optimizers.Adam(1e-4)  # KL326
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=5, validation_split=0.2)
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    optimizer = keras.optimizers.Adam(1e-4)
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x_train, y_train, epochs=5, validation_split=0.2)
    ```

    ## Fix safety
    Unsafe: training follows the settings that were written.

    ## References
    - Keras API, `keras.Model.compile`: a string stands for an object with default settings
    """

    code = "KL326"
    name = "object-never-used"
    severity = Severity.WARNING

    def check(self, subject: Program, program: Program) -> Iterator[Finding]:
        """Yield a finding for each object that is known to be looked at by nothing."""
        if not program.whole or not program.compilations:
            return
        for binding in program.bindings_of(Configured):
            configured = binding.fact
            role = next((role for prefix, role in ROLES.items() if configured.path.startswith(prefix)), None)
            if role is None or "schedules" in configured.path or not program.unused(binding):
                continue
            call = meant_for(program, binding)
            if call is None:
                yield Finding(configured.site, f"`{binding.name}` is configured and never passed to `compile`")
                continue
            other = f"`compile` gets another {role}" if role in call.compiled.arguments else "`compile` gets none"
            yield Finding(
                configured.site,
                f"`{binding.name}` is configured and never used: {other}",
                remedies=[CompileWith(call.compiled, role, binding.name)],
                related=[Related(call.compiled.site_of(role), "the model is compiled here")],
            )


def meant_for(program: Program, binding: Binding) -> CompileCall | None:
    """The ``compile`` that the object was meant for: the only one, behind it, in the same function."""
    found = program.compilations
    if len(found) != 1 or found[0].event.order < binding.order:
        return None
    return found[0] if found[0].event.context.key == binding.context.key else None
