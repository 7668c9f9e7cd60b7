from tensorflow.keras import layers, Model
from tensorflow.keras.applications import MobileNetV2


class BoxRegressor:
    """Backbone and two heads: a box and a class."""

    def __init__(self, size=128, classes=2, alpha=0.35):
        self.size = size
        self.classes = classes
        self.alpha = alpha

    @property
    def input_shape(self):
        return (self.size, self.size, 3)

    def _head(self, features, width, **kwargs):
        h = layers.Dense(width, activation="relu")(features)
        return layers.Dense(**kwargs)(h)

    def build(self, trainable=False):
        backbone = MobileNetV2(input_shape=self.input_shape, alpha=self.alpha, include_top=False, pooling="avg", weights="imagenet")
        backbone.trainable = trainable
        box = self._head(backbone.output, 128, units=4, activation="sigmoid", name="box")
        label = self._head(backbone.output, 64, units=self.classes, activation="softmax", name="label")
        return Model(inputs=backbone.input, outputs={"box": box, "label": label}, name="detector")
