"""Names and parameters of the public Keras interface, read from a table that ``tools/generate_api.py`` wrote.

Paths begin with ``keras.`` in both flavours: ``tf.keras.layers.Conv2D`` and ``keras.layers.Conv2D`` are one thing, and
the flavour says which names exist. The *canonical* path of an object ends in the object's own name, exists in both
flavours where it can, and is the shortest (``keras.layers.Conv2D`` for ``Convolution2D``, ``keras.Model`` for
``keras.models.Model``).

The table: ``symbols`` maps canonical paths to ``k`` (kind), ``p`` (parameters), ``x`` (for classes that hand on their
``**kwargs``: the key in ``bases`` of the further keywords), ``b`` (public base classes in order of resolution) and
``m`` (methods without ``self``); ``aliases`` maps other public paths to canonical ones; ``only`` lists the paths that
one flavour alone has. A parameter is ``"name"``, ``["name", default]`` or a marker: ``"/"``, ``"*"``, ``"*args"``,
``"**kwargs"``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

RELEASE = "3.15"
"""The release of Keras that the table describes."""

Flavour: TypeAlias = Literal["keras", "tf.keras"]

Kind: TypeAlias = Literal["class", "function", "object", "module"]


class ParameterKind(Enum):
    """How an argument reaches its parameter."""

    POSITIONAL_ONLY = "positional only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "*args"
    KEYWORD_ONLY = "keyword only"
    VAR_KEYWORD = "**kwargs"


class Missing(Enum):
    """The default of a parameter that has none."""

    REQUIRED = "required"


REQUIRED = Missing.REQUIRED


@dataclass(frozen=True, slots=True)
class ReprDefault:
    """A default that is no literal; ``text`` is what Python prints for it."""

    text: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``default`` is a literal (sequences are tuples), a :class:`ReprDefault`, or ``REQUIRED``."""

    name: str
    kind: ParameterKind
    default: Any = REQUIRED

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is REQUIRED and self.kind not in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a callable, ``self`` left out, keywords that base classes take included."""

    parameters: tuple[Parameter, ...]

    @property
    def positional(self) -> tuple[Parameter, ...]:
        """Parameters that arguments without a name fill, in order."""
        kinds = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD)
        return tuple(parameter for parameter in self.parameters if parameter.kind in kinds)

    @property
    def takes_any_positional(self) -> bool:
        """Whether there is an ``*args``."""
        return any(parameter.kind is ParameterKind.VAR_POSITIONAL for parameter in self.parameters)

    @property
    def takes_any_keyword(self) -> bool:
        """Whether unknown keywords are taken, or may be."""
        return any(parameter.kind is ParameterKind.VAR_KEYWORD for parameter in self.parameters)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter that the keyword ``name`` fills."""
        no_keyword = (ParameterKind.POSITIONAL_ONLY, ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        return next((p for p in self.parameters if p.name == name and p.kind not in no_keyword), None)

    def accepts(self, name: str) -> bool:
        """Whether a call may name ``name``."""
        return self.takes_any_keyword or self.parameter(name) is not None


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    path = Path(__file__).with_name(f"keras-{RELEASE}.json")
    table: dict[str, Any] = json.loads(path.read_bytes())
    table["modules"] = frozenset(table["modules"])
    table["only"] = {flavour: frozenset(paths) for flavour, paths in table["only"].items()}
    return table


def normalised(name: str) -> str:
    """``name`` with ``tf.keras.`` and ``tensorflow.keras.`` written ``keras.``."""
    for prefix in ("tf.keras", "tensorflow.keras"):
        if name == prefix or name.startswith(prefix + "."):
            return "keras" + name[len(prefix) :]
    return name


def exists(name: str, flavour: Flavour) -> bool:
    """Whether the current release has a public ``name`` (module, class or function) in ``flavour``."""
    table, path = _table(), normalised(name)
    other: Flavour = "tf.keras" if flavour == "keras" else "keras"
    known = path in table["symbols"] or path in table["aliases"] or path in table["modules"]
    return known and path not in table["only"][other]


def canonical(name: str, flavour: Flavour) -> str | None:
    """The canonical path of what ``name`` means in ``flavour``; None where the current release has no such name.

    The canonical path itself may be missing in ``tf.keras``: ``tf.keras.losses.MSE`` is
    ``keras.losses.mean_squared_error``, and ``tf.keras.losses.mean_squared_error`` does not exist.
    """
    path = normalised(name)
    if not exists(path, flavour):
        return None
    alias: str = _table()["aliases"].get(path, path)
    return alias


def aliases(canonical_name: str) -> tuple[str, ...]:
    """The other public paths of an object."""
    return tuple(sorted(path for path, target in _table()["aliases"].items() if target == canonical_name))


@lru_cache(maxsize=64)
def public_names(module: str) -> tuple[str, ...]:
    """What ``from module import *`` binds, in order; nothing where the module is not of Keras."""
    table, prefix = _table(), normalised(module) + "."
    paths = (*table["symbols"], *table["aliases"], *table["modules"])
    found = {path[len(prefix) :] for path in paths if path.startswith(prefix)}
    return tuple(sorted(name for name in found if "." not in name and not name.startswith("_")))


def kind(canonical_name: str) -> Kind | None:
    """What a canonical path names, or None."""
    table = _table()
    if canonical_name in table["modules"]:
        return "module"
    entry = table["symbols"].get(canonical_name)
    found: Kind | None = entry["k"] if entry else None
    return found


def bases(canonical_name: str) -> tuple[str, ...]:
    """The public base classes of a class, nearest first."""
    return tuple(_table()["symbols"].get(canonical_name, {}).get("b", ()))


@lru_cache(maxsize=1024)
def signature(canonical_name: str) -> Signature | None:
    """The parameters of a function, or of a class's constructor; None where the name is no callable of the table."""
    table = _table()
    entry = table["symbols"].get(canonical_name)
    if entry is None or "p" not in entry:
        return None
    return _signature(entry["p"], table["bases"].get(entry.get("x"), ()))


@lru_cache(maxsize=1024)
def method_signature(class_name: str, method: str) -> Signature | None:
    """The parameters of a public method, inherited ones included, without ``self``.

    None where the class has no such method. ``call``, ``build``, ``get_config`` and the like are those of the base
    class (``keras.Layer``) for any layer.
    """
    symbols = _table()["symbols"]
    for path in (class_name, *bases(class_name)):
        found = symbols.get(path, {}).get("m", {}).get(method)
        if found is not None:
            return _signature(found, ())
    return None


def methods(class_name: str) -> frozenset[str]:
    """Names of the public methods of a class, inherited ones included."""
    symbols = _table()["symbols"]
    return frozenset(name for path in (class_name, *bases(class_name)) for name in symbols.get(path, {}).get("m", ()))


def _signature(written: list[Any], further_keywords: Any) -> Signature:
    kind_now = ParameterKind.POSITIONAL_OR_KEYWORD
    found: list[Parameter] = []
    for item in [*written, "*", *further_keywords]:
        name = item if isinstance(item, str) else item[0]
        if name == "/":
            found = [Parameter(p.name, ParameterKind.POSITIONAL_ONLY, p.default) for p in found]
        elif name.startswith("**"):
            found.append(Parameter(name[2:], ParameterKind.VAR_KEYWORD))
        elif name.startswith("*"):
            kind_now = ParameterKind.KEYWORD_ONLY
            if name != "*":
                found.append(Parameter(name[1:], ParameterKind.VAR_POSITIONAL))
        else:
            found.append(Parameter(name, kind_now, REQUIRED if isinstance(item, str) else _default(item[1])))
    return Signature(tuple(found))


def _default(written: Any) -> Any:
    if isinstance(written, list):
        return tuple(_default(item) for item in written)
    return ReprDefault(written["repr"]) if isinstance(written, dict) else written
