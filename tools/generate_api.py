"""Write the table of Keras's public interface, from the Keras that is installed.

    python tools/generate_api.py [OUTPUT]

It walks the public names of ``keras`` and of ``tf.keras``, finds for each object its canonical path, and writes its
parameters. Keywords that a class takes through ``**kwargs`` and hands to its base class are resolved by reading the
``super().__init__`` calls. The output depends on the release of Keras alone. The format is described in
``keras_lint.knowledge.api``, which reads it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import math
import os
import sys
import textwrap
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

FOLDER = Path(__file__).resolve().parent.parent / "server" / "keras_lint" / "knowledge" / "api"

ROOTS = {"keras": "keras", "tf.keras": "keras._tf_keras.keras"}
"""The module that holds the names of each flavour."""

HIDDEN = {"src", "_tf_keras", "api"}
"""Names in ``dir(keras)`` that are not public."""

HOOKS = {"build", "call", "compute_mask", "compute_output_shape", "compute_output_spec", "from_config", "get_config"}
"""Methods that nearly every class overrides; their parameters are kept for the base classes alone."""

BASES = {"keras.Layer", "keras.Loss", "keras.Metric", "keras.Model", "keras.Optimizer", "keras.Sequential"}

HOMES = ("losses", "utils", "config", "models")
"""Modules preferred where one object stands in several, such as ``keras.losses`` and ``keras.metrics``."""

Parameter = Any
"""``"name"``, ``["name", default]``, or a marker ``"/"``, ``"*"``, ``"*args"``, ``"**kwargs"``."""


def walk(flavour: str) -> Iterator[tuple[str, Any]]:
    """Public paths (starting with ``keras.``) of a flavour and what they name, modules included."""
    seen = set()
    pending = [("keras", importlib.import_module(ROOTS[flavour]))]
    while pending:
        path, module = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        yield path, module
        for name in sorted(dir(module)):
            if name.startswith("_") or name in HIDDEN:
                continue
            value = getattr(module, name)
            if not isinstance(value, types.ModuleType):
                yield f"{path}.{name}", value
            elif value.__name__.startswith("keras.") and not value.__name__.startswith("keras.src"):
                pending.append((f"{path}.{name}", value))


def canonical_path(value: Any, paths: list[str], both: set[str]) -> str:
    """The path that a program should use for ``value``.

    The one that ends in the object's own name; then one that both flavours have; the shortest; the one in the better
    known module; Keras's first choice.
    """
    from keras.src import api_export

    first = api_export.REGISTERED_OBJS_TO_NAMES.get(value) if isinstance(value, (type, types.FunctionType)) else None
    own_name = getattr(value, "__name__", None)

    def preference(path: str) -> tuple[bool, bool, int, int, bool, str]:
        home = path.split(".")[1]
        rank = HOMES.index(home) if home in HOMES else len(HOMES)
        return path.rsplit(".", 1)[1] != own_name, path not in both, path.count("."), rank, path != first, path

    return min(paths, key=preference)


def plain(default: Any) -> Any:
    """A default value as JSON: literals as they are, tuples as lists, all else as ``{"repr": …}``."""
    if isinstance(default, float) and not math.isfinite(default):
        return {"repr": repr(default)}
    if default is None or isinstance(default, (bool, int, float, str)):
        return default
    if isinstance(default, (tuple, list)):
        return [plain(item) for item in default]
    if isinstance(default, (type, types.FunctionType, types.BuiltinFunctionType)):
        return {"repr": f"{default.__module__}.{default.__qualname__}"}
    text = repr(default)
    return {"repr": type(default).__name__ if " at 0x" in text else text}


def parameters(function: Callable[..., Any], *, method: bool) -> list[Parameter] | None:
    """The parameters of ``function`` without ``self``, or None where Python cannot tell."""
    try:
        found = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    result: list[Parameter] = []
    keyword_only = False
    for index, parameter in enumerate(found[1:] if method else found):
        if parameter.kind is parameter.VAR_POSITIONAL:
            result.append(f"*{parameter.name}")
            keyword_only = True
        elif parameter.kind is parameter.VAR_KEYWORD:
            result.append(f"**{parameter.name}")
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
                result.append("*")
                keyword_only = True
            empty = parameter.default is parameter.empty
            result.append(parameter.name if empty else [parameter.name, plain(parameter.default)])
            following = found[index + 1 + method] if index + 1 + method < len(found) else None
            if parameter.kind is parameter.POSITIONAL_ONLY and (
                following is None or following.kind is not parameter.POSITIONAL_ONLY
            ):
                result.append("/")
    return result


def name_of(parameter: Parameter) -> str:
    """The name of a parameter; markers stay as they are."""
    return parameter if isinstance(parameter, str) else parameter[0]


class Initializer:
    """What ``__init__`` of one class takes, and what it does with ``**kwargs``."""

    def __init__(self, owner: type) -> None:
        self.owner = owner
        self.own = parameters(owner.__init__, method=True) or []  # type: ignore[misc]
        self.keywords = next((name_of(p)[2:] for p in self.own if name_of(p).startswith("**")), None)
        self.any_positional = any(name_of(p)[0] == "*" and name_of(p)[1:2] not in ("", "*") for p in self.own)
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(owner.__init__)))  # type: ignore[misc]
        self.nodes = list(ast.walk(ast.parse(source)))

    def popped(self) -> list[Parameter]:
        """Keywords that the body takes out of ``**kwargs`` by name."""
        found: dict[str, Any] = {}
        for node in self.nodes:
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "pop":
                continue
            if not isinstance(node.func.value, ast.Name) or node.func.value.id != self.keywords:
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                default = node.args[1] if len(node.args) > 1 else None
                found[name.value] = default.value if isinstance(default, ast.Constant) else None
        return [[name, plain(default)] for name, default in found.items()]

    def refuses_the_rest(self) -> bool:
        """Whether the body raises where ``**kwargs`` still holds something."""
        return any(
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == self.keywords
            and any(isinstance(inner, ast.Raise) for inner in node.body)
            for node in self.nodes
        )

    def forwarding(self) -> ast.Call | None:
        """The ``super().__init__(…, **kwargs)`` of the body, if it has one."""
        for node in self.nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "__init__"
                and isinstance(node.func.value, ast.Call)
                and any(keyword.arg is None and _is_name(keyword.value, self.keywords) for keyword in node.keywords)
            ):
                return node
        return None


def _is_name(node: ast.AST, name: str | None) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def accepted(cls: type, start: int = 0) -> tuple[list[Parameter], list[Parameter]]:
    """Parameters of the first ``__init__`` in the MRO from ``start`` on, and the keywords taken beyond them.

    The second list ends in ``**kwargs`` where any further keyword is taken too.
    """
    index = next((i for i in range(start, len(cls.__mro__)) if "__init__" in vars(cls.__mro__[i])), None)
    if index is None or cls.__mro__[index] is object:
        return [], []
    init = Initializer(cls.__mro__[index])
    if init.keywords is None:
        return init.own, []
    own = [p for p in init.own if not name_of(p).startswith("**")]
    call = init.forwarding()
    if call is None:
        rest = [] if init.refuses_the_rest() else [f"**{init.keywords}"]
        return own, _without(init.popped(), own) + rest
    base_own, base_more = accepted(cls, index + 1)
    if init.any_positional and any(isinstance(arg, ast.Starred) for arg in call.args):
        return base_own, base_more
    names = [name_of(p) for p in base_own if not name_of(p).startswith(("*", "/"))]
    given = set(names[: len(call.args)]) | {keyword.arg for keyword in call.keywords if keyword.arg}
    inherited = [p for p in [*base_own, *base_more] if name_of(p) not in given and name_of(p) not in ("*", "/")]
    return own, _without(_without(init.popped(), own) + inherited, own)


def _without(extra: list[Parameter], taken: list[Parameter]) -> list[Parameter]:
    names = {name_of(parameter) for parameter in taken}
    return [parameter for parameter in extra if name_of(parameter) not in names]


def describe_class(cls: type, path: str, canonical: dict[int, str]) -> dict[str, Any]:
    """Kind, parameters, further keywords, base classes and methods of a class."""
    import keras
    from keras.src.models.functional import Functional

    try:
        own, more = accepted(Functional if cls is keras.Model else cls)
    except (OSError, TypeError):
        known = parameters(cls, method=False)
        own, more = ["*args", "**kwargs"] if known is None else known, []
    public_bases = [canonical[id(base)] for base in cls.__mro__[1:] if id(base) in canonical]
    methods: dict[str, list[Parameter]] = {}
    for owner in cls.__mro__:
        if owner is not cls and id(owner) in canonical:
            break  # found by way of that class
        if not owner.__module__.startswith("keras"):
            continue
        for name, value in vars(owner).items():
            function = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
            if name.startswith("_") or name in methods or not isinstance(function, types.FunctionType):
                continue
            if name in HOOKS and path not in BASES:
                continue
            found = parameters(function, method=not isinstance(value, staticmethod))
            if found is not None:
                methods[name] = found
    return {"k": "class", "p": own, "x": more, "b": public_bases, "m": methods}


def name_keyword_groups(symbols: dict[str, dict[str, Any]]) -> dict[str, list[Parameter]]:
    """Move each list of further keywords to a table by name, for many classes share the same one."""
    users = defaultdict(list)
    for path, entry in symbols.items():
        if entry.get("x"):
            users[json.dumps(entry["x"])].append(path)
    groups: dict[str, list[Parameter]] = {}
    for keywords, paths in sorted(users.items(), key=lambda item: (-len(item[1]), item[1])):
        bases = [path for path in [paths[0], *symbols[paths[0]]["b"]] if path in BASES and path not in groups]
        name = bases[0] if bases and len(paths) > 1 else paths[0]
        while name in groups:
            name += "'"
        groups[name] = json.loads(keywords)
        for path in paths:
            symbols[path]["x"] = name
    return groups


def build() -> dict[str, Any]:
    """The whole table."""
    import keras

    found = {flavour: dict(walk(flavour)) for flavour in ROOTS}
    both = set(found["keras"]) & set(found["tf.keras"])
    paths_of: dict[int, list[str]] = defaultdict(list)
    objects: dict[int, Any] = {}
    modules: set[str] = set()
    for names in found.values():
        for path, value in names.items():
            if isinstance(value, types.ModuleType):
                modules.add(path)
            else:
                objects[id(value)] = value
                paths_of[id(value)].append(path)
    stand_ins: dict[str, Any] = {}
    for key, paths in list(paths_of.items()):
        if not any(path.endswith(f".{getattr(objects[key], '__name__', None)}") for path in paths) and len(paths) > 1:
            # One object under foreign names only, such as the class that all of `optimizers.legacy` are: no aliases.
            stand_ins.update(dict.fromkeys(paths_of.pop(key), objects[key]))
    canonical = {key: canonical_path(objects[key], sorted(set(paths)), both) for key, paths in paths_of.items()}
    symbols: dict[str, dict[str, Any]] = {}
    aliases: dict[str, str] = {}
    for path, value in [*((path, objects[key]) for key, path in canonical.items()), *stand_ins.items()]:
        if isinstance(value, type):
            symbols[path] = describe_class(value, path, canonical)
        elif callable(value):
            known = parameters(value, method=False)
            symbols[path] = {"k": "function", "p": ["*args", "**kwargs"] if known is None else known}
        else:
            symbols[path] = {"k": "object"}
    for key, path in canonical.items():
        aliases.update({alias: path for alias in paths_of[key] if alias != path})
    groups = name_keyword_groups(symbols)
    return {
        "keras": keras.__version__,
        "symbols": {path: {k: v for k, v in entry.items() if v or k == "p"} for path, entry in symbols.items()},
        "aliases": aliases,
        "bases": groups,
        "modules": sorted(modules),
        "only": {flavour: sorted(set(names) - both) for flavour, names in found.items()},
    }


def main() -> None:
    """Write the table to the path given, or to its place in ``knowledge/api``."""
    import keras

    release = ".".join(keras.__version__.split(".")[:2])
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / f"keras-{release}.json"
    text = json.dumps(build(), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    output.write_text(text + "\n", encoding="utf-8")
    print(f"{output.name}: {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
