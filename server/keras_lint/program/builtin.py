"""Python's own functions, and the methods of lists, dictionaries, tuples and strings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, RowCount, SomeNumber, Unknown, is_known
from keras_lint.knowledge.row_counts import rounded_down, row_count
from keras_lint.knowledge.values import (
    Array,
    Dataset,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Symbol,
    Tuple,
    Value,
)
from keras_lint.program import attributes, naming, sequences
from keras_lint.program.custom import LAYER
from keras_lint.program.join import join_values
from keras_lint.program.models import initialize
from keras_lint.program.tracking import put_into, taken_out
from keras_lint.program.values import Instance, Super

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

Builtin = Callable[["Run", "Arguments", "cst.CSTNode"], Value]


def call_builtin(run: Run, name: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a function of Python itself."""
    if not arguments.complete:
        return UNKNOWN
    function = FUNCTIONS.get(name)
    if function is not None:
        return function(run, arguments, node)
    if name in _ON_LITERALS:
        given = [run.python(value) for value, _ in arguments.positional]
        if all(is_known(value) for value in given) and not arguments.keywords:
            try:
                return Literal(_ON_LITERALS[name](*given), run.site(node))
            except Exception:  # noqa: BLE001 - whatever Python raises, the value is not known
                return UNKNOWN
    if name in ("exit", "quit"):
        from keras_lint.program.state import Signal

        run.state.signal = Signal("exit")
    return UNKNOWN


_ON_LITERALS: dict[str, Callable[..., Any]] = {
    "float": float, "str": str, "bool": bool, "abs": abs, "round": round, "max": max, "min": min, "sum": sum, "pow":
    pow,
    "divmod": divmod, "chr": chr, "ord": ord,
}  # fmt: skip


def builtin_range(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    given = [run.python(value) for value, _ in arguments.positional]
    if all(isinstance(value, int) for value in given) and given:
        try:
            numbers = range(*given)
        except (TypeError, ValueError):
            return UNKNOWN
        if len(numbers) <= sequences.MAX_SEQUENCE:
            return Tuple(tuple(Literal(number) for number in numbers))
    return run.new(List((), Unknown("a number of a range")))


def builtin_len(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    fact = run.read(arguments.positional[0][0]) if arguments.positional else UNKNOWN
    if isinstance(fact, (Array, Symbol, Unknown)):
        rows = row_count(arguments.positional[0][0], fact) if arguments.positional else UNKNOWN
        return Literal(rows, run.site(node)) if isinstance(rows, int) else rows
    if isinstance(fact, Dict) and fact.complete:
        return Literal(len(fact.entries), run.site(node))
    if isinstance(fact, Literal) and isinstance(fact.value, (str, bytes)):
        return Literal(len(fact.value), run.site(node))
    if isinstance(fact, Dataset):
        return Literal(fact.cardinality) if isinstance(fact.cardinality, int) else UNKNOWN
    items = run.items(arguments.positional[0][0]) if arguments.positional else None
    return Literal(len(items), run.site(node)) if items is not None else UNKNOWN


def builtin_int(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    value = run.python(arguments.positional[0][0]) if len(arguments.positional) == 1 else UNKNOWN
    if isinstance(value, Unknown):
        if isinstance(value, SomeNumber):
            return value
        return rounded_down(value) if isinstance(value, RowCount) else SomeNumber("a whole number", run.fresh())
    try:
        return Literal(int(value), run.site(node))
    except (TypeError, ValueError, OverflowError):
        return UNKNOWN


def builtin_enumerate(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    value = arguments.positional[0][0] if arguments.positional else UNKNOWN
    items = sequences.iterated(run, value)
    if items is None:
        return run.new(List((), Tuple((Unknown("an index"), sequences.element_of(run, value)))))
    given = arguments.positional[1] if len(arguments.positional) > 1 else arguments.keywords.get("start")
    start = run.python(given[0]) if given is not None else 0
    if not isinstance(start, int):
        return run.new(List((), Tuple((UNKNOWN, sequences.element_of(run, value)))))
    return Tuple(tuple(Tuple((Literal(start + i), item)) for i, item in enumerate(items)))


def builtin_zip(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    values = [value for value, _ in arguments.positional]
    columns = [sequences.iterated(run, value) for value in values]
    if all(column is not None for column in columns):
        return Tuple(tuple(Tuple(items) for items in zip(*columns, strict=False)))
    return run.new(List((), Tuple(tuple(sequences.element_of(run, value) for value in values))))


def builtin_list(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    if not arguments.positional:
        return run.new(List(()))
    value = arguments.positional[0][0]
    fact = run.read(value)
    if isinstance(fact, List) and not fact.ordered:
        return run.new(fact)
    items = sequences.iterated(run, value)
    return run.new(List(items) if items is not None else List((), sequences.element_of(run, value)))


def builtin_set(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    if not arguments.positional:
        return run.new(List((), ordered=False))
    value = arguments.positional[0][0]
    fact = run.read(value)
    if isinstance(fact, Literal) and isinstance(fact.value, str):
        return run.new(List(tuple(Literal(character) for character in dict.fromkeys(fact.value)), ordered=False))
    return run.new(sequences.set_of(run, sequences.iterated(run, value), sequences.element_of(run, value)))


def builtin_tuple(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    items = sequences.iterated(run, arguments.positional[0][0]) if arguments.positional else ()
    return Tuple(items) if items is not None else UNKNOWN


def builtin_dict(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    entries: dict[Any, Value] = {}
    complete = True
    for value, _ in arguments.positional:
        fact = run.read(value)
        pairs = run.items(value)
        if isinstance(fact, Dict):
            entries.update(fact.entries)
            complete = complete and fact.complete
        elif pairs is not None and all(isinstance(pair, Tuple) and len(pair.items) == 2 for pair in pairs):
            for pair in pairs:
                key = run.python(pair.items[0])
                if is_known(key) and sequences.hashable(key):
                    entries[key] = pair.items[1]
                else:
                    complete = False
        else:
            complete = False
    entries.update({name: value for name, (value, _) in arguments.keywords.items()})
    return run.new(Dict(entries, complete))


def builtin_reversed(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    items = sequences.iterated(run, arguments.positional[0][0]) if arguments.positional else None
    return Tuple(tuple(reversed(items))) if items is not None else UNKNOWN


def builtin_sorted(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    value = arguments.positional[0][0] if arguments.positional else UNKNOWN
    fact = run.read(value)
    items = run.items(value) if isinstance(fact, List) else sequences.iterated(run, value)
    if items is None:
        return run.new(List((), sequences.element_of(run, value)))
    keys = [run.python(item) for item in items]
    reverse = run.python(arguments.keywords["reverse"][0]) if "reverse" in arguments.keywords else False
    same = {type(key) for key in keys} <= {int, float} or {type(key) for key in keys} <= {str}
    if "key" in arguments.keywords or not same or not isinstance(reverse, bool):
        return run.new(List(items, ordered=False))
    places = sorted(range(len(items)), key=lambda place: keys[place], reverse=reverse)
    return run.new(List(tuple(items[place] for place in places)))


def builtin_map(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    from keras_lint.program.calls import Arguments as CallArguments
    from keras_lint.program.calls import call_value

    if len(arguments.positional) != 2:
        return UNKNOWN
    function, value = arguments.positional[0][0], arguments.positional[1][0]
    items = sequences.iterated(run, value)
    if items is not None and len(items) <= 64:
        return run.new(List(tuple(call_value(run, function, CallArguments([(item, None)]), node) for item in items)))
    return run.new(List((), call_value(run, function, CallArguments([(sequences.element_of(run, value), None)]), node)))


def builtin_getattr(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    if len(arguments.positional) < 2:
        return UNKNOWN
    name = run.python(arguments.positional[1][0])
    return attributes.attribute_of(run, arguments.positional[0][0], name, node) if isinstance(name, str) else UNKNOWN


def builtin_setattr(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    from keras_lint.program.assignment import set_attribute

    if len(arguments.positional) == 3:
        owner, name, value = (item for item, _ in arguments.positional)
        text = run.python(name)
        if isinstance(text, str):
            set_attribute(run, owner, text, value, node)
        else:
            run.havoc(owner, "an attribute of unknown name was set")
    return Literal(None)


def builtin_isinstance(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    if len(arguments.positional) != 2:
        return UNKNOWN
    fact, cls = run.read(arguments.positional[0][0]), run.read(arguments.positional[1][0])
    if isinstance(fact, Layer) and isinstance(cls, Symbol):
        from keras_lint.knowledge.names import canonical

        path = canonical(cls.path)
        if path == LAYER:
            return Literal(True)
        if path.startswith("keras.layers.") and not fact.custom:
            return Literal(path == fact.path)
    if (
        isinstance(fact, Literal)
        and isinstance(cls, Symbol)
        and cls.path in ("builtins.int", "builtins.str", "builtins.float")
    ):
        return Literal(isinstance(fact.value, {"int": int, "str": str, "float": float}[cls.name]))
    return UNKNOWN


def builtin_nothing(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    return Literal(None)


def builtin_iter(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    return arguments.positional[0][0] if arguments.positional else UNKNOWN


def builtin_next(run: Run, arguments: Arguments, node: cst.CSTNode) -> Value:
    return sequences.element_of(run, arguments.positional[0][0]) if arguments.positional else UNKNOWN


FUNCTIONS: dict[str, Builtin] = {
    "range": builtin_range,
    "len": builtin_len,
    "int": builtin_int,
    "enumerate": builtin_enumerate,
    "zip": builtin_zip,
    "list": builtin_list,
    "set": builtin_set,
    "frozenset": builtin_set,
    "tuple": builtin_tuple,
    "dict": builtin_dict,
    "reversed": builtin_reversed,
    "sorted": builtin_sorted,
    "map": builtin_map,
    "getattr": builtin_getattr,
    "setattr": builtin_setattr,
    "isinstance": builtin_isinstance,
    "print": builtin_nothing,
    "iter": builtin_iter,
    "next": builtin_next,
}


# --- containers -----------------------------------------------------------------------------------------------------


def call_container(run: Run, receiver: Value, fact: Any, name: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a method of a list, tuple, dictionary or string."""
    given = [value for value, _ in arguments.positional]
    if isinstance(fact, List):
        return list_method(run, receiver, fact, name, given)
    if isinstance(fact, Dict):
        return dict_method(run, receiver, fact, name, given, arguments)
    if isinstance(fact, Literal) and isinstance(fact.value, str):
        return string_method(run, fact.value, name, given, arguments)
    if isinstance(fact, Tuple) and name == "as_list":  # a TensorFlow shape
        return run.new(List(fact.items))
    return UNKNOWN


def list_method(run: Run, receiver: Value, fact: List, name: str, given: list[Value]) -> Value:
    if isinstance(receiver, OneOf):
        run.update(receiver, UNKNOWN)
        return UNKNOWN
    if name in ("append", "add", "insert") and given:
        given = [*given[:-1], put_into(run, receiver, given[-1])]
    elif name in ("extend", "update") and len(given) == 1:
        for item in sequences.iterated(run, given[0]) or ():
            put_into(run, receiver, item)
    if name == "add" and len(given) == 1:
        every = (*fact.items, given[0]) if fact.rest is None else None
        rest = join_values([v for v in (*fact.items, fact.rest, given[0]) if v is not None])
        run.update(receiver, sequences.set_of(run, every, rest))
    elif not fact.ordered:
        run.update(receiver, List((), UNKNOWN, ordered=False))
        return UNKNOWN
    elif name == "append" and len(given) == 1:
        if fact.rest is not None:
            run.update(receiver, List(fact.items, join_values([fact.rest, given[0]])))
        elif len(fact.items) >= sequences.MAX_SEQUENCE:
            run.update(receiver, List((), join_values([*fact.items[-2:], given[0]])))
        else:
            run.update(receiver, List((*fact.items, given[0])))
    elif name in ("extend", "update") and len(given) == 1:
        more = sequences.iterated(run, given[0])
        if more is not None and fact.rest is None:
            run.update(receiver, List((*fact.items, *more)))
        else:
            rest = sequences.element_of(run, given[0])
            run.update(receiver, List(fact.items, join_values([v for v in (fact.rest, rest) if v is not None])))
    elif name == "insert" and len(given) == 2:
        position = run.python(given[0])
        if isinstance(position, int) and fact.rest is None:
            items = list(fact.items)
            items.insert(position, given[1])
            run.update(receiver, List(tuple(items)))
        else:
            run.update(receiver, List((), UNKNOWN))
    elif name == "pop":
        position = run.python(given[0]) if given else -1
        if fact.rest is None and isinstance(position, int) and -len(fact.items) <= position < len(fact.items):
            items = list(fact.items)
            popped = items.pop(position)
            taken_out(run, receiver, popped)
            run.update(receiver, List(tuple(items)))
            return popped
        run.update(receiver, List((), UNKNOWN))
        return UNKNOWN
    elif name == "copy":
        return run.new(fact)
    elif name == "reverse" and fact.rest is None:
        run.update(receiver, List(tuple(reversed(fact.items))))
    elif name in ("sort", "remove", "clear", "reverse"):
        if name in ("remove", "clear"):
            taken_out(run, receiver, None)
        run.update(receiver, List((), sequences.element_of(run, receiver)) if name != "clear" else List(()))
    else:
        return UNKNOWN
    return Literal(None)


def dict_method(run: Run, receiver: Value, fact: Dict, name: str, given: list[Value], arguments: Arguments) -> Value:
    if name == "items":
        pairs = tuple(Tuple((Literal(key), value)) for key, value in fact.entries.items())
        return Tuple(pairs) if fact.complete else run.new(List(pairs, UNKNOWN))
    if name == "keys":
        return Tuple(tuple(Literal(key) for key in fact.entries)) if fact.complete else UNKNOWN
    if name == "values":
        return Tuple(tuple(fact.entries.values())) if fact.complete else UNKNOWN
    if name in ("get", "pop", "setdefault") and given:
        key = run.python(given[0])
        if isinstance(key, Unknown) or not sequences.hashable(key):
            return UNKNOWN
        found = fact.entries.get(key)
        default = given[1] if len(given) > 1 else Literal(None)
        if name == "pop":
            taken_out(run, receiver, found)
            run.update(receiver, Dict({k: v for k, v in fact.entries.items() if k != key}, fact.complete))
        if name == "setdefault" and found is None:
            run.update(receiver, Dict({**fact.entries, key: default}, fact.complete))
        if found is not None:
            return found
        return default if fact.complete else UNKNOWN
    if name == "update":
        merged, complete = dict(fact.entries), fact.complete
        for value in given:
            other = run.read(value)
            if isinstance(other, Dict):
                for item in other.entries.values():
                    put_into(run, receiver, item)
                merged.update(other.entries)
                complete = complete and other.complete
            else:
                complete = False
        merged.update({key: value for key, (value, _) in arguments.keywords.items()})
        run.update(receiver, Dict(merged, complete))
        return Literal(None)
    if name == "copy":
        return run.new(fact)
    run.update(receiver, Dict({}, complete=False))
    return UNKNOWN


_STRING_METHODS = frozenset(
    [
        "lower",
        "upper",
        "strip",
        "split",
        "join",
        "format",
        "replace",
        "startswith",
        "endswith",
        "title",
        "capitalize",
        "lstrip",
        "rstrip",
        "zfill",
    ]
)


def string_method(run: Run, text: str, name: str, given: list[Value], arguments: Arguments) -> Value:
    values = [run.python(value) for value in given]
    keywords = {key: run.python(value) for key, (value, _) in arguments.keywords.items()}
    if name not in _STRING_METHODS or not all(is_known(v) for v in (*values, *keywords.values())) or len(text) > 10_000:
        return UNKNOWN
    if name == "format" and ("{" in text and any(mark in text for mark in (":", "!", ".", "["))):
        return UNKNOWN  # format specifications can ask for gigabytes
    try:
        result = getattr(text, name)(*values, **keywords)
    except Exception:  # noqa: BLE001 - whatever Python raises, the value is not known
        return UNKNOWN
    if isinstance(result, list):
        return run.new(List(tuple(Literal(part) for part in result)))
    return Literal(result)


def initialize_library(run: Run, instance: Instance, arguments: Arguments, node: cst.CSTNode) -> None:
    """What the library's own ``__init__`` makes of an object of the program's class."""
    assert instance.fact is not None
    initialize(run, instance.fact, arguments)
    naming.name_instance(run, instance, arguments)
    if isinstance(run.read(instance.fact), Model):
        run.event("super_init", node, model=instance.fact)


def super_call(run: Run, receiver: Super, name: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``super().__init__(...)`` of a subclass of something of Keras."""
    instance = run.read(receiver.receiver)
    if name == "__init__" and isinstance(instance, Instance) and instance.fact is not None:
        initialize_library(run, instance, arguments, node)
    return Literal(None) if name == "__init__" else UNKNOWN
