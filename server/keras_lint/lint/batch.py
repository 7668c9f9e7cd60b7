"""Many files at once: from the cache first, the rest in worker processes where that pays, reported in order."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from keras_lint.lint.files import Unreadable
from keras_lint.lint.service import Crash, FileResult, Options, Service, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

ENOUGH_FILES = 8
"""Files to analyse from which on worker processes pay: starting one costs about as much as analysing three files."""


def check_files(
    targets: Sequence[Path | Unreadable], service: Service, jobs: int | None, progress: Callable[[int], None]
) -> list[FileResult]:
    """Check files and folders' entries; the results are in the order of the targets.

    Args:
        targets: what discovery has found.
        service: checks what is not left to workers.
        jobs: worker processes; ``None`` for as many as there are cores, if there is enough to do.
        progress: is told the number of files that are done.
    """
    results: dict[int, FileResult] = {}
    waiting: list[tuple[int, Path]] = []
    for position, target in enumerate(targets):
        if isinstance(target, Unreadable):
            results[position] = unreadable(str(target.path), f"cannot be read: {target.reason}")
        elif (known := service.cached(target)) is not None:
            results[position] = known
        else:
            waiting.append((position, target))
    progress(len(results))
    cores = jobs if jobs is not None else (os.cpu_count() or 1)
    if cores > 1 and len(waiting) >= (2 if jobs is not None else ENOUGH_FILES):
        outcomes = _in_workers([path for _, path in waiting], service.options, min(cores, len(waiting)))
    else:
        outcomes = (service.check_path(path) for _, path in waiting)
    for (position, _), outcome in zip(waiting, outcomes, strict=True):
        outcome.source = outcome.program = None  # of many files, nothing but the findings is worth its memory
        results[position] = outcome
        progress(len(results))
    return [results[position] for position in range(len(targets))]


_check: Callable[[str], FileResult] | None = None


def _start(options: Options) -> None:
    """Prepare a worker process. The interrupt key is the parent's matter."""
    import signal

    from keras_lint.lint.service import worker

    global _check  # the only way to hand something from an initializer to the tasks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _check = worker(options)


def _work(path: str) -> FileResult:
    assert _check is not None
    return _check(path)


def _in_workers(paths: list[Path], options: Options, jobs: int) -> Iterator[FileResult]:
    """The results in order. A worker that dies costs only the file it was at: each file left is tried again, alone."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(options, jobs)
    tasks: list[Future[FileResult] | None] = []
    try:
        tasks += [_submit(pool, path) for path in paths]
        for path, task in zip(paths, tasks, strict=True):
            if task is None or isinstance(task.exception(), BrokenProcessPool):
                yield _alone(path, options)
            else:
                yield task.result()
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _submit(pool: ProcessPoolExecutor, path: Path) -> Future[FileResult] | None:
    """The task for a file; ``None`` where a worker has died already."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(_work, str(path))
    except BrokenProcessPool:
        return None


def _pool(options: Options, jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, initializer=_start, initargs=(options,))


def _alone(path: Path, options: Options) -> FileResult:
    from concurrent.futures.process import BrokenProcessPool

    with _pool(options, 1) as pool:
        try:
            return pool.submit(_work, str(path)).result()
        except BrokenProcessPool:
            crash = Crash("the process that analysed it died", "the worker process ended without an exception")
            return FileResult(str(path), crash=crash)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End now: drop what waits, do not wait for what runs."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
