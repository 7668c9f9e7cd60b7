import numpy as np


def synthetic(count, size, seed=0):
    rng = np.random.default_rng(seed)
    images = np.zeros((count, size, size, 3), dtype="float32")
    boxes = np.zeros((count, 4), dtype="float32")
    labels = rng.integers(0, 2, size=(count,))
    for i in range(count):
        x0, y0 = rng.integers(0, size // 2, size=2)
        w, h = rng.integers(8, size // 2, size=2)
        images[i, y0 : y0 + h, x0 : x0 + w, labels[i]] = 1.0
        boxes[i] = [x0 / size, y0 / size, (x0 + w) / size, (y0 + h) / size]
    return images, {"box": boxes, "label": labels}
