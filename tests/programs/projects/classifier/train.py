"""Entry of the project: python train.py"""
import keras

import config
from config import BATCH_SIZE, EPOCHS, INPUT_SHAPE, NUM_CLASSES
from data import load
from nets import get_model


def callbacks():
    config.CHECKPOINTS.mkdir(exist_ok=True)
    yield keras.callbacks.ModelCheckpoint(str(config.CHECKPOINTS / "best.keras"), save_best_only=True)
    yield keras.callbacks.EarlyStopping(patience=5)


def main():
    train, valid, test = load()
    model = get_model(config.ARCHITECTURE, INPUT_SHAPE, NUM_CLASSES)
    model.compile(optimizer=keras.optimizers.Adam(config.LEARNING_RATE), loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(*train, batch_size=BATCH_SIZE, epochs=EPOCHS, validation_data=valid, callbacks=list(callbacks()))
    print(model.evaluate(*test))
    small = get_model({"name": "residual"}, INPUT_SHAPE, NUM_CLASSES)
    small.compile("sgd", "categorical_crossentropy")
    small.fit(*train, epochs=1, validation_data=valid)


if __name__ == "__main__":
    main()
