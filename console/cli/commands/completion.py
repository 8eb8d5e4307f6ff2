"""`jixiao completion`: what a shell reads to complete the words of `jixiao`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from console.cli.completion import script


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(completion)


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(help="The shell.")],
) -> None:
    """Print what a shell reads to complete commands, options, subjects and keys on TAB.

    For this session: eval "$(jixiao completion bash)"; for all sessions, put that line into
    ~/.bashrc, or into ~/.zshrc with zsh; with fish: jixiao completion fish >
    ~/.config/fish/completions/jixiao.fish. `jixiao` has to be on the PATH.
    """
    typer.echo(script(shell))
