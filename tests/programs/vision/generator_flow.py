# leaf disease classifier, ImageDataGenerator idiom
import os
import numpy as np
from tensorflow.keras.preprocessing.image import ImageDataGenerator, array_to_img
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Activation, Dropout, Flatten, Dense
from tensorflow.keras import backend as K

img_width, img_height = 100, 75
train_data_dir = "data/train"
validation_data_dir = "data/validation"
classes = ["healthy", "rust", "scab"]
nb_train_samples = 60
nb_validation_samples = 15
epochs = 50
batch_size = 10

for directory, total in ((train_data_dir, nb_train_samples), (validation_data_dir, nb_validation_samples)):
    for c in classes:
        os.makedirs(os.path.join(directory, c))
        for i in range(total // len(classes)):
            array_to_img(np.random.rand(80, 80, 3)).save("%s/%s/%03d.png" % (directory, c, i))

if K.image_data_format() == "channels_first":
    input_shape = (3, img_width, img_height)
else:
    input_shape = (img_width, img_height, 3)

model = Sequential()
model.add(Conv2D(32, (3, 3), input_shape=input_shape))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))

model.add(Conv2D(32, (3, 3)))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))

model.add(Conv2D(64, (3, 3)))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))

model.add(Flatten())
model.add(Dense(64))
model.add(Activation("relu"))
model.add(Dropout(0.5))
model.add(Dense(len(classes)))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])

train_datagen = ImageDataGenerator(rescale=1.0 / 255, shear_range=0.2, zoom_range=0.2, horizontal_flip=True)
test_datagen = ImageDataGenerator(rescale=1.0 / 255)

train_generator = train_datagen.flow_from_directory(
    train_data_dir, target_size=(img_width, img_height), batch_size=batch_size, class_mode="categorical")
validation_generator = test_datagen.flow_from_directory(
    validation_data_dir, target_size=(img_width, img_height), batch_size=batch_size, class_mode="categorical", shuffle=False)

model.fit(train_generator, steps_per_epoch=nb_train_samples // batch_size, epochs=epochs,
          validation_data=validation_generator, validation_steps=nb_validation_samples // batch_size)
model.save_weights("first_try.weights.h5")
probabilities = model.predict(validation_generator)
print(np.argmax(probabilities, axis=1))
