"""Ticket routing: text and metadata in, priority and department out."""
import numpy as np
import keras
from keras import layers

vocabulary_size = 1000
num_tags = 20
num_departments = 4

title = keras.Input(shape=(vocabulary_size,), name="title")
text_body = keras.Input(shape=(vocabulary_size,), name="text_body")
tags = keras.Input(shape=(num_tags,), name="tags")
features = layers.Concatenate()([title, text_body, tags])
features = layers.Dense(64, activation="relu", name="dense_features")(features)
priority = layers.Dense(1, activation="sigmoid", name="priority")(features)
department = layers.Dense(num_departments, activation="softmax", name="department")(features)
model = keras.Model(inputs=[title, text_body, tags], outputs=[priority, department])

num_samples = 128
title_data = np.random.randint(0, 2, size=(num_samples, vocabulary_size))
text_body_data = np.random.randint(0, 2, size=(num_samples, vocabulary_size))
tags_data = np.random.randint(0, 2, size=(num_samples, num_tags))
priority_data = np.random.random(size=(num_samples, 1))
department_data = np.random.randint(0, num_departments, size=(num_samples, 1))

model.compile(optimizer="adam",
              loss={"priority": "mean_squared_error", "department": "sparse_categorical_crossentropy"},
              metrics={"priority": ["mean_absolute_error"], "department": ["accuracy"]})
model.fit({"title": title_data, "text_body": text_body_data, "tags": tags_data},
          {"priority": priority_data, "department": department_data}, epochs=1)

extended_features = model.layers[4].output
difficulty = layers.Dense(3, activation="softmax", name="difficulty")(extended_features)
new_model = keras.Model(inputs=[title, text_body, tags], outputs=[priority, department, difficulty])
new_model.summary()

# the same ends by name
by_name = keras.Model(inputs={"title": title, "text_body": text_body, "tags": tags},
                      outputs={"priority": priority, "department": department}, name="by_name")
by_name.compile("adam", {"priority": "mse", "department": "sparse_categorical_crossentropy"})
by_name.fit({"title": title_data, "text_body": text_body_data, "tags": tags_data},
            {"priority": priority_data, "department": department_data}, batch_size=32)
