"""KL904: a file that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program


class UnreadableFile(Rule):
    """The file cannot be read, cannot be decoded, or is not a notebook.

    ## What it does
    Reports a file that does not exist or that nobody may read, bytes that are not the text of their declared encoding,
    and `.ipynb` files that are not notebooks of format 3 or 4. The other files are still checked; the exit status is 2.

    ## Why is this bad?
    Nothing is known about this file. Python or Jupyter cannot open it either.

    ## Example
    ```text
    keras-lint no_such_file.py
    ```

    ## Selection
    This rule is always on and cannot be ignored, so that a file which was not checked never looks like a clean one.
    """

    code = "KL904"
    name = "unreadable-file"
    severity = Severity.ERROR

    def check(self, subject: Program, program: Program) -> Iterator[Finding]:
        """Yield nothing: there is no program where there is no text."""
        return iter(())
