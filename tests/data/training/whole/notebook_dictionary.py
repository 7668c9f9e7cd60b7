!pip install -q keras tensorflow
import numpy as np
import tensorflow as tf
from tensorflow.keras import callbacks as cb
from tensorflow.keras import datasets, layers, models, optimizers
from tensorflow.keras.preprocessing.image import ImageDataGenerator
# %%
params = {
    'lr': {rate},
    'epochs': {epochs},
    'bs': {batch},
    'val': {share},
    'stop': dict(monitor={monitor}, patience={patience}, restore_best_weights={restore}),
}
params['split'] = {split}
params.update(table={plot}, rounds={rounds})
params
# %%
(X, y), _ = datasets.cifar10.load_data()
X = X / 255.
X.min(), X.max()
# %%
def cnn(p):
    m = models.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation='relu'),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation='relu'),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation='relu'),
        layers.Dense(10, activation='softmax'),
    ])
    m.compile(optimizer=optimizers.Nadam(p['lr']),  # KL308 KL309
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
    return m

model = cnn(params)
# %%
def callbacks(p):
    found = []
    if p['stop']['patience']:
        found.append(cb.EarlyStopping(**p['stop']))  # KL303 KL305
    return found
# %%
%%time
def train(p):
    h = model.fit(X, y, batch_size=128, epochs=p['epochs'], validation_split=p['val'], callbacks=callbacks(p))  # KL301 KL302 KL320
    if p['table']:
        print(np.round(h.history['loss'], 3))

train(params)
# %%
gen = ImageDataGenerator(rotation_range=10, zoom_range=0.1, horizontal_flip=True)
model.fit(gen.flow(X, y, batch_size=params['bs']), steps_per_epoch=len(X) // params['bs'], epochs=2, validation_split=params['split'])  # KL301 KL311 KL314
model.save('cnn.keras')
# %%
table = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]])
net = models.Sequential([layers.Input((2,)), layers.Dense(8, activation='relu'), layers.Dense(1, activation='sigmoid')])
net.compile('adam', 'binary_crossentropy')
net.fit(table[:, :2], table[:, 2], epochs=params['rounds'], verbose=0)  # KL307
net.predict(table[:, :2])
