"""Imports point one way: doors → lint → program → knowledge → syntax → source; rules stand on lint and program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "server" / "keras_lint"
RULES = ROOT / "rules" / "keras_lint_rules"

ORDER = ("source", "syntax", "knowledge", "program", "lint")
"""From the ground up: a package imports those before it, and itself."""
DOORS = ("cli", "lsp", "__main__")
SHARED = ("__version__", "collector")
"""Modules beside the rooms, which import none of them."""
HEAVY = frozenset({"imblearn", "keras", "matplotlib", "numpy", "pandas", "scipy", "sklearn", "tensorflow", "tf_keras"})
"""What programs import that are linted; the linter never does."""


class Import(NamedTuple):
    """One import, under ``TYPE_CHECKING`` or in a function as well."""

    file: Path
    row: int
    module: str
    only_types: bool

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.row} imports {self.module}"


def imports(folder: Path) -> Iterator[Import]:
    """All imports of all modules of a folder, relative ones made absolute."""
    for file in sorted(folder.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        types = {id(inner) for node in ast.walk(tree) if _checks_types(node) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(file, node.lineno, alias.name, id(node) in types)
            elif isinstance(node, ast.ImportFrom):
                module = _absolute(file, node)
                for alias in node.names:
                    yield Import(file, node.lineno, f"{module}.{alias.name}", id(node) in types)


def _checks_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _absolute(file: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    top = SERVER.parent if file.is_relative_to(SERVER) else RULES.parent
    package = file.relative_to(top).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def room(module: str) -> str | None:
    """The package of the server that a module stands in; ``None`` for what is not of the server."""
    parts = module.split(".")
    return parts[1] if parts[0] == "keras_lint" and len(parts) > 1 else None


@pytest.mark.parametrize("name", ORDER)
def test_a_package_imports_only_what_stands_beneath_it(name: str) -> None:
    allowed = {*ORDER[: ORDER.index(name) + 1], *SHARED}
    wrong = [i for i in imports(SERVER / name) if room(i.module) is not None and room(i.module) not in allowed]
    assert not wrong, "\n".join(map(str, wrong))


def test_what_all_rooms_share_imports_none_of_them() -> None:
    files = {f"{name}.py" for name in SHARED}
    wrong = [
        i for i in imports(SERVER) if i.file.parent == SERVER and i.file.name in files and room(i.module) is not None
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", ORDER)
def test_nothing_beneath_the_doors_imports_a_door(name: str) -> None:
    wrong = [i for i in imports(SERVER / name) if room(i.module) in DOORS]
    assert not wrong, "\n".join(map(str, wrong))


def test_nothing_imports_a_rule() -> None:
    wrong = [i for i in imports(SERVER) if i.module.split(".")[0] == "keras_lint_rules"]
    assert not wrong, "\n".join(map(str, wrong))


def test_rules_import_lint_and_program_and_knowledge_only() -> None:
    wrong = []
    for found in imports(RULES):
        if room(found.module) in (None, "lint", "program"):
            continue
        parts = found.module.split(".")
        facts = parts[1] == "knowledge"
        place = found.module.startswith("keras_lint.syntax.") and parts[2] in ("Site", "TextSite", "site")
        offsets = found.module in ("keras_lint.source.Span", "keras_lint.source.TextEdit")
        if not (facts or place or offsets):
            wrong.append(found)
    assert not wrong, "\n".join(map(str, wrong))


def test_rules_import_no_syntax_trees_but_remedies_may() -> None:
    wrong = [
        found
        for found in imports(RULES)
        if found.module.split(".")[0] in ("libcst", "ast", "re")
        and "remedies" not in found.file.parts
        and not found.only_types
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_a_rule_imports_no_other_rule() -> None:
    families = tuple(
        f"keras_lint_rules.{family}" for family in ("data", "architecture", "training", "evaluation", "api", "file")
    )
    wrong = [found for found in imports(RULES) if found.module.startswith(families)]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("folder", [SERVER, RULES], ids=["server", "rules"])
def test_the_analysis_never_imports_what_it_lints(folder: Path) -> None:
    wrong = [found for found in imports(folder) if found.module.split(".")[0] in HEAVY]
    assert not wrong, "\n".join(map(str, wrong))


def test_only_the_language_server_imports_pygls() -> None:
    wrong = [
        i for i in imports(SERVER) if i.module.split(".")[0] in ("pygls", "lsprotocol") and "lsp" not in i.file.parts
    ]
    assert not wrong, "\n".join(map(str, wrong))
