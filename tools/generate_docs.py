"""Write a page for every rule, and their index, into ``docs/rules/``; the rules' own docstrings are the text.

python tools/generate_docs.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from keras_lint.lint.registry import all_rules


def main(folder: Path) -> None:
    """Write the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    index = ["# Rules", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
    for rule in all_rules():
        title, _, rest = rule.page().partition("\n")
        page = f"# {rule.name} ({rule.code})\n\n**{rule.severity.value}** · {title}\n{rest}\n"
        (folder / f"{rule.name}.md").write_text(page, encoding="utf-8")
        index.append(f"| {rule.code} | [{rule.name}]({rule.name}.md) | {rule.severity.value} | {title} |")
    (folder / "index.md").write_text("\n".join(index) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "rules")
