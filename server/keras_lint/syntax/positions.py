"""Offsets of nodes, computed by one run of code generation over the chunk they stand in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from libcst._nodes.internal import CodegenState

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class OffsetState(CodegenState):
    """Notes where each node starts and ends, without the white space around it, in code points from the chunk's
    start.
    """

    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.offset = 0
        self.starts: dict[int, int] = {}
        self.spans: dict[int, tuple[int, int]] = {}

    def add_token(self, value: str) -> None:
        """Count the token's length; the text itself is not needed."""
        self.offset += len(value)

    def add_indent_tokens(self) -> None:
        """Count the indentation."""
        for token in self.indent_tokens:
            self.offset += len(token)

    def before_codegen(self, node: cst.CSTNode) -> None:
        """Remember where the node starts, white space included."""
        self.starts[id(node)] = self.offset

    def after_codegen(self, node: cst.CSTNode) -> None:
        """Keep the whole extent for nodes that record no tighter one."""
        start = self.starts.pop(id(node), self.offset)
        self.spans.setdefault(id(node), (start, self.offset))

    @contextmanager
    def record_syntactic_position(
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> Iterator[None]:
        """Note the extent without surrounding white space (libcst calls this for every node that has one)."""
        start = self.offset
        yield
        end = self.offset
        if start_node is not None:
            start = self.spans.get(id(start_node), (start, end))[0]
        if end_node is not None:
            end = self.spans.get(id(end_node), (start, end))[1]
        self.spans[id(node)] = (start, end)


def offsets(module: cst.Module) -> dict[int, tuple[int, int]]:
    """Start and end of every node of ``module``, by ``id(node)``; only nodes still alive may be looked up."""
    state = OffsetState(module)
    module._codegen(state)
    return state.spans
