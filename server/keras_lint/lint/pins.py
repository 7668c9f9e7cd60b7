"""The release of Keras that a project asks for in its requirement files."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

FILES = (
    "requirements*.txt",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "environment*.yml",
    "environment*.yaml",
    "Pipfile",
)
"""In the order in which they are believed."""

ROOTS = frozenset({".git", "pyproject.toml", "setup.py", "setup.cfg"})
"""What marks the folder at which a project starts."""

MAX_PARENTS = 8

_REQUIREMENT = re.compile(
    r"(?<![\w.\-/])(?P<name>keras|tensorflow(?:-(?:cpu|gpu|macos|intel|rocm))?)(?:\[[^\]\n]*\])?"
    r"[\"']?[ \t]*(?:=[ \t]*(?=[\"']))?[\"']?[ \t]*\(?"
    r"(?P<spec>(?:(?:===|==|~=|!=|<=|>=|<|>|=|\^)?[ \t]*v?\d[\w.*]*[ \t]*,?[ \t]*)+)",
    re.IGNORECASE,
)
_BOUND = re.compile(r"(?P<sign>===|==|~=|!=|<=|>=|<|>|=|\^)?[ \t]*v?(?P<version>\d+(?:\.\d+)*)")


class Pin(NamedTuple):
    """A release of Keras and the file that asks for it."""

    release: str
    file: str


class Pins:
    """Looks for pins from folders upwards, reading each folder once."""

    def __init__(self) -> None:
        self._folders: dict[Path, tuple[Pin | None, bool]] = {}

    def of(self, folder: Path) -> Pin | None:
        """The pin for files of a folder: its own, else that of a folder above, up to the project's root."""
        for parent in (folder, *list(folder.parents)[:MAX_PARENTS]):
            if parent not in self._folders:
                self._folders[parent] = _look(parent)
            pin, is_root = self._folders[parent]
            if pin is not None or is_root:
                return pin
        return None


def _look(folder: Path) -> tuple[Pin | None, bool]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return None, False
    for pattern in FILES:
        for name in names:
            if fnmatch(name, pattern):
                release = release_of(_read(folder / name))
                if release is not None:
                    return Pin(release, str(folder / name)), True
    return None, not ROOTS.isdisjoint(names)


def _read(path: Path) -> str:
    try:
        return re.sub(r"(?m)(^|\s)#.*$", "", path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""


def release_of(text: str) -> str | None:
    """The release that requirements hold Keras to; ``None`` where they allow the newest."""
    found: dict[str, str | None] = {}
    for match in _REQUIREMENT.finditer(text):
        name = "keras" if match["name"].lower() == "keras" else "tensorflow"
        found.setdefault(name, _keras(name, _newest(match["spec"])))
    return found.get("keras") or found.get("tensorflow")


def _newest(spec: str) -> tuple[tuple[int, ...], bool] | None:
    """The newest version allowed, and whether it is that one (else it lies just below); ``None`` without a limit."""
    for bound in _BOUND.finditer(spec):
        version = tuple(int(part) for part in bound["version"].split("."))
        sign = bound["sign"] or "=="
        if sign in ("==", "===", "=", "<=") or (sign == "~=" and len(version) > 2):
            return version, True
        if sign == "<":
            return version, False
        if sign in ("~=", "^"):
            return (version[0] + 1,), False
    return None


def _keras(name: str, newest: tuple[tuple[int, ...], bool] | None) -> str | None:
    """The release of Keras that a newest version of Keras, or of TensorFlow, comes with."""
    if newest is None:
        return None
    version, exact = newest
    major, minor = version[0], version[1] if len(version) > 1 else None
    if name == "tensorflow":
        if major < 2 or (major == 2 and minor is not None and (minor, exact) <= (16, False)):
            return f"2.{minor}" if exact and major == 2 else "2"
        return "3" if major == 2 and minor is not None else None
    if exact:
        return f"{major}.{minor}" if major in (2, 3) and minor is not None else str(major) if major in (2, 3) else "2"
    if (major, minor or 0) <= (3, 0):
        return "2"
    return "3" if major == 3 else None
