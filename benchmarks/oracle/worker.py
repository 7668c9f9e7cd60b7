"""Runs programs one after the other in one TensorFlow process and writes down what they made and fed.

python -m benchmarks.oracle.worker JOBS.json RESULTS.jsonl
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import sys
import tempfile
import time
import traceback
import types
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("MPLBACKEND", "Agg")

import keras
import tensorflow as tf
from benchmarks.oracle.published import Published
from benchmarks.oracle.watch import Watch, install, program_root


class Running:
    """The program that runs now."""

    watch = Watch("/", "")


def run(job: dict[str, Any], loading: Published) -> dict[str, Any]:
    """Run one program in a namespace and folder of its own."""
    path = Path(job["path"])
    watch = Running.watch = Watch(program_root(path), str(path))
    keras.backend.clear_session()
    keras.utils.set_random_seed(0)
    modules = set(sys.modules)
    main, outer = types.ModuleType("__main__"), sys.modules["__main__"]
    main.__dict__["__file__"] = str(path)
    result: dict[str, Any] = {"id": job["id"], "error": None}
    home, arguments, start = Path.cwd(), sys.argv, time.perf_counter()
    output = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
    ):
        os.chdir(folder)
        sys.argv, sys.modules["__main__"] = [str(path)], main
        sys.path.insert(0, str(path.parent))
        signal.alarm(job["seconds"])
        try:
            loading.for_program(job["code"])
            loading.folder = Path(folder)
            exec(compile(job["code"], str(path), "exec"), main.__dict__)
        except BaseException as error:  # noqa: BLE001 - whatever the program raises is the result
            if not isinstance(error, SystemExit) or error.code:
                result["error"] = f"{type(error).__name__}: {error}"[:600]
                rows = [
                    frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
                ]
                result["row"] = rows[-1] if rows else None
        finally:
            signal.alarm(0)
            os.chdir(home)
            sys.path.remove(str(path.parent))
            sys.argv, sys.modules["__main__"] = arguments, outer
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(watch.root):
                del sys.modules[name]
    result |= {"models": watch.all_models(), "values": watch.values, "seconds": round(time.perf_counter() - start, 2)}
    return result


def note_parts(loading: Published) -> None:
    """Remember which arrays of the public sets are for training, and which for test."""
    for name in ("images", "words", "housing"):
        original = getattr(loading, name)

        def load(*args: Any, original: Any = original, **options: Any) -> Any:
            train, test = original(*args, **options)
            Running.watch.splits += [(item, "train") for item in train] + [(item, "test") for item in test]
            return train, test

        setattr(loading, name, load)


def too_long(*_: Any) -> None:
    raise TimeoutError("ran too long")


def main() -> None:
    jobs = json.loads(Path(sys.argv[1]).read_text())
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.run_functions_eagerly(True)
    loading = Published()
    note_parts(loading)
    loading.install()
    install(lambda: Running.watch)
    gc.freeze()
    signal.signal(signal.SIGALRM, too_long)
    with Path(sys.argv[2]).open("a") as results:
        for job in jobs:
            results.write(json.dumps({"started": job["id"]}) + "\n")
            results.flush()
            results.write(json.dumps(run(job, loading), default=str) + "\n")
            results.flush()


if __name__ == "__main__":
    main()
