"""KL302, KL303, KL305 and KL320: what watches a training, and what is kept of it."""

from __future__ import annotations

import pytest

from .snippets import FASHION, XOR, diagnostics, found, in_notebook, repaired

FIT = "model.fit(x_train, y_train, epochs=50, validation_split=0.1"


# --- KL302 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        FASHION + FIT + ")\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.ReduceLROnPlateau()])\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.ModelCheckpoint('last.keras', save_best_only=False)])\n",
        FASHION
        + "def run(m, settings):\n    m.fit(x_train, y_train, **settings)\nrun(model, dict(epochs=40, callbacks=None))\n",
    ],
)
def test_many_epochs_without_an_end_are_found(code: str) -> None:
    assert found(code, "KL302") == ["info"]


@pytest.mark.parametrize(
    "code",
    [
        FASHION + "model.fit(x_train, y_train, epochs=5)\n",
        FASHION + "model.fit(x_train, y_train, epochs=25, initial_epoch=20)\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.EarlyStopping(restore_best_weights=True)])\n",
        FASHION + FIT + ", callbacks=keras.callbacks.EarlyStopping(restore_best_weights=True))\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.ModelCheckpoint('best.keras', save_best_only=True)])\n",
        FASHION + "from mine import callbacks\n" + FIT + ", callbacks=callbacks)\n",
        FASHION + "class Stop(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
        "        self.model.stop_training = logs['loss'] < 0.1\n" + FIT + ", callbacks=[Stop()])\n",
        FASHION.replace('"adam"', "keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 1000))")
        + FIT
        + ")\n",
        XOR + "model.fit(x, y, epochs=2000)\n",
        "from sklearn.linear_model import SGDClassifier\nSGDClassifier().fit([[1], [2]], [0, 1])\n",
    ],
)
def test_what_ends_or_may_end_is_silent(code: str) -> None:
    assert found(code, "KL302") == []


@pytest.mark.parametrize(
    ("given", "appended"),
    [
        ("", ", callbacks=[early_stopping])"),
        (", callbacks=None", ", callbacks=[early_stopping])"),
        (", callbacks=[]", ", callbacks=[early_stopping])"),
        (", callbacks=[log]", ", callbacks=[log, early_stopping])"),
        (", callbacks=[log,]", ", callbacks=[log, early_stopping])"),
        (", callbacks=(log,)", ", callbacks=(log, early_stopping))"),
        (", callbacks=logs", ", callbacks=[*logs, early_stopping])"),
        (", callbacks=log", ", callbacks=[log, early_stopping])"),
        (", callbacks=[\n    log,  # 🙂\n]", ", callbacks=[\n    log,\n    early_stopping,  # 🙂\n])"),
        (", callbacks=[\n\tlog\n]", ", callbacks=[\n\tlog,\n\tearly_stopping\n])"),
    ],
)
def test_the_callback_is_appended_in_the_layout_that_is_there(given: str, appended: str) -> None:
    code = FASHION + "log = keras.callbacks.CSVLogger('log.csv')\nlogs = [log]\n" + FIT + given + ")\n"
    code = repaired(code, "KL302", "early-stopping")
    assert appended in code
    assert (
        'early_stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)'
        in code
    )
    assert found(code, "KL302") == []


def test_the_callback_fits_the_style_of_imports() -> None:
    code = (
        "from tensorflow.keras.models import Sequential\nfrom tensorflow.keras.layers import Dense, Input\nfrom mine import x, y\n"
        "class Trainer:\n\tdef __init__(self):\n\t\tself.model = Sequential([Input((3,)), Dense(1)])\n\t\tself.model.compile(loss='mse')\n"
        "\tdef train(self):\n\t\tself.model.fit(\n\t\t\tx, y,\n\t\t\tepochs=60,\n\t\t)\nTrainer().train()\n"
    )
    code = repaired(code, "KL302", "early-stopping")
    assert "from tensorflow.keras.callbacks import EarlyStopping\n" in code
    assert "\t\tearly_stopping = EarlyStopping(monitor='loss', patience=6, restore_best_weights=True)\n" in code
    assert "\t\t\tepochs=60,\n\t\t\tcallbacks=[early_stopping],\n" in code


# --- KL303 ----------------------------------------------------------------------------------------------------------


def stopping(arguments: str) -> str:
    return FASHION + f"stop = keras.callbacks.EarlyStopping({arguments})\n" + FIT + ", callbacks=[stop])\n"


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (stopping("monitor='val_acc'"), "error"),
        (stopping("'acc', patience=3"), "error"),
        (stopping("monitor='val_f1'"), "error"),
        (stopping("monitor='val_acc', mode='max'"), "warning"),
        (stopping("monitor='val_loss'").replace(", validation_split=0.1", ""), "warning"),
        (FASHION + "model.fit(x_train, y_train, callbacks=[keras.callbacks.ReduceLROnPlateau()])\n", "warning"),
        (FASHION + FIT + ", callbacks=[keras.callbacks.ModelCheckpoint('a.keras', monitor='val_acc')])\n", "error"),
        (FASHION + FIT + ", callbacks=[keras.callbacks.ModelCheckpoint('{val_acc:.2f}.keras')])\n", "error"),
        (FASHION + "name = 'val_acc'\ndef callbacks(monitor):\n    return [keras.callbacks.EarlyStopping(monitor=monitor)]\n"
         + FIT + ", callbacks=callbacks(name))\n", "error"),
    ],
)  # fmt: skip
def test_names_that_are_not_reported_are_found(code: str, severity: str) -> None:
    assert found(code, "KL303") == [severity]


@pytest.mark.parametrize(
    "code",
    [
        stopping("monitor='val_accuracy'"),
        stopping("monitor='loss'"),
        stopping("monitor='val_acc'").replace('["accuracy"]', '["acc"]'),
        stopping("monitor='val_auc_1'").replace('["accuracy"]', "[keras.metrics.AUC()]"),
        stopping("monitor='val_f1', mode='max'").replace('["accuracy"]', "[keras.metrics.F1Score(name='f1')]"),
        stopping("monitor='val_mine', mode='min'").replace('["accuracy"]', "[mine]").replace("stop =", "\nstop =").replace(
            "model = ", "def mine(y_true, y_pred):\n    return y_pred\nmodel = "
        ),
        stopping("monitor='val_loss'").replace("validation_split=0.1", "validation_data=(x_test, y_test)"),
        stopping("monitor='val_acc'").replace('["accuracy"]', "metrics").replace("import numpy", "from mine import metrics\nimport numpy"),
        stopping("monitor=name").replace("import numpy", "from mine import name\nimport numpy"),
        FASHION + "model.fit(x_train, y_train, callbacks=[keras.callbacks.ModelCheckpoint('last.keras')])\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.ModelCheckpoint('{epoch}-{val_accuracy:.2f}.keras')])\n",
        FASHION + "class F1(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['val_f1'] = 1\n"
        + FIT + ", callbacks=[F1(), keras.callbacks.EarlyStopping(monitor='val_f1', mode='max')])\n",
    ],
)  # fmt: skip
def test_names_that_are_or_may_be_reported_are_silent(code: str) -> None:
    assert found(code, "KL303") == []


def test_the_right_name_of_the_same_metric_is_a_safe_fix() -> None:
    (finding,) = diagnostics(stopping("monitor='val_acc'"), "KL303")
    (fix,) = finding.fixes
    assert (fix.remedy, fix.safe) == ("monitor", True)
    assert "monitor='val_accuracy'" in repaired(stopping("monitor='val_acc'"), "KL303", "monitor")


# --- KL305 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        stopping("patience=5"),
        stopping("patience=5, restore_best_weights=False"),
        FASHION
        + "class Trainer:\n    patience = 4\n    def callbacks(self):\n        return [keras.callbacks.EarlyStopping(patience=self.patience)]\n"
        "    def run(self):\n        " + FIT + ", callbacks=self.callbacks())\nTrainer().run()\n",
    ],
)
def test_early_stopping_that_keeps_the_last_weights_is_found(code: str) -> None:
    assert found(code, "KL305") == ["info"]
    code = repaired(code, "KL305", "restore-best-weights")
    assert "restore_best_weights=True" in code
    assert found(code, "KL305") == []


@pytest.mark.parametrize(
    "code",
    [
        stopping("patience=5, restore_best_weights=True"),
        stopping("patience=5, restore_best_weights=flag").replace(
            "import numpy", "from mine import flag\nimport numpy"
        ),
        stopping("**options").replace("import numpy", "from mine import options\nimport numpy"),
        stopping("patience=5").replace(
            "[stop]", "[stop, keras.callbacks.ModelCheckpoint('b.keras', save_best_only=True)]"
        ),
        stopping("patience=5")
        .replace("[stop]", "[stop, best]")
        .replace("import numpy", "from mine import best\nimport numpy"),
    ],
)
def test_weights_that_are_or_may_be_kept_are_silent(code: str) -> None:
    assert found(code, "KL305") == []


def test_early_stopping_that_never_stops_keeps_no_wrong_weights() -> None:
    code = stopping("patience=5").replace(", validation_split=0.1", "")
    assert found(code, "KL303") == ["warning"]
    assert found(code, "KL305") == []


# --- KL320 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        FASHION + FIT + ")\n",
        FASHION + "history = " + FIT + ")\nprint('done')\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.EarlyStopping(restore_best_weights=True)])\n",
        FASHION
        + "def main(epochs=40):\n    history = model.fit(x_train, y_train, epochs=epochs)\n    model.save('m.keras')\nmain()\n",
    ],
)
def test_losses_that_nobody_looks_at_are_found(code: str) -> None:
    assert found(code, "KL320") == ["info"]


@pytest.mark.parametrize(
    "code",
    [
        FASHION + "history = " + FIT + ")\nprint(history.history['loss'])\n",
        FASHION + FIT + ")\nprint(model.history.history['loss'])\n",
        FASHION + "best = max(" + FIT + ").history['val_accuracy'])\n",
        FASHION + "def train():\n    return " + FIT + ")\ntrain()\n",
        FASHION + "class Run:\n    def go(self):\n        self.history = " + FIT + ")\nRun().go()\n",
        FASHION + "histories = []\nfor _ in range(3):\n    histories.append(" + FIT + "))\n",
        FASHION + "def plot():\n    print(history.history)\nhistory = " + FIT + ")\nplot()\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.TensorBoard()])\n",
        FASHION + FIT + ", callbacks=[keras.callbacks.CSVLogger('log.csv')])\n",
        FASHION
        + "from wandb.integration.keras import WandbMetricsLogger\n"
        + FIT
        + ", callbacks=[WandbMetricsLogger()])\n",
        FASHION + "model.fit(x_train, y_train, epochs=3)\n",
        XOR + "model.fit(x, y, epochs=2000)\n",
    ],
)
def test_losses_that_are_looked_at_or_kept_are_silent(code: str) -> None:
    assert found(code, "KL320") == []


def test_what_a_notebook_shows_or_keeps_is_silent() -> None:
    assert in_notebook([FASHION, FIT + ")"], "KL320") == []
    assert in_notebook([FASHION, "history = " + FIT + ")\nprint(1)"], "KL320") == []
    assert len(in_notebook([FASHION, FIT + ")\nmodel.save('m.keras')"], "KL320")) == 1


def test_the_curves_are_plotted_under_the_name_that_is_there() -> None:
    code = repaired(FASHION + "h = " + FIT + ")\n", "KL320", "learning-curves")
    assert 'plt.plot(h.history["val_accuracy"], label="validation accuracy")' in code
    code = repaired(FASHION + "if True:\n    " + FIT + ")\n", "KL320", "learning-curves")
    assert "    history = model.fit(" in code
    assert '    plt.plot(history.history["val_loss"], label="validation loss")\n' in code
    assert code.startswith("import keras\nimport numpy as np\nimport matplotlib.pyplot as plt\n")
    assert found(code, "KL320") == []
