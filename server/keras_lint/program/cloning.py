"""Copies of models: ``clone_model`` makes new layers of the same arguments, and connects them in the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Layer, Model, Ref, Tensor, Use
from keras_lint.program.tensors import trace

if TYPE_CHECKING:
    from keras_lint.program.run import Run
    from keras_lint.syntax import Site


def cloned(run: Run, source: Model, site: Site) -> Ref:
    """A new model like ``source``: what is frozen or added to one of them later is not in the other."""
    copies: dict[Ref, Ref] = {}

    def copy(reference: Ref) -> Ref:
        if reference not in copies:
            fact = run.read(reference)
            if isinstance(fact, Model):
                copies[reference] = cloned(run, fact, site)
            else:
                copies[reference] = run.new(fact) if isinstance(fact, Layer) else reference
        return copies[reference]

    members, outputs = source.members, source.outputs
    if isinstance(members, tuple):
        members = tuple(copy(member) if isinstance(member, Ref) else member for member in members)
    if isinstance(outputs, tuple):
        tensors: dict[int, Tensor] = {}
        uses: dict[int, Use] = {}
        for tensor in trace(outputs):
            tensors[id(tensor)] = tensor
            use = tensor.use
            if use is None:
                continue
            if id(use) not in uses:
                uses[id(use)] = replace(
                    use,
                    layer=copy(use.layer) if use.layer is not None else None,
                    inputs=tuple(tensors[id(each)] for each in use.inputs),
                    further=tuple(tensors[id(each)] for each in use.further),
                )
            tensors[id(tensor)] = replace(tensor, use=uses[id(use)])
        outputs = tuple(tensors[id(tensor)] for tensor in outputs)
    inner = isinstance(source.inputs, tuple) and any(tensor.use is not None for tensor in source.inputs)
    return run.new(
        replace(
            source,
            site=site,
            members=members,
            outputs=Unknown("a clone of a model that starts inside another") if inner else outputs,
            compiled=None,
            trained=False,
            pretrained=False,
        )
    )
