"""The commands, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from typer import rich_utils
from typer._click import exceptions  # Typer carries its own Click and offers these errors nowhere else

from kiemtin.cli import check as check_command
from kiemtin.cli.edge import complain, say
from kiemtin.version import __version__

rich_utils.OPTIONS_PANEL_TITLE = say("cli.panel.options")
rich_utils.ARGUMENTS_PANEL_TITLE = say("cli.panel.arguments")
rich_utils.COMMANDS_PANEL_TITLE = say("cli.panel.commands")

WRONG_USE = 2
INTERRUPTED = 130

application = typer.Typer(
    name="kiemtin",
    help=say("cli.kiemtin"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
application.command("check", help=say("cli.check"))(check_command.check)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"kiemtin {__version__}")
        raise typer.Exit


@application.callback()
def kiemtin(
    version: Annotated[
        bool, typer.Option("--version", help=say("cli.version"), callback=_show_version, is_eager=True)
    ] = False,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="vi|en", help=say("cli.lang"), show_default=False)
    ] = None,
) -> None:
    """Set by the catalogue: ``cli.kiemtin``."""
    if lang is not None:
        check_command._require_language(lang)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; wrong use is said in the language of this run."""
    command = typer.main.get_command(application)
    try:
        return int(command.main(list(arguments), prog_name="kiemtin", standalone_mode=False) or 0)
    except exceptions.NoArgsIsHelpError as error:
        print(error.format_message())
        return WRONG_USE
    except exceptions.UsageError as error:
        complain(_wrong_use(error))
        return WRONG_USE
    except typer.Abort:
        complain(say("cli.interrupted"))
        return INTERRUPTED


def _wrong_use(error: exceptions.UsageError) -> str:
    match error:
        case exceptions.NoSuchOption():
            return say("cli.usage.no-such-option", name=error.option_name)
        case exceptions.MissingParameter():
            return say("cli.usage.missing", name=_name_of(error))
        case _ if error.message.startswith("No such command"):
            return say("cli.usage.no-such-command", name=error.message.removeprefix("No such command ").rstrip("."))
        case _:
            return say("cli.usage.wrong", detail=error.format_message().rstrip("."))


def _name_of(error: exceptions.MissingParameter) -> str:
    parameter = error.param
    return parameter.human_readable_name if parameter is not None else str(error.param_hint or "")
