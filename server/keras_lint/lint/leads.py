"""Which files are worth an analysis: those from which imports lead to Keras.

The scan reads import statements with a regular expression, in the file itself and in the modules of the project that
it imports, transitively: ``from models import build`` leads to Keras if ``models.py`` does. It errs on the side of
looking: a word such as ``keras_model`` in an import, or an import in a docstring, costs an analysis and nothing else.
A file without a lead gets no rule but those about the file itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from keras_lint.program.paths import LIBRARIES, candidates
from keras_lint.source import SourceError, read_source

if TYPE_CHECKING:
    from keras_lint.source import Source

_LEAD = re.compile(
    r"\b(?:import|from)\b[^\n]*\b(?:keras|tensorflow|tf_keras|kerastuner|scikeras|autokeras)", re.IGNORECASE
)
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<dots>\.*)[ \t]*(?P<module>[\w.]*)[ \t]+import[ \t]*"
    r"(?:\((?P<many>[^)]*)\)|(?P<names>[^\n#;]+))"
    r"|import[ \t]+(?P<modules>[^\n#;]+))",
    re.MULTILINE,
)

MAX_FILES = 200
"""Modules of the project that are read for one file; the analysis follows fewer."""


class LeadScan:
    """Looks for leads in many files, reading each module once."""

    def __init__(self, open_sources: dict[str, Source] | None = None) -> None:
        self.open_sources = open_sources or {}
        self._modules: dict[tuple[Path, Path], _Scanned | None] = {}

    def leads(self, source: Source, looked_at: dict[str, bool]) -> bool:
        """Whether imports lead from this source to Keras.

        Args:
            source: the file in question.
            looked_at: takes the other files that were looked for, and whether they exist.
        """
        if _LEAD.search(source.text):
            return True
        folder = Path(source.filename).parent
        waiting = [_scan(source.text, folder, folder)]
        seen: set[Path] = set()
        while waiting:
            scanned = waiting.pop()
            if scanned.leads:
                return True
            looked_at.update(scanned.looked_at)
            for path in scanned.imports:
                if path not in seen and len(seen) < MAX_FILES:
                    seen.add(path)
                    found = self._module(path, folder)
                    looked_at[str(path)] = found is not None
                    if found is not None:
                        waiting.append(found)
        return False

    def _module(self, path: Path, folder: Path) -> _Scanned | None:
        key = (path, folder)
        if key not in self._modules:
            self._modules[key] = self._read(path, folder)
        return self._modules[key]

    def _read(self, path: Path, folder: Path) -> _Scanned | None:
        source = self.open_sources.get(str(path))
        if source is None:
            if not path.is_file():
                return None
            try:
                source = read_source(path)
            except SourceError:
                return None
        return _scan(source.text, path.parent, folder)


class _Scanned:
    """What the imports of one file say."""

    __slots__ = ("imports", "leads", "looked_at")

    def __init__(self, leads: bool, imports: list[Path], looked_at: dict[str, bool]) -> None:
        self.leads = leads
        self.imports = imports
        self.looked_at = looked_at


def _scan(text: str, importer: Path, folder: Path) -> _Scanned:
    looked_at: dict[str, bool] = {}
    if _LEAD.search(text):
        return _Scanned(True, [], looked_at)
    found: list[Path] = []
    for name, level in _imported(text):
        if level or name.partition(".")[0] not in LIBRARIES:
            found += candidates(name, level, importer, folder, looked_at)
    return _Scanned(False, list(dict.fromkeys(found)), looked_at)


def _imported(text: str) -> set[tuple[str, int]]:
    """Dotted names that import statements may mean as modules, with their level."""
    names: set[tuple[str, int]] = set()
    for match in _IMPORT.finditer(text):
        if match["modules"] is not None:
            names.update((word, 0) for word in _words(match["modules"]))
            continue
        module, level = match["module"], len(match["dots"])
        names.add((module, level))
        for word in _words(match["many"] or match["names"] or ""):
            names.add((f"{module}.{word}" if module else word, level))
    return {(name.strip("."), level) for name, level in names if name.strip(".") or level}


def _words(text: str) -> list[str]:
    """The names of a list of imports, without what they are bound to."""
    parts = (part.strip(" \t\n\\").split() for part in re.sub(r"#[^\n]*", "", text).split(","))
    return [words[0] for words in parts if words and re.fullmatch(r"[\w.]+", words[0])]
