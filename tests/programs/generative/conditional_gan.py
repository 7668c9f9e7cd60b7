import numpy as np
import keras
from keras.layers import Input, Dense, Embedding, Flatten, multiply, Reshape, LeakyReLU, Dropout, Concatenate, Conv2D, Conv2DTranspose
from keras.models import Model, Sequential

NUM_CLASSES = 10
LATENT = 64
SHAPE = (32, 32, 3)


def define_discriminator(in_shape=SHAPE, n_classes=NUM_CLASSES):
    in_label = Input(shape=(1,))
    li = Embedding(n_classes, 50)(in_label)
    n_nodes = in_shape[0] * in_shape[1]
    li = Dense(n_nodes)(li)
    li = Reshape((in_shape[0], in_shape[1], 1))(li)
    in_image = Input(shape=in_shape)
    merge = Concatenate()([in_image, li])
    fe = Conv2D(64, (3, 3), strides=(2, 2), padding="same")(merge)
    fe = LeakyReLU(0.2)(fe)
    fe = Conv2D(64, (3, 3), strides=(2, 2), padding="same")(fe)
    fe = LeakyReLU(0.2)(fe)
    fe = Flatten()(fe)
    fe = Dropout(0.4)(fe)
    out_layer = Dense(1, activation="sigmoid")(fe)
    model = Model([in_image, in_label], out_layer)
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.0002, beta_1=0.5), metrics=["accuracy"])
    return model


def define_generator(latent_dim, n_classes=NUM_CLASSES):
    in_label = Input(shape=(1,))
    li = Embedding(n_classes, 50)(in_label)
    li = Dense(8 * 8)(li)
    li = Reshape((8, 8, 1))(li)
    in_lat = Input(shape=(latent_dim,))
    gen = Dense(64 * 8 * 8)(in_lat)
    gen = LeakyReLU(0.2)(gen)
    gen = Reshape((8, 8, 64))(gen)
    merge = Concatenate()([gen, li])
    for _ in range(2):
        merge = Conv2DTranspose(64, (4, 4), strides=(2, 2), padding="same")(merge)
        merge = LeakyReLU(0.2)(merge)
    out_layer = Conv2D(3, (8, 8), activation="tanh", padding="same")(merge)
    return Model([in_lat, in_label], out_layer)


def define_gan(g_model, d_model):
    d_model.trainable = False
    gen_noise, gen_label = g_model.input
    gen_output = g_model.output
    gan_output = d_model([gen_output, gen_label])
    model = Model([gen_noise, gen_label], gan_output)
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.0002, beta_1=0.5))
    return model


def load_real_samples():
    (trainX, trainy), (_, _) = keras.datasets.cifar10.load_data()
    X = trainX.astype("float32")
    X = (X - 127.5) / 127.5
    return [X, trainy]


def train(g_model, d_model, gan_model, dataset, latent_dim, n_epochs=2, n_batch=64):
    half_batch = int(n_batch / 2)
    for i in range(n_epochs):
        ix = np.random.randint(0, dataset[0].shape[0], half_batch)
        X_real, labels_real = dataset[0][ix], dataset[1][ix]
        d_loss1 = d_model.train_on_batch([X_real, labels_real], np.ones((half_batch, 1)))
        z = np.random.randn(latent_dim * half_batch).reshape(half_batch, latent_dim)
        labels = np.random.randint(0, NUM_CLASSES, half_batch)
        X_fake = g_model.predict([z, labels.reshape(-1, 1)])
        d_model.train_on_batch([X_fake, labels.reshape(-1, 1)], np.zeros((half_batch, 1)))
        z = np.random.randn(n_batch, latent_dim)
        gan_model.train_on_batch([z, np.random.randint(0, NUM_CLASSES, (n_batch, 1))], np.ones((n_batch, 1)))


d_model = define_discriminator()
g_model = define_generator(LATENT)
gan_model = define_gan(g_model, d_model)
train(g_model, d_model, gan_model, load_real_samples(), LATENT)
