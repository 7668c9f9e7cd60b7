"""Lint a folder of public code and print the findings grouped by rule with their source lines, for a person to look at.

    python benchmarks/corpus.py FOLDER [--select KL3] [--samples 10] [--json FILE]
    python benchmarks/corpus.py FOLDER --compare OLD.json

With ``--json`` all findings are written to a file; ``--compare`` shows what is new and what is gone since such a file.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections import Counter, defaultdict
from pathlib import Path

from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import analyse, diagnose
from keras_lint.source import SourceError, read_source


def files_below(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    found = sorted(path for suffix in ("*.py", "*.ipynb") for path in folder.rglob(suffix))
    return [path for path in found if b"keras" in path.read_bytes()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--select", default="")
    parser.add_argument("--severity", default="", help="only findings of this severity")
    parser.add_argument("--samples", type=int, default=10)
    parser.add_argument("--context", type=int, default=0, help="source lines before and after")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--compare", type=Path)
    options = parser.parse_args()

    rules = [rule for rule in all_rules() if rule.code.startswith(options.select)]
    by_rule: dict[str, list[tuple[str, str]]] = defaultdict(list)
    records: list[dict[str, object]] = []
    totals: Counter[str] = Counter()
    for path in files_below(options.folder):
        totals["files"] += 1
        try:
            source = read_source(path)
            program = analyse(source)
            found = diagnose(program, rules)
        except SourceError as error:
            totals["unreadable"] += 1
            print(f"{path}: {error}", file=sys.stderr)
            continue
        except Exception:  # noqa: BLE001 - a crash is a result of this benchmark
            totals["crashed"] += 1
            print(f"crash in {path}", file=sys.stderr)
            traceback.print_exc()
            continue
        totals["models"] += len(program.models)
        totals["models whole"] += sum(isinstance(model.parameters, int) for model in program.models)
        totals["fits"] += len(program.fits)
        name = path.relative_to(options.folder) if options.folder.is_dir() else path
        rows = source.original.split("\n")
        for diagnostic in found:
            if options.severity and diagnostic.severity.value != options.severity:
                continue
            cell = f":cell {diagnostic.place.cell}" if diagnostic.place.cell is not None else ""
            where = f"{name}{cell}:{diagnostic.place.row}"
            row = source.original.count("\n", 0, diagnostic.start)
            lines = "\n".join(rows[max(0, row - options.context) : row + 1 + options.context])
            fixes = ", ".join(fix.remedy for fix in diagnostic.fixes)
            by_rule[f"{diagnostic.code} {diagnostic.severity.value}"].append(
                (where, f"{diagnostic.message}  [{fixes}]\n        {lines.strip()}")
            )
            records.append({"rule": diagnostic.code, "where": where, "message": diagnostic.message})

    for rule in sorted(by_rule):
        findings = by_rule[rule]
        share = len({where.split(":")[0] for where, _ in findings}) / max(1, totals["files"])
        print(f"\n=== {rule}: {len(findings)} findings, {share:.0%} of the files")
        for where, text in findings[: options.samples]:
            print(f"    {where}: {text}")
    print("\n" + ", ".join(f"{count} {what}" for what, count in totals.items()))
    if options.json:
        options.json.write_text(json.dumps(records, indent=1))
    if options.compare:
        compare(json.loads(options.compare.read_text()), records)
    return 1 if totals["crashed"] else 0


def compare(old: list[dict[str, object]], new: list[dict[str, object]]) -> None:
    before = {(r["rule"], r["where"]): r for r in old}
    after = {(r["rule"], r["where"]): r for r in new}
    for title, keys in (("new", after.keys() - before.keys()), ("gone", before.keys() - after.keys())):
        print(f"\n{title}: {len(keys)}")
        for key in sorted(keys, key=str):
            record = after.get(key) or before[key]
            print(f"    {record['rule']} {record['where']}: {record['message']}")


if __name__ == "__main__":
    sys.exit(main())
