"""numpy, and the functions of TensorFlow, ``keras.ops`` and scipy that do the same to arrays of numbers."""

from importlib import import_module
from pathlib import Path

from keras_lint.knowledge.call import pure

pure("numpy", "scipy")

# TEMPORARY while modules are being written: import those that are there (the author replaces this by plain imports)
for _name in ("creation", "joining", "labels", "mathematics", "methods", "randomness", "shaping", "statistics"):
    if (Path(__file__).parent / f"{_name}.py").exists():
        import_module(f"{__name__}.{_name}")

for name in ("creation", "joining", "labels", "mathematics", "methods", "randomness", "shaping", "statistics"):
    import_module(f"{__name__}.{name}")  # its decorators register what it describes
