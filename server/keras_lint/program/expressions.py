"""Evaluating expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, RowCount, ShapeOf, Unknown, is_known
from keras_lint.knowledge.values import (
    Array,
    Configured,
    Dataset,
    Dict,
    Indexer,
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
from keras_lint.program.join import join_facts, join_values
from keras_lint.program.state import Scope
from keras_lint.program.values import Class, Function, Instance, LibraryMethod, Method, ModuleValue, Super

if TYPE_CHECKING:
    from keras_lint.program.run import Run

MAX_SEQUENCE = 1024
"""Longest ``range`` or repeated list that is kept item by item."""


def evaluate(run: Run, node: cst.BaseExpression) -> Value:
    """The value of an expression."""
    run.spend()
    handler = EXPRESSIONS.get(type(node))
    return handler(run, node) if handler is not None else UNKNOWN


# --- atoms ------------------------------------------------------------------------------------------------------------------------

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
    return Unknown(f"`{name}` is not bound here")


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
    if isinstance(left, (str, bytes)) and type(left) is type(right):
        return Literal(left + right, run.site(node))
    return UNKNOWN


def eval_formatted(run: Run, node: cst.FormattedString) -> Value:
    parts: list[str] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            parts.append(part.value.replace("{{", "{").replace("}}", "}"))
            continue
        value = run.python(evaluate(run, part.expression))
        if isinstance(value, Unknown) or part.format_spec or part.conversion or not isinstance(value, (str, int, float)):
            return Unknown("a formatted string")
        parts.append(str(value))
    return Literal("".join(parts), run.site(node))


def eval_ellipsis(run: Run, node: cst.Ellipsis) -> Value:
    return Literal(..., run.site(node))


# --- displays -----------------------------------------------------------------------------------------------------------------------


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


def hashable(key: Any) -> bool:
    """Whether a Python value can be a key."""
    try:
        hash(key)
    except TypeError:
        return False
    return True


# --- comprehensions -------------------------------------------------------------------------------------------------------------------


def comprehension(run: Run, loop: cst.CompFor, produce: Callable[[], None]) -> bool:
    """Run ``produce`` for every turn; returns whether the turns are all known."""
    iterable = evaluate(run, loop.iter)
    items = iterated(run, iterable)
    exact = items is not None and len(items) <= 64
    turns: Sequence[Value] = items if exact and items is not None else (element(run, iterable),)
    from keras_lint.program.statements import assign

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
    run.state.heap[run.numbers] = Scope({}, outer, run.state.owner)
    run.frame.scope = run.numbers
    try:
        return work()
    finally:
        run.frame.scope = outer


def eval_list_comprehension(run: Run, node: cst.ListComp | cst.GeneratorExp | cst.SetComp) -> Value:
    def work() -> Value:
        items: list[Value] = []
        exact = comprehension(run, node.for_in, lambda: items.append(evaluate(run, node.elt)))
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


# --- operators ------------------------------------------------------------------------------------------------------------------------

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
        return Literal(compute(_ARITHMETIC.get(operator), left.value, right.value), run.site(node)) if is_known(
            compute(_ARITHMETIC.get(operator), left.value, right.value)
        ) else UNKNOWN
    if isinstance(left, OneOf) and isinstance(right, (Literal, OneOf)) and all(isinstance(o, Literal) for o in left.options):
        return join_values([binary(run, operator, option, right, node) for option in left.options])
    if isinstance(right, OneOf) and isinstance(left, Literal) and all(isinstance(o, Literal) for o in right.options):
        return join_values([binary(run, operator, left, option, node) for option in right.options])
    a, b = run.read(left), run.read(right)
    if isinstance(a, (Tensor, Tuple)) and isinstance(a, Tensor) or isinstance(b, Tensor):
        from keras_lint.program.graph import operation_on_tensors

        return operation_on_tensors(run, operator, (left, right), node)
    if isinstance(a, Unknown) and operator in ("FloorDivide", "Divide"):
        from keras_lint.knowledge.row_counts import share_of_rows

        share = share_of_rows(operator, a, b)
        if share is not None:
            return share
    if isinstance(a, Array) or isinstance(b, Array):
        from keras_lint.knowledge.arithmetic import array_operation

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
    if isinstance(fact, Array) and operator == "Minus":
        low = -fact.high if is_known(fact.high) else UNKNOWN
        high = -fact.low if is_known(fact.low) else UNKNOWN
        return run.new(replace(fact, low=low, high=high, data=UNKNOWN))
    if isinstance(fact, Tensor):
        from keras_lint.program.graph import operation_on_tensors

        return operation_on_tensors(run, operator, (value,), node)
    return UNKNOWN


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
        for target in node.comparisons:
            evaluate(run, target.comparator)
        return UNKNOWN
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
    if isinstance(fact, Array):
        return run.new(replace(fact, dtype="bool", low=0.0, high=1.0, data=UNKNOWN, kind=UNKNOWN, labels=None))
    return UNKNOWN


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


# --- sequences ------------------------------------------------------------------------------------------------------------------------


def iterated(run: Run, value: Value) -> tuple[Value, ...] | None:
    """All items a loop over ``value`` yields, ``None`` where they are not all known."""
    items = run.items(value)
    if items is not None:
        return items
    fact = run.read(value)
    if isinstance(fact, Dict) and fact.complete:
        return tuple(Literal(key) for key in fact.entries)
    if isinstance(fact, Literal) and isinstance(fact.value, str) and len(fact.value) <= 64:
        return tuple(Literal(character) for character in fact.value)
    if isinstance(fact, Array) and isinstance(fact.data, tuple) and len(fact.data) <= 64:
        return tuple(Literal(item) if isinstance(item, (int, float, str)) else UNKNOWN for item in fact.data)
    return None


def element(run: Run, value: Value) -> Value:
    """One item of an iterable, whichever."""
    return element_of(run, value)


def element_of(run: Run, value: Value) -> Value:
    """One item of an iterable, joined over all it yields."""
    fact = run.read(value)
    if isinstance(fact, List):
        options = [*fact.items, *([fact.rest] if fact.rest is not None else [])]
        return join_values(options) if options else UNKNOWN
    if isinstance(fact, Tuple):
        return join_values(fact.items) if fact.items else UNKNOWN
    if isinstance(fact, Dataset):
        return fact.elements
    if isinstance(fact, Array):
        from keras_lint.knowledge.indexing import item_of

        return run.new(item_of(fact))
    return UNKNOWN


def unpacked(run: Run, value: Value, count: int) -> tuple[Value, ...] | None:
    """The parts of a value assigned to a pattern."""
    if isinstance(value, OneOf):
        options = [unpacked(run, option, count) for option in value.options]
        if all(option is not None and len(option) == count for option in options):
            return tuple(join_values(parts) for parts in zip(*options, strict=True))  # type: ignore[arg-type]
        return None
    items = iterated(run, value)
    if items is not None:
        return items
    fact = run.read(value)
    if isinstance(fact, Array):
        return tuple(element_of(run, value) for _ in range(count))
    return None


def index_of(run: Run, node: cst.Subscript) -> Value:
    """The value inside ``x[…]`` where it is a single plain index, else Unknown."""
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        return evaluate(run, node.slice[0].slice.value)
    for piece in node.slice:
        if isinstance(piece.slice, cst.Index):
            evaluate(run, piece.slice.value)
    return UNKNOWN


def slices_of(run: Run, node: cst.Subscript) -> list[Any]:
    """Each axis of ``x[…]``: ``("slice", low, high, step)``, ``("index", value)``."""
    axes: list[Any] = []
    for piece in node.slice:
        inner = piece.slice
        if isinstance(inner, cst.Slice):
            bounds = [run.python(evaluate(run, b)) if b is not None else None for b in (inner.lower, inner.upper, inner.step)]
            axes.append(("slice", *bounds))
        else:
            value = evaluate(run, inner.value)
            fact = run.read(value)
            if isinstance(fact, Tuple):
                axes.extend(("index", item) for item in fact.items)
            else:
                axes.append(("index", value))
    return axes


def eval_subscript(run: Run, node: cst.Subscript) -> Value:
    return subscript(run, evaluate(run, node.value), node)


def subscript(run: Run, owner: Value, node: cst.Subscript) -> Value:
    if isinstance(owner, OneOf):
        return join_values([subscript(run, option, node) for option in owner.options])
    fact = run.read(owner)
    if isinstance(fact, Dict):
        key = run.python(index_of(run, node))
        if is_known(key) and hashable(key) and key in fact.entries:
            return fact.entries[key]
        return UNKNOWN
    if isinstance(fact, (List, Tuple)) or (isinstance(fact, Literal) and isinstance(fact.value, str)):
        return sequence_item(run, owner, fact, node)
    if isinstance(fact, (Array, Indexer)):
        from keras_lint.knowledge.indexing import index_array
        from keras_lint.knowledge.pandas.selection import select

        axes = [(axis[0], *(run.read(v) if axis[0] == "index" else v for v in axis[1:])) for axis in slices_of(run, node)]
        if isinstance(fact, Array):
            return run.new(index_array(fact, axes, run.site(node), run.fresh))
        frame = run.read(fact.array)
        return run.new(select(frame, fact.by, axes, run.site(node), run.fresh)) if isinstance(frame, Array) else UNKNOWN
    if isinstance(fact, Tensor):
        from keras_lint.program.graph import tensor_item

        return tensor_item(run, fact, slices_of(run, node), node)
    index = index_of(run, node)
    if isinstance(index, Literal) and index.value == 0:
        if isinstance(fact, ShapeOf) and fact.of:
            return RowCount("a number of rows", fact.of)
        if isinstance(fact, Symbol) and fact.name == "shape":  # of what a module that is not known calls `x`
            return RowCount("a number of rows", (Symbol(fact.path.removesuffix(".shape")),))
    return UNKNOWN


def sequence_item(run: Run, owner: Value, fact: Any, node: cst.Subscript) -> Value:
    items = run.items(owner) if not isinstance(fact, Literal) else tuple(Literal(c) for c in fact.value)
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice):
        _, low, high, step = slices_of(run, node)[0]
        if items is not None and all(bound is None or isinstance(bound, int) for bound in (low, high, step)) and step != 0:
            part = items[low:high:step]
            if isinstance(fact, Literal):
                return Literal(fact.value[low:high:step])
            return Tuple(part) if isinstance(fact, Tuple) else run.new(List(part))
        return run.new(List((), element_of(run, owner)))
    index = run.python(index_of(run, node))
    if isinstance(index, int):
        if items is not None and -len(items) <= index < len(items):
            return items[index]
        if isinstance(fact, List) and 0 <= index < len(fact.items):
            return fact.items[index]
    return element_of(run, owner) if isinstance(fact, (List, Tuple)) else UNKNOWN


def array_after_write(run: Run, fact: Array, value: Value) -> Array:
    """An array after ``x[…] = value``: part of it may have gone through what was written; a frame may have got a column."""
    written = run.read(value)
    if isinstance(written, Literal) and isinstance(written.value, (int, float)):
        written = Array(low=float(written.value), high=float(written.value))
    low, high, steps, shape = UNKNOWN, UNKNOWN, fact.steps, fact.shape
    if isinstance(written, Array):
        if is_known(fact.low) and is_known(fact.high) and is_known(written.low) and is_known(written.high):
            low, high = min(fact.low, written.low), max(fact.high, written.high)  # type: ignore[assignment]
        new = (replace(step, certain=False) for step in written.steps if step not in fact.steps)
        steps = (*steps, *(step for step in new if step not in fact.steps))
    if fact.library == "pandas" and isinstance(shape, tuple) and len(shape) == 2:
        shape = (shape[0], Unknown("the number of columns after one was set"))
    labels = replace(fact.labels, classes=UNKNOWN, counts=UNKNOWN, imbalanced=None) if fact.labels is not None else None
    return replace(fact, shape=shape, low=low, high=high, data=UNKNOWN, labels=labels, steps=steps)


# --- attributes -----------------------------------------------------------------------------------------------------------------------


def eval_attribute(run: Run, node: cst.Attribute) -> Value:
    return attribute_of(run, evaluate(run, node.value), node.attr.value, node)


def attribute_of(run: Run, owner: Value, name: str, node: cst.CSTNode) -> Value:
    """The value of ``owner.name``."""
    if isinstance(owner, Symbol):
        return Symbol(f"{owner.path}.{name}")
    if isinstance(owner, OneOf):
        return join_values([attribute_of(run, option, name, node) for option in owner.options])
    if isinstance(owner, ModuleValue):
        scope: Scope = run.state.heap[owner.module.scope]
        return scope.names.get(name, UNKNOWN)
    if isinstance(owner, Class):
        attribute = owner.lookup(name)
        return attribute if attribute is not None else UNKNOWN
    if isinstance(owner, Super):
        return super_attribute(run, owner, name)
    fact = run.read(owner)
    if isinstance(fact, Instance):
        return instance_attribute(run, owner, fact, name, node)
    if isinstance(fact, Unknown) and name == "shape":
        from keras_lint.knowledge.row_counts import rows_of

        return ShapeOf("the shape of data that are not known", rows_of(owner, fact))
    if isinstance(fact, Unknown):
        return LibraryMethod(owner, name) if isinstance(owner, (Unknown, Ref)) else UNKNOWN
    from keras_lint.program.library import library_attribute

    return library_attribute(run, owner, fact, name, node)


def super_attribute(run: Run, owner: Super, name: str) -> Value:
    for base in owner.cls.bases:
        if isinstance(base, Class) and (found := base.lookup(name)) is not None:
            return Method(found, owner.receiver) if isinstance(found, Function) else found
    fact = run.read(owner.receiver)
    if isinstance(fact, Instance) and fact.fact is not None and name != "__init__":
        return LibraryMethod(fact.fact, name)
    return LibraryMethod(owner, name)


def instance_attribute(run: Run, owner: Value, fact: Instance, name: str, node: cst.CSTNode) -> Value:
    if name in fact.attributes:
        run.note_read(fact.attributes[name])
        return fact.attributes[name]
    found = fact.cls.lookup(name)
    if isinstance(found, Function):
        if found.has_decorator("staticmethod"):
            return found
        if found.has_decorator("classmethod"):
            return Method(found, fact.cls)
        if found.has_decorator("property", "cached_property"):
            from keras_lint.program.calls import Arguments, call_function

            return call_function(run, found, Arguments([(owner, None)], {}), node)
        return Method(found, owner)
    if found is not None:
        return found
    if fact.fact is not None:
        return attribute_of(run, fact.fact, name, node)
    return Unknown(f"`{name}` of `{fact.cls.name}` is not bound")


# --- the rest --------------------------------------------------------------------------------------------------------------------------


def eval_call(run: Run, node: cst.Call) -> Value:
    from keras_lint.program.calls import call

    return call(run, node)


def eval_lambda(run: Run, node: cst.Lambda) -> Value:
    return Function(node, "<lambda>", run.frame.scope, parameter_defaults(run, node.params), run.frame.module, run.chunk)


def eval_walrus(run: Run, node: cst.NamedExpr) -> Value:
    from keras_lint.program.statements import assign

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
    "abs all any bool bytes callable chr classmethod dict dir divmod enumerate eval exec exit filter float format frozenset getattr "
    "globals hasattr hash hex id input int isinstance issubclass iter len list locals map max min next object open ord pow print "
    "property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip Exception "
    "ValueError TypeError KeyError RuntimeError ImportError NotImplementedError StopIteration IndexError AttributeError "
    "FileNotFoundError OSError AssertionError KeyboardInterrupt __name__ __file__".split()
)

EXPRESSIONS: dict[type, Callable[[Run, Any], Value]] = {
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

__all__ = ["attribute_of", "binary", "evaluate", "join_facts", "truth"]
