"""Patterns of files as ``.gitignore`` has them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@lru_cache(maxsize=256)
def spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """The compiled patterns. Lines that are no pattern match nothing, as in git."""
    from pathspec import GitIgnoreSpec  # most runs have no pattern at all

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def matched(lines: tuple[str, ...], root: str, path: str, *, folder: bool = False) -> bool | None:
    """Whether the patterns of the folder ``root`` match a path below it; ``None`` where none speaks of it."""
    if not lines:
        return None
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    if relative.startswith("../") or relative == ".":
        return None
    return spec(lines).check_file(relative + ("/" if folder else "")).include
