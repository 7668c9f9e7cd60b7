"""Draw the terminal's pictures for the README: the real output of ``keras-lint`` on examples, as SVG.

python tools/terminal_picture.py
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from keras_lint.cli.summary import models_of
from keras_lint.cli.table import print_tables
from keras_lint.cli.text import Offer, TextReport, summary
from keras_lint.lint.service import Options, Service
from keras_lint.source import read_source

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH = 124


def check(console: Console) -> None:
    """What ``keras-lint`` finds in the example of fraud."""
    example = Path("examples", "fraud.py")
    console.print(f"$ keras-lint {example}\n", style="bold")
    result = Service(Options(isolated=True)).check_path(example.resolve())
    TextReport(console, Offer()).write(result.diagnostics)
    console.print(summary([result], Offer()))


def models(console: Console) -> None:
    """The model of the example of digits."""
    example = Path("examples", "digits.py")
    console.print(f"$ keras-lint summary {example}\n", style="bold")
    found = models_of(read_source(str(example.resolve())), Service(Options(isolated=True)))
    print_tables(found, console, expand_nested=False)


PICTURES: dict[str, tuple[Callable[[Console], None], int]] = {"terminal": (check, WIDTH), "summary": (models, 68)}
"""What is printed, and in how many columns."""


def picture(name: str) -> str:
    """The SVG of what a command prints."""
    command, width = PICTURES[name]
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, highlight=False, markup=False, emoji=False
    )
    command(console)
    svg = console.export_svg(title="keras-lint", theme=MONOKAI, unique_id=f"keras-lint-{name}")
    # A picture loads nothing from elsewhere: without the fonts, any monospaced one does.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def main() -> None:
    """Write the pictures."""
    os.chdir(ROOT)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        target = IMAGES / f"{name}.svg"
        target.write_text(picture(name), encoding="utf-8")
        print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
