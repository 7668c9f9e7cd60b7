from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
import tensorflow as tf

data, target = load_breast_cancer(return_X_y=True)
x_tr, x_te, y_tr, y_te = train_test_split(data, target, test_size=0.25, random_state=1, stratify=target)
prep = make_pipeline(MinMaxScaler(), PCA(n_components=8))
x_tr = prep.fit_transform(x_tr)
x_te = prep.transform(x_te)

inputs = tf.keras.layers.Input(shape=(8,))
hidden = tf.keras.layers.Dense(16, activation=tf.nn.relu)(inputs)
hidden = tf.keras.layers.Dense(16, activation=tf.nn.relu)(hidden)
logits = tf.keras.layers.Dense(1)(hidden)
model = tf.keras.Model(inputs=inputs, outputs=logits)
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x_tr, y_tr, epochs=50, validation_split=0.15, verbose=2)
loss, accuracy = model.evaluate(x_te, y_te, verbose=0)
