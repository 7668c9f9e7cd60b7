"""How large a value may get: what doubles with every statement must not take the memory or the time."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import List, Literal, OneOf, Tuple, Value

MAX_ITEMS = 100_000
"""Items of one list that are kept apart, or read as Python data at once; labels typed into a script are fewer."""
MAX_INNER = 10_000
"""Items of the tuples inside a tuple, each as often as it occurs: ``a = (a, a)`` doubles them."""
MAX_TEXT = 1_000_000
"""Characters of a string."""

TOO_LARGE = Unknown("a value too large to follow")


def bounded(value: Value) -> Value:
    """The value, or unknown where it is too large to be looked at again and again."""
    kind = type(value)
    if kind is Literal:
        return TOO_LARGE if isinstance(value.value, (str, bytes)) and len(value.value) > MAX_TEXT else value
    if kind is Tuple or kind is OneOf:
        return TOO_LARGE if inner_items(value) > MAX_INNER else value
    return value


def inner_items(value: Value) -> int:
    """Items of all containers inside one, counted no further than just beyond the limit."""
    count = 0
    waiting = [value]
    while waiting and count <= MAX_INNER:
        container = waiting.pop()
        inside = container.items if isinstance(container, Tuple) else container.options
        nested = [item for item in inside if isinstance(item, (Tuple, OneOf))]
        count += sum(len(n.items if isinstance(n, Tuple) else n.options) + 1 for n in nested)
        waiting.extend(nested)
    return count


def bounded_fact(fact: Any) -> Any:
    """What is kept of an object: a list that is too long is one of unknown length."""
    if type(fact) is List and len(fact.items) > MAX_ITEMS:
        return List((), TOO_LARGE)
    return fact
