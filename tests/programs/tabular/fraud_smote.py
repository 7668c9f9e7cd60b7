import numpy as np
from collections import Counter
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler
from sklearn.metrics import classification_report
from imblearn.over_sampling import SMOTE
import keras
from keras.layers import Dense, Dropout, BatchNormalization
from keras.callbacks import EarlyStopping, ReduceLROnPlateau

RANDOM_STATE = 42
X, y = make_classification(n_samples=2000, n_features=30, n_informative=12, weights=[0.97], flip_y=0, random_state=RANDOM_STATE)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=RANDOM_STATE)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.2, stratify=y_train, random_state=RANDOM_STATE)

scaler = RobustScaler()
X_train = scaler.fit_transform(X_train)
X_val, X_test = scaler.transform(X_val), scaler.transform(X_test)

X_res, y_res = SMOTE(random_state=RANDOM_STATE).fit_resample(X_train, y_train)
print(Counter(y_res))

model = keras.Sequential(name="fraud")
model.add(keras.Input(shape=(X_res.shape[1],)))
for i, units in enumerate([64, 32, 16]):
    model.add(Dense(units, activation="relu", name=f"hidden_{i + 1}"))
    model.add(BatchNormalization())
    if i < 2:
        model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid", name="fraud_probability"))
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="binary_crossentropy",
              metrics=[keras.metrics.Precision(name="precision"), keras.metrics.Recall(name="recall"), keras.metrics.AUC(name="auc")])
model.fit(X_res, y_res, validation_data=(X_val, y_val), epochs=100, batch_size=256,
          callbacks=[EarlyStopping(monitor="val_auc", mode="max", patience=10), ReduceLROnPlateau(factor=0.5)])
y_hat = (model.predict(X_test) > 0.5).astype(int).ravel()
print(classification_report(y_test, y_hat))
