"""Running statements: what each kind of statement does to the state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Array, Dataset, Dict, List, Literal, Model, Ref, Value
from keras_lint.program import evaluation, expressions, operators, sequences
from keras_lint.program.assignment import assign, write_within
from keras_lint.program.blocks import STATEMENTS, body_of, limited, merged, run_block
from keras_lint.program.calls import Arguments, call_value
from keras_lint.program.imports import import_from, import_module
from keras_lint.program.join import join_states
from keras_lint.program.loops import run_for, run_while
from keras_lint.program.state import Scope, Signal, State
from keras_lint.program.tracking import put_into
from keras_lint.program.values import Class, Function, Instance, Method

if TYPE_CHECKING:
    from keras_lint.program.run import Run


Outcome = "list[State] | None"


def run_expression(run: Run, node: cst.Expr) -> None:
    evaluation.evaluate(run, node.value)


def run_assign(run: Run, node: cst.Assign) -> None:
    value = evaluation.evaluate(run, node.value)
    for target in node.targets:
        assign(run, target.target, value)


def run_annotated(run: Run, node: cst.AnnAssign) -> None:
    if node.value is not None:
        assign(run, node.target, evaluation.evaluate(run, node.value))


def run_augmented(run: Run, node: cst.AugAssign) -> None:
    operator = type(node.operator).__name__.removesuffix("Assign")
    left = evaluation.evaluate(run, node.target)
    right = evaluation.evaluate(run, node.value)
    fact = run.read(left)
    if isinstance(fact, List) and operator == "Add":
        more = run.items(right)
        for item in more or ():
            put_into(run, left, item)
        run.update(
            left,
            List((*fact.items, *more), fact.rest)
            if more is not None and fact.rest is None
            else List(fact.items, UNKNOWN),
        )
        return
    result = operators.binary(run, operator, left, right, node)
    if isinstance(fact, Array) and isinstance(left, Ref) and isinstance(run.read(result), Array):
        run.update(left, run.read(result))  # arrays change in place, whoever holds them
        if isinstance(node.target, cst.Subscript):
            write_within(run, node.target, result)
    else:
        assign(run, node.target, result)


def run_return(run: Run, node: cst.Return) -> None:
    value = evaluation.evaluate(run, node.value) if node.value is not None else Literal(None)
    run.state.signal = Signal("return", value)


def run_raise(run: Run, node: cst.Raise) -> None:
    if node.exc is not None:
        evaluation.evaluate(run, node.exc)
    run.state.signal = Signal("raise")


def run_break(run: Run, node: cst.Break) -> None:
    run.state.signal = Signal("break")


def run_continue(run: Run, node: cst.Continue) -> None:
    run.state.signal = Signal("continue")


def run_del(run: Run, node: cst.Del) -> None:
    targets = [e.value for e in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
    for target in targets:
        if isinstance(target, cst.Name):
            run.state.scope(run.frame.scope).names.pop(target.value, None)
        elif isinstance(target, cst.Subscript):
            delete_item(run, target)


def delete_item(run: Run, target: cst.Subscript) -> None:
    """``del df["a"]``, ``del options["a"]``: the object loses a part."""
    owner = evaluation.evaluate(run, target.value)
    fact, key = run.read(owner), run.python(sequences.index_of(run, target))
    if isinstance(fact, Array) and isinstance(fact.shape, tuple):
        run.update(owner, replace(fact, shape=(*fact.shape[:1], *(UNKNOWN for _ in fact.shape[1:])), data=UNKNOWN))
    elif isinstance(fact, Dict):
        known = isinstance(key, (str, int, float, bool, tuple))
        run.update(
            owner,
            Dict({k: v for k, v in fact.entries.items() if k != key}, fact.complete)
            if known
            else Dict({}, complete=False),
        )
    elif isinstance(fact, List):
        run.update(owner, List((), sequences.element_of(run, owner)))


def run_assert(run: Run, node: cst.Assert) -> None:
    evaluation.evaluate(run, node.test)


def run_outer(run: Run, node: cst.Global | cst.Nonlocal) -> None:
    scope = run.state.scope(run.frame.scope)
    for item in node.names:
        name = item.name.value
        if isinstance(node, cst.Global):
            scope.outer[name] = run.frame.module.scope
            continue
        address = scope.parent
        while address is not None and name not in run.state.heap[address].names:
            address = run.state.heap[address].parent
        if address is not None:
            scope.outer[name] = address


def run_if(run: Run, node: cst.If) -> list[State]:
    """An ``if`` and its ``elif`` chain, walked by a loop."""
    ended: list[State] = []
    touched = run.state.touched
    branch: cst.If | cst.Else | None = node
    while isinstance(branch, cst.If):
        test = operators.truth(run, evaluation.evaluate(run, branch.test))
        if test is True:
            return merged(ended + run_block(run, body_of(branch.body), [run.state]), touched)
        if test is False:
            branch = branch.orelse
            continue
        number = run.fresh()
        other = run.state.fork()
        run.state.path = (*run.state.path, (number, 0))
        other.path = (*other.path, (number, 1))
        ended.extend(run_block(run, body_of(branch.body), [run.state]))
        run.state = other
        branch = branch.orelse
    ended.extend(run_block(run, body_of(branch.body), [run.state]) if isinstance(branch, cst.Else) else [run.state])
    return merged(ended, touched)


def run_try(run: Run, node: cst.Try | cst.TryStar) -> list[State]:
    """The body as it goes well; handlers that end the run are left aside, others are further alternatives."""
    before = run.state.fork()
    states = run_block(run, body_of(node.body), [run.state])
    if node.orelse is not None:
        states = run_block(run, body_of(node.orelse.body), states)
    live = [state for state in states if state.signal is None or state.signal.kind != "raise"]
    for handler in node.handlers:
        run.state = before.fork()
        if handler.name is not None and isinstance(handler.name.name, cst.Name):
            run.bind(handler.name.name.value, UNKNOWN)
        handled = run_block(run, body_of(handler.body), [run.state])
        if not live:
            live.extend(state for state in handled if state.signal is None or state.signal.kind != "raise")
        elif not only_imports(node.body):
            states_after = [state for state in handled if state.signal is None and state.touched]
            live = (
                [join_states([*(s for s in live if s.signal is None), *states_after]), *(s for s in live if s.signal)]
                if (states_after and any(s.signal is None for s in live))
                else live
            )
    live = live or states
    if node.finalbody is not None:
        live = run_block(run, body_of(node.finalbody.body), live)
    return limited(live)


def only_imports(block: cst.BaseSuite) -> bool:
    """Whether a ``try`` only tries where something can be imported from: then the first is as good as the others."""
    return all(
        isinstance(small, (cst.Import, cst.ImportFrom))
        for line in block.body
        for small in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))
    )


def run_with(run: Run, node: cst.With) -> list[State]:
    for item in node.items:
        value = evaluation.evaluate(run, item.item)
        if item.asname is not None:
            fact = run.read(value)
            assign(run, item.asname.name, value if isinstance(fact, (Instance, Model, Dataset)) else UNKNOWN)
    return run_block(run, body_of(node.body), [run.state])


def run_def(run: Run, node: cst.FunctionDef) -> None:
    decorators = tuple(evaluation.evaluate(run, d.decorator) for d in node.decorators)
    function = Function(
        node,
        node.name.value,
        run.frame.scope,
        expressions.parameter_defaults(run, node.params),
        run.frame.module,
        run.chunk,
        decorators,
    )
    run.definitions.append((function, run.context))
    run.bind(node.name.value, decorated(run, function, node))


def decorated(run: Run, function: Function, node: cst.FunctionDef) -> Value:
    """What the program's own decorators make of a function; those of libraries are taken to leave it as it is."""
    result: Value = function
    for decorator, line in zip(reversed(function.decorators), reversed(node.decorators), strict=True):
        if isinstance(decorator, (Function, Method)):
            made = call_value(run, decorator, Arguments([(result, None)]), line.decorator)
            result = made if isinstance(made, (Function, Class)) else result
    return result


def run_class(run: Run, node: cst.ClassDef) -> None:
    bases = tuple(evaluation.evaluate(run, base.value) for base in node.bases)
    for decorator in node.decorators:
        evaluation.evaluate(run, decorator.decorator)
    outer = run.frame.scope
    run.numbers += 1
    scope = run.numbers
    run.state.write(scope, Scope({}, outer, run.state.owner))
    run.frame.scope = scope
    try:
        states = run_block(run, body_of(node.body), [run.state])
        run.state = join_states(states)
        run.state.signal = None
        names = dict(run.state.heap[scope].names)
    finally:
        run.frame.scope = outer
    cls = Class(node, node.name.value, bases, names, run.frame.module, run.chunk)
    for name, value in names.items():
        if isinstance(value, Function):
            # methods see the module's names, not the class body's
            cls.attributes[name] = replace(value, scope=outer if value.scope == scope else value.scope, owner=cls)
    run.definitions.append((cls, run.context))
    run.bind(node.name.value, cls)


def run_match(run: Run, node: cst.Match) -> list[State]:
    subject = run.python(evaluation.evaluate(run, node.subject))
    ended: list[State] = []
    touched = run.state.touched
    for case in node.cases:
        matches = pattern_matches(run, case.pattern, subject) if case.guard is None else None
        if matches is False:
            continue
        if matches is True:
            return merged([*ended, *run_block(run, body_of(case.body), [run.state])], touched)
        number = run.fresh()
        other = run.state.fork()
        run.state.path = (*run.state.path, (number, 0))
        other.path = (*other.path, (number, 1))
        ended.extend(run_block(run, body_of(case.body), [run.state]))
        run.state = other
    return merged([*ended, run.state], touched)


def pattern_matches(run: Run, pattern: cst.MatchPattern, subject: Any) -> bool | None:
    """Whether a pattern without names takes the subject; ``None`` where that is not known."""
    if isinstance(pattern, cst.MatchAs) and pattern.pattern is None and pattern.name is None:
        return True
    if isinstance(subject, Unknown):
        return None
    if isinstance(pattern, cst.MatchOr):
        answers = [pattern_matches(run, part.pattern, subject) for part in pattern.patterns]
        return True if True in answers else None if None in answers else False
    if not isinstance(pattern, (cst.MatchValue, cst.MatchSingleton)):
        return None
    value = run.python(evaluation.evaluate(run, pattern.value))
    if isinstance(value, Unknown):
        return None
    return subject is value if isinstance(pattern, cst.MatchSingleton) else bool(subject == value)


def run_import(run: Run, node: cst.Import) -> None:
    import_module(run, node)


def run_import_from(run: Run, node: cst.ImportFrom) -> None:
    import_from(run, node)


STATEMENTS.update(
    {
        cst.Expr: run_expression,
        cst.Assign: run_assign,
        cst.AnnAssign: run_annotated,
        cst.AugAssign: run_augmented,
        cst.Return: run_return,
        cst.Raise: run_raise,
        cst.Break: run_break,
        cst.Continue: run_continue,
        cst.Del: run_del,
        cst.Assert: run_assert,
        cst.Global: run_outer,
        cst.Nonlocal: run_outer,
        cst.If: run_if,
        cst.For: run_for,
        cst.While: run_while,
        cst.Try: run_try,
        cst.TryStar: run_try,
        cst.With: run_with,
        cst.FunctionDef: run_def,
        cst.ClassDef: run_class,
        cst.Match: run_match,
        cst.Import: run_import,
        cst.ImportFrom: run_import_from,
    }
)
