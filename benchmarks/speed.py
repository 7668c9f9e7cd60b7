"""Time and memory of linting against ``libcst.parse_module`` alone, on the same files, in one run.

    python benchmarks/speed.py FOLDER [--rounds 3]

Prints seconds of CPU for both, their ratio (the contract: at most 2), peak memory of each, and the slowest files.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
import tracemalloc
from pathlib import Path

import libcst as cst

from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.source import Source, SourceError, read_source

from corpus import files_below  # isort: skip


def sources(folder: Path) -> list[Source]:
    found: list[Source] = []
    for path in files_below(folder):
        try:
            source = read_source(path)
            cst.parse_module(source.text)
        except (SourceError, cst.ParserSyntaxError):
            continue
        found.append(source)
    return found


def parse_only(given: list[Source]) -> None:
    for source in given:
        cst.parse_module(source.text)


def lint_all(given: list[Source]) -> None:
    rules = all_rules()
    for source in given:
        lint(source, rules)


def seconds(work: object, given: list[Source]) -> float:
    gc.collect()
    start = time.process_time()
    work(given)  # type: ignore[operator]
    return time.process_time() - start


def peak(work: object, given: list[Source]) -> float:
    gc.collect()
    tracemalloc.start()
    work(given)  # type: ignore[operator]
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    given = sources(options.folder)
    rows = sum(source.rows for source in given)
    lint_all(given[:1])  # what is loaded once is not counted
    parsing = min(seconds(parse_only, given) for _ in range(options.rounds))
    linting = min(seconds(lint_all, given) for _ in range(options.rounds))
    print(f"{len(given)} files, {rows} lines")
    print(f"libcst.parse_module  {parsing:7.3f} s  {peak(parse_only, given):7.1f} MiB peak")
    print(f"keras-lint           {linting:7.3f} s  {peak(lint_all, given):7.1f} MiB peak")
    print(f"ratio                {linting / parsing:7.2f}")
    slowest = sorted(((seconds(lint_all, [source]), source) for source in given), key=lambda pair: -pair[0])[:5]
    for cost, source in slowest:
        print(f"    {cost:6.3f} s  {source.rows:6} lines  {source.filename}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
