"""``keras-lint rule``: the pages of the rules."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from keras_lint.cli.options import format_option

if TYPE_CHECKING:
    from keras_lint.lint.rule import Rule


@click.command(short_help="Explain a rule.")
@click.argument("rule", metavar="[CODE|NAME]", required=False)
@click.option("--all", "everything", is_flag=True, help="All rules.")
@format_option("markdown", "json", what="How to print.")
def rule(rule: str | None, everything: bool, form: str) -> int:
    """Explain a rule: what it finds, why that is bad, examples, what the fix changes.

    Without a rule: a list of all rules.
    """
    from keras_lint.lint.registry import all_rules

    if rule is not None and everything:
        raise click.UsageError("give a rule or --all, not both")
    if rule is not None:
        found = named(rule)
        _print(form, page(found), described(found))
    elif everything:
        _print(form, "\n\n".join(map(page, all_rules())), [described(found) for found in all_rules()])
    else:
        lines = [f"- **{r.code}** `{r.name}` ({r.severity.value}): {r.summary()}" for r in all_rules()]
        _print(form, "\n".join(lines), [described(found) for found in all_rules()])
    return 0


def named(text: str) -> type[Rule]:
    """The rule with this code or name.

    Raises:
        UsageError: there is none.
    """
    from keras_lint.lint.catalogue import catalogue
    from keras_lint.lint.registry import all_rules

    for found in all_rules():
        if found.code == text.upper() or found.name == text.lower():
            return found
    near = catalogue().nearest(text)
    raise click.UsageError(f"unknown rule `{text}`" + (f"; did you mean `{near}`?" if near else ""))


def page(rule: type[Rule]) -> str:
    """A rule's page in Markdown."""
    off = ", off unless selected" if rule.severity.value == "hint" else ""
    return f"# {rule.name} ({rule.code})\n\nSeverity: {rule.severity.value}{off}\n\n{rule.page()}"


def described(rule: type[Rule]) -> dict[str, Any]:
    """A rule for machines."""
    from keras_lint.lint.finding import DOCS

    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary(),
        "explanation": rule.page(),
        "url": f"{DOCS}/rules/{rule.name}",
    }


def _print(form: str, markdown: str, objects: Any) -> None:
    if form == "json":
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
    elif sys.stdout.isatty():
        from rich.markdown import Markdown

        from keras_lint.cli.terminal import console

        console(sys.stdout).print(Markdown(markdown))
    else:
        click.echo(markdown)
