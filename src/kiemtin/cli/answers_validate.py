"""``kiemtin answers validate``: whether the ClaimReview of a page keeps every rule."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiemtin.cli.command import argument, command
from kiemtin.cli.edge import say
from kiemtin.errors import TooLarge, Unreadable
from kiemtin.files import read_whole


@command("answers.validate")
@argument("file", about="cli.answers.validate.file", metavar=say("cli.file-place"))
@click.option("--address", metavar=say("cli.answers.export.address-place"), help=say("cli.answers.validate.address"))
def validate(file: str, address: str | None) -> None:
    """Set by the catalogue: ``cli.answers.validate``."""
    from kiemtin.answers.page_reading import MAX_PAGE_BYTES, faults_in

    if file == "-":
        data = sys.stdin.buffer.read(MAX_PAGE_BYTES + 1)
        if len(data) > MAX_PAGE_BYTES:
            raise TooLarge("refused.data-too-large", name=file, limit=MAX_PAGE_BYTES)
    else:
        data = read_whole(Path(file), MAX_PAGE_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("publication.not-utf-8", name=file) from error
    faults = faults_in(text, address)
    if not faults:
        click.echo(say("publication.validate.good", name=file))
        return
    click.echo(say("publication.validate.bad", name=file))
    for fault in faults:
        click.echo("  " + say(f"publication.fault.{fault.what}", value=fault.value))
    raise click.exceptions.Exit(1)
