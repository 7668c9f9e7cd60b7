"""scikit-learn: splitting, scaling, encoding, selecting, data sets."""

from importlib import import_module

from keras_lint.knowledge.call import pure

pure("sklearn")

for _module in ("datasets", "encoders", "functions", "splitters", "splitting", "transformers"):
    import_module(f"{__name__}.{_module}")  # its decorators register what it describes
