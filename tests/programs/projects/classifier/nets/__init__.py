from .plain import build_plain
from .residual import build_residual

BUILDERS = {"plain": build_plain, "residual": build_residual}


def get_model(architecture, input_shape, num_classes):
    options = dict(architecture)
    name = options.pop("name")
    return BUILDERS[name](input_shape=input_shape, num_classes=num_classes, **options)
