"""Import statements: the project's own modules are run, everything else becomes a symbol of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.values import Literal, Symbol, Value
from keras_lint.program import naming
from keras_lint.program.paths import LIBRARIES
from keras_lint.program.state import Scope
from keras_lint.program.values import ModuleValue

if TYPE_CHECKING:
    from keras_lint.program.modules import Module
    from keras_lint.program.run import Run


def dotted(node: cst.BaseExpression) -> str:
    """``a.b.c`` of a chain of attributes of names."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    parts.append(node.value if isinstance(node, cst.Name) else "")
    return ".".join(reversed(parts))


def import_module(run: Run, node: cst.Import) -> None:
    """``import a.b as c``."""
    for alias in node.names:
        path = dotted(alias.name)
        root = path.split(".")[0]
        run.frame.module.imports.add(root)
        found = run.project.find(path, importer=run.frame.module.filename) if root not in LIBRARIES else None
        if found is not None:
            execute_module(run, found)
        else:
            naming.after_import(run, root)
        value: Value = ModuleValue(found) if found is not None else Symbol(path)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            run.bind(alias.asname.name.value, value)
        elif found is not None and "." in path:
            run.bind(root, UNKNOWN)
        else:
            run.bind(root, value if found is not None else Symbol(root))
        run.event(
            "import",
            node,
            path=path,
            name=path,
            alias=alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else root,
        )


def import_from(run: Run, node: cst.ImportFrom) -> None:
    """``from a.b import c as d``, ``from .a import *``."""
    path = dotted(node.module) if node.module is not None else ""
    level = len(node.relative)
    root = path.split(".")[0]
    if not level:
        run.frame.module.imports.add(root)
    found = None
    if level or root not in LIBRARIES:
        found = run.project.find(path, level, run.frame.module.filename)
    if found is not None:
        execute_module(run, found)
    else:
        naming.after_import(run, root)
    if isinstance(node.names, cst.ImportStar):
        if found is not None:
            scope: Scope = run.state.heap[found.scope]
            for name, value in scope.names.items():
                if not name.startswith("_"):
                    run.bind(name, value)
        else:
            run.star_import(path)
        return
    for alias in node.names:
        name = alias.name.value if isinstance(alias.name, cst.Name) else dotted(alias.name)
        target = (
            alias.asname.name.value if alias.asname is not None and isinstance(alias.asname.name, cst.Name) else name
        )
        run.bind(target, imported(run, found, path, level, name))
        run.event("import", node, path=f"{path}.{name}", name=name, alias=target)


def imported(run: Run, found: Module | None, path: str, level: int, name: str) -> Value:
    """What ``from path import name`` binds."""
    if found is not None:
        scope: Scope = run.state.heap[found.scope]
        if name in scope.names:
            return scope.names[name]
    if level or found is not None:
        module = run.project.find(f"{path}.{name}" if path else name, level, run.frame.module.filename)
        if module is None:
            return UNKNOWN
        execute_module(run, module)
        return ModuleValue(module)
    return Symbol(f"{path}.{name}")


def execute_module(run: Run, module: Module) -> None:
    """Run the body of a project module once, in a scope of its own."""
    from keras_lint.program.entries import run_module_body

    if module.executed:
        return
    module.executed = True
    run.numbers += 1
    module.scope = run.numbers
    names = {"__name__": Literal(module.name), "__file__": UNKNOWN}
    run.state.write(module.scope, Scope(names, None, run.state.owner))
    run_module_body(run, module)
    run.frame.module.imports |= module.imports
