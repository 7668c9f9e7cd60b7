"""Replace the loss of a model, or tell it whether it gets logits."""

from __future__ import annotations

from keras_lint.knowledge.losses import LOSSES, Loss
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.heads import Head
from keras_lint.syntax import Site

NEUTRAL_METRICS = frozenset({"accuracy", "acc", "loss"})
"""Metrics by which Keras itself finds the variant that fits the labels and the output."""


def loss_of(head: Head) -> tuple[Loss, Site]:
    """The loss of an output and the expression that gives it.

    Raises:
        NotApplicable: the loss is not written where it is used.
    """
    if not isinstance(head.loss, Loss) or head.loss.site is None:
        raise NotApplicable("the loss is not written in `compile`")
    return head.loss, head.loss.site


def object_site(head: Head) -> Site:
    """The call that makes the loss object, where nothing else uses the object.

    Raises:
        NotApplicable: it is made elsewhere, for several models.
    """
    loss, written = loss_of(head)
    if loss.configured is None:
        raise NotApplicable("the loss is no object")
    made = loss.configured.site
    if made.key != written.key:
        users = [c for c in head.model.program.compilations if c.model is not None and _uses(c.model.loss, made)]
        if len({user.site.key for user in users}) != 1:
            raise NotApplicable("the loss object is used by several models")
    return made


def _uses(loss: object, made: Site) -> bool:
    return isinstance(loss, Loss) and loss.configured is not None and loss.configured.site.key == made.key


class ReplaceLoss(Remedy):
    """Compile with another loss."""

    id = "replace-loss"

    def __init__(self, head: Head, name: str) -> None:
        self.head = head
        self.name = name

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Use the loss `{self.name}`"

    def edit(self, editor: Editor) -> None:
        """Write the other loss the way this one is written: as a string, an object or a function."""
        loss, site = loss_of(self.head)
        if loss.form == "string":
            editor.replace(site, editor.quoted(self.name))
        elif loss.form == "function":
            editor.replace(site, editor.name_of(f"keras.losses.{self.name}"))
        else:
            assert loss.configured is not None
            made = object_site(self.head)
            if not loss.configured.complete or set(loss.configured.arguments) - {"from_logits"}:
                raise NotApplicable("the loss has options of its own")
            logits = "from_logits=True" if loss.from_logits is True else ""
            editor.replace(made, f"{editor.name_of(f'keras.losses.{LOSSES[self.name][0]}')}({logits})")


class ReplaceLossSafely(ReplaceLoss):
    """Compile with the other loss where the program could only fail before and the metrics fit either."""

    safe = True


class UseLogits(Remedy):
    """Tell the loss that it gets logits: steadier numerically than an activation of its own."""

    id = "from-logits"

    def __init__(self, head: Head) -> None:
        self.head = head

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Compute the loss from logits (`from_logits=True`)"

    def edit(self, editor: Editor) -> None:
        """Turn the loss into an object with ``from_logits=True``, or set the argument."""
        if self.thresholded:
            raise NotApplicable("metrics or predictions compare the output with a threshold of 0.5")
        loss, site = loss_of(self.head)
        if loss.form == "object":
            editor.set_argument(object_site(self.head), "from_logits", "True")
        else:
            editor.replace(site, f"{editor.name_of(f'keras.losses.{loss.cls}')}(from_logits=True)")

    @property
    def thresholded(self) -> bool:
        """Whether something may take the output for a probability. ``argmax`` and accuracy over classes do not."""
        model = self.head.model
        metrics = model.metrics
        if not isinstance(metrics, tuple):
            return True
        if isinstance(self.head.loss, Loss) and self.head.loss.family == "binary":
            return bool(metrics) or any(p.model_reference == model.reference for p in model.program.predictions)
        return not all(isinstance(metric, str) and metric.endswith(("accuracy", "acc")) for metric in metrics)


class TakeProbabilities(Remedy):
    """Tell the loss that it gets probabilities, as the output's activation makes them."""

    id = "from-probabilities"

    def __init__(self, head: Head) -> None:
        self.head = head

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Remove `from_logits=True`"

    def edit(self, editor: Editor) -> None:
        """Remove the argument, or set it to ``False`` where it is positional."""
        loss, _ = loss_of(self.head)
        made = object_site(self.head)
        assert loss.configured is not None
        argument = loss.configured.arguments.get("from_logits")
        if argument is None or argument.site is None:
            raise NotApplicable("`from_logits` is not written in the call")
        if argument.written is not None:
            editor.remove_argument(made, argument.written)
        else:
            editor.replace(argument.site, "False")
