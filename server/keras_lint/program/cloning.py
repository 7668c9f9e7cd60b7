"""``clone_model``: the same layers anew, with the same names, nothing learnt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.layers.naming import FUNCTIONAL
from keras_lint.knowledge.values import Layer, Model, Ref, Tensor, Use, Value
from keras_lint.program import naming
from keras_lint.program.tensors import trace, walk

if TYPE_CHECKING:
    from keras_lint.program.run import Run
    from keras_lint.syntax import Site


def clone(run: Run, source: Model, site: Site | None = None) -> Ref:
    """A new model like another. Objects of the program's own classes are made by their ``from_config``: they are taken
    to be like the old ones.

    Args:
        run: the run.
        source: the model.
        site: where the new one is made.
    """
    copies: dict[Value, Value] = {}
    members = source.members
    if isinstance(members, tuple):
        members = tuple(copied(run, member, copies) for member in members)
    tensors = {id(t): t for t in (*ends(source.inputs), *ends(source.outputs))}
    made = copied_tensors(run, tuple(tensors.values()), copies)
    inputs, outputs = (
        tuple(made[id(tensor)] for tensor in end) if isinstance(end, tuple) else end
        for end in (source.inputs, source.outputs)
    )
    return run.new(
        replace(
            source,
            site=site or source.site,
            members=members,
            inputs=inputs,
            outputs=outputs,
            compiled=None,
            trainable=source.trainable if source.kind == "Sequential" else True,
            trained=False,
            pretrained=False,
            history=None,
            calls=0,
        )
    )


def counted_anew(run: Run, model: Model) -> None:
    """A model was cloned: each Sequential in it is made, and built, anew."""
    if model.kind == "Sequential" and (isinstance(model.inputs, Unknown) or not isinstance(model.members, tuple)):
        naming.doubt(run, FUNCTIONAL)
        return
    inner: set[Value] = set(model.members) if isinstance(model.members, tuple) else set()
    if isinstance(model.outputs, tuple) and model.application is None:
        inner |= {use.layer for use in walk(model.outputs) if use.layer is not None}
    for member in inner:
        fact = run.read(member)
        if isinstance(fact, Model):
            counted_anew(run, fact)
        elif not isinstance(fact, Layer) or fact.custom:
            naming.lose(run)
    if model.kind == "Sequential":
        naming.take(run, FUNCTIONAL)


def ends(tensors: object) -> tuple[Tensor, ...]:
    """The tensors at an end of a model, none where they are not known."""
    return tensors if isinstance(tensors, tuple) else ()


def copied(run: Run, reference: Value, copies: dict[Value, Value]) -> Value:
    """A new layer (or model) like another, one for each."""
    fact = run.read(reference)
    if not isinstance(reference, Ref) or not isinstance(fact, (Layer, Model)) or getattr(fact, "custom", False):
        return reference
    if reference not in copies:
        if isinstance(fact, Layer):
            # Keras names the layer of an input after its tensor, whose number nobody knows.
            default = UNKNOWN if fact.cls == "InputLayer" else fact.default_name
            wrapped = copied(run, fact.wrapped, copies)
            copies[reference] = run.new(replace(fact, default_name=default, calls=UNKNOWN, made=None, wrapped=wrapped))
        else:
            copies[reference] = clone(run, replace(fact, trainable=True))  # Keras leaves out the flag of inner models
    return copies[reference]


def copied_tensors(run: Run, outputs: tuple[Tensor, ...], copies: dict[Value, Value]) -> dict[int, Tensor]:
    """The graph before these tensors anew: the new tensor of each old one, by ``id``."""
    made: dict[int, Tensor] = {}
    uses: dict[int, Use] = {}
    for tensor in trace(outputs):
        use = tensor.use
        if use is None:
            layer = copied(run, tensor.input_layer, copies)
            made[id(tensor)] = replace(tensor, input_layer=layer)
            continue
        if id(use) not in uses:
            uses[id(use)] = replace(
                use,
                layer=copied(run, use.layer, copies),
                inputs=tuple(made[id(t)] for t in use.inputs),
                further=tuple(made[id(t)] for t in use.further),
                number=UNKNOWN,
            )
        made[id(tensor)] = replace(tensor, use=uses[id(use)])
    return made
