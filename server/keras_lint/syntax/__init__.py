"""Syntax: chunks of text, their libcst trees, and the places of nodes."""

from keras_lint.syntax.site import Site, TextSite
from keras_lint.syntax.tree import Chunk, SyntaxProblem, Tree, parse, parses

__all__ = ["Chunk", "Site", "SyntaxProblem", "TextSite", "Tree", "parse", "parses"]
