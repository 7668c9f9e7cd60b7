"""Syntax: chunks of text, their libcst trees, and the places of nodes."""

from keras_lint.syntax.tree import Chunk, SyntaxProblem, Tree, parse
from keras_lint.syntax.site import Site

__all__ = ["Chunk", "Site", "SyntaxProblem", "Tree", "parse"]
