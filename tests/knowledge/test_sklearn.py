"""Splits, scalers, encoders, made-up and bundled data, resampling: what is known of them is what the libraries do."""

from __future__ import annotations

import pytest
from tests.knowledge.oracle import Facts, compare, whole_shape

from keras_lint.knowledge.values import Array, Rows

SETUP = """
import numpy as np
import pandas as pd
from sklearn import datasets, preprocessing
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.datasets import make_blobs, make_circles, make_classification, make_moons, make_regression
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, ShuffleSplit, StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline, Pipeline
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, MaxAbsScaler, MinMaxScaler, Normalizer
from sklearn.preprocessing import OneHotEncoder, RobustScaler, StandardScaler
from sklearn.utils import resample, shuffle
from sklearn.utils.class_weight import compute_class_weight
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import ADASYN, SMOTE, RandomOverSampler
from imblearn.under_sampling import NearMiss, RandomUnderSampler, TomekLinks
np.random.seed(0)
X = np.random.uniform(-5, 9, (203, 6))
y = np.random.randint(0, 3, 203)
names = np.array(["cat", "dog", "cat", "bird"] * 20)
skewed = np.array([0] * 180 + [1] * 20)
Z = np.random.rand(200, 4)
"""

WHOLE = [
    "train_test_split(X, y)", "train_test_split(X, y, test_size=0.2)", "train_test_split(X, y, test_size=50)",
    "train_test_split(X, train_size=0.5)", "train_test_split(X, y, train_size=0.7, test_size=0.1)",
    "train_test_split(X, y, np.arange(203), test_size=0.33, random_state=1)",
    "train_test_split(X, y, test_size=0.25, stratify=y)", "train_test_split(X, y, shuffle=False)",
    "train_test_split(list(range(10)), test_size=0.5)", "train_test_split(X, y, train_size=100)",
    "train_test_split(y, test_size=1/3)", "train_test_split(skewed, stratify=skewed)",
    "StandardScaler().fit_transform(X)", "MinMaxScaler().fit_transform(X)", "MinMaxScaler((-1, 1)).fit_transform(X)",
    "RobustScaler().fit_transform(X)", "MinMaxScaler(feature_range=(0, 255)).fit_transform(X)",
    "MaxAbsScaler().fit_transform(X)", "Normalizer().fit_transform(X)", "StandardScaler().fit(X).transform(X)",
    "MinMaxScaler().fit(X[:100]).transform(X[100:])", "StandardScaler().fit_transform(X.astype('float32'))",
    "PCA(n_components=3).fit_transform(X)", "PCA(2).fit_transform(X)", "PCA().fit_transform(X)",
    "SelectKBest(k=2).fit_transform(X, y)", "preprocessing.scale(X)", "preprocessing.minmax_scale(X)",
    "preprocessing.normalize(X)", "StandardScaler().fit_transform(y.reshape(-1, 1))",
    "LabelEncoder().fit_transform(names)", "LabelEncoder().fit_transform(y)", "LabelBinarizer().fit_transform(names)",
    "LabelBinarizer().fit_transform(skewed)", "OneHotEncoder(sparse_output=False).fit_transform(names.reshape(-1, 1))",
    "OneHotEncoder().fit_transform(names.reshape(-1, 1)).toarray()",
    "preprocessing.label_binarize(y, classes=[0, 1, 2])", "make_classification()",
    "make_classification(n_samples=1000, n_features=8)", "make_classification(500, 10, n_classes=3, n_informative=5)",
    "make_classification(n_samples=2000, weights=[0.95], random_state=0)",
    "make_classification(n_samples=1000, weights=[0.9, 0.1], random_state=0)", "make_regression(100, 5)",
    "make_regression(n_samples=50, n_features=3, n_targets=2)", "make_moons(200, noise=0.1)",
    "make_circles(n_samples=101)", "make_blobs(n_samples=100, centers=4, n_features=3)", "make_blobs(90)",
    "make_blobs(n_samples=[300, 20], n_features=2)", "make_moons()", "load_iris(return_X_y=True)", "load_iris().data",
    "load_iris().target", "load_iris()['data']", "load_digits().images", "load_digits().data",
    "load_wine(return_X_y=True)", "load_breast_cancer(return_X_y=True)", "load_diabetes(return_X_y=True)",
    "datasets.load_iris().data[:, 2:]", "load_iris().target_names", "shuffle(X, y)", "shuffle(X, random_state=0)",
    "resample(X, n_samples=50)", "resample(X, y)", "SMOTE(random_state=0).fit_resample(Z, skewed)",
    "RandomOverSampler().fit_resample(Z, skewed)", "RandomUnderSampler().fit_resample(Z, skewed)",
    "NearMiss().fit_resample(Z, skewed)", "np.split(X, [150])",
    "compute_class_weight('balanced', classes=np.unique(skewed), y=skewed)",
]  # fmt: skip

SOUND = [
    "TomekLinks().fit_resample(Z, skewed)", "SMOTETomek().fit_resample(Z, skewed)",
    "ADASYN(random_state=0).fit_resample(Z, skewed)", "SMOTE(sampling_strategy=0.5).fit_resample(Z, skewed)",
    "CountVectorizer().fit_transform(['a cat', 'a dog'])", "TfidfVectorizer().fit_transform(['a cat', 'a dog'])",
    "make_pipeline(StandardScaler(), PCA(2)).fit_transform(X)", "Pipeline([('s', StandardScaler())]).fit_transform(X)",
    "PCA(0.9).fit_transform(X)", "ColumnTransformer([('s', StandardScaler(), [0, 1])]).fit_transform(X)",
    "SimpleImputer().fit_transform(X)", "OneHotEncoder().fit_transform(X[:5])",
    "StandardScaler().fit(X).inverse_transform(X)", "list(KFold(5).split(X))[0]",
    "LabelEncoder().fit(names).inverse_transform([0, 1])", "make_blobs(50, centers=[[0, 0], [1, 1]])",
    "train_test_split(X, pd.Series(y))", "train_test_split(pd.DataFrame(X), test_size=0.1)",
    "train_test_split(X.tolist(), test_size=0.1)", "load_iris(as_frame=True).data",
    "make_classification(n_samples=30, weights=[0.9])", "resample(X, n_samples=500, replace=True)",
    "make_classification(100, 20, n_classes=2)[1]", "MinMaxScaler(clip=True).fit(X[:9]).transform(X)",
    "make_regression(20, 3, coef=True)", "load_digits(n_class=5).data", "load_iris().frame",
    "preprocessing.Binarizer(threshold=0.5).fit_transform(X)",
    "preprocessing.QuantileTransformer(n_quantiles=10).fit_transform(X)",
    "preprocessing.PolynomialFeatures(2).fit_transform(X)",
    "preprocessing.OrdinalEncoder().fit_transform(names.reshape(-1, 1))",
]  # fmt: skip


@pytest.mark.parametrize("expression", WHOLE)
def test_known_shapes_ranges_and_classes_are_real(expression: str) -> None:
    facts, _, untrue = compare(f"{SETUP}\nresult = {expression}\n")
    assert untrue == []
    fact = facts["result"]
    for item in getattr(fact, "items", (fact,)):
        assert whole_shape(facts.read(item)), facts.read(item)


@pytest.mark.parametrize("expression", SOUND)
def test_nothing_untrue_is_claimed(expression: str) -> None:
    assert compare(f"{SETUP}\nresult = {expression}\n")[2] == []


STATEMENTS = [
    "a, b, c, d = train_test_split(X, y, test_size=0.2)\na, v, c, w = train_test_split(a, c, test_size=0.25)",
    "for train, test in KFold(7, shuffle=True).split(X, y):\n    a, b = X[train], X[test]\n    c, d = y[train], y[test]",
    "for train, test in StratifiedKFold(5).split(X, y):\n    a, b = X[train], X[test]",
    "for train, test in ShuffleSplit(3, test_size=0.2).split(X):\n    a, b = X[train], X[test]",
    "s = StandardScaler()\na = s.fit_transform(X[:100])\nb = s.transform(X[100:])",
    "iris = load_iris()\nX, y = iris.data, iris.target\na, b, c, d = train_test_split(X, y)",
    "X[:, :2] = StandardScaler().fit_transform(X[:, :2])", "a, b = SMOTE().fit_resample(Z[:190], skewed[:190])",
    "flat = Z.reshape(200, -1)\na, b = RandomOverSampler().fit_resample(flat, skewed)\na = a.reshape(-1, 2, 2)",
]  # fmt: skip


@pytest.mark.parametrize("statements", STATEMENTS)
def test_facts_stay_true_through_whole_preparations(statements: str) -> None:
    assert compare(f"{SETUP}\n{statements}\n")[2] == []


# --- rows and memory
# ------------------------------------------------------------------------------------------------------------------------


def test_the_parts_of_a_split_are_apart_and_aligned() -> None:
    facts = Facts(f"{SETUP}\na, b, c, d = train_test_split(X, y)\na2, a3 = train_test_split(a)\n")
    rows = {name: facts[name].rows for name in ("a", "b", "c", "d", "a2", "a3")}
    assert rows["a"].apart(rows["b"])
    assert rows["c"].apart(rows["d"])
    assert rows["a"].parts[-1] == rows["c"].parts[-1]
    assert rows["a2"].apart(rows["a3"])
    assert rows["a2"].apart(rows["b"])
    assert rows["a2"].within(rows["a"])
    assert [facts[name].part for name in "abcd"] == ["train", "test", "train", "test"]
    assert [facts[name].column for name in "abcd"] == [0, 0, 1, 1]
    (first, second) = facts.events("split")
    assert first.details["stratify"] is False
    assert first.details["number"] != second.details["number"]


def leaks(test: Array, step_kind: str) -> bool:
    step = test.last_step(step_kind)  # type: ignore[arg-type]
    assert step is not None
    return isinstance(step.fitted_on, Rows) and isinstance(test.rows, Rows) and test.rows.within(step.fitted_on)


@pytest.mark.parametrize(
    ("statements", "leaking"),
    [
        ("X = StandardScaler().fit_transform(X)\na, b = train_test_split(X)", True),
        ("s = StandardScaler().fit(X)\na, b = train_test_split(X)\nb = s.transform(b)", True),
        ("a, b = train_test_split(X)\ns = StandardScaler()\na = s.fit_transform(a)\nb = s.transform(b)", False),
        (
            "a, b = train_test_split(X)\na = StandardScaler().fit_transform(a)\nb = StandardScaler().fit_transform(b)",
            True,
        ),
        ("X = preprocessing.scale(X)\nb = X[150:]", True),
        ("s = StandardScaler()\ns.fit(X[:150])\nb = s.transform(X[150:])", False),
        (
            "a, b = train_test_split(X)\nboth = np.concatenate([a, b])\ns = StandardScaler().fit(both)\nb = s.transform(b)",
            True,
        ),
        ("X = StandardScaler().fit_transform(X)\nfor i, j in KFold(5).split(X):\n    b = X[j]", True),
        (
            "s = StandardScaler()\nfor i, j in KFold(5).split(X):\n    a = s.fit_transform(X[i])\n    b = s.transform(X[j])",
            False,
        ),
        ("i, j = train_test_split(np.arange(203))\ns = StandardScaler().fit(X[i])\nb = s.transform(X[j])", False),
        (
            "df = pd.DataFrame(X)\ndf[[0, 1]] = StandardScaler().fit_transform(df[[0, 1]])\na, b = train_test_split(df)",
            True,
        ),
        (
            "p = make_pipeline(StandardScaler())\na, b = train_test_split(X)\na = p.fit_transform(a)\nb = p.transform(b)",
            False,
        ),
    ],
)
def test_a_scaler_that_saw_the_test_rows_is_seen(statements: str, leaking: bool) -> None:
    assert leaks(Facts(f"{SETUP}\n{statements}\n")["b"], "scaled") is leaking


def test_one_scaler_fitted_twice_has_two_identities() -> None:
    facts = Facts(
        f"{SETUP}\ns = StandardScaler()\na = s.fit_transform(X[:99])\nb = s.transform(X[99:])\nc = s.fit_transform(X[99:])\n"
    )
    first, second, third = (facts[name].last_step("scaled").identity for name in "abc")
    assert first == second
    assert third not in (0, first)
    assert [event.details["method"] for event in facts.events("transformer")] == ["fit_transform", "fit_transform"]


def test_resampling_makes_new_rows_and_is_recorded() -> None:
    facts = Facts(f"{SETUP}\na, b = SMOTE().fit_resample(Z, skewed)\nc, d = train_test_split(a)\n")
    assert not facts["a"].rows.within(facts["Z"].rows)
    assert facts["a"].rows == facts["b"].rows
    assert facts["c"].last_step("resampled").detail == "over"
    assert facts["skewed"].labels.imbalanced
    assert facts["b"].labels.imbalanced is None
    (event,) = facts.events("resample")
    assert event.details["sampler"] == "SMOTE"
    assert event.details["targets"].labels.imbalanced


def test_unequal_weights_make_imbalanced_labels_that_stay_so_after_a_split() -> None:
    facts = Facts(f"{SETUP}\nP, q = make_classification(1000, weights=[0.97])\na, b, c, d = train_test_split(P, q)\n")
    assert facts["q"].labels.imbalanced
    assert facts["c"].labels.imbalanced
    assert Facts(f"{SETUP}\nP, q = make_classification(1000, weights=[0.6])\n")["q"].labels.imbalanced is None
