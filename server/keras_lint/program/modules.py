"""The project's own modules: which file an import names, and its syntax."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keras_lint.program.paths import candidates
from keras_lint.source import SourceError, read_source
from keras_lint.syntax import Tree, parse

if TYPE_CHECKING:
    from keras_lint.source import Source


@dataclass(slots=True, eq=False)
class Module:
    """One file of the program under analysis."""

    name: str
    tree: Tree
    scope: int = -1
    """Address of its global scope."""
    main: bool = False
    executed: bool = False
    imports: set[str] = field(default_factory=set)
    """Top-level names of all libraries it imports."""

    @property
    def filename(self) -> str:
        """Absolute name of the file."""
        return self.tree.source.filename


MAX_MODULES = 40
"""Modules of the project that one analysis follows; real projects import far fewer that touch the model."""


class Project:
    """Finds and parses modules that the analysed file imports from its own project."""

    def __init__(self, source: Source, open_sources: dict[str, Source] | None = None) -> None:
        self.folder = Path(source.filename).parent
        self.open_sources = open_sources or {}
        self.modules: dict[str, Module | None] = {}
        self.looked_at: dict[str, bool] = {}
        """Every file that was asked for, and whether it exists: what a cached result depends on."""

    def find(self, name: str, level: int = 0, importer: str | None = None) -> Module | None:
        """The module ``name`` of this project, or ``None`` for a library's.

        Args:
            name: dotted name as written.
            level: number of leading dots of a relative import.
            importer: file name of the module that imports.
        """
        base = Path(importer).parent if importer else self.folder
        for candidate in candidates(name, level, base, self.folder, self.looked_at):
            found = self._load(candidate, name)
            if found is not None:
                return found
        return None

    def _load(self, path: Path, name: str) -> Module | None:
        key = str(path)
        if key in self.modules:
            return self.modules[key]
        source = self.open_sources.get(key)
        exists = source is not None or path.is_file()
        self.looked_at[key] = exists
        self.modules[key] = None
        if exists and len([m for m in self.modules.values() if m]) < MAX_MODULES:
            try:
                self.modules[key] = Module(name or path.parent.name, parse(source or read_source(path)))
            except (SourceError, OSError):
                return None
        return self.modules[key]
