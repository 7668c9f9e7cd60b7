"""Which files are found, and which are worth an analysis."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keras_lint.lint.catalogue import Catalogue
from keras_lint.lint.files import Unreadable, discover
from keras_lint.lint.leads import LeadScan
from keras_lint.lint.settings import Loader
from keras_lint.source import read_source, source_from_text


def found(folder: Path, *paths: str) -> list[str]:
    loader = Loader(lambda: Catalogue((), ()))
    targets = discover([str(folder / path) for path in paths] or [str(folder)], loader)
    return [
        f"? {t.path.relative_to(folder)}: {t.reason}" if isinstance(t, Unreadable) else t.relative_to(folder).as_posix()
        for t in targets
    ]


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.py", "a/z.ipynb", "a/b.py", "readme.md", "c.txt", "A.PY")
    assert found(tmp_path) == ["A.PY", "a/b.py", "a/z.ipynb", "b.py"]


def test_folders_without_code_of_the_project_are_left_out(tmp_path: Path) -> None:
    folders = (".git", ".venv", "node_modules", "__pycache__", ".ipynb_checkpoints", "build", "dist")
    make(tmp_path, "a.py", *(f"{name}/b.py" for name in folders))
    make(tmp_path, "myenv/pyvenv.cfg", "myenv/lib/c.py")
    assert found(tmp_path) == ["a.py"]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    make(
        tmp_path, "repo/.git/HEAD", "repo/a.py", "repo/out/b.py", "repo/src/c.py", "repo/src/gen.py", "repo/src/keep.py"
    )
    (tmp_path / "repo" / ".gitignore").write_text("out/\n*en.py\nkeep.py\n")
    (tmp_path / "repo" / "src" / ".gitignore").write_text("!keep.py\n")
    assert found(tmp_path, "repo") == ["repo/a.py", "repo/src/c.py", "repo/src/keep.py"]
    assert found(tmp_path, "repo/src") == ["repo/src/c.py", "repo/src/keep.py"]


def test_a_file_that_is_named_is_taken_whatever_is_excluded(tmp_path: Path) -> None:
    make(tmp_path, ".venv/a.py", "script")
    assert found(tmp_path, ".venv/a.py", "script") == [".venv/a.py", "script"]


def test_settings_exclude_files(tmp_path: Path) -> None:
    make(tmp_path, "old/a.py", "new/a.py", "new/skip.py")
    (tmp_path / "keras-lint.toml").write_text('exclude = ["old/", "skip.py"]\n')
    assert found(tmp_path) == ["new/a.py"]


def test_each_file_is_found_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b.py")
    assert found(tmp_path, "a", "a/b.py", "a/../a") == ["a/b.py"]


def test_a_missing_path_is_said_to_be_missing(tmp_path: Path) -> None:
    assert found(tmp_path, "no.py") == ["? no.py: no such file or directory"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "a/b.py")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert found(tmp_path) == ["a/b.py"]


# Leads


def leads(folder: Path, text: str) -> tuple[bool, dict[str, bool]]:
    looked_at: dict[str, bool] = {}
    return LeadScan().leads(source_from_text(text, str(folder / "main.py")), looked_at), looked_at


@pytest.mark.parametrize(
    "text",
    [
        "import keras",
        "import numpy as np, tensorflow as tf",
        "from tensorflow.keras.layers import (\n    Dense)",
        "def f():\n    from keras import layers",
        "try: import tf_keras\nexcept ImportError: pass",
        "import keras_tuner as kt",
    ],
)
def test_an_import_of_keras_is_a_lead(tmp_path: Path, text: str) -> None:
    assert leads(tmp_path, text)[0]


@pytest.mark.parametrize("text", ["", "keras = 1", "import numpy", "# keras is great", "print('import nothing')"])
def test_other_text_is_none(tmp_path: Path, text: str) -> None:
    assert not leads(tmp_path, text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "from models import build",
        "import models",
        "import pkg.models as m",
        "from pkg import models",
        "from .models import (\n  a,\n  b)",
    ],
)
def test_a_module_of_the_project_leads_on(tmp_path: Path, text: str) -> None:
    make(tmp_path, "models.py", "pkg/__init__.py", "pkg/models.py")
    for name in ("models.py", "pkg/models.py"):
        (tmp_path / name).write_text("import helpers\n")
    make(tmp_path, "helpers.py", "pkg/helpers.py")
    assert not leads(tmp_path, text)[0]
    for name in ("helpers.py", "pkg/helpers.py"):
        (tmp_path / name).write_text("import keras\n")
    assert leads(tmp_path, text)[0]


def test_modules_that_import_each_other_end_the_scan(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import b\n")
    (tmp_path / "b.py").write_text("import a\n")
    assert not LeadScan().leads(read_source(tmp_path / "a.py"), {})


def test_files_that_do_not_exist_yet_are_remembered(tmp_path: Path) -> None:
    _, looked_at = leads(tmp_path, "import later")
    assert looked_at[str(tmp_path / "later.py")] is False
