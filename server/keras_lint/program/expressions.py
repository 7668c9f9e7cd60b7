"""Evaluating expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Dict, List, Literal, Symbol, Tuple, Value
from keras_lint.program import calls, sequences
from keras_lint.program.attributes import eval_attribute
from keras_lint.program.evaluation import EXPRESSIONS, evaluate
from keras_lint.program.join import join_values
from keras_lint.program.operators import eval_binary, eval_boolean, eval_comparison, eval_conditional, eval_unary, truth
from keras_lint.program.sequences import element_of, eval_subscript, hashable, iterated
from keras_lint.program.state import Scope
from keras_lint.program.values import Function

if TYPE_CHECKING:
    from keras_lint.program.run import Run


_CONSTANTS = {"None": None, "True": True, "False": False}


def eval_name(run: Run, node: cst.Name) -> Value:
    name = node.value
    if name in _CONSTANTS:
        return Literal(_CONSTANTS[name], run.site(node))
    found = run.lookup(name)
    if found is not None:
        run.note_read(found)
        return found
    if name in BUILTINS:
        return Symbol(f"builtins.{name}")
    return run.unbound.setdefault(name, Unknown(f"`{name}` is not bound here"))


def eval_number(run: Run, node: cst.Integer | cst.Float | cst.Imaginary) -> Value:
    if node.value.isdigit() and node.value[0] != "0":
        return Literal(int(node.value), run.site(node)) if len(node.value) < 400 else UNKNOWN
    try:
        return Literal(ast.literal_eval(node.value), run.site(node))
    except (ValueError, SyntaxError):
        return UNKNOWN


def eval_string(run: Run, node: cst.SimpleString) -> Value:
    text = node.value
    if text[0] in "\"'" and "\\" not in text and text[1:3] != text[0] * 2:
        return Literal(text[1:-1], run.site(node))
    try:
        return Literal(ast.literal_eval(node.value), run.site(node))
    except (ValueError, SyntaxError):
        return UNKNOWN


def eval_concatenated(run: Run, node: cst.ConcatenatedString) -> Value:
    left, right = run.python(evaluate(run, node.left)), run.python(evaluate(run, node.right))
    if isinstance(left, str) and isinstance(right, str):
        return Literal(left + right, run.site(node))
    return UNKNOWN


def eval_formatted(run: Run, node: cst.FormattedString) -> Value:
    parts: list[str] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            parts.append(part.value.replace("{{", "{").replace("}}", "}"))
            continue
        if not isinstance(part, cst.FormattedStringExpression):
            return Unknown("a formatted string")
        value = run.python(evaluate(run, part.expression))
        if (
            isinstance(value, Unknown)
            or part.format_spec
            or part.conversion
            or not isinstance(value, (str, int, float))
        ):
            return Unknown("a formatted string")
        parts.append(str(value))
    return Literal("".join(parts), run.site(node))


def eval_ellipsis(run: Run, node: cst.Ellipsis) -> Value:
    return Literal(..., run.site(node))


def elements_of(run: Run, elements: Sequence[cst.BaseElement]) -> tuple[tuple[Value, ...], Value | None]:
    """Items of a display, and what any further ones are (after ``*unknown``)."""
    items: list[Value] = []
    rest: Value | None = None
    for element in elements:
        value = evaluate(run, element.value)
        if isinstance(element, cst.StarredElement):
            more = iterated(run, value)
            if more is None:
                rest = join_values([value_ for value_ in (rest, element_of(run, value)) if value_ is not None])
            else:
                items.extend(more)
        else:
            items.append(value)
    return tuple(items), rest


def eval_tuple(run: Run, node: cst.Tuple) -> Value:
    items, rest = elements_of(run, node.elements)
    return Tuple(items) if rest is None else UNKNOWN


def eval_list(run: Run, node: cst.List | cst.Set) -> Value:
    items, rest = elements_of(run, node.elements)
    if isinstance(node, cst.Set):
        every = join_values([*items, *([rest] if rest is not None else [])])
        return run.new(sequences.set_of(run, items if rest is None else None, every))
    return run.new(List(items, rest))


def eval_dict(run: Run, node: cst.Dict) -> Value:
    entries: dict[Any, Value] = {}
    complete = True
    for element in node.elements:
        value = evaluate(run, element.value)
        if isinstance(element, cst.StarredDictElement):
            fact = run.read(value)
            if isinstance(fact, Dict):
                entries.update(fact.entries)
                complete = complete and fact.complete
            else:
                complete = False
            continue
        key = run.python(evaluate(run, element.key))  # type: ignore[attr-defined]
        if isinstance(key, Unknown) or not hashable(key):
            complete = False
        else:
            entries[key] = value
    return run.new(Dict(entries, complete))


def comprehension(run: Run, loop: cst.CompFor, produce: Callable[[], None]) -> bool:
    """Run ``produce`` for every turn; returns whether the turns are all known."""
    iterable = evaluate(run, loop.iter)
    items = iterated(run, iterable)
    exact = items is not None and len(items) <= 64
    turns: Sequence[Value] = items if exact and items is not None else (element_of(run, iterable),)
    from keras_lint.program.assignment import assign

    for item in turns:
        assign(run, loop.target, item)
        taken: bool | None = True
        for condition in loop.ifs:
            outcome = truth(run, evaluate(run, condition.test))
            if outcome is False:
                taken = False
                break
            exact = exact and outcome is True
        if taken:
            if loop.inner_for_in is not None:
                exact = comprehension(run, loop.inner_for_in, produce) and exact
            else:
                produce()
    return exact


def in_inner_scope(run: Run, work: Callable[[], Value]) -> Value:
    """Run ``work`` in a scope of its own, as comprehensions and lambdas do."""
    outer = run.frame.scope
    run.numbers += 1
    run.state.write(run.numbers, Scope({}, outer, run.state.owner))
    run.frame.scope = run.numbers
    try:
        return work()
    finally:
        run.frame.scope = outer


def eval_list_comprehension(run: Run, node: cst.ListComp | cst.GeneratorExp | cst.SetComp) -> Value:
    def work() -> Value:
        items: list[Value] = []
        exact = comprehension(run, node.for_in, lambda: items.append(evaluate(run, node.elt)))
        if isinstance(node, cst.SetComp):
            any_item = join_values(items) if items else UNKNOWN
            return run.new(sequences.set_of(run, tuple(items) if exact else None, any_item))
        if exact:
            return run.new(List(tuple(items)))
        return run.new(List((), join_values(items) if items else UNKNOWN))

    return in_inner_scope(run, work)


def eval_dict_comprehension(run: Run, node: cst.DictComp) -> Value:
    def work() -> Value:
        entries: dict[Any, Value] = {}
        unknown_key = False

        def produce() -> None:
            nonlocal unknown_key
            key = run.python(evaluate(run, node.key))
            value = evaluate(run, node.value)
            if isinstance(key, Unknown) or not hashable(key):
                unknown_key = True
            else:
                entries[key] = value

        exact = comprehension(run, node.for_in, produce)
        return run.new(Dict(entries, exact and not unknown_key))

    return in_inner_scope(run, work)


def eval_call(run: Run, node: cst.Call) -> Value:
    return calls.call(run, node)


def eval_lambda(run: Run, node: cst.Lambda) -> Value:
    return Function(
        node, "<lambda>", run.frame.scope, parameter_defaults(run, node.params), run.frame.module, run.chunk
    )


def eval_walrus(run: Run, node: cst.NamedExpr) -> Value:
    from keras_lint.program.assignment import assign

    value = evaluate(run, node.value)
    assign(run, node.target, value)
    return value


def eval_await(run: Run, node: cst.Await) -> Value:
    return evaluate(run, node.expression)


def eval_yield(run: Run, node: cst.Yield) -> Value:
    if isinstance(node.value, cst.From):
        run.frame.yields.append(element_of(run, evaluate(run, node.value.item)))
    elif node.value is not None:
        run.frame.yields.append(evaluate(run, node.value))
    return UNKNOWN


def parameter_defaults(run: Run, parameters: cst.Parameters) -> dict[str, Value]:
    """Default values, evaluated where the function is defined."""
    return {
        parameter.name.value: evaluate(run, parameter.default)
        for parameter in (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
        if parameter.default is not None
    }


BUILTINS = frozenset(
    [
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "chr",
        "classmethod",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "eval",
        "exec",
        "exit",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "hex",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "open",
        "ord",
        "pow",
        "print",
        "property",
        "quit",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "Exception",
        "ValueError",
        "TypeError",
        "KeyError",
        "RuntimeError",
        "ImportError",
        "NotImplementedError",
        "StopIteration",
        "IndexError",
        "AttributeError",
        "FileNotFoundError",
        "OSError",
        "AssertionError",
        "KeyboardInterrupt",
        "__name__",
        "__file__",
    ]
)


EXPRESSIONS.update(
    {
        cst.Name: eval_name,
        cst.Integer: eval_number,
        cst.Float: eval_number,
        cst.Imaginary: eval_number,
        cst.SimpleString: eval_string,
        cst.ConcatenatedString: eval_concatenated,
        cst.FormattedString: eval_formatted,
        cst.Ellipsis: eval_ellipsis,
        cst.Tuple: eval_tuple,
        cst.List: eval_list,
        cst.Set: eval_list,
        cst.Dict: eval_dict,
        cst.ListComp: eval_list_comprehension,
        cst.GeneratorExp: eval_list_comprehension,
        cst.SetComp: eval_list_comprehension,
        cst.DictComp: eval_dict_comprehension,
        cst.BinaryOperation: eval_binary,
        cst.UnaryOperation: eval_unary,
        cst.BooleanOperation: eval_boolean,
        cst.Comparison: eval_comparison,
        cst.IfExp: eval_conditional,
        cst.Subscript: eval_subscript,
        cst.Attribute: eval_attribute,
        cst.Call: eval_call,
        cst.Lambda: eval_lambda,
        cst.NamedExpr: eval_walrus,
        cst.Await: eval_await,
        cst.Yield: eval_yield,
    }
)
