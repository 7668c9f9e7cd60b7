"""What is known of frames and series is what pandas makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.oracle import Facts, compare, whole_shape

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array

SETUP = """
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
np.random.seed(0)
df = pd.DataFrame({"a": np.random.rand(40), "b": np.random.rand(40) * 5, "c": np.random.randint(0, 9, 40), "label": np.array([0] * 35 + [1] * 5)})
frame = pd.DataFrame(np.random.rand(30, 5), columns=list("vwxyz"))
series = pd.Series([0, 1, 1, 2])
"""

WHOLE = [
    "df", "frame", "series", "df['a']", "df.label", "df[['a', 'b']]", "df.drop('label', axis=1)",
    "df.drop(columns=['label', 'a'])", "df.drop(['label'], axis='columns')", "df.iloc[:, :-1]", "df.iloc[:, -1]",
    "df.iloc[:10]", "df.iloc[10:20, 1:3]", "df.iloc[0]", "df.iloc[:, 0:2].values", "df.values", "df.to_numpy()",
    "df['c'].values", "df.values[:, 1:]", "df.shape", "df.shape[1]", "len(df)", "df.head()", "df.head(3)",
    "df.tail(7)", "df.sample(frac=1)", "df.sample(10)", "df.sample(frac=0.5)", "df.astype('float32')", "frame / 2",
    "frame.mean()", "frame['v'].mean()", "df.columns", "pd.get_dummies(series)", "pd.concat([frame, frame])",
    "pd.concat([df, df], axis=1)", "df['c'].values.reshape(-1, 1)", "np.array(df)", "np.array(frame['v'])",
    "df['a'].to_numpy()", "frame.isnull()", "df.loc[:, 'a']", "df.loc[:, ['a', 'c']]", "df.copy()", "df.fillna(0)",
    "df['a'].fillna(df['a'].mean())", "df.replace(0, 1)", "df['c'].map({0: 1})", "df.reset_index(drop=True)",
    "df.drop('a', axis=1).values.astype('float32')", "frame.T", "df.label.values", "frame[['v', 'w']].values / 255",
    "train_test_split(df.drop('label', axis=1), df['label'], test_size=0.25)", "series.values", "df['c'] + 1",
    "frame.sum(axis=1)", "df.rename(columns={'a': 'q'})", "pd.DataFrame([[1, 2], [3, 4]])",
    "pd.DataFrame({'a': [1, 2], 'b': [3.5, 4]})", "df.size", "df[:5]", "df['a'][:5]", "pd.Series(np.zeros(4))",
    "series.nunique()", "series.unique()", "df['a'] > 0.5",
]  # fmt: skip

SOUND = [
    "df[df['a'] > 0.5]", "df.dropna()", "df.loc[df['c'] > 3]", "df.loc[df.c > 3, 'a']", "df[df.label == 1]['a']",
    "df.merge(df, on='label')", "df.groupby('label').mean()", "pd.get_dummies(df)", "df.drop(3)", "df.drop([0, 1])",
    "df.describe()", "df.corr()", "df['label'].value_counts()", "df.select_dtypes('number')", "df.query('a > 0.5')",
    "df.set_index('a')", "df.sort_values('a')", "df.apply(lambda column: column.max())", "df.loc[3]",
    "df.isnull().sum()", "df.loc[3:6]", "df['c'].apply(lambda v: v + 1)", "pd.factorize(df['c'])",
    "pd.cut(df['a'], 3)", "df.std()", "df.reset_index()", "pd.DataFrame({'a': [1, 2]}, index=[3, 4])",
    "frame - frame.mean()", "df.drop_duplicates()", "df['c'].astype('category').cat.codes",
    "df.pivot_table(index='c')", "df.assign(z=1)", "df.nlargest(3, 'a')", "df.max()", "df.a.max()",
    "pd.merge(df, df, on='label')", "frame[frame > 0.5]", "df.to_dict()", "df.label.to_frame()", "df.iloc[[1, 2]]",
    "df.iloc[np.array([1, 2, 3])]", "df.drop(index=[1])",
]  # fmt: skip


@pytest.mark.parametrize("expression", WHOLE)
def test_known_shapes_and_ranges_are_those_of_pandas(expression: str) -> None:
    facts, _, untrue = compare(f"{SETUP}\nresult = {expression}\n")
    assert untrue == []
    fact = facts["result"]
    assert is_known(fact), fact
    for item in getattr(fact, "items", (fact,)):
        assert not isinstance(facts.read(item), Array) or whole_shape(facts.read(item)), fact


@pytest.mark.parametrize("expression", SOUND)
def test_nothing_untrue_is_claimed(expression: str) -> None:
    assert compare(f"{SETUP}\nresult = {expression}\n")[2] == []


STATEMENTS = [
    "y = df.pop('label')\nx = df", "df['new'] = df['a'] * 2", "df.drop('a', axis=1, inplace=True)",
    "df.dropna(inplace=True)", "df.fillna(0, inplace=True)", "df['a'] = (df['a'] - df['a'].mean()) / df['a'].std()",
    "df.loc[df.a > 0.5, 'a'] = 9", "frame.iloc[0, 0] = 77", "df.columns = list('wxyz')\nq = df[['w']]",
    "x, y = df.iloc[:, :-1], df.iloc[:, -1]\na, b, c, d = train_test_split(x, y)", "df.insert(0, 'q', 1)",
    "del df['a']\nx = df.values", "df = df.sample(frac=1).reset_index(drop=True)\nx = df.values", "series[0] = 5",
    "frame *= 2", "df.reset_index(inplace=True)", "df.rename(columns={'a': 'q'}, inplace=True)",
    "minority = df[df.label == 1]\nmore = pd.concat([df, minority, minority])",
]  # fmt: skip


@pytest.mark.parametrize("statements", STATEMENTS)
def test_facts_stay_true_after_statements_that_change_frames(statements: str) -> None:
    assert compare(f"{SETUP}\n{statements}\n")[2] == []


def test_columns_of_one_frame_hold_the_same_rows() -> None:
    facts = Facts(
        "import pandas as pd\ndf = pd.read_csv('data.csv')\nx, y = df.drop('t', axis=1).values, df['t'].values\nz = df.dropna()\n"
    )
    assert facts["x"].rows == facts["y"].rows == facts["df"].rows
    assert facts["z"].rows.within(facts["df"].rows)
    assert facts["z"].has_step("imputed")
    assert facts["df"].last_step("loaded").detail == "data.csv"


def test_the_target_of_a_well_known_file_is_known_to_be_imbalanced() -> None:
    text = "import pandas as pd\nfrom sklearn.model_selection import train_test_split\ndf = pd.read_csv('../input/creditcard.csv')\ny = df['Class']\nz = df.Amount\n"
    facts = Facts(
        text + "x = df.drop(['Class'], axis=1)\na, b, c, d = train_test_split(x, y)\nn = df.Class.value_counts()\n"
    )
    assert "creditcard.csv" in facts["y"].labels.imbalanced
    assert facts["c"].labels.imbalanced
    assert facts["y"].samples == 284807
    assert facts["z"].labels is None
    (event,) = facts.events("counts_inspected")
    assert event.details["array"].labels.imbalanced


def test_files_are_read_with_the_columns_that_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("\n".join("1,2,3,4" for _ in range(12)))
    text = (
        f"import pandas as pd\npath = {str(path)!r}\na = pd.read_csv(path, names=['p', 'q', 'r', 's'])\nb = pd.read_csv(path, header=None)\n"
        "c = pd.read_csv(path, names=['p', 'q', 'r', 's'], usecols=['p', 'q'])\nd = pd.read_csv(path, names=['p', 'q', 'r', 's'], index_col=0)\n"
    )
    facts, _, untrue = compare(text)
    assert untrue == []
    assert [facts[name].shape[1] for name in "acd"] == [4, 2, 3]
