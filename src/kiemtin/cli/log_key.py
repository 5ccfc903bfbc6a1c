"""``kiemtin log key`` and ``kiemtin log checkpoint``: what others verify this desk's log with."""

from __future__ import annotations

import click

from kiemtin.cli.command import command
from kiemtin.cli.edge import complain, print_json, say, written
from kiemtin.cli.serve import need_desk

SCHEMA = "kiemtin-log-checkpoint/1"


@command("log.key")
def key() -> None:
    """Set by the catalogue: ``cli.log.key``."""
    _prepare()
    from kiemtin.desk.answers.log import vkey

    click.echo(vkey())


@command("log.checkpoint")
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def checkpoint(*, as_json: bool) -> None:
    """Set by the catalogue: ``cli.log.checkpoint``."""
    _prepare()
    from kiemtin.desk.answers.log import complete

    state = complete()
    if as_json:
        print_json(
            {
                "schema": SCHEMA,
                "name": state.name,
                "key": state.vkey,
                "size": state.size,
                "checkpoint": state.note,
                "watched": state.watched,
            }
        )
        return
    click.echo(state.note, nl=False)
    complain(say("cli.log.checkpoint.state", size=written(state.size)))
    complain(say("cli.log.checkpoint.watched" if state.watched else "desk.log.unwatched"))


def _prepare() -> None:
    need_desk()
    from kiemtin.desk.preparing import prepare

    prepare()
