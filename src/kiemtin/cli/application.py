"""The commands, put together.

Click, not Typer: Typer 0.29 imports pydantic at every run (140 ms), carries a private copy of Click without public error
classes, and says its own words in English only.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from kiemtin.cli.check import check
from kiemtin.cli.edge import complain, lang_option, say
from kiemtin.version import __version__

WRONG_USE = 2
INTERRUPTED = 130


@click.group(name="kiemtin", help=say("cli.kiemtin"), context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="kiemtin", message="%(prog)s %(version)s", help=say("cli.version"))
@lang_option
def application() -> None:
    """Set by the catalogue: ``cli.kiemtin``."""


application.add_command(check)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; wrong use is said in the language of this run."""
    try:
        return int(application.main(list(arguments), prog_name="kiemtin", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.UsageError as error:
        complain(_wrong_use(error))
        return WRONG_USE
    except click.Abort:
        complain(say("cli.interrupted"))
        return INTERRUPTED


def _wrong_use(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return say("cli.usage.no-such-option", name=error.option_name)
        case click.MissingParameter():
            parameter = error.param
            return say("cli.usage.missing", name=parameter.human_readable_name if parameter else "")
        case _ if error.message.startswith("No such command"):
            return say("cli.usage.no-such-command", name=error.message.removeprefix("No such command ").rstrip("."))
        case _:
            return say("cli.usage.wrong", detail=error.format_message().rstrip("."))
