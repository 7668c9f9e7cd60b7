"""KL901: the file does not parse."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.syntax import TextSite


class SyntaxErrorInFile(Rule):
    """The file, or a cell of the notebook, is not valid Python.

    ## What it does
    Reports each statement that does not parse. The statements around it are still checked; the names that the broken
    one would bind count as unknown. Python 2 code is named as such. Magics, shell lines and foreign cells of notebooks
    are no errors.

    ## Why is this bad?
    Python refuses the file before it runs a single line. What the broken statement does is not known, so rules stay
    silent that would have to know it.

    ## Example
    ```text
    model.compile(optimizer="adam", loss=)
    ```

    ## Selection
    This rule is on whatever is selected, so that a broken file never looks like a clean one. `ignore` turns it off.
    """

    code = "KL901"
    name = "syntax-error"
    severity = Severity.ERROR

    def check(self, subject: Program, program: Program) -> Iterator[Finding]:
        """Yield a finding for each piece that does not parse."""
        for problem in program.tree.problems:
            yield Finding(TextSite(program.tree, problem.span), problem.message)
