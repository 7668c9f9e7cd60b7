"""A linter that understands what a Keras program does: its model, its data, its training."""

__version__ = "0.1.0"
