"""Calls into libraries: to their descriptions in ``knowledge``, or to what a call of that kind always does."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge import areas
from keras_lint.knowledge.applications import application
from keras_lint.knowledge.call import ATTRIBUTES, FUNCTIONS, METHODS, PURE, Description
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.names import canonical, is_configured_class
from keras_lint.knowledge.pandas import selection
from keras_lint.knowledge.tensors import operation_at
from keras_lint.knowledge.values import (
    MISSING,
    Array,
    Configured,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Rows,
    Step,
    Symbol,
    Tensor,
    Tuple,
    Value,
)
from keras_lint.program import (
    applications,
    builtin,
    layers,
    layout,
    models,
    naming,
    parts,
    precision,
    sequences,
    stdlib,
    tensors,
    training,
)
from keras_lint.program.binding import bind
from keras_lint.program.join import join_values
from keras_lint.program.run import BudgetExceeded
from keras_lint.program.state import Signal
from keras_lint.program.values import Instance, LibraryMethod, Super
from keras_lint.syntax import Site

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

areas.load()

OPERATING = ("keras.", "tensorflow.")
"""Libraries whose functions work on a model's tensors."""


@dataclass(slots=True)
class LibraryCall:
    """One call of a library function, as its description in ``knowledge`` sees it."""

    run: Run
    path: str
    arguments: Arguments
    site: Site
    receiver: Value = None
    args: tuple[Value, ...] = ()
    kwargs: dict[str, Value] = field(default_factory=dict)
    complete: bool = True

    def __post_init__(self) -> None:
        self.args = tuple(value for value, _ in self.arguments.positional)
        self.kwargs = {name: value for name, (value, _) in self.arguments.keywords.items()}
        self.complete = self.arguments.complete

    def arg(self, position: int | None, *names: str, default: Value = MISSING) -> Value:
        """The argument at ``position`` or under one of ``names``."""
        for name in names:
            if name in self.kwargs:
                return self.kwargs[name]
        if position is not None and position < len(self.args):
            return self.args[position]
        return default if self.complete else Unknown("arguments were unpacked from something unknown")

    def site_of(self, position: int | None, *names: str) -> Site | None:
        """The expression an argument is given by."""
        for name in names:
            if name in self.arguments.keywords:
                return self.arguments.keywords[name][1]
        if position is not None and position < len(self.arguments.positional):
            return self.arguments.positional[position][1]
        return None

    def read(self, value: Value) -> Any:
        """The fact behind a reference."""
        return self.run.read(value)

    def python(self, value: Value) -> Any:
        """The value as Python data."""
        return self.run.python(value)

    def new(self, fact: Any) -> Value:
        """Put a fact on the heap."""
        return self.run.new(fact)

    def update(self, reference: Value, fact: Any) -> None:
        """Change the object behind a reference."""
        self.run.update(reference, fact)

    def fresh(self) -> int:
        """A number nothing else has."""
        return self.run.fresh()

    def new_rows(self) -> Rows:
        """Rows of a new source."""
        return Rows(self.run.fresh())

    def step(self, kind: Any, name: str, **details: Any) -> Step:
        """A step at this call's site."""
        return Step(kind, name, self.site, **details)

    def event(self, kind: str, **details: Any) -> None:
        """Record that this happened."""
        self.run.event(kind, self.site, **details)

    def items(self, value: Value) -> tuple[Value, ...] | None:
        """Items of a list or tuple of known length."""
        return self.run.items(value)

    def element(self, value: Value) -> Value:
        """One item of an iterable, joined over all."""
        return sequences.element_of(self.run, value)

    def invoke(self, function: Value, args: tuple[Value, ...]) -> Value:
        """The result of calling a function of the program."""
        from keras_lint.program.calls import Arguments, call_value

        return call_value(self.run, function, Arguments([(arg, None) for arg in args], {}), self.site.node)


def call_symbol(run: Run, symbol: Symbol, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a function or class of a library."""
    path = canonical(symbol.path)
    if path.startswith("builtins."):
        return builtin.call_builtin(run, path[9:], arguments, node)
    if path in ("sys.exit", "os._exit"):
        run.state.signal = Signal("exit")
        return UNKNOWN
    maker = (
        models.MAKERS.get(path)
        or layout.FUNCTIONS.get(path)
        or stdlib.MAKERS.get(path)
        or precision.FUNCTIONS.get(path)
    )
    if maker is not None:
        return maker(run, path, symbol.path, arguments, node)
    if path.startswith(OPERATING) and operation_at(path) is not None and tensors.symbolic(run, arguments):
        return tensors.operate(run, path, arguments, node)
    description = FUNCTIONS.get(path)
    if description is not None and not (path.startswith("tensorflow.") and takes_model_tensor(run, arguments)):
        described = describe(description, LibraryCall(run, path, arguments, run.site(node)))
        if described is not NotImplemented:  # it describes the function for data, and was given a model's tensors
            return described
    if path.startswith("keras."):
        return call_keras(run, path, symbol, arguments, node)
    naming.after_call(run, path, arguments.values())
    if is_configured_class(path):
        bound, complete = bind(path, arguments)
        return run.new(Configured(path, bound, run.site(node), complete))
    if any(isinstance(run.read(value), Tensor) for value in arguments.values()):
        return tensors.unknown_tensor(run, arguments, node, path)
    if not is_pure(path):
        for value in arguments.values():
            run.havoc(value, f"passed to `{symbol.path}`")
    return Unknown(f"the result of `{symbol.path}`")


def describe(description: Description, call: LibraryCall) -> Value:
    """What a description says of a call.

    A fault in one description must not cost the findings of the whole file: the value is unknown, and the run says that
    it is incomplete. With ``KERAS_LINT_DEBUG`` set, as in the tests, the fault is raised.
    """
    try:
        return description(call)
    except (BudgetExceeded, RecursionError):
        raise
    except Exception as error:
        if os.environ.get("KERAS_LINT_DEBUG"):
            raise
        call.run.incomplete = f"`{call.path}` in row {call.site.row} could not be followed ({type(error).__name__})"
        return Unknown(f"the result of `{call.path}`")


def takes_model_tensor(run: Run, arguments: Arguments) -> bool:
    """Whether an argument is a symbolic tensor of a model: descriptions of TensorFlow's functions are for data."""
    return any(tensors.tensors_in(run, value) for value in arguments.values())


def call_keras(run: Run, path: str, symbol: Symbol, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call something of Keras that no description covers."""
    if path in layers.MERGING:
        return layers.merge(run, path, arguments, node)
    if path.startswith("keras.layers.") and path.count(".") == 2:
        return layers.make_layer(run, path, symbol.path, arguments, node)
    if path.startswith("keras.applications.") and application(path.rpartition(".")[2]) is not None:
        return applications.make_application(run, path, symbol.path, arguments, node)
    if takes_model_tensor(run, arguments):
        return tensors.unknown_tensor(run, arguments, node, path)
    naming.after_call(run, path, arguments.values())
    if is_configured_class(path):
        bound, complete = bind(path, arguments)
        return run.new(Configured(path, bound, run.site(node), complete))
    return Unknown(f"the result of `{symbol.path}`")


def is_pure(path: str) -> bool:
    """Whether a function leaves its arguments as they are."""
    return path in PURE or path.split(".")[0] in PURE


def call_method(run: Run, receiver: Value, name: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a method of a library object."""
    if isinstance(receiver, OneOf):
        return join_values([call_method(run, option, name, arguments, node) for option in receiver.options])
    if isinstance(receiver, Super):
        return builtin.super_call(run, receiver, name, arguments, node)
    fact = run.read(receiver)
    if isinstance(fact, Instance):
        fact_ref = fact.fact
        if fact_ref is not None:
            return call_method(run, fact_ref, name, arguments, node)
    if isinstance(fact, Model):
        return training.call_model_method(run, receiver, fact, name, arguments, node)
    if isinstance(fact, Layer):
        return layers.call_layer_method(run, receiver, fact, name, arguments, node)
    if isinstance(fact, Configured) and fact.path == stdlib.PARSER:
        return stdlib.call_parser(run, receiver, fact, name, arguments)
    if isinstance(fact, Configured):
        description = FUNCTIONS.get(f"{fact.path}.{name}")
        if description is not None:
            return describe(description, LibraryCall(run, name, arguments, run.site(node), receiver))
    if isinstance(fact, Tensor) and name in tensors.METHODS:
        given = [(receiver, None), *arguments.positional]
        return tensors.operate(run, tensors.METHODS[name], replace(arguments, positional=given), node)
    description = METHODS.get((type(fact), name))
    if description is not None:
        return describe(description, LibraryCall(run, name, arguments, run.site(node), receiver))
    if isinstance(fact, (List, Dict, Tuple, Literal)):
        return builtin.call_container(run, receiver, fact, name, arguments, node)
    if isinstance(fact, Unknown):
        return training.call_unknown_method(run, receiver, name, arguments, node)
    if isinstance(fact, (Configured, Symbol)) or naming.runs_code(run, arguments.values()):
        naming.after_method(run, name, arguments.values())
    for value in arguments.values():
        if not isinstance(fact, (Array, Tensor)):
            run.havoc(value, f"passed to `.{name}()`")
    return Unknown(f"the result of `.{name}()`")


def call_configured(run: Run, fact: Configured, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a configured object (a loss, an initializer, a metric) like a function."""
    description = FUNCTIONS.get(f"{fact.path}.__call__")
    if description is not None:
        return describe(description, LibraryCall(run, fact.path, arguments, run.site(node), fact))
    return Unknown(f"the result of calling a `{fact.name}`")


def library_attribute(run: Run, owner: Value, fact: Any, name: str, node: cst.CSTNode) -> Value:
    """An attribute of a library object; methods stay to be called."""
    description = ATTRIBUTES.get((type(fact), name))
    if description is not None:
        from keras_lint.program.calls import Arguments

        return describe(description, LibraryCall(run, name, Arguments(), run.site(node), owner))
    if isinstance(fact, Tuple) and name in ("rank", "ndims"):  # of a TensorFlow shape
        return Literal(len(fact.items))
    if isinstance(fact, (Model, Layer, Tensor)):
        known = parts.attribute(run, owner, fact, name)
        if known is not None:
            return known
    if name in ("learning_rate", "lr") and isinstance(fact, (Configured, LibraryMethod)):
        run.event("learning_rate", node, owner=owner)  # who gets hold of it may change it
    if isinstance(fact, Configured) and name in fact.arguments:
        return fact.arguments[name].value
    if (
        isinstance(fact, Array)
        and fact.library == "pandas"
        and name not in selection.NAMES
        and (Array, name) not in METHODS
    ):
        return run.new(selection.column(fact, name))  # `df.label`
    return LibraryMethod(owner, name)
