"""Which files a path means: folders are walked, what is excluded or ignored by git is left out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keras_lint.lint.patterns import matched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keras_lint.lint.settings import Loader

SUFFIXES = (".py", ".ipynb", ".pyw", ".ipy")

ALWAYS_EXCLUDED = frozenset({
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d",
    ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode", "__pycache__",
    "__pypackages__", "_build", "buck-out", "build", "dist", "node_modules", "site-packages", "venv",
})  # fmt: skip
"""Names of folders that hold no code of the project."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that cannot be read, and why."""

    path: Path
    reason: str


def discover(paths: Iterable[str], loader: Loader) -> Iterator[Path | Unreadable]:
    """The files that the paths mean, each once, in order. A file that is named is taken whatever its name."""
    seen: set[str] = set()
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - links are not to be resolved
        for found in _Walk(loader).walk(path) if path.is_dir() else _named(path):
            key = str(found.path if isinstance(found, Unreadable) else found)
            if key not in seen:
                seen.add(key)
                yield found


def _named(path: Path) -> Iterator[Path | Unreadable]:
    try:
        path.stat()
    except OSError as error:
        yield Unreadable(path, (error.strerror or type(error).__name__).lower())
    except ValueError as error:
        yield Unreadable(path, str(error))
    else:
        yield path


class _Walk:
    """One walk over a folder, with the ``.gitignore`` files that apply."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def walk(self, folder: Path) -> Iterator[Path | Unreadable]:
        """Files below a folder that is named itself."""
        yield from self.folder(folder, self.outer(folder))

    def outer(self, folder: Path) -> list[tuple[str, tuple[str, ...]]]:
        """The ignore files of the folders above, up to the repository's root."""
        above: list[Path] = []
        for parent in (folder, *folder.parents):
            if parent != folder:
                above.append(parent)
            if (parent / ".git").exists():
                own = _lines(parent / ".git" / "info" / "exclude")
                found = [(str(parent), own)] if own else []
                return found + [(str(p), lines) for p in reversed(above) if (lines := _lines(p / ".gitignore"))]
        return []

    def folder(self, folder: Path, ignores: list[tuple[str, tuple[str, ...]]]) -> Iterator[Path | Unreadable]:
        own = _lines(folder / ".gitignore")
        if own:
            ignores = [*ignores, (str(folder), own)]
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(folder, (error.strerror or type(error).__name__).lower())
            return
        settings = self.loader.settings(folder)
        for entry in entries:
            is_folder = _is_folder(entry)
            if is_folder:
                if entry.name in ALWAYS_EXCLUDED or _is_environment(entry.path):
                    continue
            elif not entry.name.lower().endswith(SUFFIXES):
                continue
            if matched(settings.exclude, settings.root, entry.path, folder=is_folder):
                continue
            if _ignored(ignores, entry.path, is_folder):
                continue
            if is_folder:
                yield from self.folder(Path(entry.path), ignores)
            else:
                yield Path(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Links to folders are not followed: they may lead in a circle."""
    try:
        return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and entry.is_dir())
    except OSError:
        return False


def _is_environment(path: str) -> bool:
    return os.path.islink(path) or os.path.exists(os.path.join(path, "pyvenv.cfg"))  # noqa: PTH110, PTH114, PTH118


def _ignored(ignores: list[tuple[str, tuple[str, ...]]], path: str, folder: bool) -> bool:
    """Whether git ignores it: the deepest file that speaks of it decides."""
    for root, lines in reversed(ignores):
        verdict = matched(lines, root, path, folder=folder)
        if verdict is not None:
            return verdict
    return False


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return ()
