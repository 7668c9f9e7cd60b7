"""Give a file the name that its format asks for."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.syntax import Site

FOREIGN = (".hdf5", ".h5", ".tf", ".pb", ".ckpt", ".keras", ".weights.h5")
"""Suffixes that name a format: they are replaced; another ending is a part of the name."""


class ReplaceSuffix(Remedy):
    """Write another suffix into a path."""

    id = "checkpoint-suffix"

    def __init__(self, site: Site, suffix: str) -> None:
        self.site = site
        self.suffix = suffix

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Save to a `{self.suffix}` file"

    def edit(self, editor: Editor) -> None:
        """Replace the format's suffix of a string that is written here, or append one."""
        node = self.site.node
        if not isinstance(node, cst.SimpleString) or node.prefix:
            raise NotApplicable("the path is not written as a plain string in the call")
        path = node.raw_value
        old = max((suffix for suffix in FOREIGN if path.endswith(suffix)), key=len, default="")
        if not path[: len(path) - len(old)].strip("/"):
            raise NotApplicable("the path has no name")
        stem = path[: len(path) - len(old)].rstrip("/")
        editor.replace(self.site, f"{node.quote}{stem}{self.suffix}{node.quote}")
