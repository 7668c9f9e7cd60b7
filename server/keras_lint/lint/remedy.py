"""What a remedy is: it writes the edits that repair a finding, or that a user asks for as a refactoring."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from keras_lint.lint.editor import Editor


class NotApplicable(Exception):
    """A precondition of the remedy does not hold here; it is not offered."""


class Remedy(ABC):
    """One way to repair. It makes the smallest edit that does the job."""

    id: ClassVar[str]
    """What it is called on the command line: ``early-stopping``."""
    safe: ClassVar[bool] = False
    """Whether the program's meaning stays, or it could only fail before."""
    refactoring: ClassVar[type | None] = None
    """What it can be asked for on where no rule fires (``FitCall``, ``LayerView``): the class is then called with that
    alone."""
    packages: ClassVar[tuple[str, ...]] = ()
    """Distributions the repaired program needs beyond Keras: named in the title where the project does not list
    them."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the quick fix says, in the imperative: "Stop early and keep the best weights"."""

    @abstractmethod
    def edit(self, editor: Editor) -> None:
        """Make the edits through ``editor``.

        Raises:
            NotApplicable: a precondition does not hold.
        """
