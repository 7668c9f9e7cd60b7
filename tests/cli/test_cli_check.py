"""`keras-lint check` as scripts and people use it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from keras_lint import __version__
from keras_lint.cli.excerpt import excerpt
from keras_lint.cli.terminal import console
from keras_lint.lint.finding import Place
from keras_lint.source import source_from_text

from .conftest import ROOT, SOFTMAX, Cli, notebook

ONLY = ("--select", "KL203")


def test_the_version_is_that_of_the_distribution(cli: Cli) -> None:
    assert cli("--version").out == f"keras-lint {__version__}\n"
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()


def test_a_path_alone_is_checked(cli: Cli, softmax: Path) -> None:
    assert cli(softmax, *ONLY).out == cli("check", softmax, *ONLY).out


def test_options_may_stand_before_the_path(cli: Cli, softmax: Path) -> None:
    assert cli(*ONLY, softmax).status == 1


def test_help_names_every_command(cli: Cli) -> None:
    shown = cli("--help").out
    for command in ("check", "rule", "facts", "refactor", "summary", "config", "server"):
        assert f"\n  {command} " in shown


def test_a_finding_is_shown_with_place_source_and_fix(cli: Cli, softmax: Path) -> None:
    outcome = cli("softmax.py", *ONLY)
    assert outcome.status == 1
    line = SOFTMAX.splitlines()[3]
    start = line.index('"softmax"')
    assert outcome.out.splitlines() == [
        "softmax.py:4:73: KL203 softmax over the single unit of `Dense` is always 1.0",
        "  |",
        f"4 | {line}",
        f"  | {' ' * start}^^^^^^^^^ error",
        "  = fix: Use `sigmoid` as the activation of `Dense` [output-activation] (unsafe: --unsafe-fixes)",
        "",
        "Found 1 error in 1 file; 1 fix available with --fix --unsafe-fixes",
    ]


def test_a_fix_that_would_be_made_is_marked(cli: Cli, softmax: Path) -> None:
    outcome = cli("softmax.py", *ONLY, "--unsafe-fixes", "--output-format", "concise")
    assert outcome.out.startswith("softmax.py:4:73: KL203 [*] softmax")


def test_a_clean_file_exits_with_zero(cli: Cli, project: Path) -> None:
    (project / "clean.py").write_text("import keras\n")
    outcome = cli("clean.py")
    assert (outcome.status, outcome.out) == (0, "No problems found in 1 file\n")


def test_json_has_absolute_names_and_rows_from_one(cli: Cli, softmax: Path) -> None:
    (found,) = cli("softmax.py", *ONLY, "--output-format", "json").json
    assert found["filename"] == str(softmax)
    assert found["location"] == {"row": 4, "column": 73}
    assert found["end_location"] == {"row": 4, "column": 82}
    assert (found["code"], found["name"], found["severity"]) == ("KL203", "softmax-single-unit", "error")
    assert found["url"].endswith("/rules/softmax-single-unit")
    assert found["fix"] == found["fixes"][0]
    assert found["fix"]["applicability"] == "unsafe"
    (edit,) = found["fix"]["edits"]
    assert edit["content"] == '"sigmoid"'
    assert set(edit) == {"filename", "cell", "content", "location", "end_location"}


def test_json_of_nothing_is_an_empty_list(cli: Cli, project: Path) -> None:
    assert cli(project, "--output-format", "json").json == []


def test_a_report_goes_to_a_file(cli: Cli, softmax: Path, project: Path) -> None:
    outcome = cli(softmax, *ONLY, "--output-format", "json", "-o", "report.json")
    assert (outcome.status, outcome.out) == (1, "")
    assert json.loads((project / "report.json").read_text())[0]["code"] == "KL203"


def test_a_report_file_that_cannot_be_written_is_an_error(cli: Cli, softmax: Path) -> None:
    outcome = cli(softmax, "-o", "no/such/folder.txt")
    assert outcome.status == 2
    assert "no/such/folder.txt: cannot be written" in outcome.err


def test_in_a_notebook_the_cell_is_named(cli: Cli, project: Path) -> None:
    (project / "n.ipynb").write_bytes(notebook("import keras\nfrom keras import layers", SOFTMAX.splitlines()[3]))
    assert cli("n.ipynb", *ONLY).out.startswith("n.ipynb:cell 3:1:73: KL203")
    (found,) = cli("n.ipynb", *ONLY, "--output-format", "json").json
    assert (found["cell"], found["location"]["row"]) == (3, 1)


def test_columns_count_code_points_behind_emoji_and_tabs(cli: Cli, project: Path) -> None:
    model = 'keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])'
    text = f'import keras\nif True:\n\ts = "🙂"; m = {model}\n'
    (project / "e.py").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (found,) = cli("e.py", *ONLY, "--output-format", "json").json
    assert found["location"]["column"] == text.splitlines()[2].index('"softmax"') + 1


@pytest.mark.parametrize(
    ("line", "marked", "before"),
    [
        ("x = 'é'; y", "y", "x = 'é'; "),
        ("\tx = y", "y", "    x = "),
        ("s = '🙂'; y", "y", "s = '🙂'; "),
        ("s = '漢字'; y", "y", "s = '漢字'; "),
        ("s = '\x1b[31m'; y", "y", "s = '␛[31m'; "),
        ("s = '\u202e'; y", "y", "s = '<U+202E>'; "),
    ],
)
def test_marks_stand_below_what_they_mark(line: str, marked: str, before: str) -> None:
    from rich.cells import cell_len

    source = source_from_text(line + "\n", "/p/a.py")
    column = line.index(marked) + 1
    text, marks = excerpt(source, Place("/p/a.py", None, 1, column, 1, column + len(marked)), 80)
    assert text.text.startswith(before)
    assert len(marks.text) - len(marks.text.lstrip()) == cell_len(before)


def test_a_long_line_is_cut_around_what_is_marked() -> None:
    line = "a = [" + "0, " * 200 + "MARKED, " + "1, " * 200 + "]"
    source = source_from_text(line, "/p/a.py")
    column = line.index("MARKED") + 1
    text, marks = excerpt(source, Place("/p/a.py", None, 1, column, 1, column + 6), 60)
    assert len(text.text) <= 60
    assert text.text[marks.text.index("^") : marks.text.rindex("^") + 1] == "MARKED"


def test_markup_and_control_characters_of_a_file_stay_text(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "[bold]x[_bold].py"
    (project / name).write_text(SOFTMAX.replace("model =", "s = '[red]:smile: \x1b]0;owned\x07'; model ="))
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = cli(name, *ONLY).out
    assert "[red]:smile: ␛]0;owned␇" in shown
    assert name in shown
    assert "\x1b]0;" not in shown


def test_colours_are_used_where_they_are_forced_and_nowhere_else(
    cli: Cli, softmax: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in cli(softmax, *ONLY).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in cli(softmax, *ONLY).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in cli(softmax, *ONLY).out


def test_notes_keep_to_the_width_of_a_terminal() -> None:
    from keras_lint.cli.text import Offer, TextReport

    out = console(io.StringIO())
    out._force_terminal = True
    out.width = 40
    TextReport(out, Offer()).note(2, "note", "one two three four five six seven eight nine ten")
    assert all(len(line.rstrip()) <= 40 for line in out.file.getvalue().splitlines())  # type: ignore[attr-defined]


def test_a_file_that_does_not_exist_is_reported_and_the_others_are_checked(cli: Cli, softmax: Path) -> None:
    outcome = cli("missing.py", softmax, "--output-format", "json", *ONLY)
    assert outcome.status == 2
    assert outcome.codes == ["KL904", "KL203"]
    assert outcome.json[0]["message"] == "cannot be read: no such file or directory"


def test_a_file_that_is_no_text_is_reported(cli: Cli, project: Path) -> None:
    (project / "b.py").write_bytes(b"import keras\n\xff\xfe\n")
    (project / "n.ipynb").write_text("{}")
    outcome = cli(".", "--output-format", "json")
    assert (outcome.status, outcome.codes) == (2, ["KL904", "KL904"])


def test_text_that_does_not_parse_is_reported_and_the_rest_is_checked(cli: Cli, project: Path) -> None:
    (project / "s.py").write_text(SOFTMAX + "x = (1,\ndef f(:\n    pass\n")
    outcome = cli("s.py", "--output-format", "json", *ONLY)
    assert "KL203" in outcome.codes
    assert "KL901" in outcome.codes
    assert "KL901" not in cli("s.py", "--output-format", "json", "--ignore", "KL901").codes


def test_a_broken_file_without_keras_is_reported_too(cli: Cli, project: Path) -> None:
    (project / "s.py").write_text("print 'hello'\n")
    (found,) = cli("s.py", "--output-format", "json").json
    assert found["code"] == "KL901"
    assert "Python 2" in found["message"]


def test_standard_input_has_a_name(cli: Cli, project: Path) -> None:
    outcome = cli("-", "--stdin-filename", "in.py", "--output-format", "json", *ONLY, stdin=SOFTMAX.encode())
    assert outcome.json[0]["filename"] == str(project / "in.py")
    assert "1 | " not in cli("-", *ONLY, stdin=SOFTMAX.encode()).out.splitlines()[0]
    assert cli("-", *ONLY, stdin=SOFTMAX.encode()).out.startswith("<stdin>:4:73: KL203")


def test_a_notebook_comes_from_standard_input(cli: Cli) -> None:
    outcome = cli("-", "--stdin-filename", "n.ipynb", "--output-format", "json", *ONLY, stdin=notebook(SOFTMAX))
    assert outcome.json[0]["cell"] == 2


def test_standard_input_cannot_be_mixed_with_files(cli: Cli, softmax: Path) -> None:
    assert cli("-", softmax).status == 2
    assert cli(softmax, "--stdin-filename", "a.py").status == 2


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--select", "KL302"], 0),
        (["--select", "KL302", "--fail-on", "info"], 1),
        (["--select", "KL203", "--fail-on", "error"], 1),
        (["--select", "KL203", "--exit-zero"], 0),
    ],
)
def test_the_exit_status_follows_the_severity(cli: Cli, project: Path, arguments: list[str], status: int) -> None:
    (project / "a.py").write_text(SOFTMAX + "model.compile(loss='mse')\nmodel.fit(x, y, epochs=100)\n")
    assert cli("a.py", *arguments).status == status


def test_an_unknown_rule_is_named_with_the_nearest_one(cli: Cli, softmax: Path) -> None:
    outcome = cli(softmax, "--select", "KL2O3")
    assert outcome.status == 2
    assert outcome.err == "error: command line: unknown rule `KL2O3`; did you mean `KL203`? (in `select`)\n"
    assert "did you mean `softmax-single-unit`" in cli(softmax, "--ignore", "softmax-single-units").err


def test_an_unknown_option_is_wrong_usage(cli: Cli, softmax: Path) -> None:
    assert cli(softmax, "--no-such-option").status == 2


@pytest.mark.parametrize("selector", ["KL203", "kl203", "KL2", "KL", "ALL", "softmax-single-unit", "KL302,KL203"])
def test_rules_are_selected_by_code_prefix_and_name(cli: Cli, softmax: Path, selector: str) -> None:
    assert "KL203" in cli(softmax, "--select", selector, "--output-format", "json").codes


def test_hints_are_off_unless_they_are_selected(cli: Cli, project: Path) -> None:
    (project / "a.py").write_text("import keras  # keras-lint: ignore[KL203]\n")
    assert cli("a.py", "--output-format", "json").codes == []
    assert "KL902" in cli("a.py", "--extend-select", "KL902", "--output-format", "json").codes
    assert "KL902" in cli("a.py", "--select", "ALL", "--output-format", "json").codes


def test_statistics_count_the_rules(cli: Cli, softmax: Path) -> None:
    assert "     1  KL203  [ ] softmax-single-unit\n" in cli(softmax, "--statistics", *ONLY).out
    assert cli(softmax, "--statistics", "--output-format", "json", *ONLY).json == [
        {"code": "KL203", "name": "softmax-single-unit", "count": 1}
    ]


def test_comments_suppress_findings(cli: Cli, project: Path) -> None:
    line = SOFTMAX.splitlines()[3]
    for comment in ("# keras-lint: ignore[KL203]", "# noqa: KL203", "# keras-lint: ignore", "# noqa"):
        (project / "a.py").write_text(SOFTMAX.replace(line, f"{line}  {comment}"))
        assert cli("a.py", *ONLY).status == 0, comment
    (project / "a.py").write_text("# keras-lint: ignore-file\n" + SOFTMAX)
    assert cli("a.py", *ONLY).status == 0


def test_a_comment_with_an_unknown_rule_is_warned_of(cli: Cli, project: Path) -> None:
    (project / "a.py").write_text(SOFTMAX + "# keras-lint: ignore[KL2O3]\n# keras-lint: nonsense\n")
    err = cli("a.py").err
    assert "warning: a.py:5:22: unknown rule `KL2O3`; did you mean `KL203`?" in err
    assert "warning: a.py:6:1: expected `ignore[CODE]`" in err


def test_worker_processes_find_the_same_in_the_same_order(cli: Cli, project: Path) -> None:
    for number in range(10):
        (project / f"m{number}.py").write_text(SOFTMAX if number % 3 else "import keras\n")
    alone = cli(".", "--no-cache", "--jobs", 1, "--output-format", "json")
    assert cli(".", "--no-cache", "--jobs", 3, "--output-format", "json").raw == alone.raw
    assert [Path(d["filename"]).name for d in alone.json if d["code"] == "KL203"] == [
        f"m{number}.py" for number in range(10) if number % 3
    ]


def test_a_failure_of_the_tool_names_the_file_and_spares_the_others(
    cli: Cli, softmax: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keras_lint.program import program

    real = program.interpret

    def failing(tree: program.Tree, *rest: object) -> program.Program:  # type: ignore[name-defined]
        if tree.source.filename.endswith("bad.py"):
            raise ZeroDivisionError("oh no")
        return real(tree, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(program, "interpret", failing)
    (project / "bad.py").write_text(SOFTMAX)
    outcome = cli("bad.py", softmax, "--no-cache", *ONLY)
    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("error: keras-lint failed on bad.py: ZeroDivisionError: oh no; please report it")
    assert "softmax.py:4:73: KL203" in outcome.out
    assert "Traceback" in cli("bad.py", "--no-cache", "--verbose").err


def test_broken_settings_are_named_and_end_the_run(cli: Cli, softmax: Path, project: Path) -> None:
    (project / "keras-lint.toml").write_text("selct = []\n")
    outcome = cli(softmax)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"error: {project / 'keras-lint.toml'}: unknown key `selct`; did you mean `select`?")
    assert cli(softmax, "--isolated").status == 1


def test_settings_decide_when_a_run_fails(cli: Cli, softmax: Path, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.keras-lint]\nseverity = { KL203 = 'warning' }\nfail-on = 'error'\n")
    assert cli(softmax, "--select", "KL203").status == 0
    assert cli(softmax, "--select", "KL203", "--fail-on", "warning").status == 1


def test_nothing_to_check_is_wrong_usage(cli: Cli) -> None:
    outcome = cli()
    assert outcome.status == 2
    assert "Usage: keras-lint" in outcome.err


def test_a_folder_without_python_is_said_to_be_one(cli: Cli, project: Path) -> None:
    outcome = cli(".")
    assert outcome.status == 0
    assert "no Python files or notebooks" in outcome.err
