"""Making fixes on a text, the way the doors make them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from keras_lint.lint.fixing import Fixed, fix_all
from keras_lint.lint.runner import lint
from keras_lint.lint.service import Options, Service
from keras_lint.lint.settings import Overrides
from keras_lint.source import TextEdit, apply_edits, source_from_bytes, source_from_text
from keras_lint.syntax import parse

if TYPE_CHECKING:
    from keras_lint.lint.finding import Diagnostic, Fix
    from keras_lint.lint.rule import Rule
    from keras_lint.source import Source

FILE = "/example/example.py"
NOTEBOOK = "/example/example.ipynb"
MOST_TURNS = 12
"""One finding after the other; an example with more of them would be none."""


class NotRepaired(AssertionError):
    """A fix that does not do what it promises."""


def findings(code: str, rules: Iterable[type[Rule]]) -> list[Diagnostic]:
    """The diagnostics of a program."""
    return lint(source_from_text(code, FILE), list(rules))


def applied(source: Source, fix: Fix) -> str:
    """The text with a fix made."""
    return apply_edits(source, [TextEdit(edit.start, edit.end, edit.content) for edit in fix.edits])


def offered(code: str, rules: list[type[Rule]]) -> dict[str, str]:
    """Ids of the remedies that are offered anywhere in a program, with the titles of the first of each."""
    remedies: dict[str, str] = {}
    for diagnostic in findings(code, rules):
        for position, fix in enumerate(diagnostic.fixes):
            remedies.setdefault(choice(diagnostic, position), fix.message)
    return remedies


def choice(diagnostic: Diagnostic, position: int) -> str:
    """What tells the fixes of a finding apart: the remedy, numbered where it is offered in several versions."""
    fix = diagnostic.fixes[position]
    earlier = sum(other.remedy == fix.remedy for other in diagnostic.fixes[:position])
    return fix.remedy if not earlier else f"{fix.remedy}#{earlier + 1}"


def repaired(code: str, rule: type[Rule], remedy: str) -> str:
    """The program with a remedy made wherever the rule offers it, one finding at a time.

    Raises:
        NotRepaired: a result does not parse, or still has the finding.
    """
    for _ in range(MOST_TURNS):
        source = source_from_text(code, FILE)
        before = lint(source, [rule])
        chosen = next(((d, f) for d in before for p, f in enumerate(d.fixes) if choice(d, p) == remedy), None)
        if chosen is None:
            return code
        diagnostic, fix = chosen
        code = applied(source, fix)
        if parse(source_from_text(code, FILE)).problems:
            raise NotRepaired(f"does not parse:\n{code}")
        after = findings(code, [rule])
        if len(after) >= len(before):
            left = "\n".join(f"{d.place.row}: {d.message}" for d in after)
            raise NotRepaired(f"`{diagnostic.message}` is still there, after “{fix.message}”:\n{left}\n{code}")
    raise NotRepaired(f"the remedy keeps being offered:\n{code}")


def all_repaired(data: bytes, filename: str, choose: Callable[[Diagnostic], Fix | None] | None = None) -> Fixed:
    """A file with the first fix of every finding made, the unsafe ones as well, with every rule on.

    Raises:
        NotRepaired: the fixes do not come to rest, or the tool fails.
    """
    service = Service(Options(overrides=Overrides(select=("ALL",)), isolated=True))
    source = source_from_bytes(data, filename)
    chosen = choose or (lambda diagnostic: diagnostic.fixes[0] if diagnostic.fixes else None)
    fixed = fix_all(service, source, data, service.settings_of(filename), chosen)
    if fixed.result.crash is not None:
        raise NotRepaired(f"{fixed.result.crash.message}\n{fixed.result.crash.trace}")
    if fixed.messages:
        raise NotRepaired(f"{'; '.join(fixed.messages)}\n{fixed.after.original}")
    return fixed


def forbidden(code: str) -> list[str]:
    """Calls of ``fit`` in which a generator or resampled rows stand beside ``validation_split``."""
    tree = ast.parse(code)
    made = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_made(node.value)
        for name in _names(node)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "fit":
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        x = node.args[0] if node.args else given.get("x")
        if "validation_split" in given and x is not None and (_is_made(x) or ast.unparse(x) in made):
            found.append(ast.unparse(node))
    return found


def _is_made(node: ast.expr) -> bool:
    """Whether an expression calls a sampler, or a generator of batches."""
    called = [n.func.attr for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    return any(name == "fit_resample" or name.startswith("flow") for name in called)


def _names(node: ast.Assign) -> list[str]:
    """The first name of each target: x, where x and y are assigned together."""
    return [ast.unparse(t.elts[0] if isinstance(t, ast.Tuple) else t) for t in node.targets]
