"""How much of a folder of runnable Keras programs keras-lint infers, and whether any number is wrong.

    python -m benchmarks.oracle FOLDER [--seconds 60] [--json FILE] [--gaps]

Each program (``.py`` or notebook) runs in a process of its own with training intercepted; its models and data are
compared with ``keras-lint summary`` and ``keras-lint facts``. Programs that do not run here (their files or libraries
are missing) count as far as they came: models that reached ``fit``, values that reached a model.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

from benchmarks.oracle.compare import Comparison, claims, compare
from benchmarks.oracle.run import run_programs


def programs_below(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    found = sorted(path for suffix in ("*.py", "*.ipynb") for path in folder.rglob(suffix))
    return [path for path in found if b"keras" in path.read_bytes() and not path.name.startswith("__")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--seconds", type=int, default=60, help="for each program")
    parser.add_argument("--json", type=Path, help="write the verdict on each program to this file")
    parser.add_argument("--gaps", action="store_true", help="print what is not known, and why")
    options = parser.parse_args()
    total, ends, verdicts = Comparison(), Counter[str](), {}
    for path in [path for folder in options.folder for path in programs_below(folder)]:
        ran = run_programs([path], options.seconds)[str(path)]
        try:
            verdict = compare(ran, *claims(path))
        except Exception:  # noqa: BLE001 - a crash is a result of this benchmark
            ends["crashed keras-lint"] += 1
            traceback.print_exc()
            continue
        ends["ran" if ran["error"] is None else "stopped early"] += 1
        verdicts[str(path)] = {**plain(verdict), "error": ran["error"]}
        total.add(verdict)
        ending = "" if ran["error"] is None else f"  [{ran['error'].splitlines()[0][:90]}]"
        print(f"{path}: {line_of(verdict)}{ending}")
        for line in verdict.wrong:
            print(f"    WRONG {line}")
        for line in verdict.gaps if options.gaps else ():
            print(f"    gap   {line}")
        sys.stdout.flush()
    print(f"\n{sum(ends.values())} programs ({', '.join(f'{n} {what}' for what, n in ends.items())})")
    print(line_of(total))
    for name, shown in total.facts.items():
        print(f"    {name}: {total.known[name]} of {shown} known")
    if options.json:
        options.json.write_text(json.dumps(verdicts, indent=1))
    return 1 if total.wrong or ends["crashed keras-lint"] else 0


def plain(verdict: Comparison) -> dict[str, Any]:
    return {each.name: getattr(verdict, each.name) for each in fields(verdict)}


def line_of(verdict: Comparison) -> str:
    return (
        f"{verdict.whole} of {verdict.models} models whole, {verdict.numbers} numbers given, {verdict.missing} not; "
        f"{sum(verdict.known.values())} of {sum(verdict.facts.values())} facts of {verdict.values} values known; "
        f"{len(verdict.wrong)} wrong"
    )


if __name__ == "__main__":
    sys.exit(main())
