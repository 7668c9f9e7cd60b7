import tensorflow as tf
from tensorflow.keras import datasets, layers, models

IMG = 32
AUTO = tf.data.AUTOTUNE
(train_images, train_labels), (test_images, test_labels) = datasets.cifar10.load_data()
train_images, valid_images = train_images[:-5000], train_images[-5000:]
train_labels, valid_labels = train_labels[:-5000], train_labels[-5000:]


def normalize(image, label):
    image = tf.cast(image, tf.float32) / 255.0
    return image, tf.one_hot(tf.squeeze(label, -1), 10)


def augment(image, label):
    image = tf.image.random_flip_left_right(image)
    image = tf.image.resize_with_crop_or_pad(image, IMG + 6, IMG + 6)
    image = tf.image.random_crop(image, size=[IMG, IMG, 3])
    return image, label


def make(images, labels, training=False):
    ds = tf.data.Dataset.from_tensor_slices((images, labels))
    ds = ds.map(normalize, num_parallel_calls=AUTO)
    if training:
        ds = ds.shuffle(1024).map(augment, num_parallel_calls=AUTO)
    return ds.batch(128).prefetch(AUTO)


train_ds = make(train_images, train_labels, training=True)
valid_ds = make(valid_images, valid_labels)
test_ds = make(test_images, test_labels)

model = models.Sequential()
for i, filters in enumerate((32, 64, 64)):
    kwargs = {"input_shape": (IMG, IMG, 3)} if i == 0 else {}
    model.add(layers.Conv2D(filters, (3, 3), activation="relu", **kwargs))
    if i < 2:
        model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss=tf.keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])
model.fit(train_ds, epochs=10, validation_data=valid_ds)
model.evaluate(test_ds)
