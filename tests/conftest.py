"""Settings that hold for every test."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("KERAS_LINT_DEBUG", "1")  # a fault inside a description is raised, not reported as incomplete
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

THOROUGH = os.environ.get("KERAS_LINT_THOROUGH") == "1"
"""Many more cases, drawn anew each time (``make test-all``); otherwise the same ones, so that no run fails by chance."""

settings.register_profile("keras-lint", deadline=None, derandomize=not THOROUGH, database=None)
settings.load_profile("keras-lint")
