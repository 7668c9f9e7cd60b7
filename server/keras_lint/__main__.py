"""``python -m keras_lint``."""

from keras_lint.cli.main import main

main()
