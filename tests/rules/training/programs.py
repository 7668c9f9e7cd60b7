"""The nine programs whose settings decide what the rules of training say: three forms, by three routes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.rules.whole_programs import FEWEST_LINES, Written

PROGRAMS = Path(__file__).parents[2] / "data" / "training" / "whole"

RIGHT: dict[str, Any] = {
    "rate": 0.001,
    "epochs": 30,
    "share": 0.1,
    "monitor": "val_accuracy",
    "patience": 5,
    "restore": True,
    "plot": True,
    "batch": 50,
    "split": 0.0,
    "rounds": 1000,
}
"""The settings with which the programs are right; 50 divides the samples of every data set they load."""


def program(form: str, route: str, changes: dict[str, Any]) -> Written:
    """One of the nine programs with some settings changed; each is written once, and goes its way from there."""
    name = f"{form}_{route}.{'cells' if form == 'notebook' else 'py'}"
    text = (PROGRAMS / name).read_text(encoding="utf-8")
    for name, value in {**RIGHT, **changes}.items():
        assert text.count(f"{{{name}}}") == 1, name
        text = text.replace(f"{{{name}}}", repr(value))
    written = Written(form, text)
    assert written.lines >= FEWEST_LINES
    return written
