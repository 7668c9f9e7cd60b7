"""The symbolic run: where it is, what it may still spend, what it has recorded."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import (
    Array,
    Configured,
    Dataset,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Ref,
    Tuple,
    Value,
)
from keras_lint.program.bounds import MAX_ITEMS, TOO_LARGE, bounded_fact
from keras_lint.program.join import join_facts
from keras_lint.program.layout import CHANNELS_LAST
from keras_lint.program.naming import NOTHING_MADE
from keras_lint.program.state import Scope, State
from keras_lint.program.values import Instance, Record
from keras_lint.syntax import Chunk, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from keras_lint.program.modules import Module, Project

MAX_STEPS = 400_000
"""Statements and expressions one file may cost: some 2 s, a hundred times what an ordinary training script needs."""
MAX_SECONDS = 8.0
"""Wall time for one file: an editor's user has long gone on; what was found until then is kept."""
MAX_DEPTH = 24
"""Calls inside calls: deeper than any model-building code seen; recursion ends here."""


class BudgetExceeded(Exception):
    """The run has spent its steps or its time."""


@dataclass(frozen=True, slots=True)
class Context:
    """The way to where the run is: the calls and loop turns around it."""

    calls: tuple[Site, ...] = ()
    turns: tuple[int, ...] = ()
    entry: str = "module"
    """``module``, or ``function`` where a function nobody calls is run with unknown arguments."""

    @property
    def key(self) -> tuple[Any, ...]:
        """Same for the same way."""
        return (tuple(site.key for site in self.calls), self.turns, self.entry)


@dataclass(slots=True, eq=False)
class Event:
    """Something that the program does, with the memory as it was then."""

    kind: str
    site: Site
    statement: Site
    context: Context
    path: tuple[tuple[int, int], ...]
    heap: dict[int, Any]
    order: int
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Data, or an object of a library (a callback, an optimizer), get a name."""

    name: str
    reference: Value
    fact: Any
    """What it was then."""
    statement: Site
    context: Context
    order: int
    """Number of events before it."""


@dataclass(slots=True)
class Frame:
    """One function call or module body being run."""

    scope: int
    module: Module
    function: object | None = None
    yields: list[Value] = field(default_factory=list)
    returns: list[Value] = field(default_factory=list)


class Run:
    """One symbolic run over one file."""

    def __init__(self, module: Module, project: Project) -> None:
        self.state = State({})
        self.module = module
        self.project = project
        self.chunk: Chunk = module.tree.chunks[0] if module.tree.chunks else Chunk(0, "", None)
        self.statement: cst.CSTNode | None = None
        self.frame = Frame(-1, module)
        self.context = Context()
        self.events: list[Event] = []
        self.steps = 0
        self.deadline = time.monotonic() + MAX_SECONDS
        self.depth = 0
        self.numbers = 0
        self.image_data_format = self.new(Literal(CHANNELS_LAST))
        """Where layers look for the channels unless they are told."""
        self.layer_counts = self.new(NOTHING_MADE)
        """How many layers without a name were made of each kind."""
        self.single = True
        """Whether weights are 4 bytes wide where no layer says otherwise."""
        self.strangers = False
        """Whether a module was imported that is neither followed nor known."""
        self.inside_call = 0
        """Above 0, the ``call`` of a layer of the program is being followed."""
        self.muted = 0
        """Above 0, events are not recorded (the first turn of a loop that is run twice)."""
        self.trackers: dict[int, Ref] = {}
        """Lists and dictionaries that belong to an object of Keras, which remembers the layers put into them."""
        self.training: bool | None = None
        """Whether the ``call`` being run is one of training; ``None`` outside of calls."""
        self.training_asked = False
        """Whether a ``call`` was told so since that was last cleared."""
        self.called: set[int] = set()
        """``id`` of the nodes of functions that were called or instantiated."""
        self.definitions: list[tuple[Any, Context]] = []
        self.active: list[int] = []
        self.finals: list[dict[int, Any]] = []
        """The memory at the end of each entry."""
        self.endings: list[tuple[tuple[tuple[int, int], ...], dict[int, Any]]] = []
        """The branches that lead to the end of the module, and the memory there."""
        self.loop_limit: int | None = None
        """The count of steps at which the outermost loop has cost enough turn by turn."""
        self.incomplete: str | None = None
        self.unknown_names: set[str] = set()
        """Names bound by code that does not parse, or bound only later in a notebook."""
        self.unbound: dict[str, Unknown] = {}
        """What a name stands for that nothing binds: the same wherever it is read."""
        self.names: dict[int, str] = {}
        """The name of models, by address: the first that the module gives, else the first."""
        self.named_by_module: set[int] = set()
        self.bindings: list[Binding] = []
        """Every time a plain name is bound to data or to an object of a library, in order."""
        self.star_imports: list[str] = []
        self.reads: dict[int, int] = {}
        """When an object was last read through a name or attribute: the number of events before that, by address."""
        self.accepted: dict[tuple[Any, ...], set[tuple[tuple[int, int], ...]]] = {}
        """The branches on which a layer took its input, by where and how it was called."""
        self.escaped: list[tuple[dict[int, Any], Value]] = []
        """What functions and classes that nobody called return, or keep, and the memory then: others may do anything
        with it."""

    # --- budget -----------------------------------------------------------------------------------------------------

    def spend(self) -> None:
        """Count one step.

        Raises:
            BudgetExceeded: nothing is left.
        """
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise BudgetExceeded(f"{MAX_STEPS:,} steps")
        if not self.steps & 255:
            self.look_at_clock()

    def look_at_clock(self) -> None:
        """End the run where its time is over.

        Raises:
            BudgetExceeded: nothing is left.
        """
        if time.monotonic() > self.deadline:
            raise BudgetExceeded(f"{MAX_SECONDS:g} seconds")

    def fresh(self) -> int:
        """A number that nothing else has."""
        self.numbers += 1
        return self.numbers

    # --- places -----------------------------------------------------------------------------------------------------

    def site(self, node: cst.CSTNode) -> Site:
        """The place of a node of the chunk being run."""
        return Site(self.frame.module.tree, self.chunk, node)

    # --- heap -------------------------------------------------------------------------------------------------------

    def new(self, fact: Any) -> Ref:
        """Put a fact on the heap."""
        self.numbers += 1
        self.state.write(self.numbers, bounded_fact(fact))
        return Ref(self.numbers)

    def update(self, reference: Value, fact: Any) -> None:
        """Change the object behind a reference; nothing where it is no reference."""
        if isinstance(reference, OneOf):
            for option in reference.options:
                self.update(option, Unknown("one of several was changed"))
        elif isinstance(reference, Ref):
            self.state.put(reference, fact)

    def read(self, value: Value) -> Any:
        """The fact behind a reference; other values as they are. One of several gives what holds for all."""
        return read(self.state.heap, value)

    def python(self, value: Value) -> Any:
        """The value as Python data, ``Unknown`` where it is not known."""
        found = python(self.state.heap, value)
        if isinstance(found, (tuple, dict)) or found is TOO_LARGE:
            self.look_at_clock()  # large values cost more than the step they are counted as
        return found

    def items(self, value: Value) -> tuple[Value, ...] | None:
        """Items of a list or tuple of known length."""
        fact = self.read(value)
        if isinstance(fact, Tuple):
            return fact.items
        if isinstance(fact, List) and fact.rest is None:
            return fact.items
        return None

    def havoc(self, value: Value, reason: str, seen: set[int] | None = None) -> None:
        """Everything reachable from ``value`` may have changed."""
        seen = seen if seen is not None else set()
        if isinstance(value, (OneOf, Tuple)):
            for item in value.options if isinstance(value, OneOf) else value.items:
                self.havoc(item, reason, seen)
            return
        if not isinstance(value, Ref) or value.address in seen:
            return
        seen.add(value.address)
        fact = self.state.heap.get(value.address)
        self.state.touched = True
        self.state.write(value.address, changed(fact, reason))
        if isinstance(fact, List):
            for item in (*fact.items, fact.rest):
                self.havoc(item, reason, seen)
        elif isinstance(fact, Dict):
            for item in fact.entries.values():
                self.havoc(item, reason, seen)
        elif isinstance(fact, (Instance, Record)):
            for item in (fact.attributes if isinstance(fact, Instance) else fact.fields).values():
                self.havoc(item, reason, seen)

    # --- names ------------------------------------------------------------------------------------------------------

    def lookup(self, name: str) -> Value | None:
        """The value a name is bound to, or ``None`` where nothing binds it."""
        address: int | None = self.frame.scope
        heap = self.state.heap
        while address is not None:
            scope: Scope | None = heap.get(address)
            if scope is None:  # made in a branch that this state did not take
                return None
            if name in scope.names:
                return scope.names[name]
            if name in scope.outer:
                outer: Scope | None = heap.get(scope.outer[name])
                return outer.names.get(name) if outer is not None else None
            address = scope.parent
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the current scope."""
        scope = self.state.scope(self.frame.scope)
        if name in scope.outer:
            scope = self.state.scope(scope.outer[name])
        scope.names[name] = value

    def note_name(self, name: str, value: Value, fact: Any) -> None:
        """Remember what a model is called."""
        if isinstance(fact, Instance) and fact.fact is not None:
            self.note_name(name, fact.fact, self.read(fact.fact))
        elif isinstance(fact, Model):
            of_module = self.frame.scope == self.module.scope
            for option in value.options if isinstance(value, OneOf) else (value,):
                if not isinstance(option, Ref):
                    continue
                if of_module and option.address not in self.named_by_module:
                    self.named_by_module.add(option.address)
                    self.names[option.address] = name
                self.names.setdefault(option.address, name)

    def note_binding(self, name: str, value: Value, fact: Any) -> None:
        """Remember which statement gives data or an object of a library a name."""
        if isinstance(fact, (Array, Dataset, Configured)) and self.statement is not None and not self.muted:
            statement = self.site(self.statement)
            self.bindings.append(Binding(name, value, fact, statement, self.context, len(self.events)))

    def note_read(self, value: Value) -> None:
        """Remember that an object was looked at under a name."""
        if isinstance(value, Ref):
            self.reads[value.address] = len(self.events)
        elif isinstance(value, (OneOf, Tuple)):
            for item in value.options if isinstance(value, OneOf) else value.items:
                self.note_read(item)

    def star_import(self, path: str) -> None:
        """``from library import *``: its public names are bound where they are known."""
        from keras_lint.knowledge.api import public_names
        from keras_lint.knowledge.values import Symbol

        for name in public_names(path):
            self.bind(name, Symbol(f"{path}.{name}"))
        self.star_imports.append(path)

    # --- events -----------------------------------------------------------------------------------------------------

    def event(self, kind: str, node: cst.CSTNode | Site, **details: Any) -> None:
        """Record that something happened here."""
        if self.muted:
            return
        site = node if isinstance(node, Site) else self.site(node)
        statement = self.site(self.statement) if self.statement is not None else site
        self.events.append(
            Event(
                kind, site, statement, self.context, self.state.path, self.state.snapshot(), len(self.events), details
            )
        )

    def note_accepted(self, site: Site) -> None:
        """Remember that a layer took its input here, on these branches."""
        if not self.muted:
            self.accepted.setdefault((site.key, self.context.key), set()).add(self.state.path)

    def accepted_elsewhere(self, refused: Event) -> bool:
        """Whether the same call goes well where another branch was taken: then the branch may never be."""
        taken = dict(refused.path)
        paths = self.accepted.get((refused.site.key, refused.context.key), ())
        return any(taken.get(fork, branch) != branch for path in paths for fork, branch in path)


def read(heap: dict[int, Any], value: Value) -> Any:
    """The fact behind a reference in a heap."""
    if isinstance(value, Ref):
        return heap.get(value.address, UNKNOWN)
    if isinstance(value, OneOf):
        facts = [read(heap, option) for option in value.options]
        if all(isinstance(fact, (Array, Dataset, Model, Layer, Configured, List, Dict)) for fact in facts):
            return join_facts(facts)
    return value


def python(heap: dict[int, Any], value: Value) -> Any:
    """A value as Python data: numbers, strings, tuples, dicts; ``Unknown`` where it is not known, or is too large."""
    try:
        return _python(heap, value, 0, iter(range(MAX_ITEMS)))
    except StopIteration:
        return TOO_LARGE


def _python(heap: dict[int, Any], value: Value, depth: int, budget: Iterator[int]) -> Any:
    if isinstance(value, Literal):
        return value.value
    fact = read(heap, value)
    if depth > 8:
        return UNKNOWN
    if isinstance(fact, (Tuple, List)):
        if isinstance(fact, List) and fact.rest is not None:
            return UNKNOWN
        return _python_items(heap, fact.items, depth + 1, budget)
    if isinstance(fact, Dict):
        if not fact.complete:
            return UNKNOWN
        return dict(zip(fact.entries, _python_items(heap, (*fact.entries.values(),), depth + 1, budget), strict=True))
    if isinstance(fact, Array) and fact.shape == () and isinstance(fact.data, (int, float)):
        return fact.data
    if isinstance(fact, Unknown):
        return fact
    return UNKNOWN


def _python_items(heap: dict[int, Any], items: tuple[Value, ...], depth: int, budget: Iterator[int]) -> tuple[Any, ...]:
    """The items as Python data, each paid for: a list may hold another a thousand times, and that one a third."""
    found = []
    for item in items:
        next(budget)
        found.append(_python(heap, item, depth, budget))
    return tuple(found)


def changed(fact: Any, reason: str) -> Any:
    """What is left of a fact after code that is not known had hold of the object."""
    from dataclasses import replace

    unknown = Unknown(reason)
    if isinstance(fact, Array):  # an array's shape cannot change through a reference, its numbers can
        return replace(fact, low=unknown, high=unknown, data=unknown)
    if isinstance(fact, List):
        return List((), unknown)
    if isinstance(fact, Dict):
        return Dict({}, complete=False)
    if isinstance(fact, Record):
        return Record({}, complete=False)
    if isinstance(fact, Model):
        return replace(fact, changed=reason)
    return fact
