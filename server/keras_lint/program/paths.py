"""Which files an import may name, and which names are never looked for in the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

LIBRARIES = frozenset({
    "keras", "tensorflow", "tf_keras", "tensorflow_datasets", "numpy", "pandas", "sklearn", "imblearn", "matplotlib",
    "seaborn", "scipy", "cv2", "PIL", "torch", "jax", "tqdm", "abc", "argparse", "collections", "copy", "csv",
    "dataclasses", "datetime", "enum", "functools", "glob", "io", "itertools", "json", "logging", "math", "os",
    "pathlib", "pickle", "random", "re", "shutil", "string", "sys", "tarfile", "time", "typing", "urllib", "warnings",
    "zipfile",
})  # fmt: skip
"""Well-known libraries: never looked for in the project (a project's own `random.py` is a mistake of its own)."""


def candidates(
    name: str, level: int, importer: Path, folder: Path, looked_at: MutableMapping[str, bool]
) -> Iterator[Path]:
    """The files that ``import name`` may mean, in the order in which they are tried.

    Args:
        name: the dotted name; empty for ``from . import x``.
        level: number of leading dots of a relative import.
        importer: the folder of the module that imports.
        folder: the folder of the file under analysis.
        looked_at: takes the files whose existence decided.
    """
    base = importer
    for _ in range(level - 1):
        base = base.parent
    roots = [base] if level else list(dict.fromkeys((base, folder, *packages_above(base, looked_at))))
    parts = name.split(".") if name else []
    for root in roots:
        target = root.joinpath(*parts)
        if parts:
            yield target.with_suffix(".py")
        yield target / "__init__.py"


MAX_PACKAGES = 6
"""Packages inside packages that are followed upwards."""


def packages_above(folder: Path, looked_at: MutableMapping[str, bool]) -> list[Path]:
    """Folders above a package, from which its absolute imports start."""
    parents: list[Path] = []
    while len(parents) < MAX_PACKAGES:
        marker = folder / "__init__.py"
        exists = looked_at[str(marker)] = marker.exists()
        if not exists:
            break
        folder = folder.parent
        parents.append(folder)
    return parents
