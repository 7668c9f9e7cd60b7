"""Calling: the program's own functions are inlined, library functions are looked up in ``knowledge``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import (
    MISSING,
    Configured,
    Dataset,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Ref,
    Symbol,
    Tensor,
    Tuple,
    Value,
)
from keras_lint.program import builtin, custom, evaluation, layers, library, naming, sequences, stdlib, tensors
from keras_lint.program.fact_comments import at_entry
from keras_lint.program.generators import fill_sequence, generator_of
from keras_lint.program.join import join_states, join_values
from keras_lint.program.run import MAX_DEPTH, Frame
from keras_lint.program.state import Scope, Signal
from keras_lint.program.values import Class, Function, Instance, LibraryMethod, Method, Partial, Super
from keras_lint.syntax import Site

if TYPE_CHECKING:
    from keras_lint.program.run import Run


@dataclass(slots=True)
class Arguments:
    """Arguments of a call, evaluated: each value with the expression it is given by."""

    positional: list[tuple[Value, Site | None]] = field(default_factory=list)
    keywords: dict[str, tuple[Value, Site | None]] = field(default_factory=dict)
    complete: bool = True
    """False after ``*unknown`` or ``**unknown``."""

    def values(self) -> list[Value]:
        """All values, positional first."""
        return [value for value, _ in self.positional] + [value for value, _ in self.keywords.values()]


def evaluate_arguments(run: Run, node: cst.Call) -> Arguments:
    """Evaluate the arguments of a call in order, unpacking ``*`` and ``**`` where their contents are known."""
    arguments = Arguments()
    for argument in node.args:
        value = evaluation.evaluate(run, argument.value)
        site = run.site(argument.value)
        if argument.star == "*":
            items = sequences.iterated(run, value)
            if items is None:
                arguments.complete = False
            else:
                arguments.positional.extend((item, None) for item in items)
        elif argument.star == "**":
            fact = run.read(value)
            if isinstance(fact, Dict):
                arguments.keywords.update({str(k): (v, None) for k, v in fact.entries.items()})
            if not isinstance(fact, Dict) or not fact.complete:
                arguments.complete = False
        elif argument.keyword is not None:
            arguments.keywords[argument.keyword.value] = (value, site)
        else:
            arguments.positional.append((value, site))
    return arguments


def call(run: Run, node: cst.Call) -> Value:
    """The value of a call. Chains (``x.y().z()``) recurse once per link; libcst's own parser bounds their length."""
    function = evaluation.evaluate(run, node.func)
    if isinstance(function, Symbol) and function.path == "builtins.super":
        return make_super(run)
    arguments = evaluate_arguments(run, node)
    return call_value(run, function, arguments, node)


def call_value(run: Run, function: Value, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call whatever ``function`` is."""
    if isinstance(function, Function):
        return call_function(run, function, arguments, node)
    if isinstance(function, Method):
        owner = run.read(function.receiver)
        own = isinstance(owner, Instance) and owner.cls.lookup(function.function.name) is function.function
        if own and owner.fact is not None and isinstance(function.receiver, Ref):  # not by `super()`
            if function.function.name == "build":
                return custom.build_called(run, function.receiver, owner, arguments, node)
            if function.function.name == "call":
                return custom.call_custom(run, function.receiver, owner, arguments, node)
        bound = Arguments([(function.receiver, None), *arguments.positional], arguments.keywords, arguments.complete)
        return call_function(run, function.function, bound, node)
    if isinstance(function, Symbol):
        return library.call_symbol(run, function, arguments, node)
    if isinstance(function, LibraryMethod):
        return library.call_method(run, function.receiver, function.name, arguments, node)
    if isinstance(function, Class):
        return instantiate(run, function, arguments, node)
    if isinstance(function, Partial):
        return stdlib.call_partial(run, function, arguments, node)
    if isinstance(function, OneOf):
        return join_values([call_value(run, option, arguments, node) for option in function.options])
    fact = run.read(function)
    if isinstance(fact, (Layer, Model)):
        return layers.apply(run, function, arguments, node)
    if isinstance(fact, Instance):
        return call_instance(run, function, fact, arguments, node)
    if isinstance(fact, Configured):
        return library.call_configured(run, fact, arguments, node)
    naming.lose(run)
    for value in arguments.values():
        run.havoc(value, "passed to a function that is not known")
    if isinstance(fact, Unknown) and any(isinstance(run.read(v), Tensor) for v, _ in arguments.positional):
        return tensors.unknown_tensor(run, arguments, node)
    return Unknown("the result of a call that is not known")


def make_super(run: Run) -> Value:
    """``super()`` in the method being run."""
    function = run.frame.function
    if isinstance(function, Function) and function.owner is not None:
        scope: Scope = run.state.heap[run.frame.scope]
        first = next(iter(scope.names.values()), UNKNOWN)
        return Super(function.owner, first)
    return UNKNOWN


def parameters_of(function: Function) -> tuple[list[str], list[str], str | None, str | None]:
    """Names of positional and keyword-only parameters, of ``*args`` and of ``**kwargs``."""
    parameters = function.node.params
    positional = [p.name.value for p in (*parameters.posonly_params, *parameters.params)]
    keyword_only = [p.name.value for p in parameters.kwonly_params]
    star = parameters.star_arg.name.value if isinstance(parameters.star_arg, cst.Param) else None
    double = parameters.star_kwarg.name.value if parameters.star_kwarg is not None else None
    return positional, keyword_only, star, double


def bind_parameters(run: Run, function: Function, arguments: Arguments) -> dict[str, Value]:
    """Names and values a call binds in the function's scope."""
    positional, keyword_only, star, double = parameters_of(function)
    given = [value for value, _ in arguments.positional]
    bound: dict[str, Value] = dict(zip(positional, given, strict=False))
    rest = dict(arguments.keywords)
    for name in (*positional, *keyword_only):
        if name in rest:
            bound[name] = rest.pop(name)[0]
        elif name not in bound:
            default = function.defaults.get(name, UNKNOWN)
            bound[name] = default if arguments.complete else UNKNOWN
    if star is not None:
        extra = tuple(given[len(positional) :])
        bound[star] = Tuple(extra) if arguments.complete else run.new(List(extra, UNKNOWN))
    if double is not None:
        bound[double] = run.new(Dict({name: value for name, (value, _) in rest.items()}, arguments.complete))
    return bound


def call_function(run: Run, function: Function, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Run the body of one of the program's functions with these arguments."""
    run.called.add(id(function.node))
    if run.depth >= MAX_DEPTH or run.active.count(id(function.node)) >= recursion_limit(arguments):
        naming.lose(run)
        for value in arguments.values():
            run.havoc(value, "passed to a call that was not followed")
        return Unknown("a call too deep to follow")
    names = bind_parameters(run, function, arguments)
    return run_function(run, function, names, node)


def recursion_limit(arguments: Arguments) -> int:
    """How deep a function may call itself: deeper where it counts, as ``stack(x, depth - 1)`` does."""
    counts = any(isinstance(value, Literal) and type(value.value) is int for value in arguments.values())
    return COUNTED_RECURSION if counts else PLAIN_RECURSION


PLAIN_RECURSION = 2
COUNTED_RECURSION = 8
"""Calls of a function inside itself that are followed: each level may double the work, as in Fibonacci's numbers."""


def run_function(run: Run, function: Function, names: dict[str, Value], node: cst.CSTNode | None) -> Value:
    """Run a function's body with its parameters bound; several outcomes are joined."""
    from keras_lint.program.blocks import run_block

    run.numbers += 1
    scope = run.numbers
    run.state.write(scope, Scope(names, function.scope, run.state.owner))
    outer = (run.frame, run.chunk, run.statement, run.context)
    if node is not None:
        run.context = replace(run.context, calls=(*run.context.calls, run.site(node)))
    run.frame = Frame(scope, function.module, function)
    run.chunk = function.chunk
    run.depth += 1
    run.active.append(id(function.node))
    try:
        if isinstance(function.node, cst.Lambda):
            return evaluation.evaluate(run, function.node.body)
        at_entry(run, function)
        states = run_block(run, function.node.body.body, [run.state])
        yields = run.frame.yields
    finally:
        run.active.pop()
        run.depth -= 1
        run.frame, run.chunk, run.statement, run.context = outer
    return leave_function(run, states, yields)


def leave_function(run: Run, states: list[Any], yields: list[Value]) -> Value:
    """Join the states a function ended in; those that raised count only where all did."""
    ended = [state for state in states if state.signal is None or state.signal.kind not in ("raise", "exit")]
    if not ended:
        kind = states[0].signal.kind
        run.state = join_states(states)
        run.state.signal = Signal(kind)
        return UNKNOWN
    results = [s.signal.value if s.signal is not None and s.signal.kind == "return" else Literal(None) for s in ended]
    for state in ended:
        state.signal = None
    run.state = join_states(ended)
    if yields:
        return run.new(generator_of(run, yields))
    return join_values(results)


# --- classes --------------------------------------------------------------------------------------------------------


def instantiate(run: Run, cls: Class, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Make an object of one of the program's classes and run its ``__init__``."""
    run.called.add(id(cls.node))
    fact = custom.fact_of_subclass(run, cls, node)
    instance = custom.new_instance(run, cls, fact)
    initializer = cls.lookup("__init__")
    if isinstance(initializer, Function):
        bound = Arguments([(instance, None), *arguments.positional], arguments.keywords, arguments.complete)
        call_function(run, initializer, bound, node)
    elif isinstance(run.read(fact), (Layer, Model)):
        builtin.initialize_library(run, run.read(instance), arguments, node)
    elif any(is_dataclass_decorator(run, d) for d in cls.node.decorators):
        fill_dataclass(run, cls, instance, arguments)
    if isinstance(run.read(fact), Dataset):
        fill_sequence(run, instance, node)
    return instance


def is_dataclass_decorator(run: Run, decorator: cst.Decorator) -> bool:
    """Whether a class is a dataclass."""
    node = decorator.decorator.func if isinstance(decorator.decorator, cst.Call) else decorator.decorator
    return (isinstance(node, cst.Name) and node.value == "dataclass") or (
        isinstance(node, cst.Attribute) and node.attr.value == "dataclass"
    )


def fill_dataclass(run: Run, cls: Class, instance: Ref, arguments: Arguments) -> None:
    """Bind the fields of a dataclass from the arguments of its generated ``__init__``."""
    fields = [
        small.target.value
        for line in cls.node.body.body
        if isinstance(line, cst.SimpleStatementLine)
        for small in line.body
        if isinstance(small, cst.AnnAssign) and isinstance(small.target, cst.Name)
    ]
    values: dict[str, Value] = {}
    for name, (value, _) in zip(fields, arguments.positional, strict=False):
        values[name] = value
    for name, (value, _) in arguments.keywords.items():
        values[name] = value
    fact = run.read(instance)
    for name in fields:
        if name not in values and not arguments.complete:
            values[name] = UNKNOWN
        default = run.read(cls.attributes.get(name))
        if name not in values and isinstance(default, Configured) and default.path == "dataclasses.field":
            factory = default.value("default_factory")
            values[name] = (
                default.value("default") if factory is MISSING else call_value(run, factory, Arguments(), cls.node)
            )
    run.update(instance, replace(fact, attributes={**fact.attributes, **values}))


def call_instance(run: Run, reference: Value, fact: Instance, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call an object of the program: a custom layer or model on tensors, or ``__call__``."""
    if fact.fact is not None and isinstance(reference, Ref):
        return custom.call_custom(run, reference, fact, arguments, node)
    function = fact.cls.lookup("__call__")
    if isinstance(function, Function):
        bound = Arguments([(reference, None), *arguments.positional], arguments.keywords, arguments.complete)
        return call_function(run, function, bound, node)
    return UNKNOWN
