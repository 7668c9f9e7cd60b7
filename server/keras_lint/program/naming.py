"""Counting the layers that are given no name, as Keras does: ``dense``, ``dense_1``, …

The counts are part of the memory, so that branches and loops make them differ as they do anything else. Where code that
is not followed may have made layers, nothing is known of them from then on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from keras_lint.knowledge.call import PURE
from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.naming import (
    BUILT_WITH,
    FUNCTIONAL,
    INPUT,
    MADE_WITH,
    PREFIXES,
    prefix_of,
)
from keras_lint.knowledge.tensors import class_of
from keras_lint.knowledge.values import Argument, Dict, Layer, Literal, Model, Value
from keras_lint.program.paths import LIBRARIES
from keras_lint.program.values import Class, Function, Instance, Method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

NOTHING_MADE = Dict({prefix: Literal(0) for prefix in PREFIXES})
"""The counts of a new process."""
NOT_COUNTED = Unknown("code that is not followed may have made layers before")
UNDECIDED = Unknown("how many layers of its class were made before is not known")

_HARMLESS = (
    "keras.activations.", "keras.backend.", "keras.callbacks.", "keras.config.", "keras.constraints.",
    "keras.datasets.", "keras.distribution.", "keras.initializers.", "keras.losses.", "keras.metrics.",
    "keras.mixed_precision.", "keras.optimizers.", "keras.ops.", "keras.preprocessing.", "keras.random.",
    "keras.regularizers.", "keras.utils.", "keras.version", "keras.applications.",
)  # fmt: skip
"""Parts of Keras that make no layers."""
_MAKES_LAYERS = ("keras.utils.FeatureSpace",)
_RESETS = ("keras.utils.clear_session", "keras.backend.clear_session", "keras.backend.reset_uids")


def given_name(run: Run, bound: dict[str, Argument], complete: bool) -> str | None | Unknown:
    """The ``name=`` of a layer or model; ``None`` where it is left to Keras."""
    name = run.python(bound["name"].value) if "name" in bound else None
    if name is None and not complete:
        return Unknown("arguments are not known")
    return name if isinstance(name, (str, Unknown)) else None


def take(run: Run, prefix: str) -> str | Unknown:
    """The name that Keras gives next to a layer of this kind."""
    counts: Dict = run.read(run.layer_counts)
    count = counts.entries.get(prefix, Literal(0) if counts.complete else NOT_COUNTED)
    if not isinstance(count, Literal):
        return count if isinstance(count, Unknown) else UNDECIDED
    run.update(run.layer_counts, Dict({**counts.entries, prefix: Literal(count.value + 1)}, counts.complete))
    return f"{prefix}_{count.value}" if count.value else prefix


def take_all(run: Run, made: Mapping[str, int]) -> None:
    """Count so many of each kind at once."""
    counts: Dict = run.read(run.layer_counts)
    entries = dict(counts.entries)
    for prefix, number in made.items():
        count = entries.get(prefix, Literal(0) if counts.complete else NOT_COUNTED)
        entries[prefix] = Literal(count.value + number) if isinstance(count, Literal) else count
    run.update(run.layer_counts, Dict(entries, counts.complete))


def name_layer(run: Run, cls: str, name: str | None | Unknown) -> str | Unknown:
    """The name that Keras gives a new layer if it is given none; Unknown where it is given one, or may be."""
    if cls not in LAYERS:
        lose(run)
    for prefix, number in MADE_WITH.get(cls, {}).items():
        for _ in range(number):
            take(run, prefix)
    return name_object(run, prefix_of(cls), name)


def name_object(run: Run, prefix: str, name: str | None | Unknown) -> str | Unknown:
    """The same for anything that is counted under ``prefix``."""
    if name is None:
        return take(run, prefix)
    if isinstance(name, Unknown):
        doubt(run, prefix)
    return UNDECIDED


def doubt(run: Run, *prefixes: str) -> None:
    """How many of these were made is not known from here on."""
    counts: Dict = run.read(run.layer_counts)
    entries = {**counts.entries, **dict.fromkeys(prefixes, UNDECIDED)}
    run.update(run.layer_counts, Dict(entries, counts.complete))


def lose(run: Run) -> None:
    """Nothing is known of the counts from here on."""
    counts: Dict = run.read(run.layer_counts)
    if counts.entries or counts.complete:
        run.update(run.layer_counts, Dict({}, complete=False))


def doubt_changes(run: Run, before: Mapping[str, Value]) -> None:
    """What was made since ``before`` may have been made any number of times: Keras traces a ``call`` as it needs."""
    counts: Dict = run.read(run.layer_counts)
    changed = [prefix for prefix, count in counts.entries.items() if before.get(prefix) != count]
    if changed:
        doubt(run, *changed)


def name_operation(run: Run, operator: str) -> str | Unknown:
    """The name of an operation outside layers, which is counted as they are: ``x + y`` takes the name ``add``.

    Inside the ``call`` of a layer tensors are TensorFlow's, and nothing is counted.
    """
    if run.inside_call:
        return NOT_COUNTED
    cls = class_of(operator) if not operator.startswith("tensorflow.") else None
    if cls is not None:
        return take(run, prefix_of(cls))
    if operator.startswith("keras."):
        lose(run)
    return NOT_COUNTED


# --- code that is not followed ---------------------------------------------------------------------------------------


def after_import(run: Run, root: str) -> None:
    """A module that is neither followed nor known may make layers, and give out objects that do."""
    if root not in LIBRARIES and root not in PURE and root not in sys.stdlib_module_names:
        run.strangers = True
        lose(run)


def after_call(run: Run, path: str, given: Iterable[Value]) -> None:
    """A function of a library was called that is not followed."""
    if path in _RESETS:
        run.update(run.layer_counts, NOTHING_MADE)
        return
    root = path.partition(".")[0]
    known = path.startswith(_HARMLESS) if root == "keras" else root in PURE or root in sys.stdlib_module_names
    if not known or path in _MAKES_LAYERS or runs_code(run, given):
        lose(run)


def after_method(run: Run, name: str, given: Iterable[Value]) -> None:
    """A method was called on an object that is not known."""
    own = any(isinstance(found, Class) and name in found.attributes for found, _ in run.definitions)
    if run.strangers or own or runs_code(run, given):
        lose(run)


def runs_code(run: Run, given: Iterable[Value]) -> bool:
    """Whether code of the program is handed over to code that is not followed."""
    return any(isinstance(run.read(value), (Function, Class, Method, Instance)) for value in given)


def name_instance(run: Run, instance: Instance, arguments: Arguments) -> None:
    """An object of a class of the program is initialised as a layer or a model: it is counted under its class."""
    assert instance.fact is not None
    fact = run.read(instance.fact)
    if not isinstance(fact, (Layer, Model)):
        return
    name = fact.name if arguments.complete else Unknown("arguments are not known")
    default = name_object(run, prefix_of(instance.cls.name), name)
    run.update(instance.fact, replace(fact, name=name, default_name=default))


def after_calling(run: Run, reference: Value, layer: Layer) -> None:
    """A layer is called: the first time it is built, and may make others."""
    made = BUILT_WITH.get(layer.cls, {})
    calls = run.read(reference).calls if made else 0
    for prefix, number in made.items():
        if isinstance(calls, Unknown):
            doubt(run, prefix)
        elif calls == 0:
            for _ in range(number):
                take(run, prefix)
    if layer.cls == "Masking" or (layer.cls == "Embedding" and layer.config.get("mask_zero", False) is not False):
        doubt(run, "concatenate")  # joining masks is counted with the layers of that name


# --- models ----------------------------------------------------------------------------------------------------------


def after_stacking(run: Run, model: Model, first: bool) -> None:
    """A Sequential was given layers; from its second on Keras makes a functional model of them each time.

    Args:
        run: the run.
        model: the model as it is now.
        first: whether the layer that tells the input shape is among the new ones.
    """
    members = model.members if isinstance(model.members, tuple) else None
    if members is None or any(not is_plain(run, member) for member in members):
        doubt(run, INPUT, FUNCTIONAL)
        return
    if isinstance(model.inputs, Unknown) or not members:
        return
    if first and model.inputs[0].input_layer is None:
        take(run, INPUT)
    take(run, FUNCTIONAL)


def is_plain(run: Run, member: Value) -> bool:
    """Whether a member of a Sequential is a layer that Keras itself defines."""
    fact = run.read(member)
    return isinstance(fact, Layer) and not fact.custom


def after_building(run: Run, again: bool) -> None:
    """A Sequential was built on data, or (``again``) may have been built before."""
    if again:
        doubt(run, INPUT, FUNCTIONAL)
    else:
        take(run, INPUT)
        take(run, FUNCTIONAL)
