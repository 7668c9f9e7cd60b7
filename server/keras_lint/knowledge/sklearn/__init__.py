"""scikit-learn: splitting, scaling, encoding, selecting, data sets."""

from keras_lint.knowledge.call import pure
from keras_lint.knowledge.sklearn import datasets, encoders, fitting, functions, splitters, splitting, transformers

pure("sklearn")

__all__ = ["datasets", "encoders", "fitting", "functions", "splitters", "splitting", "transformers"]
