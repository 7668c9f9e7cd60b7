"""Models as a picture: the graph of layers with shapes and numbers of weights, one SVG that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import saxutils

from keras_lint.cli.layout import Box, arranged
from keras_lint.cli.table import UNKNOWN, count_text, heading, shape_text, totals
from keras_lint.cli.terminal import visible
from keras_lint.knowledge.layers.families import family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keras_lint.program.summary import LayerSummary, ModelSummary

CHARACTER = 7.25
"""Width of a character of 12 pixels in a monospaced font, a little more than fonts have (7.2)."""
LINE, PADDING, MARGIN, GAP = 17.0, 10.0, 24.0, 48.0
"""Heights and distances in pixels: a line of text, text and border, the picture's edge, two models."""

COLOURS = {
    "input": ("#eceff1", "#546e7a", "#2b3338", "#90a4ae"),
    "dense": ("#e3f2fd", "#1565c0", "#12293f", "#64b5f6"),
    "convolution": ("#e8eaf6", "#3949ab", "#20264a", "#9fa8da"),
    "pooling": ("#e0f2f1", "#00796b", "#0d332f", "#4db6ac"),
    "normalization": ("#fffde7", "#8d6e00", "#38320f", "#ffd54f"),
    "activation": ("#fff3e0", "#c75b00", "#3d2509", "#ffb74d"),
    "regularization": ("#fce4ec", "#c2185b", "#421425", "#f48fb1"),
    "recurrent": ("#f3e5f5", "#7b1fa2", "#33163f", "#ce93d8"),
    "attention": ("#ede7f6", "#5e35b1", "#281a45", "#b39ddb"),
    "merging": ("#f1f8e9", "#558b2f", "#22330f", "#aed581"),
    "reshaping": ("#efebe9", "#6d4c41", "#332822", "#bcaaa4"),
    "preprocessing": ("#e0f7fa", "#00838f", "#0c3338", "#4dd0e1"),
    "model": ("#f5f5f5", "#212121", "#303030", "#eeeeee"),
    "other": ("#fafafa", "#757575", "#242424", "#bdbdbd"),
}
"""Fill and border of each family of layers on a light ground, then on a dark one. Colour is never the only sign: each
box says its class."""

STYLE = """
text { font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1b1f23; }
.ground { fill: #ffffff; }
.name { font-weight: bold; }
.heading { font-size: 15px; font-weight: bold; }
.quiet { fill: #57606a; }
.edge { fill: none; stroke: #8c959f; stroke-width: 1.4; }
.head { fill: #8c959f; }
rect.box { stroke-width: 1.4; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.ground { fill: #0d1117; }
.quiet { fill: #9198a1; }
.edge { stroke: #6e7681; }
.head { fill: #6e7681; }
DARK}
"""

ARROW = (
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="head" d="M0 0L8 4L0 8z"/></marker></defs>'
)


@dataclass(slots=True)
class Page:
    """The picture as it grows."""

    parts: list[str] = field(default_factory=list)
    width: float = 0.0
    height: float = MARGIN

    def text(self, words: str, cls: str = "", size: float = 12.0) -> None:
        """A line of text beneath what there is."""
        self.height += LINE if size <= 12 else LINE * 1.4
        attributes = f' class="{cls}"' if cls else ""
        self.parts.append(f'<text x="{MARGIN:g}" y="{self.height:.1f}"{attributes}>{escape(words)}</text>')
        self.width = max(self.width, MARGIN + len(words) * CHARACTER * size / 12)


def escape(words: str) -> str:
    """Text as XML can hold it."""
    return saxutils.escape("".join(c if c not in "\ufffe\uffff" else "\ufffd" for c in words))


def picture(models: Sequence[ModelSummary]) -> str:
    """All models, one beneath the other."""
    page = Page()
    families: set[str] = set()
    for number, model in enumerate(models):
        if number:
            page.height += GAP
        page.text(" · ".join(part.plain for part in heading(model)), "heading", 15)
        for words in totals(model):
            page.text(words.plain.strip())
        for reason in model.unknown:
            page.text(f"not known: {visible(reason)}", "quiet")
        page.height += LINE
        families |= draw(model, page)
    titles = ", ".join(visible(model.title) for model in models)
    return document(page, families, f"Models: {titles}", ". ".join(map(described, models)))


def document(page: Page, families: set[str], title: str, description: str) -> str:
    """The whole SVG."""
    width, height = f"{page.width + MARGIN:.0f}", f"{page.height + MARGIN:.0f}"
    light, dark = colours(families)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        ' role="img" aria-labelledby="title description">'
    )
    head = [
        opening,
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(description)}</desc>',
        f"<style>{light}{STYLE.replace('DARK', dark)}</style>",
        ARROW,
        f'<rect class="ground" width="{width}" height="{height}"/>',
    ]
    return "\n".join([*head, *page.parts, "</svg>", ""])


def colours(families: Iterable[str]) -> tuple[str, str]:
    """Style rules of the families that occur, for a light ground and for a dark one."""
    light, dark = [], []
    for family in sorted(families):
        fill, stroke, dark_fill, dark_stroke = COLOURS[family]
        light.append(f".{family} rect {{ fill: {fill}; stroke: {stroke}; }}")
        dark.append(f".{family} rect {{ fill: {dark_fill}; stroke: {dark_stroke}; }}")
    return "\n".join(["", *light]), "\n".join([*dark, ""])


def described(model: ModelSummary) -> str:
    """A model in a sentence, for those who do not see the picture."""
    layers = len(model.layers)
    number = f"{model.params:,}" if isinstance(model.params, int) else "an unknown number of"
    return f"{visible(model.title)}: a {model.kind} model of {layers} layers with {number} parameters"


# --- one model --------------------------------------------------------------------------------------------------------


def draw(model: ModelSummary, page: Page) -> set[str]:
    """Draw one model; the families of its layers."""
    if not model.rows:
        return set()
    labels = [lines_of(row) for row in model.rows]
    boxes = [Box(width_of(lines), LINE * len(lines) + PADDING) for lines in labels]
    drawing = arranged(boxes, edges_of(model))
    left, top = MARGIN, page.height
    for points in drawing.edges:
        moved = [(x + left, y + top) for x, y in points]
        page.parts.append(f'<path class="edge" d="{curve(moved)}" marker-end="url(#head)"/>')
    for row, lines, box in zip(model.rows, labels, boxes, strict=True):
        page.parts.extend(node(row, lines, box, left, top))
    page.width = max(page.width, left + drawing.width)
    page.height = top + drawing.height
    return {family(row) for row in model.rows}


def edges_of(model: ModelSummary) -> list[tuple[int, int]]:
    """Which row feeds which, each pair once."""
    rows = range(len(model.rows))
    if model.kind == "Sequential":
        return [(row, row + 1) for row in rows[:-1]]
    return list(dict.fromkeys((c.source, row) for row in rows for c in model.rows[row].connections if c.source != row))


def lines_of(row: LayerSummary) -> list[str]:
    """What stands in a box."""
    lines = [f"{visible(row.name) if row.name is not None else UNKNOWN} ({visible(row.cls or UNKNOWN)})"]
    lines.append(shape_text(row.output_shape).plain)
    if isinstance(row.params, int):
        if row.params:
            lines[1] += f" · {row.params:,} params" + ("" if row.trainable is not False else ", frozen")
    else:
        lines[1] += f" · {count_text(row.params).plain} params"
    if row.layers is not None:
        lines.append(f"{len(row.layers)} layers inside" if isinstance(row.layers, tuple) else "layers not known")
    return lines


def width_of(lines: Sequence[str]) -> float:
    """Width of a box around these lines."""
    from rich.cells import cell_len

    return max(map(cell_len, lines)) * CHARACTER + 2 * PADDING


def node(row: LayerSummary, lines: Sequence[str], box: Box, left: float, top: float) -> Iterator[str]:
    """A box with its lines."""
    x, y = box.x + left - box.width / 2, box.y + top - box.height / 2
    yield f'<g class="{family(row)}"><title>{escape(" ".join(lines))}</title>'
    yield f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="6"/>'
    for number, line in enumerate(lines):
        cls = "name" if not number else "quiet"
        baseline = y + PADDING / 2 + LINE * number + 12.5
        yield f'<text x="{x + PADDING:.1f}" y="{baseline:.1f}" class="{cls}">{escape(line)}</text>'
    yield "</g>"


def family(row: LayerSummary) -> str:
    """The family whose colours a row has."""
    if row.layers is not None:
        return "model"
    found = family_of(row.cls or "")
    return found if found in COLOURS else "other"


def curve(points: Sequence[tuple[float, float]]) -> str:
    """A smooth way through the points, upright at each."""
    (x, y), *rest = points
    path = [f"M{x:.1f} {y:.1f}"]
    for next_x, next_y in rest:
        if abs(next_x - x) < 0.5:
            path.append(f"L{next_x:.1f} {next_y:.1f}")
        else:
            middle = (y + next_y) / 2
            path.append(f"C{x:.1f} {middle:.1f} {next_x:.1f} {middle:.1f} {next_x:.1f} {next_y:.1f}")
        x, y = next_x, next_y
    return "".join(path)
