"""Write what is known of the models of ``keras.applications``, from the Keras that is installed.

    python tools/generate_applications.py [--only NAME ...] [--output PATH]

Every model is built without downloads (``weights=None``): without its top for three channels and for one; and with its
top for ten classes. From the graph without the top follows how the height and the width shrink: the chain of
convolutions and poolings on one path from the input to the output. Takes some minutes and about 6 GB.
"""

from __future__ import annotations

import argparse
import gc
import inspect
import json
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

OUTPUT = Path(__file__).resolve().parent.parent / "server" / "keras_lint" / "knowledge" / "applications.json"

WIDTHS: dict[str, list[dict[str, Any]]] = {
    "MobileNet": [{"alpha": alpha} for alpha in (0.25, 0.5, 0.75)],
    "MobileNetV2": [{"alpha": alpha} for alpha in (0.35, 0.5, 0.75, 1.3, 1.4)],
    "MobileNetV3Small": [{"alpha": 0.75}, {"minimalistic": True}],
    "MobileNetV3Large": [{"alpha": 0.75}, {"minimalistic": True}],
}
"""The widths that have published weights, beside the default."""

NASNET_STEPS = [["valid", 3, 2], ["same", 2], ["same", 2], ["same", 2], ["same", 2]]
"""NASNet pads by the size it is built for; the chain of its stem and its four reductions."""

PROBE = 225
"""A size that stays odd at each halving (113, 57, 29, 15): the padding that Keras chooses by the size is then the one
whose formula holds for even sizes too."""


def models() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Key in the table, name in ``keras.applications``, and arguments beside the common ones."""
    import keras

    for name in sorted(dir(keras.applications)):
        if not inspect.isfunction(getattr(keras.applications, name)):
            continue
        yield name, name, {}
        for options in WIDTHS.get(name, []):
            text = ",".join(f"{option}={value}" for option, value in options.items())
            yield f"{name}({text})", name, options


def counts(model: Any) -> list[int]:
    """Numbers of trainable and of other weights."""
    import math

    return [
        sum(math.prod(weight.shape) for weight in weights)
        for weights in (model.trainable_weights, model.non_trainable_weights)
    ]


def steps(model: Any) -> list[list[Any]]:
    """How one spatial axis shrinks from the input to the output.

    ``["valid", kernel, stride]``, ``["same", stride]`` or ``["pad", n]``, along the first path.
    """
    import keras

    found: list[list[Any]] = []
    tensor = model.outputs[0]
    while type(tensor._keras_history.operation).__name__ != "InputLayer":
        operation = tensor._keras_history.operation
        for layer in reversed(operation.layers if isinstance(operation, keras.Sequential) else [operation]):
            found.extend(step(layer))
        parents = operation._inbound_nodes[0].input_tensors
        # Branches that meet shrink alike, apart from the 1 x 1 gates of squeeze-and-excitation.
        tensor = next((parent for parent in parents if parent.shape[1] != 1), parents[0])
    return found[::-1]


def step(layer: Any) -> list[list[Any]]:
    """What one layer does to a spatial axis: nothing, or one step."""
    kind = type(layer).__name__
    assert not kind.startswith(("Cropping", "Global")), kind
    if kind == "ZeroPadding2D":
        (top, bottom), (left, right) = layer.padding
        assert top + bottom == left + right
        return [["pad", top + bottom]]
    kernel = getattr(layer, "kernel_size", getattr(layer, "pool_size", None))
    if kernel is None:
        return []
    stride = layer.strides if isinstance(layer.strides, int) else layer.strides[0]
    assert len(set(kernel)) == 1 or (layer.padding == "same" and stride == 1)
    if layer.padding == "same":
        return [["same", stride]] if stride > 1 else []
    return [["valid", kernel[0], stride]] if (kernel[0], stride) != (1, 1) else []


def preprocessing(module: Any) -> str:
    """What ``preprocess_input`` of a module does: ``caffe``, ``tf``, ``torch`` or ``identity``."""
    import numpy as np

    image = np.full((1, 1, 1, 3), 255.0)
    low, high = float(module.preprocess_input(image * 0).min()), float(module.preprocess_input(image.copy()).max())
    for mode, expected in {"caffe": -123.68, "tf": -1.0, "torch": -2.1179, "identity": 0.0}.items():
        if abs(low - expected) < 1e-3:
            assert (mode == "identity") == (high == 255.0)
            return mode
    raise AssertionError((low, high))


def made() -> dict[str, int]:
    """How many objects without a name Keras has counted since the session was cleared, by what they are named."""
    from keras.src.backend.common import global_state

    counted = dict(global_state.get_global_attribute("object_name_uids") or {})
    others = ("keras_tensor", "variable", "scratch_graph", "seed_generator")
    return {name: number for name, number in sorted(counted.items()) if name not in others}


def name_of(model: Any) -> str:
    """The model's name, with ``{}`` for the size of the images where it holds that."""
    name: str = model.name
    return name.removesuffix(f"_{PROBE}") + "_{}" if name.endswith(f"_{PROBE}") else name


def describe(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """All that the table says of one model."""
    import keras
    from keras.src.applications import imagenet_utils

    function = getattr(keras.applications, name)
    owners = [
        path
        for path, value in sorted(vars(keras.applications).items())
        if inspect.ismodule(value) and getattr(value, name, None) is function
    ]
    module = getattr(keras.applications, owners[-1] if owners else "mobilenet_v3")
    asked: dict[str, Any] = {"default_size": None, "min_size": 32}  # MobileNetV3 does not ask
    original = imagenet_utils.obtain_input_shape

    def listen(*arguments: Any, **keywords: Any) -> Any:
        asked.update(inspect.signature(original).bind(*arguments, **keywords).arguments)
        return original(*arguments, **keywords)

    def build(**more: Any) -> Any:
        keras.backend.clear_session()
        gc.collect()
        return function(weights=None, **options, **more)

    imagenet_utils.obtain_input_shape = listen
    nasnet = name.startswith("NASNet")
    try:
        model = build(include_top=False, input_shape=(PROBE, PROBE, 3))
        entry: dict[str, Any] = {
            "name": name_of(model),
            "made": made(),
            "module": module.__name__.rsplit(".", 1)[1],
            "preprocess": preprocessing(module),
            "default_size": asked["default_size"],
            "min_size": asked["min_size"],
            "channels": model.output_shape[-1],
            "steps": NASNET_STEPS if nasnet else steps(model),
            "body": counts(model),
            "rescales": any(type(layer).__name__ in ("Rescaling", "Normalization") for layer in model.layers),
            "include_preprocessing": "include_preprocessing" in inspect.signature(function).parameters,
        }
        build(include_top=False, pooling="avg", input_shape=(PROBE, PROBE, 3))
        entry["made_pooled"] = made()
        model = build(include_top=False, input_shape=(PROBE, PROBE, 1))
        entry["gray"] = counts(model)
        if entry["include_preprocessing"]:
            model = build(include_top=False, input_shape=(PROBE, PROBE, 3), include_preprocessing=False)
            entry["bare"] = counts(model)
        model = build(include_top=True, classes=10, input_shape=(PROBE, PROBE, 3))
        entry["made_top"] = made()
        entry["top"] = [with_top - without for with_top, without in zip(counts(model), entry["body"], strict=True)]
        classifier = next(layer for layer in reversed(model.layers) if layer.weights)
        entry["per_class"] = sum(counts(classifier)) // 10
        flatten = [layer for layer in model.layers if type(layer).__name__ == "Flatten"]
        if flatten and flatten[0].input.shape[1] != 1:
            entry["flatten"] = flatten[0]._outbound_nodes[0].operation.units
        return entry
    finally:
        imagenet_utils.obtain_input_shape = original


def main() -> None:
    """Describe all models, or those that are named, and merge them into the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", help="names in keras.applications")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", message="This model usually expects")
    table = json.loads(arguments.output.read_text()) if arguments.only and arguments.output.exists() else {}
    for key, name, options in models():
        if arguments.only and name not in arguments.only:
            continue
        table[key] = describe(name, options)
        print(key, json.dumps(table[key]), flush=True)
        lines = ",\n".join(f"{json.dumps(k)}:{json.dumps(v, sort_keys=True)}" for k, v in sorted(table.items()))
        arguments.output.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
