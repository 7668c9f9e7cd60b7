"""The command line. What a command needs is imported when it runs: most starts need little."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from keras_lint import __version__

EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE, EXIT_INTERRUPTED = 0, 1, 2, 130

_COMMANDS = {
    "check": "keras_lint.cli.check:check",
    "rule": "keras_lint.cli.rule:rule",
    "facts": "keras_lint.cli.facts:facts",
    "summary": "keras_lint.cli.summary:summary",
    "refactor": "keras_lint.cli.refactor:refactor",
    "config": "keras_lint.cli.config:config",
    "server": "keras_lint.cli.server:server",
}
"""Commands by name, in the order of the help, and where they are defined."""

_OWN_OPTIONS = ("--help", "-h", "--version", "-V")


class Commands(click.Group):
    """The commands, each imported when it is asked for; ``check`` where none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        home = _COMMANDS.get(cmd_name)
        if home is None:
            return None
        module, _, attribute = home.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """``keras-lint PATH`` is ``keras-lint check PATH``."""
        if args and args[0] not in _COMMANDS and args[0] not in _OWN_OPTIONS:
            refuse_misspelt(args[0], ctx)
            args = ["check", *args]
        return super().parse_args(ctx, args)


def refuse_misspelt(word: str, ctx: click.Context) -> None:
    """Say which command was meant by a word that is neither a command nor a path.

    Raises:
        UsageError: a command looks much like it.
    """
    if not word.isidentifier() or os.path.lexists(word):
        return
    from keras_lint.lint.catalogue import nearest

    near = nearest(word.lower(), list(_COMMANDS))
    if near is not None:
        raise click.UsageError(f"there is no command and no path `{word}`; did you mean `{near}`?", ctx)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    subcommand_metavar="COMMAND [OPTIONS] [ARGS]...",
    epilog="`keras-lint PATH...` is short for `keras-lint check PATH...`.",
)
@click.version_option(__version__, "-V", "--version", prog_name="keras-lint", message="%(prog)s %(version)s")
def cli() -> None:
    """Find out why a Keras model will not learn, without running it.

    keras-lint reads Python files and notebooks, follows what they do with data, layers and training, and says what is
    wrong, with the repair at hand. It never imports TensorFlow and never runs your code.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character shows its number
    try:
        outcome: Any = cli.main(args=arguments, prog_name="keras-lint", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        return EXIT_TROUBLE
    except click.ClickException as error:
        click.echo(f"error: {error.format_message()}", err=True)
        return EXIT_TROUBLE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FOUND
    except Exception as error:  # the last resort: one line for the user, the traceback for a report
        if os.environ.get("KERAS_LINT_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}".split("\n")[0]
        hint = "please report it (KERAS_LINT_DEBUG=1 shows the traceback)"
        click.echo(f"error: keras-lint failed: {what}; {hint}", err=True)
        return EXIT_TROUBLE
    return outcome if isinstance(outcome, int) else EXIT_CLEAN
