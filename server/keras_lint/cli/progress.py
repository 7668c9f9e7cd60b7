"""A bar on standard error while many files are checked."""

from __future__ import annotations

import sys
import time
from typing import Any

DELAY = 0.5
"""Seconds before the bar appears: a run that is over sooner needs none."""


class Progress:
    """Shows a bar on a terminal once a run takes its time."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._started = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def done(self, number: int) -> None:
        """So many files are done."""
        if self._bar is None:
            early = time.monotonic() - self._started < DELAY
            if early or number >= self.total or self.total < 2 or not sys.stderr.isatty():
                return
            self._show()
        self._bar.update(self._task, completed=number)

    def _show(self) -> None:
        from rich import progress

        from keras_lint.cli.terminal import console

        columns = (progress.TextColumn("Checking"), progress.BarColumn(), progress.MofNCompleteColumn())
        self._bar = progress.Progress(*columns, console=console(sys.stderr), transient=True)
        self._task = self._bar.add_task("", total=self.total)
        self._bar.start()
