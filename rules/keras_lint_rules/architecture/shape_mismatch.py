"""KL212: a layer gets a tensor that Keras refuses."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.values import Layer
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.recurrence import starved_by
from keras_lint.program.views import Refusal

MESSAGE_LENGTH = 120


class ShapeMismatch(Rule):
    """A layer gets a tensor of a shape that it must refuse.

    ## What it does
    Follows shapes through the model and reports the first layer that Keras would refuse to call, in Keras's own words.

    ## Why is this bad?
    The model cannot be built: Keras raises a `ValueError` such as "Input 0 with name 'None' of layer 'conv2d' is
    incompatible with the layer: expected min_ndim=4, found ndim=3. Full shape received: (None, 28, 28)".

    Recurrent layers that miss their sequence are KL218, data that do not fit the model KL215.

    ## Example
    ```python
    import keras
    from keras import layers

    inputs = keras.Input((28, 28))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)  # KL212
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (16, 32, 64, 128, 256):
        model.add(layers.Conv2D(filters, 3, activation="relu"))  # KL212
        model.add(layers.MaxPooling2D())
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (16, 32, 64, 128, 256):
        model.add(layers.Conv2D(filters, 3, activation="relu", padding="same"))
        model.add(layers.MaxPooling2D(padding="same"))
    ```

    ## References
    - Keras, `keras/src/layers/input_spec.py`
    """

    code = "KL212"
    name = "shape-mismatch"
    severity = Severity.ERROR

    def check(self, refusal: Refusal, program: Program) -> Iterator[Finding]:
        """Yield what Keras says, unless another rule says it better."""
        words, called = refusal.use.refused, refusal.called
        if words is None or called is None or is_fed_data(refusal):
            return
        if isinstance(called, Layer) and (
            refuses_arguments(called) or starved_by(refusal.use, refusal.read) is not None
        ):
            return
        source = refusal.use.inputs[0].use if refusal.use.inputs else None
        made_by = refusal.read(source.layer) if source is not None and source.layer is not None else None
        yield Finding(
            refusal.site,
            in_short(refusal.use.operation, words),
            related=[Related(made_by.site, "its input is made here")] if isinstance(made_by, Layer) else [],
            notes=[words],
        )


def refuses_arguments(layer: Layer) -> bool:
    """Whether Keras refuses the layer's arguments whatever it gets (KL501, KL509)."""
    knowledge = LAYERS.get(layer.cls)
    if knowledge is None:
        return True
    return any(name not in layer.config for name in knowledge.required) or knowledge.refusal(layer.config) is not None


def is_fed_data(refusal: Refusal) -> bool:
    """Whether the tensor stands for the data of a ``fit`` rather than for an ``Input``: KL215."""
    return all(tensor.use is None and tensor.input_site is None for tensor in refusal.use.inputs)


def in_short(name: str, words: str) -> str:
    """Keras's words, cut to what they say about this input."""
    _, found, rest = words.partition("is incompatible with the layer: ")
    said = rest if found else words
    said = said.replace(". Full shape received: ", " in ").split("\n")[0].rstrip(".")
    message = f"Keras refuses the input of `{name}`: {said}"
    return message if len(message) <= MESSAGE_LENGTH else message[: MESSAGE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
