"""Options that several commands have, and what they mean for the service."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from keras_lint.lint.service import Service

F = TypeVar("F", bound=Callable[..., Any])


def words(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...] | None:
    """Comma-separated lists, given once or several times; ``None`` where the option is left out."""
    found = tuple(word.strip() for part in value for word in part.split(",") if word.strip())
    if value and not found:
        raise click.BadParameter("expected codes or names")
    return found or None


def format_option(*forms: str, what: str) -> Callable[[F], F]:
    """``--output-format`` with these forms, the first the default; ``--format`` is short for it, in every command."""
    return click.option("--output-format", "--format", "form", type=click.Choice(forms), default=forms[0], help=what)


def configuration_options(function: F) -> F:
    """``--config``, ``--isolated``, ``--no-cache``, ``--cache-dir``, ``--verbose``."""
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="Show the traceback where keras-lint itself fails."),
        click.option(
            "--cache-dir",
            type=click.Path(file_okay=False, path_type=Path),
            envvar="KERAS_LINT_CACHE_DIR",
            help="Keep the cache in this folder.",
        ),
        click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
        click.option("--isolated", is_flag=True, help="Read no settings files."),
        click.option(
            "--config",
            "configuration",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Use this settings file for all files.",
        ),
    ):
        function = option(function)
    return function


def selection_options(function: F) -> F:
    """``--select``, ``--ignore``, ``--extend-select``."""
    for option in (
        click.option("--extend-select", multiple=True, metavar="RULES", callback=words, help="Turn these on as well."),
        click.option("--ignore", multiple=True, metavar="RULES", callback=words, help="Turn these off."),
        click.option(
            "--select",
            multiple=True,
            metavar="RULES",
            callback=words,
            help="Turn on these rules alone: codes, prefixes, names or ALL, separated by commas.",
        ),
    ):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Given:
    """What the common options say."""

    configuration: Path | None = None
    isolated: bool = False
    no_cache: bool = False
    cache_dir: Path | None = None
    verbose: bool = False

    @property
    def debug(self) -> bool:
        """Whether tracebacks are shown."""
        return self.verbose or bool(os.environ.get("KERAS_LINT_DEBUG"))

    def service(
        self,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] | None = None,
        fail_on: str | None = None,
    ) -> Service:
        """A service with these options.

        Raises:
            ClickException: a rule that is named does not exist.
        """
        from keras_lint.lint.cache import default_folder
        from keras_lint.lint.service import Options, Service
        from keras_lint.lint.settings import Overrides

        if self.isolated and self.configuration is not None:
            raise click.UsageError("--isolated and --config exclude each other")
        cache = None if self.no_cache else self.cache_dir or default_folder()
        overrides = Overrides(select, extend_select or (), ignore or (), (), fail_on)
        service = Service(Options(overrides, self.isolated, self.configuration, cache))
        with settings_errors():
            service.check_overrides()
        return service


class settings_errors:  # noqa: N801 - used like a function
    """Settings that cannot be used end the command with their message."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        from keras_lint.lint.settings import SettingsError

        if isinstance(error, SettingsError):
            raise click.ClickException(str(error)) from None
