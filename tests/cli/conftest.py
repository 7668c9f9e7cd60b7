"""Runs the command line in this process, as a terminal would see it."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from keras_lint.cli.main import run

ROOT = Path(__file__).parents[2]

SOFTMAX = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])
"""
"""A program with one finding, KL203, at row 4, with an unsafe fix."""


class Outcome(NamedTuple):
    """What a command said and how it ended."""

    status: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def codes(self) -> list[str]:
        return [diagnostic["code"] for diagnostic in self.json]


Cli = Callable[..., Outcome]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, outside of any repository."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KERAS_LINT_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR", "KERAS_LINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cli(project: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command; ``stdin`` is what it reads."""

    def call(*arguments: object, stdin: bytes = b"") -> Outcome:
        out, err = io.BytesIO(), io.BytesIO()
        streams = [io.TextIOWrapper(raw, "utf-8", write_through=True) for raw in (io.BytesIO(stdin), out, err)]
        with monkeypatch.context() as patch:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            status = run([str(argument) for argument in arguments])
        return Outcome(status, out.getvalue(), err.getvalue().decode())

    return call


@pytest.fixture
def softmax(project: Path) -> Path:
    """A file with the one finding KL203."""
    path = project / "softmax.py"
    path.write_text(SOFTMAX)
    return path


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that runs this checkout."""
    path = os.pathsep.join([str(ROOT / "server"), str(ROOT / "rules")])
    return {**os.environ, "PYTHONPATH": path, **more}


def notebook(*cells: str, **more: Any) -> bytes:
    """A notebook with code cells."""
    content = {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Title 🙂"]},
            *(
                {
                    "cell_type": "code",
                    "execution_count": 1,
                    "metadata": {"tags": ["é"]},
                    "outputs": [{"output_type": "stream", "text": ["1.50"]}],
                    "source": cell.splitlines(keepends=True),
                }
                for cell in cells
            ),
        ],
        "metadata": {"kernelspec": {"language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
        **more,
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
