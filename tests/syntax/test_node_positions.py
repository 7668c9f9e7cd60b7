"""The places of nodes are those that libcst's own, slower way gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from keras_lint.source import source_from_text
from keras_lint.syntax import parse

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "server" / "keras_lint" / "syntax").glob("*.py")),
    *sorted((ROOT / "server" / "keras_lint" / "program").glob("*.py"))[:8],
    *sorted((ROOT / "rules" / "keras_lint_rules" / "remedies").glob("*.py"))[:8],
    Path(__file__),
]
AWKWARD = (
    "# 🦊 before\n"
    "x = '🚀' + \"é\"\t# behind\n"
    "if x:\n\ty = [1,\t2,\n\t  # inside 🐍\n\t3]\n\n\tz = (  1  )\n"
    "@a\n@ b . c ( 1 )\ndef f(\n\ta, *, b: int = 3,\n) -> None:\n\t'''two\nlines'''\n\treturn  a , b\n"
    "class C ( A , metaclass = B ) : pass\n"
    "async def g():\n    async with a as b, c: await d\n    return [i async for i in e if i]\n"
    "lambda  a , b = 1 : a\nprint ( 'a' 'b' f'{x!r:>{y}}' ) ; z = -  1 if not a else b [ 1 : 2 , ... ]\n"
    "try:\n    pass\nexcept* ( A ) as e :\n    raise X from e\n"
    "match x:\n    case { 'a' : 1 , ** rest } if y : pass\n    case [ A ( b = 1 ) | 2 , * _ ] : pass\n"
    "a , ( b , * c ) = d\nx [ 1 ] : int = 2\nx **= 2\ndel a , b\nglobal_ = yield_ = ( yield )\n"
)
"""Nearly every kind of node, with an emoji, tabs, and white space wherever it may stand."""


def nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from nodes(child)


def assert_places_agree(text: str) -> None:
    source = source_from_text(text, "/example/example.py")
    tree = parse(source)
    assert not tree.problems
    starts = [0]
    for line in source.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for chunk in tree.chunks:
        assert chunk.module is not None
        wrapper = MetadataWrapper(chunk.module, unsafe_skip_copy=True)
        places = wrapper.resolve(PositionProvider)
        row = source.text.count("\n", 0, chunk.start)

        def offset(line: int, column: int, first: int = row) -> int:
            return starts[first + line - 1] + column

        for node in nodes(chunk.module):
            if isinstance(node, cst.Module) or node not in places:
                continue
            place: CodeRange = places[node]
            expected = (offset(place.start.line, place.start.column), offset(place.end.line, place.end.column))
            found = chunk.span(node)
            assert tuple(found) == expected, f"{type(node).__name__} {source.text[found.start : found.end]!r}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_places_in_the_project_are_right(file: Path) -> None:
    assert_places_agree(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "bom"])
def test_places_in_awkward_code_are_right(newline: str, mark: str) -> None:
    assert_places_agree(mark + AWKWARD.replace("\n", newline))


def test_a_statement_is_found_where_it_was_written() -> None:
    source = source_from_text(AWKWARD, "/example/example.py")
    for chunk in parse(source).chunks:
        for statement in chunk.statements:
            start, end = chunk.span(statement)
            written = source.text[start:end]
            assert written == written.strip()
            assert written in chunk.text
