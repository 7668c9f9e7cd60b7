"""Where the boxes of a graph stand and which way its edges take: the layered layout of grandalf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grandalf.graphs import Edge, Graph, Vertex
from grandalf.layouts import SugiyamaLayout
from grandalf.routing import EdgeViewer

ACROSS, DOWN = 28, 26
"""Pixels between neighbours in a layer, and between layers."""
LANE = 10
"""Width that an edge takes where it passes through layers of boxes."""
ROUNDS = 6
"""Passes to take crossings out; more change nothing on the graphs of models that were tried."""

Point = tuple[float, float]


@dataclass(slots=True, eq=False)
class Box:
    """A box to be placed."""

    width: float
    height: float
    x: float = 0.0
    """Its middle, once it is placed."""
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The edges as points, from border to border, and how large it is."""

    edges: list[list[Point]]
    width: float
    height: float


class _Vertex(Vertex):  # type: ignore[misc]
    """A vertex with a fixed place in sets: grandalf walks over some, and a picture must not differ from run to run."""

    def __hash__(self) -> int:
        return int(self.data)


class _Edge(Edge):  # type: ignore[misc]
    """An edge with a fixed place in sets."""

    def __init__(self, source: Vertex, target: Vertex, number: int) -> None:
        super().__init__(source, target)
        self.number = number
        self.view = EdgeViewer()

    def __hash__(self) -> int:
        return self.number


class _View:
    """What grandalf asks of a vertex: its size, and takes back: its middle."""

    def __init__(self, box: Box) -> None:
        self.w, self.h = box.width, box.height
        self.xy: Point = (0.0, 0.0)


def arranged(boxes: Sequence[Box], pairs: Sequence[tuple[int, int]]) -> Drawing:
    """Place the boxes in layers, edges downwards; parts that hang together stand side by side."""
    vertices = [_Vertex(place) for place in range(len(boxes))]
    for vertex, box in zip(vertices, boxes, strict=True):
        vertex.view = _View(box)
    links = [_Edge(vertices[source], vertices[target], number) for number, (source, target) in enumerate(pairs)]
    left = height = 0.0
    edges: list[list[Point]] = []
    for part in Graph(vertices, links).C:
        members = [boxes[vertex.data] for vertex in part.V()]
        routes = placed(part, boxes)
        inner = [x for route in routes for x, _ in route]
        shift = left - min([box.x - box.width / 2 for box in members] + inner)
        for box in members:
            box.x += shift
        edges += [[(x + shift, y) for x, y in route] for route in routes]
        left = max([box.x + box.width / 2 for box in members] + [x + shift for x in inner]) + ACROSS
        height = max([height, *(box.y + box.height / 2 for box in members)])
    return Drawing(edges, max(left - ACROSS, 0.0), height)


def placed(part: Any, boxes: Sequence[Box]) -> list[list[Point]]:
    """Place the boxes that hang together; the ways of the edges between them."""
    if len(part.sV) == 1:
        (vertex,) = part.V()
        vertex.view.xy = (0.0, vertex.view.h / 2)
    else:
        layout = SugiyamaLayout(part)
        layout.xspace, layout.yspace = ACROSS, DOWN
        layout.dw, layout.dh = LANE, 1
        layout.init_all()
        layout.draw(ROUNDS)
    halves: dict[float, float] = {}
    for vertex in part.V():
        box = boxes[vertex.data]
        box.x, box.y = vertex.view.xy
        halves[box.y] = max(halves.get(box.y, 0.0), box.height / 2)
    return [
        route(boxes[link.v[0].data], boxes[link.v[1].data], link.view._pts[1:-1], halves)
        for link in part.E()
        if link.v[0] is not link.v[1]
    ]


def route(source: Box, target: Box, between: Sequence[Point], halves: dict[float, float]) -> list[Point]:
    """The way of an edge from border to border. It bends between layers only: in one, it would run through boxes.

    Args:
        source: the box it leaves.
        target: the box it enters.
        between: the middles of the lanes that it takes.
        halves: half the height of each layer, by its middle.
    """
    down = 1 if source.y <= target.y else -1
    way = [(source.x, source.y + down * source.height / 2), (source.x, source.y + down * halves[source.y])]
    for x, y in between:
        half = halves.get(y, 0.0)
        way += [(x, y - down * half), (x, y + down * half)]
    way += [(target.x, target.y - down * halves[target.y]), (target.x, target.y - down * target.height / 2)]
    return list(dict.fromkeys(way))
