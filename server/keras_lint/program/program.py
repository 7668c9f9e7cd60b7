"""The program as rules see it: the events of one symbolic run, ordered and looked at through views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, get_args

from keras_lint.knowledge.values import Dict, List, Model, OneOf, Ref, Tuple, Value
from keras_lint.program import views
from keras_lint.program.entries import run_program
from keras_lint.program.modules import Module, Project
from keras_lint.program.run import Binding, Event, Run
from keras_lint.program.state import Scope
from keras_lint.program.values import Instance
from keras_lint.syntax.depth import deep_stack

if TYPE_CHECKING:
    from keras_lint.source import Source
    from keras_lint.syntax import Site, Tree

V = TypeVar("V")
Ending: TypeAlias = tuple[tuple[tuple[int, int], ...], dict[int, Any]]
"""The branches taken, and the memory at the end."""


class Program:
    """What one file does."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.module = run.module
        self.tree: Tree = run.module.tree
        self.source: Source = run.module.tree.source
        self.incomplete = run.incomplete
        self.backend = "tensorflow"
        """Keras's backend: verdicts that differ between backends ask for it."""
        self.target_keras: str | None = None
        """The release of Keras the project is held to ("2", "3", "3.4"); ``None`` for the newest."""

    def release(self) -> None:
        """Let go of everything. Programs and their views refer to each other: without this the memory of a file stays
        taken until the garbage collector finds it, and finding it costs a tenth of the parse.
        """
        vars(self).clear()

    @cached_property
    def events(self) -> list[Event]:
        """Everything that happens, in order."""
        return self.run.events

    def of(self, kind: str) -> list[Event]:
        """Events of one kind, in order."""
        return [event for event in self.events if event.kind == kind]

    @cached_property
    def fits(self) -> tuple[views.FitCall, ...]:
        """All calls of ``fit``."""
        return tuple(views.FitCall(event, self) for event in self.of("fit"))

    @cached_property
    def evaluations(self) -> tuple[views.EvaluateCall, ...]:
        """All calls of ``evaluate``."""
        return tuple(views.EvaluateCall(event, self) for event in self.of("evaluate"))

    @cached_property
    def predictions(self) -> tuple[views.PredictCall, ...]:
        """All calls of ``predict``."""
        return tuple(views.PredictCall(event, self) for event in self.of("predict"))

    @cached_property
    def compilations(self) -> tuple[views.CompileCall, ...]:
        """All calls of ``compile``."""
        return tuple(views.CompileCall(event, self) for event in self.of("compile"))

    @cached_property
    def splits(self) -> tuple[views.SplitCall, ...]:
        """All splits of data."""
        return tuple(views.SplitCall(event, self) for event in self.of("split"))

    @cached_property
    def resamplings(self) -> tuple[views.ResampleCall, ...]:
        """All resamplings of data."""
        return tuple(views.ResampleCall(event, self) for event in self.of("resample"))

    @cached_property
    def unpackings(self) -> tuple[views.Unpacking, ...]:
        """The patterns that may take a split apart."""
        return tuple(views.Unpacking(event, self) for event in self.of("unpacked"))

    @cached_property
    def transformer_fits(self) -> tuple[views.TransformerFit, ...]:
        """All fits of scalers, encoders, imputers, …"""
        return tuple(views.TransformerFit(event, self) for event in self.of("transformer"))

    @cached_property
    def refusals(self) -> tuple[views.Refusal, ...]:
        """All inputs that Keras refuses, whichever branches were taken."""
        refused = [event for event in self.of("refused") if not self.run.accepted_elsewhere(event)]
        return tuple(views.Refusal(event, self) for event in refused)

    @cached_property
    def models(self) -> tuple[views.ModelView, ...]:
        """Every model as it stands at its first ``fit``, else at its last ``compile``, else at the end; in order of
        creation.
        """
        return tuple(
            view
            for reference, created in self.created_models
            for view in self._standing(reference, created, self.of("compile"), self._joined_ending)
        )

    @cached_property
    def final_models(self) -> tuple[views.ModelView, ...]:
        """Every model as it stands at its first ``fit``, else at the end; in order of creation."""
        return tuple(
            view
            for reference, created in self.created_models
            for view in self._standing(reference, created, [], self._endings)
        )

    @cached_property
    def created_models(self) -> tuple[tuple[Ref, Event], ...]:
        """Every model and where it is made, in order."""
        made: dict[int, Event] = {}
        for event in self.events:
            if event.kind in ("model", "super_init"):
                reference = event.details["model"]
                if isinstance(reference, Ref):
                    made.setdefault(reference.address, event)
        return tuple((Ref(address), event) for address, event in made.items())

    def _standing(
        self,
        reference: Ref,
        created: Event,
        compilations: list[Event],
        endings: Callable[[Ref], list[Ending]],
    ) -> Iterator[views.ModelView]:
        """Views of one model: one for each alternative in which it is first trained."""
        fits = [e for e in self.of("fit") if refers(e.details["model"], reference)]
        moments = [
            e
            for e in fits
            if not any(o is not e and e.path[: len(o.path)] == o.path and o.order < e.order for o in fits)
        ]
        if not moments:
            moments = [e for e in compilations if refers(e.details["model"], reference)][-1:]
        if not moments:
            where = (created.site, created.statement, created.context)
            moments = [
                Event("end", *where, path or created.path, heap, created.order, {}) for path, heap in endings(reference)
            ]
        for moment in moments:
            fact = moment.heap.get(reference.address)
            if isinstance(fact, Model):
                event = Event(
                    "model", fact.site, moment.statement, created.context, moment.path, moment.heap, moment.order, {}
                )
                yield views.ModelView(event, self, fact, reference)

    def _joined_ending(self, reference: Ref) -> list[Ending]:
        """The last memory in which a model is known, whichever branches were taken."""
        heaps = [*reversed(self.run.finals), self.run.state.heap]
        found: list[Ending] = [((), heap) for heap in heaps if reference.address in heap]
        return found[:1]

    def _endings(self, reference: Ref) -> list[Ending]:
        """The memory at the end of the module, for each way through it on which the model is made."""
        found = [ending for ending in self.run.endings if reference.address in ending[1]]
        return found or self._joined_ending(reference)

    @cached_property
    def layers(self) -> tuple[views.LayerView, ...]:
        """The layers of all models."""
        return tuple(layer for model in self.models for layer in model.layers)

    @cached_property
    def creations(self) -> dict[int, Event]:
        """Where each layer is made, by its address."""
        return {e.details["layer"].address: e for e in self.of("layer") if isinstance(e.details["layer"], Ref)}

    def made_at(self, site: Site) -> tuple[views.LayerView, ...]:
        """All uses of layers that this one call makes: several where it stands in a loop or in a function called more
        than once.
        """
        return tuple(view for view in self.layers if view.site.key == site.key)

    def subjects(self, kind: type[V]) -> tuple[V, ...]:
        """Everything of one kind that a rule can look at.

        Raises:
            KeyError: no rule can look at this kind.
        """
        found: Any = tuple(subject for each in get_args(kind) or (kind,) for subject in SUBJECTS[each](self))
        return found  # type: ignore[no-any-return]

    @property
    def whole(self) -> bool:
        """Whether all of the file was followed: only then is what was not seen known to be absent."""
        return self.incomplete is None and not self.tree.problems

    def bindings_of(self, kind: type) -> list[Binding]:
        """Every time an object of a kind gets a name."""
        return [binding for binding in self.run.bindings if isinstance(binding.fact, kind)]

    def unused(self, binding: Binding) -> bool:
        """Whether an object is never read after it got its name, and nobody else is given it.

        Functions that nobody called see what a module's name stands for at the end: where that is another object, they
        may have been called before.
        """
        reference = binding.reference
        if not isinstance(reference, Ref) or reference.address in self.run.reads or self.escapes(reference):
            return False
        scope = self.run.finals[0].get(self.module.scope) if self.run.finals else None
        return bool(binding.context.calls) or (isinstance(scope, Scope) and scope.names.get(binding.name) == reference)

    def escapes(self, reference: Value) -> bool:
        """Whether an object is returned or kept by a function or class that nobody here calls."""
        return any(reaches(heap, value, reference) for heap, value in self.run.escaped)

    def before(self, event: Event, *kinds: str) -> list[Event]:
        """Events of these kinds that come before another."""
        return [other for other in self.events if other.kind in kinds and other.order < event.order]

    def after(self, event: Event, *kinds: str) -> list[Event]:
        """Events of these kinds that come after another."""
        return [other for other in self.events if other.kind in kinds and other.order > event.order]

    @property
    def uses_keras(self) -> bool:
        """Whether the file or a module it imports has to do with Keras."""
        return bool(self.module.imports & {"keras", "tensorflow", "tf_keras"})


def reaches(heap: dict[int, Any], value: Value, reference: Value, depth: int = 0) -> bool:
    """Whether ``reference`` is ``value`` or inside of it."""
    if value == reference:
        return True
    if depth > 4:
        return False
    fact = heap.get(value.address) if isinstance(value, Ref) else value
    if isinstance(fact, OneOf):
        inner: tuple[Value, ...] = fact.options
    elif isinstance(fact, (Tuple, List)):
        inner = fact.items
    elif isinstance(fact, Dict):
        inner = tuple(fact.entries.values())
    elif isinstance(fact, Instance):
        inner = (*fact.attributes.values(), fact.fact)
    else:
        return False
    return any(reaches(heap, item, reference, depth + 1) for item in inner)


def refers(value: Value, reference: Ref) -> bool:
    """Whether a value is, or may be, this reference."""
    return value == reference or (isinstance(value, OneOf) and reference in value.options)


SUBJECTS: dict[type, Any] = {
    Program: lambda program: (program,),
    views.FitCall: lambda program: program.fits,
    views.EvaluateCall: lambda program: program.evaluations,
    views.PredictCall: lambda program: program.predictions,
    views.CompileCall: lambda program: program.compilations,
    views.ModelView: lambda program: program.models,
    views.LayerView: lambda program: program.layers,
    views.SplitCall: lambda program: program.splits,
    views.ResampleCall: lambda program: program.resamplings,
    views.Unpacking: lambda program: program.unpackings,
    views.TransformerFit: lambda program: program.transformer_fits,
    views.Refusal: lambda program: program.refusals,
}
"""How to find what a rule's ``check`` asks for by its annotation."""


def interpret(tree: Tree, project: Project | None = None) -> Program:
    """Run a file symbolically."""
    module = Module("__main__", tree)
    run = Run(module, project or Project(tree.source))
    with deep_stack():
        run_program(run)
    return Program(run)
