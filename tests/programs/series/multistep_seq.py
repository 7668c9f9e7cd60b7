from numpy import array, hstack, arange
from keras.models import Sequential
from keras.layers import LSTM, Dense, RepeatVector, TimeDistributed, ConvLSTM2D, Flatten, Conv1D, MaxPooling1D, Bidirectional


def split_sequences(sequences, n_steps_in, n_steps_out):
    X, y = list(), list()
    for i in range(len(sequences)):
        end_ix = i + n_steps_in
        out_end_ix = end_ix + n_steps_out
        if out_end_ix > len(sequences):
            break
        seq_x, seq_y = sequences[i:end_ix, :], sequences[end_ix:out_end_ix, :]
        X.append(seq_x)
        y.append(seq_y)
    return array(X), array(y)


in_seq1 = array([10, 20, 30, 40, 50, 60, 70, 80, 90])
in_seq2 = array([15, 25, 35, 45, 55, 65, 75, 85, 95])
out_seq = array([in_seq1[i] + in_seq2[i] for i in range(len(in_seq1))])
in_seq1 = in_seq1.reshape((len(in_seq1), 1))
in_seq2 = in_seq2.reshape((len(in_seq2), 1))
out_seq = out_seq.reshape((len(out_seq), 1))
dataset = hstack((in_seq1, in_seq2, out_seq))
n_steps_in, n_steps_out = 4, 2
X, y = split_sequences(dataset, n_steps_in, n_steps_out)
n_features = X.shape[2]

model = Sequential()
model.add(LSTM(200, activation="relu", input_shape=(n_steps_in, n_features)))
model.add(RepeatVector(n_steps_out))
model.add(LSTM(200, activation="relu", return_sequences=True))
model.add(TimeDistributed(Dense(n_features)))
model.compile(optimizer="adam", loss="mse")
model.fit(X, y, epochs=300, verbose=0)
x_input = array([[60, 65, 125], [70, 75, 145], [80, 85, 165], [90, 95, 185]])
x_input = x_input.reshape((1, n_steps_in, n_features))
yhat = model.predict(x_input, verbose=0)

# CNN-LSTM on subsequences
n_seq, n_steps = 2, 2
Xs = X.reshape((X.shape[0], n_seq, n_steps, n_features))
cnn = Sequential()
cnn.add(TimeDistributed(Conv1D(filters=64, kernel_size=1, activation="relu"), input_shape=(None, n_steps, n_features)))
cnn.add(TimeDistributed(MaxPooling1D(pool_size=2)))
cnn.add(TimeDistributed(Flatten()))
cnn.add(Bidirectional(LSTM(50, activation="relu")))
cnn.add(Dense(n_steps_out * n_features))
cnn.compile(optimizer="adam", loss="mse")
cnn.fit(Xs, y.reshape(len(y), -1), epochs=500, verbose=0)
