"""The commands, put together.

Click, not Typer: Typer 0.29 imports pydantic at every run (140 ms), carries a private copy of Click without public
error classes, and says its own words in English only.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from kiemtin.cli.command import ROOT_ABOUT, Group, explain_wrong_use
from kiemtin.cli.edge import say
from kiemtin.version import __version__

NAME = "kiemtin"

COMPLETE_VARIABLE = "_KIEMTIN_COMPLETE"
"""Where a shell says that it asks (Click's protocol: ``bash_complete``, ``zsh_complete``, ``fish_complete``)."""


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"{NAME} {__version__}")
        ctx.exit()


def _version_option() -> click.Option:
    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        help=say("cli.version"),
        callback=_show_version,
    )


COMMANDS = {
    "check": "kiemtin.cli.check:check",
    "screen": "kiemtin.cli.screen:screen",
    "watch": "kiemtin.cli.watch:watch",
    "factchecks": "kiemtin.cli.factchecks:factchecks",
    "pictures": "kiemtin.cli.pictures:pictures",
    "organisations": "kiemtin.cli.organisations:organisations",
    "data": "kiemtin.cli.data:data",
    "serve": "kiemtin.cli.serve:serve",
    "backup": "kiemtin.cli.transfer:backup",
    "restore": "kiemtin.cli.transfer:restore",
    "move": "kiemtin.cli.transfer:move",
    "answers": "kiemtin.cli.answers:answers",
    "desk": "kiemtin.cli.desk:desk",
    "log": "kiemtin.cli.log:log",
    "keys": "kiemtin.cli.keys:keys",
    "completion": "kiemtin.cli.completion:completion",
}

application = Group(NAME, about=ROOT_ABOUT, holds=COMMANDS, params=[_version_option()])


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; wrong use comes as one of our own errors."""
    instruction = os.environ.get(COMPLETE_VARIABLE)
    if instruction:
        from kiemtin.cli.completion import complete

        return complete(application, NAME, instruction)
    try:
        with application.make_context(NAME, list(arguments)) as ctx:
            application.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        raise explain_wrong_use(error) from error
    return 0
