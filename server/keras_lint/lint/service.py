"""The one way from a file to its diagnostics, for every door: settings, scan, analysis, rules, suppressions, cache."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keras_lint.collector import paused_collector
from keras_lint.lint.cache import Cache, file_state, from_plain, plain_place, to_plain
from keras_lint.lint.catalogue import Catalogue, catalogue, fingerprint
from keras_lint.lint.finding import Diagnostic, Place, Severity, place
from keras_lint.lint.leads import LeadScan
from keras_lint.lint.selection import resolve
from keras_lint.lint.settings import Loader
from keras_lint.lint.suppress import Warned, rules_on, shown, suppress, warnings
from keras_lint.source import Source, SourceError, Span, source_from_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from keras_lint.lint.catalogue import RuleInfo
    from keras_lint.lint.selection import Selection
    from keras_lint.lint.settings import Overrides, Settings
    from keras_lint.program.program import Program
    from keras_lint.syntax.tree import ParsedChunks


@dataclass(frozen=True, slots=True)
class Crash:
    """A fault of this tool on one file."""

    message: str
    trace: str


@dataclass(slots=True)
class FileResult:
    """What there is to say about one file."""

    filename: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    crash: Crash | None = None
    unreadable: bool = False
    fail_on: Severity = Severity.WARNING
    from_cache: bool = False
    source: Source | None = field(default=None, repr=False)
    """The text, where it was read and is kept."""
    program: Program | None = field(default=None, repr=False)
    """The program, for doors that show more of it than diagnostics; ``None`` where nothing was analysed."""

    @property
    def failed(self) -> bool:
        """Whether anything reaches the severity at which a run fails."""
        return any(d.severity.rank >= self.fail_on.rank for d in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Options:
    """How a service works; plain data, so that worker processes can have it as well."""

    overrides: Overrides | None = None
    isolated: bool = False
    configuration: Path | None = None
    cache_folder: Path | None = None
    """``None`` for no cache."""


class Service:
    """Checks files. It keeps settings, the catalogue of rules and what it has scanned between files."""

    def __init__(self, options: Options | None = None, open_sources: dict[str, Source] | None = None) -> None:
        self.options = options or Options()
        self.open_sources = open_sources if open_sources is not None else {}
        """Texts that stand for files on disk, by absolute name: what an editor holds."""
        self.cache: Cache | None = None
        if self.options.cache_folder is not None:
            self.cache = Cache(self.options.cache_folder, fingerprint())
            self.cache.prepare()
        self.loader = Loader(
            lambda: self.catalogue,
            self.options.overrides,
            isolated=self.options.isolated,
            configuration=self.options.configuration,
        )
        self._scan = LeadScan(self.open_sources)
        self._selections: dict[str, Selection] = {}

    @property
    def catalogue(self) -> Catalogue:
        """All rules."""
        return catalogue(self.cache.folder if self.cache is not None else None)

    def settings_of(self, filename: str) -> Settings:
        """The settings in force for a file.

        Raises:
            SettingsError: they cannot be used.
        """
        return self.loader.settings(Path(filename).parent)

    def check_overrides(self) -> None:
        """Say at once what is wrong with the settings that come from no file.

        Raises:
            SettingsError: they cannot be used.
        """
        if self.options.overrides is not None:
            Loader(lambda: self.catalogue, self.options.overrides, isolated=True).settings(Path.cwd())

    def selection(self, settings: Settings) -> Selection:
        """The rules that are on under these settings."""
        found = self._selections.get(settings.key)
        if found is None:
            found = self._selections[settings.key] = resolve(settings.layers, settings.severities, self.catalogue)
        return found

    # --- files

    def cached(self, path: Path, data: bytes | None = None) -> FileResult | None:
        """What the cache holds for a file; ``None`` where it has to be analysed.

        Raises:
            SettingsError: the settings for it cannot be used.
        """
        settings = self.settings_of(str(path))
        if self.cache is None or str(path) in self.open_sources:
            return None
        try:
            data = path.read_bytes() if data is None else data
        except (OSError, ValueError):
            return None
        stored = self.cache.load(str(path), settings.key, data)
        if stored is None:
            return None
        try:
            found = [from_plain(plain) for plain in stored["diagnostics"]]
            warned = [Warned(Place(*where), message) for where, message in stored["warnings"]]
        except (KeyError, TypeError, ValueError):
            return None
        return FileResult(str(path), found, warned, fail_on=settings.fail_on, from_cache=True)

    def check_path(self, path: Path) -> FileResult:
        """Check one file, from the cache where that is possible.

        Raises:
            SettingsError: the settings for it cannot be used.
        """
        settings = self.settings_of(str(path))
        open_source = self.open_sources.get(str(path))
        if open_source is not None:
            return self.check_source(open_source, settings)
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            return unreadable(str(path), f"cannot be read: {reason}", settings)
        known = self.cached(path, data)
        if known is not None:
            return known
        try:
            source = source_from_bytes(data, str(path))
        except SourceError as error:
            return unreadable(str(path), str(error), settings)
        dependencies: dict[str, bool] = {}
        result = self.check_source(source, settings, dependencies=dependencies)
        if self.cache is not None and result.crash is None and not _timed_out(result):
            states = {name: file_state(name) for name in dependencies if name != str(path)}
            stored = {
                "diagnostics": [to_plain(d) for d in result.diagnostics],
                "warnings": [[plain_place(w.place), w.message] for w in result.warnings],
            }
            self.cache.store(str(path), settings.key, data, states, stored)
        return result

    # --- texts

    def check_source(
        self,
        source: Source,
        settings: Settings,
        *,
        reuse: ParsedChunks | None = None,
        dependencies: dict[str, bool] | None = None,
    ) -> FileResult:
        """Check one text. Faults of the tool itself are part of the result.

        Args:
            source: the text.
            settings: what is in force for it.
            reuse: trees of an earlier version of the text.
            dependencies: takes the other files that were looked for, and whether they exist.
        """
        dependencies = dependencies if dependencies is not None else {}
        selection = self.selection(settings)
        on = rules_on(settings, selection, self.catalogue, source.filename)
        result = FileResult(source.filename, fail_on=settings.fail_on, source=source)
        found: list[Diagnostic] = []
        try:
            if self._scan.leads(source, dependencies):
                dependencies.clear()
                found = self._analyse(source, settings, on, reuse, dependencies, result)
            elif not _compiles(source):
                found = self._syntax(source, on)
        except RecursionError:
            result.crash = Crash("the code is nested too deeply", traceback.format_exc())
        except Exception as error:  # noqa: BLE001 - the other rules go on; it is reported as a crash
            result.crash = _crash(error)
        complete = result.crash is None and (result.program is None or result.program.incomplete is None)
        found = suppress(source, found, on, self.catalogue, complete=complete)
        result.diagnostics = shown(found, settings, selection)
        result.warnings = [*warnings(source, self.catalogue), *unfinished(source, result.program)]
        return result

    def _analyse(
        self,
        source: Source,
        settings: Settings,
        on: list[RuleInfo],
        reuse: ParsedChunks | None,
        dependencies: dict[str, bool],
        result: FileResult,
    ) -> list[Diagnostic]:
        """Run the program and ask the rules. A rule that crashes costs its own findings only."""
        from keras_lint.lint.registry import all_rules
        from keras_lint.lint.runner import diagnose
        from keras_lint.program.modules import Project
        from keras_lint.program.program import interpret
        from keras_lint.syntax import parse

        project = Project(source, self.open_sources)
        program = result.program = interpret(parse(source, reuse), project)
        dependencies.update(project.looked_at)
        program.target_keras = settings.target_keras
        if settings.backend is not None:
            program.backend = settings.backend
        codes = {rule.code for rule in on}
        found: list[Diagnostic] = []
        for rule in all_rules():
            if rule.code in codes:
                try:
                    found += diagnose(program, [rule])
                except Exception as error:  # noqa: BLE001 - the other rules go on; it is reported as a crash
                    result.crash = _crash(error, rule.code)
        return sorted(found, key=lambda d: (d.start, d.code, d.end))

    def _syntax(self, source: Source, on: list[RuleInfo]) -> list[Diagnostic]:
        """What does not parse, in a file that has nothing to do with Keras."""
        from keras_lint.lint.finding import place
        from keras_lint.syntax import parse

        rule = next((rule for rule in on if rule.code == "KL901"), None)
        problems = parse(source).problems if rule is not None else []
        return [
            Diagnostic(rule.code, rule.name, rule.default, p.message, place(source, p.span), *p.span)
            for p in problems
            if rule is not None
        ]


def unreadable(filename: str, reason: str, settings: Settings | None = None) -> FileResult:
    """The result for a file that cannot be read: KL904, whatever is selected."""
    where = Place(filename, None, 1, 1, 1, 1)
    diagnostic = Diagnostic("KL904", "unreadable-file", Severity.ERROR, reason, where, 0, 0)
    fail_on = settings.fail_on if settings is not None else Severity.WARNING
    return FileResult(filename, [diagnostic], unreadable=True, fail_on=fail_on)


def _compiles(source: Source) -> bool:
    """Whether this Python parses the text: much cheaper than a tree, and all that is asked of a file without Keras.

    Newer syntax than that of the running Python is no error; the tree has the last word where this says no.
    """
    import ast
    import warnings as python_warnings

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            ast.parse(source.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _timed_out(result: FileResult) -> bool:
    """Whether another run might get further: such a result is not kept."""
    return (
        result.program is not None and result.program.incomplete is not None and "seconds" in result.program.incomplete
    )


def _crash(error: BaseException, rule: str | None = None) -> Crash:
    where = f" in {rule}" if rule else ""
    return Crash(f"{type(error).__name__}{where}: {error}".split("\n")[0], traceback.format_exc())


def worker(options: Options) -> Callable[[str], FileResult]:
    """What a worker process runs: checks a path with a service of its own."""
    service = Service(options)

    def check(path: str) -> FileResult:
        with paused_collector():
            result = service.check_path(Path(path))
            if result.program is not None:
                result.program.release()
            result.source = result.program = None  # neither is worth sending to another process
        return result

    return check


def unfinished(source: Source, program: Program | None) -> list[Warned]:
    """A warning where the run ended early: no findings must not look like a clean bill of health."""
    if program is None or program.incomplete is None:
        return []
    start = place(source, Span(0, 0))
    return [Warned(start, f"not all of the program could be followed ({program.incomplete}); findings may be missing")]
