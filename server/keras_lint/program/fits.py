"""What is known of one training: how long it runs, what watches it, what data it gets, and what is judged on other
data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_lint.knowledge.facts import UNKNOWN, RowCount, Unknown, is_known
from keras_lint.knowledge.values import MISSING, Array, Configured, Dataset, Model, Ref, Rows
from keras_lint.program.values import Instance

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.program.views import FitCall, ModelCall, ModelView

TRUTH_TABLE = 64
"""Rows of written-out data up to which all there is to learn is in the table: four rows of XOR, the 36 of two dice."""
CROSS_VALIDATION = frozenset(
    [
        "KFold",
        "StratifiedKFold",
        "RepeatedKFold",
        "RepeatedStratifiedKFold",
        "GroupKFold",
        "StratifiedGroupKFold",
        "LeaveOneOut",
        "LeavePOut",
        "ShuffleSplit",
        "StratifiedShuffleSplit",
        "GroupShuffleSplit",
        "TimeSeriesSplit",
        "cross_val_score",
        "cross_validate",
        "cross_val_predict",
        "GridSearchCV",
        "RandomizedSearchCV",
    ]
)
"""What scikit-learn offers to judge a model on rows it was not trained on."""


# --- length ---------------------------------------------------------------------------------------------------------


def new_epochs(fit: FitCall) -> int | Unknown:
    """Epochs this call runs: ``initial_epoch`` are behind it already."""
    first = fit.argument_value("initial_epoch")
    if first is MISSING:
        return fit.epochs
    return fit.epochs - first if isinstance(first, int) and isinstance(fit.epochs, int) else UNKNOWN


def trained_samples(fit: FitCall) -> int | Unknown:
    """Samples that are trained on: what ``validation_split`` takes away is left out."""
    samples, split = fit.samples, fit.argument_value("validation_split")
    if not isinstance(samples, int) or not is_known(split):
        return UNKNOWN
    return int(samples * (1 - split)) if isinstance(split, (int, float)) and 0 < split < 1 else samples


def batches(fit: FitCall) -> int | None | Unknown:
    """Batches of one pass over the data; ``None`` for data without an end."""
    dataset = fit.dataset
    if dataset is not None and dataset.kind != "keras-iterator":
        return dataset.cardinality
    samples, size = trained_samples(fit), fit.batch_size
    return -(-samples // size) if isinstance(samples, int) and isinstance(size, int) and size > 0 else UNKNOWN


def updates(fit: FitCall) -> int | Unknown:
    """How often the optimizer changes the weights."""
    steps = fit.steps_per_epoch
    if steps is MISSING or steps is None:
        steps = batches(fit)
    epochs = new_epochs(fit)
    return steps * epochs if isinstance(steps, int) and isinstance(epochs, int) else UNKNOWN


# --- steps ----------------------------------------------------------------------------------------------------------


def is_finite(fit: FitCall) -> bool:
    """Whether the data are known to end."""
    dataset = fit.dataset
    if dataset is None:
        return fit.takes_arrays is True
    return dataset.kind in ("keras-iterator", "sequence") or isinstance(dataset.cardinality, int)


def steps_are_fraction(fit: FitCall) -> bool:
    """Whether ``steps_per_epoch`` is a quotient that was not rounded."""
    steps = fit.steps_per_epoch
    return isinstance(steps, float) or (isinstance(steps, RowCount) and not steps.whole)


def steps_are_rows_over_batch(fit: FitCall) -> bool:
    """Whether the steps are the rows of the very data, divided by the batch size and rounded down: ``len(x) // 32``."""
    steps, dataset = fit.steps_per_epoch, fit.dataset
    if not isinstance(steps, RowCount) or not steps.whole or dataset is None:
        return False
    if steps.times != 1 or steps.divisor != fit.batch_size:
        return False
    mine = (fit.arguments["x"].value, *(dataset.samples.of if isinstance(dataset.samples, RowCount) else ()))
    return any(a is b or (type(a) is type(b) and a == b) for a in mine for b in steps.of)


# --- callbacks ------------------------------------------------------------------------------------------------------


def callback_names(fit: FitCall) -> tuple[str, ...]:
    """Class names of the callbacks that are known."""
    found = fit.callbacks if isinstance(fit.callbacks, tuple) else ()
    return tuple(
        c.name if isinstance(c, Configured) else c.cls.name for c in found if isinstance(c, (Configured, Instance))
    )


def has_foreign_callback(fit: FitCall) -> bool:
    """Whether a callback may do anything: one that is not known, of the program's own making, or of another library."""
    if fit.has_unknown_callback or not isinstance(fit.callbacks, tuple):
        return True
    return any(
        not isinstance(c, Configured) or not c.path.startswith("keras.callbacks.") or c.name == "LambdaCallback"
        for c in fit.callbacks
    )


def stops_early(fit: FitCall) -> bool:
    """Whether a callback of Keras can end the training before its last epoch because it no longer improves."""
    return fit.callback("EarlyStopping") is not None


def keeps_best(fit: FitCall) -> bool | Unknown:
    """Whether the best weights are kept: by early stopping, or by a checkpoint."""
    if has_foreign_callback(fit):
        return UNKNOWN
    kept = [watch.keeps_best for watch in fit.watches]
    if any(flag is True for flag in kept):
        return True
    return UNKNOWN if any(isinstance(flag, Unknown) for flag in kept) else False


# --- data -----------------------------------------------------------------------------------------------------------


def on_truth_table(fit: FitCall) -> bool:
    """Whether the data are a few rows written out in the program: there is nothing else to learn."""
    return (
        isinstance(fit.inputs, Array)
        and is_known(fit.inputs.data)
        and isinstance(fit.samples, int)
        and fit.samples <= TRUTH_TABLE
    )


def data_arrays(fit: ModelCall) -> tuple[Array, ...]:
    """The arrays of x (several where a model has several inputs)."""
    if isinstance(fit.inputs, Array):
        return (fit.inputs,)
    argument = fit.arguments.get("x")
    items = fit.items(argument.value) if argument is not None else None
    found = [fit.read(item) for item in items or ()]
    return tuple(found) if found and all(isinstance(item, Array) for item in found) else ()


def is_real(data: Array | Dataset) -> bool:
    """Whether the data are known to have been measured: loaded from somewhere, and not made by the program."""
    kinds = {step.kind for step in data.steps}
    return "generated" not in kinds and (data.origin is not None or "loaded" in kinds)


def trains_on_real_data(fit: FitCall) -> bool:
    """Whether all inputs are known to be real data."""
    arrays = data_arrays(fit)
    if fit.dataset is not None and is_real(fit.dataset):
        return True
    return bool(arrays) and all(is_real(array) for array in arrays)


def is_supervised(fit: FitCall) -> bool:
    """Whether there are targets, and they are known not to be the inputs themselves (an autoencoder)."""
    x, y = fit.arguments.get("x"), fit.arguments.get("y")
    if fit.dataset is None and (x is None or y is None or x.value == y.value):
        return False
    if fit.dataset is not None and fit.targets is None:
        return False
    rebuilds = rebuilds_inputs(fit)
    if is_known(rebuilds):
        return not rebuilds
    return isinstance(fit.targets, Array) and not resembles(fit.inputs, fit.targets)


def rebuilds_inputs(fit: FitCall) -> bool | Unknown:
    """Whether the model's output has the shape of its input."""
    shapes = (fit.model.input_shape, fit.model.output_shape) if fit.model is not None else ()
    parts = [shape[1:] for shape in shapes if isinstance(shape, tuple)]
    if len(parts) != 2 or not all(isinstance(dim, int) for part in parts for dim in part):
        return UNKNOWN
    return parts[0] == parts[1] != (1,)


def resembles(inputs: Array | Unknown, targets: Array) -> bool:
    """Whether targets have the shape of the inputs, or may: they are to be rebuilt (from noise, from a part)."""
    if not isinstance(inputs, Array):
        return targets.labels is None
    if targets.labels is not None and is_known(targets.labels.form):
        return False
    if targets.column == 1 and targets.rank in (1, 2):
        return False
    a, b = inputs.shape, targets.shape
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        return not isinstance(b, tuple) or len(b) > 2
    return len(a) == len(b) > 1 and a[1:] == b[1:] and b[1:] != (1,)


def on_training_rows(fit: FitCall, call: ModelCall) -> bool:
    """Whether another call is known to get rows that were trained on."""
    mine, other = fit.arguments.get("x"), call.arguments.get("x")
    if mine is None or other is None:
        return False
    if mine.value == other.value and isinstance(mine.value, Ref):
        return True
    a, b = fit.inputs, call.inputs
    return (
        isinstance(a, Array)
        and isinstance(b, Array)
        and isinstance(a.rows, Rows)
        and isinstance(b.rows, Rows)
        and b.rows.within(a.rows)
    )


def judged_elsewhere(fit: FitCall) -> bool:
    """Whether the model is, or may be, judged on data it was not trained on."""
    program = fit.program
    if any(event.details["name"] in CROSS_VALIDATION for event in program.of("import")):
        return True
    if (
        any(not on_training_rows(fit, call) for call in program.evaluations)
        or program.of("unknown_evaluate")
        or program.of("unknown_score")
    ):
        return True
    others = [call for call in program.predictions if not on_training_rows(fit, call)]
    if (others or program.of("unknown_predict")) and scores_are_computed(fit):
        return True
    return fit.event.context.entry == "function" and model_escapes(fit)


def scores_elsewhere(fit: FitCall) -> bool:
    """Whether a model is, or may be, scored by anything but its own metrics."""
    program = fit.program
    if program.predictions or program.of("unknown_predict") or model_escapes(fit) or program.run.escaped:
        return True
    return scores_are_computed(fit)


def scores_are_computed(fit: FitCall) -> bool:
    """Whether the program computes scores of its own: with a library's metrics, or from held-out labels."""
    program = fit.program
    if any(".metrics" in (event.details["path"] or "") for event in program.of("import")):
        return True
    return any(
        order > fit.event.order and is_held_out_label(program, address) for address, order in program.run.reads.items()
    )


def is_held_out_label(program: Program, address: int) -> bool:
    """Whether an object holds labels of rows that are not for training."""
    fact = next((heap[address] for heap in reversed(program.run.finals) if address in heap), None)
    return (
        isinstance(fact, Array)
        and fact.part in ("test", "validation")
        and (fact.labels is not None or fact.column == 1)
    )


def model_escapes(fit: FitCall) -> bool:
    """Whether a function or class that nobody here calls hands the model on, or was given it."""
    model = fit.model
    return model is None or fit.program.escapes(fit.model_reference)


def trained_before(fit: FitCall) -> bool:
    """Whether the model has, or may have, learnt before this call: pretrained, loaded, or trained in a loop or
    elsewhere.
    """
    model = fit.model
    if model is None or -1 in fit.event.context.turns or not new_throughout(model):
        return True
    others = [e for e in fit.program.events if e.kind in ("fit", "train_on_batch") and e is not fit.event]
    return any(e.details["model"] == fit.model_reference and not apart(e.path, fit.event.path) for e in others)


def new_throughout(model: ModelView) -> bool:
    """Whether a model and all models inside it are known to start from random weights."""
    if not known_new(model.fact) or model.backbones or not model.layers:
        return False
    for view in model.all_layers:
        if isinstance(view.fact, Model) and not known_new(view.fact):
            return False
        if view.fact is None and view.use.operation == "unknown":
            return False
    return True


def known_new(fact: Model) -> bool:
    """Whether a model is known to start from random weights."""
    return not fact.trained and fact.pretrained is False and fact.application is None and fact.changed is None


def apart(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> bool:
    """Whether two ways through the branches exclude each other."""
    taken = dict(a)
    return any(number in taken and taken[number] != branch for number, branch in b)


def custom_training(fit: FitCall) -> bool:
    """Whether a model is trained in the program's own way: by its ``train_step`` (a GAN), for losses that its layers
    add (a variational autoencoder), or in a loop with a tape.
    """
    if fit.program.before(fit.event, "add_loss"):
        return True
    if any(isinstance(f, Configured) and f.name == "GradientTape" for f in fit.heap.values()):
        return True
    return fit.model is not None and fit.model.own_training


def of_same_model(fit: FitCall) -> tuple[FitCall, ...]:
    """The other trainings of the same model."""
    return tuple(o for o in fit.program.fits if o.event is not fit.event and o.model_reference == fit.model_reference)


def learnable(fit: FitCall) -> bool:
    """Whether there is anything to learn: the data are real, written out, or made by a rule, but no mere noise."""
    arrays = data_arrays(fit)
    if fit.dataset is not None:
        return is_real(fit.dataset) or any(is_real(array) for array in arrays)
    if not arrays or not isinstance(fit.targets, Array):
        return False
    return all(is_real(array) or is_regular(array) for array in (*arrays, fit.targets))


def is_regular(array: Array) -> bool:
    """Whether made-up data follow a rule: numbers written out, counted, or drawn around class centres
    (``make_blobs``).
    """
    made = [step.name.rpartition(".")[2] for step in array.steps if step.kind == "generated"]
    return (bool(made) or is_known(array.data)) and all(
        name.startswith("make_") or name in ("arange", "linspace") for name in made
    )
