"""Settings: from ``pyproject.toml`` or ``keras-lint.toml``, the command line or an editor, and where each came from."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_lint.lint.catalogue import nearest
from keras_lint.lint.finding import Severity
from keras_lint.lint.pins import Pins
from keras_lint.lint.selection import Layer, UnknownSelector, check_selectors, matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from keras_lint.lint.catalogue import Catalogue

OWN_FILE = "keras-lint.toml"
SHARED_FILE = "pyproject.toml"
DEFAULT = "default"
COMMAND_LINE = "command line"

BACKENDS = ("tensorflow", "jax", "torch")
_KERAS = re.compile(r"[23]|[23]\.\d+(?:\.\d+)?")


class SettingsError(Exception):
    """Settings that cannot be used; the message is one line that names the file and says what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force for the files of one folder."""

    layers: tuple[Layer, ...] = ()
    """Selections, the most general first."""
    severity: tuple[tuple[str, Severity], ...] = ()
    """Severities by code that differ from the rules' own."""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    target_keras: str | None = None
    """``None`` where nothing says which: the newest release is meant."""
    backend: str | None = None
    """``None`` where nothing says which: the code decides, else TensorFlow."""
    root: str = ""
    """The folder that patterns are relative to."""
    origins: tuple[tuple[str, str], ...] = field(default=())
    """For each key that is set: the file, or ``command line``."""

    @property
    def severities(self) -> dict[str, Severity]:
        """Changed severities by code."""
        return dict(self.severity)

    @property
    def key(self) -> str:
        """Same for settings under which a file has the same findings."""
        layers = [[layer.select, layer.extend_select, layer.ignore] for layer in self.layers]
        severity = [[code, level.value] for code, level in self.severity]
        return json.dumps([layers, severity, self.per_file_ignores, self.target_keras, self.backend, self.root])


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line or an editor says over the settings files; ``None`` and empty say nothing."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    fail_on: str | None = None
    origin: str = COMMAND_LINE


class Loader:
    """Finds the settings for each folder, once."""

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        overrides: Overrides | None = None,
        *,
        isolated: bool = False,
        configuration: Path | None = None,
    ) -> None:
        self._catalogue = catalogue
        self.overrides = overrides or Overrides()
        self.isolated = isolated
        self.configuration = configuration
        self._found: dict[Path, Settings] = {}
        self._tables: dict[Path, dict[str, Any] | None] = {}
        self._pins = Pins()

    def settings(self, folder: Path) -> Settings:
        """The settings in force for files of ``folder``.

        Raises:
            SettingsError: the settings file, or what overrides it, cannot be used.
        """
        known = self._found.get(folder)
        if known is None:
            known = self._found[folder] = self._with_pin(self._load(folder), folder)
        return known

    def _with_pin(self, settings: Settings, folder: Path) -> Settings:
        """The settings with the release that the project's requirements ask for, where nothing else says which."""
        if settings.target_keras is not None or self.isolated:
            return settings
        pin = self._pins.of(folder)
        if pin is None:
            return settings
        origins = {**dict(settings.origins), "target-keras": pin.file}
        return replace(settings, target_keras=pin.release, origins=tuple(origins.items()))

    def _load(self, folder: Path) -> Settings:
        if self.isolated:
            return self._override(Settings(root=str(folder)))
        if self.configuration is not None:
            path = self.configuration
            table = _table(path)
            return self._override(self._read(path, table if table is not None else {}))
        for candidate in (folder / OWN_FILE, folder / SHARED_FILE):
            if candidate not in self._tables:
                self._tables[candidate] = _table(candidate) if candidate.is_file() else None
            table = self._tables[candidate]
            if table is not None:
                return self._override(self._read(candidate, table))
        if folder.parent == folder:
            return self._override(Settings(root=str(folder)))
        return self._load(folder.parent)

    def _read(self, path: Path, table: dict[str, Any]) -> Settings:
        reader = _Reader(str(path), table, self._catalogue())
        return replace(reader.read(), root=str(path.parent))

    def _override(self, settings: Settings) -> Settings:
        given = self.overrides
        table: dict[str, Any] = {}
        if given.select is not None:
            table["select"] = list(given.select)
        if given.extend_select:
            table["extend-select"] = list(given.extend_select)
        if given.ignore:
            table["ignore"] = list(given.ignore)
        if given.severity:
            table["severity"] = dict(given.severity)
        if given.fail_on is not None:
            table["fail-on"] = given.fail_on
        if not table:
            return settings
        over = _Reader(given.origin, table, self._catalogue()).read()
        severity = {**settings.severities, **over.severities}
        return replace(
            settings,
            layers=(*settings.layers, *over.layers),
            severity=tuple(sorted(severity.items())),
            fail_on=over.fail_on if given.fail_on is not None else settings.fail_on,
            origins=tuple({**dict(settings.origins), **dict(over.origins)}.items()),
        )


def _table(path: Path) -> dict[str, Any] | None:
    """The table of settings in a TOML file; ``None`` where a shared file has none."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        content: Any = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {(error.strerror or type(error).__name__).lower()}") from None
    except ValueError as error:
        if isinstance(error, UnicodeDecodeError):
            raise SettingsError(f"{path}: is not UTF-8, which TOML must be") from None
        raise SettingsError(f"{path}: is not valid TOML: {str(error).splitlines()[0]}") from None
    if path.name != SHARED_FILE:
        return content  # type: ignore[no-any-return]
    tools = content.get("tool", {})
    found = tools.get("keras-lint") if isinstance(tools, dict) else None
    if found is not None and not isinstance(found, dict):
        raise SettingsError(f"{path}: `tool.keras-lint` must be a table")
    return found


class _Reader:
    """Reads one table of settings and says what is wrong with it."""

    KEYS = (
        "select", "ignore", "extend-select", "severity", "per-file-ignores", "exclude", "fail-on", "target-keras",
        "backend",
    )  # fmt: skip

    def __init__(self, origin: str, table: dict[str, Any], catalogue: Catalogue) -> None:
        self.origin = origin
        self.table = table
        self.catalogue = catalogue

    def read(self) -> Settings:
        for key in self.table:
            if key not in self.KEYS:
                near = nearest(str(key).replace("_", "-"), list(self.KEYS))
                hint = f"; did you mean `{near}`?" if near else ""
                raise self.error(f"unknown key `{key}`{hint} (known: {', '.join(self.KEYS)})")
        layer = Layer(
            self.selectors("select") if "select" in self.table else None,
            self.selectors("extend-select"),
            self.selectors("ignore"),
        )
        origins = tuple((key, self.origin) for key in self.table)
        fail_on = self.choice("fail-on", [level.value for level in Severity])
        return Settings(
            layers=(layer,) if layer != Layer() else (),
            severity=tuple(sorted(self.severities().items())),
            per_file_ignores=self.per_file_ignores(),
            exclude=self.strings("exclude"),
            fail_on=Severity(fail_on) if fail_on is not None else Severity.WARNING,
            target_keras=self.target(),
            backend=self.choice("backend", list(BACKENDS)),
            origins=origins,
        )

    def error(self, message: str) -> SettingsError:
        return SettingsError(f"{self.origin}: {message}")

    def strings(self, key: str, value: Any = None, shown: str | None = None) -> tuple[str, ...]:
        found = self.table.get(key, []) if value is None else value
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise self.error(f"`{shown or key}` must be a list of strings, not {_short(found)}")
        return tuple(found)

    def selectors(self, key: str, value: Any = None, shown: str | None = None) -> tuple[str, ...]:
        found = self.strings(key, value, shown)
        try:
            check_selectors(found, self.catalogue)
        except UnknownSelector as unknown:
            raise self.error(f"{unknown} (in `{shown or key}`)") from None
        return found

    def mapping(self, key: str) -> dict[str, Any]:
        found = self.table.get(key, {})
        if not isinstance(found, dict):
            raise self.error(f"`{key}` must be a table, not {_short(found)}")
        return found

    def severities(self) -> dict[str, Severity]:
        """Severities by code: of several selectors that mean a rule, the most exact one counts."""
        exactness: dict[str, int] = {}
        found: dict[str, Severity] = {}
        allowed = [level.value for level in Severity]
        for selector, level in self.mapping("severity").items():
            self.selectors("severity", [selector])
            if level not in allowed:
                raise self.error(f"`severity.{selector}` must be one of {_list(allowed)}, not {_short(level)}")
            for rule in self.catalogue.rules:
                exact = matches(selector, rule)
                if exact > exactness.get(rule.code, 0):
                    exactness[rule.code] = exact
                    found[rule.code] = Severity(level)
        return found

    def per_file_ignores(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        entries = self.mapping("per-file-ignores").items()
        return tuple(
            (pattern, self.selectors("per-file-ignores", codes, f'per-file-ignores."{pattern}"'))
            for pattern, codes in entries
        )

    def choice(self, key: str, allowed: list[str]) -> str | None:
        found = self.table.get(key)
        if found is not None and found not in allowed:
            raise self.error(f"`{key}` must be one of {_list(allowed)}, not {_short(found)}")
        return found

    def target(self) -> str | None:
        found = self.table.get("target-keras")
        if found is not None and (not isinstance(found, str) or not _KERAS.fullmatch(found)):
            raise self.error(f'`target-keras` must be "2", "3" or a release such as "3.4", not {_short(found)}')
        return found


def _list(allowed: list[str]) -> str:
    return ", ".join(f'"{word}"' for word in allowed)


def _short(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
