"""numpy, and the functions of TensorFlow, ``keras.ops`` and scipy that do the same to arrays of numbers."""

from importlib import import_module

from keras_lint.knowledge.call import pure

pure("numpy", "scipy", "tensorflow")

for _module in ("creation", "joining", "labels", "mathematics", "methods", "randomness", "shaping", "statistics"):
    import_module(f"{__name__}.{_module}")  # its decorators register what it describes
