"""How remedies write: edits on the user's text that keep its formatting, quotes and style of imports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import Literal, Symbol
from keras_lint.lint.remedy import NotApplicable
from keras_lint.program.state import Scope
from keras_lint.source import TextEdit

if TYPE_CHECKING:
    from keras_lint.knowledge.values import Argument
    from keras_lint.program.program import Program
    from keras_lint.syntax import Site


class Editor:
    """Collects the edits of one remedy on the analysed file."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.source = program.source
        self.text = program.source.original
        self.edits: list[TextEdit] = []
        self.place: int | None = None
        """Where the names are written, for remedies that say so: what is imported only behind it cannot be used."""
        self._imports: dict[str, str] = {}

    # --- what is there ----------------------------------------------------------------------------------------------

    def check(self, site: Site) -> None:
        """Edits never leave the file that was given.

        Raises:
            NotApplicable: the site stands in another file.
        """
        if site.tree is not self.program.tree:
            raise NotApplicable("the code stands in another file")

    def code(self, site: Site) -> str:
        """The text of a node."""
        start, end = site.span
        return site.source.original[start:end]

    def indentation(self, site: Site) -> str:
        """White space before the line of a node."""
        start = self.text.rfind("\n", 0, site.span.start) + 1
        return re.match(r"[ \t]*", self.text[start:])[0]  # type: ignore[index]

    @property
    def quote(self) -> str:
        """The quote the file mostly uses."""
        return "'" if self.text.count("'") > self.text.count('"') else '"'

    def quoted(self, text: str) -> str:
        """A string literal in the file's style."""
        return f"{self.quote}{text}{self.quote}"

    def free_name(self, wanted: str) -> str:
        """A name that nothing in the file uses."""
        name, number = wanted, 2
        while re.search(rf"\b{re.escape(name)}\b", self.text):
            name, number = f"{wanted}_{number}", number + 1
        return name

    # --- edits ------------------------------------------------------------------------------------------------------

    def replace(self, site: Site, text: str) -> None:
        """Replace a node."""
        self.check(site)
        self.edits.append(TextEdit(site.span.start, site.span.end, text))

    def replace_value(self, argument: Argument, text: str) -> None:
        """Write another value for an argument: at its origin where a name brings it to this use alone, else at the use.

        Raises:
            NotApplicable: the argument is not written in the file.
        """
        site, value = argument.site, argument.value
        if site is None:
            raise NotApplicable("the argument is not written in the call")
        self.check(site)
        origin = value.site if isinstance(value, Literal) else None
        if origin is not None and isinstance(site.node, cst.Name) and self.flows_here_alone(origin, site.node.value):
            site = origin
        self.replace(site, text)

    def flows_here_alone(self, origin: Site, name: str) -> bool:
        """Whether a value is bound by ``name = value``, and the file has that name in one other place."""
        start = origin.span.start
        bound = self.text[self.text.rfind("\n", 0, start) + 1 : start].split() == [name, "="]
        return bound and origin.tree is self.program.tree and len(re.findall(rf"\b{re.escape(name)}\b", self.text)) == 2

    def insert(self, offset: int, text: str) -> None:
        """Insert text at an offset."""
        self.edits.append(TextEdit(offset, offset, text))

    def delete(self, start: int, end: int) -> None:
        """Delete a range."""
        self.edits.append(TextEdit(start, end, ""))

    def insert_before(self, statement: Site, lines: str) -> None:
        """Insert statements (given without indentation) on lines of their own before a statement."""
        self.check(statement)
        start = self.text.rfind("\n", 0, statement.span.start) + 1
        self._statement_alone(statement, start)
        indent = self.indentation(statement)
        self.insert(start, "".join(f"{indent}{line}\n" if line.strip() else "\n" for line in lines.split("\n")))

    def insert_after(self, statement: Site, lines: str) -> None:
        """Insert statements (given without indentation) on lines of their own after a statement."""
        self.check(statement)
        indent = self.indentation(statement)
        end = self.text.find("\n", statement.span.end)
        self._statement_alone(statement, self.text.rfind("\n", 0, statement.span.start) + 1)
        block = "".join(f"{indent}{line}\n" if line.strip() else "\n" for line in lines.split("\n"))
        if end < 0:
            self.insert(len(self.text), "\n" + block.rstrip("\n"))
        elif self._ends_cell(end):
            self.insert(end, "\n" + block.rstrip("\n"))
        else:
            self.insert(end + 1, block)

    def _ends_cell(self, offset: int) -> bool:
        return any(cell.end == offset for cell in self.source.cells)

    def _statement_alone(self, statement: Site, line_start: int) -> None:
        """Several statements on one line, or one behind ``if x:``, cannot take a neighbour.

        Raises:
            NotApplicable: the statement shares its line.
        """
        before = self.text[line_start : statement.span.start]
        if before.strip():
            raise NotApplicable("the statement shares its line with others")

    def delete_statement(self, statement: Site) -> None:
        """Delete a statement with its line."""
        self.check(statement)
        start = self.text.rfind("\n", 0, statement.span.start) + 1
        self._statement_alone(statement, start)
        end = self.text.find("\n", statement.span.end)
        self.delete(start, len(self.text) if end < 0 else end + 1)

    def add_argument(self, call: Site, text: str) -> None:
        """Add an argument (``name=value``) at the end of a call, in the call's own layout."""
        self.check(call)
        node = call.node
        if not isinstance(node, cst.Call):
            raise NotApplicable("no call to add an argument to")
        close = call.span.end - 1
        if not node.args:
            self.insert(close, text)
            return
        last = node.args[-1]
        end = call.at(last.value).span.end
        while end < close and self.text[end] in ")":  # parentheses around the last value
            end += 1
        between = self.text[end:close]
        comma = re.match(r"\s*,", between)
        own_line = "\n" in self.text[call.at(node.func).span.end : call.at(node.args[0].value).span.start]
        if own_line:
            line_start = self.text.rfind("\n", 0, call.at(last).span.start) + 1
            indent = re.match(r"[ \t]*", self.text[line_start:])[0]  # type: ignore[index]
            tail = "," if comma else ""
            position = end + (comma.end() if comma else 0)
            self.insert(position, f"{'' if comma else ','}\n{indent}{text}{tail}")
        elif comma:
            self.insert(end + comma.end(), f" {text}")
        else:
            self.insert(end, f", {text}")

    def remove_argument(self, call: Site, name: str) -> None:
        """Remove a keyword argument with its comma."""
        self.check(call)
        node = call.node
        if not isinstance(node, cst.Call):
            raise NotApplicable("no call to remove an argument from")
        for position, argument in enumerate(node.args):
            if argument.keyword is not None and argument.keyword.value == name:
                start = call.at(argument.keyword).span.start
                end = call.at(argument.value).span.end
                if position + 1 < len(node.args):
                    following = node.args[position + 1]
                    end = call.at(following.keyword or following.value).span.start
                    end -= len(following.star)
                elif position > 0:
                    comma = self.text.rfind(",", 0, start)
                    start = comma
                self.delete(start, end)
                return
        raise NotApplicable(f"`{name}` is not written in the call")

    def set_argument(self, call: Site, name: str, text: str) -> None:
        """Set a keyword argument, whether it stands there or not."""
        node = call.node
        if isinstance(node, cst.Call):
            for argument in node.args:
                if argument.keyword is not None and argument.keyword.value == name:
                    self.replace(call.at(argument.value), text)
                    return
        self.add_argument(call, f"{name}={text}")

    # --- names of libraries -----------------------------------------------------------------------------------------

    def bindings(self) -> dict[str, str]:
        """Paths of everything of libraries that the module binds, by the name it is bound to."""
        scope: Scope = self.program.run.finals[0][self.program.module.scope]
        late = self._imported_late()
        return {
            name: value.path for name, value in scope.names.items() if isinstance(value, Symbol) and name not in late
        }

    def _imported_late(self) -> set[str]:
        """Names that the file imports only behind the place that is edited, as later cells of notebooks do."""
        if self.place is None:
            return set()
        early: set[str] = set()
        late: set[str] = set()
        for chunk in self.program.tree.chunks:
            for statement in chunk.statements:
                for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
                    if isinstance(small, (cst.Import, cst.ImportFrom)) and not isinstance(small.names, cst.ImportStar):
                        names = {_bound(alias) for alias in small.names}
                        (late if chunk.start > self.place else early).update(names)
        return late - early

    def name_of(self, path: str, near: Site | None = None) -> str:
        """How this file writes a library's ``path`` (``keras.layers.Dropout``), with an import added where none covers
        it.

        The file's own style decides: a name imported on its own, an imported module (``layers.Dropout``), or the
        package (``tf.keras.layers.Dropout``).
        """
        bound = {
            canonical_path: name for name, canonical_path in ((n, canonical(p)) for n, p in self.bindings().items())
        }
        if path in bound:
            return bound[path]
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            prefix = ".".join(parts[:length])
            if prefix in bound:
                return ".".join([bound[prefix], *parts[length:]])
        if parts[0] == "keras":
            for name, original in self.bindings().items():
                if original == "tensorflow":
                    return ".".join([name, *parts])
            return self.add_import(self._keras_module(parts), parts[-1])
        return self.add_import(".".join(parts[:-1]), parts[-1])

    def _keras_module(self, parts: list[str]) -> str:
        """The module to import a Keras name from, in the flavour of the file."""
        return ".".join([self.keras_root, *parts[1:-1]])

    @property
    def keras_root(self) -> str:
        """``keras`` or ``tensorflow.keras``: where this file imports Keras from."""
        from keras_lint.knowledge.names import flavour

        paths = [event.details["path"] for event in self.program.of("import")]
        flavours = [flavour(path) for path in paths if path]
        if "keras" in flavours:
            return "keras"
        return "tensorflow.keras" if "tf.keras" in flavours or "tensorflow" in paths else "keras"

    def add_import(self, module: str, name: str, alias: str | None = None) -> str:
        """Import ``name`` from ``module`` at the top of the file (once), or extend the import that is there."""
        bound = alias or name
        statement = f"from {module} import {name}" + (f" as {alias}" if alias else "")
        if statement not in self._imports:
            self._imports[statement] = bound
        return self._imports[statement]

    def add_plain_import(self, module: str, alias: str | None = None) -> str:
        """``import module as alias``, unless the module is bound already; returns its name."""
        for name, path in self.bindings().items():
            if path == module:
                return name
        statement = f"import {module}" + (f" as {alias}" if alias else "")
        self._imports.setdefault(statement, alias or module)
        return self._imports[statement]

    def finish(self) -> list[TextEdit]:
        """All edits, the imports among them, in order."""
        edits = list(self.edits)
        if self._imports:
            offset = self._import_offset()
            edits.append(TextEdit(offset, offset, "".join(f"{statement}\n" for statement in sorted(self._imports))))
        return sorted(edits)

    def _import_offset(self) -> int:
        """Where a new import goes: after the last top-level import before the first other statement, else after the
        docstring.
        """
        offset: int | None = None
        first_code: int | None = None
        for chunk in self.program.tree.chunks:
            for statement in chunk.statements:
                if isinstance(statement, cst.SimpleStatementLine) and all(
                    isinstance(small, (cst.Import, cst.ImportFrom)) for small in statement.body
                ):
                    if (
                        (isinstance(statement.body[0], cst.ImportFrom) and _is_future(statement.body[0]))
                        or offset is None
                        or first_code is None
                    ):
                        line = self.text.find("\n", chunk.span(statement).end)
                        offset = len(self.text) if line < 0 else line + 1
                elif _is_docstring(statement) and first_code is None and offset is None:
                    line = self.text.find("\n", chunk.span(statement).end)
                    offset = len(self.text) if line < 0 else line + 1
                elif first_code is None:
                    first_code = chunk.span(statement).start
        if offset is not None:
            return self._in_cell(offset)
        return first_code or 0

    def _in_cell(self, offset: int) -> int:
        """An insertion at the very end of a cell's line goes before the next cell."""
        return offset


def _bound(alias: cst.ImportAlias) -> str:
    """The name that an import binds."""
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    node = alias.name
    while isinstance(node, cst.Attribute):
        node = node.value  # type: ignore[assignment]
    return str(node.value)


def _is_future(node: cst.ImportFrom) -> bool:
    return isinstance(node.module, cst.Name) and node.module.value == "__future__"


def _is_docstring(statement: cst.CSTNode) -> bool:
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and len(statement.body) == 1
        and isinstance(statement.body[0], cst.Expr)
        and isinstance(statement.body[0].value, (cst.SimpleString, cst.ConcatenatedString))
    )
