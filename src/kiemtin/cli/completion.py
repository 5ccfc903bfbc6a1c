"""Completion with the Tab key: shells ask through the environment; ``kiemtin completion`` prints how to turn it on."""

from __future__ import annotations

import click

from kiemtin.cli.application import COMPLETE_VARIABLE
from kiemtin.cli.command import argument, command
from kiemtin.errors import Refused

SHELLS = ("bash", "zsh", "fish")


def complete(application: click.Command, name: str, instruction: str) -> int:
    """Answer a shell that asks; the exit code."""
    from click.shell_completion import shell_complete

    return shell_complete(application, {}, name, COMPLETE_VARIABLE, instruction)


@command("completion")
@argument("shell", about="cli.completion.shell", metavar="|".join(SHELLS))
def completion(shell: str) -> None:
    """Set by the catalogue: ``cli.completion``."""
    if shell not in SHELLS:
        raise Refused("cli.completion.no-such-shell", name=shell[:80], known=", ".join(SHELLS))
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    maker = get_completion_class(shell)
    if maker is not None:
        click.echo(maker(root.command, {}, str(root.info_name), COMPLETE_VARIABLE).source())
