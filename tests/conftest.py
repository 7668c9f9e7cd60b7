"""Settings that hold for every test."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_LINT_DEBUG", "1")  # a fault inside a description is raised, not reported as incomplete
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
