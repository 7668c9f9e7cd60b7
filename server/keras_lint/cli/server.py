"""``keras-lint server``: the language server."""

from __future__ import annotations

from importlib import import_module

import click


@click.command()
@click.option(
    "--stdio", "transport", flag_value="stdio", default="stdio", help="Speak over standard input and output (default)."
)
@click.option("--tcp", metavar="HOST:PORT", help="Listen for one editor at a TCP port.")
@click.option("--ws", metavar="HOST:PORT", help="Listen for one editor with WebSockets.")
def server(transport: str, tcp: str | None, ws: str | None) -> int:
    """Run the language server that editors speak to."""
    if tcp is not None and ws is not None:
        raise click.UsageError("--tcp and --ws exclude each other")
    try:
        start = import_module("keras_lint.lsp.server").start
    except ModuleNotFoundError as missing:
        if missing.name != "keras_lint.lsp.server":
            raise
        raise click.ClickException("this version of keras-lint has no language server") from None
    found: int = start(tcp=address(tcp), ws=address(ws)) or 0
    return found


def address(text: str | None) -> tuple[str, int] | None:
    """Host and port of ``HOST:PORT``.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise click.UsageError(f"expected HOST:PORT, not {text!r}")
    return host.strip("[]"), int(port)
