"""Operators, comparisons and truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, RowCount, SomeNumber, Unknown, is_known
from keras_lint.knowledge.tensors import DYNAMIC, OPERATORS, DynamicSize
from keras_lint.knowledge.values import (
    Array,
    Configured,
    Dataset,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Tensor,
    Tuple,
    Value,
)
from keras_lint.program.evaluation import evaluate
from keras_lint.program.join import join_values
from keras_lint.program.sequences import MAX_SEQUENCE
from keras_lint.program.values import Class, Function, Instance

if TYPE_CHECKING:
    from keras_lint.program.run import Run


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "Add": lambda a, b: a + b,
    "Subtract": lambda a, b: a - b,
    "Multiply": lambda a, b: a * b,
    "Divide": lambda a, b: a / b,
    "FloorDivide": lambda a, b: a // b,
    "Modulo": lambda a, b: a % b,
    "Power": lambda a, b: a**b if abs(b) < 64 and abs(a) < 1e6 else UNKNOWN,
    "BitAnd": lambda a, b: a & b,
    "BitOr": lambda a, b: a | b,
    "BitXor": lambda a, b: a ^ b,
    "LeftShift": lambda a, b: a << b if 0 <= b < 64 else UNKNOWN,
    "RightShift": lambda a, b: a >> b,
}


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "Equal": lambda a, b: a == b,
    "NotEqual": lambda a, b: a != b,
    "LessThan": lambda a, b: a < b,
    "LessThanEqual": lambda a, b: a <= b,
    "GreaterThan": lambda a, b: a > b,
    "GreaterThanEqual": lambda a, b: a >= b,
    "In": lambda a, b: a in b,
    "NotIn": lambda a, b: a not in b,
    "Is": lambda a, b: a is b,
    "IsNot": lambda a, b: a is not b,
}


def eval_binary(run: Run, node: cst.BinaryOperation) -> Value:
    """Left-leaning spines (``a + b + c + …``) are walked by a loop."""
    spine: list[cst.BinaryOperation] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation):
        spine.append(left)
        left = left.left
    value = evaluate(run, left)
    for operation in reversed(spine):
        value = binary(run, type(operation.operator).__name__, value, evaluate(run, operation.right), operation)
    return value


def binary(run: Run, operator: str, left: Value, right: Value, node: cst.CSTNode) -> Value:
    """The value of ``left operator right``."""
    if isinstance(left, Literal) and isinstance(right, Literal):
        return (
            Literal(compute(_ARITHMETIC.get(operator), left.value, right.value), run.site(node))
            if is_known(compute(_ARITHMETIC.get(operator), left.value, right.value))
            else UNKNOWN
        )
    if (
        isinstance(left, OneOf)
        and isinstance(right, (Literal, OneOf))
        and all(isinstance(o, Literal) for o in left.options)
    ):
        return join_values([binary(run, operator, option, right, node) for option in left.options])
    if isinstance(right, OneOf) and isinstance(left, Literal) and all(isinstance(o, Literal) for o in right.options):
        return join_values([binary(run, operator, left, option, node) for option in right.options])
    a, b = run.read(left), run.read(right)
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        from keras_lint.program.tensors import operation_on_tensors

        return operation_on_tensors(run, operator, (left, right), node)
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        from keras_lint.knowledge.row_counts import share_of_rows

        share = share_of_rows(operator, a, b)
        if share is not None:
            return share
        if operator in ("Add", "Subtract") and (is_count(a) or is_count(b)):
            return SomeNumber("a sum with a number of rows", run.fresh())
    if isinstance(a, Array) or isinstance(b, Array):
        from keras_lint.knowledge.arithmetic import array_operation, product_of

        if operator == "MatrixMultiply":
            return run.new(product_of(a, b) if isinstance(a, Array) and isinstance(b, Array) else Array())
        step_site = run.site(node)
        return run.new(array_operation(operator, a, b, step_site))
    if operator == "Add":
        first, second = run.items(left), run.items(right)
        if isinstance(a, Tuple) and isinstance(b, Tuple):
            return Tuple((*a.items, *b.items))
        if isinstance(a, List) and isinstance(b, List):
            if first is not None and second is not None:
                return run.new(List((*first, *second)))
            return run.new(List(a.items, UNKNOWN))
    if operator == "Multiply":
        for sequence, number in ((left, right), (right, left)):
            items, count = run.items(sequence), run.python(number)
            if items is not None and isinstance(count, int) and 0 <= count * max(len(items), 1) <= MAX_SEQUENCE:
                repeated = items * count
                return Tuple(repeated) if isinstance(run.read(sequence), Tuple) else run.new(List(repeated))
    from keras_lint.knowledge.arithmetic import scaled_unknown

    scaled = scaled_unknown(operator, a, b, run.site(node))
    return run.new(scaled) if scaled is not None else UNKNOWN


def is_count(fact: Any) -> bool:
    """Whether it is a whole number that has an identity though it is not known."""
    return isinstance(fact, SomeNumber) or (isinstance(fact, RowCount) and fact.whole)


def compute(function: Callable[[Any, Any], Any] | None, a: Any, b: Any) -> Any:
    """``function(a, b)``, ``Unknown`` where Python would raise or the result is large."""
    if function is None:
        return UNKNOWN
    if isinstance(a, (str, bytes)) and isinstance(b, int) and len(a) * b > 10_000:
        return UNKNOWN
    try:
        result = function(a, b)
    except Exception:  # noqa: BLE001 - whatever Python raises, the value is not known
        return UNKNOWN
    return UNKNOWN if isinstance(result, int) and abs(result) > 1 << 128 else result


def eval_unary(run: Run, node: cst.UnaryOperation) -> Value:
    value = evaluate(run, node.expression)
    operator = type(node.operator).__name__
    if operator == "Not":
        known = truth(run, value)
        return Literal(not known, run.site(node)) if known is not None else UNKNOWN
    python = run.python(value)
    if isinstance(python, (int, float)):
        result = {"Minus": lambda: -python, "Plus": lambda: +python}.get(operator, lambda: UNKNOWN)()
        return Literal(result, run.site(node)) if is_known(result) else UNKNOWN
    fact = run.read(value)
    if operator == "Minus" and is_count(fact):
        from keras_lint.knowledge.row_counts import negated

        return negated(fact)
    if isinstance(fact, Array) and operator == "Minus":
        from keras_lint.knowledge.arithmetic import within_dtype

        low = -fact.high if is_known(fact.high) else UNKNOWN
        high = -fact.low if is_known(fact.low) else UNKNOWN
        low, high = within_dtype(fact.dtype, low, high)
        return run.new(replace(fact, low=low, high=high, data=UNKNOWN))
    if isinstance(fact, Tensor):
        from keras_lint.program.tensors import operation_on_tensors

        return operation_on_tensors(run, operator, (value,), node)
    return DYNAMIC if isinstance(fact, DynamicSize) and operator == "Minus" else UNKNOWN


def eval_boolean(run: Run, node: cst.BooleanOperation) -> Value:
    spine: list[cst.BooleanOperation] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BooleanOperation):
        spine.append(left)
        left = left.left
    value = evaluate(run, left)
    for operation in reversed(spine):
        known = truth(run, value)
        is_or = isinstance(operation.operator, cst.Or)
        if known is not None and known is is_or:
            continue
        other = evaluate(run, operation.right)
        value = other if known is not None else (UNKNOWN if isinstance(value, Unknown) else join_values([value, other]))
    return value


def eval_comparison(run: Run, node: cst.Comparison) -> Value:
    left = evaluate(run, node.left)
    if len(node.comparisons) != 1:
        return eval_chained(run, left, node)
    target = node.comparisons[0]
    right = evaluate(run, target.comparator)
    operator = type(target.operator).__name__
    if operator in ("Is", "IsNot", "Equal", "NotEqual"):
        missing = none_comparison(run, left, right)
        if missing is not None:
            return Literal(missing if operator in ("Is", "Equal") else not missing, run.site(node))
    a, b = run.python(left), run.python(right)
    if is_known(a) and is_known(b):
        result = compute(_COMPARISONS.get(operator), a, b)
        if isinstance(result, bool):
            return Literal(result, run.site(node))
    fact = run.read(left)
    if isinstance(fact, Tensor) or isinstance(run.read(right), Tensor):
        from keras_lint.program.tensors import operation_on_tensors

        # `==` compares numbers to TensorFlow, and objects to Keras
        return operation_on_tensors(run, operator, (left, right), node) if operator in OPERATORS else UNKNOWN
    if isinstance(fact, Array):
        return run.new(replace(fact, dtype="bool", low=0.0, high=1.0, data=UNKNOWN, kind=UNKNOWN, labels=None))
    return UNKNOWN


def eval_chained(run: Run, left: Value, node: cst.Comparison) -> Value:
    """``1 < n <= 5``: true where every link is."""
    outcomes: list[Any] = []
    for target in node.comparisons:
        right = evaluate(run, target.comparator)
        a, b = run.python(left), run.python(right)
        operator = _COMPARISONS.get(type(target.operator).__name__)
        outcomes.append(compute(operator, a, b) if is_known(a) and is_known(b) else UNKNOWN)
        left = right
    if any(outcome is False for outcome in outcomes):
        return Literal(False, run.site(node))
    return Literal(True, run.site(node)) if all(outcome is True for outcome in outcomes) else UNKNOWN


def none_comparison(run: Run, left: Value, right: Value) -> bool | None:
    """Whether ``left`` is ``None``, where ``right`` is the literal ``None`` and the answer is known."""
    if not (isinstance(right, Literal) and right.value is None):
        return None
    if isinstance(left, Literal):
        return left.value is None
    if isinstance(left, (Unknown, OneOf)) or isinstance(run.read(left), Unknown):
        return None
    return False


def eval_conditional(run: Run, node: cst.IfExp) -> Value:
    known = truth(run, evaluate(run, node.test))
    if known is not None:
        return evaluate(run, node.body if known else node.orelse)
    return join_values([evaluate(run, node.body), evaluate(run, node.orelse)])


def truth(run: Run, value: Value) -> bool | None:
    """Whether a value counts as true, ``None`` where that is not known."""
    if isinstance(value, Literal):
        return bool(value.value)
    if isinstance(value, OneOf):
        outcomes = {truth(run, option) for option in value.options}
        return outcomes.pop() if len(outcomes) == 1 else None
    fact = run.read(value)
    if isinstance(fact, Tuple):
        return bool(fact.items)
    if isinstance(fact, List):
        return True if fact.items else (False if fact.rest is None else None)
    if isinstance(fact, Dict):
        return True if fact.entries else (False if fact.complete else None)
    if isinstance(fact, (Layer, Model, Configured, Function, Class, Instance, Dataset)):
        return True
    return None
