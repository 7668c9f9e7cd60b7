"""KL106, KL107 and KL130: what has seen the rows a model is judged by."""

from __future__ import annotations

import pytest

from .support import DENSE, RARE, marked, program, repairs, rows

JUDGED = DENSE + "model.fit(X_train, y_train, epochs=3)\nmodel.evaluate(X_test, y_test)\n"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)"

LEAKS = {
    "fit, then transform": program(
        RARE, "scaler = StandardScaler()\nscaler.fit(X)  # KL106\nX = scaler.transform(X)", SPLIT, JUDGED
    ),
    "under another name, without a name of its own": program(
        RARE,
        """
        X_scaled = MinMaxScaler().fit_transform(X)  # KL106
        X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=0.2)
        """,
        JUDGED,
    ),
    "statistics of all rows": program(RARE, "X = (X - X.mean(axis=0)) / X.std(axis=0)  # KL106", SPLIT, JUDGED),
    "validation data": program(
        RARE,
        "X = StandardScaler().fit_transform(X)  # KL106",
        SPLIT,
        DENSE,
        "model.fit(X_train, y_train, validation_data=(X_test, y_test))",
    ),
    "before resampling": program(
        RARE,
        "X = StandardScaler().fit_transform(X)  # KL106",
        SPLIT,
        "X_train, y_train = SMOTE().fit_resample(X_train, y_train)",
        JUDGED,
    ),
    "predictions for the test part": program(
        RARE,
        "from sklearn.decomposition import PCA\nX = PCA(n_components=10).fit_transform(X)  # KL106",
        SPLIT,
        DENSE,
        "model.fit(X_train, y_train)\nscores = model.predict(X_test)",
    ),
    "fitted again on test": program(
        RARE,
        SPLIT,
        "s = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.fit_transform(X_test)  # KL106",
        JUDGED,
    ),
    "a layer adapted to all rows": program(
        RARE,
        "norm = layers.Normalization()\nnorm.adapt(X)  # KL106",
        SPLIT,
        DENSE.replace("keras.Input((10,))", "keras.Input((10,)), norm"),
        "model.fit(X_train, y_train, epochs=3)\nmodel.evaluate(X_test, y_test)",
    ),
    "tokens of all texts": program(
        """
        from tensorflow.keras.preprocessing.sequence import pad_sequences
        from tensorflow.keras.preprocessing.text import Tokenizer
        df = pd.read_csv("texts.csv")
        tokenizer = Tokenizer(num_words=5000)
        tokenizer.fit_on_texts(df["text"])  # KL106
        X = pad_sequences(tokenizer.texts_to_sequences(df["text"]), maxlen=50)
        y = df["label"].values
        """,
        SPLIT,
        """
        model = keras.Sequential([layers.Embedding(5000, 8), layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(X_train, y_train, epochs=3)
        model.evaluate(X_test, y_test)
        """,
    ),
    "in a function": program(
        RARE,
        """
        def prepare(features, scaler=None):
            scaler = scaler or StandardScaler()
            return scaler.fit_transform(features)  # KL106

        X = prepare(X)
        """,
        SPLIT,
        JUDGED,
    ),
}
NO_LEAKS = {
    "fitted on train": program(
        RARE, SPLIT, "s = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.transform(X_test)", JUDGED
    ),
    "statistics of train": program(
        RARE,
        SPLIT,
        "m, s = X_train.mean(axis=0), X_train.std(axis=0)\nX_train = (X_train - m) / s\nX_test = (X_test - m) / s",
        JUDGED,
    ),
    "a constant": program(RARE, "X = X / 10.0", SPLIT, JUDGED),
    "labels encoded before the split": program(
        "df = pd.read_csv('a.csv')\nX, y = df.drop(columns='kind').values, LabelEncoder().fit_transform(df['kind'])",
        SPLIT,
        JUDGED,
    ),
    "columns encoded before the split": program(
        "df = pd.get_dummies(pd.read_csv('a.csv'))\nX, y = df.drop(columns='kind').values, df['kind'].values",
        SPLIT,
        JUDGED,
    ),
    "a layer adapted to the training part": program(
        RARE,
        SPLIT,
        "norm = layers.Normalization()\nnorm.adapt(X_train)",
        DENSE.replace("keras.Input((10,))", "keras.Input((10,)), norm"),
        "model.fit(X_train, y_train, epochs=3)\nmodel.evaluate(X_test, y_test)",
    ),
    "only for a picture": program(
        RARE,
        "from sklearn.decomposition import PCA\nplotted = PCA(2).fit_transform(X)\nprint(plotted[:5])",
        SPLIT,
        JUDGED,
    ),
    "nothing held out": program(RARE, "X = StandardScaler().fit_transform(X)", DENSE, "model.fit(X, y, epochs=3)"),
    "validation_split of data scaled as a whole": program(
        RARE, "X = StandardScaler().fit_transform(X)", DENSE, "model.fit(X, y, validation_split=0.2)"
    ),
    "two data sets, each with its own scaler": program(
        RARE,
        "A, b = make_classification(n_samples=500, n_features=10, random_state=1)",
        "X = StandardScaler().fit_transform(X)\nA = StandardScaler().fit_transform(A)",
        DENSE,
        "model.fit(X, y)\nmodel.evaluate(A, b)",
    ),
    "evaluated on the training data": program(
        RARE, "X = StandardScaler().fit_transform(X)", DENSE, "model.fit(X, y)\nmodel.evaluate(X, y)"
    ),
}
RESAMPLED_TOO_SOON = {
    "over several lines": program(
        RARE,
        """
        sampler = RandomOverSampler(
            random_state=0,
        )
        X, y = sampler.fit_resample(X, y)  # KL107
        """,
        SPLIT,
        JUDGED,
    ),
    "then scaled, then split": program(
        RARE,
        "X_res, y_res = SMOTE().fit_resample(X, y)  # KL107",
        "X_train, X_test, y_train, y_test = train_test_split(X_res, y_res)",
        "s = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.transform(X_test)",
        JUDGED,
    ),
    "the test part": program(
        RARE,
        SPLIT,
        "X_train, y_train = SMOTE().fit_resample(X_train, y_train)\nX_test, y_test = SMOTE().fit_resample(X_test, y_test)  # KL107",
        JUDGED,
    ),
    "one class drawn again": program(
        """
        from sklearn.utils import resample
        df = pd.read_csv("a.csv")
        frequent, rare = df[df.label == 0], df[df.label == 1]
        rare = resample(rare, replace=True, n_samples=len(frequent), random_state=1)  # KL107
        df = pd.concat([frequent, rare])
        X, y = df.drop(columns="label").values, df["label"].values
        """,
        SPLIT,
        JUDGED,
    ),
    "validation data": program(
        RARE,
        "X, y = SMOTE().fit_resample(X, y)  # KL107",
        SPLIT,
        DENSE,
        "model.fit(X_train, y_train, validation_data=(X_test, y_test))",
    ),
}
RESAMPLED_IN_TIME = {
    "after the split": program(RARE, SPLIT, "X_train, y_train = SMOTE().fit_resample(X_train, y_train)", JUDGED),
    "left out before the split": program(RARE, "X, y = RandomUnderSampler().fit_resample(X, y)", SPLIT, JUDGED),
    "never judged": program(RARE, "X, y = SMOTE().fit_resample(X, y)", DENSE, "model.fit(X, y)"),
    "for another model": program(
        RARE,
        SPLIT,
        "from sklearn.linear_model import LogisticRegression\nA, b = SMOTE().fit_resample(X, y)\nLogisticRegression().fit(A, b)",
        JUDGED,
    ),
}
RESAMPLED_AND_CUT = {
    "SMOTE": program(
        RARE, "X, y = SMOTE().fit_resample(X, y)", DENSE, "model.fit(X, y, validation_split=0.2)  # KL130"
    ),
    "after a split": program(
        RARE,
        SPLIT,
        "A, b = RandomOverSampler().fit_resample(X_train, y_train)",
        DENSE,
        "model.fit(A, b, epochs=3, validation_split=0.1)  # KL130\nmodel.evaluate(X_test, y_test)",
    ),
    "left out, and sorted by class": program(
        RARE,
        "X, y = RandomUnderSampler().fit_resample(X, y)",
        DENSE,
        "share = 0.25\nmodel.fit(X, y, validation_split=share)  # KL130",
    ),
    "shuffled, yet made of training rows": program(
        RARE,
        "from sklearn.utils import shuffle\nX, y = SMOTE().fit_resample(X, y)\nX, y = shuffle(X, y)",
        DENSE,
        "model.fit(X, y, validation_split=0.2)  # KL130",
    ),
}
RESAMPLED_AND_CUT |= {
    name: program(RARE, appended, DENSE, "model.fit(A, b, epochs=3, validation_split=0.2)  # KL130")
    for name, appended in {
        "picked by a mask": "A, b = np.concatenate([X, X[y == 1]]), np.concatenate([y, y[y == 1]])",
        "picked and repeated": """
            rare = y == 1
            more, ones = np.repeat(X[rare], 10, axis=0), np.repeat(y[rare], 10)
            A, b = np.vstack([X, more]), np.hstack([y, ones])
            """,
        "several times": "A, b = np.concatenate([X] + [X[y == 1]] * 5), np.concatenate([y] + [y[y == 1]] * 5)",
        "drawn by chance": """
            drawn = np.random.choice(np.where(y == 1)[0], 500)
            A, b = np.concatenate((X, X[drawn])), np.concatenate((y, y[drawn]))
            """,
        "shuffled": """
            A, b = np.concatenate([X, X[y == 1]]), np.concatenate([y, y[y == 1]])
            order = np.random.permutation(len(A))
            A, b = A[order], b[order]
            """,
        "rows of a frame": """
            df = pd.DataFrame(X).assign(label=y)
            df = pd.concat([df, df[df.label == 1]])
            A, b = df.drop(columns="label").values, df["label"].values
            """,
        "in a function": """
            def with_more(x, y, times):
                picked = x[y == 1], y[y == 1]
                for _ in range(times):
                    x, y = np.concatenate([x, picked[0]]), np.concatenate([y, picked[1]])
                return x, y

            A, b = with_more(X, y, times=3)
            """,
        "one class drawn again": """
            from sklearn.utils import resample
            more, ones = resample(X[y == 1], y[y == 1], n_samples=900)
            A, b = np.concatenate([X[y == 0], more]), np.concatenate([y[y == 0], ones])
            """,
    }.items()
}
RESAMPLED_AND_NOT_CUT = {
    name: program(RARE, appended, DENSE, "model.fit(A, b, epochs=3, validation_split=0.2)")
    for name, appended in {
        "other rows": "A, b = np.concatenate([X, np.load('x.npy')]), np.concatenate([y, np.load('y.npy')])",
        "two classes": "A, b = np.concatenate([X[y == 0], X[y == 1]]), np.concatenate([y[y == 0], y[y == 1]])",
        "both parts of a split": f"{SPLIT}\nA, b = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])",
        "filled up to whole batches": "A, b = np.concatenate([X, X[:16]]), np.concatenate([y, y[:16]])",
        "columns": "A, b = np.concatenate([X[:, :4], X[:, 4:]], axis=1), y",
        "two columns as rows": "A, b = np.concatenate([X[:, :5], X[:, 5:]]), np.concatenate([y, y])",
    }.items()
} | {
    "validation data of its own": program(
        RARE,
        SPLIT,
        "A, b = SMOTE().fit_resample(X_train, y_train)",
        DENSE,
        "model.fit(A, b, validation_data=(X_test, y_test))",
    ),
    "left out, then shuffled": program(
        RARE,
        "from sklearn.utils import shuffle\nX, y = RandomUnderSampler().fit_resample(X, y)\nX, y = shuffle(X, y)",
        DENSE,
        "model.fit(X, y, validation_split=0.2)",
    ),
    "not resampled": program(RARE, DENSE, "model.fit(X, y, validation_split=0.2)"),
    "no share": program(RARE, "X, y = SMOTE().fit_resample(X, y)", DENSE, "model.fit(X, y, validation_split=0.0)"),
}


LOADED = 'import sys\nX, y = np.load("x.npy"), np.load("y.npy")\n'
CUT = {
    "a share of the rows": "n = int(0.8 * len(X))\na, b, c, d = X[:n], y[:n], X[n:], y[n:]",
    "a share, written each time": "a, b = X[: int(len(X) * 0.8)], y[:99]\nc, d = X[int(len(X) * 0.8) :], y[99:]",
    "a share of the labels": "n = len(y) * 4 // 5\na, b, c, d = X[:n], y[:n], X[n:], y[n:]",
    "a share by the shape": "n = X.shape[0] // 5\na, b, c, d = X[:-n], y[:-n], X[-n:], y[-n:]",
    "two shares": "m, n = int(0.6 * len(X)), int(0.8 * len(X))\na, b, v, c, d = X[:m], y[:m], X[m:n], X[n:], y[n:]",
    "what is left": "n = len(X) - int(0.2 * len(X))\na, b, c, d = X[:n], y[:n], X[n:], y[n:]",
    "a share that is not known": "n = int(len(X) * float(sys.argv[1]))\na, b, c, d = X[:n], y[:n], X[n:], y[n:]",
    "a parameter": """
        def cut(rows, share):
            n = int(len(rows) * share)
            return rows[:n], rows[n:]

        (a, c), (b, d) = cut(X, 0.8), cut(y, 0.8)
        """,
}
"""Rows cut at a number that is not known: the parts share none."""
NOT_CUT = {
    "the same part": "n = int(0.8 * len(X))\na, b, c, d = X[:n], y[:n], X[:n], y[:n]",
    "parts that overlap": "m, n = int(0.6 * len(X)), int(0.8 * len(X))\na, b, c, d = X[:n], y[:n], X[m:], y[m:]",
    "two numbers": "m, n = int(sys.argv[1]), int(sys.argv[2])\na, b, c, d = X[:n], y[:n], X[m:], y[m:]",
    "counted from both ends": "n = int(sys.argv[1])\na, b, c, d = X[:n], y[:n], X[-n:], y[-n:]",
    "shares of other rows": (
        "m, n = int(0.8 * len(X)), int(0.8 * len(np.load('z.npy')))\na, b, c, d = X[:n], y[:n], X[m:], y[m:]"
    ),
    "shares rounded in two ways": "m, n = int(0.29 * len(X)), 29 * len(X) // 100\na, b, c, d = X[:n], y[:n], X[m:], y[m:]",
}
"""Rows that may be in both parts: evaluated on what was trained on is no leak of a scaler."""
CUT_AND_JUDGED = DENSE + "model.fit(a, b, epochs=3)\nmodel.evaluate(c, d)\n"


@pytest.mark.parametrize("name", [*CUT, *NOT_CUT])
def test_parts_cut_at_a_number_that_is_not_known_are_followed(name: str) -> None:
    cut = CUT.get(name) or NOT_CUT[name]
    scaled = program(LOADED, "X = StandardScaler().fit_transform(X)  # KL106", cut, CUT_AND_JUDGED)
    after = program(LOADED, cut, "s = StandardScaler()\na, c = s.fit_transform(a), s.transform(c)", CUT_AND_JUDGED)
    assert rows(scaled, "KL106") == (marked(scaled, "KL106") if name in CUT else [])
    assert rows(after, "KL106") == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rule, c)
        for rule, cases in (("KL106", LEAKS), ("KL107", RESAMPLED_TOO_SOON), ("KL130", RESAMPLED_AND_CUT))
        for c in cases.values()
    ],
    ids=[
        f"{rule} {name}"
        for rule, cases in (("KL106", LEAKS), ("KL107", RESAMPLED_TOO_SOON), ("KL130", RESAMPLED_AND_CUT))
        for name in cases
    ],
)
def test_a_leak_is_shown_where_it_arises(rule: str, code: str) -> None:
    assert rows(code, rule) == marked(code, rule)
    for remedy, text in repairs(code, rule).items():
        assert rows(text, rule) == [], remedy


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rule, c)
        for rule, cases in (("KL106", NO_LEAKS), ("KL107", RESAMPLED_IN_TIME), ("KL130", RESAMPLED_AND_NOT_CUT))
        for c in cases.values()
    ],
    ids=[
        f"{rule} {name}"
        for rule, cases in (("KL106", NO_LEAKS), ("KL107", RESAMPLED_IN_TIME), ("KL130", RESAMPLED_AND_NOT_CUT))
        for name in cases
    ],
)
def test_what_is_no_leak_is_left_alone(rule: str, code: str) -> None:
    assert rows(code, rule) == []


def test_the_scaler_moves_behind_the_split() -> None:
    fixed = repairs(LEAKS["under another name, without a name of its own"], "KL106")["fit-after-split"]
    assert "X_scaled" not in fixed
    assert (
        "train_test_split(X, y, test_size=0.2)\nscaler = MinMaxScaler()\nX_train = scaler.fit_transform(X_train)\n"
        in fixed
    )


def test_fit_and_transform_move_together() -> None:
    fixed = repairs(LEAKS["fit, then transform"], "KL106")["fit-after-split"]
    assert "scaler = StandardScaler()\nX_train, X_test" in fixed
    assert "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n" in fixed
    assert rows(fixed, "KL106") == []


@pytest.mark.parametrize("use", ["print(scaler.mean_)", "print(X.shape)"])
def test_nothing_moves_past_a_use_of_it(use: str) -> None:
    for before in (
        "scaler.fit(X)\nX = scaler.transform(X)\n" + use,
        "scaler.fit(X)\n" + use + "\nX = scaler.transform(X)",
    ):
        assert repairs(program(RARE, "scaler = StandardScaler()\n" + before, SPLIT, JUDGED), "KL106") == {}
    before = f"scaler = StandardScaler()\nX = scaler.fit_transform(X)\n{use}"
    assert repairs(program(RARE, before, SPLIT, JUDGED), "KL106") == {}


def test_nothing_moves_where_the_scaled_data_are_used_otherwise() -> None:
    code = LEAKS["under another name, without a name of its own"] + "print(X_scaled.shape)\n"
    assert repairs(code, "KL106") == {}


def test_a_statistic_is_not_moved() -> None:
    assert repairs(LEAKS["statistics of all rows"], "KL106") == {}
