from pathlib import Path

IMG_SIZE = 32
CHANNELS = 3
INPUT_SHAPE = (IMG_SIZE, IMG_SIZE, CHANNELS)
LABELS = ("plane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
NUM_CLASSES = len(LABELS)
BATCH_SIZE = 64
EPOCHS = 30
LEARNING_RATE = 1e-3
CHECKPOINTS = Path("checkpoints")
ARCHITECTURE = {"name": "plain", "filters": [32, 64, 128], "dropout": 0.25, "dense": 256}
