"""``ImageDataGenerator`` and what flows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.dataset_facts import ceiling, named_source, split_number, summed_up
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.given import Given, default
from keras_lint.knowledge.image_files import CHANNELS
from keras_lint.knowledge.keras_directories import PARTS
from keras_lint.knowledge.row_counts import row_count
from keras_lint.knowledge.values import (
    MISSING,
    SLICES,
    Array,
    Configured,
    Dataset,
    Labels,
    Literal,
    Rows,
    Stage,
    Step,
    Symbol,
    Tuple,
    Value,
)

GENERATOR = "keras.preprocessing.image.ImageDataGenerator"

AUGMENTING = (
    "rotation_range",
    "width_shift_range",
    "height_shift_range",
    "brightness_range",
    "shear_range",
    "zoom_range",
    "channel_shift_range",
    "horizontal_flip",
    "vertical_flip",
)
"""Arguments that change images at random, unless they are 0, ``None`` or ``False``."""

FEATUREWISE = ("featurewise_center", "featurewise_std_normalization", "zca_whitening")
"""Arguments that need statistics of the data: ``fit`` computes them."""

SAMPLEWISE = ("samplewise_center", "samplewise_std_normalization")


def option(call: Call, generator: Configured, name: str) -> Any:
    """An argument of an ``ImageDataGenerator`` as Python data, its default where it is left out."""
    value = generator.value(name)
    if value is MISSING:
        return default(GENERATOR, name)
    return call.python(value)


def active(value: Any) -> bool | Unknown:
    """Whether an augmentation argument does anything."""
    return value if isinstance(value, Unknown) else value not in (0, 0.0, None, False, (0, 0), (1, 1))


def augmentations(call: Call, generator: Configured) -> tuple[dict[str, Any], bool]:
    """The augmentations that are switched on, and whether it is known of all."""
    found = {name: option(call, generator, name) for name in AUGMENTING}
    states = {name: active(value) for name, value in found.items()}
    return {n: found[n] for n, state in states.items() if state is True}, all(is_known(s) for s in states.values())


def standardised(call: Call, generator: Configured, image: Array) -> Array:
    """An image after what a generator does to each one, in the order in which it does it."""
    on, certain = augmentations(call, generator)
    for name, value in on.items():
        image = image.with_step(call.step("augmented", name, detail=str(value)), data=UNKNOWN)
    coloured = any(
        is_known(s) and s
        for s in (active(option(call, generator, n)) for n in ("brightness_range", "channel_shift_range"))
    )
    if coloured or not certain or option(call, generator, "interpolation_order") not in (0, 1):
        image = replace(image, low=UNKNOWN, high=UNKNOWN)
    if option(call, generator, "fill_mode") == "constant" and on:
        value = option(call, generator, "cval")
        filled = isinstance(value, (int, float)) and image.range_known
        image = replace(
            image, low=min(image.low, value) if filled else UNKNOWN, high=max(image.high, value) if filled else UNKNOWN
        )
    image = preprocessed(call, generator, image)
    image = rescaled(call, generator, image)
    for name in (*SAMPLEWISE, *FEATUREWISE):
        state = option(call, generator, name)
        if state is not False:
            step = call.step("normalized", name, fitted_on=fitted_on(call, generator, name), certain=state is True)
            image = image.with_step(step, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN)
    return image


def fitted_on(call: Call, generator: Configured, name: str) -> Rows | Unknown | None:
    """The rows whose statistics a generator uses; ``None`` where it uses none, or was never fitted."""
    found: Rows | Unknown | None = generator.state.get("fitted_on") if name in FEATUREWISE else None
    return found


def preprocessed(call: Call, generator: Configured, image: Array) -> Array:
    """An image after the ``preprocessing_function``."""
    function = generator.value("preprocessing_function")
    if function is MISSING or (isinstance(function, Literal) and function.value is None):
        return image
    result = call.read(call.invoke(function, (replace(image, dtype="float32", library="numpy"),)))
    name = function.path if isinstance(function, Symbol) else getattr(function, "name", "preprocessing_function")
    step = call.step("preprocessed", name)
    if isinstance(result, Array):
        return replace(image, low=result.low, high=result.high, steps=(*result.steps, step), data=UNKNOWN)
    return image.with_step(step, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN)


def rescaled(call: Call, generator: Configured, image: Array) -> Array:
    """An image after ``rescale``."""
    factor = option(call, generator, "rescale")
    if factor is None or (isinstance(factor, (int, float)) and factor in (0, 1)):
        return image
    if not isinstance(factor, (int, float)):
        step = call.step("scaled", "rescale", certain=False)
        return image.with_step(step, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN)
    bounds = (UNKNOWN, UNKNOWN)
    if is_known(image.low) and is_known(image.high):
        bounds = (image.low * factor, image.high * factor)  # type: ignore[assignment]
        bounds = bounds if factor > 0 else (bounds[1], bounds[0])
    site = generator.arguments["rescale"].site if "rescale" in generator.arguments else None
    step = Step("divided", f"{1 / factor:g}", site if site is not None else call.site)
    return image.with_step(step, low=bounds[0], high=bounds[1], data=UNKNOWN)


# --- what flows ------------------------------------------------------------------------------------------------------


def iterator(
    call: Call, given: Given, x: Array, y: Value | None, samples: int | Unknown, rows: Rows | Unknown, **facts: Any
) -> Value:
    """The iterator over batches of prepared images (and of targets)."""
    generator: Configured = call.read(call.receiver)
    size = given.number("batch_size")
    shuffled = given.flag("shuffle")
    subset = given.python("subset")
    part: Any = PARTS.get(subset) if isinstance(subset, str) else x.part
    mixed = (call.step("shuffled", call.path, detail="reshuffles"),) if shuffled is True else ()
    image = standardised(call, generator, replace(x, steps=(*x.steps, *mixed)))
    image = replace(
        image,
        shape=batched(x.shape),
        dtype=dtype_of(call, generator),
        rows=rows,
        part=part,
        library="numpy",
        kind="image",
    )
    if isinstance(y, Array):
        y = replace(y, shape=batched(y.shape), rows=rows, part=part, data=UNKNOWN)
    weights = given.value("sample_weight") if "sample_weight" in given.order else Literal(None)
    plain = isinstance(weights, Literal) and weights.value is None
    elements: Value = image
    if y is not None:
        elements = Tuple((image, y)) if plain else Tuple((image, y, Array((None,), library="numpy")))
    _on, certain = augmentations(call, generator)
    dataset = Dataset(
        "keras-iterator",
        elements,
        size if isinstance(size, int) else UNKNOWN,
        ceiling(samples, size),
        samples,
        shuffled,
        False if certain else UNKNOWN,
        rows=rows,
        part=part,
        pipeline=(Stage(call.path, call.site, given.options()),),
        generator=generator,
        **facts,
    )
    return call.new(summed_up(call, dataset))


def batched(shape: Any) -> Any:
    """A shape of rows with the axis of the batch in front."""
    return (None, *shape) if isinstance(shape, tuple) else UNKNOWN


def dtype_of(call: Call, generator: Configured) -> str | Unknown:
    """The type of the images: float32 unless told otherwise."""
    dtype = option(call, generator, "dtype")
    return "float32" if dtype is None else dtype if isinstance(dtype, str) else UNKNOWN


@describes(f"{GENERATOR}.flow")
def flow(call: Call) -> Value:
    """Batches of given arrays."""
    given = Given(call, f"{GENERATOR}.flow")
    generator: Configured = call.read(call.receiver)
    data, target = call.read(given.value("x")), call.read(given.value("y"))
    if isinstance(data, Tuple) and data.items:
        data = call.read(data.items[0])
    x = data if isinstance(data, Array) else Array()
    split, subset = option(call, generator, "validation_split"), given.python("subset")
    samples: int | Unknown = row_count(given.value("x"), data)
    rows = x.rows
    if subset is not None:
        samples, rows = subset_of(x, split, subset)
    image = replace(x, shape=x.shape[1:] if isinstance(x.shape, tuple) and x.shape else UNKNOWN, labels=None)
    y: Value | None = None
    if isinstance(target, Array):
        labels = (
            replace(target.labels, counts=UNKNOWN)
            if target.labels is not None and subset is not None
            else target.labels
        )
        y = replace(
            target,
            shape=target.shape[1:] if isinstance(target.shape, tuple) and target.shape else UNKNOWN,
            labels=labels,
        )
    elif not (isinstance(target, Literal) and target.value is None):
        y = UNKNOWN
    return iterator(call, given, image, y, samples, rows, origin=x.origin)


def subset_of(x: Array, split: Any, subset: Any) -> tuple[int | Unknown, Rows | Unknown]:
    """Samples and rows of a subset: the validation part is the head of the arrays, the rest is for training."""
    if not isinstance(split, (int, float)) or subset not in PARTS or not is_known(x.samples):
        return UNKNOWN, UNKNOWN
    head = int(x.samples * split)
    validation = subset == "validation"
    rows = x.rows.part(SLICES, f"0:{head}" if validation else f"{head}:") if isinstance(x.rows, Rows) else UNKNOWN
    return (head if validation else x.samples - head), rows


@describes(f"{GENERATOR}.flow_from_directory")
def flow_from_directory(call: Call) -> Value:
    """Batches of the images in a folder, with labels by the folders in it."""
    return from_files(call, f"{GENERATOR}.flow_from_directory", "directory")


@describes(f"{GENERATOR}.flow_from_dataframe")
def flow_from_dataframe(call: Call) -> Value:
    """Batches of the images that a table names."""
    return from_files(call, f"{GENERATOR}.flow_from_dataframe", "dataframe")


def from_files(call: Call, path: str, source: str) -> Value:
    """Batches of image files."""
    given = Given(call, path)
    generator: Configured = call.read(call.receiver)
    size, mode = given.python("target_size"), given.python("color_mode")
    height, width = size if isinstance(size, tuple) and len(size) == 2 else (UNKNOWN, UNKNOWN)
    channels: Dim = CHANNELS.get(mode, UNKNOWN) if isinstance(mode, str) else UNKNOWN
    layout = option(call, generator, "data_format")
    shape: Any = (height, width, channels) if layout in (None, "channels_last") else UNKNOWN
    split, subset = option(call, generator, "validation_split"), given.python("subset")
    value, site = given.value(source), given.site(source)
    table = call.read(value)
    text = site.code if site is not None else ""
    rows = table.rows if isinstance(table, Array) else named_source(call, value, text)
    if isinstance(subset, Unknown) or isinstance(split, Unknown):
        rows = UNKNOWN
    elif subset in PARTS and isinstance(rows, Rows):
        rows = rows.part(split_number("files", split), subset)
    samples: int | Unknown = UNKNOWN
    x = Array(
        shape, "float32", 0.0, 255.0, "image", steps=(call.step("loaded", call.path),)
    )  # PIL resizes bytes to bytes
    return iterator(call, given, x, targets(call, given, x), samples, rows)


def targets(call: Call, given: Given, x: Array) -> Value | None:
    """One target by ``class_mode``; ``None`` where there are none."""
    mode = given.python("class_mode")
    names = call.items(given.value("classes"))
    classes: int | Unknown = len(names) if names else UNKNOWN
    high = float(classes - 1) if is_known(classes) else UNKNOWN
    step = (call.step("loaded", call.path),)
    if mode is None:
        return None
    if mode == "categorical":
        labels = Labels("one-hot", classes, task="classification")
        return Array((classes,), "float32", 0.0, 1.0, "labels", labels, steps=step, library="numpy")
    if mode == "binary":
        return Array(
            (), "float32", 0.0, 1.0, "labels", Labels("integer", 2, task="classification"), steps=step, library="numpy"
        )
    if mode == "sparse":
        return Array(
            (),
            "float32",
            0.0,
            high,
            "labels",
            Labels("integer", classes, task="classification"),
            steps=step,
            library="numpy",
        )
    if mode == "input":
        return x
    return Array(kind="labels", steps=step, library="numpy") if mode in ("raw", "other") else UNKNOWN


@describes(f"{GENERATOR}.fit")
def fit(call: Call) -> Value:
    """Computes the statistics that ``featurewise_*`` needs."""
    generator: Configured = call.read(call.receiver)
    data = call.read(call.arg(0, "x"))
    rows = data.rows if isinstance(data, Array) else UNKNOWN
    call.update(call.receiver, replace(generator, state={**generator.state, "fitted": True, "fitted_on": rows}))
    if any(option(call, generator, name) is True for name in FEATUREWISE):
        call.event("transformer", transformer="ImageDataGenerator", data=data, fitter=call.receiver)
    return Literal(None)


@describes(f"{GENERATOR}.standardize", f"{GENERATOR}.random_transform", f"{GENERATOR}.apply_transform")
def one_image(call: Call) -> Value:
    """One image prepared or changed at random."""
    generator: Configured = call.read(call.receiver)
    image = call.read(call.arg(0, "x"))
    if not isinstance(image, Array):
        return UNKNOWN
    if call.path == "standardize":
        return call.new(standardised(call, generator, replace(image, data=UNKNOWN)))
    return call.new(image.with_step(call.step("augmented", call.path), low=UNKNOWN, high=UNKNOWN, data=UNKNOWN))


__all__ = ["AUGMENTING", "FEATUREWISE", "augmentations", "option"]
