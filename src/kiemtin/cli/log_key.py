"""``kiemtin log key`` and ``kiemtin log checkpoint``: what others verify this desk's log with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import command
from kiemtin.cli.edge import complain, print_json, say, written
from kiemtin.cli.serve import HOST, PORT, need_desk

if TYPE_CHECKING:
    from kiemtin.desk.configuration import Configuration

SCHEMA = "kiemtin-log-checkpoint/1"


@command("log.key")
@click.option("--witness", is_flag=True, help=say("cli.log.key.witness"))
def key(*, witness: bool) -> None:
    """Set by the catalogue: ``cli.log.key``."""
    configuration = _prepare()
    from kiemtin.desk.answers.log import vkey

    if not witness:
        click.echo(vkey())
        return
    from kiemtin.desk.witnesses.cosigning import witness_key

    address = configuration.address.geturl() if configuration.address is not None else f"http://{HOST}:{PORT}"
    click.echo(f"{witness_key(configuration).verifier.vkey} {address}/witness")


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


def _prepare() -> Configuration:
    need_desk()
    from kiemtin.desk.preparing import prepare

    return prepare()
