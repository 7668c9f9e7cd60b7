"""pandas: frames and series are arrays whose columns have names."""

from importlib import import_module

from keras_lint.knowledge.call import pure

pure("pandas")

for name in ("frames", "reading", "selection"):
    import_module(f"{__name__}.{name}")  # its decorators register what it describes
