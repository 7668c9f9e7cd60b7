"""The run follows Python: what it says it knows is what Python computes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keras_lint.knowledge.facts import Unknown
from keras_lint.program.program import interpret
from keras_lint.program.state import Scope
from keras_lint.source import source_from_text
from keras_lint.syntax import parse
from tests.conftest import THOROUGH

PROGRAMS = [
    "a = 1\nb = a + 2 * 3 - 4 // 3\nc = -b ** 2\nd = not b",
    "x, (y, *z) = 1, (2, 3, 4)\n[p, q] = [y, x]\nw = len(z)",
    "a = b = [1]\na.append(2)\nn = len(b)\nb += [3]\nm = a[2]",
    "d = {'a': 1, **{'b': 2}}\nd['c'] = 3\nx = d.get('z', 9)\ny = d['b']\nn = len(d)\nk = d.pop('a')\nm = len(d)",
    "def f(x, y=2, *rest, z=5, **more):\n    return x + y + z + len(rest) + len(more)\na = f(1)\nb = f(1, 3, 4, 5, z=1, w=2)\nc = f(*[1, 2], **{'z': 3})",
    "def outer(n):\n    def inner(m):\n        return n * m\n    return inner\ntimes3 = outer(3)\na = times3(4)",
    "total = 0\nfor i in range(10):\n    if i % 2:\n        continue\n    if i > 6:\n        break\n    total += i\nelse:\n    total = -1",
    "n = 64\nsteps = 0\nwhile n > 4:\n    n //= 2\n    steps += 1",
    "xs = [i * 2 for i in range(5) if i != 3]\nys = {k: v for k, v in zip('ab', xs)}\nn = len(xs)\nb = ys['b']\nt = sum([1, 2, 3])",
    "a = 3 if 2 > 1 else 4\nb = 0 or 'x'\nc = 1 and 0\nd = None is None\ne = 'a' in 'abc'",
    "class A:\n    size = 3\n    def __init__(self, n, m=2):\n        self.n = n\n        self.m = m\n    def area(self):\n        return self.n * self.m * self.size\n    @property\n    def double(self):\n        return self.n * 2\n    @staticmethod\n    def one():\n        return 1\na = A(4)\nx = a.area()\ny = a.double\nz = A.one() + a.one()\na.n = 1\nw = a.area()",
    "class A:\n    def name(self):\n        return 'a'\n    def hello(self):\n        return self.name() + '!'\nclass B(A):\n    def __init__(self):\n        super().__init__()\n        self.q = 1\n    def name(self):\n        return 'b' + super().name()\nx = B().hello()\nq = B().q",
    "x = 1\ndef f():\n    global x\n    x = 5\nf()\ny = x",
    "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n        return n\n    g()\n    return g()\na = f()",
    "from dataclasses import dataclass\n@dataclass\nclass C:\n    units: int = 3\n    name: str = 'c'\nc = C(name='d')\na = c.units\nb = c.name\ne = C(7).units",
    "s = 'conv_{}'.format(3)\nt = f'{s}_{1 + 1}'\nu = '-'.join(['a', 'b'])\nv = 'A,B'.lower().split(',')\nn = len(v)\nw = s.replace('v', 'w')",
    "try:\n    import json\nexcept ImportError:\n    json = None\nfinally:\n    b = 3",
    "cfg = {'layers': [{'units': 64}, {'units': 32}], 'act': 'relu'}\nu = [l['units'] for l in cfg['layers']]\na = u[0]\nb = u[-1]\nc = cfg['act']",
    "pairs = list(enumerate(['a', 'b'], 1))\ni, v = pairs[1]\nxs = list(reversed([1, 2, 3]))\nf = xs[0]\nm = max(3, 4)\nr = round(2.5)",
    "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\na = fib(1)",
    "xs = [1, 2, 3, 4, 5]\na = xs[1:3]\nn = len(a)\nb = xs[::-1][0]\nt = (1, 2) + (3,)\nc = t[2]\nd = [0] * 3\nm = len(d)",
    "f = lambda x, k=2: x * k\na = f(3)\nb = list(map(f, [1, 2]))\nc = b[1]",
    "if (n := 5) > 3:\n    m = n\nx = 10\nx -= 3\nx *= 2\nx %= 4",
    "a = [1, 2]\nb = a\na = a + [3]\nn = len(b)\nm = len(a)",
    "def add(item, to=[]):\n    to.append(item)\n    return len(to)\na = add(1, [])\n",
    "x = 5\ndel x\ny = 1",
    "s = set('hello')\nn = len(s)\nt = sorted(s)\na = t[0]\nm = len(set([1, 1, 2]))\nu = {1, 2, 2}\nk = len(u)\none = list({7})[0]",
    "s = set()\nfor w in ['ab', 'bc']:\n    for c in w:\n        if c not in s:\n            s.add(c)\nn = len(s)\nchars = sorted(list(s), reverse=True)\na = chars[0]\nindex = dict([(c, i) for i, c in enumerate(sorted(s))])\nb = index['b']\nm = len({c for c in 'aab'})",
    "names = [f'block{i}' for i, _ in enumerate('abc', start=3)]\na = names[0]\nb = names[-1]",
    "from functools import reduce\nfrom itertools import product\na = reduce(lambda x, f: f(x), [lambda v: v + 1, lambda v: v * 3], 2)\npairs = list(product([1, 2], 'ab'))\nn = len(pairs)\nu, v = pairs[1]",
    "import math\na = math.ceil(10 / 4)\nb = math.prod([2, 3])\nc = math.sqrt(16)",
    "R = {}\ndef register(name=None):\n    def wrap(fn):\n        R[name or fn.__name__] = fn\n        return fn\n    return wrap\n@register('one')\ndef f(x, **_):\n    return x + 1\n@register()\ndef two(x):\n    return x + 2\nn = len(R)\na = R['one'](3)\nb = R['two'](3)",
    "import functools\ndef twice(fn):\n    @functools.wraps(fn)\n    def inner(*args, **kwargs):\n        return 2 * fn(*args, **kwargs)\n    return inner\n@twice\ndef f(x, y=1):\n    return x + y\na = f(3)\nb = f(3, y=4)\nclass A:\n    size = 5\n    @twice\n    def area(self, k):\n        return self.size * k\nc = A().area(2)",
    "from dataclasses import dataclass, field\n@dataclass\nclass Stage:\n    filters: int\n    stride: int = 2\n@dataclass\nclass C:\n    classes: int = field(default=10)\n    stages: list = field(default_factory=lambda: [Stage(24, 1), Stage(48)])\nc = C()\na = c.classes\nb = c.stages[1].filters\nd = c.stages[1].stride\nn = len(C(stages=[]).stages)",
]


def known_names(code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Plain values of all names: by Python, and by the symbolic run."""
    real: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code, "program", "exec"), real)
    program = interpret(parse(source_from_text(code, "/p/program.py")))
    scope: Scope = program.run.finals[0][program.module.scope]
    ours = {name: program.run.python(value) for name, value in scope.names.items()}
    plain = {n: v for n, v in real.items() if isinstance(v, (int, float, str, type(None))) and not n.startswith("__")}
    return plain, ours


@pytest.mark.parametrize("code", PROGRAMS, ids=range(len(PROGRAMS)))
def test_every_plain_value_is_known_and_is_pythons(code: str) -> None:
    real, ours = known_names(code)
    assert {name: ours.get(name) for name in real} == real


def test_an_unknown_condition_joins_what_differs_and_keeps_what_agrees() -> None:
    code = "import foo\nif foo.bar():\n    a, b = 1, 2\nelse:\n    a, b = 1, 3\n"
    program = interpret(parse(source_from_text(code, "/p/program.py")))
    scope: Scope = program.run.finals[0][program.module.scope]
    assert program.run.python(scope.names["a"]) == 1
    assert isinstance(program.run.python(scope.names["b"]), Unknown)


def test_a_call_that_is_not_known_may_have_changed_what_it_was_given() -> None:
    code = "import foo\nxs = [1]\nd = {'a': 1}\nfoo.work(xs, d)\n"
    program = interpret(parse(source_from_text(code, "/p/program.py")))
    scope: Scope = program.run.finals[0][program.module.scope]
    assert isinstance(program.run.python(scope.names["xs"]), Unknown)
    assert isinstance(program.run.python(scope.names["d"]), Unknown)


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Small programs of assignments, branches on known values, loops, lists and functions."""
    names = ["a", "b", "c"]
    lines = [f"{name} = {draw(st.integers(-5, 5))}" for name in names] + ["xs = [1, 2, 3]"]
    expression = st.sampled_from(
        [
            "a + b",
            "b - c",
            "a * 2",
            "len(xs)",
            "xs[0]",
            "xs[-1] + a",
            "c if a > b else a",
            "max(a, b)",
            "sum([x for x in xs])",
        ]
    )

    def block(depth: int, indent: str) -> None:
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(["assign", "augment", "append", "if", "for", "while", "call"]))
            name = draw(st.sampled_from(names))
            if kind == "assign" or depth == 0:
                lines.append(f"{indent}{name} = {draw(expression)}")
            elif kind == "augment":
                lines.append(f"{indent}{name} += {draw(st.integers(-3, 3))}")
            elif kind == "append":
                lines.append(f"{indent}xs.append({draw(expression)})")
            elif kind == "call":
                lines.append(f"{indent}def f(v, w=2):")
                lines.append(f"{indent}    return v * w + {draw(st.integers(0, 3))}")
                lines.append(f"{indent}{name} = f({draw(expression)})")
            elif kind == "if":
                lines.append(f"{indent}if {draw(expression)} > {draw(st.integers(-3, 3))}:")
                block(depth - 1, indent + "    ")
                lines.append(f"{indent}else:")
                block(depth - 1, indent + "    ")
            elif kind == "for":
                lines.append(f"{indent}for i in range({draw(st.integers(0, 3))}):")
                block(depth - 1, indent + "    ")
            else:
                counter = f"n{len(lines)}"
                lines.append(f"{indent}{counter} = {draw(st.integers(0, 3))}")
                lines.append(f"{indent}while {counter} > 0:")
                lines.append(f"{indent}    {counter} -= 1")
                block(depth - 1, indent + "    ")

    block(2, "")
    return "\n".join(lines) + "\n"


@settings(max_examples=2000 if THOROUGH else 60)
@given(programs())
def test_generated_programs_give_pythons_values_wherever_a_value_is_known(code: str) -> None:
    real, ours = known_names(code)
    for name, value in real.items():
        found = ours.get(name)
        assert isinstance(found, Unknown) or found == value, (name, code)
