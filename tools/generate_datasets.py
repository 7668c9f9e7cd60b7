"""Write the facts of the data sets that come with scikit-learn, from the scikit-learn that is installed.

    python tools/generate_datasets.py [OUTPUT]

The facts of data sets that would have to be downloaded are written by hand in ``keras_lint.knowledge.datasets``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parent.parent / "server" / "keras_lint" / "knowledge" / "datasets.json"

NAMES = ("breast_cancer", "diabetes", "digits", "iris", "wine")


def describe(name: str) -> dict[str, Any]:
    """Shape, types, ranges and class counts of one data set."""
    import numpy as np
    import sklearn.datasets

    x, y = getattr(sklearn.datasets, f"load_{name}")(return_X_y=True)
    integer = np.issubdtype(y.dtype, np.integer)
    return {
        "shape": list(x.shape),
        "x_dtype": str(x.dtype),
        "y_dtype": str(y.dtype),
        "x_range": [float(x.min()), float(x.max())],
        "y_range": [float(y.min()), float(y.max())],
        "features": [[float(low), float(high)] for low, high in zip(x.min(axis=0), x.max(axis=0), strict=True)],
        "class_counts": [int(count) for count in np.bincount(y)] if integer else None,
    }


def main() -> None:
    """Write the table to the path given, or to its place in ``knowledge``."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    lines = ",\n".join(f'"{name}":{json.dumps(describe(name), sort_keys=True)}' for name in NAMES)
    output.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
