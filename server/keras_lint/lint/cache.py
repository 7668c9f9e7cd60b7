"""What an earlier run found, kept as long as nothing that it depended on has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_lint.lint.finding import Diagnostic, Edit, Fix, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
"""Grows when the content of entries changes its form."""

KEPT_DAYS = 30
"""Results of other versions that nobody has asked for that long are removed."""


def default_folder() -> Path:
    """The user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("keras-lint", appauthor=False)


def digest(data: bytes) -> str:
    """Identifies a file's content."""
    return hashlib.sha256(data).hexdigest()


def write_quietly(path: Path, data: bytes) -> None:
    """Write a cache file at once; a cache that cannot be written is no error."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        try:
            temporary.unlink(missing_ok=True)
        except OSError:
            return


class Cache:
    """Results by file and settings, for one state of the tool."""

    def __init__(self, root: Path, fingerprint: str) -> None:
        self.root = root
        self.folder = root / f"{FORMAT}-{fingerprint}"
        self._digests: dict[str, str | None] = {}

    def prepare(self) -> None:
        """Make the folder, and remove those of versions long gone."""
        if self.folder.is_dir():
            return
        write_quietly(
            self.root / "CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by keras-lint.\n"
        )
        write_quietly(self.root / ".gitignore", b"*\n")
        oldest = time.time() - KEPT_DAYS * 86400
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for other in self.root.iterdir():
                if other.is_dir() and other.name.startswith(f"{FORMAT}-") and other.stat().st_mtime < oldest:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError:
            return

    def _path(self, filename: str, settings: str) -> Path:
        name = digest(f"{filename}\0{settings}".encode("utf-8", "surrogateescape"))[:40]
        return self.folder / name[:2] / f"{name[2:]}.json"

    def load(self, filename: str, settings: str, data: bytes) -> dict[str, Any] | None:
        """What was stored for a file with this content, if everything it depended on is as it was."""
        try:
            entry = json.loads(self._path(filename, settings).read_bytes())
            if entry["filename"] != filename or entry["content"] != digest(data):
                return None
            if any(self.state(path) != known for path, known in entry["dependencies"].items()):
                return None
            result: dict[str, Any] = entry["result"]
            return result
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def store(
        self, filename: str, settings: str, data: bytes, dependencies: Mapping[str, str | None], result: dict[str, Any]
    ) -> None:
        """Remember a result."""
        entry = {"filename": filename, "content": digest(data), "dependencies": dict(dependencies), "result": result}
        write_quietly(self._path(filename, settings), json.dumps(entry).encode())

    def state(self, path: str) -> str | None:
        """The digest of a file that a result depends on; ``None`` where there is none."""
        if path not in self._digests:
            self._digests[path] = file_state(path)
        return self._digests[path]


def file_state(path: str) -> str | None:
    """The digest of a file's content; ``None`` where there is no such file."""
    try:
        return digest(Path(path).read_bytes())
    except (OSError, ValueError):
        return None


# Diagnostics as JSON and back


def to_plain(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic for the cache: everything, offsets included."""
    d = diagnostic
    return {
        "is": [d.code, d.name, d.severity.value, d.message, d.start, d.end],
        "place": plain_place(d.place),
        "related": [[message, plain_place(place)] for message, place in d.related],
        "notes": d.notes,
        "fixes": [
            [f.remedy, f.message, f.safe, [[plain_place(e.place), e.content, e.start, e.end] for e in f.edits]]
            for f in d.fixes
        ],
    }


def from_plain(plain: dict[str, Any]) -> Diagnostic:
    """The diagnostic again.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    code, name, severity, message, start, end = plain["is"]
    fixes = tuple(
        Fix(remedy, title, safe, tuple(Edit(Place(*place), content, s, e) for place, content, s, e in edits))
        for remedy, title, safe, edits in plain["fixes"]
    )
    related = tuple((text, Place(*place)) for text, place in plain["related"])
    place = Place(*plain["place"])
    return Diagnostic(code, name, Severity(severity), message, place, start, end, related, tuple(plain["notes"]), fixes)


def plain_place(place: Place) -> list[Any]:
    """The arguments of ``Place``."""
    return [place.filename, place.cell, place.row, place.column, place.end_row, place.end_column]
