"""Draw the terminal's picture for the README: the real output of ``keras-lint`` on an example, as SVG.

python tools/terminal_picture.py [EXAMPLE] [PICTURE]
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from keras_lint.cli.text import Offer, TextReport, summary
from keras_lint.lint.service import Options, Service

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "fraud.py"
PICTURE = ROOT / "docs" / "images" / "terminal.svg"
WIDTH = 124


def picture(example: Path) -> str:
    """The SVG of what ``keras-lint EXAMPLE`` prints."""
    result = Service(Options(isolated=True)).check_path(example)
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, markup=False, emoji=False
    )
    console.print(f"$ keras-lint {os.path.relpath(example)}\n", style="bold")
    TextReport(console, Offer()).write(result.diagnostics)
    console.print(summary([result], Offer()))
    svg = console.export_svg(title="keras-lint", theme=MONOKAI, unique_id="keras-lint")
    # A picture loads nothing from elsewhere: without the fonts, any monospaced one does.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write the picture."""
    os.chdir(ROOT)
    example = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else EXAMPLE
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(line.rstrip() for line in picture(example).splitlines()) + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
