"""Fit what learns from data after the split, on the training part alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from keras_lint.knowledge.values import Array, Step
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.program import Program
from keras_lint.program.run import Event
from keras_lint.syntax import Site
from keras_lint_rules.remedies.arguments import expression


class FitAfterSplit(Remedy):
    """Move ``X = scaler.fit_transform(X)``, or ``scaler.fit(X)`` and ``X = scaler.transform(X)``, behind the split: fit
    on the training part, transform the other.
    """

    id = "fit-after-split"

    def __init__(self, program: Program, fitted: Event, split: Step) -> None:
        self.program = program
        self.fitted = fitted
        self.split = split

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Fit `{self.fitted.details['transformer']}` after the split, on the training part only"

    def edit(self, editor: Editor) -> None:
        """Delete the statements, split what they were given, and transform the parts."""
        statement, target, call = self.transformed()
        if method(call).attr.value != ("transform" if statement is not self.fitted.statement else "fit_transform"):
            raise NotApplicable("the transformer is not fitted and applied in plain statements")
        source = only_name(call)
        split = split_statement(self.program, self.split)
        same_block(editor, self.fitted, split.event)
        moved(editor, statement, split, [target], [source])
        self.unused_between(editor, call, statement, split)
        train, test = split.parts_of(target)
        receiver, made = self.receiver(editor, call)
        lines = [f"{train} = {receiver}.fit_transform({train})", f"{test} = {receiver}.transform({test})"]
        editor.delete_statement(self.fitted.statement)
        if statement is not self.fitted.statement:
            editor.delete_statement(statement)
        split.give(editor, target, source)
        editor.insert_after(split.event.statement, "\n".join([*made, *lines]))

    def transformed(self) -> tuple[Site, str, cst.Call]:
        """The statement that gives the transformed data their name, the name, and the call.

        Raises:
            NotApplicable: it is no plain one.
        """
        fit = expression_statement(self.fitted.statement)
        if fit is None:
            statement = self.fitted.statement
        elif fit is self.fitted.site.node and method(fit).attr.value == "fit":
            statement = self.next_statement()
        else:
            raise NotApplicable("the transformer is fitted in another expression")
        target, call = plain_assignment(statement)
        if fit is None and call is not self.fitted.site.node:
            raise NotApplicable("the transformer is fitted in another expression")
        if fit is not None and (only_name(fit), receiver_name(fit)) != (only_name(call), receiver_name(call)):
            raise NotApplicable("other data are transformed")
        return statement, target, call

    def next_statement(self) -> Site:
        """The statement that binds what the transformer makes first.

        Raises:
            NotApplicable: nothing that it makes gets a name.
        """
        identity = self.fitted.details.get("identity")
        for binding in self.program.run.bindings:
            steps = binding.fact.steps if isinstance(binding.fact, Array) else ()
            if identity and steps and steps[-1].identity == identity:
                return binding.statement
        raise NotApplicable("what the transformer makes gets no name")

    def unused_between(self, editor: Editor, call: cst.Call, last: Site, split: SplitStatement) -> None:
        """The transformer is fitted later than it was: nothing may look at it before.

        Raises:
            NotApplicable: something does.
        """
        owner = method(call).value
        if not isinstance(owner, cst.Name):
            return
        first = self.fitted.statement
        pieces = [editor.text[last.span.end : split.event.statement.span.start]]
        if last is not first:
            pieces.append(editor.text[first.span.end : last.span.start])
            if mentions(pieces[-1], only_name(call)):
                raise NotApplicable("the data are used in between")
        if any(mentions(piece, owner.value) for piece in pieces):
            raise NotApplicable(f"`{owner.value}` is used before the split")

    def receiver(self, editor: Editor, call: cst.Call) -> tuple[str, list[str]]:
        """The text of the transformer, and the line that gives it a name where it has none."""
        owner = method(call).value
        if isinstance(owner, cst.Name):
            return owner.value, []
        name = editor.free_name("scaler" if "Scaler" in self.fitted.details["transformer"] else "transformer")
        return name, [f"{name} = {expression(editor, self.fitted.site.at(owner))}"]


class TransformOnly(Remedy):
    """Call ``transform`` on the test data with what was fitted on the training data."""

    id = "transform-only"

    def __init__(self, fitted: Event) -> None:
        self.fitted = fitted

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Use `transform` with what was fitted on the training data"

    def edit(self, editor: Editor) -> None:
        """Replace ``fit_transform`` where the same object was fitted before."""
        call = self.fitted.site.node
        if (
            not isinstance(call, cst.Call)
            or not isinstance(call.func, cst.Attribute)
            or call.func.attr.value != "fit_transform"
        ):
            raise NotApplicable("no `fit_transform`")
        earlier = [
            event
            for event in editor.program.of("transformer")
            if event.details.get("receiver") == self.fitted.details.get("receiver") and event.order < self.fitted.order
        ]
        if not earlier or not isinstance(call.func.value, (cst.Name, cst.Attribute)):
            raise NotApplicable("another object was fitted on the training data")
        editor.replace(self.fitted.site.at(call.func.attr), "transform")


# --- plain statements around a split ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SplitStatement:
    """``a_train, a_test, b_train, b_test = train_test_split(a, b, …)``."""

    event: Event
    call: cst.Call
    targets: tuple[str, ...]
    given: tuple[str, ...]

    def parts_of(self, name: str) -> tuple[str, str]:
        """The names of the parts of an argument."""
        place = self.given.index(name)
        return self.targets[2 * place], self.targets[2 * place + 1]

    def give(self, editor: Editor, old: str, new: str) -> None:
        """Give another name as argument, wherever the old one stands in the call."""
        for argument in self.call.args:
            if isinstance(argument.value, cst.Name) and argument.value.value == old and old != new:
                editor.replace(self.event.site.at(argument.value), new)


def plain_assignment(statement: Site) -> tuple[str, cst.Call]:
    """The name and the call of ``name = call(...)``.

    Raises:
        NotApplicable: the statement is another one.
    """
    targets, value = assigned(statement)
    if not isinstance(targets, cst.Name) or not isinstance(value, cst.Call):
        raise NotApplicable("no plain `name = call(...)`")
    return targets.value, value


def assigned(statement: Site) -> tuple[cst.BaseExpression, cst.BaseExpression]:
    """The only target and the value of an assignment.

    Raises:
        NotApplicable: the statement is another one.
    """
    node = statement.node
    small = node.body[0] if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1 else node
    if not isinstance(small, cst.Assign) or len(small.targets) != 1:
        raise NotApplicable("no plain assignment")
    return small.targets[0].target, small.value


def method(call: cst.Call) -> cst.Attribute:
    """The method that is called.

    Raises:
        NotApplicable: it is another call.
    """
    if not isinstance(call.func, cst.Attribute):
        raise NotApplicable("no call of a method")
    return call.func


def receiver_name(call: cst.Call) -> str:
    """The name of the object whose method is called.

    Raises:
        NotApplicable: it has none.
    """
    owner = method(call).value
    if not isinstance(owner, cst.Name):
        raise NotApplicable("the transformer has no name")
    return owner.value


def expression_statement(statement: Site) -> cst.Call | None:
    """The call that a statement consists of; ``None`` where it is another statement."""
    node = statement.node
    small = node.body[0] if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1 else node
    return small.value if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call) else None


def only_name(call: cst.Call) -> str:
    """The name that is the call's only argument.

    Raises:
        NotApplicable: the call has other arguments.
    """
    if len(call.args) != 1 or call.args[0].star or not isinstance(call.args[0].value, cst.Name):
        raise NotApplicable("the call takes more than one name")
    return call.args[0].value.value


def names_of(target: cst.BaseExpression) -> tuple[str, ...]:
    """The names of a pattern of plain names.

    Raises:
        NotApplicable: it holds something else.
    """
    if not isinstance(target, (cst.Tuple, cst.List)) or not all(isinstance(e.value, cst.Name) for e in target.elements):
        raise NotApplicable("the parts are not bound to plain names")
    return tuple(element.value.value for element in target.elements if isinstance(element.value, cst.Name))


def split_statement(program: Program, step: Step) -> SplitStatement:
    """The statement of a split.

    Raises:
        NotApplicable: it is no plain call of ``train_test_split`` on names.
    """
    event = next((e for e in program.of("split") if e.details["number"] == step.identity), None)
    if event is None:
        raise NotApplicable("the split is no `train_test_split`")
    target, call = assigned(event.statement)
    if call is not event.site.node or not isinstance(call, cst.Call):
        raise NotApplicable("the split is part of another expression")
    targets = names_of(target)
    given = [a.value.value for a in call.args if a.keyword is None and not a.star and isinstance(a.value, cst.Name)]
    if len(targets) != 2 * len(given):
        raise NotApplicable("not all that is split has a name")
    return SplitStatement(event, call, targets, tuple(given))


def same_block(editor: Editor, first: Event, second: Event) -> None:
    """Whether both statements stand in one block, the first before the second.

    Raises:
        NotApplicable: they do not.
    """
    editor.check(first.statement)
    editor.check(second.statement)
    if first.context.key != second.context.key or editor.indentation(first.statement) != editor.indentation(
        second.statement
    ):
        raise NotApplicable("the statements stand in different blocks")
    between = editor.text[first.statement.span.end : second.statement.span.start]
    depth = len(editor.indentation(first.statement))
    for line in between.split("\n")[1:-1]:
        if line.strip() and not line.lstrip().startswith("#") and len(line) - len(line.lstrip()) < depth:
            raise NotApplicable("the statements stand in different blocks")


def moved(editor: Editor, statement: Site, split: SplitStatement, targets: list[str], sources: list[str]) -> None:
    """Whether nothing but the split looks at what the statement binds.

    Raises:
        NotApplicable: something between the two, or after them, does.
    """
    end = split.event.statement.span.end
    between = editor.text[statement.span.end : split.event.statement.span.start]
    for target, source in zip(targets, sources, strict=True):
        if split.given.count(target) != 1 or mentions(between, target) or mentions(between, source):
            raise NotApplicable(f"`{target}` is used in between")
        if mentions(rest_of_block(editor.text[end:], len(editor.indentation(statement))), target):
            raise NotApplicable(f"`{target}` is used after the split")


def rest_of_block(text: str, depth: int) -> str:
    """The text up to the first line that stands further left than the block."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], 1):
        if line.strip() and not line.lstrip().startswith("#") and len(line) - len(line.lstrip()) < depth:
            return "\n".join(lines[:number])
    return text


def mentions(text: str, name: str) -> bool:
    """Whether a name stands in a piece of code, comments apart."""
    code = "\n".join(line.partition("#")[0] for line in text.split("\n"))
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", code) is not None


__all__ = ["FitAfterSplit", "TransformOnly", "moved", "same_block", "split_statement"]
