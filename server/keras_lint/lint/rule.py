"""What a rule is."""

from __future__ import annotations

import inspect
import typing
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from keras_lint.lint.finding import Finding, Severity
    from keras_lint.program.program import Program


class Rule(ABC):
    """One rule. Its docstring is its page, and the examples in it are its tests.

    ``check`` says by the annotation of its first parameter what it looks at (``FitCall``, ``LayerView``, ``ModelView``,
    …); it is called once for each in the program.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]

    @abstractmethod
    def check(self, subject: Any, program: Program, /) -> Iterator[Finding]:
        """Yield what is wrong with ``subject``."""

    @classmethod
    @cache
    def subject(cls) -> Any:
        """What the rule looks at: a kind of view, or a union of kinds."""
        parameters = list(inspect.signature(cls.check).parameters)
        hints = typing.get_type_hints(cls.check, vars(inspect.getmodule(cls)), {})
        return hints[parameters[1]]

    @classmethod
    def page(cls) -> str:
        """The rule's documentation in Markdown."""
        return inspect.cleandoc(cls.__doc__ or "")

    @classmethod
    def summary(cls) -> str:
        """The first line of the documentation."""
        return cls.page().split("\n", 1)[0]
