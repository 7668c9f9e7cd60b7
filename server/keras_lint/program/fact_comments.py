"""Facts that authors state in comments: ``# keras-lint: x_train: shape (60000, 28, 28) range 0..255 classes 10``.

They hold for the name as the statement on that row leaves it, and for parameters of a function as it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.labels import imbalance
from keras_lint.knowledge.values import Array, Labels, OneOf, Ref, Rows, Step, Symbol, Value
from keras_lint.program.values import Function, Instance, LibraryMethod
from keras_lint.source.comments import read_comments

if TYPE_CHECKING:
    from keras_lint.program.run import Run
    from keras_lint.source.facts import FactComment, Facts

Stated = tuple["FactComment", ...]

_IMPORTS = (cst.Import, cst.ImportFrom)
_MEMO = "fact comments by row"


def by_row(run: Run) -> dict[int, Stated]:
    """The fact comments of the module being run, by the row of the statement they speak about; hardly ever any."""
    source = run.frame.module.tree.source
    found: dict[int, Stated] | None = source.memo.get(_MEMO)
    if found is None:
        found = {}
        for comment in read_comments(source).facts:
            if comment.next_code_row is not None:
                found[comment.next_code_row] = (*found.get(comment.next_code_row, ()), comment)
        source.memo[_MEMO] = found
    return found


def at(run: Run, statement: cst.CSTNode) -> Stated:
    """The comments that speak about a statement."""
    rows = by_row(run)
    if not rows:
        return ()
    site = run.site(statement)
    return rows.get(site.source.row(site.span.start), ())


def before(run: Run, statement: cst.CSTNode, stated: Stated) -> None:
    """Apply what is stated of names that the statement only uses."""
    if not isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
        bound = set(bound_by(statement))
        apply(run, statement, tuple(comment for comment in stated if comment.name not in bound))


def after(run: Run, statement: cst.CSTNode, stated: Stated) -> None:
    """Apply what is stated of names that the statement has bound."""
    imports = isinstance(statement, cst.SimpleStatementLine) and any(
        isinstance(small, _IMPORTS) for small in statement.body
    )
    bound = set(bound_by(statement))
    for comment in stated:
        if imports and run.lookup(comment.name) is None:
            run.bind(comment.name, Unknown("imported from a module that is not known"))
        if imports or comment.name in bound:
            apply(run, statement, (comment,))


def at_loop_turn(run: Run, node: cst.CSTNode) -> None:
    """Apply what is stated of the target of a loop, in each turn."""
    if by_row(run):
        after(run, node, at(run, node))


def at_entry(run: Run, function: Function) -> None:
    """Apply what the line of a ``def`` states of its parameters."""
    if by_row(run) and isinstance(function.node, cst.FunctionDef):
        names = run.state.heap[run.frame.scope].names
        apply(run, function.node, tuple(comment for comment in at(run, function.node) if comment.name in names))


def bound_by(statement: cst.CSTNode) -> Iterator[str]:
    """Names that a statement binds or changes, attributes included: ``self.x``."""
    if isinstance(statement, cst.SimpleStatementLine):
        for small in statement.body:
            if isinstance(small, cst.Assign):
                for target in small.targets:
                    yield from names_in(target.target)
            elif isinstance(small, (cst.AnnAssign, cst.AugAssign)):
                yield from names_in(small.target)
    elif isinstance(statement, cst.For):
        yield from names_in(statement.target)
    elif isinstance(statement, cst.With):
        for item in statement.items:
            if item.asname is not None:
                yield from names_in(item.asname.name)


def names_in(target: cst.BaseExpression) -> Iterator[str]:
    """Dotted names in the target of an assignment."""
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from names_in(element.value)
    elif isinstance(target, (cst.Name, cst.Attribute)):
        from keras_lint.program.imports import dotted

        yield dotted(target)


def apply(run: Run, statement: cst.CSTNode, stated: Stated) -> None:
    """Give the values of names what is stated of them; names that are not bound stay so."""
    for comment in stated:
        owner, _, attribute = comment.name.rpartition(".")
        value = run.lookup(comment.name.split(".")[0])
        for part in comment.name.split(".")[1:]:
            fact = run.read(value)
            value = fact.attributes.get(part, UNKNOWN) if isinstance(fact, Instance) else None
        if value is None:
            continue
        known = run.read(value)
        if not isinstance(known, (Array, Unknown, Symbol, LibraryMethod)) and not isinstance(value, OneOf):
            continue  # a model, a dataset, a function: nothing that a comment states is a fact of these
        array = with_facts(
            run, known if isinstance(known, Array) else Array(rows=Rows(run.fresh())), comment.facts, statement
        )
        if isinstance(value, Ref) and isinstance(known, Array):
            run.update(value, array)
        elif not attribute or not owner:
            run.bind(comment.name, run.new(array))
        else:
            set_attribute(run, comment.name, run.new(array))


def set_attribute(run: Run, name: str, value: Value) -> None:
    """Bind a dotted name: ``self.data.x_train``."""
    first, *path, last = name.split(".")
    owner = run.lookup(first)
    for part in path:
        fact = run.read(owner)
        owner = fact.attributes.get(part) if isinstance(fact, Instance) else None
    fact = run.read(owner)
    if isinstance(fact, Instance):
        run.update(owner, replace(fact, attributes={**fact.attributes, last: value}))


def with_facts(run: Run, array: Array, facts: Facts, statement: cst.CSTNode) -> Array:
    """An array with what a comment states of it. What it states counts, whatever was known."""
    changes: dict[str, Any] = {}
    if facts.shape is not None:
        changes["shape"] = tuple(Unknown("stated to be unknown") if dim is None else dim for dim in facts.shape)
    if facts.range is not None:
        changes["low"], changes["high"] = facts.range
    if changes:
        changes["data"] = UNKNOWN
    if facts.dtype is not None:
        changes["dtype"] = "str" if facts.dtype == "string" else facts.dtype
    if facts.split is not None:
        changes["part"] = facts.split
    if facts.scaled:
        changes["steps"] = (*array.steps, Step("scaled", "as its comment states", run.site(statement)))
    if facts.classes is not None or facts.counts is not None or facts.labels is not None:
        changes["labels"] = stated_labels(array.labels or Labels(), facts)
    return replace(array, **changes)


def stated_labels(labels: Labels, facts: Facts) -> Labels:
    """Labels with what a comment states of them."""
    counts = facts.counts if facts.counts is not None else UNKNOWN if facts.classes is not None else labels.counts
    classes = (
        facts.classes if facts.classes is not None else len(counts) if isinstance(counts, tuple) else labels.classes
    )
    return Labels(
        facts.labels if facts.labels is not None else labels.form,
        classes,
        counts,
        "classification",
        imbalance(counts) if isinstance(counts, tuple) else labels.imbalanced,
    )


__all__ = ["after", "apply", "at", "at_entry", "at_loop_turn", "before", "by_row"]
