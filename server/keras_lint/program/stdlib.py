"""What programs keep their settings in: ``argparse``, ``SimpleNamespace``, ``namedtuple``, ``functools.partial``.

The command line is not known, so an option is what its default says: that is what the program does when it is just run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Configured, Literal, Ref, Symbol, Value
from keras_lint.program.values import Partial, Record

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

PARSER = "argparse.ArgumentParser"
Maker = Callable[["Run", str, str, "Arguments", "cst.CSTNode"], Value]


def make_parser(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``argparse.ArgumentParser()``: an object whose options are its state."""
    whole = arguments.complete and "parents" not in arguments.keywords
    return run.new(Configured(PARSER, {}, run.site(node), whole, {"options": {}}))


def call_parser(run: Run, receiver: Value, parser: Configured, name: str, arguments: Arguments) -> Value:
    """A method of an ``ArgumentParser``."""
    options: dict[str, Value] = parser.state.get("options", {})
    if name == "add_argument":
        option = option_of(run, arguments)
        if option is None:
            run.update(receiver, replace(parser, complete=False))
        else:
            run.update(receiver, replace(parser, state={"options": {**options, option[0]: option[1]}}))
        return UNKNOWN
    if name == "set_defaults":
        given = {key: value for key, (value, _) in arguments.keywords.items()}
        run.update(receiver, replace(parser, state={"options": {**options, **given}}))
        return Literal(None)
    if name in ("add_argument_group", "add_mutually_exclusive_group"):
        return receiver
    if name == "parse_args":
        plain = not arguments.positional and not arguments.keywords and arguments.complete
        known = options if plain else dict.fromkeys(options, Unknown("given on a command line in the program"))
        return run.new(Record(known, parser.complete))
    run.update(receiver, replace(parser, complete=False))
    return UNKNOWN


def option_of(run: Run, arguments: Arguments) -> tuple[str, Value] | None:
    """An option's name and what it is unless it is given; ``None`` where its name is not known."""
    flags = [run.python(value) for value, _ in arguments.positional]
    keywords = {name: value for name, (value, _) in arguments.keywords.items()}
    if not flags or not arguments.complete or not all(isinstance(flag, str) for flag in flags):
        return None
    long = [flag for flag in flags if flag.startswith("--")] or flags
    destination = run.python(keywords["dest"]) if "dest" in keywords else long[0].lstrip("-").replace("-", "_")
    if not isinstance(destination, str):
        return None
    return destination, default_of(run, flags[0].startswith("-"), keywords)


def default_of(run: Run, optional: bool, keywords: dict[str, Value]) -> Value:
    """What an option is unless it is given."""
    required = run.python(keywords["required"]) if "required" in keywords else False
    if required is not False or (not optional and "default" not in keywords):
        return Unknown("an argument of the command line")
    if "default" not in keywords:
        action = run.python(keywords["action"]) if "action" in keywords else None
        if action in ("store_true", "store_false"):
            return Literal(action == "store_false")
        return Literal(None) if action in (None, "store", "append") else UNKNOWN
    default = keywords["default"]
    text = isinstance(default, Literal) and isinstance(default.value, str)
    converter = run.read(keywords["type"]) if "type" in keywords else None
    if not text or converter is None or (isinstance(converter, Symbol) and converter.path == "builtins.str"):
        return default
    numbers = {"builtins.int": int, "builtins.float": float}
    if isinstance(converter, Symbol) and converter.path in numbers:
        try:
            return Literal(numbers[converter.path](default.value), default.site)
        except ValueError:
            return UNKNOWN
    return Unknown("a default that is converted")


def make_namespace(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``SimpleNamespace(units=7)``."""
    fields = {name: value for name, (value, _) in arguments.keywords.items()}
    return run.new(Record(fields, arguments.complete and not arguments.positional))


def make_named_tuple(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``namedtuple("Config", ["units", "rate"])``: a class whose objects hold their arguments by name."""
    names = run.python(arguments.positional[1][0]) if len(arguments.positional) == 2 else UNKNOWN
    if isinstance(names, str):
        names = tuple(names.replace(",", " ").split())
    if not isinstance(names, tuple) or not all(isinstance(name, str) for name in names) or arguments.keywords:
        return Unknown("a named tuple of unknown fields")
    return Partial(Symbol("collections.namedtuple.__call__"), (), {}, names)


def fill_named_tuple(run: Run, names: tuple[str, ...], arguments: Arguments) -> Ref:
    """An object of a named tuple."""
    fields: dict[str, Value] = dict.fromkeys(names, UNKNOWN)
    if arguments.complete:
        fields.update(zip(names, (value for value, _ in arguments.positional), strict=False))
        fields.update({name: value for name, (value, _) in arguments.keywords.items()})
    return run.new(Record(fields, complete=True))


def make_partial(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``functools.partial(layers.Dense, activation="relu")``."""
    if not arguments.positional or not arguments.complete:
        return Unknown("a partial application of unknown arguments")
    function, *rest = arguments.positional
    return Partial(function[0], tuple(rest), dict(arguments.keywords))


def call_partial(run: Run, partial: Partial, arguments: Arguments, node: cst.CSTNode) -> Value:
    """Call a function with the arguments it was given before and now."""
    from keras_lint.program.calls import Arguments as CallArguments
    from keras_lint.program.calls import call_value

    if partial.fields is not None:
        return fill_named_tuple(run, partial.fields, arguments)
    positional = [*partial.positional, *arguments.positional]
    both = CallArguments(positional, {**partial.keywords, **arguments.keywords}, arguments.complete)
    return call_value(run, partial.function, both, node)


MAKERS: dict[str, Maker] = {
    PARSER: make_parser,
    "types.SimpleNamespace": make_namespace,
    "argparse.Namespace": make_namespace,
    "collections.namedtuple": make_named_tuple,
    "functools.partial": make_partial,
}
