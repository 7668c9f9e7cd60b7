"""Programs of ordinary length in three forms, and the three ways by which a value reaches the place where it decides.

A program is written once for each form, with slots for its settings. A slot is filled in by the way the settings
take: names that are bound once, parameters of functions, or the entries of a dictionary.

    «settings»          where the settings are written, if they are written in one place
    «epochs»            the value of a setting, wherever it is used
    «takes epochs, …»   what a function takes besides its other parameters
    «gives epochs, …»   what it is called with
    «passes epochs, …»  what it is called with by a function that takes the same
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from keras_lint.lint.finding import Diagnostic, Fix
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.source import Source, TextEdit, render, source_from_bytes

FORMS = ("script", "class", "notebook")
ROUTES = ("variable", "parameter", "dictionary")
FEWEST_LINES = 40
"""Lines of code, blank ones not counted, below which a program is no whole one."""

_SLOT = re.compile(r"«(?:(takes|gives|passes) )?([\w, ]+)»")
_CELL = "\n# %%\n"


class Code(str):
    """A setting that is written as it is: the name of a function, a call."""

    __repr__ = str.__str__  # type: ignore[assignment]


@dataclass(frozen=True)
class Written:
    """A program in one form, with its settings filled in."""

    form: str
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells of a notebook; of a script the whole of it."""
        return self.text.split(_CELL) if self.form == "notebook" else [self.text]

    @property
    def lines(self) -> int:
        """Number of lines that are not blank."""
        return sum(1 for cell in self.cells for line in cell.split("\n") if line.strip())

    @property
    def data(self) -> bytes:
        """The file: a notebook as Jupyter writes it."""
        return notebook(self.cells) if self.form == "notebook" else self.text.encode()

    @cached_property
    def source(self) -> Source:
        """The program as the linter reads it."""
        return source_from_bytes(self.data, "/project/train.ipynb" if self.form == "notebook" else "/project/train.py")

    def diagnostics(self, codes: Collection[str]) -> list[Diagnostic]:
        """What the rules of these codes find."""
        return lint(self.source, [rule for rule in all_rules() if rule.code in codes])

    def line(self, diagnostic: Diagnostic) -> str:
        """The text of the line a finding starts in."""
        text = self.source.original
        start = text.rfind("\n", 0, diagnostic.start) + 1
        return text[start : text.find("\n", diagnostic.start)]

    def marked(self, code: str) -> list[str]:
        """The lines whose comment names a rule."""
        return [line for line in self.text.split("\n") if code in line.partition("  # ")[2]]

    def fixed(self, fix: Fix) -> Source:
        """The program after a fix."""
        edits = [TextEdit(edit.start, edit.end, edit.content) for edit in fix.edits]
        return source_from_bytes(render(self.source, self.data, edits), self.source.filename)


def notebook(cells: list[str]) -> bytes:
    """A notebook of code cells as Jupyter writes it."""
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    written = [{**empty, "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


@dataclass(frozen=True)
class WholeProgram:
    """One program in its three forms, and the settings with which it is right."""

    right: dict[str, Any]
    script: str
    methods: str
    cells: str
    """The notebook, its cells parted by ``# %%``."""

    def written(self, form: str, route: str, changes: dict[str, Any]) -> Written:
        """The program in one form, some settings changed, all of them on their way by ``route``."""
        assert changes.keys() <= self.right.keys(), changes
        settings = {**self.right, **changes}
        template = {"script": self.script, "class": self.methods, "notebook": self.cells}[form]
        owner = "self." if form == "class" else ""
        lines = [filled(line, settings, route, owner) for line in template.strip("\n").split("\n")]
        return Written(form, "\n".join(line for line in lines if line is not None) + "\n")


def filled(line: str, settings: dict[str, Any], route: str, owner: str) -> str | None:
    """One line with its slots filled in; ``None`` for the place of the settings where they are not in one place."""
    if line.strip() == "«settings»":
        return together(settings, route, line[: -len("«settings»")], owner)
    return _SLOT.sub(lambda slot: one(slot, settings, route, owner), line)


def one(slot: re.Match[str], settings: dict[str, Any], route: str, owner: str) -> str:
    """What stands in one slot; an object that holds the settings has no need of being given them."""
    verb, names = slot[1], slot[2].split(", ")
    assert set(names) <= settings.keys(), slot[0]
    if verb is None:
        (name,) = names
        return {"variable": owner + name, "parameter": name, "dictionary": f'{owner}config["{name}"]'}[route]
    if route == "parameter":
        written = {"takes": "{0}", "gives": "{0}={1!r}", "passes": "{0}={0}"}[verb]
        return "".join(", " + written.format(name, settings[name]) for name in names)
    return ", config" if route == "dictionary" and not owner else ""


def together(settings: dict[str, Any], route: str, indent: str, owner: str) -> str | None:
    """The settings as they stand in one place."""
    if route == "variable":
        return "\n".join(f"{indent}{owner}{name} = {value!r}" for name, value in settings.items())
    if route == "dictionary":
        entries = "\n".join(f"{indent}    {name!r}: {value!r}," for name, value in settings.items())
        return f"{indent}{owner}config = {{\n{entries}\n{indent}}}"
    return None
