"""``keras-lint config``: the settings in force, and where each came from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from keras_lint.cli.options import Given, configuration_options, format_option, selection_options, settings_errors

if TYPE_CHECKING:
    from keras_lint.lint.settings import Settings


@click.command(short_help="Show the settings in force.")
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
@format_option("text", "json", what="How to print.")
@selection_options
@configuration_options
def config(path: Path, form: str, **options: Any) -> int:
    """Show the settings in force for a file or folder (default: here), and where each came from."""
    chosen = {key: options.pop(key) for key in ("select", "ignore", "extend_select")}
    service = Given(**options).service(**chosen)
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links are not to be resolved
    with settings_errors():
        settings = service.loader.settings(path if path.is_dir() else path.parent)
        rules = sorted(service.selection(settings).on)
    origins = dict(settings.origins)
    values = {key: {"value": value, "origin": origins.get(key, "default")} for key, value in shown(settings).items()}
    if form == "json":
        click.echo(json.dumps({"path": str(path), "settings": values, "rules": rules}, indent=2))
        return 0
    click.echo(f"Settings for {path}")
    for key, entry in values.items():
        click.echo(f"{key} = {json.dumps(entry['value'], ensure_ascii=False)}  # {entry['origin']}")
    click.echo(f"{len(rules)} rules are on: {', '.join(rules)}")
    return 0


def shown(settings: Settings) -> dict[str, Any]:
    """The settings by their keys."""
    select: tuple[str, ...] | None = None
    extended: list[str] = []
    ignored: list[str] = []
    for layer in settings.layers:
        if layer.select is not None:
            select, extended, ignored = layer.select, [], []
        extended += layer.extend_select
        ignored += layer.ignore
    return {
        "select": list(select) if select is not None else "all rules but hints",
        "ignore": ignored,
        "extend-select": extended,
        "severity": {code: level.value for code, level in settings.severity},
        "per-file-ignores": {pattern: list(codes) for pattern, codes in settings.per_file_ignores},
        "exclude": list(settings.exclude),
        "fail-on": settings.fail_on.value,
        "target-keras": settings.target_keras or "newest",
        "backend": settings.backend or "from the code, else tensorflow",
    }
