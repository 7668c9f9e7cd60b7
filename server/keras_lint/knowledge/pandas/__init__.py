"""pandas: frames and series are arrays whose columns have names."""

from importlib import import_module

from keras_lint.knowledge.call import pure

pure("pandas")

for _module in ("frames", "functions", "reading", "selection"):
    import_module(f"{__name__}.{_module}")  # its decorators register what it describes
