"""Running statements: what each kind of statement does to the state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Array, Dataset, Dict, Indexer, Layer, List, Literal, Model, OneOf, Ref, Symbol, Tuple, Value
from keras_lint.program import expressions, fact_comments
from keras_lint.program.imports import import_from, import_module
from keras_lint.program.join import join_states, join_values
from keras_lint.program.state import Scope, Signal, State
from keras_lint.program.values import Class, Function, Instance

if TYPE_CHECKING:
    from keras_lint.program.run import Run

MAX_ALTERNATIVES = 4
"""States kept apart after branches; beyond, their values join."""
MAX_TURNS = 64
"""Turns of a loop over a known sequence that are run one by one."""
MAX_LOOP_STEPS = 5_000
"""Steps that one nest of loops may cost turn by turn; the turns beyond are run as a summary. Loops that build models stay far
below (64 turns of some 30 steps); loops that train by hand or simulate do not, and have nothing to tell turn by turn."""

Outcome = "list[State] | None"


def run_block(run: Run, body: Sequence[cst.BaseStatement | cst.BaseSmallStatement], states: list[State]) -> list[State]:
    """Run statements in each state; returns the states at the end, those left early (with a signal) among them."""
    for statement in body:
        live: list[State] = []
        ended = [state for state in states if state.signal is not None]
        for state in states:
            if state.signal is None:
                run.state = state
                live.extend(run_statement(run, statement) or (run.state,))
        if not live:
            return ended
        states = ended + limited(live)
    return states


def limited(states: list[State]) -> list[State]:
    """At most ``MAX_ALTERNATIVES`` live states: beyond, they are joined."""
    live = [state for state in states if state.signal is None]
    if len(live) <= MAX_ALTERNATIVES:
        return states
    return [join_states(live), *(state for state in states if state.signal is not None)]


def run_statement(run: Run, statement: cst.CSTNode) -> list[State] | None:
    """Run one statement in ``run.state``; ``None`` stands for that state alone."""
    run.spend()
    kind = type(statement)
    if kind is cst.SimpleStatementLine:
        states = [run.state]
        outer = run.statement
        run.statement = statement
        stated = fact_comments.at(run, statement)
        if stated:
            fact_comments.before(run, statement, stated)
        for small in statement.body:  # type: ignore[attr-defined]
            handler = STATEMENTS.get(type(small))
            if handler is not None:
                for state in [s for s in states if s.signal is None]:
                    run.state = state
                    forked = handler(run, small)
                    states[states.index(state) : states.index(state) + 1] = forked or [run.state]
        if stated:
            for state in [s for s in states if s.signal is None]:
                run.state = state
                fact_comments.after(run, statement, stated)
        run.statement = outer
        return states
    handler = STATEMENTS.get(kind)
    if handler is None:
        return None
    outer = run.statement
    run.statement = statement
    if fact_comments.by_row(run):
        fact_comments.before(run, statement, fact_comments.at(run, statement))
    try:
        return handler(run, statement)
    finally:
        run.statement = outer


def body_of(block: cst.BaseSuite) -> Sequence[Any]:
    """The statements of a block (``if x: pass`` on one line included)."""
    return block.body


# --- simple statements ---------------------------------------------------------------------------------------------------------


def run_expression(run: Run, node: cst.Expr) -> None:
    expressions.evaluate(run, node.value)


def run_assign(run: Run, node: cst.Assign) -> None:
    value = expressions.evaluate(run, node.value)
    for target in node.targets:
        assign(run, target.target, value)


def run_annotated(run: Run, node: cst.AnnAssign) -> None:
    if node.value is not None:
        assign(run, node.target, expressions.evaluate(run, node.value))


def run_augmented(run: Run, node: cst.AugAssign) -> None:
    operator = type(node.operator).__name__.removesuffix("Assign")
    left = expressions.evaluate(run, node.target)
    right = expressions.evaluate(run, node.value)
    fact = run.read(left)
    if isinstance(fact, List) and operator == "Add":
        more = run.items(right)
        run.update(left, List((*fact.items, *more), fact.rest) if more is not None and fact.rest is None else List(fact.items, UNKNOWN))
        return
    result = expressions.binary(run, operator, left, right, node)
    if isinstance(fact, Array) and isinstance(left, Ref) and isinstance(run.read(result), Array):
        run.update(left, run.read(result))  # arrays change in place, whoever holds them
    else:
        assign(run, node.target, result)


def run_return(run: Run, node: cst.Return) -> None:
    value = expressions.evaluate(run, node.value) if node.value is not None else Literal(None)
    run.state.signal = Signal("return", value)


def run_raise(run: Run, node: cst.Raise) -> None:
    if node.exc is not None:
        expressions.evaluate(run, node.exc)
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
    owner = expressions.evaluate(run, target.value)
    fact, key = run.read(owner), run.python(expressions.index_of(run, target))
    if isinstance(fact, Array) and isinstance(fact.shape, tuple):
        run.update(owner, replace(fact, shape=(*fact.shape[:1], *(UNKNOWN for _ in fact.shape[1:])), data=UNKNOWN))
    elif isinstance(fact, Dict):
        known = isinstance(key, (str, int, float, bool, tuple))
        run.update(owner, Dict({k: v for k, v in fact.entries.items() if k != key}, fact.complete) if known else Dict({}, complete=False))
    elif isinstance(fact, List):
        run.update(owner, List((), expressions.element_of(run, owner)))


def run_assert(run: Run, node: cst.Assert) -> None:
    expressions.evaluate(run, node.test)


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


# --- assignment ------------------------------------------------------------------------------------------------------------------


def assign(run: Run, target: cst.BaseExpression, value: Value) -> None:
    """Bind ``value`` to a name, an attribute, an item, or the parts of a pattern."""
    if isinstance(target, cst.Name):
        fact = run.read(value)
        if isinstance(fact, (Array, Model)):
            run.names.setdefault(value.address if isinstance(value, Ref) else -1, target.value)
        run.note_binding(target.value, value, fact)
        run.bind(target.value, value)
    elif isinstance(target, (cst.Tuple, cst.List)):
        unpack(run, target, value)
    elif isinstance(target, cst.Attribute):
        set_attribute(run, expressions.evaluate(run, target.value), target.attr.value, value, target)
    elif isinstance(target, cst.Subscript):
        set_item(run, target, value)
    elif isinstance(target, cst.StarredElement):
        assign(run, target.value, UNKNOWN)


def unpack(run: Run, target: cst.Tuple | cst.List, value: Value) -> None:
    elements = target.elements
    items = expressions.unpacked(run, value, len(elements))
    starred = next((i for i, e in enumerate(elements) if isinstance(e, cst.StarredElement)), None)
    if starred is not None and items is not None:
        after = len(elements) - starred - 1
        middle = run.new(List(tuple(items[starred : len(items) - after])))
        items = (*items[:starred], middle, *items[len(items) - after :])
    for i, element in enumerate(elements):
        part = items[i] if items is not None and i < len(items) else Unknown("a part of a value that is not known")
        assign(run, element.value, part)
    if items is not None and unpacks_split(run, items):
        run.event("unpacked", target, value=value, parts=items)


def unpacks_split(run: Run, items: tuple[Value, ...]) -> bool:
    """Whether a pattern takes a split, or a data set of two pairs, apart."""
    if len(items) == 2:
        return all(isinstance(item, Tuple) and len(item.items) == 2 for item in items)
    return len(items) >= 4 and all(isinstance(run.read(item), Array) for item in items)


def set_attribute(run: Run, owner: Value, name: str, value: Value, node: cst.CSTNode) -> None:
    if isinstance(owner, OneOf):
        for option in owner.options:
            set_attribute(run, option, name, value, node)
        return
    fact = run.read(owner)
    if isinstance(fact, Instance):
        run.update(owner, replace(fact, attributes={**fact.attributes, name: value}))
    elif isinstance(fact, (Layer, Model)) and name == "trainable":
        flag = run.python(value)
        set_trainable(run, owner, flag if isinstance(flag, bool) else UNKNOWN)
        run.event("trainable", node, target=owner, value=flag)
    elif name in ("learning_rate", "lr"):
        run.event("learning_rate", node, owner=owner)
    elif isinstance(fact, Array) and name == "shape":
        shape = run.python(value)
        run.update(owner, replace(fact, shape=shape if isinstance(shape, tuple) else UNKNOWN))


def set_trainable(run: Run, owner: Value, flag: bool | Unknown) -> None:
    """``layer.trainable = …``: the flag goes down to everything inside."""
    fact = run.read(owner)
    if isinstance(fact, Layer):
        run.update(owner, replace(fact, trainable=flag))
        if isinstance(fact.wrapped, Ref):
            set_trainable(run, fact.wrapped, flag)
    elif isinstance(fact, Model):
        run.update(owner, replace(fact, trainable=flag))
        from keras_lint.program.graph import layer_refs

        for member in layer_refs(fact):
            set_trainable(run, member, flag)


def set_item(run: Run, target: cst.Subscript, value: Value) -> None:
    owner = expressions.evaluate(run, target.value)
    if isinstance(owner, Indexer):
        owner = owner.array  # `df.loc[mask, "a"] = 0` writes into the frame
    fact = run.read(owner)
    index = expressions.index_of(run, target)
    if isinstance(fact, Dict):
        key = run.python(index)
        if isinstance(key, Unknown) or not isinstance(key, (str, int, float, bool, tuple)):
            run.update(owner, Dict({}, complete=False))
        else:
            run.update(owner, Dict({**fact.entries, key: value}, fact.complete))
    elif isinstance(fact, List):
        position = run.python(index)
        if isinstance(position, int) and -len(fact.items) <= position < len(fact.items):
            items = list(fact.items)
            items[position] = value
            run.update(owner, List(tuple(items), fact.rest))
        else:
            run.update(owner, List((), UNKNOWN))
    elif isinstance(fact, Array):
        run.update(owner, expressions.array_after_write(run, fact, value))


# --- compound statements -----------------------------------------------------------------------------------------------------------


def run_if(run: Run, node: cst.If) -> list[State]:
    """An ``if`` and its ``elif`` chain, walked by a loop."""
    ended: list[State] = []
    touched = run.state.touched
    branch: cst.If | cst.Else | None = node
    while isinstance(branch, cst.If):
        test = expressions.truth(run, expressions.evaluate(run, branch.test))
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


def merged(states: list[State], touched: bool) -> list[State]:
    """States after a branch; those that neither wrote anything nor left are one again."""
    idle = [state for state in states if not state.touched and state.signal is None]
    if len(idle) > 1:
        kept = idle[0]
        shared = kept.path
        for state in idle:
            while state.path[: len(shared)] != shared:
                shared = shared[:-1]
        kept.path = shared
        states = [state for state in states if state not in idle[1:]]
    for state in states:
        state.touched = state.touched or touched
    return limited(states)


def run_for(run: Run, node: cst.For) -> list[State]:
    """Unroll over a known sequence; run to a summary over an unknown one."""
    iterable = expressions.evaluate(run, node.iter)
    items = expressions.iterated(run, iterable)
    broken: list[State] = []
    if items is None or len(items) > MAX_TURNS:
        states = summary_loop(run, node, expressions.element(run, iterable), broken)
    else:
        states = unrolled(run, node, items, broken)
    return after_loop(run, node, states, broken)


def after_loop(run: Run, node: cst.For | cst.While, states: list[State], broken: list[State]) -> list[State]:
    """Run the ``else`` of a loop in the states that did not break out."""
    if node.orelse is not None:
        states = run_block(run, body_of(node.orelse.body), states)
    return limited(states + broken)


def unrolled(run: Run, node: cst.For, items: Sequence[Value], broken: list[State]) -> list[State]:
    """Run the body once for each item; returns the states that ran to the end and adds to ``broken`` those that broke out."""
    states = [run.state]
    outer = run.context
    limit = loop_limit(run)
    for turn, item in enumerate(items):
        if run.steps > limit:
            live = [state for state in states if state.signal is None]
            if live:
                run.state = join_states(live)
                states = [s for s in states if s.signal is not None]
                states += summary_loop(run, node, join_values(items[turn:]), broken)
            break
        run.context = replace(outer, turns=(*outer.turns, turn))
        following: list[State] = []
        for state in states:
            run.state = state
            if state.signal is None:
                assign(run, node.target, item)
                fact_comments.at_loop_turn(run, node)
                following.extend(run_block(run, body_of(node.body), [run.state]))
            else:
                following.append(state)
        states = limited(after_turn(following, broken))
    run.context = outer
    if not outer.turns:
        run.loop_limit = None
    return states


def loop_limit(run: Run) -> int:
    """The count of steps at which the nest of loops being run has cost enough."""
    if run.loop_limit is None or not run.context.turns:
        run.loop_limit = run.steps + MAX_LOOP_STEPS
    return run.loop_limit


def after_turn(states: list[State], broken: list[State]) -> list[State]:
    """States that go on to the next turn; those that broke out are kept aside."""
    going: list[State] = []
    for state in states:
        if state.signal is not None and state.signal.kind == "continue":
            state.signal = None
        if state.signal is not None and state.signal.kind == "break":
            state.signal = None
            broken.append(state)
        else:
            going.append(state)
    return going


def summary_loop(run: Run, node: cst.For | cst.While, element: Value, broken: list[State]) -> list[State]:
    """Run the body twice: once silently to see what it changes, once recorded on what holds in any turn."""
    before = run.state.fork()
    run.muted += 1
    after = loop_turn(run, node, element, first_broken := [])
    run.muted -= 1
    if not run.muted:  # inside a silent turn one is enough: the loop around is run again
        run.state = join_states([before, *(state for state in after if state.signal is None)])
        before = run.state.fork()
        after = loop_turn(run, node, element, broken)
    else:
        broken.extend(first_broken)
    leaving = [state for state in after if state.signal is not None]
    return [join_states([before, *(state for state in after if state.signal is None)]), *leaving]


def loop_turn(run: Run, node: cst.For | cst.While, element: Value, broken: list[State]) -> list[State]:
    """One turn on what holds in any turn."""
    outer = run.context
    run.context = replace(outer, turns=(*outer.turns, -1))
    if isinstance(node, cst.For):
        assign(run, node.target, element)
        fact_comments.at_loop_turn(run, node)
    else:
        expressions.evaluate(run, node.test)
    states = after_turn(run_block(run, body_of(node.body), [run.state]), broken)
    run.context = outer
    return states


def run_while(run: Run, node: cst.While) -> list[State]:
    """A loop whose condition is known turn by turn is unrolled; any other runs to a summary."""
    broken: list[State] = []
    return after_loop(run, node, while_turns(run, node, broken), broken)


def while_turns(run: Run, node: cst.While, broken: list[State]) -> list[State]:
    """The states after the condition failed."""
    states = [run.state]
    outer = run.context
    limit = loop_limit(run)
    endless = isinstance(node.test, cst.Name) and node.test.value == "True"
    for turn in range(MAX_TURNS):
        if len(states) != 1 or states[0].signal is not None or run.steps > limit:
            break
        run.state = states[0]
        start = run.state.fork()
        test = expressions.truth(run, expressions.evaluate(run, node.test))
        if test is False:
            run.context = outer
            return [run.state]
        if test is not True or endless:
            run.state = start
            run.context = outer
            return summary_loop(run, node, UNKNOWN, broken)
        run.context = replace(outer, turns=(*outer.turns, turn))
        states = limited(after_turn(run_block(run, body_of(node.body), [run.state]), broken))
    run.context = outer
    live = [state for state in states if state.signal is None]
    if not live:
        return states
    run.state = join_states(live)
    return summary_loop(run, node, UNKNOWN, broken) + [state for state in states if state.signal is not None]


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
            live = [join_states([*(s for s in live if s.signal is None), *states_after]), *(s for s in live if s.signal)] if (
                states_after and any(s.signal is None for s in live)
            ) else live
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
        value = expressions.evaluate(run, item.item)
        if item.asname is not None:
            fact = run.read(value)
            assign(run, item.asname.name, value if isinstance(fact, (Instance, Model, Dataset)) else UNKNOWN)
    return run_block(run, body_of(node.body), [run.state])


def run_def(run: Run, node: cst.FunctionDef) -> None:
    decorators = tuple(expressions.evaluate(run, d.decorator) for d in node.decorators)
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
    run.bind(node.name.value, function)


def run_class(run: Run, node: cst.ClassDef) -> None:
    bases = tuple(expressions.evaluate(run, base.value) for base in node.bases)
    for decorator in node.decorators:
        expressions.evaluate(run, decorator.decorator)
    outer = run.frame.scope
    run.numbers += 1
    scope = run.numbers
    run.state.heap[scope] = Scope({}, outer, run.state.owner)
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
            cls.attributes[name] = replace(value, scope=outer, owner=cls)
    run.definitions.append((cls, run.context))
    run.bind(node.name.value, cls)


def run_match(run: Run, node: cst.Match) -> list[State]:
    expressions.evaluate(run, node.subject)
    ended: list[State] = []
    touched = run.state.touched
    for case in node.cases:
        number = run.fresh()
        other = run.state.fork()
        run.state.path = (*run.state.path, (number, 0))
        other.path = (*other.path, (number, 1))
        ended.extend(run_block(run, body_of(case.body), [run.state]))
        run.state = other
    return merged([*ended, run.state], touched)


def run_import(run: Run, node: cst.Import) -> None:
    import_module(run, node)


def run_import_from(run: Run, node: cst.ImportFrom) -> None:
    import_from(run, node)


STATEMENTS: dict[type, Callable[[Run, Any], list[State] | None]] = {
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

__all__ = ["assign", "join_values", "run_block", "Symbol"]
