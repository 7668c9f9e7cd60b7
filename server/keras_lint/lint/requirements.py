"""What a project says it needs: whether a distribution that a remedy brings in is listed already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keras_lint.program.program import Program

IMPORT_NAMES = {
    "imbalanced-learn": "imblearn",
    "keras-tuner": "keras_tuner",
    "matplotlib": "matplotlib",
    "pandas": "pandas",
    "scikit-learn": "sklearn",
    "scipy": "scipy",
}
"""What the distributions that remedies use are imported as."""

_FILES = (
    "requirements*.txt",
    "requirements/*.txt",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "environment*.y*ml",
    "Pipfile",
)
_ROOTS = (".git", "pyproject.toml", "setup.py", "setup.cfg")
MAX_PARENTS = 8
"""Folders above a file that are looked at: deeper projects have not been seen."""


def listed(program: Program, distribution: str, import_name: str) -> bool:
    """Whether the file imports a distribution already, or its project lists it among what it needs."""
    if import_name in program.module.imports:
        return True
    wanted = re.compile(
        rf"(?<![\w.-]){'[-_.]'.join(map(re.escape, distribution.split('-')))}(?![\w.-]*\w)", re.IGNORECASE
    )
    return any(wanted.search(text) for text in _requirement_texts(program))


def unlisted(program: Program, distributions: Iterable[str]) -> list[str]:
    """The distributions that are not listed, in order."""
    return [name for name in distributions if not listed(program, name, IMPORT_NAMES.get(name, name.replace("-", "_")))]


def _requirement_texts(program: Program) -> list[str]:
    """The texts of the project's requirement files; each that was looked for counts for the cached result."""
    texts: list[str] = []
    for path in requirement_files(Path(program.source.filename).parent):
        program.run.project.looked_at[str(path)] = True
        texts.append(_read(path, path.stat().st_mtime_ns))
    return texts


def requirement_files(folder: Path) -> list[Path]:
    """Requirement files of the project that ``folder`` belongs to: in it and above it, up to the project's root."""
    found: list[Path] = []
    for parent in (folder, *list(folder.parents)[:MAX_PARENTS]):
        for pattern in _FILES:
            found.extend(path for path in sorted(parent.glob(pattern)) if path.is_file())
        if any((parent / root).exists() for root in _ROOTS):
            break
    return found


@lru_cache(maxsize=64)
def _read(path: Path, modified: int) -> str:
    """A file's text without comments; nothing where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return re.sub(r"(?m)(^|\s)#.*$", "", text)
