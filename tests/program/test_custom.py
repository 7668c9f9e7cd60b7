"""Layers and models that a program defines itself are followed as Keras runs them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Layer, Model
from keras_lint.lint.runner import analyse
from keras_lint.program.parts import layer_refs
from keras_lint.program.program import Program
from keras_lint.program.run import read
from keras_lint.program.values import Instance
from keras_lint.program.views import ModelView
from keras_lint.source import source_from_text
from tests.program.custom_programs import HEAD, PROGRAMS


def run(code: str) -> Program:
    return analyse(source_from_text(HEAD + code, "/p/program.py"))


def model_of(program: Program) -> ModelView:
    """The program's ``model`` as it stands at the end."""
    heap = program.run.finals[0]
    module = heap[program.module.scope]
    reference = module.names["model"]
    fact = read(heap, reference)
    if isinstance(fact, Instance):
        reference, fact = fact.fact, read(heap, fact.fact)
    assert isinstance(fact, Model)
    view = next(view for view in program.models if view.reference == reference)
    event = view.event
    event.heap = heap
    return ModelView(event, program, fact, reference)


def classes(view: ModelView) -> list[str]:
    found = []
    for reference in layer_refs(view.fact):
        fact = view.read(reference)
        if isinstance(fact, Instance):
            fact = view.read(fact.fact)
        assert isinstance(fact, (Layer, Model))
        found.append(fact.cls or fact.kind)
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_layers_shapes_and_weights_are_those_of_keras(name: str) -> None:
    names: dict[str, Any] = {}
    exec(HEAD + PROGRAMS[name], names)
    model = names["model"]
    view = model_of(run(PROGRAMS[name]))
    real = [type(layer).__name__ for layer in model.layers if type(layer).__name__ != "InputLayer"]
    assert sorted(classes(view)) == sorted(real) if view.fact.kind == "Functional" else classes(view) == real
    count = {flag: sum(int(np.prod(w.shape)) for w in model.weights if w.trainable is flag) for flag in (True, False)}
    assert (view.trained_weights.trainable, view.trained_weights.non_trainable) == (count[True], count[False])
    outputs = model(names["x"])
    expected = [tuple(o.shape)[1:] for o in (outputs.values() if isinstance(outputs, dict) else [outputs])]
    assert isinstance(view.fact.outputs, tuple)
    assert [tensor.shape[1:] for tensor in view.fact.outputs if is_known(tensor.shape)] == expected
