"""The commands, put together.

Click, not Typer: Typer 0.29 imports pydantic at every run (140 ms), carries a private copy of Click without public error
classes, and says its own words in English only.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from kiemtin.cli.check import check
from kiemtin.cli.command import Group, explain_wrong_use
from kiemtin.cli.completion import COMPLETE_VARIABLE, complete, completion
from kiemtin.cli.data import data
from kiemtin.cli.edge import say
from kiemtin.cli.organisations import organisations
from kiemtin.version import __version__

NAME = "kiemtin"


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


application = Group(NAME, about="cli.kiemtin", params=[_version_option()])
for command in (check, organisations, data, completion):
    application.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; wrong use comes as one of our own errors."""
    instruction = os.environ.get(COMPLETE_VARIABLE)
    if instruction:
        return complete(application, NAME, instruction)
    try:
        with application.make_context(NAME, list(arguments)) as ctx:
            application.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        raise explain_wrong_use(error) from error
    return 0
