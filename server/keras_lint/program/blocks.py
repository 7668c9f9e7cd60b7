"""Running blocks of statements: the table of kinds is filled by ``statements``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.program import fact_comments
from keras_lint.program.join import join_states
from keras_lint.program.state import State

if TYPE_CHECKING:
    from keras_lint.program.run import Run


MAX_ALTERNATIVES = 4
"""States kept apart after branches; beyond, their values join."""


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


STATEMENTS: dict[type, Callable[[Run, Any], list[State] | None]] = {}
"""How each kind of statement is run; ``statements`` fills it."""
