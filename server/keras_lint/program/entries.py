"""Where the run starts: the module itself, then every function and class that nobody called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Literal, Value
from keras_lint.program import expressions, naming, statements  # noqa: F401 - they fill the tables of kinds
from keras_lint.program.blocks import run_block
from keras_lint.program.calls import parameters_of, run_function
from keras_lint.program.join import join_states
from keras_lint.program.modules import Module
from keras_lint.program.run import BudgetExceeded, Context, Frame, Run
from keras_lint.program.state import Scope
from keras_lint.program.values import Class, Function

if TYPE_CHECKING:
    from keras_lint.program.state import State


def run_program(run: Run) -> None:
    """Run the module, then what nobody called; ends early when the budget is spent."""
    module = run.module
    module.executed = module.main = True
    run.numbers += 1
    module.scope = run.numbers
    run.frame = Frame(module.scope, module)
    run.state.write(module.scope, Scope({"__name__": Literal("__main__")}, None, run.state.owner))
    try:
        run_module_body(run, module)
        run.finals.append(run.state.snapshot())
        run_uncalled(run)
    except BudgetExceeded as spent:
        run.incomplete = f"stopped after {spent}"
    except RecursionError:
        run.incomplete = "the code is nested too deeply to be followed"


def run_module_body(run: Run, module: Module) -> None:
    """Run the statements of a module chunk by chunk. After an exit at top level the rest is walked as a new segment."""
    outer = (run.frame, run.chunk, run.statement)
    run.frame = Frame(module.scope, module)
    states: list[State] = [run.state]
    for chunk in module.tree.chunks:
        run.chunk = chunk
        if chunk.problem is not None:
            for state in states:
                scope = state.scope(module.scope)
                scope.names.update({name: Unknown("bound by code that does not parse") for name in chunk.problem.names})
            run.unknown_names |= chunk.problem.names
            for state in states:
                run.state = state
                naming.lose(run)
            continue
        states = run_block(run, chunk.statements, states)
        if all(state.signal is not None for state in states):
            for state in states:
                state.signal = None
            states = [join_states(states)]
    for state in states:
        state.signal = None
    if module.main:
        run.endings = [(state.path, state.heap) for state in states]
    run.state = join_states(states)
    run.frame, run.chunk, run.statement = outer


def run_uncalled(run: Run, first: int = 0) -> None:
    """Run functions and classes that nobody called, with arguments that are not known; what they define in turn is run
    in the memory that they leave, where their names live.
    """
    position = first
    while position < len(run.definitions):
        definition, context = run.definitions[position]
        position += 1
        if id(definition.node) in run.called or definition.module is not run.module:
            continue
        if isinstance(definition, Function) and (definition.owner is not None or is_method(run, definition)):
            continue
        run.called.add(id(definition.node))
        run.context = Context(context.calls, context.turns, "function")
        run.chunk = definition.chunk
        base, inner = run.state, len(run.definitions)
        run.state = base.fork()
        naming.lose(run)  # who calls it, and when, is not known
        if isinstance(definition, Function):
            result = run_function(run, definition, unknown_arguments(definition), None)
            run.escaped.append((run.state.heap, result))
        elif isinstance(definition, Class):
            run_class_entry(run, definition)
        run.finals.append(run.state.snapshot())
        run_uncalled(run, inner)
        run.state = base
    run.context = Context()


def is_method(run: Run, function: Function) -> bool:
    """Whether a function definition is a method: it is run with its class."""
    return any(
        isinstance(other, Class) and any(getattr(v, "node", None) is function.node for v in other.attributes.values())
        for other, _ in run.definitions
    )


def unknown_arguments(function: Function) -> dict[str, Value]:
    """Parameters of a function nobody calls: nothing is known of them."""
    positional, keyword_only, star, double = parameters_of(function)
    names = [*positional, *keyword_only, *([star] if star else []), *([double] if double else [])]
    return {name: Unknown(f"parameter `{name}` of `{function.name}`, which is not called here") for name in names}


def run_class_entry(run: Run, cls: Class) -> None:
    """Make an object of a class nobody instantiates, then call its methods that nobody called, in order."""
    from keras_lint.program.custom import fact_of_subclass, new_instance

    fact = fact_of_subclass(run, cls, cls.node)
    instance = new_instance(run, cls, fact)
    methods = [value for value in cls.attributes.values() if isinstance(value, Function)]
    methods.sort(key=lambda method: method.name != "__init__")
    for method in methods:
        if method.name != "__init__" and id(method.node) in run.called:
            continue
        run.called.add(id(method.node))
        names = unknown_arguments(method)
        positional = parameters_of(method)[0]
        if positional and not method.has_decorator("staticmethod"):
            names[positional[0]] = instance if not method.has_decorator("classmethod") else cls
        run.chunk = method.chunk
        result = run_function(run, method, names, None)
        run.escaped.append((run.state.heap, result))
        run.state.signal = None
    run.escaped.append((run.state.heap, instance))
