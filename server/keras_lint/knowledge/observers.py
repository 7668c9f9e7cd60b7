"""Libraries that look at what they are given and leave it as it is."""

from __future__ import annotations

from keras_lint.knowledge.call import pure

pure(
    "matplotlib", "seaborn", "plotly", "pylab", "bokeh", "altair", "os", "sys", "time", "datetime", "logging", "json",
    "pickle", "joblib",
    "re", "math", "cmath", "statistics", "IPython", "tqdm", "wandb", "mlflow", "collections", "itertools",
    "functools", "operator", "PIL",
    "glob", "shutil", "pathlib", "string", "random", "copy", "warnings", "argparse", "csv", "io", "zipfile",
    "tarfile", "urllib",
    "requests", "pprint", "tabulate", "graphviz", "pydot", "shap", "lime", "nltk", "spacy", "statsmodels", "mlxtend",
    "scikitplot", "gc",
    "skimage", "imageio", "cv2", "h5py", "google", "psutil", "platform", "subprocess", "typing", "dataclasses",
    "enum", "uuid", "hashlib",
    "keras.utils.plot_model", "keras.utils.model_to_dot",
)  # fmt: skip
