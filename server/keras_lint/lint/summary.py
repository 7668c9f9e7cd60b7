"""The models of a program as plain data: for ``keras-lint summary`` and for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import Shape, Unknown
from keras_lint.lint.finding import Place, place
from keras_lint.program.summary import LayerSummary, ModelSummary
from keras_lint.program.views.summary import summaries

if TYPE_CHECKING:
    from keras_lint.syntax import Site


def to_json(summary: ModelSummary) -> dict[str, Any]:
    """The object of ``keras-lint summary --format json``."""
    return {
        "variable": summary.variable,
        "name": summary.name,
        "kind": summary.kind,
        "filename": summary.site.source.filename,
        "location": location(summary.site),
        "entry": summary.entry,
        "complete": summary.complete,
        "input_shapes": plain_shapes(summary.input_shapes),
        "output_shapes": plain_shapes(summary.output_shapes),
        "layers": [layer_json(layer, summary.site.source.filename) for layer in summary.layers],
        "params": number(summary.params),
        "trainable_params": number(summary.weights.trainable),
        "unknown": list(summary.unknown),
    }


def layer_json(layer: LayerSummary, filename: str) -> dict[str, Any]:
    """One layer as plain data; its place only where that is in the model's own file."""
    here = layer.site is not None and layer.site.source.filename == filename
    inner: Any = [layer_json(each, filename) for each in layer.layers] if isinstance(layer.layers, tuple) else []
    return {
        "name": layer.name,
        "class": layer.cls,
        "output_shape": plain_shape(layer.output_shape),
        "params": number(layer.params),
        "trainable": layer.trainable if isinstance(layer.trainable, bool) else None,
        "location": location(layer.site) if here and layer.site is not None else None,
        "layers": None if isinstance(layer.layers, Unknown) else inner,
    }


def location(site: Site) -> dict[str, int]:
    """Row and column, from 1; in notebooks the cell as well."""
    where: Place = place(site.source, site.span)
    found = {"row": where.row, "column": where.column}
    return found if where.cell is None else {"cell": where.cell, **found}


def number(value: int | Unknown) -> int | None:
    """A number, ``None`` where it is not known."""
    return value if isinstance(value, int) else None


def plain_shape(shape: Any) -> Any:
    """A shape as a list, several as a list of lists; ``None`` where it is not known."""
    if isinstance(shape, Unknown):
        return None
    if isinstance(shape, list):
        return [plain_shape(part) for part in shape]
    return [dim if isinstance(dim, int) else None for dim in shape]


def plain_shapes(shapes: tuple[Shape | Unknown, ...] | Unknown) -> list[Any] | None:
    """Shapes as lists; ``None`` where not even their number is known."""
    return None if isinstance(shapes, Unknown) else [plain_shape(shape) for shape in shapes]


__all__ = ["LayerSummary", "ModelSummary", "summaries", "to_json"]
