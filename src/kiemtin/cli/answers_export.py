"""``kiemtin answers export``: everything published, as files for any web host."""

from __future__ import annotations

from pathlib import Path

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import complain, say, written
from kiemtin.cli.serve import HOST, PORT, need_desk


@command("answers.export")
@argument("folder", about="cli.answers.export.folder", metavar=say("cli.folder-place"), type=PATH)
@click.option("--address", metavar=say("cli.answers.export.address-place"), help=say("cli.answers.export.address"))
def export(folder: Path, address: str | None) -> None:
    """Set by the catalogue: ``cli.answers.export``."""
    need_desk()
    from kiemtin.desk.configuration import ADDRESS, read_configuration
    from kiemtin.desk.preparing import prepare

    given = read_configuration({ADDRESS: address}).address if address else None
    configuration = prepare()
    from kiemtin.desk.published.export import export as export_all
    from kiemtin.desk.published.public import public
    from kiemtin.desk.published.terms import site_at

    known = given or configuration.address
    if known is None:
        complain(say("cli.answers.export.no-address"))
    site = site_at(known.geturl() if known is not None else f"http://{HOST}:{PORT}")
    edition = public().edition()
    done = export_all(edition, site, folder, configuration)
    counts = {"written": written(done.written), "unchanged": written(done.unchanged), "removed": written(done.removed)}
    click.echo(say("cli.answers.export.done", name=str(folder), answers=written(len(edition.answers)), **counts))
