"""Loads the descriptions of all areas, so that they register."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

AREAS = (
    "standard_library",
    "numpy", "pandas", "sklearn", "imblearn", "tf_data", "tf_pipeline", "tf_images", "tfds",
    "image_files",
    "keras_directories", "image_generators", "keras_iterators", "keras_data", "keras_utils", "observers", "losses",
    "optimizers", "callbacks",
)  # fmt: skip
"""Modules of this package that describe libraries."""


def load() -> None:
    """Import every area (their decorators register what they describe)."""
    folder = Path(__file__).parent
    for area in AREAS:
        if (folder / f"{area}.py").exists() or (folder / area).is_dir():
            import_module(f"keras_lint.knowledge.{area}")
