"""Hold the first batches of a ``tf.data.Dataset`` back for validation."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Dataset, Stage
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.arguments import call_node
from keras_lint_rules.remedies.validation_split import SHARE

FEWEST_BATCHES = 5
"""Batches from which a fifth of them is at least one."""
SOURCES = frozenset({"from_tensor_slices", "range"})
"""What yields its rows in the same order in each pass."""
KEEPS_ORDER = SOURCES | {"batch", "padded_batch", "unbatch", "map", "prefetch", "cache", "enumerate", "shuffle"}
"""Links of a pipeline after which it does so still, once what shuffles is told to shuffle once."""
PLACE_OF_RESHUFFLING = 2
"""``shuffle(buffer_size, seed, reshuffle_each_iteration)``."""
PASSES = ("repeat", "concatenate")
"""What may yield a row twice: it would be among the first batches and among the rest."""


class SplitDataset(Remedy):
    """Take the first fifth of the batches for validation, and skip them in training.

    What shuffles is told to shuffle once: else each pass would begin with other samples, and what was trained on in one
    epoch would be validated on in the next.
    """

    id = "dataset-split"
    refactoring = FitCall

    def __init__(self, fit: FitCall, replaces_split: bool = False) -> None:
        self.fit = fit
        self.replaces_split = replaces_split

    @property
    def title(self) -> str:
        """What the quick fix says."""
        once = ", shuffled once," if self.fit.dataset is not None and self.fit.dataset.shuffled is True else ""
        return f"Validate on the first {SHARE:.0%} of the batches{once} and skip them in training"

    def edit(self, editor: Editor) -> None:
        """Split before the statement; the parts take the dataset's place in the call.

        Raises:
            NotApplicable: the dataset is not of tf.data, has no known number of batches, or its order may be another in
                each epoch.
        """
        dataset, argument = self.fit.dataset, self.fit.arguments.get("x")
        if dataset is None or dataset.kind != "tf.data" or argument is None or argument.site is None:
            raise NotApplicable("the data are no `tf.data.Dataset` that is written in the call")
        if not is_known(dataset.augmented) or dataset.augmented:
            raise NotApplicable("the dataset is augmented, or may be")
        if not isinstance(dataset.cardinality, int) or dataset.cardinality < FEWEST_BATCHES:
            raise NotApplicable("the number of batches is not known, or too small")
        if self.fit.given("steps_per_epoch") is not False or not isinstance(argument.site.node, cst.Name):
            raise NotApplicable("the steps are counted, or the dataset has no name")
        written = self.fit.arguments.get("validation_split")
        if self.replaces_split and (written is None or written.site is None or written.written is None):
            raise NotApplicable("`validation_split` is not written in the call")
        if not self.replaces_split and (written is not None or self.fit.validated is not False):
            raise NotApplicable("there are validation data, or may be")
        for link in shuffles(dataset):
            shuffle_once(editor, link)
        self._split(editor, argument.site.node.value, int(dataset.cardinality * SHARE))

    def _split(self, editor: Editor, name: str, count: int) -> None:
        validation, rest = editor.free_name(f"{name}_validation"), editor.free_name(f"{name}_remaining")
        editor.insert_before(self.fit.statement, f"{validation}, {rest} = {name}.take({count}), {name}.skip({count})")
        data, written = self.fit.arguments["x"].site, self.fit.arguments.get("validation_split")
        if data is not None:
            editor.replace(data, rest)
        if self.replaces_split and written is not None and written.site is not None:
            call = self.fit.site
            keyword = next(a.keyword for a in call.node.args if a.value is written.site.node)  # type: ignore[attr-defined]
            editor.replace(call.at(keyword), "validation_data")
            editor.replace(written.site, validation)
        else:
            editor.add_argument(self.fit.site, f"validation_data={validation}")


def shuffles(dataset: Dataset) -> list[Stage]:
    """The links that shuffle anew in each pass; without them the order is the same each time.

    Raises:
        NotApplicable: the order may change for other reasons, or rows may come twice.
    """
    if not is_known(dataset.shuffled) or dataset.stage(*PASSES) is not None:
        raise NotApplicable("the dataset may be shuffled, or yields its samples more than once")
    if not dataset.shuffled:
        return []
    links = dataset.pipeline
    if not isinstance(links, tuple) or links[0].name not in SOURCES or any(k.name not in KEEPS_ORDER for k in links):
        raise NotApplicable("the dataset is shuffled by more than `shuffle`, or may be")
    if any(link.options.get("deterministic") not in (None, True) for link in links):
        raise NotApplicable("`map` may change the order")
    found = [link for link in links if link.name == "shuffle"]
    if not all(isinstance(link.options.get("reshuffle_each_iteration"), bool) for link in found):
        raise NotApplicable("whether the dataset is shuffled anew is not known")
    return [link for link in found if link.options["reshuffle_each_iteration"]]


def shuffle_once(editor: Editor, link: Stage) -> None:
    """Write ``reshuffle_each_iteration=False`` into a call of ``shuffle``.

    Raises:
        NotApplicable: the call hides its arguments, gives this one by its place, or is in another file.
    """
    editor.check(link.site)
    if sum(argument.keyword is None for argument in call_node(link.site).args) > PLACE_OF_RESHUFFLING:
        raise NotApplicable("`reshuffle_each_iteration` is given by its place")
    editor.set_argument(link.site, "reshuffle_each_iteration", "False")
