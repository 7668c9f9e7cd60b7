from src.dataset import synthetic
from src.model import BoxRegressor
from tensorflow.keras.optimizers import Adam

SIZE = 96
detector = BoxRegressor(size=SIZE, classes=2)
model = detector.build()
model.compile(optimizer=Adam(1e-3), loss={"box": "mse", "label": "sparse_categorical_crossentropy"}, metrics={"label": ["accuracy"]})
x, y = synthetic(64, SIZE)
xv, yv = synthetic(16, SIZE, seed=1)
model.fit(x, y, validation_data=(xv, yv), epochs=5, batch_size=8)
