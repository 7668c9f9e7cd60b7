"""KL902: a comment that suppresses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program


class UnusedSuppression(Rule):
    """A suppression comment leaves out nothing.

    ## What it does
    Finds `# keras-lint: ignore[…]` and `# keras-lint: ignore-file` comments that no finding needs. `noqa` comments are
    left alone: they may speak to another tool. A comment that names only rules which are off is left alone as well.

    ## Why is this bad?
    The comment says that something is wrong and meant to be so. When the code has changed it is no longer true, and it
    would hide the next finding of that rule at this place.

    ## Example
    ```text
    epochs = 3  # keras-lint: ignore[KL302]
    ```
    """

    code = "KL902"
    name = "unused-suppression"
    severity = Severity.HINT

    def check(self, subject: Program, program: Program) -> Iterator[Finding]:
        """Yield nothing: what a comment suppresses is known only when all other rules are done."""
        return iter(())
