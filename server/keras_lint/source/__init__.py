"""Files and notebooks as one Python text each: reading, positions, comments, and edits on them."""

from typing import TYPE_CHECKING

from .read import is_notebook_name, read_source, source_from_bytes, source_from_cells, source_from_text
from .text import Cell, Location, Source, SourceError, Span, TextEdit, Unit

if TYPE_CHECKING:
    from .comments import (
        CommentProblem,
        Suppression,
        Suppressions,
        WrittenCode,
        comment_problems,
        fact_comments,
        suppressions,
    )
    from .edits import EditError, apply_edits, is_behind_magic, render, write_atomically
    from .facts import FactComment, Facts
else:
    # Loaded when they are asked for: this package is imported at every start, and most starts need none of these.
    _HOMES = {
        "comments": (
            "CommentProblem",
            "Suppression",
            "Suppressions",
            "WrittenCode",
            "comment_problems",
            "fact_comments",
            "suppressions",
        ),
        "edits": ("EditError", "apply_edits", "is_behind_magic", "render", "write_atomically"),
        "facts": ("FactComment", "Facts"),
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module

        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(f".{home}", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Cell",
    "CommentProblem",
    "EditError",
    "FactComment",
    "Facts",
    "Location",
    "Source",
    "SourceError",
    "Span",
    "Suppression",
    "Suppressions",
    "TextEdit",
    "Unit",
    "WrittenCode",
    "apply_edits",
    "comment_problems",
    "fact_comments",
    "is_behind_magic",
    "is_notebook_name",
    "read_source",
    "render",
    "source_from_bytes",
    "source_from_cells",
    "source_from_text",
    "suppressions",
    "write_atomically",
]
