"""What rules yield, and what doors show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keras_lint.lint.remedy import Remedy
    from keras_lint.source import Source, Span
    from keras_lint.syntax import Site, TextSite


class Severity(Enum):
    """How bad it is. The order is that of ``--fail-on``."""

    HINT = "hint"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a hint up to 3 for an error."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that matters: where the data was split, where the value comes from."""

    site: Site
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found: a node, a message that names the user's values, the remedies that apply."""

    site: Site | TextSite
    message: str
    remedies: Sequence[Remedy] = ()
    related: Sequence[Related] = ()
    severity: Severity | None = None
    """Where it differs from the rule's own."""
    notes: Sequence[str] = field(default=())
    """Facts behind the finding, for the command line's notes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A range of text as it is shown: rows and columns from 1, columns in code points, the end exclusive."""

    filename: str
    cell: int | None
    row: int
    column: int
    end_row: int
    end_column: int


def place(source: Source, span: Span) -> Place:
    """A span as it is shown. The end belongs to the cell of the start."""
    start = source.location(span.start)
    end = source.location(span.end)
    if end.cell != start.cell:
        end = source.location(max(span.start, span.end - 1))
        return Place(source.filename, start.cell, start.row, start.column, end.row, end.column + 1)
    return Place(source.filename, start.cell, start.row, start.column, end.row, end.column)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of text at a place, for display and for machines."""

    place: Place
    content: str
    start: int
    """Offset in the analysed text."""
    end: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A remedy worked out for one finding."""

    remedy: str
    message: str
    safe: bool
    edits: tuple[Edit, ...]

    @property
    def applicability(self) -> str:
        """``safe`` or ``unsafe``."""
        return "safe" if self.safe else "unsafe"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding as doors show it: plain data that can be cached, serialised and sorted."""

    code: str
    name: str
    severity: Severity
    message: str
    place: Place
    start: int
    """Offset in the analysed text."""
    end: int
    related: tuple[tuple[str, Place], ...] = ()
    notes: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def url(self) -> str:
        """The rule's page."""
        return f"{DOCS}/rules/{self.name}"

    def to_json(self) -> dict[str, Any]:
        """The object of ``--output-format json``."""
        fixes = [_fix_json(fix) for fix in self.fixes]
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "message": self.message,
            "url": self.url,
            **_place_json(self.place),
            "related": [{"message": message, **_place_json(place)} for message, place in self.related],
            "fix": fixes[0] if fixes else None,
            "fixes": fixes,
        }


DOCS = "https://keras-lint.readthedocs.io/en/latest"
"""Where the rule pages are published."""


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "filename": place.filename,
        "cell": place.cell,
        "location": {"row": place.row, "column": place.column},
        "end_location": {"row": place.end_row, "column": place.end_column},
    }


def _fix_json(fix: Fix) -> dict[str, Any]:
    edits = [{**_place_json(edit.place), "content": edit.content} for edit in fix.edits]
    return {"remedy": fix.remedy, "message": fix.message, "applicability": fix.applicability, "edits": edits}
