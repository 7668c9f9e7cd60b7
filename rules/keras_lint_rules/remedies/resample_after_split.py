"""Resample after the split, the training part alone."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.values import Step
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.program import Program
from keras_lint_rules.remedies.arguments import expression
from keras_lint_rules.remedies.fit_after_split import assigned, moved, names_of, same_block, split_statement


class ResampleAfterSplit(Remedy):
    """Move ``X, y = sampler.fit_resample(X, y)`` behind the split, to the training part."""

    id = "resample-after-split"

    def __init__(self, program: Program, step: Step, split: Step) -> None:
        self.program = program
        self.step = step
        self.split = split

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Apply `{self.step.name}` after the split, to the training part only"

    def edit(self, editor: Editor) -> None:
        """Delete the statement, split what it was given, and resample the training part."""
        resampled = next((e for e in self.program.of("resample") if e.site.key == self.step.site.key), None)
        if resampled is None:
            raise NotApplicable("where the rows are resampled is not known")
        target, call = assigned(resampled.statement)
        if (
            call is not resampled.site.node
            or not isinstance(call, cst.Call)
            or not isinstance(call.func, cst.Attribute)
        ):
            raise NotApplicable("the resampling is part of another expression")
        given = [
            argument.value.value
            for argument in call.args
            if isinstance(argument.value, cst.Name) and argument.keyword is None
        ]
        names = names_of(target)
        if len(given) != 2 or len(call.args) != 2 or len(names) != 2:
            raise NotApplicable("not all that is resampled has a name")
        split = split_statement(self.program, self.split)
        same_block(editor, resampled, split.event)
        moved(editor, resampled.statement, split, list(names), given)
        parts = [split.parts_of(name)[0] for name in names]
        sampler = expression(editor, resampled.site.at(call.func.value))
        editor.delete_statement(resampled.statement)
        for name, source in zip(names, given, strict=True):
            split.give(editor, name, source)
        line = f"{', '.join(parts)} = {sampler}.{call.func.attr.value}({', '.join(parts)})"
        editor.insert_after(split.event.statement, line)
