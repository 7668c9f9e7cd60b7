"""A place in syntax: a node, and the tree it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from keras_lint.source import Span

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.source import Source
    from keras_lint.syntax.tree import Chunk, Tree


class Site(NamedTuple):
    """A node of syntax, its chunk, and the tree (file) it stands in. Its text position is computed when asked for."""

    tree: Tree
    chunk: Chunk
    node: cst.CSTNode

    @property
    def source(self) -> Source:
        """The text the node stands in."""
        return self.tree.source

    @property
    def span(self) -> Span:
        """Offsets of the node in its source text."""
        return self.tree.span(self)

    @property
    def code(self) -> str:
        """The node's text as the user wrote it."""
        start, end = self.span
        return self.tree.source.text[start:end]

    @property
    def row(self) -> int:
        """Row of the node's start, as shown to the user."""
        return self.tree.source.location(self.span.start).row

    @property
    def key(self) -> tuple[str, int, int]:
        """Identifies the node while its tree lives (chunks of equal text may share their nodes)."""
        return (self.tree.source.filename, self.chunk.start, id(self.node))

    def at(self, node: cst.CSTNode) -> Site:
        """The site of another node of the same chunk."""
        return Site(self.tree, self.chunk, node)


class TextSite(NamedTuple):
    """A place that is no node: text that does not parse, or the file as a whole."""

    tree: Tree
    span: Span

    @property
    def source(self) -> Source:
        """The text it stands in."""
        return self.tree.source

    @property
    def key(self) -> tuple[str, int, int]:
        """Identifies the place."""
        return (self.tree.source.filename, *self.span)
