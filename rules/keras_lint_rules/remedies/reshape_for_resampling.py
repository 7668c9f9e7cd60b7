"""Give a sampler one row for each sample, and the samples their shape back."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import ResampleCall
from keras_lint_rules.remedies.arguments import inside
from keras_lint_rules.remedies.fit_after_split import assigned, names_of


class ReshapeForResampling(Remedy):
    """Flatten each sample for ``fit_resample``, and undo it right behind."""

    id = "reshape-for-resampling"
    safe = True

    def __init__(self, call: ResampleCall) -> None:
        self.call = call

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Flatten each sample for the sampler, and give it its shape back"

    def edit(self, editor: Editor) -> None:
        """Reshape the argument, and the result in a statement of its own."""
        data = self.call.inputs
        target, call = assigned(self.call.statement)
        if call is not self.call.site.node or not isinstance(call, cst.Call) or not call.args or call.args[0].star:
            raise NotApplicable("the resampling is part of another expression")
        if (
            not isinstance(data, Array)
            or not isinstance(data.shape, tuple)
            or data.library in ("tensorflow", "pandas", "python")
        ):
            raise NotApplicable("no array of numpy")
        names = names_of(target)
        given = next((a for a in call.args if a.keyword is not None and a.keyword.value == "X"), call.args[0])
        site = self.call.site.at(given.value)
        if not isinstance(given.value, cst.Name):
            raise NotApplicable("the array has no name")
        name = editor.code(site)
        editor.replace(site, f"{inside(editor, site)}.reshape(len({name}), -1)")
        editor.insert_after(
            self.call.statement, f"{names[0]} = {names[0]}.reshape(-1, {self.rest(editor, data, name, names)})"
        )

    def rest(self, editor: Editor, data: Array, name: str, names: tuple[str, ...]) -> str:
        """The shape of one sample: its numbers where they are known, else asked of the array, which may have been
        rebound.
        """
        assert isinstance(data.shape, tuple)
        if all(isinstance(dim, int) for dim in data.shape[1:]):
            return ", ".join(str(dim) for dim in data.shape[1:])
        if name not in names:
            return f"*{name}.shape[1:]"
        shape = editor.free_name("sample_shape")
        editor.insert_before(self.call.statement, f"{shape} = {name}.shape[1:]")
        return f"*{shape}"
