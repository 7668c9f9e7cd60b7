"""Nothing that is nested, however deeply, ends the process: what is too deep for the parser is said, and costs only itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from keras_lint.syntax.depth import MAX_NESTING, MAX_SPINE, too_deep

ROOT = Path(__file__).resolve().parents[2]

DEEP = {
    "parentheses": "'x = ' + '(' * n + '1' + ')' * n",
    "lists": "'x = ' + '[' * n + '1' + ']' * n",
    "dictionaries": "'x = ' + '{1: ' * n + '1' + '}' * n",
    "open brackets": "'x = ' + '(' * n",
    "calls": "'x = ' + 'f(' * n + '1' + ')' * n",
    "subscripts": "'x = ' + 'a[' * n + '1' + ']' * n",
    "sums": "'x = ' + ' + '.join(['a'] * n)",
    "sums over lines": "'x = (' + '\\n+ '.join(['a'] * n) + ')'",
    "comparisons": "'x = ' + ' < '.join(['a'] * n)",
    "conditions": "'x = ' + ' and '.join(['a'] * n)",
    "powers": "'x = ' + ' ** '.join(['a'] * n)",
    "signs": "'x = ' + '-' * n + '1'",
    "negations": "'x = ' + 'not ' * n + '1'",
    "chains of methods": "'x = a' + '.b()' * n",
    "conditional expressions": "'x = ' + 'a if b else ' * n + '1'",
    "functions without names": "'x = ' + 'lambda: ' * n + '1'",
    "elif": "'if a: pass\\n' + 'elif a: pass\\n' * n",
    "blocks": "''.join(' ' * i + 'if a:\\n' for i in range(min(n, 400))) + ' ' * min(n, 400) + 'pass\\n'",
    "strings": "'x = ' + ' '.join(['\"a\"'] * n)",
    "loops in a list": "'x = [a ' + 'for a in b ' * n + ']'",
    "assignments": "' = '.join(['a'] * n)",
    "signs in parentheses": "'x = ' + ('(' + '-' * n) * 100 + '1' + ')' * 100",
    "brackets in a format string": "'x = f{0}{{'.format(chr(34)) + '(' * n + '1' + ')' * n + '}' + chr(34)",
}
"""Expressions for code that is ``n`` deep."""

PROGRAM = """
import sys
sys.path[:0] = [{server!r}, {rules!r}]
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import analyse, diagnose
from keras_lint.source import source_from_text

for n in (150, 900, 1000, 3000, 5000, 30000):
    for code in [{codes}]:
        text = "import keras\\n" + code + "\\nmodel = keras.Sequential([keras.layers.Dense(1, activation='softmax')])\\n"
        program = analyse(source_from_text(text, "/example/example.py"))
        found = diagnose(program, [rule for rule in all_rules() if rule.code in ("KL203", "KL901")])
        assert any(d.code == "KL203" for d in found) or "[" in code, (n, code[:40])
        for chunk in program.tree.chunks:
            for statement in chunk.statements:
                chunk.span(statement)
"""


def test_no_depth_ends_the_process() -> None:
    program = PROGRAM.format(server=str(ROOT / "server"), rules=str(ROOT / "rules"), codes=", ".join(DEEP.values()))
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, f"status {result.returncode}\n{result.stderr[-3000:]}"


def test_ordinary_code_is_not_too_deep() -> None:
    table = "x = [" + ", ".join(f"({n}, -{n}.5 + {n} * 2, 'a')" for n in range(5000)) + "]\n"
    words = "x = {" + ",\n".join(f"'key{n}': 'value' 'more'" for n in range(5000)) + "}\n"
    lines = "class A:\n" + "".join(
        f"    x{n} = a + b.c(d)[{n}]\n    if x{n}: pass\n    elif y: pass\n" for n in range(5000)
    )
    for text in (
        table,
        words,
        lines,
        f"x = {' + '.join(['a'] * (MAX_SPINE - 1))}",
        "x = " + "(" * MAX_NESTING + ")" * MAX_NESTING,
    ):
        assert too_deep(text) is None


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_brackets_in_strings_and_comments_do_not_count(code: str) -> None:
    text = eval(code, {"n": 3000})
    quoted = "x = '''" + text.replace("'", '"') + "'''\n" + "# " + text.replace("\n", "\n# ")
    assert too_deep(quoted) is None


def test_patterns_are_refused_before_they_take_the_parser_minutes() -> None:
    pattern = "match a:\n    case " + "{1: " * 12 + "b" + "}" * 12 + ":\n        pass\n"
    assert too_deep(pattern) is not None
    assert too_deep(pattern.replace("case ", "x = [] #")) is None
