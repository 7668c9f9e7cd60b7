"""Loops: unrolled over what is known, else run to a summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.values import Value
from keras_lint.program import evaluation, fact_comments, operators, sequences
from keras_lint.program.assignment import assign
from keras_lint.program.blocks import body_of, limited, run_block
from keras_lint.program.join import join_states, join_values
from keras_lint.program.state import State

if TYPE_CHECKING:
    from keras_lint.program.run import Run


MAX_TURNS = 64
"""Turns of a loop over a known sequence that are run one by one."""


MAX_LOOP_STEPS = 5_000
"""Steps that one nest of loops may cost turn by turn; the turns beyond are run as a summary. Loops that build models
stay far below (64 turns of some 30 steps); loops that train by hand or simulate do not, and have nothing to tell turn
by turn."""


def run_for(run: Run, node: cst.For) -> list[State]:
    """Unroll over a known sequence; run to a summary over an unknown one."""
    iterable = evaluation.evaluate(run, node.iter)
    items = sequences.iterated(run, iterable)
    broken: list[State] = []
    if items is None or len(items) > MAX_TURNS:
        states = summary_loop(run, node, sequences.element_of(run, iterable), broken)
    else:
        states = unrolled(run, node, items, broken)
    return after_loop(run, node, states, broken)


def after_loop(run: Run, node: cst.For | cst.While, states: list[State], broken: list[State]) -> list[State]:
    """Run the ``else`` of a loop in the states that did not break out."""
    if node.orelse is not None:
        states = run_block(run, body_of(node.orelse.body), states)
    return limited(states + broken)


def unrolled(run: Run, node: cst.For, items: Sequence[Value], broken: list[State]) -> list[State]:
    """Run the body once for each item; returns the states that ran to the end and adds to ``broken`` those that broke
    out.
    """
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
    first_broken: list[State] = []
    after = loop_turn(run, node, element, first_broken)
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
        evaluation.evaluate(run, node.test)
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
        test = operators.truth(run, evaluation.evaluate(run, node.test))
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
