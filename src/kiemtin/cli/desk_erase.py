"""``kiemtin desk erase``: the words of one entry of the corrections log, where a law forbids to keep them."""

from __future__ import annotations

import click

from kiemtin.cli.command import argument, command
from kiemtin.cli.edge import complain, say
from kiemtin.cli.serve import need_desk


@command("desk.erase")
@argument("entry", about="cli.desk.erase.entry", metavar=say("cli.desk.erase.entry-place"), type=click.IntRange(min=0))
@click.option("--reason", required=True, metavar=say("cli.desk.import.reason-place"), help=say("cli.desk.erase.reason"))
@click.option("--yes", is_flag=True, help=say("cli.desk.erase.yes"))
def erase(entry: int, reason: str, *, yes: bool) -> None:
    """Set by the catalogue: ``cli.desk.erase``."""
    need_desk()
    from kiemtin.desk.preparing import prepare

    prepare()
    from kiemtin.desk.answers import changes
    from kiemtin.formats.visible import visible

    record = changes.erasable(entry)
    claim = visible(record.content.claim) if record.content is not None else "–"
    click.echo(say("cli.desk.erase.what", entry=entry, slug=record.slug, version=record.version, claim=claim))
    if not yes:
        complain(say("cli.desk.erase.not-yet"))
        return
    place = changes.erase(entry, reason)
    click.echo(say("cli.desk.erase.done", entry=entry, place=place))
